#include "helpdesk/problem.h"

#include <algorithm>

#include "base/text.h"

namespace helpdesk {

std::string_view word(ProblemState state) { return state == ProblemState::open ? "open" : "solved"; }

std::optional<ProblemState> parse_problem_state(std::string_view text) {
    if (text == "open") return ProblemState::open;
    if (text == "solved") return ProblemState::solved;
    return std::nullopt;
}

using FieldAndKey = std::pair<std::string_view, std::string_view>;

static void check_title(std::vector<FieldAndKey>& problems, std::string_view field, std::string_view title) {
    if (base::trim(title).empty()) problems.emplace_back(field, "helpdesk.problem.title_missing");
    if (base::count_code_points(title) > most_problem_title_points) problems.emplace_back(field, "helpdesk.problem.title_long");
}

static void check_words(std::vector<FieldAndKey>& problems, std::string_view field, std::string_view words) {
    if (base::trim(words).empty()) problems.emplace_back(field, "helpdesk.problem.words_missing");
    if (base::count_code_points(words) > most_problem_words_points) problems.emplace_back(field, "helpdesk.problem.words_long");
}

static void check_workaround(std::vector<FieldAndKey>& problems, std::string_view field, std::string_view words, std::string_view other) {
    if (base::trim(words).empty() && !base::trim(other).empty()) problems.emplace_back(field, "helpdesk.problem.workaround_missing");
    if (base::count_code_points(words) > most_problem_words_points) problems.emplace_back(field, "helpdesk.problem.words_long");
}

std::vector<FieldAndKey> find_problems(const ProblemForm& form) {
    std::vector<FieldAndKey> problems;
    check_title(problems, "title_en", form.title.en);
    check_title(problems, "title_es", form.title.es);
    check_words(problems, "words_en", form.words.en);
    check_words(problems, "words_es", form.words.es);
    check_workaround(problems, "workaround_en", form.workaround.en, form.workaround.es);
    check_workaround(problems, "workaround_es", form.workaround.es, form.workaround.en);
    return problems;
}

bool may_decide(const auth::Viewer& viewer, const std::vector<roster::OrgId>& schools) {
    if (schools.empty()) return viewer.may_everywhere(may_work);
    return std::ranges::all_of(schools, [&](roster::OrgId school) { return viewer.may(may_work, school.value); });
}

}  // namespace helpdesk
