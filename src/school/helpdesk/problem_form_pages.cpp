// Opening a known problem, from nothing, from a request or from suspicions, and changing one.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/model.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/suspicion.h"
#include "helpdesk/unchanged.h"
#include "http/routes.h"

namespace helpdesk {

constexpr std::array<std::string_view, 6> word_fields{"title_en", "title_es", "words_en", "words_es", "workaround_en", "workaround_es"};

static http::Fields fields_of(const KnownProblem& problem) {
    http::Fields fields;
    fields.add("title_en", problem.title.en);
    fields.add("title_es", problem.title.es);
    fields.add("words_en", problem.words.en);
    fields.add("words_es", problem.words.es);
    fields.add("workaround_en", problem.workaround.en);
    fields.add("workaround_es", problem.workaround.es);
    if (problem.category) fields.add("category", std::to_string(problem.category->value));
    if (problem.model) fields.add("model", std::to_string(*problem.model));
    for (auto school : problem.schools) fields.add("school", std::to_string(school.value));
    if (problem.owner) fields.add("owner", std::to_string(problem.owner->value));
    if (problem.expected_on) fields.add("expected_on", base::to_iso(*problem.expected_on));
    return fields;
}

/// Colleagues who can see to it, by name.
static std::vector<std::pair<auth::AccountId, std::string>> possible_owners(db::Read& db) {
    std::vector<std::pair<auth::AccountId, std::string>> owners;
    for (auto account : auth::accounts_with(db, may_work, std::nullopt)) {
        if (auto name = auth::account_name(db, account)) owners.emplace_back(account, *name);
    }
    std::ranges::sort(owners, {}, [](const auto& owner) { return owner.second; });
    return owners;
}

static void fill_choices(const http::Call& call, db::Read& db, html::View& view, const http::Fields& typed) {
    auto language = html::code(call.language);
    for (const auto& about : categories(db)) {
        auto value = std::to_string(about.id.value);
        fill_choice(view, "category", value, about.name(language), typed.text("category") == value);
    }
    for (const auto& model : device_models(db)) {
        auto value = std::to_string(model.id);
        fill_choice(view, "model", value, model.name, typed.text("model") == value);
    }
    for (const auto& [account, name] : possible_owners(db)) {
        auto value = std::to_string(account.value);
        fill_choice(view, "owner", value, name, typed.text("owner") == value);
    }
    auto chosen = typed.all("school");
    auto reach = call.viewer.reach(may_work);
    for (const auto& school : roster::schools(db)) {
        if (!reach.covers(school.id.value)) continue;
        auto value = std::to_string(school.id.value);
        fill_choice(view, "school", value, school.name, std::ranges::find(chosen, value) != chosen.end());
    }
    view.show(reach.everywhere ? "may_everywhere" : "own_schools_only");
}

/// What the new problem begins with.
static std::vector<std::int64_t> numbers(const http::Fields& typed, std::string_view name) {
    std::vector<std::int64_t> ids;
    for (auto value : typed.all(name)) {
        if (auto id = base::parse_integer(value)) ids.push_back(*id);
    }
    return ids;
}

static void fill_beginnings(const http::Call& call, html::View& view, const http::Fields& typed) {
    for (auto [name, section, key] : {std::tuple("suspicion", "from_suspicions", "helpdesk.problem.from_suspicions"), std::tuple("request", "from_requests", "helpdesk.problem.from_requests")}) {
        auto ids = numbers(typed, name);
        if (ids.empty()) continue;
        auto part = view.add(section);
        part.set("words", call.text(key, {{"n", std::to_string(ids.size())}}));
        for (auto id : ids) part.add("kept").set("value", id);
    }
}

static http::Response form_page(const http::Call& call, db::Read& db, const KnownProblem* problem, const http::Fields& typed, const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    for (auto field : word_fields) {
        view.set(field, typed.text(field));
        fill_problem(view, problems, field);
    }
    for (auto field : {"category", "model", "schools", "owner", "expected_on"}) fill_problem(view, problems, field);
    view.set("expected_on", typed.text("expected_on"));
    fill_choices(call, db, view, typed);
    std::string title;
    if (problem) {
        title = call.text("helpdesk.problem.change");
        view.set("action", fmt::format("/queue/problems/{}/edit", problem->id.value)).set("back", fmt::format("/queue/problems/{}", problem->id.value));
        view.set("back_label", problem->title.in(html::code(call.language))).set("lead", call.text("helpdesk.problem.change_lead"));
        view.set("save", call.text("helpdesk.problem.save_change"));
        auto seen = base::parse_integer(typed.text("seen"));
        fill_seen(view, seen ? base::from_ms(*seen) : problem->updated_at);
    } else {
        title = call.text("helpdesk.problem.new_title");
        view.set("action", "/queue/problems/new").set("back", "/queue/problems").set("back_label", call.text("helpdesk.problem.desk"));
        view.set("lead", call.text("helpdesk.problem.new_lead")).set("save", call.text("helpdesk.problem.save"));
        fill_beginnings(call, view, typed);
    }
    view.set("title", title);
    return call.page(status_of_form(problems), "helpdesk/problem_form", title, std::move(view));
}

/// A value of a select that is none of its options is refused, not taken for "any".
static std::optional<std::int64_t> read_choice(const http::Call& call, Problems& problems, std::string_view field, const std::vector<std::int64_t>& allowed) {
    auto text = call.request.form.text(field);
    if (text.empty()) return std::nullopt;
    auto id = base::parse_integer(text);
    if (id && std::ranges::find(allowed, *id) != allowed.end()) return id;
    problems.push_back({std::string(field), call.text(fmt::format("helpdesk.problem.{}_wrong", field))});
    return std::nullopt;
}

static std::vector<roster::OrgId> read_schools(const http::Call& call, db::Read& db, Problems& problems) {
    std::vector<roster::OrgId> schools;
    auto known = roster::schools(db);
    for (auto value : call.request.form.all("school")) {
        auto id = base::parse_integer(value);
        bool good = id && call.viewer.may(may_work, *id) && std::ranges::any_of(known, [&](const auto& school) { return school.id.value == *id; });
        if (good) schools.push_back({*id});
        else problems.push_back({"schools", call.text("helpdesk.problem.school_wrong")});
    }
    std::ranges::sort(schools);
    schools.erase(std::unique(schools.begin(), schools.end()), schools.end());
    if (schools.empty() && problems.empty() && !call.viewer.may_everywhere(may_work)) problems.push_back({"schools", call.text("helpdesk.problem.district_wrong")});
    return schools;
}

static std::optional<base::Day> read_expected(const http::Call& call, Problems& problems, std::optional<base::Day> before) {
    auto text = call.request.form.text("expected_on");
    if (text.empty()) return std::nullopt;
    auto day = base::parse_day(text);
    // A day that has passed may stay while other things are changed; a new one is still to come.
    if (!day || (*day < call.today() && day != before)) problems.push_back({"expected_on", call.text("helpdesk.problem.expected_wrong")});
    return day;
}

static ProblemForm read_form(const http::Call& call, db::Read& db, Problems& problems, const KnownProblem* before) {
    const auto& form = call.request.form;
    auto both = [&](std::string_view what) {
        return people::Words{std::string(form.text(fmt::format("{}_en", what))), std::string(form.text(fmt::format("{}_es", what)))};
    };
    ProblemForm what{.title = both("title"), .words = both("words"), .workaround = both("workaround")};
    for (const auto& [field, key] : find_problems(what)) problems.push_back({std::string(field), call.text(key, {{"field", call.text(fmt::format("helpdesk.problem.{}", field))}})});
    std::vector<std::int64_t> allowed;
    for (const auto& about : categories(db)) allowed.push_back(about.id.value);
    if (auto id = read_choice(call, problems, "category", allowed)) what.category = CategoryId{*id};
    allowed.clear();
    for (const auto& model : device_models(db)) allowed.push_back(model.id);
    what.model = read_choice(call, problems, "model", allowed);
    allowed.clear();
    for (const auto& [account, name] : possible_owners(db)) allowed.push_back(account.value);
    if (before && before->owner) allowed.push_back(before->owner->value);
    if (auto id = read_choice(call, problems, "owner", allowed)) what.owner = auth::AccountId{*id};
    what.schools = read_schools(call, db, problems);
    what.expected_on = read_expected(call, problems, before ? before->expected_on : std::nullopt);
    return what;
}

/// What several suspicions share is proposed; what they do not is left open.
template <typename T, typename F>
static std::optional<T> shared_by_all(const std::vector<Suspicion>& all, F&& part) {
    if (all.empty()) return std::nullopt;
    std::optional<T> first = part(all.front());
    bool same = std::ranges::all_of(all, [&](const Suspicion& one) { return part(one) == first; });
    return same ? first : std::nullopt;
}

static void propose(http::Fields& typed, const std::vector<Suspicion>& all) {
    if (auto model = shared_by_all<std::int64_t>(all, [](const Suspicion& one) { return one.model; })) typed.add("model", std::to_string(*model));
    if (auto category = shared_by_all<CategoryId>(all, [](const Suspicion& one) { return one.category; })) typed.add("category", std::to_string(category->value));
    std::vector<std::int64_t> schools;
    for (const auto& one : all) {
        if (one.school) schools.push_back(one.school->value);
    }
    std::ranges::sort(schools);
    schools.erase(std::unique(schools.begin(), schools.end()), schools.end());
    for (auto school : schools) typed.add("school", std::to_string(school));
}

static http::Response show_new(http::ReadCall& call) {
    http::Fields typed;
    typed.add("owner", std::to_string(call.viewer.account().value));
    std::vector<Suspicion> suspected;
    for (auto id : numbers(call.request.query, "suspicion")) suspected.push_back(fetch_suspicion(call.db, call.viewer, {id}));
    for (const auto& one : suspected) typed.add("suspicion", std::to_string(one.id.value));
    propose(typed, suspected);
    if (auto id = base::parse_integer(call.request.query.text("request"))) {
        auto request = fetch_for_work(call.db, call.viewer, {*id});
        typed.add("request", std::to_string(request.id.value));
        typed.add("category", std::to_string(request.category.value));
        typed.add("school", std::to_string(request.school.value));
        typed.add(request.language == "es" ? "title_es" : "title_en", std::string(base::first_code_points(request.title, most_problem_title_points)));
    }
    return form_page(call, call.db, nullptr, typed, {});
}

/// What it begins with, all of it the viewer's to decide about.
static void attach(http::WriteCall& call, ProblemId id) {
    auto problem = find_problem(call.db, id);
    for (auto number : numbers(call.request.form, "suspicion")) {
        auto one = fetch_suspicion(call.db, call.viewer, {number});
        if (one.state == SuspicionState::open) take_suspicion(call.db, call.viewer, call.now, one, problem);
    }
    for (auto number : numbers(call.request.form, "request")) {
        auto request = fetch_for_work(call.db, call.viewer, {number});
        if (unfinished(request.state) && !problem_of(call.db, request.id)) link_request(call.db, call.viewer, call.now, problem, request);
    }
}

static http::Response create(http::WriteCall& call) {
    Problems problems;
    auto what = read_form(call, call.db, problems, nullptr);
    if (!problems.empty()) return form_page(call, call.db, nullptr, call.request.form, problems);
    auto id = open_problem(call.db, call.viewer, call.now, what);
    attach(call, id);
    return call.redirect_with_notice(fmt::format("/queue/problems/{}", id.value), call.text("helpdesk.problem.opened_now"));
}

static KnownProblem to_change(const http::Call& call, db::Read& db) {
    auto problem = fetch_problem(db, call.viewer, call.id_as<ProblemId>("problem"));
    if (!may_decide(call.viewer, problem.schools)) throw base::Forbidden(call.text("helpdesk.problem.not_all_schools"));
    return problem;
}

static http::Response show_change(http::ReadCall& call) {
    auto problem = to_change(call, call.db);
    return form_page(call, call.db, &problem, fields_of(problem), {});
}

static http::Response change(http::WriteCall& call) {
    auto problem = to_change(call, call.db);
    if (auto changed = require_unchanged(call, problem)) return *changed;
    Problems problems;
    auto what = read_form(call, call.db, problems, &problem);
    if (!problems.empty()) return form_page(call, call.db, &problem, call.request.form, problems);
    change_problem(call.db, call.viewer, call.now, problem, what);
    return call.redirect_with_notice(fmt::format("/queue/problems/{}", problem.id.value), call.text("helpdesk.problem.changed_now"));
}

void problem_form_routes(http::Routes& routes) {
    routes.get("/queue/problems/new", may_work, show_new);
    routes.post("/queue/problems/new", may_work, create);
    routes.get("/queue/problems/{problem}/edit", may_work, show_change);
    routes.post("/queue/problems/{problem}/edit", may_work, change);
}

}  // namespace helpdesk
