// The page of one run of an extract.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "data/extract_pages.h"
#include "data/workbench_pages.h"
#include "files/files.h"
#include "html/format.h"

namespace data {

constexpr std::size_t schools_on_a_page = 50, results_shown = 200, changes_shown = 200;

static void fact(const http::Call& call, html::View& view, std::string_view key, std::string_view value) {
    if (!value.empty()) view.add("fact").set("label", call.text(fmt::format("data.extract.fact.{}", key))).set("value", value);
}

static void show_facts(const http::Call& call, html::View& view, const Filing& filing) {
    const auto& run = filing.run;
    fact(call, view, "by", run.actor);
    fact(call, view, "asked", html::moment_words(call.language, call.zone, call.now, run.created_at));
    fact(call, view, "purpose", call.text(fmt::format("data.purpose.{}", run.purpose)));
    for (const auto& [name, value] : run.parameters) {
        const auto known = std::ranges::find(filing.definition.head.parameters, name, &ReportParameter::name);
        view.add("fact").set("label", known == filing.definition.head.parameters.end() ? name : known->label.in(call.language)).set("value", base::text_of(value));
    }
    if (run.as_of) fact(call, view, "as_of", html::moment_words(call.language, call.zone, call.now, *run.as_of));
    if (!filing.found) return;
    fact(call, view, "version", filing.found->version);
    fact(call, view, "students", html::number_words(call.language, filing.found->students));
    fact(call, view, "counted", html::number_words(call.language, filing.found->counted));
    fact(call, view, "records", html::number_words(call.language, static_cast<std::int64_t>(filing.found->records.size())));
}

static void show_rules(const http::Call& call, html::View& view, const Filing& filing) {
    auto part = view.add("rules");
    std::size_t shown = 0;
    for (const auto& result : filing.results) {
        if (++shown > results_shown) break;
        const auto* rule = filing.definition.rule(result.rule);
        auto row = part.add("result");
        row.set("id", result.rule).set("words", words_of(call, filing.definition, result));
        row.set("level", rule ? call.text(fmt::format("data.extract.level.{}", word(rule->level))) : "");
        row.show(!rule || rule->fatal ? "fatal" : "warning");
    }
    if (filing.results.size() > results_shown) part.add("more").set("words", call.text("data.extract.and_more", {{"n", std::to_string(filing.results.size() - results_shown)}}));
    part.show(filing.results.empty() ? "clean" : "some");
    const auto holds = std::ranges::count_if(filing.definition.rules, [&](const auto& rule) { return std::ranges::none_of(filing.results, [&](const auto& one) { return one.rule == rule.id; }); });
    part.set("holds", call.text("data.extract.hold", {{"n", std::to_string(holds)}}));
    if (filing.year_before) part.add("compared").set("words", call.text("data.extract.compared", {{"year", std::to_string(*filing.year_before)}}));
    else part.add("compared").set("words", call.text("data.extract.not_compared"));
}

static void show_counts(const http::Call& call, html::View& view, const Filing& filing) {
    // Two schools of one number stay apart by their name.
    std::map<std::pair<std::string, std::string>, std::map<std::string, std::int64_t>> schools;
    for (const auto& record : filing.found->records) schools[{record.school_number, record.school_name}][record.set] += record.amount;
    if (schools.empty()) return;
    auto part = view.add("counts");
    for (const auto& set : filing.definition.sets) part.add("set").set("name", set.name);
    const auto pages = (schools.size() + schools_on_a_page - 1) / schools_on_a_page;
    const auto asked = base::parse_integer(call.request.query.text("page")).value_or(1);
    const auto page = std::clamp<std::size_t>(asked < 1 ? 1 : static_cast<std::size_t>(asked), 1, pages);
    std::size_t at = 0;
    for (const auto& [school, amounts] : schools) {
        if (at++ / schools_on_a_page + 1 != page) continue;
        auto row = part.add("school");
        row.set("number", school.first).set("name", school.second);
        for (const auto& set : filing.definition.sets) {
            const auto found = amounts.find(set.name);
            row.add("cell").set("set", set.name).set("value", html::number_words(call.language, found == amounts.end() ? 0 : found->second));
        }
    }
    auto pager = part.include("pager", "html/pager");
    pager.set("summary", call.text("data.extract.schools", {{"n", std::to_string(schools.size())}}));
    if (page > 1) pager.add("previous").set("href", fmt::format("{}?page={}", run_address(filing.run), page - 1));
    if (page < pages) pager.add("next").set("href", fmt::format("{}?page={}", run_address(filing.run), page + 1));
}

static std::string codes_of(const ExtractRecord& record) {
    std::vector<std::string> codes;
    std::ranges::copy_if(record.codes, std::back_inserter(codes), [](const auto& code) { return !code.empty(); });
    return base::join(codes, ", ");
}

static void show_difference(const http::Call& call, html::View& view, const Filing& filing) {
    if (!filing.earlier) return;
    auto part = view.add("difference");
    part.set("href", fmt::format("{}/runs/{}", extract_address(filing.earlier->name), filing.earlier->run.value));
    part.set("by", filing.earlier->actor).set("at", html::moment_words(call.language, call.zone, call.now, filing.earlier->at));
    std::int64_t added = 0, gone = 0, changed = 0;
    std::size_t shown = 0;
    for (const auto& one : filing.changes) {
        ++(!one.before ? added : !one.after ? gone : changed);
        if (++shown > changes_shown) continue;
        auto row = part.add("change");
        row.set("school", one.record.school_name.empty() ? one.record.school_number : one.record.school_name).set("set", one.record.set).set("codes", codes_of(one.record));
        row.set("before", one.before ? std::to_string(*one.before) : "–").set("after", one.after ? std::to_string(*one.after) : "–");
    }
    part.show(filing.changes.empty() ? "equal" : "some");
    part.set("summary", call.text("data.extract.difference_words", {{"added", std::to_string(added)}, {"gone", std::to_string(gone)}, {"changed", std::to_string(changed)}}));
    if (filing.changes.size() > changes_shown) part.add("more").set("words", call.text("data.extract.and_more", {{"n", std::to_string(filing.changes.size() - changes_shown)}}));
}

static void show_certified(const http::Call& call, html::View& view, const Filing& filing) {
    auto part = view.add("certified");
    part.set("by", filing.certified->actor).set("at", html::moment_words(call.language, call.zone, call.now, filing.certified->at)).set("statement", filing.certified->statement);
    for (const auto& file : filing.certified->files) {
        if (parse_extract_format(file.format)) part.add("file").set("format", call.text(fmt::format("data.extract.format.{}", file.format))).set("sha256", file.sha256);
    }
    for (const auto& [rule, why] : filing.certified->explanations) part.add("why").set("rule", rule).set("words", why);
}

static void show_form(const http::Call& call, html::View& view, const Filing& filing, const CertifyForm& form, const base::Invalid* problem) {
    auto part = view.add("certify");
    part.set("action", run_address(filing.run) + "/certification").set("sha256", files::sha256(filed_bytes(call.services, filing, ExtractFormat::fixed)).hex);
    part.set("statement", call.text("data.extract.statement", {{"title", filing.definition.head.title.in(call.language)}}));
    std::vector<std::string> rules;
    for (const auto& result : filing.results) {
        if (std::ranges::find(rules, result.rule) != rules.end()) continue;
        rules.push_back(result.rule);
        auto field = part.add("warning");
        const auto typed = std::ranges::find(form.explanations, result.rule, &std::pair<std::string, std::string>::first);
        field.set("id", result.rule).set("value", typed == form.explanations.end() ? "" : typed->second);
        const auto count = std::ranges::count(filing.results, result.rule, &RuleResult::rule);
        field.set("words", words_of(call, filing.definition, result)).set("more", count > 1 ? call.text("data.extract.and_more", {{"n", std::to_string(count - 1)}}) : "");
        if (problem && problem->field() == "why-" + result.rule) field.add("error").set("message", call.text(problem->what())).set("id", result.rule);
    }
    part.show_if(form.confirmed, "confirmed");
    if (problem && problem->field() == "confirm") part.add("confirm_error").set("message", call.text(problem->what()));
    if (problem) view.add("problem").set("field", problem->field()).set("message", call.text(problem->what()));
}

http::Response filing_page(http::Call& call, const Filing& filing, const CertifyForm& form, const base::Invalid* problem) {
    html::View view;
    const auto& run = filing.run;
    const auto heading = filing.definition.head.title.in(call.language);
    view.set("heading", heading).set("back", extract_address(run.subject)).set("address", run_address(run)).set("topic", topic_of(run.id));
    view.set("period", std::to_string(period_of(filing.definition, run.parameters)));
    show_filing_state(call, view, filing.state);
    if (filing.state == FilingState::waiting || filing.state == FilingState::running) view.add("busy").set("address", run_address(run));
    if (filing.state == FilingState::refused) view.add("refused").set("title", refusal_title(call, run.code)).set("message", run.message);
    if (filing.state == FilingState::expired) view.show("expired");
    show_facts(call, view, filing);
    if (filing.found) {
        if (!filing.certified) show_rules(call, view, filing);
        show_counts(call, view, filing);
        show_difference(call, view, filing);
    }
    if (filing.found || filing.certified) {
        auto files = view.add("files");
        files.set("address", run_address(run));
        for (auto format : extract_formats) files.add("format").set("value", word(format)).set("label", call.text(fmt::format("data.extract.format.{}", word(format))));
    }
    if (filing.certified) show_certified(call, view, filing);
    if (filing.state == FilingState::validated) show_form(call, view, filing, form, problem);
    return call.page(problem ? http::unprocessable : http::ok, "data/extract_run", heading, std::move(view));
}

}  // namespace data
