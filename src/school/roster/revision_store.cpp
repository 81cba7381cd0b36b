#include "roster/revision.h"

#include "db/db.h"

namespace roster {

std::int64_t next_revision(db::Write& db) {
    return db.query("UPDATE roster_revision SET value = value + 1 WHERE id = 1 RETURNING value").one_integer();
}

}  // namespace roster
