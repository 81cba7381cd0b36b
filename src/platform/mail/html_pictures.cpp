#include "mail/html_pictures.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <glib.h>

#include "base/text.h"

namespace mail {

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f'; }

static std::string_view without_spaces_at_end(std::string_view text) {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Where the value ends that begins at `at`, if it is that of an attribute `src`. `endless`: the quotes that no value behind here closes.
static std::optional<std::size_t> end_of_source(std::string_view lower, std::size_t at, std::string& endless) {
    auto before = without_spaces_at_end(lower.substr(0, at));
    const char quote = before.ends_with('"') || before.ends_with('\'') ? before.back() : ' ';
    if (quote != ' ') before = without_spaces_at_end(before.substr(0, before.size() - 1));
    if (!before.ends_with('=')) return std::nullopt;
    before = without_spaces_at_end(before.substr(0, before.size() - 1));
    if (!before.ends_with("src") || before.size() < 4 || (!is_space(before[before.size() - 4]) && before[before.size() - 4] != '/')) return std::nullopt;
    // What does not end is looked for once, and not again from each place behind it.
    if (std::string_view(endless).find(quote) != std::string_view::npos) return std::nullopt;
    const auto end = quote == ' ' ? lower.find_first_of(" \t\r\n\f>", at) : lower.find(quote, at);
    if (end != lower.npos) return end;
    endless += quote;
    return std::nullopt;
}

static bool is_type(std::string_view type) {
    constexpr std::size_t longest = 60;
    return type.size() <= longest && std::ranges::all_of(type, [](char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '/' || letter == '+' || letter == '-' || letter == '.'; });
}

/// Of "data:image/png;base64,iVBO...".
static std::optional<Attachment> picture_of(std::string_view address, std::size_t most_bytes) {
    constexpr std::size_t behind_scheme = 5;
    const auto comma = address.find(',');
    if (comma == address.npos) return std::nullopt;
    const auto kind = base::to_lower_ascii(address.substr(behind_scheme, comma - behind_scheme));
    auto type = kind.substr(0, kind.find(';'));
    const std::string data(address.substr(comma + 1));
    if (!is_type(type) || !kind.ends_with(";base64") || data.size() / 4 * 3 > most_bytes) return std::nullopt;
    gsize size = 0;
    auto* bytes = g_base64_decode(data.c_str(), &size);
    Attachment picture{.name = "", .content_type = std::move(type), .content_id = "", .bytes = std::string(reinterpret_cast<const char*>(bytes), size), .in_place = true};
    g_free(bytes);
    return picture.bytes.empty() ? std::nullopt : std::optional(std::move(picture));
}

std::size_t quote_in_html(std::string_view html) {
    static constexpr std::string_view marks[] = {"<blockquote", "gmail_quote", "divrplyfwdmsg", "outlookmessageheader", "reference-message-container", "yahoo_quoted", "moz-cite-prefix", "border-top:solid #e1e1e1", "border-top:solid #b5c4df",
                                                 "<hr", "-----original message-----"};
    const auto lower = base::to_lower_ascii(html);
    auto first = lower.npos;
    for (const auto mark : marks) first = std::min(first, lower.find(mark));
    return first;
}

EmbeddedPictures take_embedded_pictures(std::string& html, std::size_t most, std::size_t most_bytes_of_one) {
    constexpr std::string_view begin = "data:image/";
    EmbeddedPictures found;
    const auto lower = base::to_lower_ascii(html);
    const auto quote = quote_in_html(html);
    std::string rest, endless;
    std::size_t done = 0;
    std::size_t next = 0;
    for (auto at = lower.find(begin); at != lower.npos; at = lower.find(begin, next)) {
        next = at + begin.size();
        const auto end = end_of_source(lower, at, endless);
        if (!end) continue;
        auto picture = found.pictures.size() < most ? picture_of(std::string_view(html).substr(at, *end - at), most_bytes_of_one) : std::nullopt;
        if (picture) {
            picture->in_quote = at > quote;
            found.pictures.push_back(std::move(*picture));
        } else {
            found.left_out = true;
        }
        rest.append(html, done, at - done);
        done = next = *end;
    }
    if (done > 0) html = rest.append(html, done);
    return found;
}

}  // namespace mail
