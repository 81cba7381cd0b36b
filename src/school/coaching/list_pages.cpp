#include <fmt/format.h>

#include "auth/account.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace coaching {

constexpr int page_size = 25;

static void fill_row(http::ReadCall& call, html::View& row, const Lesson& lesson) {
    const bool teaches = lesson.teacher == call.viewer.account();
    row.set("id", lesson.id.value)
        .set("title", lesson.class_title)
        .set("when", lesson.span ? span_words(call, *lesson.span) : call.text("coaching.list.times", {{"n", std::to_string(lesson.windows.size())}}))
        .set("place", place_words(call.main, lesson))
        .set("topic", call.text(fmt::format("coaching.topic.{}", lesson.topic)))
        .set("state", call.text(fmt::format("coaching.state.{}", word(lesson.state))))
        .set("other", person_name(call, call.main, teaches ? lesson.specialist : std::optional(lesson.teacher)));
}

static void fill_shelf(http::ReadCall& call, html::View& view, std::string_view section, const std::vector<Lesson>& lessons) {
    if (lessons.empty()) return;
    auto shelf = view.add(section);
    for (const auto& lesson : lessons) {
        auto row = shelf.add("row");
        fill_row(call, row, lesson);
    }
}

static http::Response show_lessons(http::ReadCall& call) {
    html::View view;
    const auto skip = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(call.request.query.text("skip")).value_or(0), 0, 100'000));
    auto coming = my_lessons(call.db, call.viewer, Shelf::coming, call.today(), 100, 0);
    auto waiting = my_lessons(call.db, call.viewer, Shelf::waiting, call.today(), 100, 0);
    for (auto& lesson : waiting) lesson = load_lesson(call.db, call.viewer, lesson.id);
    auto past = my_lessons(call.db, call.viewer, Shelf::past, call.today(), page_size + 1, skip);
    const bool more = past.size() > page_size;
    if (more) past.pop_back();
    const auto open = call.viewer.may(may_coach) ? open_requests(call.db, call.viewer, barred_for(call.main, call.viewer.account(), call.today()), 50) : std::vector<Lesson>();
    const bool has_class = !own_classes(call, call.main).empty();
    if (coming.empty() && waiting.empty() && past.empty() && open.empty()) view.add("none").show(has_class ? "to_ask" : "not_to_ask");
    view.show_if(has_class, "may_ask");
    view.show_if(call.viewer.may(may_coach), "specialist");
    view.show_if(call.viewer.may_everywhere(may_plan), "planner");
    if (call.viewer.may(may_coach) && !call.viewer.may_everywhere(may_plan) && !hours_of(call.db, call.viewer.account())) view.show("no_hours");
    fill_shelf(call, view, "coming", coming);
    fill_shelf(call, view, "waiting", waiting);
    fill_shelf(call, view, "open", open);
    fill_shelf(call, view, "past", past);
    if (more || skip > 0) {
        auto pager = view.add("pager");
        if (more) pager.add("older").set("skip", skip + page_size);
        if (skip > 0) pager.add("newer").set("skip", std::max(0, skip - page_size));
    }
    if (const auto since = feed_since(call.db, call.viewer)) {
        view.add("feed").set("since", html::moment_words(call.language, call.zone, call.now, *since));
    } else {
        view.show("no_feed");
    }
    return call.page("coaching/lessons", call.text("coaching.title"), std::move(view));
}

static http::Response create_feed(http::WriteCall& call) {
    const auto token = make_feed(call.db, call.viewer, call.now);
    html::View view;
    view.set("address", fmt::format("{}/lessons/feed/{}.ics", call.services.public_url, token));
    auto answer = call.page("coaching/feed", call.text("coaching.feed.title"), std::move(view));
    answer.header("cache-control", "no-store");
    return answer;
}

static http::Response stop_feed(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("coaching.feed.sure"), call.text("coaching.feed.end"), "/lessons")) return std::move(*asked);
    end_feed(call.db, call.viewer);
    return call.redirect_with_notice("/lessons", call.text("coaching.feed.ended"));
}

/// Time and place, and nothing of what the lesson is about (clause 5).
static calendar::IcsEvent event_of(const http::Call& call, db::Read& main, const Lesson& lesson, html::Language language) {
    return {.uid = calendar::ics_uid("lesson", lesson.id.value, call.services.public_url),
            .sequence = lesson.sequence,
            .starts = instant_of(call, lesson.span->day, lesson.span->starts),
            .ends = instant_of(call, lesson.span->day, lesson.span->ends),
            .changed = lesson.changed_at,
            .summary = call.services.messages->text(language, "coaching.ics.summary"),
            .location = place_words(main, lesson),
            .description = {},
            .url = fmt::format("{}/lessons/{}", call.services.public_url, lesson.id.value),
            .cancelled = lesson.state == State::cancelled};
}

static http::Response show_feed(http::ReadCall& call) {
    auto token = std::string(call.path("token"));
    if (token.size() > 4 && token.ends_with(".ics")) token.resize(token.size() - 4);
    const auto found = feed(call.db, token, call.today() - std::chrono::days(60));
    // Whoever has left learns nothing more of the district by an address that they kept.
    if (!found || auth::load_account(call.main, auth::Viewer::system(), found->owner).disabled_at) throw base::NotFound("no such feed");
    // The calendar program asks; the person reads.
    const auto language = html::parse_language(auth::account_language(call.main, found->owner)).value_or(call.language);
    std::vector<calendar::IcsEvent> events;
    events.reserve(found->lessons.size());
    for (const auto& lesson : found->lessons) events.push_back(event_of(call, call.main, lesson, language));
    http::Response answer;
    answer.content_type = calendar::ics_type;
    answer.body = calendar::write_ics(call.services.messages->text(language, "coaching.ics.name"), events);
    answer.header("cache-control", "no-store");
    return answer;
}

static http::Response one_file(http::ReadCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    if (!lesson.span) throw base::NotFound("no time yet");
    return call.download("lesson.ics", calendar::ics_type, calendar::write_ics(call.text("coaching.ics.name"), {event_of(call, call.main, lesson, call.language)}));
}

void list_routes(http::Routes& routes) {
    routes.get("/lessons", http::signed_in, show_lessons).in_store(store_name);
    routes.post("/lessons/feed", http::signed_in, create_feed).in_store(store_name);
    routes.post("/lessons/feed/end", http::signed_in, stop_feed).in_store(store_name);
    routes.get("/lessons/feed/{token}", http::anyone, show_feed).in_store(store_name);
    routes.get("/lessons/{lesson}/lesson.ics", http::signed_in, one_file).in_store(store_name);
}

}  // namespace coaching
