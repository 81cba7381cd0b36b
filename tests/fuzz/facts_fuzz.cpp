// Any bytes are rows of a template of student data, or problems with their place; what is packed can be read back and is what the fact can hold.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "data/fact_template.h"
#include "imports/package.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

namespace {
class InMemory : public imports::Package {
public:
    explicit InMemory(std::string bytes) : bytes_(std::move(bytes)) {}
    std::vector<std::string> names() const override { return {"facts.csv"}; }
    std::optional<std::string> read(std::string_view) const override { return bytes_; }

private:
    std::string bytes_;
};
}  // namespace

static void check_cell(const data::Field& field, const base::Cell& cell) {
    auto type = data::column_type_of(field.type);
    if (base::is_null(cell)) return require(field.column.need != imports::Column::Need::required);
    if (type == "BIGINT" && data::reference_of(field.type).empty()) return require(std::holds_alternative<std::int64_t>(cell));
    const auto& text = std::get<std::string>(cell);
    require(base::is_utf8(text));
    if (type == "DATE") require(base::parse_day(text).has_value());
}

static void read(const data::FactTemplate& made, std::string bytes) {
    imports::Report report;
    imports::Progress progress;
    base::RowPacker rows;
    std::int64_t taken = 0;
    auto skipped = data::read_template_rows(made, InMemory(std::move(bytes)), "facts.csv", {}, report, progress, [&](std::int64_t, bool) -> base::RowPacker& {
        ++taken;
        return rows;
    });
    require(skipped || report.errors() > 0);
    auto packed = rows.take();
    base::RowReader reader(packed);
    for (std::int64_t row = 0; row < taken; ++row) {
        for (const auto& field : made.fields) {
            if (!field.into.empty()) check_cell(field, reader.cell());
        }
    }
    require(reader.at_end());
    for (const auto& problem : report.problems()) require(!problem.code.empty() && !problem.expected.empty());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    for (const auto& made : data::fact_templates()) {
        auto header = data::empty_file(made);
        read(made, bytes);
        read(made, header + bytes);
    }
    return 0;
}
