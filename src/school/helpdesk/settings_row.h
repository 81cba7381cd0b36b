/// One row of a settings table, written with an event that keeps what was there before. Only for the stores of this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Write;
}

namespace helpdesk {

struct Cell {
    std::string_view column;
    std::variant<std::optional<std::int64_t>, std::optional<std::string>> value;
};

struct SettingRow {
    std::string_view table;         // "helpdesk_team", which names the subject of its events too
    std::int64_t id = 0;            // 0: new
    std::vector<Cell> cells;
};

/// Returns the row's id. Throws base::Forbidden without helpdesk.manage, base::NotFound for an unknown id.
std::int64_t save_row(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SettingRow& row);
/// Deletes it; the event keeps all of the named cells.
void delete_row(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SettingRow& row);

}  // namespace helpdesk
