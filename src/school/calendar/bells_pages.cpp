#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "calendar/calendar_form.h"
#include "calendar/pages.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace calendar {

using roster::OrgId;

/// What was typed, kept as typed until it can be used.
struct BellForm {
    std::string school;
    std::string name;
    std::string kind = "regular";
    std::array<bool, 7> weekdays{true, true, true, true, true, false, false};
    std::string from;
    std::string dates;
    std::string periods;
    std::int64_t seen = 0;
    std::string bad_line;
};

static BellForm read_form(const http::Fields& fields) {
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    BellForm form{text("school"), text("name"), text("kind"), {}, text("from"), text("dates"), text("periods"), 0, {}};
    for (std::size_t i = 0; i < 7; ++i) form.weekdays[i] = fields.has(fmt::format("weekday{}", i + 1));
    form.seen = base::parse_integer(fields.text("seen")).value_or(0);
    return form;
}

static BellForm form_of(const Bells& bells) {
    BellForm form{.school = std::to_string(bells.school.value),
                  .name = bells.name,
                  .kind = std::string(word(bells.kind)),
                  .weekdays = bells.weekdays,
                  .from = base::to_iso(bells.valid_from),
                  .dates = {},
                  .periods = periods_text(bells.periods),
                  .seen = bells.revision,
                  .bad_line = {}};
    for (auto day : bells.dates) form.dates += base::to_iso(day) + "\n";
    return form;
}

static Bells understand(BellForm& form, Problems& problems) {
    Bells bells{.id = {}, .school = {base::parse_integer(form.school).value_or(0)}, .name = base::collapse_space(form.name)};
    const auto kind = parse_bell_kind(form.kind);
    if (!kind) problems.emplace_back("kind", "calendar.problem.kind");
    bells.kind = kind.value_or(BellKind::regular);
    bells.weekdays = form.weekdays;
    const auto from = base::parse_day(form.from);
    if (!from) problems.emplace_back("from", "calendar.problem.day");
    bells.valid_from = from.value_or(base::Day());
    std::string dates = form.dates;
    std::ranges::replace(dates, '\n', ' ');
    // The pieces are views into it.
    const auto spaced = base::collapse_space(dates);
    for (auto piece : base::split(spaced, ' ')) {
        if (piece.empty()) continue;
        const auto day = base::parse_day(piece);
        if (day) bells.dates.push_back(*day);
        else problems.emplace_back("dates", "calendar.problem.day");
    }
    std::ranges::sort(bells.dates);
    bells.dates.erase(std::unique(bells.dates.begin(), bells.dates.end()), bells.dates.end());
    bells.revision = form.seen;
    if (auto periods = parse_periods(form.periods, form.bad_line)) bells.periods = std::move(*periods);
    else problems.emplace_back("periods", "calendar.bells.problem.line");
    if (problems.empty()) problems = bell_problems(bells);
    return bells;
}

static void fill_bell_problems(http::Call& call, html::View& view, const Problems& problems, const std::string& bad_line) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        const auto message = call.text(key, {{"line", bad_line}});
        box.add("problem").set("field", field).set("message", message);
        view.add(field + "_error").set("message", message);
    }
}

static html::View form_view(http::Call& call, db::Read& db, const BellForm& form, const Problems& problems, std::optional<BellId> id) {
    html::View view;
    fill_bell_problems(call, view, problems, form.bad_line);
    view.set("name", form.name).set("from", form.from).set("dates", form.dates).set("periods", form.periods).set("seen", form.seen);
    view.set("action", id ? fmt::format("/settings/bells/{}", id->value) : "/settings/bells");
    view.set("heading", call.text(id ? "calendar.bells.change" : "calendar.bells.add"));
    for (auto kind : {BellKind::regular, BellKind::early_release, BellKind::dated}) {
        view.add("kind")
            .set("key", word(kind))
            .set("name", call.text(fmt::format("calendar.bells.kind.{}", word(kind))))
            .set("hint", call.text(fmt::format("calendar.bells.kind_hint.{}", word(kind))))
            .show_if(word(kind) == form.kind, "selected");
    }
    for (std::size_t i = 0; i < 7; ++i) {
        view.add("weekday")
            .set("number", i + 1)
            .set("name", call.text(fmt::format("calendar.weekday.{}", i + 1)))
            .show_if(form.weekdays[i], "selected");
    }
    if (id) {
        // School and first day name the version; a later change is a version of its own.
        auto fixed = view.add("fixed");
        const auto org = roster::find_org(db, OrgId{base::parse_integer(form.school).value_or(0)});
        const auto from = base::parse_day(form.from);
        fixed.set("school", org ? org->name : "").set("from", from ? html::day_words(call.language, call.today(), *from) : form.from);
        fixed.set("id", id->value);
        view.add("end").set("id", id->value).set("name", form.name);
    } else {
        auto open = view.add("open");
        const auto reach = call.viewer.reach(may_manage);
        for (const auto& school : roster::schools(db)) {
            if (!reach.covers(school.id.value)) continue;
            open.add("school_option").set("id", school.id.value).set("name", school.name).show_if(std::to_string(school.id.value) == form.school, "selected");
        }
    }
    return view;
}

static http::Response show_list(http::ReadCall& call) {
    html::View view;
    std::map<OrgId, std::string> names;
    for (const auto& org : roster::orgs(call.db)) names[org.id] = org.name;
    const auto all = all_bells(call.db, std::nullopt);
    const auto today = call.today();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& bells = all[i];
        auto row = view.add("row");
        row.set("id", bells.id.value).set("name", bells.name).set("school", names[bells.school]);
        row.set("kind", call.text(fmt::format("calendar.bells.kind.{}", word(bells.kind))));
        row.set("from", html::day_words(call.language, today, bells.valid_from));
        row.set("count", call.text("calendar.bells.count", {{"n", std::to_string(bells.periods.size())}}));
        const bool replaced = i > 0 && all[i - 1].school == bells.school && all[i - 1].name == bells.name && all[i - 1].valid_from <= today;
        const bool ended = bells.ended && *bells.ended <= today;
        row.set("state", call.text(ended || replaced ? "calendar.bells.past" : bells.valid_from > today ? "calendar.bells.future" : "calendar.bells.now"));
        if (call.viewer.may(may_manage, bells.school.value)) row.add("link").set("id", bells.id.value).set("name", bells.name);
        else row.add("plain").set("name", bells.name);
    }
    view.show(all.empty() ? "none" : "some");
    return call.page("calendar/bells", call.text("calendar.bells.title"), std::move(view));
}

static http::Response new_bells(http::ReadCall& call) {
    BellForm form;
    form.school = std::string(call.request.query.text("school"));
    form.from = base::to_iso(call.today());
    // A new version begins as what it follows.
    if (const auto after = base::parse_integer(call.request.query.text("after"))) {
        form = form_of(find_bells(call.db, {*after}));
        form.from = base::to_iso(call.today());
    }
    return call.page("calendar/bell_form", call.text("calendar.bells.add"), form_view(call, call.db, form, {}, {}));
}

static http::Response show_bells(http::ReadCall& call) {
    const auto bells = find_bells(call.db, call.id_as<BellId>("bells"));
    if (!call.viewer.may(may_manage, bells.school.value)) throw base::NotFound("no such bells");
    return call.page("calendar/bell_form", call.text("calendar.bells.change"), form_view(call, call.db, form_of(bells), {}, bells.id));
}

static http::Response save(http::WriteCall& call, std::optional<BellId> id) {
    auto form = read_form(call.request.form);
    if (id) {
        const auto before = find_bells(call.db, *id);
        form.school = std::to_string(before.school.value);
        form.from = base::to_iso(before.valid_from);
    }
    Problems problems;
    auto bells = understand(form, problems);
    if (!roster::find_org(call.db, bells.school)) problems.emplace_back("school", "calendar.problem.school");
    int status = http::unprocessable;
    if (problems.empty()) {
        try {
            if (id) bells.id = *id, change_bells(call.db, call.viewer, call.now, bells);
            else add_bells(call.db, call.viewer, call.now, bells);
            return call.redirect_with_notice("/settings/bells", call.text("calendar.holidays.saved", {{"name", bells.name}}));
        } catch (const base::Invalid& problem) {
            problems.emplace_back(problem.field(), problem.what());
        } catch (const base::Conflict& problem) {
            status = http::conflict;
            form.seen = find_bells(call.db, *id).revision;  // saying it again is said knowingly
            problems.emplace_back("name", problem.what());
        }
    }
    auto view = form_view(call, call.db, form, problems, id);
    return call.page(static_cast<http::Status>(status), "calendar/bell_form", call.text(id ? "calendar.bells.change" : "calendar.bells.add"), std::move(view));
}

static http::Response create(http::WriteCall& call) { return save(call, std::nullopt); }
static http::Response change(http::WriteCall& call) { return save(call, call.id_as<BellId>("bells")); }

static http::Response end(http::WriteCall& call) {
    const auto bells = find_bells(call.db, call.id_as<BellId>("bells"));
    if (auto asked = http::ask_first(call, call.text("calendar.bells.end_sure"), call.text("calendar.remove"), "/settings/bells")) return std::move(*asked);
    end_bells(call.db, call.viewer, call.now, bells.id, call.today());
    return call.redirect_with_notice("/settings/bells", call.text("calendar.bells.ended", {{"name", bells.name}}));
}

void bell_routes(http::Routes& routes) {
    routes.get("/settings/bells", may_manage, show_list);
    routes.get("/settings/bells/new", may_manage, new_bells);
    routes.post("/settings/bells", may_manage, create);
    routes.get("/settings/bells/{bells}", may_manage, show_bells);
    routes.post("/settings/bells/{bells}", may_manage, change);
    routes.post("/settings/bells/{bells}/end", may_manage, end);
}

}  // namespace calendar
