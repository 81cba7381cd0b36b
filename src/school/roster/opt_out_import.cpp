#include <unordered_map>
#include <unordered_set>

#include "db/db.h"
#include "imports/table.h"
#include "roster/names.h"
#include "roster/opt_out.h"

namespace roster {

namespace {

struct Row {
    std::string student, identifier;
    bool opts_out = true;
    std::optional<base::Day> begin, end;
    std::int64_t line = 0;
};

enum { student = 0, identifier, opts_out, begin, end };
constexpr imports::Column columns[] = {
    {"studentSourcedId", imports::Column::Need::optional, "sourcedId|userSourcedId|StudentUniqueId"},
    {"identifier", imports::Column::Need::optional, "studentId|number"},
    {"optOut", imports::Column::Need::required, "directoryOptOut"},
    {"beginDate", imports::Column::Need::optional, "since"},
    {"endDate", imports::Column::Need::optional, "until"}};

class OptOutImport : public imports::Staged {
public:
    OptOutImport(std::string file, std::vector<Row> rows, std::int64_t skipped, const imports::Options& options)
        : file_(std::move(file)), rows_(std::move(rows)), skipped_(skipped), options_(options) {}

    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override {
        students_ = {};
        each_student_name(db, options_.source, [&](const Name& name) { students_.add(name); });
        std::unordered_map<std::int64_t, OptOut> standing;
        for (auto& known : standing_opt_outs(db)) standing.emplace(known.student.value, std::move(known.opt_out));
        imports::Change change{.record = "opt_outs", .skipped = skipped_, .active_before = static_cast<std::int64_t>(standing.size())};
        set_.clear();
        lift_.clear();
        std::unordered_set<std::int64_t> seen;
        for (const auto& row : rows_) {
            auto id = find(row, report);
            if (id > 0 && !seen.insert(id).second) {
                report.error("reference.duplicate_record", place(row), called(row).first, called(row).second, "each student once");
                id = 0;
            }
            if (id <= 0) {
                ++change.skipped;
                continue;
            }
            auto known = standing.find(id);
            decide({id}, row, known == standing.end() ? nullptr : &known->second, change);
        }
        return {change};
    }

    void apply(db::Write& db, const auth::Viewer& viewer) override {
        for (const auto& [id, wanted] : set_) roster::opt_out(db, viewer, options_.now, id, wanted.since, wanted.until);
        for (auto id : lift_) lift_opt_out(db, viewer, options_.now, options_.today, id);
    }

private:
    imports::Place place(const Row& row) const { return {file_, row.line}; }
    static std::pair<std::string_view, std::string_view> called(const Row& row) {
        if (!row.student.empty()) return {"studentSourcedId", row.student};
        return {"identifier", row.identifier};
    }

    std::int64_t find(const Row& row, imports::Report& report) const {
        auto [column, text] = called(row);
        auto id = students_.find(text);
        if (id == 0) report.error("reference.missing_target_record", place(row), column, text, "the id or number of a student of the roster");
        if (id < 0) report.error("reference.ambiguous", place(row), column, text, "an id or number that only one student has");
        return id;
    }

    void decide(PersonId id, const Row& row, const OptOut* standing, imports::Change& change) {
        bool wanted = row.opts_out && (!row.end || *row.end > options_.today);
        if (!wanted) {
            if (standing) lift_.push_back(id);
            ++(standing ? change.ended : change.unchanged);
            return;
        }
        OptOut opt_out{row.begin.value_or(standing ? standing->since : options_.today), row.end, {}};
        if (standing && standing->since == opt_out.since && standing->until == opt_out.until) {
            ++change.unchanged;
            return;
        }
        ++(standing ? change.updated : change.created);
        set_.emplace_back(id, opt_out);
    }

    std::string file_;
    std::vector<Row> rows_;
    std::int64_t skipped_;
    imports::Options options_;
    NameIndex students_;
    std::vector<std::pair<PersonId, OptOut>> set_;
    std::vector<PersonId> lift_;
};

}  // namespace

static Row read_row(imports::Table& table) {
    Row row{.student = std::string(table.text(student)), .identifier = std::string(table.text(identifier)), .line = table.row()};
    if (row.student.empty() && row.identifier.empty()) table.refuse("row.missing_required_value", student, "the student's id, or their number under identifier");
    table.require(opts_out);
    row.opts_out = table.flag(opts_out, true);
    row.begin = table.day(begin);
    row.end = table.day(end);
    if (row.begin && row.end && *row.end <= *row.begin) table.refuse("semantic.dates_inverted", end, "a day after beginDate: the first on which it no longer holds");
    return row;
}

static std::unique_ptr<imports::Staged> read_opt_outs(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                                      imports::Progress& progress) {
    auto names = package.names();
    if (names.size() != 1) {
        report.error("package.one_file_expected", {}, "", std::to_string(names.size()), "one CSV file");
        return nullptr;
    }
    auto table = imports::Table::open(package, names.front(), columns, options, report);
    if (!table) return nullptr;
    std::vector<Row> rows;
    std::int64_t skipped = 0;
    while (table->next()) {
        if (rows.size() % 4096 == 0) progress.check(table->bytes_read(), table->bytes_total());
        auto row = read_row(*table);
        if (table->row_is_good()) {
            rows.push_back(std::move(row));
        } else {
            ++skipped;
        }
    }
    return std::make_unique<OptOutImport>(names.front(), std::move(rows), skipped + table->skipped_rows(), options);
}

imports::Kind opt_out_import_kind() {
    std::vector<imports::Field> fields;
    for (const auto& column : columns) fields.push_back({std::string(column.name), column.need == imports::Column::Need::required, {}});
    return {.name = "directory-opt-outs",
            .summary = "Students whose families opted out of directory information: CSV with studentSourcedId or identifier, optOut, beginDate, endDate",
            .permission = may_import,
            .room = "roster.opt_out",
            .fields = std::move(fields),
            .read = read_opt_outs};
}

}  // namespace roster
