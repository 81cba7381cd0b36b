/// How a row of auth_event is read; within this room only.
#pragma once

#include <string>

#include "auth/event.h"
#include "db/db.h"

namespace auth {

inline Event read_event(const db::Row& row) {
    return {{row.integer("id")},
            row.instant("happened_at"),
            row.maybe_integer("account_id"),
            std::string(row.text("actor")),
            std::string(row.text("subject_kind")),
            row.integer("subject_id"),
            std::string(row.text("action")),
            std::string(row.text("why")),
            std::string(row.text("detail"))};
}

}  // namespace auth
