#include "site/appearance.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace site {

constexpr std::size_t longest_line = 200;

Problems appearance_problems(const Appearance& wanted) {
    Problems problems;
    if (!parse_colour(wanted.colour)) problems.emplace_back("colour", "site.appearance.problem.colour");
    if (wanted.phone.size() > longest_line) problems.emplace_back("phone", "site.appearance.problem.long");
    if (!wanted.phone.empty() && dialled(wanted.phone).size() < 3) problems.emplace_back("phone", "site.appearance.problem.phone");
    if (wanted.address.size() > longest_line) problems.emplace_back("address", "site.appearance.problem.long");
    return problems;
}

Problems contact_problems(const SchoolContact& wanted) {
    Problems problems;
    if (wanted.phone.size() > longest_line) problems.emplace_back("phone", "site.appearance.problem.long");
    if (!wanted.phone.empty() && dialled(wanted.phone).size() < 3) problems.emplace_back("phone", "site.appearance.problem.phone");
    if (wanted.address.size() > longest_line) problems.emplace_back("address", "site.appearance.problem.long");
    if (!wanted.website.empty() && (!wanted.website.starts_with("https://") || wanted.website.size() > longest_line)) {
        problems.emplace_back("website", "site.appearance.problem.website");
    }
    return problems;
}

std::string dialled(std::string_view phone) {
    std::string link;
    for (char c : phone) {
        if ((c >= '0' && c <= '9') || (c == '+' && link.empty())) link += c;
    }
    return link;
}

// --- Colour ---

static std::optional<int> hex_pair(std::string_view text) {
    int value = 0;
    for (char c : text) {
        const auto digit = std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c);
        if (digit == std::string_view::npos) return std::nullopt;
        value = value * 16 + static_cast<int>(digit);
    }
    return value;
}

std::optional<Colour> parse_colour(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    const auto red = hex_pair(text.substr(1, 2));
    const auto green = hex_pair(text.substr(3, 2));
    const auto blue = hex_pair(text.substr(5, 2));
    if (!red || !green || !blue) return std::nullopt;
    return Colour{*red, *green, *blue};
}

/// Relative luminance, WCAG 2.2.
static double luminance(const Colour& colour) {
    const auto linear = [](int channel) {
        const double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrast(const Colour& one, const Colour& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

static Colour mix(const Colour& from, const Colour& to, double share) {
    const auto between = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {between(from.red, to.red), between(from.green, to.green), between(from.blue, to.blue)};
}

constexpr Colour white{255, 255, 255};
constexpr Colour black{0, 0, 0};
constexpr double readable = 4.5;  // WCAG 2.2, 1.4.3, for text of any size
constexpr double seen = 3.0;      // 1.4.11, for what is not text

/// As little as needed towards `end`, until it can be told from each of the grounds.
static Colour until_contrast(const Colour& colour, const Colour& end, std::initializer_list<Colour> grounds, double wanted) {
    constexpr int steps = 50;
    for (int step = 0; step <= steps; ++step) {
        const Colour tried = mix(colour, end, static_cast<double>(step) / steps);
        if (std::ranges::all_of(grounds, [&](const Colour& ground) { return contrast(tried, ground) >= wanted; })) return tried;
    }
    return end;
}

static std::string written(const Colour& colour) { return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue); }

std::string style_sheet(const Colour& colour) {
    // The grounds of web/styles/tokens.css.
    constexpr Colour light_panel{255, 255, 255};
    constexpr Colour light_ground{246, 245, 241};
    constexpr Colour dark_panel{28, 31, 36};
    constexpr Colour dark_ground{19, 21, 24};
    const Colour on = contrast(colour, white) >= readable ? white : contrast(colour, black) >= readable ? black : white;
    const Colour ground = until_contrast(colour, on.red == 0 ? white : black, {on}, readable);
    const Colour dark_line = until_contrast(ground, white, {dark_panel}, seen);
    return fmt::format(
        ":root{{--school:{};--on-school:{};--school-line:{};--school-text:{}}}\n"
        "@media screen and (prefers-color-scheme:dark){{:root{{--school-line:{};--school-text:{}}}}}\n",
        written(ground), written(on), written(until_contrast(ground, black, {light_panel}, seen)), written(until_contrast(colour, black, {light_panel, light_ground}, readable)),
        written(dark_line), written(until_contrast(colour, white, {dark_panel, dark_ground}, readable)));
}

// --- Logo ---

static std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::optional<std::string> bare_png(std::string_view bytes) {
    constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
    // What a picture is made of; everything else only says things about it.
    constexpr std::array<std::string_view, 5> kept{"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
    constexpr std::size_t around = 12;  // length, type, checksum
    if (!bytes.starts_with(signature)) return std::nullopt;
    std::string bare(signature);
    std::size_t at = signature.size();
    while (bytes.size() - at >= around) {
        const std::size_t length = big_endian(bytes.substr(at));
        const auto type = bytes.substr(at + 4, 4);
        if (length > bytes.size() - at - around) return std::nullopt;
        const bool first = at == signature.size();
        if (first != (type == "IHDR")) return std::nullopt;
        if (first) {
            if (length != 13) return std::nullopt;
            const auto width = big_endian(bytes.substr(at + 8));
            const auto height = big_endian(bytes.substr(at + 12));
            if (width == 0 || height == 0 || width > longest_logo_side || height > longest_logo_side) return std::nullopt;
        }
        if (std::ranges::find(kept, type) != kept.end()) bare += bytes.substr(at, length + around);
        at += length + around;
        if (type == "IEND") return bare;
    }
    return std::nullopt;
}

}  // namespace site
