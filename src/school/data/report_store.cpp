#include <algorithm>
#include <map>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/embedded.h"
#include "base/error.h"
#include "data/data.h"
#include "data/report.h"
#include "db/db.h"

namespace data {

std::string_view shipped_report(std::string_view name) {
    for (const auto& file : embedded()) {
        if (file.path == "data/reports/" + std::string(name) + ".sql") return file.bytes;
    }
    return {};
}

static void require_reader(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_see_reports)) throw base::Forbidden("Reports are not open to you.");
}

static Report shipped(std::string_view text) {
    Report report;
    report.file = trusted_report(text);
    report.ships = true;
    return report;
}

static Report report_of(const db::Row& row) {
    const std::string name(row.text("name"));
    const auto original = shipped_report(name);
    Report report;
    // A text that was accepted by an older program may no longer be; then its problems are shown where it is edited.
    auto text = row.text("text").empty() ? original : row.text("text");
    report.file = read_report(text).file;
    report.file.text = text;
    report.file.name = name;
    report.id = row.integer("id");
    report.version = static_cast<int>(row.integer("number"));
    report.by = row.text("actor");
    report.at = row.instant("created_at");
    report.ships = !original.empty();
    return report;
}

static constexpr std::string_view newest_versions = R"sql(
    SELECT r.id, r.name, v.number, v.text, v.actor, v.created_at
      FROM data_report r JOIN data_report_version v ON v.report_id = r.id
     WHERE v.number = (SELECT max(number) FROM data_report_version WHERE report_id = r.id)
)sql";

std::vector<Report> reports(db::Read& db, const auth::Viewer& viewer) {
    require_reader(viewer);
    auto all = db.query(std::string(newest_versions)).all(report_of);
    for (const auto& file : embedded()) {
        if (!file.path.starts_with("data/reports/")) continue;
        auto report = shipped(file.bytes);
        if (std::ranges::none_of(all, [&](const Report& one) { return one.file.name == report.file.name; })) all.push_back(std::move(report));
    }
    std::ranges::sort(all, {}, [](const Report& one) -> const std::string& { return one.file.name; });
    return all;
}

std::optional<Report> find_report(db::Read& db, const auth::Viewer& viewer, std::string_view name) {
    require_reader(viewer);
    auto found = db.query(std::string(newest_versions) + " AND r.name = :name").bind("name", name).maybe(report_of);
    if (found) return found;
    if (auto text = shipped_report(name); !text.empty()) return shipped(text);
    return std::nullopt;
}

std::vector<ReportVersion> report_versions(db::Read& db, const auth::Viewer& viewer, std::string_view name) {
    require_reader(viewer);
    const std::string original(shipped_report(name));
    auto versions = db.query(R"sql(
        SELECT v.number, v.text, v.actor, v.created_at FROM data_report_version v JOIN data_report r ON r.id = v.report_id
         WHERE r.name = :name ORDER BY v.number DESC
    )sql").bind("name", name).all([&](const db::Row& row) {
        return ReportVersion{static_cast<int>(row.integer("number")), row.text("text").empty() ? original : std::string(row.text("text")), std::string(row.text("actor")), row.instant("created_at")};
    });
    if (!original.empty()) versions.push_back({0, original, {}, std::nullopt});
    return versions;
}

bool may_write(const auth::Viewer& viewer, Tier tier) { return viewer.may_everywhere(may_write_reports) && may_ask(viewer, tier); }

static void require_writer(const auth::Viewer& viewer, Tier tier) {
    if (!may_write(viewer, tier)) throw base::Forbidden("Reports on this part of the warehouse are written by those who may ask it.");
}

static int add_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, const std::string& name, std::string_view text, int seen) {
    auto id = db.query("SELECT id FROM data_report WHERE name = :name").bind("name", name).maybe_integer();
    const bool is_new = !id;
    if (!id) id = db.query("INSERT INTO data_report (name, created_at) VALUES (:name, :now) RETURNING id").bind("name", name).bind("now", now).one_integer();
    const auto newest = static_cast<int>(db.query("SELECT coalesce(max(number), 0) AS number FROM data_report_version WHERE report_id = :id").bind("id", *id).one_integer());
    if (newest != seen) throw base::Conflict("data.report.changed_meanwhile");
    std::optional<auth::AccountId> account;
    if (viewer.account().value) account = viewer.account();
    db.query(R"sql(
        INSERT INTO data_report_version (report_id, number, text, account_id, actor, created_at) VALUES (:report, :number, :text, :account, :actor, :now)
    )sql").bind("report", *id).bind("number", newest + 1).bind("text", text).bind("account", account).bind("actor", viewer.name()).bind("now", now).run();
    const boost::json::object detail{{"name", name}, {"version", newest + 1}};
    auth::record(db, viewer, now, {.subject_kind = "report", .subject_id = *id, .action = text.empty() ? "set_back" : is_new ? "added" : "changed", .detail = boost::json::serialize(detail)});
    return newest + 1;
}

int save_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ReportFile& file, int seen) {
    require_writer(viewer, file.tier);
    if (auto before = find_report(db, viewer, file.name)) {
        // What is asked of a tier that the writer may not ask is not theirs to take away either.
        require_writer(viewer, before->file.tier);
        if (before->version == seen && before->file.text == file.text) return before->version;
    }
    return add_version(db, viewer, now, file.name, file.text, seen);
}

int set_back_report(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view name, int seen) {
    const auto original = shipped_report(name);
    if (original.empty()) throw base::NotFound("no such report ships");
    require_writer(viewer, trusted_report(original).tier);
    if (auto before = find_report(db, viewer, name)) require_writer(viewer, before->file.tier);
    return add_version(db, viewer, now, std::string(name), {}, seen);
}

}  // namespace data
