#include "data/report_header.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.h"

namespace data {

static bool is_name(std::string_view text, std::string_view also) {
    return !text.empty() && text.size() <= 60 && (text[0] >= 'a' && text[0] <= 'z') &&
           std::ranges::all_of(text, [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos; });
}

/// One table of the header, read key by key; what is left at the end is unknown.
class HeaderPart {
public:
    HeaderPart(const toml::table& table, std::string path, int first_line, ReadReport& into)
        : table_(table), path_(std::move(path)), first_line_(first_line), into_(into) {}

    std::string text(std::string_view key, bool needed = false) {
        const toml::node* node = take(key);
        if (!node) {
            if (needed) problem(key, "needed");
            return {};
        }
        auto value = node->value<std::string>();
        if (!node->is_string()) problem(key, "text");
        return value && node->is_string() ? *value : std::string();
    }
    Words words(std::string_view key, bool needed = false) {
        return {text(key, needed), text(std::string(key) + "_es")};
    }
    std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
        const toml::node* node = take(key);
        if (!node) return otherwise;
        if (node->is_integer()) {
            const auto value = *node->value<std::int64_t>();
            if (value >= least && value <= most) return value;
        }
        problem(key, "whole", fmt::format("{}-{}", least, most));
        return otherwise;
    }
    bool flag(std::string_view key, bool otherwise) {
        const toml::node* node = take(key);
        if (!node) return otherwise;
        if (!node->is_boolean()) problem(key, "flag");
        return node->value_or(otherwise);
    }
    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> all;
        const toml::node* node = take(key);
        if (!node) return all;
        const toml::array* list = node->as_array();
        if (!list) return problem(key, "list"), all;
        for (const toml::node& item : *list) {
            if (item.is_string()) all.push_back(*item.value<std::string>());
            else problem(key, "list");
        }
        return all;
    }
    /// One of these words; the first when it is not there.
    template <typename T>
    T choice(std::string_view key, std::initializer_list<std::pair<std::string_view, T>> known, bool needed = false) {
        const auto value = text(key, needed);
        std::string list;
        for (const auto& [word, meaning] : known) {
            if (value == word) return meaning;
            list += (list.empty() ? "" : ", ") + std::string(word);
        }
        if (!value.empty()) problem(key, "one_of", list);
        return known.begin()->second;
    }
    const toml::node* take(std::string_view key) {
        taken_.emplace_back(key);
        return table_.get(key);
    }
    void problem(std::string_view key, std::string_view code, std::string value = {}) {
        into_.problems.push_back({line(key), path_ + std::string(key), std::string(code), std::move(value)});
    }
    int line(std::string_view key) const {
        const toml::node* node = table_.get(key);
        const auto& source = node ? node->source() : table_.source();
        return source.begin.line == 0 ? first_line_ : first_line_ + static_cast<int>(source.begin.line) - 1;
    }
    void finish() {
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(taken_, std::string(key.str())) == taken_.end()) problem(key.str(), "unknown");
        }
    }
    HeaderPart inner(const toml::table& table, std::string_view key) const { return {table, path_ + std::string(key) + ".", first_line_, into_}; }

private:
    const toml::table& table_;
    std::string path_;
    int first_line_;
    ReadReport& into_;
    std::vector<std::string> taken_;
};

/// A value in TOML as the text that a person would have typed.
static std::string typed_of(const toml::node& node) {
    if (auto text = node.as_string()) return text->get();
    if (auto integer = node.as_integer()) return std::to_string(integer->get());
    if (auto real = node.as_floating_point()) return fmt::format("{}", real->get());
    if (auto flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (auto day = node.as_date()) return fmt::format("{:04}-{:02}-{:02}", day->get().year, day->get().month, day->get().day);
    return "\x01";
}

static void read_parameter(HeaderPart part, ReportFile& file) {
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
    ReportColumn column{.name = std::move(name), .label = part.words("label", true), .format = ColumnFormat::automatic, .values = {}};
    using enum ColumnFormat;
    column.format = part.choice<ColumnFormat>("format", {{"automatic", automatic}, {"text", text}, {"code", code}, {"integer", integer}, {"decimal", decimal}, {"percent", percent}, {"date", date}});
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
    HeaderPart top(table, "", first_line, into);
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
