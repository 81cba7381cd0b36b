#include "db/db.h"
#include "roster/names.h"

namespace roster {

/// `rank` for rows of the source; more than any rank of theirs for rows of others.
static void each_row(db::Read& db, std::string_view source, const std::string& text, int rank, const std::string& rows, const std::function<void(const Name&)>& see) {
    auto sql = "SELECT " + text + " AS text, " + std::to_string(rank) + " - active + CASE WHEN :source IN ('', source) THEN 0 ELSE 4 END AS rank, id FROM " + rows;
    db.query(sql).bind("source", source).each([&](const db::Row& row) { see({row.text("text"), row.integer("rank"), row.integer("id")}); });
}

static void each_id(db::Read& db, std::string_view source, const std::string& rows, const std::function<void(const Name&)>& see) {
    each_row(db, source, "external_id", 1, rows + " AND external_id IS NOT NULL", see);
}

static void each_name(db::Read& db, std::string_view source, const std::string& rows, const std::function<void(const Name&)>& see) {
    each_id(db, source, rows, see);
    each_row(db, source, "identifier", 3, rows + " AND identifier <> ''", see);
}

void each_student_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see) {
    each_name(db, source, "roster_person WHERE (role = 'student' OR was_student = 1)", see);
}

void each_school_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see) { each_name(db, source, "roster_org WHERE type = 'school'", see); }

void each_class_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see) { each_id(db, source, "roster_class WHERE 1 = 1", see); }

void each_session_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see) { each_id(db, source, "roster_session WHERE 1 = 1", see); }

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
