// Definitions that ship, and what becomes of the warehouse's answer to one.
#include <algorithm>

#include <boost/json.hpp>

#include "data/data.h"
#include "data/extract_store.h"

namespace data {

namespace json = boost::json;

constexpr std::string_view folder = "data/extracts/", ending = ".toml";

std::string_view shipped_extract(std::string_view name) {
    for (const auto& file : embedded()) {
        if (file.path == std::string(folder) + std::string(name) + std::string(ending)) return file.bytes;
    }
    return {};
}

std::vector<ExtractDefinition> extracts() {
    std::vector<ExtractDefinition> all;
    for (const auto& file : embedded()) {
        if (file.path.starts_with(folder) && file.path.ends_with(ending)) all.push_back(trusted_extract(file.bytes));
    }
    std::ranges::sort(all, {}, [](const auto& one) { return one.head.name; });
    return all;
}

std::optional<ExtractDefinition> find_extract(std::string_view name) {
    const auto text = shipped_extract(name);
    if (text.empty()) return std::nullopt;
    return trusted_extract(text);
}

Kept finish_extract(const Run& run, const Answer& answer) {
    const auto definition = find_extract(run.subject);
    if (!definition || definition->head.statement != run.sql) throw Refused("extract.definition", run.subject, "The definition has changed since this was asked. Run it again.");
    if (answer.cut) throw Refused("extract.cut", run.subject, "There are more students than can be put into one file.");
    const auto made = extract(*definition, run.parameters, answer.table);
    json::array results;
    for (const auto& one : made.results) results.push_back(json::array{one.rule, one.subject, one.value, one.count});
    const json::object notes{{"version", definition->version}, {"students", made.students}, {"counted", made.counted}, {"results", std::move(results)}};
    return {table_of(*definition, made.records), json::serialize(notes)};
}

Found found_of(const Kept& kept) {
    const auto notes = json::parse(kept.notes);
    Found found;
    found.version = notes.at("version").as_string();
    found.students = notes.at("students").to_number<std::int64_t>();
    found.counted = notes.at("counted").to_number<std::int64_t>();
    found.records = records_of(kept.table);
    for (const auto& one : notes.at("results").as_array()) {
        found.results.push_back({std::string(one.at(0).as_string()), std::string(one.at(1).as_string()), std::string(one.at(2).as_string()), one.at(3).to_number<std::int64_t>()});
    }
    return found;
}

bool has_fatal(const ExtractDefinition& definition, const std::vector<RuleResult>& results) {
    return std::ranges::any_of(results, [&](const auto& one) {
        const auto* rule = definition.rule(one.rule);
        return !rule || rule->fatal;
    });
}

}  // namespace data
