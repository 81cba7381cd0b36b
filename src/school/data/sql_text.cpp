#include "data/sql_text.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace data {

std::string without_quotes(std::string_view sql) {
    std::string plain(sql);
    auto blank = [&](std::size_t from, std::string_view end, std::size_t search) {
        const auto found = sql.find(end, search);
        const auto until = found == std::string_view::npos ? sql.size() : found + end.size();
        for (std::size_t at = from; at < until; ++at) {
            if (plain[at] != '\n') plain[at] = ' ';
        }
        return until;
    };
    for (std::size_t at = 0; at < sql.size();) {
        const auto rest = sql.substr(at);
        if (rest[0] == '\'' || rest[0] == '"') at = blank(at, rest.substr(0, 1), at + 1);
        else if (rest.starts_with("--")) at = blank(at, "\n", at + 2);
        else if (rest.starts_with("/*")) at = blank(at, "*/", at + 2);
        else ++at;
    }
    return plain;
}

std::vector<std::string> parameters_in(std::string_view sql) {
    std::vector<std::string> names;
    const auto plain = without_quotes(sql);
    for (std::size_t at = plain.find('$'); at != std::string::npos; at = plain.find('$', at + 1)) {
        std::size_t end = at + 1;
        while (end < plain.size() && is_word(plain[end])) ++end;
        std::string name = plain.substr(at + 1, end - at - 1);
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

namespace {

/// Which part of a statement is read, within one pair of brackets.
struct Level {
    bool inherited = false;  // the brackets stand where rows are picked
    bool picks = false;
    int cases = 0;
    bool here() const { return inherited || picks || cases > 0; }
};

constexpr std::string_view picking[] = {"where", "having", "qualify", "join", "on", "limit", "offset", "sample"};
constexpr std::string_view other_parts[] = {"select", "from", "group", "order", "window", "union", "except", "intersect"};

class Walk {
public:
    void word(std::string_view word) {
        Level& level = levels_.back();
        if (std::ranges::find(picking, word) != std::end(picking)) level.picks = true;
        else if (std::ranges::find(other_parts, word) != std::end(other_parts)) level.picks = false;
        else if (word == "case") ++level.cases;
        else if (word == "end") level.cases = std::max(0, level.cases - 1);
        makes_cases_ = word == "if";
    }
    void open() {
        levels_.push_back({.inherited = levels_.back().here() || makes_cases_});
        makes_cases_ = false;
    }
    void close() {
        if (levels_.size() > 1) levels_.pop_back();
    }
    bool picks() const { return levels_.back().here(); }

private:
    std::vector<Level> levels_{1};
    bool makes_cases_ = false;
};

}  // namespace

std::vector<std::pair<std::string, std::size_t>> selecting_parameters(std::string_view sql) {
    std::vector<std::pair<std::string, std::size_t>> found;
    Walk walk;
    const auto text = base::to_lower_ascii(without_quotes(sql));
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        if (text[at] == '(') walk.open();
        if (text[at] == ')') walk.close();
        const bool parameter = text[at] == '$';
        if (parameter || is_word(text[at])) {
            for (++at; at < text.size() && is_word(text[at]);) ++at;
            if (!parameter) {
                walk.word(std::string_view(text).substr(begin, at - begin));
                continue;
            }
            std::string name(sql.substr(begin + 1, at - begin - 1));
            if (walk.picks() && std::ranges::find(found, name, &std::pair<std::string, std::size_t>::first) == found.end()) found.emplace_back(std::move(name), begin);
            continue;
        }
        ++at;
    }
    return found;
}

}  // namespace data
