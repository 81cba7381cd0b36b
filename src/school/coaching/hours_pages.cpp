#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "http/routes.h"

namespace coaching {

namespace {

struct HoursForm {
    bool active = true;
    std::string most, starts, ends, lunch_from, lunch_to;
    std::vector<std::string> topics;
};

}  // namespace

static HoursForm form_of(const Hours& hours) {
    return {hours.active, std::to_string(hours.most_a_day), clock_text(hours.starts), clock_text(hours.ends), clock_text(hours.lunch_from), clock_text(hours.lunch_to), hours.topics};
}

static std::string two_digits(const std::string& clock) { return clock.size() == 4 ? "0" + clock : clock; }

static html::View form_view(http::Call& call, const HoursForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("most", form.most).set("starts", two_digits(form.starts)).set("ends", two_digits(form.ends));
    view.set("lunch_from", two_digits(form.lunch_from)).set("lunch_to", two_digits(form.lunch_to)).show_if(form.active, "active");
    for (auto topic : topics) {
        view.add("topic")
            .set("value", topic)
            .set("name", call.text(fmt::format("coaching.topic.{}", topic)))
            .show_if(form.topics.empty() || std::ranges::find(form.topics, topic) != form.topics.end(), "selected");
    }
    return view;
}

static http::Response show_hours(http::ReadCall& call) {
    const auto hours = hours_of(call.db, call.viewer.account()).value_or(Hours{});
    return call.page("coaching/hours", call.text("coaching.hours.title"), form_view(call, form_of(hours), {}));
}

static http::Response change_hours(http::WriteCall& call) {
    const auto& fields = call.request.form;
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    HoursForm form{fields.has("active"), text("most"), text("starts"), text("ends"), text("lunch_from"), text("lunch_to"), {}};
    for (auto topic : fields.all("topic")) form.topics.emplace_back(topic);
    Problems problems;
    auto clock = [&](std::string_view name, const std::string& typed) {
        const auto minutes = parse_clock(typed);
        if (!minutes) problems.emplace_back(std::string(name), "coaching.problem.clock");
        return minutes.value_or(base::Minutes(0));
    };
    Hours hours{.account = call.viewer.account(), .active = form.active};
    hours.starts = clock("starts", form.starts);
    hours.ends = clock("ends", form.ends);
    hours.lunch_from = clock("lunch_from", form.lunch_from);
    hours.lunch_to = clock("lunch_to", form.lunch_to);
    hours.most_a_day = static_cast<int>(base::parse_integer(form.most).value_or(0));
    hours.topics = form.topics;
    if (form.topics.size() == std::size(topics)) hours.topics.clear();
    if (form.topics.empty()) problems.emplace_back("topics", "coaching.problem.no_topic");
    if (problems.empty()) {
        try {
            save_hours(call.db, call.viewer, hours);
            return call.redirect_with_notice("/lessons", call.text("coaching.hours.saved"));
        } catch (const base::Invalid& problem) {
            problems.emplace_back(problem.field(), problem.what());
        }
    }
    return call.page(http::unprocessable, "coaching/hours", call.text("coaching.hours.title"), form_view(call, form, problems));
}

void hours_routes(http::Routes& routes) {
    routes.get("/lessons/times", may_coach, show_hours).in_store(store_name);
    routes.post("/lessons/times", may_coach, change_hours).in_store(store_name);
}

}  // namespace coaching
