/// Rows of articles, shared by the stores of this room.
#pragma once

#include "db/db.h"
#include "knowledge/article.h"

namespace knowledge {

inline Content read_content(const db::Row& row) {
    const auto text = [&](std::string_view name) { return std::string(row.text(name)); };
    return {parse_kind(row.text("kind")).value_or(Kind::how_to),
            parse_audience(row.text("audience")).value_or(Audience::staff),
            text("category"),
            text("device_kind"),
            text("model"),
            {text("title_en"), text("symptom_en"), text("body_en")},
            {text("title_es"), text("symptom_es"), text("body_es")}};
}

/// The account for a column that refers to one; absent for the system and the command line.
inline std::optional<std::int64_t> account_or_null(const auth::Viewer& viewer) { return viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt; }

/// Of an article `a` with the version `v` that people read: those that the viewer may read.
inline std::string_view readable_sql(const auth::Viewer& viewer) {
    return is_reader(viewer) ? "a.withdrawn_at IS NULL" : "a.withdrawn_at IS NULL AND v.audience = 'public'";
}

}  // namespace knowledge
