// Takes out of words what proves something: marks, Message-IDs and links of ours (clause 3 of docs/policies/mail.md).
#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "helpdesk/helpdesk.h"
#include "helpdesk/intake.h"

namespace helpdesk {

namespace {

struct Span {
    std::size_t begin, end;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_token(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_'; }
bool is_thread(char c) { return is_token(c) || c == '+' || c == '/' || c == '%'; }
bool ends_link(char c) { return static_cast<unsigned char>(c) <= ' ' || std::string_view("<>()[]\"'").find(c) != std::string_view::npos; }

/// Reads what may have been broken for width, with marks of quotes at the next line. The text is in lower case.
class Reader {
public:
    Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}
    template <class Fits>
    std::size_t run(Fits fits, std::size_t most) {
        std::size_t count = 0;
        while (count < most) {
            if (at_ < text_.size() && fits(text_[at_])) {
                ++at_;
                ++count;
            } else if (const auto next = behind_break(); next < text_.size() && next != at_ && fits(text_[next])) {
                at_ = next;
            } else {
                break;
            }
        }
        return count;
    }
    bool dot() { return run([](char c) { return c == '.'; }, 1) == 1; }
    std::size_t at() const { return at_; }

private:
    std::size_t behind_break() const {
        auto next = at_;
        if (next < text_.size() && text_[next] == '\r') ++next;
        if (next >= text_.size() || text_[next] != '\n') return at_;
        while (next < text_.size() && next - at_ < 40 && std::string_view("\r\n >|\t").find(text_[next]) != std::string_view::npos) ++next;
        return next;
    }
    std::string_view text_;
    std::size_t at_;
};

/// The end of the mark or id of ours that begins here; the beginning itself when none does.
std::size_t end_of_mark(std::string_view lower, std::size_t begin) {
    constexpr std::size_t longest_thread = 300, longest_number = 20, seal = 20, least_of_seal = 8;
    Reader reader(lower, begin + 3);
    const bool whole = reader.run(is_thread, longest_thread) > 0 && reader.dot() && reader.run(is_digit, longest_number) > 0 && reader.dot() && reader.run(is_hex, seal) >= least_of_seal;
    auto end = reader.at();
    if (!whole) {
        // A piece of one is cut too.
        if (!lower.substr(begin).starts_with("bt.request+") && !lower.substr(begin).starts_with("bt.request%2b")) return begin;
        end = begin;
        while (end < lower.size() && (is_thread(lower[end]) || lower[end] == '.')) ++end;
        return end;
    }
    while (end < lower.size() && is_hex(lower[end])) ++end;
    if (end < lower.size() && lower[end] == '@') {
        while (++end < lower.size() && (is_token(lower[end]) || lower[end] == '.')) {}
    }
    return end;
}

/// With the brackets around it.
Span with_brackets(std::string_view text, Span span) {
    while (span.begin > 0 && span.end < text.size()) {
        const auto open = std::string_view("[<(").find(text[span.begin - 1]);
        if (open == std::string_view::npos || std::string_view("]>)")[open] != text[span.end]) break;
        --span.begin;
        ++span.end;
    }
    return span;
}

void find_marks(std::string_view lower, std::vector<Span>& found) {
    for (auto at = lower.find("bt."); at != std::string_view::npos;) {
        const auto end = end_of_mark(lower, at);
        if (end > at) found.push_back(with_brackets(lower, {at, end}));
        at = lower.find("bt.", std::max(end, at + 3));
    }
}

/// Letters of both cases and digits in turn, as chance has them and words have not.
bool looks_random(std::string_view token) {
    constexpr std::size_t shortest = 20, least_turns = 3;
    const auto kind = [](char c) { return is_digit(c) ? 1 : c >= 'a' && c <= 'z' ? 2 : c >= 'A' && c <= 'Z' ? 3 : 0; };
    std::size_t turns = 0, letters = 0;
    for (int before = 0; const char c : token) {
        if (kind(c) == 0) continue;
        if (before != 0 && kind(c) != before) ++turns;
        before = kind(c);
        ++letters;
    }
    return letters >= shortest && turns >= least_turns;
}

/// The length of a slash, as gateways write it into links of their own.
std::size_t slash_at(std::string_view lower, bool in_gateway) {
    for (std::string_view slash : {"//", "/", "%252f", "%2f"}) {
        if (lower.starts_with(slash)) return slash.size();
    }
    return in_gateway && lower.starts_with('_') ? 1 : 0;
}

/// "/status/" or "%2Fstatus%2F" with a secret behind it, also broken for width; whatever stands around it up to the next space or bracket belongs to the link.
void find_links(std::string_view text, std::string_view lower, std::string_view word, std::vector<Span>& found) {
    constexpr std::size_t longest = 4000, longest_secret = 200, length_of_secret = 43;  // auth::random_token
    for (auto at = lower.find(word); at != std::string_view::npos; at = lower.find(word, at + word.size())) {
        const auto before = lower.substr(0, at);
        auto begin = at;
        while (begin > 0 && at - begin < longest && !ends_link(lower[begin - 1])) --begin;
        const bool in_gateway = lower.substr(begin, at - begin).find("urldefense") != std::string_view::npos;
        const bool opened = before.ends_with('/') || before.ends_with("%2f") || before.ends_with("%252f") || (in_gateway && before.ends_with('_'));
        const auto slash = slash_at(lower.substr(at + word.size()), in_gateway);
        if (!opened || slash == 0) continue;
        const auto token_at = at + word.size() + slash;
        const auto first = std::min(lower.size(), lower.find_first_not_of("\r\n >|\t", token_at));
        auto end = first;
        while (end < lower.size() && end - first < longest_secret && is_token(lower[end])) ++end;
        // Only what becomes exactly one of our secrets was broken: the next line may begin with somebody's word.
        Reader reader(lower, token_at);
        const bool broken = end - first < length_of_secret && reader.run(is_token, length_of_secret) == length_of_secret && (reader.at() >= lower.size() || !is_token(lower[reader.at()]));
        if (broken) end = reader.at();
        const bool subscription = lower.substr(first).starts_with("watch-") || lower.substr(first).starts_with("joined-");
        if (word == "unsubscribe" ? !subscription : !looks_random(text.substr(first, end - first))) continue;
        while (end < lower.size() && end - at < longest && !ends_link(lower[end])) ++end;
        found.push_back(with_brackets(lower, {begin, end}));
    }
}

bool says_nothing(std::string_view line) { return line.find_first_not_of(" \t\r>|*") == std::string_view::npos; }

}  // namespace

std::string without_seals(std::string_view text) {
    const auto lower = base::to_lower_ascii(text);
    std::vector<Span> cut;
    find_marks(lower, cut);
    for (auto word : secret_places) find_links(text, lower, word, cut);
    if (cut.empty()) return std::string(text);
    std::ranges::sort(cut, {}, &Span::begin);
    std::string kept;
    std::size_t at = 0, line = 0;
    bool touched = false;
    auto end_line = [&] {
        if (touched && says_nothing(std::string_view(kept).substr(line))) kept.resize(line);
        else if (at < text.size()) kept += '\n';
        line = kept.size();
        touched = false;
    };
    auto next = cut.begin();
    while (at < text.size()) {
        if (next != cut.end() && at >= next->begin) {
            at = std::max(at, next->end);
            touched = true;
            ++next;
        } else if (text[at] == '\n') {
            end_line();
            ++at;
        } else {
            kept += text[at++];
        }
    }
    end_line();
    return kept;
}

}  // namespace helpdesk
