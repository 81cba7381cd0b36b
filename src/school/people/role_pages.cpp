#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/pages.h"

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
    html::View view;
    view.show_if(call.viewer.may_everywhere(may_manage), "manage").show_if(staff, "staff");
    for (const auto& one : all) {
        auto row = view.add("role");
        fill_role(call, row, all, one, who);
        if (staff) fill_covers(call, row, one, who);
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

static http::Response show_role(http::ReadCall& call) {
    const auto who = assignments(call.db, call.viewer, call.today());
    const auto all = roles(call.db);
    const auto one = role(call.db, call.path("role"));
    const auto language = language_of(call);
    html::View view;
    view.set("key", one.key).set("name", one.name.in(language)).set("expertise", one.expertise.in(language)).set("audience", one.audience.in(language));
    fill_lines(view, "may_not", one.may_not.in(language));
    view.show_if(call.viewer.may_everywhere(may_manage), "manage");

    const auto powers = authorities_of_role(call.db, one.id);
    for (const auto& power : powers) view.add("authority").set("name", power.name.in(language));
    view.show_if(powers.empty(), "no_authority");
    bool titled = false;
    for (const auto& title : titles(call.db)) {
        if (title.role != one.id) continue;
        titled = true;
        view.add("title_name").set("name", title.title);
    }
    view.show_if(!titled, "no_title");
    bool somebody = false;
    for (const auto& assignment : who) {
        if (assignment.role != one.id || !holds_today(call, assignment)) continue;
        somebody = true;
        fill_holder(call, view, all, assignment);
    }
    view.show_if(!somebody, "nobody");
    return call.page("people/role", one.name.in(language), std::move(view));
}

static html::View role_form(http::Call& call, const Role& role, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("key", role.key).set("name", role.name.in(language_of(call)));
    struct Field {
        std::string_view section, name;
        const std::string& value;
    };
    const Field fields[] = {{"line", "name_en", role.name.en},           {"line", "name_es", role.name.es},
                            {"line", "expertise_en", role.expertise.en}, {"line", "expertise_es", role.expertise.es},
                            {"line", "audience_en", role.audience.en},   {"line", "audience_es", role.audience.es},
                            {"lines", "may_not_en", role.may_not.en},    {"lines", "may_not_es", role.may_not.es}};
    for (const auto& field : fields) {
        auto item = view.add(field.section);
        item.set("field", field.name).set("label", call.text(fmt::format("people.role.{}", field.name))).set("value", field.value);
        for (const auto& [name, key] : problems) {
            if (name == field.name) item.add("error").set("message", call.text(key));
        }
    }
    return view;
}

static http::Response edit_role(http::ReadCall& call) {
    return call.page("people/role_form", call.text("people.role.edit"), role_form(call, role(call.db, call.path("role")), {}));
}

static http::Response save_role(http::WriteCall& call) {
    auto one = role(call.db, call.path("role"));
    auto text = [&](std::string_view name) { return std::string(call.request.form.text(name)); };
    one.name = {text("name_en"), text("name_es")};
    one.expertise = {text("expertise_en"), text("expertise_es")};
    one.audience = {text("audience_en"), text("audience_es")};
    one.may_not = {text("may_not_en"), text("may_not_es")};
    try {
        change_role(call.db, call.viewer, call.now, one);
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/role_form", call.text("people.role.edit"), role_form(call, one, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice("/roles/" + one.key, call.text("people.saved"));
}

void role_routes(http::Routes& routes) {
    routes.get("/roles", http::signed_in, show_roles);
    routes.get("/roles/{role}", http::signed_in, show_role);
    routes.get("/roles/{role}/edit", may_manage, edit_role);
    routes.post("/roles/{role}", may_manage, save_role);
}

}  // namespace people
