// From records to bytes, and what is checked of the bytes.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "data/extract.h"

namespace data {

constexpr std::string_view line_end = "\r\n";

static std::string filled(const ExtractDefinition& definition, const Parameters& parameters, std::string_view text, ExtractFormat format) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        made += text.substr(at, open == std::string_view::npos ? open : open - at);
        if (open == std::string_view::npos) break;
        const auto close = text.find('}', open);
        const auto name = text.substr(open + 1, close - open - 1);
        if (name == "extension") made += extension_of(format);
        else if (name == "version") made += definition.version;
        else if (name == "year_before") made += std::to_string(period_of(definition, parameters) - 1);
        for (const auto& [parameter, value] : parameters) {
            if (parameter == name) made += base::text_of(value);
        }
        at = close + 1;
    }
    return made;
}

namespace {

/// Values of one line, without padding.
class Line {
public:
    Line(const ExtractDefinition& definition, const Parameters& parameters, ExtractFormat format, std::size_t count)
        : definition_(definition), parameters_(parameters), format_(format), count_(count) {}

    std::string value(const ExtractField& field, const ExtractRecord* record, std::size_t number) const {
        using enum ExtractField::From;
        switch (field.from) {
            case text: return filled(definition_, parameters_, field.text, format_);
            case row_number: return std::to_string(number);
            case record_count: return std::to_string(count_);
            case blank: return {};
            case category: return record ? record->codes.at(field.category) : std::string();
            case amount: return record ? std::to_string(record->amount) : std::string();
            case total_indicator: return record ? (is_total(*record) ? "Y" : "N") : "";
            case school_number: return record ? record->school_number : std::string();
        }
        return {};
    }

private:
    bool is_total(const ExtractRecord& record) const {
        return std::ranges::any_of(definition_.sets, [&](const auto& set) { return set.total && set.name == record.set; });
    }
    const ExtractDefinition& definition_;
    const Parameters& parameters_;
    ExtractFormat format_;
    std::size_t count_;
};

}  // namespace

/// A value that is too long is cut, so that positions hold; the rule of lengths makes such a file one that is not filed.
static std::string padded(const ExtractField& field, std::string_view value) {
    const auto length = static_cast<std::size_t>(field.length);
    std::string text(value.substr(0, length));
    if (field.zeros) return std::string(length - text.size(), '0') + text;
    text.resize(length, ' ');
    return text;
}

static std::string csv_quoted(std::string_view value) {
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
    std::string text = "\"";
    for (char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

static void append(std::string& bytes, const std::vector<ExtractField>& fields, ExtractFormat format, const Line& line, const ExtractRecord* record, std::size_t number) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto value = line.value(fields[i], record, number);
        if (format != ExtractFormat::fixed && i > 0) bytes += format == ExtractFormat::csv ? ',' : '\t';
        bytes += format == ExtractFormat::fixed ? padded(fields[i], value) : format == ExtractFormat::csv ? csv_quoted(value) : value;
    }
    bytes += line_end;
}

std::string bytes_of(const ExtractDefinition& definition, const Parameters& parameters, const std::vector<ExtractRecord>& records, ExtractFormat format) {
    const Line line(definition, parameters, format, records.size());
    std::string bytes;
    append(bytes, definition.header, format, line, nullptr, 0);
    for (std::size_t i = 0; i < records.size(); ++i) append(bytes, definition.record, format, line, &records[i], i + 1);
    return bytes;
}

std::vector<RuleResult> check_fields(const ExtractDefinition& definition, const Parameters& parameters, const std::vector<ExtractRecord>& records) {
    const Line line(definition, parameters, ExtractFormat::fixed, records.size());
    std::map<std::pair<RuleCheck, std::pair<std::string, std::string>>, std::int64_t> found;
    auto check = [&](const std::vector<ExtractField>& fields, const ExtractRecord* record, std::size_t number) {
        for (const auto& field : fields) {
            const auto value = line.value(field, record, number);
            auto add = [&](RuleCheck rule) { ++found[{rule, {field.name, value}}]; };
            if (value.size() > static_cast<std::size_t>(field.length)) add(RuleCheck::length);
            if (std::ranges::any_of(value, [](char c) { return c < ' ' || c > '~'; })) add(RuleCheck::characters);
            const bool digits = value.size() == static_cast<std::size_t>(field.digits) && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
            if (field.digits > 0 && !digits) add(RuleCheck::digits);
        }
    };
    check(definition.header, nullptr, 0);
    for (std::size_t i = 0; i < records.size(); ++i) check(definition.record, &records[i], i + 1);
    std::vector<RuleResult> results;
    for (const auto& rule : definition.rules) {
        for (const auto& [key, count] : found) {
            if (key.first == rule.check) results.push_back({rule.id, key.second.first, key.second.second, count});
        }
    }
    return results;
}

/// What a record says, read out of its bytes: the school and all codes, as one text.
static std::map<std::string, std::int64_t> read_back(const ExtractDefinition& definition, std::string_view fixed) {
    std::map<std::string, std::int64_t> amounts;
    auto next_line = [&] {
        const auto end = fixed.find(line_end);
        const auto line = fixed.substr(0, end);
        fixed.remove_prefix(std::min(fixed.size(), line.size() + line_end.size()));
        return line;
    };
    next_line();  // the header
    while (!fixed.empty()) {
        const auto line = next_line();
        std::string key;
        std::int64_t amount = 0;
        std::vector<std::string> codes(definition.categories.size());
        for (const auto& field : definition.record) {
            const auto at = static_cast<std::size_t>(field.start - 1);
            const auto text = at < line.size() ? base::trim(line.substr(at, static_cast<std::size_t>(field.length))) : std::string_view();
            if (field.from == ExtractField::From::school_number) key = text;
            if (field.from == ExtractField::From::category) codes[field.category] = text;
            if (field.from == ExtractField::From::amount) amount = base::parse_integer(text).value_or(-1);
        }
        amounts[key + "|" + base::join(codes, "|")] += amount;
    }
    return amounts;
}

std::vector<RuleResult> count_again(const ExtractDefinition& definition, const base::CellTable& population, std::string_view fixed) {
    // For each counted student and set one text; equal texts are counted after sorting. Nothing here is shared with extract().
    std::vector<std::string> texts;
    const auto counted = population.column("counted").value(), number = population.column("school_number").value();
    for (const auto& row : population.rows) {
        if (base::number(row[counted]).value_or(0) == 0) continue;
        for (const auto& set : definition.sets) {
            std::vector<std::string> codes(definition.categories.size());
            bool in = true;
            for (auto at : set.by) {
                const auto& category = definition.categories[at];
                auto code = base::text_of(row[population.column(category.name).value()]);
                for (const auto& [value, meaning] : category.values) {
                    if (value == code) {
                        code = meaning;
                        break;
                    }
                }
                if (std::ranges::find(category.codes, code) == category.codes.end()) code = category.missing;
                in = in && !code.empty();
                codes[at] = code;
            }
            if (in) texts.push_back(std::string(base::trim(base::text_of(row[number]))) + "|" + base::join(codes, "|"));
        }
    }
    std::ranges::sort(texts);
    auto written = read_back(definition, fixed);
    std::vector<std::string> wrong;
    for (std::size_t begin = 0, end = 0; begin < texts.size(); begin = end) {
        while (end < texts.size() && texts[end] == texts[begin]) ++end;
        const auto found = written.find(texts[begin]);
        if (found == written.end() || found->second != static_cast<std::int64_t>(end - begin)) wrong.push_back(texts[begin]);
        if (found != written.end()) written.erase(found);
    }
    for (const auto& [text, amount] : written) wrong.push_back(text);
    std::vector<RuleResult> results;
    for (const auto& rule : definition.rules) {
        if (rule.check != RuleCheck::second_count) continue;
        for (const auto& text : wrong) results.push_back({rule.id, text, "", 1});
    }
    return results;
}

}  // namespace data
