#include "site/class_pattern.h"

#include "http/parse.h"

namespace site {

static const std::string* value_of(std::string_view name, const PatternFacts& facts) {
    if (name == "sourcedId") return &facts.sourced_id;
    if (name == "code") return &facts.code;
    if (name == "term") return &facts.term;
    return nullptr;
}

std::optional<std::string> fill_pattern(std::string_view pattern, const PatternFacts& facts) {
    std::string url;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        url += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = pattern.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        const auto* value = value_of(pattern.substr(open + 1, close - open - 1), facts);
        if (!value || value->empty()) return std::nullopt;
        url += http::percent_encode(*value);
        pattern.remove_prefix(close + 1);
    }
    return url;
}

std::string_view problem_with_pattern(std::string_view pattern) {
    if (pattern.empty()) return "site.link.problem.empty";
    const auto filled = fill_pattern(pattern, {"1", "1", "1"});
    if (!filled) return "site.link.problem.placeholder";
    if (*filled == pattern) return "site.link.problem.no_placeholder";
    if (auto problem = problem_with_link(*filled); !problem.empty()) return problem;
    // Which host people are led to is said by a person, not by the roster.
    const auto begin = pattern.find("://");
    const auto host_end = pattern.find_first_of("/?#", begin + 3);
    return pattern.substr(0, host_end).find('{') == std::string_view::npos ? std::string_view() : "site.link.problem.placeholder_in_host";
}

}  // namespace site
