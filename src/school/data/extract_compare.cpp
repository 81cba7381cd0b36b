// Records that are kept, and files compared with each other.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "data/extract.h"

namespace data {

base::CellTable table_of(const ExtractDefinition& definition, const std::vector<ExtractRecord>& records) {
    using enum base::CellType;
    base::CellTable table{{{"school_number", text}, {"school_name", text}, {"set", text}, {"amount", integer}}, {}};
    for (const auto& category : definition.categories) table.columns.push_back({category.name, text});
    for (const auto& record : records) {
        std::vector<base::Cell> row{record.school_number, record.school_name, record.set, record.amount};
        for (const auto& code : record.codes) row.emplace_back(code);
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<ExtractRecord> records_of(const base::CellTable& table) {
    std::vector<ExtractRecord> records;
    for (const auto& row : table.rows) {
        ExtractRecord record{base::text_of(row.at(0)), base::text_of(row.at(1)), base::text_of(row.at(2)), {}, static_cast<std::int64_t>(base::number(row.at(3)).value_or(0))};
        for (std::size_t i = 4; i < row.size(); ++i) record.codes.push_back(base::text_of(row[i]));
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<RecordChange> difference(const std::vector<ExtractRecord>& before, const std::vector<ExtractRecord>& after) {
    std::map<std::tuple<std::string, std::string, std::vector<std::string>>, RecordChange> all;
    auto of = [&](const ExtractRecord& record) -> RecordChange& {
        auto& change = all[{record.school_number, record.set, record.codes}];
        change.record = record;
        return change;
    };
    for (const auto& record : before) of(record).before = record.amount;
    for (const auto& record : after) of(record).after = record.amount;
    std::vector<RecordChange> changes;
    for (auto& [key, change] : all) {
        if (change.before != change.after) changes.push_back(std::move(change));
    }
    return changes;
}

std::vector<RuleResult> changes_by_school(const ExtractDefinition& definition, const std::vector<ExtractRecord>& before, const std::vector<ExtractRecord>& after) {
    std::string total;
    for (const auto& set : definition.sets) {
        if (set.total) total = set.name;
    }
    struct Pair {
        std::string name;
        std::int64_t before = 0, after = 0;
    };
    std::map<std::string, Pair> schools;
    for (const auto& record : before) {
        if (record.set == total) schools[record.school_number] = {record.school_name, record.amount, 0};
    }
    for (const auto& record : after) {
        if (record.set != total) continue;
        auto& school = schools[record.school_number];
        school.name = record.school_name;
        school.after = record.amount;
    }
    std::vector<RuleResult> results;
    for (const auto& rule : definition.rules) {
        if (rule.check != RuleCheck::change) continue;
        for (const auto& [number, school] : schools) {
            const auto change = std::abs(school.after - school.before);
            if (change > rule.least && change * 100 > rule.share * school.before) results.push_back({rule.id, school.name, fmt::format("{} - {}", school.before, school.after), 1});
        }
    }
    return results;
}

}  // namespace data
