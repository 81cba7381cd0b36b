// What stands in a message: ids, marks, numbers, titles. Pure.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"
#include "helpdesk/intake.h"
#include "mail/notice.h"

namespace helpdesk {

std::vector<std::string> ids_answered(const mail::Incoming& message) {
    std::vector<std::string> ids;
    auto add = [&](const std::string& id) {
        if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    };
    add(message.in_reply_to);
    // A thread may be years long; what answers ours names ours among the last.
    constexpr std::size_t most = 50;
    for (auto id = message.references.rbegin(); id != message.references.rend() && ids.size() < most; ++id) add(*id);
    return ids;
}

namespace {
/// "[#123]" in a text; "[Acme Support #123]" is somebody else's.
struct Token {
    std::size_t begin, end;
    std::int64_t number;
};
}  // namespace

static std::optional<Token> next_token(std::string_view text, std::size_t from) {
    for (auto open = text.find('[', from); open != std::string_view::npos; open = text.find('[', open + 1)) {
        auto close = text.find(']', open);
        if (close == std::string_view::npos) return std::nullopt;
        auto within = text.substr(open + 1, close - open - 1);
        if (!within.starts_with('#')) continue;
        auto digits = within.substr(1);
        if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) continue;
        if (auto number = base::parse_integer(digits); number && *number > 0) return Token{open, close + 1, *number};
    }
    return std::nullopt;
}

std::optional<RequestId> number_in_subject(std::string_view subject) {
    std::optional<RequestId> found;
    for (auto token = next_token(subject, 0); token; token = next_token(subject, token->end)) found = RequestId{token->number};
    return found;
}

static bool in_mark(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-' || c == '_'; }

std::vector<std::string> marks_in(std::string_view text) {
    constexpr std::string_view begins = "bt.request+";
    constexpr std::size_t most = 20;
    const auto lower = base::to_lower_ascii(text);
    std::vector<std::string> marks;
    for (auto at = lower.find(begins); at != std::string::npos && marks.size() < most; at = lower.find(begins, at + begins.size())) {
        auto end = at;
        while (end < lower.size() && end - at < 200 && in_mark(lower[end])) ++end;
        auto mark = lower.substr(at, end - at);
        while (mark.ends_with('.')) mark.pop_back();
        if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(std::move(mark));
    }
    return marks;
}

/// The length of "Re: ", "RE[2]:", "Fwd:" at the beginning; 0 when there is none.
static std::size_t prefix_length(std::string_view text) {
    static constexpr std::array<std::string_view, 18> known{"re", "fw", "fwd", "aw", "wg", "rv", "res", "enc", "sv", "vs", "vb", "antw", "tr", "ref", "rif", "i", "odp", "reenv"};
    std::size_t letters = 0;
    while (letters < text.size() && ((text[letters] >= 'a' && text[letters] <= 'z') || (text[letters] >= 'A' && text[letters] <= 'Z'))) ++letters;
    if (std::ranges::find(known, base::to_lower_ascii(text.substr(0, letters))) == known.end()) return 0;
    auto at = letters;
    if (at < text.size() && (text[at] == '[' || text[at] == '(')) {
        auto close = text.find(text[at] == '[' ? ']' : ')', at);
        if (close == std::string_view::npos || close - at > 4) return 0;
        at = close + 1;
    }
    while (at < text.size() && text[at] == ' ') ++at;
    return at < text.size() && text[at] == ':' ? at + 1 : 0;
}

std::string plain_subject(std::string_view subject) {
    std::string text(subject);
    for (auto token = next_token(text, 0); token; token = next_token(text, 0)) text.erase(token->begin, token->end - token->begin);
    auto rest = mail::without_tags(text);
    while (auto length = prefix_length(rest)) rest = mail::without_tags(rest.substr(length));
    const auto plain = base::collapse_space(rest);
    const auto folded = base::fold(plain);
    return folded == "(no subject)" || folded == "no subject" || folded == "(sin asunto)" || folded == "sin asunto" ? std::string() : plain;
}

/// "Hi," and "Buenos días, Leo:" say nothing of the matter.
static bool is_greeting(std::string_view line) {
    static constexpr std::array<std::string_view, 10> openings{"hi", "hello", "hey", "dear", "good", "hola", "buenos", "buenas", "estimado", "estimada"};
    constexpr std::size_t most_words = 5;
    line = base::trim(line);
    const auto words = base::folded_words(line);
    const bool ends = line.ends_with(',') || line.ends_with(':') || line.ends_with('!') || line.ends_with('.') || words.size() <= 2;
    const bool name = words.size() <= 2 && line.ends_with(',');
    return !words.empty() && words.size() <= most_words && (name || (ends && std::ranges::find(openings, words[0]) != openings.end()));
}

std::string title_of(std::string_view subject, std::string_view text) {
    constexpr std::size_t most_of_text = 80;
    auto title = plain_subject(subject);
    if (!title.empty()) return base::elide(title, most_title_points);
    for (const auto line : base::split(text, '\n')) {
        if (!base::trim(line).empty() && !is_greeting(line)) return base::elide(base::collapse_space(line), most_of_text);
    }
    return {};
}

html::Language language_of_words(std::string_view text) {
    static constexpr std::array<std::string_view, 36> spanish{"el", "la", "los", "las", "del", "que", "en", "un", "una", "por", "para", "con", "mi", "se", "esta", "gracias", "hola", "buenos",
                                                              "buenas", "dias", "tardes", "favor", "necesito", "tengo", "puedo", "ayuda", "y", "su", "es", "al", "como", "cuando", "desde", "funciona", "clase", "salon"};
    static constexpr std::array<std::string_view, 34> english{"the", "is", "to", "of", "and", "in", "my", "i", "not", "for", "with", "please", "hello", "hi", "thanks", "thank", "need",
                                                              "have", "can", "help", "it", "this", "that", "on", "at", "from", "you", "we", "are", "was", "does", "doesn", "when", "class"};
    constexpr std::size_t enough = 20'000;
    int balance = 0;
    for (const auto& word : base::folded_words(text.substr(0, enough))) {
        if (std::ranges::find(spanish, word) != spanish.end()) ++balance;
        if (std::ranges::find(english, word) != english.end()) --balance;
    }
    return balance > 0 ? html::Language::es : html::Language::en;
}

/// What follows "note:" in a line that begins with it.
static std::optional<std::string_view> after_note(std::string_view line) {
    line = base::trim(line);
    auto word = base::to_lower_ascii(line.substr(0, 4));
    if (word != "note" && word != "nota") return std::nullopt;
    auto rest = line.substr(4);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (!rest.starts_with(':')) return std::nullopt;
    return base::trim(rest.substr(1));
}

/// "Note - he was loud", "*note:* ...", "Internal note: ...", "[note] ...", "NOTE" alone: nearly the word, and what it says is meant for the department.
static bool is_nearly_note(std::string_view line) {
    const auto folded = base::fold(line.substr(0, 40));
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    std::string_view rest(folded);
    while (!rest.empty() && !letter(rest.front())) rest.remove_prefix(1);
    const auto next_word = [&] {
        std::size_t length = 0;
        while (length < rest.size() && letter(rest[length])) ++length;
        const auto word = rest.substr(0, length);
        rest.remove_prefix(length);
        return word;
    };
    static constexpr std::array<std::string_view, 9> words{"note", "notes", "nota", "notas", "internal", "interno", "interna", "private", "only"};
    const auto is_one = [](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
    const auto first = next_word();
    if (!is_one(first) || first == "only") return false;
    // "Note for Omar: ..."
    if (first.starts_with("not") && (rest.starts_with(" to ") || rest.starts_with(" for ") || rest.starts_with(" para ") || rest.starts_with(" a "))) return rest.substr(0, 24).find(':') != rest.npos;
    // "Internal note:" and "Nota interna:" go on with a second one.
    if (auto before = rest; rest.starts_with(' ')) {
        rest.remove_prefix(1);
        if (!is_one(next_word())) rest = before;
    }
    if (rest.starts_with("\u00A0")) rest.remove_prefix(2);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return rest.empty() || (!letter(rest.front()) && !(rest.front() >= '0' && rest.front() <= '9'));
}

static bool is_quote(std::string_view line) { return base::trim(line).starts_with('>'); }
static bool is_empty(std::string_view line) { return base::trim(line).empty(); }

/// A paragraph begins behind an empty line, a quote or a greeting ("Hi Leo,").
static bool begins_paragraph(const std::vector<std::string_view>& lines, std::size_t at) {
    return at == 0 || is_empty(lines[at - 1]) || is_quote(lines[at - 1]) || base::trim(lines[at - 1]).ends_with(',') || base::trim(lines[at - 1]).ends_with(':');
}

/// "NOTE: Florida has a very broad public records law ..." is no word of the writer's.
static bool is_law(const std::vector<std::string_view>& lines, std::size_t at) {
    constexpr std::size_t shortest = 100;
    std::string paragraph;
    constexpr std::size_t most_lines = 12;
    for (const auto end = std::min(lines.size(), at + most_lines); at < end && !is_empty(lines[at]); ++at) paragraph.append(lines[at].substr(0, 500)).append(1, ' ');
    return paragraph.size() >= shortest && mail::is_legal_notice(paragraph);
}

/// The first line that is neither empty, quoted nor a greeting.
static std::size_t first_own(const std::vector<std::string_view>& lines) {
    std::size_t at = 0;
    while (at < lines.size() && (is_empty(lines[at]) || is_quote(lines[at]) || is_greeting(lines[at]))) ++at;
    return at;
}

/// The line with which a note begins. Where our own letter is quoted without marks nobody can tell whose a line is, and then any counts: what was meant for
/// the department must not reach anybody else.
static std::optional<std::size_t> note_line(const std::vector<std::string_view>& lines, bool any) {
    const auto first = first_own(lines);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (is_quote(lines[at]) || !after_note(lines[at]) || (!any && !begins_paragraph(lines, at))) continue;
        if (at == first || !is_law(lines, at)) return at;
    }
    return std::nullopt;
}

bool begins_with_note(std::string_view text) {
    const auto lines = base::split(text, '\n');
    const auto first = first_own(lines);
    return first < lines.size() && after_note(lines[first]).has_value();
}

/// Without <https://...> and plain addresses, which programs write behind words.
static std::string without_addresses(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    std::string kept;
    while (true) {
        const auto begin = text.find_first_not_of(spaces);
        if (begin == text.npos) return kept;
        text.remove_prefix(begin);
        const auto word = text.substr(0, text.find_first_of(spaces));
        if (word.find("://") == word.npos && !word.starts_with("www.") && !word.starts_with("mailto:")) kept.append(word).append(1, ' ');
        text.remove_prefix(word.size());
    }
}

namespace {
/// The words of a text, and all rows of some length among them, made once for many questions.
class Rows {
public:
    explicit Rows(std::string_view text) : words_(base::folded_words(without_addresses(text))) {}
    bool hold(const std::vector<std::string>& words, std::size_t at, std::size_t length) {
        auto& rows = of_length_[length];
        if (rows.empty()) {
            for (std::size_t from = 0; from + length <= words_.size(); ++from) rows.insert(row(words_, from, length));
        }
        return rows.contains(row(words, at, length));
    }

private:
    static std::string row(const std::vector<std::string>& words, std::size_t at, std::size_t length) {
        std::string joined;
        for (auto i = at; i < at + length; ++i) joined.append(words[i]).append(1, ' ');
        return joined;
    }
    std::vector<std::string> words_;
    std::map<std::size_t, std::set<std::string>> of_length_;
};
}  // namespace

bool repeats_any(std::string_view text, const std::vector<std::string>& hidden, const std::vector<std::string>& known) {
    constexpr std::size_t in_a_row = 8, most_read = 40'000, most_known = 400'000;
    Rows rows(text.substr(0, most_read));
    std::string all_known;
    for (const auto& one : known) {
        if (all_known.size() < most_known) all_known.append(one.substr(0, most_read)).append(" . ");
    }
    std::optional<Rows> known_rows;
    return std::ranges::any_of(hidden, [&](std::string_view one) {
        const auto words = base::folded_words(without_addresses(one.substr(0, most_read)));
        for (std::size_t at = 0; at + in_a_row <= words.size(); ++at) {
            if (!rows.hold(words, at, in_a_row)) continue;
            if (!known_rows) known_rows.emplace(all_known);
            if (!known_rows->hold(words, at, in_a_row)) return true;
        }
        // A script without spaces has a sentence in one word.
        constexpr std::size_t sentence = 24;
        return std::ranges::any_of(words, [&](const std::string& word) { return word.size() >= sentence && static_cast<unsigned char>(word.front()) >= 0xe0 && rows.hold({word}, 0, 1); });
    });
}

bool is_note_by_subject(std::string_view subject) { return after_note(plain_subject(subject)).has_value(); }

std::optional<std::string> note_in(std::string_view text) {
    const auto lines = base::split(text, '\n');
    const auto first = first_own(lines);
    if (first < lines.size() && !after_note(lines[first]) && is_nearly_note(lines[first])) return std::string(base::trim(text));
    const bool quotes_without_marks = std::ranges::any_of(lines, [](std::string_view line) { return !is_quote(line) && !marks_in(line).empty(); });
    const auto begins = note_line(lines, quotes_without_marks);
    if (!begins) return std::nullopt;
    std::string note;
    for (std::size_t at = 0; at < lines.size(); ++at) note.append(at == *begins ? *after_note(lines[at]) : lines[at]).append(1, '\n');
    return std::string(base::trim(note));
}

std::string folded_address(std::string_view address) { return base::to_lower_ascii(base::trim(address)); }

std::string mark_thread(RequestId request, std::string_view address, bool note) {
    return fmt::format("request/{}/{}{}", request.value, auth::hash_token("letter to " + folded_address(address)).substr(0, 16), note ? "/note" : "");
}

std::optional<AnsweredThread> read_thread(std::string_view thread) {
    auto parts = base::split(thread, '/');
    const bool note = parts.size() > 2 && parts.back() == "note";
    if (note) parts.pop_back();
    if (parts.size() < 2 || parts.size() > 3 || parts[0] != "request") return std::nullopt;
    auto number = base::parse_integer(parts[1]);
    if (!number || *number <= 0) return std::nullopt;
    return AnsweredThread{{*number}, parts.size() == 3 ? std::string(parts[2]) : std::string(), note};
}

}  // namespace helpdesk
