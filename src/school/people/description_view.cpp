#include "people/description_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/role_view.h"

namespace people {

std::string pay_words(const http::Call& call, const Description& what) {
    if (!what.pay_from_cents || !what.pay_to_cents) return {};
    const auto from = html::money_words(call.language, *what.pay_from_cents, what.currency);
    const auto to = html::money_words(call.language, *what.pay_to_cents, what.currency);
    const auto unit = call.text(what.pay_unit == "hour" ? "people.job.an_hour" : "people.job.a_year");
    if (*what.pay_from_cents == *what.pay_to_cents) return fmt::format("{} {}", from, unit);
    return call.text("people.job.pay_words", {{"from", from}, {"to", to}, {"unit", unit}});
}

static void fact(const http::Call& call, html::View& view, std::string_view key, const std::string& value) {
    if (value.empty()) return;
    view.add("fact").set("label", call.text(fmt::format("people.part.{}", key))).set("value", value);
}

static void fill_facts(const http::Call& call, html::View& view, const Description& what) {
    fact(call, view, "place", what.place.empty() ? call.text("people.job.district") : what.place);
    fact(call, view, "pay", pay_words(call, what));
    if (what.week_minutes > 0) fact(call, view, "hours", call.text("people.job.hours_words", {{"time", html::minutes_words(call.language, base::Minutes(what.week_minutes))}}));
    if (what.term_months > 0) fact(call, view, "term", call.text("people.job.term_words", {{"n", std::to_string(what.term_months)}}));
    if (!what.flsa.empty()) fact(call, view, "flsa", call.text(fmt::format("people.flsa.{}", what.flsa)));
    fact(call, view, "reports_to", what.reports_to);
    auto evaluated = what.evaluated_by;
    if (what.evaluator_licensed && !evaluated.empty()) evaluated += call.text("people.job.with_licence");
    fact(call, view, "evaluated_by", evaluated);
}

static void fill_qualifications(const http::Call& call, html::View& view, const Description& what) {
    for (const auto& one : what.qualifications) {
        auto row = view.add(one.required ? "required" : "preferred");
        row.set("text", one.text);
        if (auto words = instead_words(call, one.years_instead); !words.empty()) row.add("instead").set("words", words);
    }
    const auto any = [&](bool required) { return std::ranges::any_of(what.qualifications, [&](const auto& one) { return one.required == required; }); };
    view.show_if(any(true), "has_required").show_if(any(false), "has_preferred");
}

static void fill_list(const http::Call& call, html::View& view, std::string_view key, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    auto list = view.add("list");
    list.set("part_name", call.text(fmt::format("people.part.{}", key)));
    for (const auto& line : lines) list.add("item").set("text", line);
}

static std::vector<std::string> licence_lines(const http::Call& call, const Description& what) {
    std::vector<std::string> lines;
    for (const auto& one : what.licences) {
        lines.push_back(fmt::format("{} ({})", one.text, call.text(fmt::format("people.licence_when.{}", word(one.when)), {{"n", std::to_string(one.months)}})));
    }
    return lines;
}

static std::vector<std::string> paragraphs(const std::string& text) {
    std::vector<std::string> lines;
    for (auto line : base::split(text, '\n')) {
        if (!base::trim(line).empty()) lines.emplace_back(base::trim(line));
    }
    return lines;
}

void include_description(http::Call& call, html::View& outer, const Description& what) {
    auto view = outer.include("description", "people/description_body");
    view.set("lang", what.language).set("purpose", what.purpose);
    fill_facts(call, view, what);
    for (const auto& one : what.duties) {
        view.add("duty").set("text", one.text).set("share", one.share).show_if(!one.essential, "marginal");
    }
    fill_qualifications(call, view, what);
    fill_list(call, view, "licences", licence_lines(call, what));
    fill_list(call, view, "skills", what.skills);
    fill_list(call, view, "authority", what.authority);
    fill_list(call, view, "not_part", what.not_part);
    fill_list(call, view, "physical", paragraphs(what.physical));
    fill_list(call, view, "background", paragraphs(what.background));
    fill_list(call, view, "success_90", paragraphs(what.success_90));
    fill_list(call, view, "success_365", paragraphs(what.success_365));
    fill_list(call, view, "growth", paragraphs(what.growth));
    fill_list(call, view, "benefits", paragraphs(what.benefits));
}

/// Which of the three forms has the field.
static std::string_view form_of(std::string_view field) {
    if (field.starts_with("duty_") || field.starts_with("need_")) return "duties";
    if (field.starts_with("licence_") || field == "authority" || field == "not_part" || field == "skills") return "limits";
    return "facts";
}

static std::string said(const http::Call& call, std::string_view group, const Finding& one) {
    std::vector<html::Argument> arguments(one.arguments.begin(), one.arguments.end());
    const auto key = fmt::format("people.{}.{}", group, one.name);
    return call.services.messages->find(call.language, key, arguments).value_or(key);
}

void fill_findings(http::Call& call, html::View& view, const std::vector<Finding>& findings, std::optional<DescriptionId> edit) {
    view.show_if(findings.empty(), "no_finding").show_if(has_errors(findings), "has_errors");
    for (auto weight : {Weight::error, Weight::advice}) {
        for (const auto& one : findings) {
            if (one.weight != weight) continue;
            auto row = view.add("finding");
            row.show(weight == Weight::error ? "error" : "advice");
            row.set("clause", call.text("people.job.clause", {{"n", std::to_string(one.clause)}})).set("text", said(call, "check", one)).set("instead", said(call, "check_instead", one));
            if (!edit) row.show("plain");
            if (edit) row.add("mend").set("href", fmt::format("/job-descriptions/{}/{}#{}", edit->value, form_of(one.field), one.field)).set("text", said(call, "check", one));
        }
    }
}

}  // namespace people
