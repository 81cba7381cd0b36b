#include "data/face.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "data/chart.h"
#include "data/disclosure.h"

namespace data {

namespace json = boost::json;

namespace {

/// Says things in one language.
struct Speaker {
    const html::Messages& messages;
    html::Language language;
    std::string operator()(std::string_view key, std::initializer_list<html::Argument> arguments = {}) const {
        return messages.text(language, "data.report." + std::string(key), arguments);
    }
};

}  // namespace

std::string words_of_choice(const html::Messages& messages, html::Language language, const std::string& choice) {
    return messages.find(language, "data.report.choice." + choice).value_or(choice);
}

static std::string words_of_parameter(const ReportParameter& parameter, const base::Cell& value, const Speaker& say) {
    if (base::is_null(value)) return say(parameter.name == "school_year" ? "newest_year" : "not_chosen");
    if (parameter.type == ParameterType::flag) return say(base::number(value).value_or(0) != 0 ? "yes" : "no");
    const auto text = base::text_of(value);
    return parameter.type == ParameterType::choice ? words_of_choice(say.messages, say.language, text) : text;
}

static std::string tens(const json::value& value, const Speaker& say) {
    const auto count = value.to_number<std::int64_t>();
    return count < 10 ? say("fewer_than_ten") : std::to_string(count);
}

static std::string decimal(const json::value& value) { return fmt::format("{:.2f}", value.to_number<double>()); }

static std::string coefficient(std::string_view key, const json::object& one, const Speaker& say) {
    const std::string prefix = "correlation." + std::string(key);
    if (const auto* why = one.if_contains("why")) return say(prefix + "_none", {{"why", say("correlation.why_" + std::string(why->as_string()))}});
    const bool far = one.contains("far") && one.at("far").as_bool();
    return say(prefix, {{"r", far ? say(one.at("r").to_number<double>() > 0 ? "correlation.above" : "correlation.below") : decimal(one.at("r"))}, {"low", decimal(one.at("low"))}, {"high", decimal(one.at("high"))}, {"used", tens(one.at("used"), say)}});
}

/// What the coefficient says in words; that it is near zero is said when its interval holds zero.
static std::string meaning(const json::object& all, const Speaker& say) {
    if (all.contains("why")) return {};
    if (all.at("high").to_number<double>() < 0) return say("correlation.falls");
    return say(all.at("low").to_number<double>() > 0 ? "correlation.rises" : "correlation.unclear");
}

static std::vector<std::string> statements_of(const json::object& notes, const Speaker& say) {
    std::vector<std::string> statements;
    const auto* found = notes.if_contains("correlation");
    if (!found) return statements;
    const auto& correlation = found->as_object();
    if (auto words = meaning(correlation.at("all").as_object(), say); !words.empty()) statements.push_back(std::move(words));
    for (auto key : {"all", "within", "rank"}) statements.push_back(coefficient(key, correlation.at(key).as_object(), say));
    statements.push_back(say("correlation.missing", {{"all", tens(correlation.at("rows"), say)}, {"x", tens(correlation.at("missing_x"), say)}, {"y", tens(correlation.at("missing_y"), say)}}));
    return statements;
}

static std::vector<std::string> notes_of(const ReportFile& file, const ShownTable& table, const json::object& notes, const Speaker& say) {
    std::vector<std::string> all;
    if (table.withheld > 0) {
        all.push_back(say("withheld", {{"n", std::to_string(table.withheld)}, {"symbol", std::string(withheld_symbol)}, {"minimum", std::to_string(file.privacy.minimum)}}));
    } else if (!file.privacy.none && !table.rows.empty()) {
        all.push_back(say("nothing_withheld", {{"minimum", std::to_string(file.privacy.minimum)}}));
    }
    if (!file.privacy.part.empty() && !table.rows.empty()) all.push_back(say("shares_are_rounded"));
    if (table.missing > 0) all.push_back(say("missing", {{"n", std::to_string(table.missing)}}));
    if (notes.contains("cut")) all.push_back(say("cut"));
    return all;
}

static json::object notes_json(const Kept& kept) {
    boost::system::error_code error;
    auto value = json::parse(kept.notes, error);
    return error || !value.is_object() ? json::object() : value.get_object();
}

Face face_of(const ReportFile& file, const Run& run, const Kept& kept, const html::Messages& messages, html::Language language, const Filters& filters) {
    const Speaker say{messages, language};
    Face face;
    face.title = file.title.in(language);
    face.about = file.about.in(language);
    face.source = file.source.in(language);
    face.limits = file.limits.in(language);
    const auto notes = notes_json(kept);
    const auto resolved = notes.contains("resolved") ? notes.at("resolved").as_object() : json::object();
    for (const auto& parameter : file.parameters) {
        const auto value = std::ranges::find(run.parameters, parameter.name, &Parameters::value_type::first);
        if (value == run.parameters.end()) continue;
        const auto* found = resolved.if_contains(parameter.name);
        face.parameters.emplace_back(parameter.label.in(language), base::is_null(value->second) && found ? std::string(found->as_string()) : words_of_parameter(parameter, value->second, say));
    }
    face.as_of = run.as_of;
    face.table = shown_table(file, kept.table, messages, language);
    for (const auto& [name, value] : filters) {
        const auto column = face.table.column(name);
        if (!column) continue;
        std::string words = value;
        for (const auto& row : face.table.rows) {
            if (base::text_of(row.cells[*column].value) == value) words = row.cells[*column].text;
        }
        keep_only(face.table, *column, value);
        face.parameters.emplace_back(say("only", {{"column", face.table.columns[*column].label}}), words);
    }
    face.sentence = sentence_of(file, face.table, messages, language);
    if (auto chart = chart_of(file, face.table)) face.chart = json::serialize(*chart);
    face.statements = statements_of(notes, say);
    face.notes = notes_of(file, face.table, notes, say);
    return face;
}

files::Sheet sheet_of(const Face& face, const html::Messages& messages, html::Language language) {
    const Speaker say{messages, language};
    files::Sheet sheet;
    sheet.title = face.title;
    sheet.facts = face.parameters;
    sheet.facts.emplace_back(say("as_of"), face.as_of ? base::to_iso(*face.as_of).substr(0, 16) + "Z" : say("unknown"));
    sheet.facts.emplace_back(say("source"), face.source);
    if (face.sentence) sheet.facts.emplace_back(say("says"), *face.sentence);
    sheet.notes = face.statements;
    sheet.notes.insert(sheet.notes.end(), face.notes.begin(), face.notes.end());
    if (!face.limits.empty()) sheet.notes.push_back(face.limits);
    for (const auto& column : face.table.columns) {
        sheet.table.columns.push_back({column.name, column.type});
        sheet.labels.push_back(column.label_with_unit());
        sheet.percents.push_back(column.format == ColumnFormat::percent);
        sheet.decimals.push_back(column.number() ? column.decimals : -1);
    }
    for (const auto& row : face.table.rows) {
        std::vector<base::Cell> cells;
        std::vector<std::string> words;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const auto& cell = row.cells[i];
            // "≤5 %" is a bound and no number; a number by itself would say more than the table does.
            const bool bound = face.table.columns[i].format == ColumnFormat::percent && !cell.text.empty() && (cell.text[0] < '0' || cell.text[0] > '9');
            const bool told = cell.withheld || bound || std::holds_alternative<std::string>(cell.value) || (row.total && base::is_null(cell.value));
            const bool day = face.table.columns[i].type == base::CellType::day && std::holds_alternative<std::string>(cell.value);
            words.push_back(told && !day ? cell.text : std::string());
            cells.push_back(cell.value);
        }
        sheet.table.rows.push_back(std::move(cells));
        sheet.words.push_back(std::move(words));
    }
    return sheet;
}

}  // namespace data
