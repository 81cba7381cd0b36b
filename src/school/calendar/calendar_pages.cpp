#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "calendar/calendar.h"
#include "calendar/calendar_form.h"
#include "calendar/pages.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace calendar {

using roster::OrgId;
using std::chrono::days;

static bool may_change(const http::Call& call, std::optional<OrgId> org) {
    return org ? call.viewer.may(may_manage, org->value) : call.viewer.may_everywhere(may_manage);
}

static std::map<OrgId, std::string> school_names(db::Read& db) {
    std::map<OrgId, std::string> names;
    for (const auto& org : roster::orgs(db)) names[org.id] = org.name;
    return names;
}

static std::string where(http::Call& call, const std::map<OrgId, std::string>& names, std::optional<OrgId> org) {
    if (!org) return call.text("calendar.all_schools");
    auto found = names.find(*org);
    return found == names.end() ? call.text("calendar.all_schools") : found->second;
}

static std::string clock_range(const Hours& hours) {
    return fmt::format("{}–{}", clock_text(hours.opens), hours.closes == days(1) ? "24:00" : clock_text(hours.closes));
}

void fill_problems(http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_error").set("message", call.text(key));
    }
}

void fill_schools(http::Call& call, db::Read& db, html::View& view, auth::Permission permission, std::string_view selected) {
    view.show_if(call.viewer.may_everywhere(permission), "district_option");
    const auto reach = call.viewer.reach(permission);
    for (const auto& school : roster::schools(db)) {
        if (!reach.covers(school.id.value)) continue;
        view.add("school_option").set("id", school.id.value).set("name", school.name).show_if(std::to_string(school.id.value) == selected, "selected");
    }
}

// --- Hours ---

static http::Response show_hours(http::ReadCall& call) {
    html::View view;
    const auto names = school_names(call.db);
    const auto entries = hours_entries(call.db);
    const auto of_district = std::ranges::count_if(entries, [](const HoursEntry& entry) { return !entry.org; });
    for (const auto& entry : entries) {
        auto row = view.add("row");
        const auto org = entry.org ? std::to_string(entry.org->value) : "";
        row.set("where", where(call, names, entry.org)).set("from", html::day_words(call.language, call.today(), entry.week.valid_from));
        for (std::size_t i = 0; i < 7; ++i) {
            const auto& hours = entry.week.days[i];
            row.add("day")
                .set("weekday", call.text(fmt::format("calendar.weekday.{}", i + 1)))
                .set("hours", hours ? clock_range(*hours) : call.text("calendar.closed_day"));
        }
        if (!may_change(call, entry.org)) continue;
        auto change = row.add("change");
        change.set("href", fmt::format("/settings/hours/edit?school={}&from={}", org, base::to_iso(entry.week.valid_from)));
        if (!entry.org && of_district == 1) continue;
        row.add("remove").set("school", org).set("from", base::to_iso(entry.week.valid_from)).set("where", where(call, names, entry.org));
    }
    return call.page("calendar/hours", call.text("calendar.hours.title"), std::move(view));
}

static html::View hours_view(http::Call& call, db::Read& db, const HoursForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    fill_schools(call, db, view, may_manage, form.school);
    view.set("from", form.from);
    for (std::size_t i = 0; i < 7; ++i) {
        auto row = view.add("weekday");
        row.set("number", i + 1)
            .set("name", call.text(fmt::format("calendar.weekday.{}", i + 1)))
            .set("opens", form.times[i].first)
            .set("closes", form.times[i].second);
        for (const auto& [field, key] : problems) {
            if (field == fmt::format("opens{}", i + 1) || field == fmt::format("closes{}", i + 1)) row.add("error").set("message", call.text(key));
        }
    }
    return view;
}

/// The week asked for, else what holds now at that place, as a beginning.
static http::Response edit_hours(http::ReadCall& call) {
    const auto school = std::string(call.request.query.text("school"));
    const auto from = call.request.query.text("from");
    HoursForm form{.school = school, .from = std::string(from), .times = {}};
    for (const auto& entry : hours_entries(call.db)) {
        auto there = hours_form(entry);
        if (!entry.org && from.empty()) form.times = there.times;
        if (there.school == school && (from.empty() || there.from == from)) form.times = there.times;
    }
    if (form.from.empty()) form.from = base::to_iso(call.today());
    return call.page("calendar/hours_form", call.text("calendar.hours.edit"), hours_view(call, call.db, form, {}));
}

static http::Response create_hours(http::WriteCall& call) {
    const auto form = read_hours_form(call.request.form);
    Problems problems;
    const auto entry = understand(form, problems);
    if (entry.org && !roster::find_org(call.db, *entry.org)) problems.emplace_back("school", "calendar.problem.school");
    if (!problems.empty()) return call.page(http::unprocessable, "calendar/hours_form", call.text("calendar.hours.edit"), hours_view(call, call.db, form, problems));
    save_hours(call.db, call.viewer, call.now, entry);
    return call.redirect_with_notice("/settings/hours", call.text("calendar.hours.saved"));
}

static http::Response delete_hours(http::WriteCall& call) {
    auto school = base::parse_integer(call.request.form.text("school"));
    auto from = base::parse_day(call.request.form.text("from"));
    if (!from) throw base::NotFound("no such hours");
    if (auto asked = http::ask_first(call, call.text("calendar.hours.remove_sure"), call.text("calendar.remove"), "/settings/hours")) return std::move(*asked);
    remove_hours(call.db, call.viewer, call.now, school ? std::optional(OrgId{*school}) : std::nullopt, *from);
    return call.redirect_with_notice("/settings/hours", call.text("calendar.hours.removed"));
}

// --- Holidays ---

struct HolidayFilter {
    SchoolYear year;
    std::optional<OrgId> school;
};

static HolidayFilter filter_of(const http::Call& call, const http::Fields& fields) {
    HolidayFilter filter{school_year_of(call.today()), {}};
    auto year = base::parse_integer(fields.text("year"));
    if (year && *year >= 1990 && *year <= 2200) filter.year.begins = static_cast<int>(*year);
    auto school = base::parse_integer(fields.text("school"));
    if (school && *school > 0) filter.school = OrgId{*school};
    return filter;
}

static std::string address(const HolidayFilter& filter) {
    auto path = fmt::format("/settings/holidays?year={}", filter.year.begins);
    if (filter.school) path += fmt::format("&school={}", filter.school->value);
    return path;
}

static std::string days_words(http::Call& call, const DayEntry& entry) {
    auto first = html::day_words(call.language, call.today(), entry.first);
    if (entry.first == entry.last) return first;
    return call.text("calendar.holidays.range", {{"first", first}, {"last", html::day_words(call.language, call.today(), entry.last)}});
}

static std::string hours_words(http::Call& call, const DayEntry& entry) {
    if (entry.opens && entry.closes) return clock_range({*entry.opens, *entry.closes});
    if (entry.closes) return call.text("calendar.holidays.until", {{"time", clock_text(*entry.closes)}});
    return "";
}

/// Month by month: how many school days, and what differs.
static void fill_year(http::ReadCall& call, html::View& view, const HolidayFilter& filter, const std::vector<DayEntry>& entries) {
    const auto& site = calendar_of(call.db, filter.school.value_or(OrgId{0}), call.now);
    int total = 0;
    for (int i = 0; i < 12; ++i) {
        const auto month = std::chrono::year_month(std::chrono::year(filter.year.begins), std::chrono::August) + std::chrono::months(i);
        const base::Day first(month / 1);
        const base::Day last(month / std::chrono::last);
        int count = 0;
        for (auto day = first; day <= last; day += days(1)) count += site.is_school_day(day) ? 1 : 0;
        total += count;
        auto row = view.add("month");
        row.set("name", call.text(fmt::format("calendar.month.{}", static_cast<unsigned>(month.month())))).set("count", count);
        std::string names;
        for (const auto& entry : entries) {
            if (entry.first > last || entry.last < first) continue;
            names += (names.empty() ? "" : ", ") + entry.name;
        }
        row.set("names", names);
    }
    view.set("total", call.text("calendar.holidays.total", {{"n", std::to_string(total)}}));
}

static http::Response show_holidays(http::ReadCall& call) {
    const auto filter = filter_of(call, call.request.query);
    const auto entries = day_entries(call.db, filter.year.first(), filter.year.last(), filter.school);
    const auto names = school_names(call.db);
    html::View view;
    view.set("year", fmt::format("{}–{:02}", filter.year.begins, (filter.year.begins + 1) % 100)).set("begins", filter.year.begins);
    auto other_year = filter;
    other_year.year.begins = filter.year.begins - 1;
    view.set("previous", address(other_year));
    other_year.year.begins = filter.year.begins + 1;
    view.set("next", address(other_year));
    const auto selected = filter.school ? std::to_string(filter.school->value) : "";
    for (const auto& school : roster::schools(call.db)) {
        view.add("school_option").set("id", school.id.value).set("name", school.name).show_if(std::to_string(school.id.value) == selected, "selected");
    }
    view.set("school", selected);
    view.show_if(may_change(call, filter.school), "may_copy");

    if (!entries.empty()) {
        auto some = view.add("some");
        for (const auto& entry : entries) {
            auto row = some.add("row");
            row.set("name", entry.name)
                .set("days", days_words(call, entry))
                .set("kind", call.text(fmt::format("calendar.kind.{}", word(entry.kind))))
                .set("hours", hours_words(call, entry))
                .set("where", where(call, names, entry.org));
            if (may_change(call, entry.org)) row.add("link").set("id", entry.id.value).set("name", entry.name);
            else row.add("plain").set("name", entry.name);
        }
    } else {
        view.show("none");
    }
    fill_year(call, view, filter, entries);
    return call.page("calendar/holidays", call.text("calendar.holidays.title"), std::move(view));
}

static html::View holiday_view(http::Call& call, db::Read& db, const DayForm& form, const Problems& problems, std::optional<DayId> id) {
    html::View view;
    fill_problems(call, view, problems);
    fill_schools(call, db, view, may_manage, form.school);
    view.set("name", form.name).set("first", form.first).set("last", form.last).set("opens", form.opens).set("closes", form.closes);
    for (auto kind : {DayKind::holiday, DayKind::early_release, DayKind::closed, DayKind::open_extra}) {
        view.add("kind")
            .set("key", word(kind))
            .set("name", call.text(fmt::format("calendar.kind.{}", word(kind))))
            .set("hint", call.text(fmt::format("calendar.kind_hint.{}", word(kind))))
            .show_if(word(kind) == form.kind, "selected");
    }
    view.set("action", id ? fmt::format("/settings/holidays/{}", id->value) : "/settings/holidays");
    view.set("heading", call.text(id ? "calendar.holidays.change" : "calendar.holidays.add"));
    if (id) view.add("remove").set("id", id->value).set("name", form.name);
    return view;
}

static http::Response new_holiday(http::ReadCall& call) {
    DayForm form;
    form.school = std::string(call.request.query.text("school"));
    return call.page("calendar/holiday_form", call.text("calendar.holidays.add"), holiday_view(call, call.db, form, {}, {}));
}

static http::Response show_holiday(http::ReadCall& call) {
    const auto entry = day_entry(call.db, call.id_as<DayId>("day"));
    if (!may_change(call, entry.org)) throw base::NotFound("no such day");
    return call.page("calendar/holiday_form", call.text("calendar.holidays.change"), holiday_view(call, call.db, day_form(entry), {}, entry.id));
}

static http::Response save_holiday(http::WriteCall& call, std::optional<DayId> id) {
    const auto form = read_day_form(call.request.form);
    Problems problems;
    auto entry = understand(form, problems);
    if (entry.org && !roster::find_org(call.db, *entry.org)) problems.emplace_back("school", "calendar.problem.school");
    if (!problems.empty()) {
        auto view = holiday_view(call, call.db, form, problems, id);
        return call.page(http::unprocessable, "calendar/holiday_form", call.text(id ? "calendar.holidays.change" : "calendar.holidays.add"), std::move(view));
    }
    if (id) {
        entry.id = *id;
        change_day(call.db, call.viewer, call.now, entry);
    } else {
        add_day(call.db, call.viewer, call.now, entry);
    }
    return call.redirect_with_notice(address({school_year_of(entry.first), entry.org}), call.text("calendar.holidays.saved", {{"name", entry.name}}));
}

static http::Response create_holiday(http::WriteCall& call) { return save_holiday(call, std::nullopt); }
static http::Response change_holiday(http::WriteCall& call) { return save_holiday(call, call.id_as<DayId>("day")); }

static http::Response delete_holiday(http::WriteCall& call) {
    const auto entry = day_entry(call.db, call.id_as<DayId>("day"));
    if (auto asked = http::ask_first(call, call.text("calendar.holidays.remove_sure"), call.text("calendar.remove"), "/settings/holidays")) return std::move(*asked);
    remove_day(call.db, call.viewer, call.now, entry.id);
    return call.redirect_with_notice(address({school_year_of(entry.first), {}}), call.text("calendar.holidays.removed", {{"name", entry.name}}));
}

static http::Response copy_holidays(http::WriteCall& call) {
    const auto filter = filter_of(call, call.request.form);
    const int written = copy_last_year(call.db, call.viewer, call.now, filter.school, filter.year);
    return call.redirect_with_notice(address(filter), call.text("calendar.holidays.copied", {{"n", std::to_string(written)}}));
}

void routes(http::Routes& routes) {
    routes.get("/settings/hours", may_manage, show_hours);
    routes.get("/settings/hours/edit", may_manage, edit_hours);
    routes.post("/settings/hours", may_manage, create_hours);
    routes.post("/settings/hours/removal", may_manage, delete_hours);
    routes.get("/settings/holidays", may_manage, show_holidays);
    routes.get("/settings/holidays/new", may_manage, new_holiday);
    routes.get("/settings/holidays/{day}", may_manage, show_holiday);
    routes.post("/settings/holidays", may_manage, create_holiday);
    routes.post("/settings/holidays/copy", may_manage, copy_holidays);
    routes.post("/settings/holidays/{day}", may_manage, change_holiday);
    routes.post("/settings/holidays/{day}/removal", may_manage, delete_holiday);
    bell_routes(routes);
    event_routes(routes);
}

}  // namespace calendar
