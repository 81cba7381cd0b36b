#include "http/parse.h"

#include <fmt/format.h>

#include "base/text.h"

namespace http {

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            if (at + 2 >= text.size()) return std::nullopt;
            int high = hex_digit(text[at + 1]);
            int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            at += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    if (!base::is_utf8(out)) return std::nullopt;
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

static bool is_clean_path(std::string_view path) {
    if (path.empty() || path.front() != '/') return false;
    for (char c : path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return false;
    }
    if (path == "/") return true;
    auto segments = base::split(path.substr(1), '/');
    for (std::size_t at = 0; at < segments.size(); ++at) {
        bool last = at + 1 == segments.size();
        if (segments[at] == "." || segments[at] == ".." || (segments[at].empty() && !last)) return false;
    }
    return true;
}

std::optional<Target> parse_target(std::string_view target) {
    auto question = target.find('?');
    auto path = percent_decode(target.substr(0, question), false);
    if (!path || !is_clean_path(*path)) return std::nullopt;
    // "/queue/" is "/queue".
    if (path->size() > 1 && path->back() == '/') path->pop_back();
    Target found{std::move(*path), {}};
    if (question == std::string_view::npos) return found;
    auto query = parse_form(target.substr(question + 1));
    if (!query) return std::nullopt;
    found.query = std::move(*query);
    return found;
}

std::optional<Fields> parse_form(std::string_view body, std::size_t most) {
    Fields fields;
    std::size_t count = 0;
    for (auto pair : base::split(body, '&')) {
        if (pair.empty()) continue;
        if (++count > most) return std::nullopt;
        auto equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
        if (!name || !value) return std::nullopt;
        fields.add(std::move(*name), std::move(*value));
    }
    return fields;
}

Fields parse_cookies(std::string_view header) {
    Fields cookies;
    for (auto pair : base::split(header, ';')) {
        auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        auto name = base::trim(pair.substr(0, equals));
        auto value = base::trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        if (name.empty() || !base::is_utf8(name) || !base::is_utf8(value)) continue;
        cookies.add(std::string(name), std::string(value));
    }
    return cookies;
}

bool accepts_coding(std::string_view header, std::string_view coding) {
    for (auto item : base::split(header, ',')) {
        auto semicolon = item.find(';');
        if (!base::equal_ignoring_ascii_case(base::trim(item.substr(0, semicolon)), coding)) continue;
        if (semicolon == std::string_view::npos) return true;
        auto weight = base::trim(item.substr(semicolon + 1));
        return weight.find_first_not_of("qQ=0. ") != std::string_view::npos;
    }
    return false;
}

}  // namespace http
