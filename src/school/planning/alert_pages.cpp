// The list of alerts, one of them with its days, and the requests behind each number.
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/helpdesk.h"
#include "html/format.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "planning/alert_decision_pages.h"
#include "planning/alert_view.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "roster/roster.h"

namespace planning {

constexpr int page_size = 25;
constexpr int shown_days = 30;
constexpr int most_suspicions = 10;
constexpr AlertState states[] = {AlertState::open, AlertState::confirmed, AlertState::dismissed, AlertState::passed};

static std::int64_t before_of(const http::Call& call) { return std::max<std::int64_t>(0, base::parse_integer(call.request.query.text("before")).value_or(0)); }

static void fill_tabs(http::ReadCall& call, html::View& view, AlertState shown) {
    for (const auto state : states) {
        auto tab = view.add("tab");
        tab.set("label", call.text(fmt::format("planning.detect.tab.{}", word(state)))).set("href", fmt::format("/alerts?state={}", word(state)));
        tab.set("count", html::number_words(call.language, count_alerts(call.db, call.viewer, state))).show_if(state == shown, "current");
    }
}

/// What technicians said by themselves, beside what numbers say.
static void fill_suspicions(http::ReadCall& call, html::View& view) {
    if (!call.viewer.may(helpdesk::may_work)) return;
    auto section = view.add("suspicions");
    const auto raised = helpdesk::open_suspicions(call.db, call.viewer, most_suspicions);
    section.show_if(raised.empty(), "no_suspicion");
    for (const auto& one : raised) {
        auto row = section.add("suspicion");
        row.set("by", one.by).set("when", html::moment_words(call.language, call.zone, call.now, one.at)).set("words", one.words);
        if (one.request) row.add("request").set("id", one.request->value);
        else if (one.device) row.add("device").set("id", one.device->value);
    }
}

static http::Response show_alerts(http::ReadCall& call) {
    const auto state = parse_alert_state(call.request.query.text("state")).value_or(AlertState::open);
    auto found = alerts(call.db, call.viewer, state, before_of(call), page_size + 1, html::code(call.language));
    const bool more = found.size() > page_size;
    if (more) found.pop_back();
    html::View view;
    fill_tabs(call, view, state);
    fill_suspicions(call, view);
    for (const auto& alert : found) {
        auto row = view.add("alert");
        row.set("href", fmt::format("/alerts/{}", alert.id.value)).set("title", alert_title(alert)).set("sentence", alert_sentence(call, alert));
        row.set("days", call.text("planning.detect.seen_from_to", {{"first", html::day_words(call.language, call.today(), alert.first)},
                                                                   {"last", html::day_words(call.language, call.today(), alert.last)}}));
        fill_state(call, row.add("mark"), alert.state);
        if (!alert.reason.empty()) row.add("why").set("reason", alert.reason);
    }
    if (found.empty()) {
        view.add("none").set("heading", call.text(fmt::format("planning.detect.none.{}", word(state)))).set("words", call.text(fmt::format("planning.detect.none_words.{}", word(state))));
    }
    if (before_of(call) > 0 || more) {
        auto pager = view.add("pager");
        if (before_of(call) > 0) pager.add("first").set("href", fmt::format("/alerts?state={}", word(state)));
        if (more) pager.add("next").set("href", fmt::format("/alerts?state={}&before={}", word(state), found.back().id.value));
    }
    return call.page("planning/alerts", call.text("planning.detect.title"), std::move(view));
}

static http::Response look_now(http::WriteCall& call) {
    const auto job = jobs::enqueue(call.db, call.now, {.name = "planning.detect", .unique_key = jobs::schedule_key, .owner = call.viewer.account()});
    (void)job;  // whoever may see the jobs follows it there; others see its result in the list
    return call.redirect_with_notice("/alerts", call.text("planning.detect.looking"));
}

static Alert alert_of(http::ReadCall& call) { return fetch_alert(call.db, call.viewer, call.id_as<AlertId>("alert"), html::code(call.language)); }

/// Bars of all requests with the counted part filled; the table below says the same.
static void fill_days(http::ReadCall& call, html::View& view, const Alert& alert) {
    const auto days = alert_days(call.db, call.viewer, alert, call.zone, call.now, shown_days);
    if (days.empty()) return;
    constexpr int bar = 20;
    constexpr int height = 120;
    const auto most = std::max<std::int64_t>(1, std::ranges::max(days, {}, &AlertDay::requests).requests);
    auto chart = view.add("chart");
    chart.set("width", static_cast<int>(days.size()) * bar).set("height", height);
    int at = 0;
    for (const auto& day : days) {
        const auto tall = day.requests * height / most;
        const auto counted = std::min(day.counted, day.requests) * height / most;
        auto drawn = chart.add("bar");
        drawn.set("x", at * bar + 2).set("width", bar - 4).set("y", height - tall).set("tall", tall).set("counted_y", height - counted).set("counted", counted);
        ++at;
    }
    chart.set("says", call.text("planning.detect.chart_says", {{"n", html::number_words(call.language, most)}, {"days", html::school_days_words(call.language, static_cast<std::int64_t>(days.size()))}}));
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
        if (day->requests == 0 && day->counted == 0) continue;
        auto row = view.add("day");
        row.set("day", html::day_words(call.language, call.today(), day->on)).set("href", fmt::format("/alerts/{}/requests?on={}", alert.id.value, base::to_iso(day->on)));
        row.set("requests", html::number_words(call.language, day->requests));
        if (day->counted == 0) row.show("none_counted");
        else row.add("some_counted").set("href", fmt::format("/alerts/{}/requests?on={}&days=1", alert.id.value, base::to_iso(day->on))).set("counted", html::number_words(call.language, day->counted));
    }
}

static void fill_looks(const http::Call& call, html::View& view, const Alert& alert) {
    for (const auto& look : alert.looks) {
        auto row = view.add("look");
        row.set("window", html::school_days_words(call.language, look.window)).set("observed", html::number_words(call.language, look.observed));
        row.set("href", fmt::format("/alerts/{}/requests?days={}", alert.id.value, look.window));
        row.set("expected", expected_words(look.expected)).set("odds", look.p < 1 ? odds_words(call, look.p) : call.text("planning.detect.nothing_unusual"));
    }
}

static void fill_facts(const http::Call& call, html::View& view, const Alert& alert) {
    auto number = [](double value) { return fmt::format("{:.1f}", value); };
    view.set("found", html::moment_words(call.language, call.zone, call.now, alert.found_at));
    view.set("as_of", html::day_words(call.language, call.today(), alert.as_of));
    view.set("devices", html::number_words(call.language, alert.devices)).set("requesters", html::number_words(call.language, alert.requesters));
    view.set("seen_before", number(alert.inputs.seen_before)).set("exposure", number(alert.inputs.exposure));
    view.set("spread", number(alert.inputs.spread)).set("factor", number(alert.inputs.factor)).set("method", alert.method);
    view.show_if(alert.inputs.from_parent, "from_parent");
}

static http::Response show_alert(http::ReadCall& call) {
    const auto alert = alert_of(call);
    html::View view;
    view.set("id", alert.id.value).set("heading", alert_title(alert)).set("sentence", alert_sentence(call, alert));
    fill_state(call, view.add("mark"), alert.state);
    fill_facts(call, view, alert);
    fill_looks(call, view, alert);
    fill_days(call, view, alert);
    fill_decision(call, view, alert);
    return call.page("planning/alert", alert_title(alert), std::move(view));
}

static http::Response show_requests(http::ReadCall& call) {
    const auto alert = alert_of(call);
    std::optional<base::Day> on;
    if (const auto typed = call.request.query.text("on"); !typed.empty()) {
        on = base::parse_day(typed);
        if (!on) throw base::NotFound("no such day");
    }
    // Without either: what the sentence of the alert counts.
    const auto typed_days = base::parse_integer(call.request.query.text("days"));
    const int days = typed_days ? static_cast<int>(std::clamp<std::int64_t>(*typed_days, 1, windows.back())) : on ? 0 : alert.best.window;
    auto found = alert_requests(call.db, call.viewer, alert, {.zone = call.zone, .now = call.now, .on = on, .days = days, .before = before_of(call)}, page_size + 1);
    const bool more = found.size() > page_size;
    if (more) found.pop_back();
    html::View view;
    view.set("id", alert.id.value).set("subject", alert_title(alert));
    const auto day = on ? html::day_words(call.language, call.today(), *on) : std::string();
    if (on && days > 0) view.set("lead", call.text("planning.detect.requests_counted_on", {{"day", day}}));
    else if (on) view.set("lead", call.text("planning.detect.requests_on", {{"day", day}}));
    else view.set("lead", call.text("planning.detect.requests_counted", {{"days", html::school_days_words(call.language, days)}, {"day", html::day_words(call.language, call.today(), alert.as_of)}}));
    for (const auto& request : found) {
        auto row = view.add("request");
        row.set("id", request.id.value).set("title", request.title).set("school", request.school);
        row.set("state", call.text(fmt::format("helpdesk.state.{}", request.state)));
        row.set("when", html::moment_words(call.language, call.zone, call.now, request.created_at)).show_if(request.counted, "counted");
    }
    view.show_if(found.empty(), "none");
    if (more) {
        const auto which = fmt::format("{}{}", on ? fmt::format("on={}&", base::to_iso(*on)) : "", days > 0 ? fmt::format("days={}&", days) : "");
        view.add("pager").add("next").set("href", fmt::format("/alerts/{}/requests?{}before={}", alert.id.value, which, found.back().id.value));
    }
    return call.page("planning/alert_requests", call.text("planning.detect.requests"), std::move(view));
}

void alert_routes(http::Routes& routes) {
    routes.get("/alerts", http::everywhere(may_watch), show_alerts);
    routes.post("/alerts/look", http::everywhere(may_watch), look_now);
    routes.get("/alerts/{alert}", http::everywhere(may_watch), show_alert);
    routes.get("/alerts/{alert}/requests", http::everywhere(may_watch), show_requests);
    alert_decision_routes(routes);
}

}  // namespace planning
