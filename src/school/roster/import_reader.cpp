#include "roster/import_reader.h"

#include <algorithm>

#include "base/text.h"
#include "roster/import_words.h"

namespace roster {

std::string_view Input::natural_key(std::initializer_list<std::string_view> parts) {
    std::string key;
    for (auto part : parts) {
        if (!key.empty()) key += '|';
        key += part;
    }
    return keep(key);
}

std::vector<std::string_view> Input::list(std::string_view cell) {
    std::vector<std::string_view> items;
    for (auto item : base::split(cell, ',')) {
        item = base::trim(item);
        if (!item.empty() && std::ranges::find(items, item) == items.end()) items.push_back(item);
    }
    for (auto& item : items) item = keep(item);
    return items;
}

Role read_role(imports::Table& table, std::size_t column, std::string_view word) {
    auto meaning = role_of(word);
    if (!meaning.known) {
        table.warn("row.unknown_role", column,
                   "a role of the format; the word is kept and counts as \"" + std::string(roster::word(meaning.value)) + "\"");
    }
    return meaning.value;
}

/// The first line of a file in lower case, without quotes.
static std::string header_of(const imports::Package& package, std::string_view file) {
    std::string bytes;
    try {
        bytes = package.read(file).value_or("");
    } catch (const imports::Unreadable&) {
        return {};  // Reported when the file is read for its rows.
    }
    bytes.resize(std::min(bytes.find_first_of("\r\n"), bytes.size()));
    std::erase(bytes, '"');
    return base::to_lower_ascii(bytes);
}

static bool mentions(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

std::optional<Format> detect_format(const imports::Package& package, imports::Report& report) {
    std::string manifest;
    try {
        manifest = package.read("manifest.csv").value_or("");
    } catch (const imports::Unreadable& broken) {
        report.add(broken.problem());
        return std::nullopt;
    }
    if (auto at = manifest.find("oneroster.version"); at != std::string::npos) {
        auto line = std::string_view(manifest).substr(at, manifest.find_first_of("\r\n", at) - at);
        if (line.find("1.1") != std::string_view::npos) return Format::oneroster_1_1;
        if (line.find("1.2") != std::string_view::npos) return Format::oneroster_1_2;
        report.error("manifest.invalid_oneroster_version", {"manifest.csv"}, "oneroster.version", line, "1.1 or 1.2");
        return std::nullopt;
    }
    auto users = header_of(package, "users.csv");
    if (mentions(users, "enableduser")) return package.contains("roles.csv") ? Format::oneroster_1_2 : Format::oneroster_1_1;
    bool sds_users = mentions(users, "username") && mentions(users, "givenname");
    if (sds_users && package.contains("orgs.csv") && package.contains("roles.csv")) return Format::sds_2_1;
    auto names = package.names();
    report.error("package.unknown_format", {}, "", base::join(names, ", "),
                 "OneRoster 1.1 or 1.2 (manifest.csv, orgs.csv, users.csv ...) or Microsoft SDS v2.1 (orgs.csv, users.csv, roles.csv ...)");
    return std::nullopt;
}

}  // namespace roster
