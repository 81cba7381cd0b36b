#include "helpdesk/settings_row.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "helpdesk/helpdesk.h"

namespace helpdesk {

using Value = decltype(Cell::value);

static void require_manager(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Only those who set up the help desk may change this.");
}

static boost::json::value json(const Value& value) {
    return std::visit([](const auto& known) { return known ? boost::json::value(*known) : boost::json::value(nullptr); }, value);
}

static std::string listed(const SettingRow& row, std::string_view shape, std::string_view separator) {
    std::string text;
    for (const auto& cell : row.cells) {
        if (!text.empty()) text += separator;
        text += fmt::format(fmt::runtime(shape), cell.column);
    }
    return text;
}

static db::Query bind_cells(db::Query query, const SettingRow& row) {
    for (const auto& cell : row.cells) {
        std::visit([&](const auto& value) { std::move(query).bind(cell.column, value); }, cell.value);
    }
    return query;
}

/// The cells as they are in the table now, of the same kinds.
static std::vector<Value> stored_cells(db::Write& db, const SettingRow& row) {
    auto sql = fmt::format("SELECT {} FROM {} WHERE id = :id", listed(row, "{}", ", "), row.table);
    return db.query(sql).bind("id", row.id).one([&](const db::Row& found) {
        std::vector<Value> values;
        for (const auto& cell : row.cells) {
            if (cell.value.index() == 0) values.emplace_back(found.maybe_integer(cell.column));
            else values.emplace_back(found.maybe_text(cell.column));
        }
        return values;
    });
}

static void record(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SettingRow& row, std::string_view action,
                   const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = row.table, .subject_id = row.id, .action = action, .why = {}, .detail = boost::json::serialize(detail)});
}

static std::int64_t insert_row(db::Write& db, const auth::Viewer& viewer, base::Instant now, SettingRow row) {
    auto sql = fmt::format("INSERT INTO {} ({}) VALUES ({}) RETURNING id", row.table, listed(row, "{}", ", "), listed(row, ":{}", ", "));
    row.id = bind_cells(db.query(sql), row).one_integer();
    boost::json::object detail;
    for (const auto& cell : row.cells) detail[cell.column] = json(cell.value);
    record(db, viewer, now, row, "created", detail);
    return row.id;
}

std::int64_t save_row(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SettingRow& row) {
    require_manager(viewer);
    if (row.id == 0) return insert_row(db, viewer, now, row);
    auto before = stored_cells(db, row);
    boost::json::object changes;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == row.cells[i].value) continue;
        changes[row.cells[i].column] = {{"before", json(before[i])}, {"after", json(row.cells[i].value)}};
    }
    if (changes.empty()) return row.id;
    auto sql = fmt::format("UPDATE {} SET {} WHERE id = :id", row.table, listed(row, "{0} = :{0}", ", "));
    bind_cells(db.query(sql).bind("id", row.id), row).run();
    record(db, viewer, now, row, "changed", changes);
    return row.id;
}

void delete_row(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SettingRow& row) {
    require_manager(viewer);
    auto before = stored_cells(db, row);
    boost::json::object detail;
    for (std::size_t i = 0; i < before.size(); ++i) detail[row.cells[i].column] = json(before[i]);
    db.query(fmt::format("DELETE FROM {} WHERE id = :id", row.table)).bind("id", row.id).run();
    record(db, viewer, now, row, "removed", detail);
}

}  // namespace helpdesk
