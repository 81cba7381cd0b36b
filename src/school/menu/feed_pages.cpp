// Menus for calendars and programs.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "calendar/calendar.h"
#include "http/routes.h"
#include "menu/pages.h"
#include "menu/public.h"

namespace menu {

static FeedSchool school_of(db::Read& db, std::string_view slug) {
    const auto org = roster::find_school_by_slug(db, slug);
    if (!org) throw base::NotFound("no such school");
    return {org->id, org->name, std::string(slug)};
}

/// Monday two weeks ago.
static base::Day first_kept(const http::Call& call) { return monday_of(call.today()) - std::chrono::days(7 * weeks_behind); }

static http::Response show_ics(http::ReadCall& call) {
    const auto school = school_of(call.db, call.path("school"));
    const auto menus = school_menus(call.db, school.id, first_kept(call), call.today() + std::chrono::days(days_ahead));
    http::Response response;
    response.content_type = std::string(calendar::ics_type);
    response.body = menu_ics(school, menus, call.language, call.services.public_url, *call.services.messages);
    return response;
}

static http::Response json_of(const http::Call& call, db::Read& db, const FeedSchool& school, base::Day first, base::Day last) {
    auto response = call.json(menu_json(school, allergens(db), school_menus(db, school.id, first, last), first, last));
    // Public and without cookies: pages elsewhere may read it.
    response.header("Access-Control-Allow-Origin", "*");
    return response;
}

static http::Response show_json(http::ReadCall& call) {
    const auto school = school_of(call.db, call.path("school"));
    return json_of(call, call.db, school, first_kept(call), call.today() + std::chrono::days(days_ahead));
}

static http::Response show_api(http::ReadCall& call) {
    const auto& query = call.request.query;
    std::vector<http::FieldProblem> problems;
    const auto org = roster::find_school_by_slug(call.db, query.text("school"));
    if (!org) problems.push_back({"school", call.text("menu.problem.slug")});
    const auto day = [&](std::string_view name, base::Day otherwise) {
        if (query.text(name).empty()) return otherwise;
        const auto typed = base::parse_day(query.text(name));
        if (!typed) problems.push_back({std::string(name), call.text("menu.problem.day")});
        return typed.value_or(otherwise);
    };
    const auto first = day("from", monday_of(call.today()));
    const auto last = day("to", first + std::chrono::days(13));
    if (problems.empty() && last < first) problems.push_back({"to", call.text("menu.problem.order")});
    if (problems.empty() && last - first >= std::chrono::days(longest_range_days)) problems.push_back({"to", call.text("menu.problem.long_range")});
    if (!problems.empty()) return call.invalid(problems);
    return json_of(call, call.db, {org->id, org->name, std::string(query.text("school"))}, first, last);
}

void feed_routes(http::Routes& routes) {
    routes.get("/menu/{school}/calendar.ics", http::anyone, show_ics).public_page();
    routes.get("/menu/{school}/menu.json", http::anyone, show_json).public_page();
    routes.get("/api/v1/menu", http::anyone, show_api)
        .describe({"The published menus of a school: two weeks from Monday, or the days from and to", "", "", menu_schema, {"school", "from", "to"}});
}

}  // namespace menu
