#include "helpdesk/drafting.h"

#include <algorithm>
#include <optional>

#include "base/code_points.h"
#include "base/text.h"

namespace helpdesk {

// Sorted by nothing: the list is short. Names that are also words of English or Spanish.
static constexpr auto ambiguous = std::to_array<std::string_view>({
    "april",  "art",   "august", "banks", "bell",  "bill",  "black", "blanco", "brown", "calle", "campos", "case",   "cook",  "cruz",  "day",    "english",
    "faith",  "field", "flores", "frank", "grace", "grant", "gray",  "green",  "hall",  "hill",  "hope",   "iglesias", "june", "key",  "king",   "lake",
    "lee",    "leon",  "lock",   "long",  "luz",   "mar",   "mark",  "may",    "north", "page",  "paz",    "pilar",  "prado", "price", "ray",    "rios",
    "rosa",   "rose",  "short",  "sol",   "stone", "summer", "torres", "west", "white", "will",  "wood",   "young",
});

static bool is_ambiguous(std::string_view folded) { return std::ranges::find(ambiguous, folded) != ambiguous.end(); }
static bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
/// A letter or digit, or a byte of one that is not ASCII.
static bool is_word_byte(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x80 || is_digit(letter) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

namespace {
/// Every `step`th code point from the first to the last.
struct Capitals {
    char32_t first, last, step;
};
}  // namespace

/// Latin capitals and title case with marks: Unicode 14, general categories Lu and Lt.
static constexpr auto latin_capitals = std::to_array<Capitals>({
    {0x00C0, 0x00D6, 1}, {0x00D8, 0x00DE, 1}, {0x0100, 0x0136, 2}, {0x0139, 0x0147, 2}, {0x014A, 0x0176, 2}, {0x0178, 0x0179, 1}, {0x017B, 0x017D, 2}, {0x0181, 0x0182, 1},
    {0x0184, 0x0186, 2}, {0x0187, 0x0189, 2}, {0x018A, 0x018B, 1}, {0x018E, 0x0191, 1}, {0x0193, 0x0194, 1}, {0x0196, 0x0198, 1}, {0x019C, 0x019D, 1}, {0x019F, 0x01A0, 1},
    {0x01A2, 0x01A6, 2}, {0x01A7, 0x01A9, 2}, {0x01AC, 0x01AE, 2}, {0x01AF, 0x01B1, 2}, {0x01B2, 0x01B3, 1}, {0x01B5, 0x01B7, 2}, {0x01B8, 0x01BC, 4}, {0x01C4, 0x01C5, 1},
    {0x01C7, 0x01C8, 1}, {0x01CA, 0x01CB, 1}, {0x01CD, 0x01DB, 2}, {0x01DE, 0x01EE, 2}, {0x01F1, 0x01F2, 1}, {0x01F4, 0x01F6, 2}, {0x01F7, 0x01F8, 1}, {0x01FA, 0x0232, 2},
    {0x023A, 0x023B, 1}, {0x023D, 0x023E, 1}, {0x0241, 0x0243, 2}, {0x0244, 0x0246, 1}, {0x0248, 0x024E, 2}, {0x1E00, 0x1E94, 2}, {0x1E9E, 0x1EFE, 2},
});

/// "Á", "Ł" and "Đ" are capitals as "A" is; beyond Latin a capital is what folding changes, as "И".
static bool begins_with_capital(std::string_view word) {
    if (word.empty()) return false;
    const auto letter = base::decode_code_point(word);
    if (letter.value < 0x80) return letter.value >= 'A' && letter.value <= 'Z';
    if (letter.value < 0x0250 || (letter.value >= 0x1E00 && letter.value < 0x1F00)) {
        return std::ranges::any_of(latin_capitals, [&](const Capitals& run) {
            return letter.value >= run.first && letter.value <= run.last && (letter.value - run.first) % run.step == 0;
        });
    }
    constexpr char32_t final_sigma = 0x03C2;
    const auto bytes = word.substr(0, letter.bytes);
    return letter.valid && letter.value != final_sigma && base::fold(bytes) != bytes;
}

namespace {

class Cleaner {
public:
    Cleaner(std::string_view text, const Known& known, const Markers& markers) : text_(text), known_(known), markers_(markers) {}

    Cleaned clean() {
        while (at_ < text_.size()) {
            if (take_spaced() || take_number() || take_word()) continue;
            put(text_.substr(at_, 1));
            sentence_begins_ = sentence_begins_ || text_[at_] == '.' || text_[at_] == '!' || text_[at_] == '?' || text_[at_] == '\n' || text_[at_] == ':';
            ++at_;
        }
        return std::move(result_);
    }

private:
    bool at_word_begin() const { return at_ == 0 || !is_word_byte(text_[at_ - 1]); }

    /// What stands between spaces: a mail address, or a device's number with its hyphens.
    bool take_spaced() {
        if (!at_word_begin()) return false;
        std::size_t end = at_;
        while (end < text_.size() && (is_word_byte(text_[end]) || std::string_view("@.-_+/").find(text_[end]) != std::string_view::npos)) ++end;
        while (end > at_ && !is_word_byte(text_[end - 1])) --end;
        const auto chunk = text_.substr(at_, end - at_);
        if (chunk.empty()) return false;
        if (chunk.find('@') != std::string_view::npos && base::parse_email(chunk)) return leave(LeftOut::email, chunk.size());
        if (known_.devices.count(base::fold(chunk)) > 0) return leave(LeftOut::device, chunk.size());
        return false;
    }

    /// Telephone numbers, numbers of students: six digits and more, with the marks that people write between them.
    bool take_number() {
        if (!at_word_begin() || !(is_digit(text_[at_]) || text_[at_] == '+' || text_[at_] == '(')) return false;
        // "2026-03-09 10:35"
        const auto day = text_.substr(at_, 10);
        if (base::parse_day(day) && (at_ + 10 == text_.size() || !is_word_byte(text_[at_ + 10]))) return keep(day.size());
        // The longest run that ends where no word goes on: of "20251234 5CD" the first eight digits.
        std::size_t last = at_;
        int digits = 0;
        int taken = 0;
        for (std::size_t end = at_; end < text_.size() && (is_digit(text_[end]) || std::string_view(" ()+-.").find(text_[end]) != std::string_view::npos); ++end) {
            if (!is_digit(text_[end])) continue;
            ++digits;
            if (end + 1 < text_.size() && is_word_byte(text_[end + 1])) continue;
            last = end + 1;
            taken = digits;
        }
        const auto number = text_.substr(at_, last - at_);
        if (taken < 6) return false;
        if (is_internet_address(number)) return keep(number.size());
        return leave(LeftOut::number, number.size());
    }

    static bool is_internet_address(std::string_view number) {
        const auto parts = base::split(number, '.');
        return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
                   const auto value = base::parse_integer(part);
                   return value && *value >= 0 && *value <= 255;
               });
    }

    bool take_word() {
        if (!is_word_byte(text_[at_])) return false;
        std::size_t end = at_;
        while (end < text_.size() && is_word_byte(text_[end])) ++end;
        const auto word = text_.substr(at_, end - at_);
        if (is_name(word)) return leave(LeftOut::name, word.size());
        return keep(word.size());
    }

    bool is_name(std::string_view word) const {
        const auto folded = base::fold(word);
        const bool capital = begins_with_capital(word);
        const bool word_like = is_ambiguous(folded) && (sentence_begins_ || !capital) && !after_name();
        if (word_like) return false;
        if (known_.people.count(folded) > 0 && base::count_code_points(folded) >= 2) return true;
        return capital && known_.roster.count(folded) > 0;
    }

    bool after_name() const { return result_.text.ends_with(markers_[0] + " "); }

    bool leave(LeftOut kind, std::size_t size) {
        const auto& marker = markers_[static_cast<std::size_t>(kind)];
        at_ += size;
        sentence_begins_ = false;
        // "Ana Silva" is one name.
        if (kind == LeftOut::name && (result_.text.ends_with(marker + " ") || result_.text.ends_with(marker + "-"))) {
            result_.text.pop_back();
            return true;
        }
        put(marker);
        ++result_.counts[static_cast<std::size_t>(kind)];
        return true;
    }

    bool keep(std::size_t size) {
        put(text_.substr(at_, size));
        at_ += size;
        sentence_begins_ = false;
        return true;
    }

    void put(std::string_view text) { result_.text += text; }

    std::string_view text_;
    const Known& known_;
    const Markers& markers_;
    Cleaned result_;
    std::size_t at_ = 0;
    bool sentence_begins_ = true;
};

}  // namespace

Cleaned leave_out(std::string_view text, const Known& known, const Markers& markers) { return Cleaner(text, known, markers).clean(); }

static constexpr std::size_t most_looked_up = 300;

static void keep(std::vector<std::string>& words, std::string word) {
    if (words.size() < most_looked_up && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

std::vector<std::string> name_like_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_byte(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_word_byte(text[end])) ++end;
        const auto word = text.substr(at, end - at);
        if (begins_with_capital(word) && base::count_code_points(word) >= 2) keep(words, base::fold(word));
        at = end;
    }
    return words;
}

std::vector<std::string> device_like_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        bool digit = false;
        while (end < text.size() && (is_word_byte(text[end]) || text[end] == '-' || text[end] == '_' || text[end] == '.' || text[end] == '/')) digit = is_digit(text[end++]) || digit;
        auto last = end;
        while (last > at && !is_word_byte(text[last - 1])) --last;
        if (digit && last - at >= 3) keep(words, base::fold(text.substr(at, last - at)));
        at = std::max(end, at + 1);
    }
    return words;
}

}  // namespace helpdesk
