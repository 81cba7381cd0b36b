#include "db/db.h"
#include "roster/names.h"

namespace roster {

static void each_row(db::Read& db, const std::string& sql, const std::function<void(const Name&)>& see) {
    db.query(sql).each([&](const db::Row& row) { see({row.text("text"), row.integer("rank"), row.integer("id")}); });
}

static void each_id(db::Read& db, const std::string& rows, const std::function<void(const Name&)>& see) {
    each_row(db, "SELECT external_id AS text, 1 - active AS rank, id FROM " + rows + " AND external_id IS NOT NULL", see);
}

static void each_name(db::Read& db, const std::string& rows, const std::function<void(const Name&)>& see) {
    each_id(db, rows, see);
    each_row(db, "SELECT identifier AS text, 3 - active AS rank, id FROM " + rows + " AND identifier <> ''", see);
}

void each_student_name(db::Read& db, const std::function<void(const Name&)>& see) {
    each_name(db, "roster_person WHERE (role = 'student' OR was_student = 1)", see);
}

void each_school_name(db::Read& db, const std::function<void(const Name&)>& see) { each_name(db, "roster_org WHERE type = 'school'", see); }

void each_class_name(db::Read& db, const std::function<void(const Name&)>& see) { each_id(db, "roster_class WHERE 1 = 1", see); }

void each_session_name(db::Read& db, const std::function<void(const Name&)>& see) { each_id(db, "roster_session WHERE 1 = 1", see); }

void NameIndex::add(const Name& name) {
    auto [mine, fresh] = meant_.try_emplace(std::string(name.text), Meant{name.rank, name.id});
    if (fresh) return;
    auto& meant = mine->second;
    if (name.rank < meant.rank) {
        meant = {name.rank, name.id};
    } else if (name.rank == meant.rank && name.id != meant.id) {
        meant.id = -1;
    }
}

std::int64_t NameIndex::find(std::string_view text) const {
    auto found = meant_.find(std::string(text));
    return found == meant_.end() ? 0 : found->second.id;
}

}  // namespace roster
