#include "db/beside.h"

#include <fmt/format.h>

#include "base/text.h"

namespace db {

static std::string file_beside(std::string_view path, std::string_view room) {
    constexpr std::string_view suffix = ".db";
    if (path.ends_with(suffix)) path.remove_suffix(suffix.size());
    return fmt::format("{}-{}{}", path, room, suffix);
}

static std::string schema_beside(std::string_view url, std::string_view room) {
    const auto question = url.find('?');
    std::string beside(url.substr(0, question));
    std::string schema = "belltower";
    char separator = '?';
    for (std::string_view part : base::split(question == std::string_view::npos ? std::string_view() : url.substr(question + 1), '&')) {
        if (part.empty()) continue;
        if (part.starts_with("schema=")) {
            schema = part.substr(part.find('=') + 1);
            continue;
        }
        beside += separator;
        beside += part;
        separator = '&';
    }
    return fmt::format("{}{}schema={}_{}", beside, separator, schema, room);
}

std::string address_beside(std::string_view url, std::string_view room) {
    return url.starts_with("sqlite:") ? file_beside(url, room) : schema_beside(url, room);
}

}  // namespace db
