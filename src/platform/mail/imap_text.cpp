#include "mail/imap_text.h"

#include <array>

#include "base/text.h"
#include "mail/imap.h"

namespace mail {

/// The number after the word; absent when there is none.
static std::optional<std::int64_t> number_after(std::string_view line, std::string_view word) {
    const auto upper = base::to_upper_ascii(line);
    const auto at = upper.find(word);
    if (at == upper.npos) return std::nullopt;
    auto rest = line.substr(at + word.size());
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return base::parse_integer(rest.substr(0, rest.find_first_not_of("0123456789")));
}

/// "23-Nov-2026 ..." or " 3-Nov-2026 ...".
static std::optional<base::Day> read_internal_date(std::string_view line) {
    constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const auto upper = base::to_upper_ascii(line);
    const auto at = upper.find("INTERNALDATE \"");
    if (at == upper.npos) return std::nullopt;
    const auto date = std::string_view(upper).substr(at + 14, 11);
    if (date.size() < 11 || date[2] != '-' || date[6] != '-') return std::nullopt;
    const auto day = base::parse_integer(base::trim(date.substr(0, 2))), year = base::parse_integer(date.substr(7, 4));
    for (unsigned month = 0; month < months.size(); ++month) {
        if (date.substr(3, 3) != months[month] || !day || !year) continue;
        const std::chrono::year_month_day when{std::chrono::year(static_cast<int>(*year)), std::chrono::month(month + 1), std::chrono::day(static_cast<unsigned>(*day))};
        if (when.ok()) return base::Day(when);
    }
    return std::nullopt;
}

std::optional<Listed> read_fetch_line(std::string_view line) {
    const auto upper = base::to_upper_ascii(line);
    if (!upper.starts_with("* ") || upper.find(" FETCH (") == upper.npos) return std::nullopt;
    const auto uid = number_after(line, "UID ");
    if (!uid) return std::nullopt;
    return Listed{*uid, number_after(line, "RFC822.SIZE ").value_or(0), upper.find("\\SEEN") != upper.npos, read_internal_date(line)};
}

std::optional<std::int64_t> read_uid_validity(std::string_view line) { return line.starts_with("* OK ") ? number_after(line, "[UIDVALIDITY ") : std::nullopt; }

std::optional<std::int64_t> read_exists(std::string_view line) {
    const auto parts = base::split(line, ' ');
    if (parts.size() < 3 || parts[0] != "*" || !base::equal_ignoring_ascii_case(base::trim(parts[2]), "EXISTS")) return std::nullopt;
    return base::parse_integer(parts[1]);
}

std::string uid_set(const std::vector<std::int64_t>& uids) {
    std::string set;
    for (auto uid : uids) set += (set.empty() ? "" : ",") + std::to_string(uid);
    return set;
}

std::string imap_quoted(std::string_view text) {
    std::string all("\"");
    for (char letter : text) {
        if (letter == '"' || letter == '\\') all += '\\';
        if (static_cast<unsigned char>(letter) >= ' ') all += letter;
    }
    return all + '"';
}

/// Big-endian UTF-16 of one character outside ASCII.
static void add_utf16(std::string& bytes, char32_t code) {
    const auto add = [&](char32_t unit) {
        bytes += static_cast<char>(unit >> 8 & 0xff);
        bytes += static_cast<char>(unit & 0xff);
    };
    if (code < 0x10000) return add(code);
    add(0xd800 + ((code - 0x10000) >> 10));
    add(0xdc00 + ((code - 0x10000) & 0x3ff));
}

static char32_t decode(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(character[at])); };
    if (character.size() == 2) return (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
    if (character.size() == 3) return (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    return (byte(0) & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
}

std::string imap_folder_name(std::string_view written) {
    const auto name = base::repair_utf8(written);
    std::string all, shifted;
    const auto close = [&] {
        if (shifted.empty()) return;
        // Base64 with ',' where others have '/' and base64url has '_'; '+' where it has '-'.
        auto letters = base::to_base64url(shifted);
        for (char& letter : letters) letter = letter == '_' ? ',' : letter == '-' ? '+' : letter;
        all += '&' + letters + '-';
        shifted.clear();
    };
    std::string_view left(name);
    while (!left.empty()) {
        const auto character = base::first_code_points(left, 1);
        left.remove_prefix(character.size());
        if (character.size() > 1) {
            add_utf16(shifted, decode(character));
            continue;
        }
        close();
        all += character == "&" ? std::string("&-") : std::string(character);
    }
    close();
    return all;
}

}  // namespace mail
