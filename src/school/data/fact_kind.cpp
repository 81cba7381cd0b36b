#include <vector>

#include "data/data.h"
#include "data/fact_import.h"
#include "data/fact_template.h"

namespace data {

static StagedFact staged_of(const FactTemplate& made, std::string file) {
    StagedFact fact{.fact = std::string(made.fact), .columns = {}, .key = {made.key.begin(), made.key.end()}, .file = std::move(file)};
    for (const auto& field : made.fields) {
        if (field.into.empty()) continue;
        fact.columns.push_back({std::string(field.into), std::string(column_type_of(field.type)), std::string(reference_of(field.type)), std::string(field.column.name)});
    }
    return fact;
}

static std::unique_ptr<imports::Staged> read_template(const FactTemplate& made, const imports::Package& package, const imports::Options& options,
                                                      imports::Report& report, imports::Progress& progress) {
    auto names = package.names();
    if (names.size() != 1) {
        report.error("package.one_file_expected", {}, "", std::to_string(names.size()), "one CSV file");
        return nullptr;
    }
    auto import = std::make_unique<FactImport>(std::string(made.kind), std::vector{staged_of(made, names.front())}, options, progress);
    import->begin_rows(0);
    auto skipped = read_template_rows(made, package, names.front(), options, report, progress,
                                      [&](std::int64_t line, bool ends) -> base::RowPacker& { return import->row(line, ends); });
    import->end_rows();
    if (!skipped) return nullptr;
    import->fact(0).skipped = *skipped;
    return import;
}

imports::Kind template_kind(std::string_view kind) {
    const auto& made = *find_template(kind);
    std::vector<imports::Field> fields;
    for (const auto& field : made.fields) fields.push_back({std::string(field.column.name), field.column.need == imports::Column::Need::required, {}});
    return {.name = std::string(kind),
            .summary = std::string(made.summary),
            .permission = may_import,
            .room = "data.batch." + std::string(made.fact),
            .fields = std::move(fields),
            .read = [&made](const imports::Package& package, const imports::Options& options, imports::Report& report, imports::Progress& progress) {
                return read_template(made, package, options, report, progress);
            }};
}

}  // namespace data
