// The kitchen's week, and the publishing of a range of days.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "menu/pages.h"

namespace menu {

static std::string week_address(ServiceId service, base::Day monday) { return fmt::format("/kitchen?service={}&week={}", service.value, base::to_iso(monday)); }

/// How the day is at the schools of the service, in words: closed everywhere, somewhere, or early.
static void fill_school_day(const http::Call& call, db::Read& db, html::View& card, const Service& service, base::Day on, bool& open) {
    std::vector<std::string> closed, early;
    std::string because, early_because;
    base::Minutes ends{0};
    for (const auto& school : service.schools) {
        const auto how = school_day(db, school.id, on);
        open = open || how.open;
        if (!how.open) closed.push_back(school.name), because = how.because;
        else if (how.early) early.push_back(school.name), early_because = how.because, ends = *how.early;
    }
    const auto closed_words = because.empty() ? call.text("menu.closed_plain") : call.text("menu.closed", {{"reason", because}});
    if (!open) card.add("closed").set("text", closed_words);
    else if (!closed.empty()) card.add("notice").set("text", fmt::format("{}: {}", base::join(closed, ", "), closed_words));
    if (!early.empty()) {
        const auto words = call.text("menu.early", {{"time", minutes_clock(ends)}, {"reason", early_because}});
        card.add("notice").set("text", early.size() == service.schools.size() ? words : fmt::format("{}: {}", base::join(early, ", "), words));
    }
}

static void fill_dishes(const http::Call& call, html::View& card, const MenuDay& day) {
    for (const auto& dish : day.dishes) {
        auto line = card.add("dish");
        line.set("name", dish.name.in(call.language)).show_if(any_in_state(dish.allergens, State::unknown), "unknown").show_if(dish.change.has_value(), "changed");
    }
}

static std::string_view state_of(const MenuDay* day, bool open) {
    if (!open) return "closed";
    if (!day || (day->dishes.empty() && !day->no_meal)) return "nothing";
    return day->published ? "published" : "draft";
}

static http::Response show_week(http::ReadCall& call) {
    html::View view;
    fill_tabs(call, view, "week");
    const auto service = chosen_service(call, call.db, view, call.request.query.text("service"));
    if (!service) {
        view.add("no_service").show_if(call.viewer.may_everywhere(may_edit), "may_add");
        return call.page("menu/kitchen", call.text("menu.kitchen.title"), std::move(view));
    }
    // On a weekend the week to work on is the next one.
    const auto monday = monday_of(base::parse_day(call.request.query.text("week")).value_or(call.today() + std::chrono::days(base::iso_weekday(call.today()) > 5 ? 2 : 0)));
    auto week = view.add("week");
    week.set("service", service->id.value).set("name", service->name.in(call.language)).set("from", day_words(call, monday));
    week.set("previous", week_address(service->id, monday - std::chrono::days(7))).set("next", week_address(service->id, monday + std::chrono::days(7)));
    week.set("first", base::to_iso(std::max(monday, call.today()))).set("last", base::to_iso(monday + std::chrono::days(6))).set("monday", base::to_iso(monday));
    std::vector<std::string> schools;
    for (const auto& school : service->schools) schools.push_back(school.name);
    week.set("schools", base::join(schools, ", "));
    const auto written = menu_days(call.db, {service->id}, monday, monday + std::chrono::days(6), Which::planned);
    bool drafts = false;
    for (int i = 0; i < 7; ++i) {
        const auto on = monday + std::chrono::days(i);
        const auto found = std::ranges::find(written, on, &MenuDay::on);
        const MenuDay* day = found == written.end() ? nullptr : &*found;
        bool open = false;
        if (i >= 5 && !any_open(call.db, *service, on) && !day) continue;
        auto card = week.add("day");
        fill_school_day(call, call.db, card, *service, on, open);
        const auto state = state_of(day, open);
        drafts = drafts || (state == "draft" && on >= call.today());
        card.set("on", base::to_iso(on)).set("service", service->id.value).set("words", day_words(call, on)).show_if(on == call.today(), "is_today");
        card.set("state", call.text(fmt::format("menu.day_state.{}", state))).set("tone", state == "published" ? "pill-good" : state == "draft" ? "pill-wait" : "");
        if (day && day->no_meal) card.add("notice").set("text", call.text("menu.no_meal") + " " + day->note.in(call.language));
        else if (day && !day->note.en.empty()) card.add("notice").set("text", day->note.in(call.language));
        if (day) fill_dishes(call, card, *day);
        card.show(on < call.today() ? "past" : "to_edit");
    }
    week.show_if(drafts, "may_publish");
    return call.page("menu/kitchen", call.text("menu.kitchen.title"), std::move(view));
}

struct Range {
    base::Day first;
    base::Day last;
};
static std::optional<Range> range_of(const http::Fields& fields, Problems& problems) {
    const auto first = base::parse_day(fields.text("from"));
    const auto last = base::parse_day(fields.text("to"));
    if (!first) problems.emplace_back("from", "menu.problem.day");
    if (!last) problems.emplace_back("to", "menu.problem.day");
    if (!first || !last) return std::nullopt;
    return Range{*first, *last};
}

static std::string days_list(const http::Call& call, const std::vector<base::Day>& days) {
    std::string text;
    for (auto day : days) text += (text.empty() ? "" : "; ") + day_words(call, day);
    return text;
}

static html::View publication_view(const http::Call& call, db::Read& db, const http::Fields& fields, Problems problems) {
    html::View view;
    fill_tabs(call, view, "week");
    const auto service = chosen_service(call, db, view, fields.text("service"));
    if (!service) throw base::NotFound("no service to publish");
    view.set("service", service->id.value).set("name", service->name.in(call.language)).set("from", fields.text("from")).set("to", fields.text("to"));
    if (const auto range = range_of(fields, problems)) {
        const auto bad = refused([&] {
            const auto plan = plan_publication(db, call.viewer, service->id, range->first, range->last, call.today());
            auto result = view.add("plan");
            result.set("week", week_address(service->id, monday_of(range->first)));
            if (!plan.ready.empty()) result.add("ready").set("count", call.text("menu.publish.count", {{"n", std::to_string(plan.ready.size())}})).set("days", days_list(call, plan.ready));
            else result.show("nothing");
            if (!plan.missing.empty()) result.add("missing").set("days", days_list(call, plan.missing));
            if (!plan.published.empty()) result.add("already").set("days", days_list(call, plan.published));
            if (!plan.unknown.empty()) {
                auto list = result.add("unknown");
                for (const auto& one : plan.unknown) {
                    list.add("dish").set("on", day_words(call, one.on)).set("name", one.dish.in(call.language)).set("names", names_in_state(one.allergens, State::unknown, call.language));
                }
            }
        });
        if (bad) problems = bad->problems;
    }
    fill_problems(call, view, problems);
    return view;
}

static http::Response show_publication(http::ReadCall& call) {
    return call.page("menu/publication", call.text("menu.publish.title"), publication_view(call, call.db, call.request.query, {}));
}

static http::Response create_publication(http::WriteCall& call) {
    Problems problems;
    const auto& form = call.request.form;
    const auto range = range_of(form, problems);
    const ServiceId service{base::parse_integer(form.text("service")).value_or(0)};
    service_to_edit(call.db, call.viewer, service);
    int published = 0;
    http::Status status = http::unprocessable;
    if (range) {
        const auto bad = refused([&] { published = publish(call.db, call.viewer, call.now, service, range->first, range->last); });
        if (!bad && published > 0) return call.redirect_with_notice(week_address(service, monday_of(range->first)), call.text("menu.publish.done", {{"n", std::to_string(published)}}));
        if (bad) problems = bad->problems, status = bad->status;
        else problems.emplace_back("from", "menu.problem.nothing_to_publish");
    }
    return call.page(status, "menu/publication", call.text("menu.publish.title"), publication_view(call, call.db, form, problems));
}

void kitchen_routes(http::Routes& routes) {
    routes.get("/kitchen", may_edit, show_week);
    routes.get("/kitchen/publication", may_edit, show_publication);
    routes.post("/kitchen/publication", may_edit, create_publication);
}

}  // namespace menu
