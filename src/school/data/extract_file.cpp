// Reading a definition.
#include <functional>
#include <stdexcept>

#include "base/text.h"
#include "data/extract.h"
#include "data/header_part.h"
#include "data/sql_text.h"

namespace data {

namespace {

constexpr std::size_t most_bytes = 100'000;

/// Reads the parts of one definition; problems come in the order in which they are found.
class Reader {
public:
    Reader(const toml::table& table, ReadExtract& into) : table_(table), into_(into), made_(into.definition) {}

    void read() {
        HeaderPart top(table_, "", 1, into_.problems);
        read_head(top);
        each(top, "parameter", [&](HeaderPart part) { read_parameter(std::move(part), made_.head); });
        inner(top, "population", [&](HeaderPart part) { read_population(std::move(part)); });
        each(top, "category", [&](HeaderPart part) { read_category(std::move(part)); });
        each(top, "category_set", [&](HeaderPart part) { read_set(std::move(part)); });
        inner(top, "header", [&](HeaderPart part) { read_fields(std::move(part), made_.header); });
        inner(top, "record", [&](HeaderPart part) { read_fields(std::move(part), made_.record); });
        each(top, "rule", [&](HeaderPart part) { read_rule(std::move(part)); });
        check_whole(top);
        top.finish();
    }

private:
    using Take = std::function<void(HeaderPart)>;

    void each(HeaderPart& part, std::string_view key, const Take& take) {
        const toml::node* node = part.take(key);
        if (!node) return part.problem(key, "needed");
        const toml::array* all = node->as_array();
        if (!all) return part.problem(key, "parts");
        for (const toml::node& one : *all) {
            if (const toml::table* table = one.as_table()) take(part.inner(*table, key));
            else part.problem(key, "parts");
        }
    }
    void inner(HeaderPart& part, std::string_view key, const Take& take) {
        const toml::node* node = part.take(key);
        if (!node) return part.problem(key, "needed");
        if (const toml::table* table = node->as_table()) take(part.inner(*table, key));
        else part.problem(key, "part");
    }
    static std::string day(HeaderPart& part, std::string_view key) {
        const toml::node* node = part.take(key);
        if (!node) return {};
        if (auto date = node->as_date()) return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
        part.problem(key, "day");
        return {};
    }
    template <typename List>
    bool has(const List& list, std::string_view name) const {
        return std::ranges::any_of(list, [&](const auto& one) { return one.name == name; });
    }
    /// The name of a new member of a list.
    template <typename List>
    std::string new_name(HeaderPart& part, const List& list) const {
        auto name = part.text("name", true);
        if (!name.empty() && has(list, name)) part.problem("name", "twice", name);
        return name;
    }

    void read_head(HeaderPart& top) {
        auto& head = made_.head;
        head.name = top.text("name", true);
        if (!head.name.empty() && !is_name(head.name, "-.")) top.problem("name", "name");
        head.title = top.words("title", true);
        head.about = top.words("about");
        head.limits = top.words("limits");
        head.tier = Tier::sensitive;
        made_.version = top.text("version", true);
        made_.period = top.text("period", true);
        made_.effective_from = day(top, "effective_from");
        made_.effective_until = day(top, "effective_until");
        // One word each so far, written so that a definition says it and another word is refused rather than passed over.
        top.choice<int>("encoding", {{"ascii", 0}}, true);
        top.choice<int>("line_end", {{"crlf", 0}}, true);
        top.choice<int>("zero_rows", {{"omit", 0}}, true);
        inner(top, "authority", [&](HeaderPart part) {
            made_.authority = part.text("name", true);
            made_.layout = part.text("layout", true);
            head.source.en = part.text("source", true);
            part.finish();
        });
    }

    void read_population(HeaderPart part) {
        auto& head = made_.head;
        head.statement = base::trim(part.text("sql", true));
        const auto used = parameters_in(head.statement);
        for (const auto& name : used) {
            if (!has(head.parameters, name)) part.problem("sql", "sql_parameter", "$" + name);
        }
        for (const auto& parameter : head.parameters) {
            if (std::ranges::find(used, parameter.name) == used.end()) part.problem("sql", "sql_unused", "$" + parameter.name);
        }
        part.finish();
    }

    void read_category(HeaderPart part) {
        ExtractCategory category;
        category.name = new_name(part, made_.categories);
        category.codes = part.texts("codes");
        if (category.codes.empty()) part.problem("codes", "needed");
        category.missing = part.text("missing");
        auto known = [&](const std::string& code) { return code.empty() || std::ranges::find(category.codes, code) != category.codes.end(); };
        if (!known(category.missing)) part.problem("missing", "code", category.missing);
        if (const toml::node* node = part.take("values")) {
            if (!node->is_table()) part.problem("values", "part");
            else {
                for (const auto& [value, code] : *node->as_table()) {
                    const auto word = code.value<std::string>();
                    if (!word || !known(*word)) part.problem("values", "code", std::string(value.str()));
                    else category.values.emplace_back(value.str(), *word);
                }
            }
        }
        part.finish();
        made_.categories.push_back(std::move(category));
    }

    std::optional<std::size_t> category_named(std::string_view name) const {
        const auto found = std::ranges::find(made_.categories, name, &ExtractCategory::name);
        if (found == made_.categories.end()) return std::nullopt;
        return static_cast<std::size_t>(found - made_.categories.begin());
    }

    void read_set(HeaderPart part) {
        CategorySet set;
        set.name = new_name(part, made_.sets);
        for (const auto& name : part.texts("by")) {
            if (auto at = category_named(name)) set.by.push_back(*at);
            else part.problem("by", "no_category", name);
        }
        set.total = part.flag("total", false);
        if (set.total != set.by.empty()) part.problem("total", "total_by");
        part.finish();
        made_.sets.push_back(std::move(set));
    }

    /// {name} in a text must be a parameter or one of the words that every definition has.
    void check_places(HeaderPart& part, std::string_view text) const {
        for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
            const auto close = text.find('}', open);
            const auto name = text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
            if (close == std::string_view::npos || (name != "extension" && name != "version" && name != "year_before" && !has(made_.head.parameters, name))) {
                part.problem("text", "place", std::string(name));
            }
        }
    }

    void read_fields(HeaderPart part, std::vector<ExtractField>& fields) {
        int next = 1;
        each(part, "field", [&](HeaderPart one) {
            ExtractField field = read_field(one, fields);
            if (field.start != next) one.problem("start", "position", std::to_string(next));
            next = field.start + field.length;
            one.finish();
            fields.push_back(std::move(field));
        });
        part.finish();
    }

    ExtractField read_field(HeaderPart& one, const std::vector<ExtractField>& fields) const {
        ExtractField field;
        field.name = new_name(one, fields);
        field.start = static_cast<int>(one.integer("start", 0, 1, 100'000));
        field.length = static_cast<int>(one.integer("length", 0, 1, 10'000));
        if (field.start == 0) one.problem("start", "needed");
        if (field.length == 0) one.problem("length", "needed");
        field.zeros = one.choice<bool>("pad", {{"spaces", false}, {"zeros", true}});
        field.digits = static_cast<int>(one.integer("digits", 0, 1, 100));
        using enum ExtractField::From;
        field.text = one.text("text");
        const auto category_name = one.text("category");
        const auto from = one.choice<ExtractField::From>("from", {{"", text}, {"row_number", row_number}, {"record_count", record_count}, {"amount", amount},
                                                                  {"total_indicator", total_indicator}, {"school_number", school_number}, {"blank", blank}});
        if (int{!field.text.empty()} + int{!category_name.empty()} + int{from != text} != 1) one.problem("name", "one_source", field.name);
        field.from = category_name.empty() ? from : category;
        check_places(one, field.text);
        if (category_name.empty()) return field;
        if (auto at = category_named(category_name)) field.category = *at;
        else one.problem("category", "no_category", category_name);
        return field;
    }

    void read_rule(HeaderPart part) {
        ExtractRule rule;
        rule.id = part.text("id", true);
        if (made_.rule(rule.id)) part.problem("id", "twice", rule.id);
        using enum RuleCheck;
        rule.check = part.choice<RuleCheck>("check", {{"length", length}, {"characters", characters}, {"digits", digits}, {"codes", codes}, {"school_number", school_number},
                                                      {"school_number_twice", school_number_twice}, {"student_twice", student_twice}, {"totals", totals}, {"second_count", second_count},
                                                      {"empty", empty}, {"effective", effective}, {"calendar", calendar}, {"attendance", attendance}, {"missing", missing}, {"change", change}}, true);
        rule.level = part.choice<RuleLevel>("level", {{"file", RuleLevel::file}, {"row", RuleLevel::row}, {"field", RuleLevel::field}}, true);
        rule.fatal = part.choice<bool>("severity", {{"warning", false}, {"fatal", true}}, true);
        rule.share = part.integer("share", 20, 0, 1000);
        rule.least = part.integer("least", 10, 0, 1'000'000);
        part.finish();
        made_.rules.push_back(std::move(rule));
    }

    void check_whole(HeaderPart& top) {
        const auto found = std::ranges::find(made_.head.parameters, made_.period, &ReportParameter::name);
        if (!made_.period.empty() && (found == made_.head.parameters.end() || found->type != ParameterType::integer)) top.problem("period", "period", made_.period);
        if (std::ranges::count(made_.sets, true, &CategorySet::total) != 1) top.problem("category_set", "one_total");
        for (auto check : {RuleCheck::length, RuleCheck::school_number, RuleCheck::totals, RuleCheck::second_count}) {
            if (std::ranges::none_of(made_.rules, [&](const auto& rule) { return rule.check == check && rule.fatal; })) top.problem("rule", "rule_needed", std::string(word(check)));
        }
    }

    const toml::table& table_;
    ReadExtract& into_;
    ExtractDefinition& made_;
};

}  // namespace

ReadExtract read_extract(std::string_view text) {
    ReadExtract read;
    if (text.size() > most_bytes || !base::is_utf8(text)) {
        read.problems.push_back({1, "file", text.size() > most_bytes ? "size" : "utf8", std::to_string(most_bytes)});
        return read;
    }
    read.definition.head.text = text;
    try {
        const auto table = toml::parse(text);
        Reader(table, read).read();
    } catch (const toml::parse_error& error) {
        read.problems.push_back({static_cast<int>(error.source().begin.line), "file", "toml", std::string(error.description())});
    }
    std::ranges::stable_sort(read.problems, {}, &ReportProblem::line);
    return read;
}

/// Definitions are written by those who write the program, so these words are not translated.
static std::string wanted(const ReportProblem& problem) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"needed", "this must be there"}, {"text", "expected a text in quotes"}, {"list", "expected a list of texts"}, {"whole", "expected a whole number"},
        {"flag", "expected true or false"}, {"part", "expected a table"}, {"parts", "expected a list of tables"}, {"day", "expected a date such as 2026-08-24"},
        {"name", "expected a word of lower-case letters and digits"}, {"one_of", "expected one of"}, {"unknown", "there is no such key"}, {"twice", "this name is there twice"},
        {"position", "expected the place after the field before it"}, {"one_source", "expected exactly one of text, category and from"}, {"code", "not one of the codes"},
        {"no_category", "there is no such category"}, {"place", "no parameter of this name for the place in the text"}, {"total_by", "a total goes by nothing, and all else by something"},
        {"one_total", "expected exactly one total"}, {"rule_needed", "a fatal rule with this check must be there"}, {"period", "expected the name of a whole-number parameter"},
        {"sql_parameter", "the SQL names a parameter that is not there"}, {"sql_unused", "the SQL does not use this parameter"}, {"size", "the file is too long"},
        {"utf8", "the file is not UTF-8"}, {"toml", "this is no TOML"}, {"value", "the default is not of this type"}, {"choices", "a choice has choices, and only a choice"}};
    for (const auto& [code, sentence] : words) {
        if (code == problem.code) return std::string(sentence) + (problem.value.empty() ? "" : ": " + problem.value);
    }
    return problem.code + ": " + problem.value;
}

ExtractDefinition trusted_extract(std::string_view text) {
    auto read = read_extract(text);
    if (!read.problems.empty()) {
        std::string all;
        for (const auto& one : read.problems) all += fmt::format("{}line {}, {}: {}", all.empty() ? "" : "; ", one.line, one.key, wanted(one));
        throw std::runtime_error("The definition of the extract cannot be read: " + all);
    }
    return std::move(read.definition);
}

}  // namespace data
