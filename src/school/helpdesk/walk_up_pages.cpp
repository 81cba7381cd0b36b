// Stopped in a corridor (F6): who, where and what on one page of a phone, and kind words to take along.
#include <algorithm>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/pages.h"
#include "helpdesk/status.h"
#include "html/format.h"
#include "http/routes.h"
#include "mail/settings.h"
#include "people/people.h"

namespace helpdesk {

constexpr std::size_t short_title_points = 120;

/// Where this person may work; a walk-up elsewhere could not be followed by who wrote it down.
static std::vector<roster::Org> own_schools(const http::Call& call, db::Read& db) {
    auto reach = call.viewer.reach(may_work);
    auto schools = roster::schools(db);
    std::erase_if(schools, [&](const auto& school) { return !reach.covers(school.id.value); });
    return schools;
}

static http::Response form_page(const http::Call& call, db::Read& db, const http::Fields& typed, const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    for (auto field : {"who", "what", "school"}) fill_problem(view, problems, field);
    view.set("who", typed.text("who")).set("who_id", typed.text("who_id")).set("what", typed.text("what")).set("room", typed.text("room"));
    view.show_if(call.viewer.may(roster::may_see_people), "may_see_people").show_if(typed.has("class_waiting"), "class_waiting");
    auto schools = own_schools(call, db);
    for (const auto& school : schools) {
        auto value = std::to_string(school.id.value);
        fill_choice(view, "school", value, school.name, typed.text("school") == value || schools.size() == 1);
    }
    auto language = html::code(call.language);
    auto chosen = typed.text("category").empty() ? "other" : typed.text("category");
    for (const auto& about : categories(db)) fill_choice(view, "category", about.key, about.name(language), about.key == chosen);
    return call.page(status_of_form(problems), "helpdesk/walk_up", call.text("helpdesk.walk_up.title"), std::move(view));
}

static http::Response show_form(http::ReadCall& call) { return form_page(call, call.db, call.request.query, {}); }

/// Whom the form names: who was chosen from the suggestions, or, without script, the only person of exactly this name.
static std::optional<roster::PersonId> named_person(http::WriteCall& call) {
    auto typed = base::fold(call.request.form.text("who"));
    if (typed.empty()) return std::nullopt;
    if (auto id = base::parse_integer(call.request.form.text("who_id"))) {
        auto person = roster::find_person(call.db, call.viewer, {*id});
        // Somebody may have typed another name after choosing one.
        if (person && base::fold(person->name()) == typed) return person->id;
    }
    roster::PeopleQuestion question;
    question.text = typed;
    question.limit = 10;
    std::vector<roster::PersonId> same;
    for (const auto& line : roster::find_people(call.db, call.viewer, question).lines) {
        if (base::fold(line.name) == typed) same.push_back(line.id);
    }
    return same.size() == 1 ? std::optional(same.front()) : std::nullopt;
}

static void read_asker(http::WriteCall& call, NewRequest& what) {
    what.requester_name = base::first_code_points(call.request.form.text("who"), 100);
    what.language = html::code(call.language);
    auto id = named_person(call);
    auto person = id ? roster::find_person(call.db, call.viewer, *id) : std::nullopt;
    if (!person) return;
    what.requester_person = person->id;
    what.requester_name = person->name();
    what.requester = roster::account_of(call.db, person->id);
    what.requester_email = base::parse_email(person->email).value_or("");
    if (what.requester) what.language = auth::account_language(call.db, *what.requester);
}

static void read_school(http::WriteCall& call, NewRequest& what, Problems& problems) {
    auto schools = own_schools(call, call.db);
    auto is_own = [&](roster::OrgId id) { return std::ranges::find(schools, id, &roster::Org::id) != schools.end(); };
    if (auto typed = base::parse_integer(call.request.form.text("school")); typed && is_own({*typed})) {
        what.school = {*typed};
        return;
    }
    // Nothing chosen: where the person is.
    if (what.requester_person && call.request.form.text("school").empty()) {
        for (auto school : roster::schools_of(call.db, *what.requester_person)) {
            if (!is_own(school)) continue;
            what.school = school;
            return;
        }
    }
    problems.push_back({"school", call.text("helpdesk.form.choose_school")});
}

/// A few words are the title; what somebody dictated at length is kept whole below it.
static void read_words(http::WriteCall& call, NewRequest& what, Problems& problems) {
    auto words = base::collapse_space(call.request.form.text("what"));
    if (words.empty()) problems.push_back({"what", call.text("helpdesk.form.title_missing")});
    if (base::count_code_points(words) <= most_title_points) {
        what.title = words;
        return;
    }
    what.title = base::elide(words, short_title_points);
    what.description = call.request.form.text("what");
    if (base::count_code_points(what.description) > 20'000) problems.push_back({"what", call.text("helpdesk.form.description_long")});
}

static http::Response create_walk_up(http::WriteCall& call) {
    const auto& form = call.request.form;
    NewRequest what;
    what.origin = Origin::walk_up;
    what.class_waiting = form.has("class_waiting");
    what.room = base::first_code_points(form.text("room"), 60);
    Problems problems;
    read_words(call, what, problems);
    read_asker(call, what);
    if (what.requester_name.empty()) problems.push_back({"who", call.text("helpdesk.walk_up.who_missing")});
    read_school(call, what, problems);
    auto known = categories(call.db);
    auto about = std::ranges::find(known, form.text("category").empty() ? "other" : form.text("category"), &Category::key);
    if (about == known.end()) throw base::Invalid("category", call.text("helpdesk.walk_up.category_unknown"));
    what.category = about->id;
    if (!problems.empty()) return form_page(call, call.db, form, problems);
    auto created = create(call.db, call.viewer, call.now, what);
    return call.redirect(fmt::format("/walk-ups/{}", created.id.value));
}

/// The asker's language: these words are shown to them or sent, not to who works.
static std::string say(const http::Call& call, const Request& request, std::string_view key, std::initializer_list<html::Argument> arguments = {}) {
    auto language = html::parse_language(request.language).value_or(call.language);
    return call.services.messages->text(language, fmt::format("helpdesk.walk_up.{}", key), arguments);
}

static std::string what_comes_first(const http::Call& call, const Request& request, const Status& status) {
    if (!status.position) return say(call, request, "first");
    auto language = html::parse_language(request.language).value_or(call.language);
    auto place = html::ordinal_words(language, status.position->ahead_here + 1);
    auto total = std::to_string(status.position->total_here);
    return say(call, request, request.class_waiting ? "first_class" : "first_place",
               {{"place", place}, {"total", total}, {"school", status.school}});
}

/// Why whoever was stopped does not do it at once: other people do this, or others were promised first.
static std::string why_not_me(http::ReadCall& call, const Request& request, const Status& status) {
    auto own = people::role_keys_of(call.db, call.viewer.account(), call.today());
    auto known = teams(call.db);
    auto team = std::ranges::find(known, request.team, &Team::id);
    bool member = team != known.end() && std::ranges::find(own, team->role_key) != own.end();
    return member ? say(call, request, "not_me_first") : say(call, request, "not_me_others", {{"team", status.team.in(request.language)}});
}

/// What was written down, with the words for the one who asked and the address that always says where it is.
static http::Response show_walk_up(http::ReadCall& call) {
    Request request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    if (request.origin != Origin::walk_up) throw base::NotFound("no such walk-up");
    Status status = status_of(call.db, call.now, request);
    html::View view;
    view.set("id", request.id.value)
        .set("subject", request.title)
        .set("lang", request.language)
        .set("thanks", say(call, request, "thanks", {{"n", std::to_string(request.id.value)}}))
        .set("first", what_comes_first(call, request, status))
        .set("who", say(call, request, "who_can", {{"team", status.team.in(request.language)}}))
        .set("why", why_not_me(call, request, status))
        .set("link", fmt::format("{}/status/{}", call.services.public_url, request.token));
    bool mailed = request.requester || !request.requester_email.empty();
    view.show(!mailed ? "not_mailed" : mail::ready(mail::settings(call.db)) ? "mailed" : "no_mail");
    return call.page("helpdesk/walk_up_done", call.text("helpdesk.walk_up.done"), std::move(view));
}

void walk_up_routes(http::Routes& routes) {
    routes.get("/walk-ups/new", may_work, show_form);
    routes.post("/walk-ups", may_work, create_walk_up);
    routes.get("/walk-ups/{request}", may_work, show_walk_up);
}

}  // namespace helpdesk
