#include "helpdesk/problem_view.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/joining.h"
#include "helpdesk/suspicion.h"
#include "helpdesk/unchanged.h"
#include "html/format.h"

namespace helpdesk {

/// A page that lists more is the page of all of them.
constexpr int most_in_banner = 3;
constexpr std::size_t most_schools_named = 4;

static std::string school_words(const http::Call& call, db::Read& db, const KnownProblem& problem) {
    std::vector<std::string> names;
    for (auto school : problem.schools) {
        if (auto org = roster::find_org(db, school)) names.push_back(org->name);
    }
    std::ranges::sort(names);
    if (names.size() > most_schools_named) {
        auto more = names.size() - most_schools_named;
        names.resize(most_schools_named);
        names.push_back(fmt::format("+{}", more));
    }
    return call.text("helpdesk.problem.at_schools", {{"schools", base::join(names, ", ")}});
}

std::string scope_words(const http::Call& call, db::Read& db, const KnownProblem& problem) {
    std::vector<std::string> parts;
    parts.push_back(problem.schools.empty() ? call.text("helpdesk.problem.everywhere") : school_words(call, db, problem));
    if (problem.category) parts.push_back(category(db, *problem.category).name(html::code(call.language)));
    if (!problem.model_name.empty()) parts.push_back(problem.model_name);
    return base::join(parts, " · ");
}

std::string expected_words(const http::Call& call, const KnownProblem& problem) {
    if (problem.state == ProblemState::solved) return {};
    if (!problem.expected_on) return call.text("helpdesk.problem.expected_unknown");
    auto day = html::day_words(call.language, call.today(), *problem.expected_on);
    return call.text(*problem.expected_on < call.today() ? "helpdesk.problem.expected_past" : "helpdesk.problem.expected", {{"day", day}});
}

std::string told_words(const http::Call& call, db::Read& db, ProblemId id) {
    auto people = count_people(db, id);
    return people == 0 ? call.text("helpdesk.problem.told_none") : call.text("helpdesk.problem.told", {{"n", std::to_string(people)}});
}

static void fill_banner_item(const http::Call& call, db::Read& db, html::View item, const KnownProblem& problem) {
    auto language = html::code(call.language);
    item.set("id", problem.id.value)
        .set("title", problem.title.in(language))
        .set("where", scope_words(call, db, problem))
        .set("told", told_words(call, db, problem.id))
        .set("expected", expected_words(call, problem))
        .set("me_too_for", call.text("helpdesk.problem.me_too_for", {{"title", problem.title.in(language)}}));
    if (auto words = problem.workaround.in(language); !words.empty()) item.add("workaround").set("words", words);
    item.show(has_told(db, call.viewer, problem.id) ? "joined" : "me_too");
}

static std::optional<std::string> banner_of(const http::Call& call, db::Read& db, const AskedAbout& about) {
    auto problems = problems_about(db, about, most_in_banner);
    if (problems.empty()) return std::nullopt;
    html::View banner;
    for (const auto& problem : problems) fill_banner_item(call, db, banner.add("problem"), problem);
    return call.fragment("helpdesk/known_problems", std::move(banner)).body;
}

void show_known(const http::Call& call, db::Read& db, html::View& view, const AskedAbout& about) {
    if (auto html = banner_of(call, db, about)) view.add("known_problems").set("html", *html);
}

std::optional<std::string> known_problems_banner(http::ReadCall& call) {
    auto person = call.viewer.signed_in() ? roster::person_of(call.db, call.viewer.account()) : std::nullopt;
    auto schools = person ? roster::schools_of(call.db, *person) : std::vector<roster::OrgId>();
    return banner_of(call, call.db, {.school = schools.empty() ? std::nullopt : std::optional(schools.front())});
}

static void fill_belonging(const http::Call& call, html::View& view, const KnownProblem& problem, bool worker, const std::string& address) {
    auto part = view.add("belongs");
    part.set("says", call.text(worker ? "helpdesk.problem.work_says" : "helpdesk.problem.request_says"))
        .set("href", fmt::format("{}/{}", worker ? "/queue/problems" : "/known-problems", problem.id.value))
        .set("title", problem.title.in(html::code(call.language)));
    if (problem.state != ProblemState::open) return;
    if (auto words = problem.workaround.in(html::code(call.language)); !words.empty()) part.add("workaround").set("words", words);
    if (!address.empty()) part.add("not_it").set("action", address + "/problem/removal");
}

/// For whoever asked, until somebody has begun: what is known may have been overlooked, or have come after the request.
static void fill_offer(const http::Call& call, db::Read& db, html::View& view, const Request& request, const std::string& address) {
    if (!in_queue(request.state)) return;
    auto problems = problems_about(db, {request.category, request.school, request.device}, most_in_banner);
    if (problems.empty()) return;
    auto offer = view.add("maybe_known");
    for (const auto& problem : problems) {
        auto title = problem.title.in(html::code(call.language));
        offer.add("problem")
            .set("id", problem.id.value)
            .set("title", title)
            .set("told", told_words(call, db, problem.id))
            .set("action", address + "/problem")
            .set("it_is_for", call.text("helpdesk.problem.it_is_for", {{"title", title}}));
    }
}

static void fill_suspicion(const http::Call& call, db::Read& db, html::View& view, const Request& request) {
    auto part = view.add("suspicion");
    auto own = own_suspicion(db, call.viewer, request.id, std::nullopt);
    auto others = count_suspicions(db, request.id, std::nullopt) - (own ? 1 : 0);
    if (others > 0) part.add("others").set("words", call.text("helpdesk.suspicion.others", {{"n", std::to_string(others)}}));
    if (own) part.add("own").set("id", own->value);
    else part.add("raise").set("action", fmt::format("/requests/{}/suspicion", request.id.value));
}

void fill_problem_parts(const http::Call& call, db::Read& db, html::View& view, const Seen& seen, const Request& shown, const std::string& address) {
    bool worker = seen.standing == Standing::worker;
    auto problem = problem_of(db, shown.id);
    bool own = shown.id == seen.request.id;  // what was joined with it is decided about there
    if (problem && !worker && problem->state == ProblemState::open) fill_belonging(call, view, *problem, false, own ? address : std::string());
    if (problem && worker) fill_belonging(call, view, *problem, true, address);
    if (!problem && own && !worker) fill_offer(call, db, view, seen.request, address);
    if (!worker || seen.request.state == State::merged || seen.request.state == State::held) return;
    if (!problem && unfinished(seen.request.state)) view.add("may_belong").set("href", fmt::format("/requests/{}/problem", seen.request.id.value));
    fill_suspicion(call, db, view, seen.request);
}

static http::Response changed_page(const http::WriteCall& call, const KnownProblem& problem) {
    html::View view;
    view.set("id", problem.id.value).set("title", problem.title.in(html::code(call.language)));
    static constexpr std::array<std::string_view, 9> typed{"title_en", "title_es", "words_en", "words_es", "workaround_en", "workaround_es", "answer_en", "answer_es", "why"};
    for (auto field : typed) {
        auto words = call.request.form.text(field);
        if (words.empty()) continue;
        auto key = field == "why" ? std::string("helpdesk.problem.reopen_why") : fmt::format("helpdesk.problem.{}", field);
        view.add("typed").set("name", field).set("label", call.text(key)).set("words", words);
    }
    return call.page(http::conflict, "helpdesk/problem_changed", call.text("helpdesk.problem.changed_title"), std::move(view));
}

std::optional<http::Response> require_unchanged(const http::WriteCall& call, const KnownProblem& problem) {
    auto seen = base::parse_integer(call.request.form.text("seen"));
    if (!seen || *seen == base::to_ms(problem.updated_at)) return std::nullopt;
    return changed_page(call, problem);
}

}  // namespace helpdesk
