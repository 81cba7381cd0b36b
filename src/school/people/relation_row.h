/// How a relation is read from its row; only for the stores of this room.
#pragma once

#include "db/db.h"
#include "people/relation.h"

namespace people {

constexpr std::string_view relation_select = R"sql(
    SELECT r.id, r.from_id, f.name AS from_name, r.to_id, t.name AS to_name, r.kind, r.org_id, o.name AS org_name, r.from_on, r.to_on, r.basis, r.version
      FROM people_relation r
      JOIN auth_account f ON f.id = r.from_id
      JOIN auth_account t ON t.id = r.to_id
      LEFT JOIN roster_org o ON o.id = r.org_id
)sql";
Relation read_relation(const db::Row& row);

}  // namespace people
