/// What the stores of class links share: columns, conditions, reading of rows.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "db/db.h"
#include "roster/names.h"
#include "site/class_link.h"

namespace site {

/// Of site_class_link as `l`, all NULL where a class has none.
extern const std::string link_columns;
/// Classes `c` of the roster that are taught in a term which has not ended on :today, or that have no term.
extern const std::string is_current;
/// " AND c.org_id IN (...)": the schools in which the permission holds; empty for everywhere.
std::string within(const auth::Reach& reach, std::string_view column);

/// For imports: the codes of the active classes, and the links that there are.
void each_class_code(db::Read& db, const std::function<void(const roster::Name&)>& see);
struct KnownLink {
    std::string url;
    std::string provider;
    auto operator<=>(const KnownLink&) const = default;
};
std::unordered_map<std::int64_t, KnownLink> known_links(db::Read& db);

std::optional<ClassLink> read_link(const db::Row& row);
Reached read_reached(const db::Row& row);

}  // namespace site
