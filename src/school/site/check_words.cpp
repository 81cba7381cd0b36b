#include "site/check_words.h"

#include <algorithm>
#include <array>

#include "base/code_points.h"
#include "base/text.h"

namespace site {

bool says_nothing(std::string_view link_words) {
    // As base::folded_words gives them, with one space between.
    static constexpr std::array<std::string_view, 44> phrases{
        "here", "click here", "click", "click this", "this", "this link", "link", "a link", "this page", "read more", "more", "learn more", "see more", "more info",
        "more information", "details", "info", "go", "go here", "see here", "url", "website", "read this", "tap here",
        "aqui", "haga clic aqui", "haz clic aqui", "clic aqui", "clic", "pulse aqui", "presione aqui", "este enlace", "enlace", "leer mas", "lea mas", "mas", "ver mas", "vea mas",
        "mas informacion", "mas info", "detalles", "sitio web", "esta pagina", "vea aqui"};
    const auto words = base::join(base::folded_words(link_words), " ");
    return words.empty() || std::ranges::find(phrases, words) != phrases.end();
}

bool is_address(std::string_view link_words) {
    const auto lower = base::to_lower_ascii(base::trim(link_words));
    return lower.find(' ') == std::string::npos && (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www."));
}

bool is_file_name(std::string_view image_words) {
    const auto lower = base::to_lower_ascii(base::trim(image_words));
    if (lower.find(' ') == std::string::npos && lower.find('_') != std::string::npos) return true;
    return std::ranges::any_of(std::array{".avif", ".gif", ".jpg", ".jpeg", ".png", ".svg", ".webp", ".heic", ".bmp", ".tif"}, [&](const char* end) { return lower.ends_with(end); });
}

bool is_shouting(std::string_view text) {
    constexpr int fewest_letters = 12;
    int letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 'a' && c <= 'z') return false;
        if (c >= 'A' && c <= 'Z') ++letters;
        if (c != 0xC3 || i + 1 == text.size()) continue;
        const auto next = static_cast<unsigned char>(text[i + 1]);  // U+00C0 to U+00FF; from U+00DF on they are small
        if (next >= 0x9F) return false;
        ++letters;
    }
    return letters >= fewest_letters && base::folded_words(text).size() >= 4;
}

static bool is_emoji(char32_t c) { return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x1F1E6 && c <= 0x1F1FF); }
static bool joins_emoji(char32_t c) { return c == 0x200D || c == 0xFE0F || c == ' ' || (c >= 0x1F3FB && c <= 0x1F3FF); }

bool has_emoji_run(std::string_view text) {
    int run = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::decode_code_point(text.substr(at));
        const char32_t c = point.value;
        at += point.bytes;
        if (joins_emoji(c)) continue;
        run = is_emoji(c) ? run + 1 : 0;
        if (run >= 3) return true;
    }
    return false;
}

}  // namespace site
