#include "roster/roster.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"

namespace roster {

std::string slug_of(std::string_view name) {
    std::string slug = fmt::format("{}", fmt::join(base::folded_words(name), "-"));
    return slug.empty() ? "school" : slug;
}

std::vector<SchoolAddress> school_addresses(db::Read& db) {
    std::vector<SchoolAddress> addresses;
    std::map<std::string, int> taken;
    for (Org& school : schools(db)) {
        std::string slug = slug_of(school.name);
        ++taken[slug];
        addresses.push_back({std::move(school), std::move(slug)});
    }
    for (auto& address : addresses) {
        if (taken[address.slug] > 1) address.slug += fmt::format("-{}", address.school.id.value);
    }
    return addresses;
}

std::string school_slug(db::Read& db, OrgId school) {
    for (auto& address : school_addresses(db)) {
        if (address.school.id == school) return std::move(address.slug);
    }
    throw base::NotFound("no such school");
}

std::optional<Org> find_school_by_slug(db::Read& db, std::string_view slug) {
    for (auto& address : school_addresses(db)) {
        if (address.slug == slug) return std::move(address.school);
    }
    return std::nullopt;
}

}  // namespace roster
