#include "site/page_path.h"

#include <algorithm>

#include "base/text.h"
#include "html/markdown.h"

namespace site {

static bool is_part(std::string_view part) {
    return !part.empty() && part.size() <= 60 && !part.starts_with('-') && !part.ends_with('-') &&
           std::ranges::all_of(part, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<std::string> parse_page_path(std::string_view typed) {
    auto path = base::to_lower_ascii(base::trim(typed));
    if (!path.starts_with('/')) path.insert(0, "/");
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const auto parts = base::split(std::string_view(path).substr(1), '/');
    if (parts.size() > 5 || parts.front() == "es" || !std::ranges::all_of(parts, is_part)) return std::nullopt;
    return path;
}

static bool is_quiet(std::string_view text) {
    return text.size() <= 500 && std::ranges::none_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '\\' || c == '"' || c == '<' || c == '>'; });
}

std::optional<std::string> parse_old_address(std::string_view typed) {
    std::string_view text = base::trim(typed);
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
        const auto path = text.find('/', scheme + 3);
        if (path == std::string_view::npos) return std::nullopt;
        text.remove_prefix(path);
    }
    text = text.substr(0, text.find('#'));
    if (!text.starts_with('/') || text.starts_with("//") || !is_quiet(text)) return std::nullopt;
    std::string address(text);
    // As the server hears of it: no slash at the end, but for the front page.
    const auto query = std::min(address.find('?'), address.size());
    auto path = address.substr(0, query);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    address = path + address.substr(query);
    if (address == "/" || address == "/es" || address.starts_with("/es/")) return std::nullopt;
    return address;
}

std::optional<std::string> parse_target(std::string_view typed) {
    const auto text = base::trim(typed);
    const auto way = html::leads(text);
    if (!is_quiet(text) || (way != html::Leads::ours && way != html::Leads::elsewhere)) return std::nullopt;
    return std::string(text);
}

std::vector<RedirectLine> parse_redirect_lines(std::string_view text) {
    std::vector<RedirectLine> lines;
    int number = 0;
    for (auto line : base::split(text, '\n')) {
        ++number;
        line = base::trim(line);
        if (line.empty()) continue;
        RedirectLine read{.line = number, .from = {}, .target = {}, .problem = {}};
        const auto between = line.find_first_of(",;\t");
        const auto unquoted = [](std::string_view word) {
            word = base::trim(word);
            if (word.size() >= 2 && word.starts_with('"') && word.ends_with('"')) word = word.substr(1, word.size() - 2);
            return word;
        };
        const auto from = parse_old_address(unquoted(line.substr(0, between)));
        const auto target = between == std::string_view::npos ? std::nullopt : parse_target(unquoted(line.substr(between + 1)));
        read.from = from.value_or(std::string(line.substr(0, between)));
        read.target = target.value_or("");
        if (!from) read.problem = "site.page.redirect.bad_from";
        else if (!target) read.problem = "site.page.redirect.bad_target";
        else if (*from == *target) read.problem = "site.page.redirect.loop";
        lines.push_back(std::move(read));
    }
    return lines;
}

}  // namespace site
