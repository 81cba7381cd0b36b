// From a population to records.
#include "data/extract.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace data {

static constexpr std::string_view format_words[] = {"csv", "tab", "fixed"};
static constexpr std::string_view check_words[] = {"length", "characters", "digits", "codes", "school_number", "school_number_twice", "student_twice", "totals", "second_count",
                                                   "empty", "effective", "calendar", "attendance", "missing", "change"};
static constexpr std::string_view level_words[] = {"field", "row", "file"};

std::string_view word(ExtractFormat format) { return format_words[static_cast<std::size_t>(format)]; }
std::string_view word(RuleCheck check) { return check_words[static_cast<std::size_t>(check)]; }
std::string_view word(RuleLevel level) { return level_words[static_cast<std::size_t>(level)]; }

std::optional<ExtractFormat> parse_extract_format(std::string_view text) {
    for (auto format : extract_formats) {
        if (word(format) == text) return format;
    }
    return std::nullopt;
}

std::string_view extension_of(ExtractFormat format) { return format == ExtractFormat::fixed ? "txt" : word(format); }

const ExtractRule* ExtractDefinition::rule(std::string_view id) const {
    const auto found = std::ranges::find(rules, id, &ExtractRule::id);
    return found == rules.end() ? nullptr : &*found;
}

Parameters bind_extract(const ExtractDefinition& definition, const std::vector<std::pair<std::string, std::string>>& chosen) {
    auto trimmed = chosen;
    for (auto& [name, value] : trimmed) value = std::string(base::trim(value));
    auto values = bind_parameters(definition.head, trimmed);
    for (const auto& [name, value] : values) {
        if (base::text_of(value).empty()) throw base::Invalid(name, "data.extract.problem.needed");
        if (name == definition.period && (base::number(value) < 1990 || base::number(value) > 2200)) throw base::Invalid(name, "data.extract.problem.year");
    }
    return values;
}

std::int64_t period_of(const ExtractDefinition& definition, const Parameters& parameters) {
    for (const auto& [name, value] : parameters) {
        if (name == definition.period) return static_cast<std::int64_t>(base::number(value).value_or(0));
    }
    return 0;
}

namespace {

/// One row of the population.
struct Person {
    std::string school_number, school_name, school, student;
    bool has_calendar = false, has_attendance = false, counted = false;
    std::vector<std::string> codes, raw;
};

class Population {
public:
    Population(const ExtractDefinition& definition, const base::CellTable& table) : definition_(definition), table_(table) {
        for (auto name : {"school_number", "school_name", "school_id", "student_id", "has_calendar", "has_attendance", "counted"}) known_.push_back(needed(name));
        for (const auto& category : definition.categories) categories_.push_back(needed(category.name));
    }
    Person person(const std::vector<base::Cell>& row) const {
        auto text = [&](std::size_t at) { return base::text_of(row[known_[at]]); };
        auto flag = [&](std::size_t at) { return base::number(row[known_[at]]).value_or(0) != 0; };
        Person one{text(0), text(1), text(2), text(3), flag(4), flag(5), flag(6), {}, {}};
        for (std::size_t i = 0; i < categories_.size(); ++i) {
            one.raw.push_back(base::text_of(row[categories_[i]]));
            one.codes.push_back(code(definition_.categories[i], one.raw.back()));
        }
        return one;
    }
    /// What is not known becomes what is missing; check_codes tells of it.
    static std::string code(const ExtractCategory& category, const std::string& raw) {
        const auto value = std::ranges::find(category.values, raw, &std::pair<std::string, std::string>::first);
        if (value != category.values.end()) return value->second;
        return std::ranges::find(category.codes, raw) != category.codes.end() ? raw : category.missing;
    }
    static bool knows(const ExtractCategory& category, const std::string& raw) {
        return raw.empty() || std::ranges::find(category.codes, raw) != category.codes.end() ||
               std::ranges::find(category.values, raw, &std::pair<std::string, std::string>::first) != category.values.end();
    }

private:
    std::size_t needed(const std::string& name) const {
        if (auto at = table_.column(name)) return *at;
        throw Refused("extract.columns", name, "The population of the extract does not answer with a column " + name + ".");
    }
    const ExtractDefinition& definition_;
    const base::CellTable& table_;
    std::vector<std::size_t> known_, categories_;
};

/// Puts results together: each rule with each subject once, with how often.
class Findings {
public:
    explicit Findings(const ExtractDefinition& definition) : definition_(definition) {}
    void add(RuleCheck check, const std::string& subject, const std::string& value = {}, std::int64_t count = 1) {
        found_[{static_cast<std::size_t>(check), subject, value}] += count;
    }
    std::vector<RuleResult> results() const {
        std::vector<RuleResult> all;
        for (const auto& rule : definition_.rules) {
            for (const auto& [key, count] : found_) {
                const auto& [check, subject, value] = key;
                if (check == static_cast<std::size_t>(rule.check)) all.push_back({rule.id, subject, value, count});
            }
        }
        return all;
    }

private:
    const ExtractDefinition& definition_;
    std::map<std::tuple<std::size_t, std::string, std::string>, std::int64_t> found_;
};

/// Where a code stands in the order of its category; nothing comes first.
std::size_t rank(const ExtractCategory& category, const std::string& code) {
    return code.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::find(category.codes, code) - category.codes.begin());
}

struct School {
    std::string number, name;
    bool has_calendar = true, has_attendance = true;
    std::vector<std::map<std::vector<std::size_t>, ExtractRecord>> sets;
};

}  // namespace

static void check_school(const School& school, Findings& found) {
    const auto& called = school.name.empty() ? school.number : school.name;
    if (base::trim(school.number).empty()) found.add(RuleCheck::school_number, called);
    if (!school.has_calendar) found.add(RuleCheck::calendar, called);
    if (!school.has_attendance) found.add(RuleCheck::attendance, called);
}

/// Sets that leave nobody out add up to the school's total, the others to no more.
static void check_totals(const ExtractDefinition& definition, const School& school, Findings& found) {
    auto sum = [&](std::size_t set) {
        std::int64_t all = 0;
        for (const auto& [key, record] : school.sets[set]) all += record.amount;
        return all;
    };
    std::int64_t total = 0;
    for (std::size_t i = 0; i < definition.sets.size(); ++i) {
        if (definition.sets[i].total) total = sum(i);
    }
    for (std::size_t i = 0; i < definition.sets.size(); ++i) {
        const bool whole = std::ranges::none_of(definition.sets[i].by, [&](std::size_t at) { return definition.categories[at].missing.empty(); });
        const auto all = sum(i);
        if (whole ? all != total : all > total) found.add(RuleCheck::totals, definition.sets[i].name + ", " + school.name, fmt::format("{} / {}", all, total));
    }
}

static void count(const ExtractDefinition& definition, const Person& one, School& school) {
    for (std::size_t i = 0; i < definition.sets.size(); ++i) {
        const auto& set = definition.sets[i];
        if (std::ranges::any_of(set.by, [&](std::size_t at) { return one.codes[at].empty(); })) continue;
        std::vector<std::size_t> key;
        ExtractRecord record{school.number, school.name, set.name, std::vector<std::string>(definition.categories.size()), 0};
        for (auto at : set.by) {
            key.push_back(rank(definition.categories[at], one.codes[at]));
            record.codes[at] = one.codes[at];
        }
        ++school.sets[i].emplace(std::move(key), std::move(record)).first->second.amount;
    }
}

Extracted extract(const ExtractDefinition& definition, const Parameters& parameters, const base::CellTable& table) {
    const Population population(definition, table);
    Findings found(definition);
    Extracted made;
    std::map<std::pair<std::string, std::string>, School> schools;  // by number and id, so that two of one number stay apart
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& row : table.rows) {
        const auto one = population.person(row);
        auto& school = schools[{one.school_number, one.school}];
        school = {one.school_number, one.school_name, one.has_calendar, one.has_attendance, std::move(school.sets)};
        school.sets.resize(definition.sets.size());
        ++made.students;
        if (!seen.emplace(one.school, one.student).second) found.add(RuleCheck::student_twice, one.school_name);
        if (!one.counted) continue;
        ++made.counted;
        for (std::size_t i = 0; i < definition.categories.size(); ++i) {
            const auto& category = definition.categories[i];
            if (!Population::knows(category, one.raw[i])) found.add(RuleCheck::codes, category.name, one.raw[i]);
            if (!category.missing.empty() && one.codes[i] == category.missing) found.add(RuleCheck::missing, category.name);
        }
        count(definition, one, school);
    }
    std::string before;
    for (const auto& [key, school] : schools) {
        check_school(school, found);
        check_totals(definition, school, found);
        if (!key.first.empty() && key.first == before) found.add(RuleCheck::school_number_twice, school.name, key.first);
        before = key.first;
        for (const auto& set : school.sets) {
            for (const auto& [codes, record] : set) made.records.push_back(record);
        }
    }
    if (made.records.empty()) found.add(RuleCheck::empty, "");
    const auto year = period_of(definition, parameters);
    const auto first = fmt::format("{}-07-01", year - 1), last = fmt::format("{}-06-30", year);
    if ((!definition.effective_from.empty() && first < definition.effective_from) || (!definition.effective_until.empty() && last > definition.effective_until)) {
        found.add(RuleCheck::effective, std::to_string(year), definition.layout);
    }
    made.results = found.results();
    for (auto& result : check_fields(definition, parameters, made.records)) made.results.push_back(std::move(result));
    for (auto& result : count_again(definition, table, bytes_of(definition, parameters, made.records, ExtractFormat::fixed))) made.results.push_back(std::move(result));
    return made;
}

}  // namespace data
