// What pictures ask of people in their day (people/day.h), and what families see of them.
#include <algorithm>

#include <fmt/format.h>

#include "imports/imports.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_family.h"
#include "media/picture_jobs.h"
#include "media/picture_view.h"
#include "media/review.h"
#include "media/takedown.h"
#include "people/people.h"

namespace media {

/// More of one kind stand in the lists.
static constexpr int most_of_a_kind = 20;

static std::vector<people::DayItem> asked_today(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    if (call.viewer.may(may_review)) {
        for (const auto& waiting : waiting_for(call.db, call.viewer, most_of_a_kind)) {
            items.push_back({.title = waiting.title, .path = path_of(waiting.picture), .ask = call.text("media.review.day"),
                             .about = call.text("media.review.day_about", {{"name", waiting.asked_by}, {"school", waiting.school}})});
        }
    }
    for (const auto& task : open_tasks(call.db, call.viewer, most_of_a_kind)) {
        items.push_back({.title = task.title, .path = fmt::format("/images/takedowns#task-{}", task.id), .ask = call.text("media.takedown.day"), .about = task.address,
                         .due = call.zone.to_instant({task.due_on, base::Minutes(0)}), .whole_day = true});
    }
    return items;
}

template <typename Slot>
static void fill_once(std::vector<Slot>& slots, Slot mine) {
    // A test wires several houses in one process.
    if (std::ranges::find(slots, mine) == slots.end()) slots.push_back(mine);
}

using ImportSubscriber = void (*)(db::Write&, base::Instant);

void fill_picture_slots() {
    fill_once(people::day_sources(), people::DaySource(asked_today));
    fill_once(consent_changed_subscribers(), ConsentSubscriber(follow_consent));
    fill_once(imports::applied_subscribers(), ImportSubscriber(evaluate_soon));
    fill_once(channel_closed_subscribers(), CeilingSubscriber(take_down_closed_soon));
    auto& parts = family_parts();
    if (std::ranges::find(parts, "media/family_pictures", &FamilyPart::template_name) == parts.end()) parts.push_back({"media/family_pictures", fill_family});
}

}  // namespace media
