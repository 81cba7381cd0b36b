// Import "class-links": which page belongs to which class, a row each.
#include <unordered_set>

#include "imports/table.h"
#include "site/class_row.h"

namespace site {

namespace {

struct Row {
    std::string sourced_id, code, url, provider;
    std::int64_t line = 0;
};

enum { sourced_id = 0, code, url, provider };
constexpr imports::Column columns[] = {
    {"classSourcedId", imports::Column::Need::optional, "sourcedId|sectionId"},
    {"classCode", imports::Column::Need::optional, "code"},
    {"url", imports::Column::Need::required, "link|address"},
    {"provider", imports::Column::Need::optional, "platform"}};

class LinkImport : public imports::Staged {
public:
    LinkImport(std::string file, std::vector<Row> rows, std::int64_t skipped, const imports::Options& options)
        : file_(std::move(file)), rows_(std::move(rows)), skipped_(skipped), options_(options) {}

    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override {
        by_id_ = {};
        by_code_ = {};
        roster::each_class_name(db, options_.source, [&](const roster::Name& name) { by_id_.add(name); });
        each_class_code(db, [&](const roster::Name& name) { by_code_.add(name); });
        const auto known = known_links(db);
        imports::Change change{.record = "class_links", .skipped = skipped_, .active_before = static_cast<std::int64_t>(known.size())};
        set_.clear();
        std::unordered_set<std::int64_t> seen;
        for (const auto& row : rows_) {
            auto id = find(row, report);
            if (id > 0 && !seen.insert(id).second) {
                report.error("reference.duplicate_record", place(row), called(row).first, called(row).second, "each class once");
                id = 0;
            }
            if (id <= 0) {
                ++change.skipped;
                continue;
            }
            auto before = known.find(id);
            const bool same = before != known.end() && before->second == KnownLink{row.url, row.provider};
            ++(same ? change.unchanged : before == known.end() ? change.created : change.updated);
            if (!same) set_.emplace_back(roster::ClassId{id}, NewLink{row.url, row.provider, "import"});
        }
        return {change};
    }

    void apply(db::Write& db, const auth::Viewer& viewer) override {
        for (const auto& [id, link] : set_) set_link(db, viewer, options_.now, id, link);
    }

private:
    imports::Place place(const Row& row) const { return {file_, row.line}; }
    static std::pair<std::string_view, std::string_view> called(const Row& row) {
        if (!row.sourced_id.empty()) return {"classSourcedId", row.sourced_id};
        return {"classCode", row.code};
    }

    std::int64_t find(const Row& row, imports::Report& report) const {
        auto [column, text] = called(row);
        auto id = row.sourced_id.empty() ? by_code_.find(text) : by_id_.find(text);
        if (id == 0) report.error("reference.missing_target_record", place(row), column, text, "the id or code of a class of the roster");
        if (id < 0) report.error("reference.ambiguous", place(row), column, text, "an id or code that only one class has");
        return id;
    }

    std::string file_;
    std::vector<Row> rows_;
    std::int64_t skipped_;
    imports::Options options_;
    roster::NameIndex by_id_, by_code_;
    std::vector<std::pair<roster::ClassId, NewLink>> set_;
};

}  // namespace

static Row read_row(imports::Table& table) {
    Row row{std::string(table.text(sourced_id)), std::string(table.text(code)), "", std::string(table.text(provider)), table.row()};
    if (row.sourced_id.empty() && row.code.empty()) table.refuse("row.missing_required_value", sourced_id, "the class's id, or its code under classCode");
    row.url = table.require(url);
    if (!row.url.empty() && !problem_with_link(row.url).empty()) table.refuse("row.invalid_url", url, "a whole address such as https://lms.example.org/course/7");
    return row;
}

static std::unique_ptr<imports::Staged> read_links(const imports::Package& package, const imports::Options& options, imports::Report& report, imports::Progress& progress) {
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
    return std::make_unique<LinkImport>(names.front(), std::move(rows), skipped + table->skipped_rows(), options);
}

imports::Kind class_link_import_kind() {
    std::vector<imports::Field> fields;
    for (const auto& column : columns) fields.push_back({std::string(column.name), column.need == imports::Column::Need::required, {}});
    return {.name = "class-links",
            .summary = "Pages of classes on the learning platform: CSV with classSourcedId or classCode, url, provider",
            .permission = may_link_classes,
            .room = "site.link",
            .fields = std::move(fields),
            .read = read_links};
}

}  // namespace site
