#include "knowledge/article.h"

#include "base/text.h"
#include "html/markdown.h"

namespace knowledge {

std::string_view word(State state) {
    switch (state) {
        case State::draft: return "draft";
        case State::review: return "review";
        case State::published: return "published";
        case State::withdrawn: return "withdrawn";
    }
    return "draft";
}

State Article::state() const {
    if (withdrawn_at) return State::withdrawn;
    if (live) return State::published;
    return latest.waits() ? State::review : State::draft;
}

bool may_edit(const auth::Viewer& viewer) { return viewer.may(may_write) || viewer.may(may_publish); }

Release release_of(bool wrote_it, int others_who_may_publish) {
    if (!wrote_it) return Release::by_another;
    // Clause 2.2: a department of one says so, and is not stopped.
    return others_who_may_publish == 0 ? Release::alone : Release::needs_another;
}

std::vector<std::pair<std::string, std::string>> find_problems(const Content& content, std::string_view note) {
    std::vector<std::pair<std::string, std::string>> problems;
    const auto check = [&](bool wrong, std::string field, std::string_view key) {
        if (wrong) problems.emplace_back(std::move(field), key);
    };
    check(content.en.empty() && content.es.empty(), "title_en", "knowledge.problem.title");
    for (const auto language : html::languages) {
        const std::string end = language == html::Language::en ? "_en" : "_es";
        const Words& words = content.in(language);
        if (words.empty()) continue;
        check(words.title.empty(), "title" + end, "knowledge.problem.title_missing");
        check(words.body.empty(), "body" + end, "knowledge.problem.body_missing");
        check(base::count_code_points(words.title) > longest_title, "title" + end, "knowledge.problem.long_title");
        check(base::count_code_points(words.symptom) > longest_symptom, "symptom" + end, "knowledge.problem.long_symptom");
        check(words.body.size() > html::longest_markdown, "body" + end, "knowledge.problem.long_body");
    }
    check(base::count_code_points(content.device_kind) > longest_facet, "device_kind", "knowledge.problem.long_facet");
    check(base::count_code_points(content.model) > longest_facet, "model", "knowledge.problem.long_facet");
    check(base::count_code_points(note) > longest_note, "note", "knowledge.problem.long_note");
    return problems;
}

}  // namespace knowledge
