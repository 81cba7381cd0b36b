// Which devices are past sense: by school, kind, model and verdict, the dearest to keep first; and the same as a table to take along.
#include <sstream>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "inventory/inventory.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/verdict_list.h"
#include "planning/verdict_store.h"
#include "planning/verdict_view.h"

namespace planning {

constexpr int verdicts_on_a_page = 50;
constexpr int most_exported = 200'000;
constexpr std::string_view filters[] = {"school", "kind", "model", "verdict", "year", "fund"};

static std::optional<std::int64_t> number_of(const http::Fields& query, std::string_view name) {
    const auto number = base::parse_integer(query.text(name));
    return number && *number >= 0 ? number : std::nullopt;
}

static VerdictQuestion question_of(const http::Fields& query) {
    VerdictQuestion question;
    question.school = number_of(query, "school");
    question.kind = query.text("kind");
    question.model = number_of(query, "model");
    if (const auto year = number_of(query, "year")) question.school_year = static_cast<int>(*year);
    if (query.has("fund")) question.funding = std::string(query.text("fund"));
    const auto asked = query.text("verdict");
    if (asked.empty()) {
        // What a cell of the plan opens are the devices of the plan, whatever is said of each.
        if (!question.school_year) question.verdict = Word::replace;
    } else if (asked != "any") {
        question.verdict = parse_word(asked).value_or(Word::replace);
    }
    question.limit = verdicts_on_a_page;
    if (const auto after = number_of(query, "after")) {
        question.after_id = *after;
        question.after_regret = base::parse_integer(query.text("after_regret"));
    }
    return question;
}

/// "&school=3&kind=laptop", without paging.
static std::string filters_as_query(const http::Fields& query) {
    std::string text;
    for (auto name : filters) {
        if (!query.has(name) || (query.text(name).empty() && name != "fund")) continue;
        text += fmt::format("&{}={}", name, http::percent_encode(query.text(name)));
    }
    return text;
}
static std::string address(std::string_view path, const std::string& query) { return query.empty() ? std::string(path) : fmt::format("{}?{}", path, query.substr(1)); }

static void show_filters(http::ReadCall& call, html::View& view, const VerdictQuestion& question) {
    const auto reach = call.viewer.reach(inventory::may_view);
    for (const auto& school : roster::schools(call.db)) {
        if (reach.covers(school.id.value)) add_choice(view, "school", std::to_string(school.id.value), school.name, question.school == school.id.value);
    }
    static constexpr std::string_view kinds[] = {"chromebook", "laptop", "desktop", "tablet", "phone", "printer", "projector", "display", "camera", "document_camera", "switch", "access_point", "server", "peripheral", "other"};
    for (auto kind : kinds) add_choice(view, "kind_option", kind, kind_words(call, kind), question.kind == kind);
    for (const auto& model : judged_models(call.db)) add_choice(view, "model_option", std::to_string(model.id), model.name, question.model == model.id);
    for (auto value : all_words) add_choice(view, "verdict_option", word(value), call.text(fmt::format("planning.verdict.word.{}", word(value))), question.verdict == value);
    add_choice(view, "verdict_option", "any", call.text("planning.verdict.any"), !question.verdict);
    if (question.school_year) view.add("year").set("value", *question.school_year).set("words", call.text("planning.verdict.due_in", {{"year", school_year_words(*question.school_year)}}));
    if (question.funding) view.add("fund").set("value", *question.funding).set("words", question.funding->empty() ? call.text("planning.plan.no_fund") : *question.funding);
}

static void show_line(const http::Call& call, html::View row, const VerdictLine& line) {
    show_word(call, row, line.verdict);
    row.set("id", line.device).set("tag", line.tag.empty() ? line.serial : line.tag).set("model", line.model).set("school", line.school);
    row.set("why", call.text(fmt::format("planning.verdict.short.{}", word(line.reason))));
    row.set("ends", line.ends_on ? date_words(call, *line.ends_on) : "");
    row.set("keep", line.keep_cents ? money(call, *line.keep_cents) : "").set("fresh", line.new_cents ? money(call, *line.new_cents) : "");
    const bool counts = line.verdict == Word::keep || line.verdict == Word::repair || line.reason == Reason::beyond_limit;
    row.set("limit", counts && line.limit_cents ? money(call, line.limit_cents) : "");
    row.show_if(!line.sure, "unsure");
}

static void show_pager(const http::ReadCall& call, html::View& view, const VerdictQuestion& question, const VerdictPage& page) {
    const auto query = filters_as_query(call.request.query);
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("planning.verdict.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (question.after_regret) pager.add("previous").set("href", address("/planning/devices", query));
    if (!page.more) return;
    const auto& last = page.lines.back();
    pager.add("next").set("href", address("/planning/devices", fmt::format("&after={}&after_regret={}{}", last.device, last.regret_cents, query)));
}

static http::Response list_verdicts(http::ReadCall& call) {
    const auto question = question_of(call.request.query);
    html::View view;
    view.show_if(call.viewer.may(may_plan), "plans");
    const auto count = last_count(call.db);
    if (!count) {
        view.show("not_counted");
        return call.page("planning/devices", call.text("planning.verdict.title"), std::move(view));
    }
    const auto page = find_verdicts(call.db, call.viewer, question);
    const auto sum = sum_verdicts(call.db, call.viewer, question);
    auto counted = view.add("counted");
    counted.set("at", html::moment_words(call.language, call.zone, call.now, count->made_at));
    show_filters(call, counted, question);
    counted.set("sum", call.text("planning.verdict.sum", {{"n", std::to_string(sum.devices)}, {"devices", number(call, sum.devices)}, {"price", money(call, sum.price_cents)}}));
    if (call.viewer.may_everywhere(inventory::may_export)) counted.add("take_along").set("export", address("/planning/devices/export", filters_as_query(call.request.query)));
    if (page.lines.empty()) counted.show("nothing");
    if (!page.lines.empty()) {
        auto list = counted.add("list");
        for (const auto& line : page.lines) show_line(call, list.add("device"), line);
        show_pager(call, list, question, page);
    }
    return call.page("planning/devices", call.text("planning.verdict.title"), std::move(view));
}

static void put_money(base::csv::Writer& csv, std::optional<std::int64_t> cents) {
    if (cents) csv.number(static_cast<double>(*cents) / 100, 2);
    else csv.text("");
}

/// For those who may take the inventory along; of it what they see on the page.
static http::Response export_verdicts(http::ReadCall& call) {
    if (!call.viewer.may(inventory::may_view)) throw base::Forbidden("Verdicts belong to those who see the inventory.");
    auto question = question_of(call.request.query);
    question.after_regret.reset();
    question.limit = most_exported;
    std::ostringstream out;
    base::csv::Writer csv(out, base::csv::Writer::Mark::byte_order);
    for (auto column : {"tag", "serial", "kind", "model", "school", "verdict", "reason", "ends", "keep", "fresh", "limit", "year", "price", "funding"}) csv.text(call.text(fmt::format("planning.verdict.column.{}", column)));
    csv.end_row();
    const auto lines = find_verdicts(call.db, call.viewer, question).lines;
    if (!lines.empty()) call.note_access("devices", 0, "export");
    for (const auto& line : lines) {
        csv.text(line.tag).text(line.serial).text(kind_words(call, line.kind)).text(line.model).text(line.school).text(call.text(fmt::format("planning.verdict.word.{}", word(line.verdict))));
        csv.text(call.text(fmt::format("planning.verdict.short.{}", word(line.reason)))).text(line.ends_on ? base::to_iso(*line.ends_on) : "");
        put_money(csv, line.keep_cents);
        put_money(csv, line.new_cents);
        put_money(csv, line.limit_cents);
        csv.text(line.due_year ? school_year_words(*line.due_year) : "");
        put_money(csv, line.price_cents);
        csv.text(line.funding_source);
        csv.end_row();
    }
    return call.download("devices-verdicts.csv", "text/csv; charset=utf-8", out.str());
}

/// Does not wait for the night.
static http::Response count_now(http::WriteCall& call) {
    ask_for_verdicts(call.db, call.now);
    const auto back = call.request.form.text("back");
    return call.redirect_with_notice(back == "plan" ? "/planning/replacement" : "/planning/devices", call.text("planning.verdict.counting"));
}

void verdict_list_routes(http::Routes& routes) {
    routes.get("/planning/devices", inventory::may_view, list_verdicts);
    routes.get("/planning/devices/export", http::everywhere(inventory::may_export), export_verdicts);
    routes.post("/planning/verdicts", may_plan, count_now);
}

}  // namespace planning
