#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/manage.h"
#include "people/pages.h"
#include "people/role_view.h"

namespace people {

static std::string_view language_of(const http::Call& call) { return html::code(call.language); }

static void fill_lines(html::View& view, std::string_view section, const std::string& lines) {
    for (auto line : base::split(lines, '\n')) {
        if (!base::trim(line).empty()) view.add(section).set("text", base::trim(line));
    }
}

/// The person's page where there is one; for managers the settings of the person.
static std::string person_address(http::ReadCall& call, auth::AccountId account) {
    if (call.viewer.may_everywhere(may_manage)) return fmt::format("/settings/staff/{}", account.value);
    auto person = roster::person_of(call.db, account);
    if (person && roster::find_person(call.db, call.viewer, *person)) return fmt::format("/people/{}", person->value);
    return "";
}

static std::string place_and_title(http::Call& call, const Assignment& one) {
    auto words = where_words(call, one.org_name);
    return one.title.empty() ? words : fmt::format("{}, {}", words, one.title);
}

static html::View add_person(http::ReadCall& call, html::View& into, const std::vector<Role>& all, const Assignment& one) {
    auto person = into.add("person");
    auto address = person_address(call, one.account);
    if (address.empty()) {
        person.add("plain").set("name", one.name);
    } else {
        person.add("link").set("href", address).set("name", one.name);
    }
    if (auto words = mismatch_words(call, all, one)) person.add("mismatch").set("text", *words);
    if (!is_staff(call.db, call.viewer)) return person;
    for (const auto& absence : absences_of(call.db, call.viewer, one.account, call.today())) {
        if (absence.first > call.today()) continue;
        person.show("away");
        break;
    }
    return person;
}

static bool holds_today(const http::Call& call, const Assignment& one) { return one.from <= call.today(); }

static void fill_role(http::ReadCall& call, html::View& view, const std::vector<Role>& all, const Role& role, const std::vector<Assignment>& who) {
    const auto language = language_of(call);
    view.set("key", role.key).set("name", role.name.in(language)).set("expertise", role.expertise.in(language)).set("audience", role.audience.in(language));
    fill_lines(view, "may_not", role.may_not.in(language));
    bool somebody = false;
    for (const auto& one : who) {
        if (one.role != role.id || one.covers || !holds_today(call, one)) continue;
        somebody = true;
        auto person = add_person(call, view, all, one);
        person.add("detail").set("text", place_and_title(call, one));
    }
    view.show_if(!somebody, "nobody");
}

static void fill_covers(const http::Call& call, html::View& row, const Role& role, const std::vector<Assignment>& who) {
    auto covers = row.add("covers");
    bool covered = false;
    for (const auto& one : who) {
        if (one.role != role.id || !one.covers || !holds_today(call, one)) continue;
        covered = true;
        covers.add("cover").set("name", one.name).set("text", call.text("people.roles.covers", {{"name", one.covers_name}}));
    }
    covers.show_if(!covered, "no_cover");
}

/// The school's own table of who does what. Those who ask for help see whom to expect; who stands in for whom is for staff.
static http::Response show_roles(http::ReadCall& call) {
    const auto who = assignments(call.db, call.viewer, call.today());
    const auto all = roles(call.db);
    const bool staff = is_staff(call.db, call.viewer);
    const bool manages = call.viewer.may_everywhere(may_manage);
    html::View view;
    view.show_if(manages, "manage").show_if(staff, "staff");
    fill_candidates(call, view, all);
    for (const auto& one : all) {
        auto row = view.add("role");
        fill_role(call, row, all, one, who);
        if (staff) fill_covers(call, row, one, who);
    }
    if (manages) {
        for (const auto& one : retired_roles(call.db)) view.add("retired").set("key", one.key).set("name", one.name.in(language_of(call)));
    }
    return call.page("people/roles", call.text("people.roles.title"), std::move(view));
}

static void fill_holder(http::ReadCall& call, html::View& view, const std::vector<Role>& all, const Assignment& one) {
    auto person = add_person(call, view, all, one);
    auto detail = place_and_title(call, one);
    if (one.covers) detail += ", " + call.text("people.roles.covers", {{"name", one.covers_name}});
    person.set("detail", detail);
    if (!is_staff(call.db, call.viewer)) return;
    for (const auto& known : skills_of(call.db, call.viewer, one.account)) {
        if (known.level == 0) continue;
        person.add("skill").set("name", known.skill.name.in(language_of(call))).set("level", call.text(fmt::format("people.level.{}", known.level)));
    }
}

static void fill_holders(http::ReadCall& call, html::View& view, const Role& one) {
    const auto all = roles(call.db);
    bool somebody = false;
    for (const auto& assignment : assignments(call.db, call.viewer, call.today())) {
        if (assignment.role != one.id || !holds_today(call, assignment)) continue;
        somebody = true;
        fill_holder(call, view, all, assignment);
    }
    view.show_if(!somebody, "nobody");
}

/// Titles that mean this role here come first, then those seen elsewhere.
static void fill_titles(http::ReadCall& call, html::View& view, const CatalogueRole& all) {
    std::vector<std::string> names;
    for (const auto& title : titles(call.db)) {
        if (title.role == all.role.id) names.push_back(title.title);
    }
    for (const auto& title : names) view.add("title_name").set("name", title);
    for (const auto& title : all.content.titles) {
        const auto same = [&](const std::string& name) { return base::fold(name) == base::fold(title); };
        if (std::ranges::none_of(names, same)) view.add("title_elsewhere").set("name", title);
    }
    view.show_if(names.empty() && all.content.titles.empty(), "no_title");
}

static http::Response show_role(http::ReadCall& call) {
    const auto all = catalogue_role(call.db, call.path("role"));
    const auto& one = all.role;
    const auto language = language_of(call);
    html::View view;
    view.set("key", one.key).set("name", one.name.in(language)).set("expertise", one.expertise.in(language)).set("audience", one.audience.in(language));
    fill_lines(view, "may_not", one.may_not.in(language));
    view.show_if(one.holds_teaching_licence, "licence");
    const auto powers = authorities_of_role(call.db, one.id);
    for (const auto& power : powers) view.add("authority").set("name", power.name.in(language));
    view.show_if(powers.empty(), "no_authority");
    fill_titles(call, view, all);
    fill_content(call, view, all);
    fill_holders(call, view, one);
    if (call.viewer.may_everywhere(may_manage)) {
        view.show("manage");
        fill_differences(call, view, all);
    }
    return call.page("people/role", one.name.in(language), std::move(view));
}

void role_routes(http::Routes& routes) {
    routes.get("/roles", http::signed_in, show_roles);
    routes.get("/roles/{role}", http::signed_in, show_role);
    role_form_routes(routes);
}

}  // namespace people
