#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "people/credential.h"
#include "people/pages.h"
#include "people/supervision_view.h"

namespace people {

using auth::AccountId;
using roster::OrgId;

static std::string_view language_of(const http::Call& call) { return html::code(call.language); }

static const Role* find_role(const std::vector<Role>& all, RoleId id) {
    for (const auto& role : all) {
        if (role.id == id) return &role;
    }
    return nullptr;
}

static std::optional<OrgId> school_of(std::string_view text) {
    auto id = base::parse_integer(text);
    return id && *id > 0 ? std::optional(OrgId{*id}) : std::nullopt;
}

static http::Response show_staff(http::ReadCall& call) {
    const auto all = roles(call.db);
    const auto who = assignments(call.db, call.viewer, call.today());
    html::View view;
    if (who.empty()) view.show("none");
    if (!who.empty()) {
        auto some = view.add("some");
        for (const auto& one : who) {
            auto row = some.add("row");
            row.set("account", one.account.value)
                .set("name", one.name)
                .set("role", find_role(all, one.role)->name.in(language_of(call)))
                .set("where", where_words(call, one.org_name))
                .set("title", one.title)
                .set("since", html::day_words(call.language, call.today(), one.from));
            if (one.covers) row.add("covers").set("text", call.text("people.roles.covers", {{"name", one.covers_name}}));
            if (auto words = mismatch_words(call, all, one)) row.add("mismatch").set("text", *words);
        }
    }
    return call.page("people/staff_list", call.text("people.staff.title"), std::move(view));
}

// --- Assignments ---

static html::View assignment_view(http::Call& call, db::Read& db, const Problems& problems) {
    html::View view;
    const auto& form = call.request.form;
    fill_problems(call, view, problems);
    fill_roles(call, db, view, form.text("role"));
    fill_schools(db, view, form.text("school"));
    view.set("email", form.text("email")).set("job_title", form.text("title")).set("to", form.text("to")).set("covers", form.text("covers"));
    view.set("from", form.has("from") ? std::string(form.text("from")) : base::to_iso(call.today()));
    return view;
}

static http::Response new_assignment(http::ReadCall& call) {
    return call.page("people/assignment_form", call.text("people.staff.assign"), assignment_view(call, call.db, {}));
}

static http::Response create_assignment(http::WriteCall& call) {
    const auto& form = call.request.form;
    auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    try {
        const auto from = base::parse_day(form.text("from"));
        const auto to = base::parse_day(form.text("to"));
        if (!from) throw base::Invalid("from", "people.problem.day");
        if (!to && !form.text("to").empty()) throw base::Invalid("to", "people.problem.day");
        assign(call.db, call.viewer, call.now, {text("email"), text("role"), school_of(form.text("school")), text("title"), *from, to, text("covers")});
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/assignment_form", call.text("people.staff.assign"),
                         assignment_view(call, call.db, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice("/settings/staff", call.text("people.saved"));
}

/// Where a removal that names its person leads back to.
static std::string back_to_person(const http::WriteCall& call) {
    auto account = base::parse_integer(call.request.form.text("account"));
    return account ? fmt::format("/settings/staff/{}", *account) : "/settings/staff";
}

static http::Response end_one(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.staff.end_sure"), call.text("people.remove"), back_to_person(call))) return std::move(*asked);
    end_assignment(call.db, call.viewer, call.now, call.id("assignment"), call.today() - std::chrono::days(1));
    return call.redirect_with_notice(back_to_person(call), call.text("people.saved"));
}

// --- One person ---

static void fill_assignments(http::Call& call, db::Read& db, html::View& view, AccountId account) {
    const auto all = roles(db);
    bool any = false;
    for (const auto& one : assignments(db, call.viewer, call.today())) {
        if (one.account != account) continue;
        any = true;
        const auto* role = find_role(all, one.role);
        auto item = view.add("assignment");
        item.set("id", one.id)
            .set("account", account.value)
            .set("key", role->key)
            .set("role", role->name.in(language_of(call)))
            .set("where", where_words(call, one.org_name))
            .set("since", call.text("people.staff.since_words", {{"day", html::day_words(call.language, call.today(), one.from)}}));
        if (one.covers) item.add("covers").set("text", call.text("people.roles.covers", {{"name", one.covers_name}}));
    }
    view.show_if(!any, "no_assignment");
}

/// Where a level comes from besides the person who recorded it: a certificate that is current.
static void fill_certified(http::Call& call, html::View& item, const std::vector<CertifiedSkill>& proofs, std::int64_t skill) {
    for (const auto& proof : proofs) {
        if (proof.skill != skill) continue;
        const auto level = call.text(fmt::format("people.level.{}", proof.level));
        const auto name = fmt::format("{} ({})", proof.credential, level);
        item.add("certified").set("text", proof.expires ? call.text("people.credential.from_until", {{"name", name}, {"day", html::day_words(call.language, call.today(), *proof.expires)}})
                                                         : call.text("people.credential.from", {{"name", name}}));
    }
}

static void fill_skills(http::Call& call, db::Read& db, html::View& view, AccountId account) {
    const auto proofs = certified_skills(db, call.viewer, call.today(), account);
    for (const auto& known : skills_of(db, call.viewer, account)) {
        auto item = view.add("skill");
        item.set("id", known.skill.id).set("name", known.skill.name.in(language_of(call)));
        if (known.verified_at && !known.verified_by.empty()) {
            auto day = html::day_words(call.language, call.today(), call.zone.day_of(*known.verified_at));
            item.add("verified").set("text", call.text("people.staff.verified", {{"name", known.verified_by}, {"day", day}}));
        }
        fill_certified(call, item, proofs, known.skill.id);
        for (int level = 0; level <= 3; ++level) {
            item.add("level").set("number", level).set("label", call.text(fmt::format("people.level.{}", level))).show_if(level == known.level, "selected");
        }
    }
}

static void fill_authorities(http::Call& call, db::Read& db, html::View& view, AccountId account) {
    for (const auto& one : authorities_of(db, call.viewer, account, call.today())) {
        auto item = view.add("authority");
        const auto& name = one.authority.name.in(language_of(call));
        item.set("name", name).set("where", where_words(call, one.org_name));
        if (one.limit_cents) item.add("limit").set("text", call.text("people.staff.up_to", {{"amount", html::money_words(call.language, *one.limit_cents, "USD")}}));
        if (!one.through_role.empty()) {
            item.add("through").set("text", call.text("people.staff.through", {{"role", role(db, one.through_role).name.in(language_of(call))}}));
        }
        if (one.id) item.add("own").set("id", one.id).set("account", account.value).set("name", name);
    }
    for (const auto& one : authorities(db)) {
        view.add("authority_option").set("key", one.key).set("name", one.name.in(language_of(call))).show_if(one.key == call.request.form.text("authority"), "selected");
    }
    fill_schools(db, view, "");
    view.set("limit_value", call.request.form.text("limit"));
}

static void fill_duty(http::Call& call, db::Read& db, html::View& view, AccountId account) {
    const auto week = duty_of(db, call.viewer, account);
    for (std::size_t i = 0; i < week.size(); ++i) {
        auto item = view.add("day");
        item.set("number", i + 1).set("name", call.text(fmt::format("people.weekday.{}", i + 1))).show_if(week[i].on_duty && !week[i].org, "anywhere");
        fill_schools(db, item, week[i].org ? std::to_string(week[i].org->value) : "");
    }
}

static void fill_absences(http::Call& call, db::Read& db, html::View& view, AccountId account) {
    for (const auto& one : absences_of(db, call.viewer, account, call.today())) {
        auto words = html::day_words(call.language, call.today(), one.first);
        if (one.last != one.first) words = call.text("people.staff.range", {{"first", words}, {"last", html::day_words(call.language, call.today(), one.last)}});
        auto item = view.add("absence");
        item.set("id", one.id).set("account", account.value).set("days", words);
        if (!one.substitute.empty()) item.add("substitute").set("text", call.text("people.staff.substitute_words", {{"name", one.substitute}}));
    }
    const auto& form = call.request.form;
    view.set("first", form.text("first")).set("last", form.text("last")).set("substitute", form.text("substitute"));
}

static http::Response person_page(http::Call& call, db::Read& db, const Problems& problems) {
    const AccountId account{call.id("account")};
    const auto name = staff_name(db, call.viewer, account);
    html::View view;
    view.set("name", name).set("account", account.value);
    fill_problems(call, view, problems);
    fill_assignments(call, db, view, account);
    fill_skills(call, db, view, account);
    fill_authorities(call, db, view, account);
    fill_duty(call, db, view, account);
    fill_absences(call, db, view, account);
    fill_relations(call, db, view, account);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "people/staff", name, std::move(view));
}

static http::Response show_person(http::ReadCall& call) { return person_page(call, call.db, {}); }

/// Runs a change of the person's page; what cannot be used brings the page back with the words typed.
template <typename Change>
static http::Response change_person(http::WriteCall& call, Change change) {
    try {
        change(AccountId{call.id("account")});
    } catch (const base::Invalid& problem) {
        return person_page(call, call.db, {{problem.field(), problem.what()}});
    }
    return call.redirect_with_notice(call.request.path.substr(0, call.request.path.rfind('/')), call.text("people.saved"));
}

static http::Response save_skills(http::WriteCall& call) {
    return change_person(call, [&](AccountId account) {
        for (const auto& skill : skills(call.db)) {
            auto level = base::parse_integer(call.request.form.text(fmt::format("skill{}", skill.id)));
            if (level) set_skill(call.db, call.viewer, call.now, account, {skill.id, static_cast<int>(*level)});
        }
    });
}

static http::Response create_authority(http::WriteCall& call) {
    return change_person(call, [&](AccountId account) {
        const auto& form = call.request.form;
        auto limit = base::parse_cents(form.text("limit"));
        if (!limit && !form.text("limit").empty()) throw base::Invalid("limit", "people.problem.limit");
        give_authority(call.db, call.viewer, call.now, {account, std::string(form.text("authority")), school_of(form.text("school")), limit});
    });
}

static http::Response save_duty(http::WriteCall& call) {
    return change_person(call, [&](AccountId account) {
        std::vector<DutyDay> week(7);
        for (std::size_t i = 0; i < 7; ++i) {
            auto choice = call.request.form.text(fmt::format("day{}", i + 1));
            week[i] = {!choice.empty(), school_of(choice)};
        }
        set_duty(call.db, call.viewer, call.now, account, week);
    });
}

static http::Response create_absence(http::WriteCall& call) {
    return change_person(call, [&](AccountId account) {
        const auto& form = call.request.form;
        auto first = base::parse_day(form.text("first"));
        auto last = base::parse_day(form.text("last"));
        if (!first) throw base::Invalid("first", "people.problem.day");
        if (!last) throw base::Invalid("last", "people.problem.day");
        add_absence(call.db, call.viewer, call.now, {account, *first, *last, std::string(form.text("substitute"))});
    });
}

static http::Response delete_authority(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.staff.take_sure"), call.text("people.remove"), back_to_person(call))) return std::move(*asked);
    take_authority(call.db, call.viewer, call.now, call.id("authority"));
    return call.redirect_with_notice(back_to_person(call), call.text("people.removed"));
}

static http::Response delete_absence(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.staff.absence_sure"), call.text("people.remove"), back_to_person(call))) return std::move(*asked);
    remove_absence(call.db, call.viewer, call.now, call.id("absence"));
    return call.redirect_with_notice(back_to_person(call), call.text("people.removed"));
}

void staff_routes(http::Routes& routes) {
    routes.get("/settings/staff", may_manage, show_staff);
    routes.get("/settings/staff/new", may_manage, new_assignment);
    routes.post("/settings/staff", may_manage, create_assignment);
    routes.post("/settings/assignments/{assignment}/end", may_manage, end_one);
    routes.get("/settings/staff/{account}", may_manage, show_person);
    routes.post("/settings/staff/{account}/skills", may_manage, save_skills);
    routes.post("/settings/staff/{account}/authorities", may_manage, create_authority);
    routes.post("/settings/staff/{account}/duty", may_manage, save_duty);
    routes.post("/settings/staff/{account}/absences", may_manage, create_absence);
    routes.post("/settings/authorities/{authority}/removal", may_manage, delete_authority);
    routes.post("/settings/absences/{absence}/removal", may_manage, delete_absence);
}

}  // namespace people
