/// What the stores of embeds share.
#pragma once

#include <string>

#include "db/db.h"
#include "site/embed_keep.h"

namespace site {

/// SELECT of whole embeds `e`, without a WHERE.
extern const std::string embed_select;
Embed read_embed(const db::Row& row);
/// " AND ..." for the embeds that the viewer keeps.
std::string kept_by(const auth::Viewer& viewer);

}  // namespace site
