#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/parse.h"

namespace http {

/// The value of a parameter such as boundary="..." of a header (RFC 2045 5.1); backslash escapes as browsers send them.
static std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    std::size_t at = header.find(';');
    while (at != std::string_view::npos && at < header.size()) {
        auto rest = base::trim(header.substr(at + 1));
        auto equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        bool wanted = base::equal_ignoring_ascii_case(base::trim(rest.substr(0, equals)), name);
        auto value = rest.substr(equals + 1);
        std::string text;
        std::size_t used = 0;
        if (!value.empty() && value.front() == '"') {
            for (used = 1; used < value.size() && value[used] != '"'; ++used) {
                if (value[used] == '\\' && used + 1 < value.size() && (value[used + 1] == '"' || value[used + 1] == '\\')) ++used;
                text += value[used];
            }
        } else {
            used = std::min(value.find(';'), value.size());
            text = std::string(base::trim(value.substr(0, used)));
        }
        if (wanted) return text;
        auto next = value.find(';', used);
        if (next == std::string_view::npos) return std::nullopt;
        at = static_cast<std::size_t>(value.data() - header.data()) + next;
    }
    return std::nullopt;
}

struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string type;
};

/// The reason why a part's header is refused, or empty.
static std::string read_part_header(std::string_view header, Part& part) {
    for (auto line : base::split(header, '\n')) {
        line = base::trim(line);
        auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        auto name = line.substr(0, colon);
        auto value = base::trim(line.substr(colon + 1));
        if (base::equal_ignoring_ascii_case(name, "content-disposition")) {
            if (!base::is_utf8(value)) return "a file name or field name is not valid UTF-8";
            if (auto field = parameter(value, "name")) part.name = *field;
            part.file_name = parameter(value, "filename");
        } else if (base::equal_ignoring_ascii_case(name, "content-type")) {
            part.type = base::repair_utf8(value);
        }
    }
    return part.name.empty() ? "a part has no field name" : "";
}

static std::string keep_part(Multipart& multipart, Part part, std::string_view content, const MultipartLimits& limits) {
    if (part.file_name) {
        // Browsers send an empty part for a file field that was left alone.
        if (part.file_name->empty() && content.empty()) return "";
        multipart.uploads.push_back({std::move(part.name), std::move(*part.file_name), std::move(part.type), std::string(content)});
        return "";
    }
    if (content.size() > limits.most_text_field) return fmt::format("the field \"{}\" is longer than {} bytes", part.name, limits.most_text_field);
    if (!base::is_utf8(content) || content.find('\0') != std::string_view::npos) return fmt::format("the field \"{}\" is not valid UTF-8", part.name);
    multipart.fields.add(std::move(part.name), std::string(content));
    return "";
}

std::variant<Multipart, std::string> parse_multipart(std::string_view content_type, std::string_view body, const MultipartLimits& limits) {
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return "the form has no usable boundary";
    const std::string delimiter = "--" + *boundary;
    if (!body.starts_with(delimiter)) return "the form does not begin with its boundary";
    const std::string inner = "\r\n" + delimiter;
    Multipart multipart;
    std::size_t at = delimiter.size();
    for (std::size_t count = 0;; ++count) {
        auto rest = body.substr(at);
        if (rest.starts_with("--")) return multipart;
        if (!rest.starts_with("\r\n")) return "a boundary of the form is followed by something else";
        if (count >= limits.most_parts) return fmt::format("the form has more than {} parts", limits.most_parts);
        auto header_end = rest.substr(0, limits.most_part_header).find("\r\n\r\n");
        if (header_end == std::string_view::npos) return "a part of the form has no end of its header";
        Part part;
        if (auto reason = read_part_header(rest.substr(0, header_end), part); !reason.empty()) return reason;
        auto content = rest.substr(header_end + 4);
        auto end = content.find(inner);
        if (end == std::string_view::npos) return "the form was cut short";
        if (auto reason = keep_part(multipart, std::move(part), content.substr(0, end), limits); !reason.empty()) return reason;
        at += header_end + 4 + end + inner.size();
    }
}

}  // namespace http
