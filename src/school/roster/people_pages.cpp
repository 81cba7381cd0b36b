#include <boost/json.hpp>

#include "auth/account.h"
#include "auth/auth.h"
#include "base/error.h"
#include "base/text.h"
#include "html/html.h"
#include "http/parse.h"
#include "roster/roster_pages.h"

namespace roster {

static constexpr int people_on_a_page = 50;

std::string role_words(const http::Call& call, Role role, std::string_view raw_role) {
    auto words = call.text("roster.role." + std::string(word(role)));
    bool says_more = !raw_role.empty() && !base::equal_ignoring_ascii_case(raw_role, word(role));
    return says_more ? words + " (" + std::string(raw_role) + ")" : words;
}

void add_option(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen) {
    view.add(section).set("value", value).set("label", label).show_if(chosen, "chosen");
}

void tell(html::View& view, const std::string& field, const std::string& message) {
    view.include("problems", "html/problems").add("problem").set("field", field).set("message", message);
    view.add(field + "_problem").set("message", message);
    view.show(field + "_invalid");
}

static std::optional<std::int64_t> id_of(const http::Fields& fields, std::string_view name) {
    auto id = base::parse_integer(fields.text(name));
    return id && *id > 0 ? id : std::nullopt;
}

static PeopleQuestion question_of(const http::Fields& query) {
    PeopleQuestion question;
    question.text = query.text("q");
    if (auto school = id_of(query, "school")) question.school = OrgId{*school};
    if (query.text("role") == "staff") question.staff_only = true;
    question.role = parse_role(query.text("role"));
    question.former = query.text("state") == "former";
    if (auto after = id_of(query, "after")) question.after = PersonId{*after};
    question.limit = people_on_a_page;
    return question;
}

static void show_filters(http::ReadCall& call, html::View& view, const PeopleQuestion& question) {
    view.set("q", question.text);
    for (const auto& school : schools(call.db)) add_option(view, "school", std::to_string(school.id.value), school.name, question.school == school.id);
    add_option(view, "role", "staff", call.text("roster.role.staff"), question.staff_only);
    for (auto role : roles) add_option(view, "role", word(role), call.text("roster.role." + std::string(word(role))), question.role == role);
    view.show_if(question.former, "former");
}

/// The address of this list with other words, for the pager.
static std::string list_address(const http::Fields& query, PersonId after) {
    std::string address = "/people?after=" + std::to_string(after.value);
    for (auto name : {"q", "school", "role", "state"}) {
        if (auto value = query.text(name); !value.empty()) address += "&" + std::string(name) + "=" + http::percent_encode(value);
    }
    return address;
}

static void show_line(const http::Call& call, html::View&& row, const PersonLine& line) {
    row.set("id", line.id.value).set("name", line.name).set("email", line.email).set("school", line.school).set("grade", line.grade);
    row.set("role", role_words(call, line.role, line.raw_role));
}

/// A list of people leaves with one note, however many stand in it.
static void note_list(http::ReadCall& call, const std::vector<PersonLine>& lines) {
    if (!lines.empty()) call.note_access("people", 0, "list");
}

/// Who belongs to the district: search, filter, page.
static http::Response list_people(http::ReadCall& call) {
    auto question = question_of(call.request.query);
    auto page = find_people(call.db, call.viewer, question);
    note_list(call, page.lines);
    html::View view;
    show_filters(call, view, question);
    for (const auto& line : page.lines) show_line(call, view.add("person"), line);
    bool filtered = !question.text.empty() || question.school || question.role || question.staff_only || question.former;
    view.show(!page.lines.empty() ? "list" : filtered ? "nobody" : "empty");
    view.show_if(call.viewer.may_everywhere(may_import), "may_import");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("roster.people.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (question.after) pager.add("previous").set("href", "/people");
    if (page.more) pager.add("next").set("href", list_address(call.request.query, page.lines.back().id));
    return call.page("roster/people", call.text("roster.people.title"), std::move(view));
}

/// At most ten for a field in which a person is named while typing.
static http::Response suggest_people(http::ReadCall& call) {
    PeopleQuestion question;
    question.text = call.request.query.text("q");
    question.limit = 10;
    boost::json::array list;
    if (base::trim(question.text).empty()) return call.json(list);
    auto found = find_people(call.db, call.viewer, question).lines;
    note_list(call, found);
    for (const auto& line : found) {
        auto detail = role_words(call, line.role, line.raw_role);
        if (!line.grade.empty()) detail += " " + line.grade;
        if (!line.school.empty()) detail += ", " + line.school;
        list.push_back(boost::json::object{{"value", std::to_string(line.id.value)}, {"label", line.name}, {"detail", detail}});
    }
    return call.json(list);
}

static void show_facts(const http::ReadCall& call, html::View& view, const Person& person) {
    auto fact = [&](const char* section, std::string_view value) {
        if (!value.empty()) view.add(section).set("value", value);
    };
    view.set("id", person.id.value).set("name", person.name()).set("role", role_words(call, person.role, person.raw_role));
    fact("email", person.email);
    fact("phone", person.phone);
    fact("username", person.username);
    fact("identifier", person.identifier);
    fact("grade", person.grade);
    auto roster_name = person.given_name + " " + person.family_name;
    if (roster_name != person.name()) fact("roster_name", roster_name);
    view.show(!person.active ? "gone" : person.enabled ? "here" : "not_enabled");
}

static void show_posts(http::ReadCall& call, html::View& view, PersonId id) {
    for (const auto& post : posts(call.db, call.viewer, id)) {
        auto row = view.add("post");
        row.set("org", post.org_name).set("role", role_words(call, post.role, post.raw_role)).show_if(post.primary, "primary");
    }
}

static void show_family(http::ReadCall& call, html::View& view, PersonId id) {
    for (const auto& line : guardians(call.db, call.viewer, id)) show_line(call, view.add("guardian"), line);
    auto children = wards(call.db, call.viewer, id);
    if (!children.empty()) call.note_access("person", id.value, "wards");
    for (const auto& line : children) show_line(call, view.add("ward"), line);
}

static void show_account(http::ReadCall& call, html::View& view, const Person& person) {
    if (!call.viewer.may_everywhere(may_import) || !call.viewer.may_everywhere(auth::may_manage_access)) return;
    auto part = view.add("account");
    part.set("id", person.id.value);
    if (person.account) {
        part.add("linked").set("account", auth::account_name(call.db, *person.account).value_or("")).set("id", person.id.value);
    } else {
        part.add("unlinked").set("id", person.id.value).set("email", person.email);
    }
}

static void show_panels(http::ReadCall& call, html::View& view, PersonId id) {
    for (const auto& panel : person_panels()) {
        html::View filled;
        if (panel.fill(call, id, filled)) view.add("panel").set("html", call.fragment(panel.template_name, std::move(filled)).body);
    }
}

/// One person: who they are here, and what other rooms know of them. Looking at a student is written down.
static http::Response show_person(http::ReadCall& call) {
    auto person = find_person(call.db, call.viewer, call.id_as<PersonId>("person"));
    if (!person) throw base::NotFound("no such person");
    if (person->role == Role::student) call.note_access("person", person->id.value, "directory");
    html::View view;
    show_facts(call, view, *person);
    show_posts(call, view, person->id);
    show_family(call, view, person->id);
    show_account(call, view, *person);
    show_opt_out(call, view, *person);
    show_panels(call, view, person->id);
    view.show_if(call.viewer.may(may_see_people), "may_list");
    return call.page("roster/person", person->name(), std::move(view));
}

/// Links a person with the account of this address.
static http::Response create_link(http::WriteCall& call) {
    PersonId id{call.id("person")};
    auto address = "/people/" + std::to_string(id.value);
    auto account = auth::find_account(call.db, call.viewer, call.request.form.text("email"));
    if (!account) return call.redirect_with_notice(address, call.text("roster.person.no_account"));
    link_account(call.db, call.viewer, call.now, id, account->id);
    return call.redirect_with_notice(address, call.text("roster.person.linked", {{"name", account->name}}));
}

static http::Response delete_link(http::WriteCall& call) {
    PersonId id{call.id("person")};
    unlink_account(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice("/people/" + std::to_string(id.value), call.text("roster.person.unlinked"));
}

void people_routes(http::Routes& routes) {
    routes.get("/people", may_see_people, list_people);
    routes.get("/people/suggestions", may_see_people, suggest_people);
    routes.get("/people/{person}", http::signed_in, show_person);
    routes.post("/people/{person}/account", may_import, create_link);
    routes.post("/people/{person}/account/removal", may_import, delete_link);
}

void routes(http::Routes& routes) {
    people_routes(routes);
    school_routes(routes);
    opt_out_routes(routes);
}

}  // namespace roster
