#include "html/prepare.h"

#include <array>
#include <cctype>
#include <stdexcept>

#include <boost/json.hpp>

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

std::string json_for_script(const boost::json::value& value) {
    const auto text = boost::json::serialize(value);
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = std::string_view(text).substr(i);
        if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else if (text[i] == '<') {
            out += "\\u003c";
        } else if (text[i] == '>') {
            out += "\\u003e";
        } else if (text[i] == '&') {
            out += "\\u0026";
        } else {
            out += text[i];
        }
    }
    return out;
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

/// A script that a browser does not run.
static bool is_data_block(std::string_view tag) {
    return tag.find("type=\"application/ld+json\"") != std::string_view::npos || tag.find("type=\"application/json\"") != std::string_view::npos;
}

/// "{{posting_json:none}}", which View::data has filled.
static bool is_data(std::string_view source, std::size_t at) {
    const auto marker = source.substr(at, source.find("}}", at) - at);
    return marker.ends_with("_json:none") && is_name(marker.substr(2, marker.size() - 2 - std::string_view(":none").size()));
}

static std::size_t skip_raw_text(std::string_view source, std::size_t from, std::string_view element, bool data = false) {
    auto end = source.find("</" + std::string(element), from);
    if (end == std::string_view::npos) end = source.size();
    for (auto at = source.find("{{", from); at < end; at = source.find("{{", at + 2)) {
        if (is_variable(source, at) && !(data && is_data(source, at))) throw std::runtime_error("a variable inside <" + std::string(element) + ">");
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
        if (source.substr(at, 2) == "{{" && is_data(source, at)) throw std::runtime_error("a data block outside of <script type=\"application/ld+json\">");
        if (source[at] != '<' || at + 1 >= source.size() || !std::isalpha(static_cast<unsigned char>(source[at + 1]))) continue;
        auto end = end_of_tag(source, at);
        auto tag = source.substr(at, end - at);
        check_tag(tag);
        at = end - 1;
        if (tag.starts_with("<script")) at = skip_raw_text(source, end, "script", is_data_block(tag)) - 1;
        if (tag.starts_with("<style")) at = skip_raw_text(source, end, "style") - 1;
    }
}

}  // namespace html
