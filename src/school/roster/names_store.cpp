#include "db/db.h"
#include "roster/names.h"

namespace roster {

static void each_name(db::Read& db, const std::string& rows, const std::function<void(const Name&)>& see) {
    auto read = [&](const db::Row& row) { see({row.text("text"), row.integer("rank"), row.integer("id")}); };
    db.query("SELECT external_id AS text, 1 - active AS rank, id FROM " + rows + " AND external_id IS NOT NULL").each(read);
    db.query("SELECT identifier AS text, 3 - active AS rank, id FROM " + rows + " AND identifier <> ''").each(read);
}

void each_student_name(db::Read& db, const std::function<void(const Name&)>& see) {
    each_name(db, "roster_person WHERE (role = 'student' OR was_student = 1)", see);
}

void each_school_name(db::Read& db, const std::function<void(const Name&)>& see) { each_name(db, "roster_org WHERE type = 'school'", see); }

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
