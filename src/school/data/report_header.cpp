#include "data/report_header.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "data/header_part.h"

namespace data {

/// A value in TOML as the text that a person would have typed.
static std::string typed_of(const toml::node& node) {
    if (auto text = node.as_string()) return text->get();
    if (auto integer = node.as_integer()) return std::to_string(integer->get());
    if (auto real = node.as_floating_point()) return fmt::format("{}", real->get());
    if (auto flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (auto day = node.as_date()) return fmt::format("{:04}-{:02}-{:02}", day->get().year, day->get().month, day->get().day);
    return "\x01";
}

void read_parameter(HeaderPart part, ReportFile& file) {
    ReportParameter parameter;
    parameter.name = part.text("name", true);
    if (!parameter.name.empty() && !is_name(parameter.name, "_")) part.problem("name", "name");
    using enum ParameterType;
    parameter.type = part.choice<ParameterType>("type", {{"text", text}, {"integer", integer}, {"real", real}, {"date", date}, {"flag", flag}, {"choice", choice}}, true);
    parameter.label = part.words("label", true);
    parameter.choices = part.texts("choices");
    if ((parameter.type == choice) == parameter.choices.empty()) part.problem("choices", "choices");
    if (const toml::node* preset = part.take("default")) {
        if (auto value = read_value(parameter, typed_of(*preset))) parameter.preset = *value;
        else part.problem("default", "value", std::string(word(parameter.type)));
    }
    if (std::ranges::any_of(file.parameters, [&](const auto& other) { return other.name == parameter.name; })) part.problem("name", "twice", parameter.name);
    part.finish();
    file.parameters.push_back(std::move(parameter));
}

static void read_column(HeaderPart part, std::string name, ReportFile& file) {
    ReportColumn column{.name = std::move(name), .label = part.words("label", true), .format = ColumnFormat::automatic, .decimals = -1, .spanish = {}, .values = {}};
    using enum ColumnFormat;
    column.format = part.choice<ColumnFormat>("format", {{"automatic", automatic}, {"text", text}, {"code", code}, {"integer", integer}, {"decimal", decimal}, {"percent", percent}, {"date", date}});
    column.spanish = part.text("spanish");
    column.decimals = static_cast<int>(part.integer("decimals", -1, 0, 6));
    if (const toml::node* values = part.take("values")) {
        const toml::table* table = values->as_table();
        if (!table) part.problem("values", "part");
        else {
            std::vector<std::tuple<toml::source_index, toml::source_index, std::string>> written;  // the table itself is in order of its keys
            for (const auto& [code_word, node] : *table) written.emplace_back(node.source().begin.line, node.source().begin.column, code_word.str());
            std::ranges::sort(written);
            for (const auto& [line, place, code_word] : written) {
                const toml::node& node = *table->get(code_word);
                const toml::array* pair = node.as_array();
                if (!pair || pair->empty() || pair->size() > 2 || !pair->front().is_string() || !pair->back().is_string()) {
                    part.problem("values", "pair", code_word);
                    continue;
                }
                column.values.emplace_back(code_word, Words{pair->front().as_string()->get(), pair->back().as_string()->get()});
            }
        }
    }
    part.finish();
    file.columns.push_back(std::move(column));
}

static void read_privacy(HeaderPart part, ReportPrivacy& privacy) {
    privacy.none = part.flag("none", false);
    privacy.by = part.texts("by");
    privacy.count = part.text("count");
    privacy.part = part.text("part");
    privacy.minimum = static_cast<int>(part.integer("minimum", usual_minimum, least_minimum, most_minimum));
    privacy.totals = part.flag("totals", true);
    privacy.part_counts = part.flag("part_counts", false);
    part.finish();
}

static void read_finish(HeaderPart part, ReportFinish& finish) {
    finish.step = part.choice<FinishStep>("step", {{"none", FinishStep::none}, {"correlation", FinishStep::correlation}, {"poisson_rate", FinishStep::poisson_rate}}, true);
    const bool correlation = finish.step == FinishStep::correlation, rate = finish.step == FinishStep::poisson_rate;
    finish.x = part.text("x", correlation);
    finish.y = part.text("y", correlation);
    finish.within = part.text("within", correlation);
    finish.events = part.text("events", rate);
    finish.exposure = part.text("exposure", rate);
    part.finish();
}

static void read_chart(HeaderPart part, std::optional<ReportChart>& chart) {
    using enum ReportChart::Mark;
    chart.emplace();
    chart->mark = part.choice<ReportChart::Mark>("mark", {{"bar", bar}, {"line", line}, {"point", point}, {"heat", heat}}, true);
    chart->x = part.text("x", true);
    chart->y = part.text("y", true);
    chart->series = part.text("series", chart->mark == heat);
    chart->sort = part.choice<std::string>("sort", {{"", ""}, {"x", "x"}, {"y", "y"}, {"-y", "-y"}});
    part.finish();
}

static void read_sentence(HeaderPart part, std::optional<ReportSentence>& sentence) {
    sentence = ReportSentence{{part.text("en", true), part.text("es")}, part.text("by")};
    part.finish();
}

void read_report_header(std::string_view toml, int first_line, ReadReport& into) {
    toml::table table;
    try {
        table = toml::parse(toml);
    } catch (const toml::parse_error& error) {
        into.problems.push_back({first_line + static_cast<int>(error.source().begin.line) - 1, "header", "toml", std::string(error.description())});
        return;
    }
    ReportFile& file = into.file;
    HeaderPart top(table, "", first_line, into.problems);
    file.name = top.text("name", true);
    if (!file.name.empty() && !is_name(file.name, "-")) top.problem("name", "name");
    file.title = top.words("title", true);
    file.about = top.words("about");
    file.source = top.words("source", true);
    file.limits = top.words("limits");
    file.tier = top.choice<Tier>("tier", {{"operations", Tier::operations}, {"directory", Tier::directory}, {"students", Tier::students}, {"sensitive", Tier::sensitive}}, true);
    if (file.title.en.size() > 200 || file.title.es.size() > 200) top.problem("title", "long", "200");

    auto part = [&](std::string_view key, const std::function<void(HeaderPart)>& read) {
        const toml::node* node = top.take(key);
        if (!node) return;
        if (const toml::table* inner = node->as_table()) read(top.inner(*inner, key));
        else top.problem(key, "part");
    };
    if (const toml::node* list = top.take("parameter")) {
        const toml::array* all = list->as_array();
        if (!all) top.problem("parameter", "parts");
        else {
            for (const toml::node& one : *all) {
                if (const toml::table* inner = one.as_table()) read_parameter(top.inner(*inner, "parameter"), file);
                else top.problem("parameter", "parts");
            }
        }
    }
    part("chart", [&](HeaderPart inner) { read_chart(std::move(inner), file.chart); });
    part("sentence", [&](HeaderPart inner) { read_sentence(std::move(inner), file.sentence); });
    part("finish", [&](HeaderPart inner) { read_finish(std::move(inner), file.finish); });
    bool has_privacy = false;
    part("privacy", [&](HeaderPart inner) { has_privacy = true, read_privacy(std::move(inner), file.privacy); });
    if (const toml::node* node = top.take("columns")) {
        if (const toml::table* columns = node->as_table()) {
            for (const auto& [name, inner] : *columns) {
                if (const toml::table* one = inner.as_table()) read_column(top.inner(*one, "columns." + std::string(name.str())), std::string(name.str()), file);
                else top.problem("columns", "part");
            }
        } else {
            top.problem("columns", "part");
        }
    }
    top.finish();

    std::vector<std::pair<std::string, int>> lines;
    for (auto key : {"tier", "privacy", "chart", "sentence", "finish", "parameter", "columns"}) lines.emplace_back(key, top.line(key));
    if (!has_privacy) std::ranges::find(lines, "privacy", &std::pair<std::string, int>::first)->second = top.line("tier");
    if (!has_privacy && file.tier == Tier::operations) file.privacy.none = true;
    check_report(into, lines);
}

}  // namespace data
