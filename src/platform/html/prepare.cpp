#include "html/prepare.h"

#include <array>
#include <cctype>
#include <stdexcept>

#include "base/text.h"

namespace html {

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

static bool is_name(std::string_view text) {
    if (text.empty()) return false;
    for (char c : text) {
        if (!std::islower(static_cast<unsigned char>(c)) && !std::isdigit(static_cast<unsigned char>(c)) && c != '_') return false;
    }
    return true;
}

std::string message_as_template(std::string_view message) {
    std::string out;
    while (!message.empty()) {
        auto open = message.find('{');
        auto close = open == std::string_view::npos ? open : message.find('}', open);
        if (close == std::string_view::npos) break;
        out += escape(message.substr(0, open));
        auto name = message.substr(open + 1, close - open - 1);
        out += is_name(name) ? "{{" + std::string(name) + "}}" : escape(message.substr(open, close - open + 1));
        message.remove_prefix(close + 1);
    }
    return out + escape(message);
}

/// The end of the tag that begins at `start` ('<'), behind its '>'; quotes may hold a '>'.
static std::size_t end_of_tag(std::string_view source, std::size_t start) {
    char quote = 0;
    for (auto at = start; at < source.size(); ++at) {
        char c = source[at];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return source.size();
}

std::string add_form_tokens(std::string_view source) {
    std::string out;
    out.reserve(source.size() + 128);
    std::size_t done = 0;
    for (auto start = source.find("<form"); start != std::string_view::npos; start = source.find("<form", start + 1)) {
        auto end = end_of_tag(source, start);
        auto tag = base::to_lower_ascii(source.substr(start, end - start));
        out += source.substr(done, end - done);
        done = end;
        if (tag.find("method=\"post\"") != std::string::npos) out += R"(<input type="hidden" name="_token" value="{{form_token}}">)";
    }
    return out.append(source.substr(done));
}

/// A template marker that writes a value: not a section, comment, pragma or separator.
static bool is_variable(std::string_view source, std::size_t at) {
    return source.substr(at, 2) == "{{" && at + 2 < source.size() && std::string_view("#/!%^").find(source[at + 2]) == std::string_view::npos;
}

static bool is_forbidden_attribute(std::string_view name) {
    static constexpr std::array<std::string_view, 5> forbidden{"srcset", "formaction", "style", "xlink:href", "srcdoc"};
    if (name.starts_with("hx-") || name.starts_with("on")) return true;
    for (auto word : forbidden) {
        if (name == word) return true;
    }
    return false;
}

static void check_tag(std::string_view tag) {
    char quote = 0;
    std::string name;
    for (std::size_t at = 1; at < tag.size(); ++at) {
        char c = tag[at];
        if (tag.substr(at, 2) == "{{") {
            bool variable = is_variable(tag, at);
            if (variable && !quote) throw std::runtime_error("a variable outside quotes in " + std::string(tag.substr(0, 80)));
            if (variable && is_forbidden_attribute(name)) throw std::runtime_error("a variable in the attribute " + name);
            auto end = tag.find("}}", at);
            if (end == std::string_view::npos) return;
            at = end + 1;
        } else if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (std::isspace(static_cast<unsigned char>(c))) {
            name.clear();
        } else if (c != '=') {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
}

static std::size_t skip_raw_text(std::string_view source, std::size_t from, std::string_view element) {
    auto end = source.find("</" + std::string(element), from);
    if (end == std::string_view::npos) end = source.size();
    for (auto at = source.find("{{", from); at < end; at = source.find("{{", at + 2)) {
        if (is_variable(source, at)) throw std::runtime_error("a variable inside <" + std::string(element) + ">");
    }
    return end;
}

void refuse_unsafe_places(std::string_view source) {
    for (std::size_t at = 0; at < source.size(); ++at) {
        if (source.substr(at, 3) == "{{!") {
            at = source.find("}}", at);
            if (at == std::string_view::npos) return;
            ++at;
            continue;
        }
        if (source[at] != '<' || at + 1 >= source.size() || !std::isalpha(static_cast<unsigned char>(source[at + 1]))) continue;
        auto end = end_of_tag(source, at);
        auto tag = source.substr(at, end - at);
        check_tag(tag);
        at = end - 1;
        if (tag.starts_with("<script")) at = skip_raw_text(source, end, "script") - 1;
        if (tag.starts_with("<style")) at = skip_raw_text(source, end, "style") - 1;
    }
}

}  // namespace html
