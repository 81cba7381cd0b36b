#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "people/evaluation.h"
#include "people/licence.h"
#include "people/licence_view.h"
#include "people/pack.h"
#include "people/pages.h"
#include "people/standing.h"
#include "people/supervision_view.h"

namespace people {

constexpr int page_size = 50;
constexpr int most_reported = 200;

static void fill_pack(http::ReadCall& call, html::View& view, const JurisdictionPack& pack) {
    view.set("rule", pack.source.empty() ? call.text("people.supervision.strictest") : fmt::format("{}, {}", place_name(pack.jurisdiction), pack.source));
    for (const auto& line : pack_words(call, pack)) view.add("ask").set("text", line);
    if (pack.checked && pack.from_source) {
        view.add("checked").set("text", call.text("people.renewal.checked_words", {{"day", html::day_words(call.language, call.today(), *pack.checked)}}));
    } else if (!pack.source.empty()) {
        view.show("unchecked");
    }
    if (!manages_licences(call.viewer)) return;
    auto choose = view.add("choose");
    const auto state = jurisdiction(call.db);
    for (const auto& one : states()) choose.add("state_option").set("value", one.code).set("label", one.name).show_if(one.code == state, "selected");
}

static void fill_rows(http::ReadCall& call, html::View& view, const RelationFilter& filter) {
    auto list = relations(call.db, call.viewer, filter);
    const bool more = list.size() > page_size;
    if (more) list.resize(page_size);
    if (list.empty()) view.show("none");
    if (list.empty()) return;
    auto some = view.add("some");
    for (const auto& one : list) {
        auto row = some.add("row");
        row.set("id", one.id).set("from_name", one.from_name).set("to_name", one.to_name).set("kind", call.text("people.supervision.kind." + one.kind));
        row.set("where", where_words(call, one.org_name)).set("period", period_words(call, one)).set("basis", one.basis);
    }
    if (more) {
        view.include("pager", "html/pager").set("summary", "").add("next").set(
            "href", fmt::format("/settings/supervision?q={}&kind={}&after={}", http::percent_encode(filter.words), http::percent_encode(filter.kind), list.back().id));
    }
}

static void fill_kinds(const http::Call& call, html::View& view, std::string_view selected) {
    for (auto kind : relation_kinds()) {
        view.add("kind_option").set("value", kind).set("label", call.text(fmt::format("people.supervision.kind.{}", kind))).show_if(kind == selected, "selected");
    }
}

static http::Response show_supervision(http::ReadCall& call) {
    html::View view;
    const auto& query = call.request.query;
    fill_pack(call, view, pack_on(call.db, call.today()));
    RelationFilter filter;
    filter.words = query.text("q");
    filter.kind = query.text("kind");
    filter.day = call.today();
    filter.after = base::parse_integer(query.text("after")).value_or(0);
    filter.limit = page_size + 1;
    view.set("q", filter.words);
    fill_kinds(call, view, filter.kind);
    fill_rows(call, view, filter);
    return call.page("people/supervision", call.text("people.supervision.title"), std::move(view));
}

// --- One relation ---

static html::View form_view(http::Call& call, db::Read& db, const http::Fields& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    fill_kinds(call, view, form.text("kind"));
    fill_schools(db, view, form.text("school"));
    for (const char* field : {"from_email", "to_email", "from", "to", "basis", "seen"}) view.set(field, form.text(field));
    return view;
}

static http::Response new_relation(http::ReadCall& call) {
    http::Fields form;
    form.add("to_email", std::string(call.request.query.text("to")));
    form.add("kind", std::string(call.request.query.has("kind") ? call.request.query.text("kind") : "line_manager"));
    form.add("from", base::to_iso(call.today()));
    return call.page("people/relation_form", call.text("people.supervision.add"), form_view(call, call.db, form, {}));
}

/// The form again, with the clauses; who may not be line manager may direct daily work, and the form offers that (clause 9).
static http::Response refused_form(http::WriteCall& call, const Refused& refused) {
    const auto& form = call.request.form;
    const bool offer = form.text("kind") == "line_manager" && refused.refusals.front().clause == 9;
    http::Fields shown;
    for (const auto& [name, value] : form.items()) shown.add(name, name == "kind" && offer ? "work_director" : value);
    auto view = form_view(call, call.db, shown, {});
    fill_refusals(call, view, refused.refusals, refused.source);
    view.show_if(offer, "offer");
    return call.page(http::unprocessable, "people/relation_form", call.text("people.supervision.add"), std::move(view));
}

static std::optional<base::Day> day_in(const http::Fields& form, std::string_view field) {
    return form.text(field).empty() ? std::nullopt : std::optional(plausible_day(field, form.text(field)));
}

static http::Response create_relation(http::WriteCall& call) {
    const auto& form = call.request.form;
    auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    try {
        const auto school = base::parse_integer(form.text("school"));
        relate(call.db, call.viewer, call.now, call,
               {text("from_email"), text("to_email"), text("kind"), school ? std::optional(roster::OrgId{*school}) : std::nullopt, plausible_day("from", form.text("from")),
                day_in(form, "to"), text("basis")});
    } catch (const Refused& refused) {
        return refused_form(call, refused);
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/relation_form", call.text("people.supervision.add"), form_view(call, call.db, form, {{problem.field(), problem.what()}}));
    }
    return call.redirect_with_notice("/settings/supervision", call.text("people.saved"));
}

static http::Response relation_page(http::Call& call, db::Read& db, http::Status status, const http::Fields& form, const Problems& problems, const Refused* refused) {
    const auto one = fetch_relation(db, call.viewer, call.id("relation"));
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", one.id).set("kind", call.text("people.supervision.kind." + one.kind)).set("from_name", one.from_name).set("to_name", one.to_name).set("where", where_words(call, one.org_name));
    for (const char* field : {"from", "to", "basis", "seen"}) view.set(field, form.text(field));
    if (refused) fill_refusals(call, view, refused->refusals, refused->source);
    return call.page(status, "people/relation", call.text("people.supervision.change"), std::move(view));
}

static http::Response show_relation(http::ReadCall& call) {
    const auto one = fetch_relation(call.db, call.viewer, call.id("relation"));
    http::Fields form;
    form.add("from", base::to_iso(one.from_on));
    form.add("to", one.to_on ? base::to_iso(*one.to_on) : "");
    form.add("basis", one.basis);
    form.add("seen", std::to_string(one.version));
    return relation_page(call, call.db, http::ok, form, {}, nullptr);
}

static http::Response save_relation(http::WriteCall& call) {
    const auto& form = call.request.form;
    try {
        change_relation(call.db, call.viewer, call.now, call, call.id("relation"),
                        {plausible_day("from", form.text("from")), day_in(form, "to"), std::string(form.text("basis")), base::parse_integer(form.text("seen")).value_or(0)});
    } catch (const Refused& refused) {
        return relation_page(call, call.db, http::unprocessable, form, {}, &refused);
    } catch (const base::Invalid& problem) {
        return relation_page(call, call.db, http::unprocessable, form, {{problem.field(), problem.what()}}, nullptr);
    } catch (const base::Conflict& clash) {
        const auto shown = with_seen(form, fetch_relation(call.db, call.viewer, call.id("relation")).version);
        return relation_page(call, call.db, http::conflict, shown, {{"main", clash.what()}}, nullptr);
    }
    return call.redirect_with_notice("/settings/supervision", call.text("people.saved"));
}

static http::Response delete_relation(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.supervision.remove_sure"), call.text("people.remove"), fmt::format("/settings/supervision/{}", call.id("relation")))) return std::move(*asked);
    try {
        remove_relation(call.db, call.viewer, call.now, call.id("relation"));
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    }
    return call.redirect_with_notice("/settings/supervision", call.text("people.removed"));
}

// --- Who evaluates whom, in counts and names (clause 15) ---

static std::string all_words(const http::Call& call, const std::vector<Refusal>& refusals, const std::string& source) {
    std::string words;
    for (const auto& one : refusals) words += (words.empty() ? "" : " ") + refusal_words(call, one, source);
    return words;
}

static void fill_managers(const http::Call& call, html::View& view, const std::vector<LapsedManager>& managers, const std::string& source) {
    view.show_if(managers.empty(), "none_lapsed");
    if (managers.empty()) return;
    auto some = view.add("some_lapsed");
    for (const auto& one : managers) {
        some.add("lapsed").set("account", one.account.value).set("name", one.name).set("people", one.people).set("why", all_words(call, one.refusals, source));
    }
}

static http::Response show_report(http::ReadCall& call) {
    html::View view;
    const auto report = supervision_report(call.db, call.viewer, call.today(), 90, most_reported);
    for (const auto& one : report.counts) {
        view.add("count").set("kind", call.text("people.supervision.kind." + one.kind)).set(
            "text", call.text("people.supervision.done", {{"done", std::to_string(one.done)}, {"total", std::to_string(one.people)}}));
    }
    const auto source = pack_on(call.db, call.today()).source;
    view.set("without", report.without_total);
    view.show_if(report.without.empty(), "none_without").show_if(report.without_total > most_reported, "more_without");
    auto some = report.without.empty() ? html::View() : view.add("some_without");
    for (const auto& one : report.without) {
        const auto why = all_words(call, one.refusals, source);
        auto row = some.add("row");
        row.set("account", one.account.value).set("name", one.name).set("evaluator", one.evaluator.empty() ? call.text("people.supervision.nobody") : one.evaluator).set("why", why);
    }
    fill_managers(call, view, report.managers, source);
    view.show_if(report.ending.empty(), "none_ending");
    auto soon = report.ending.empty() ? html::View() : view.add("some_ending");
    for (const auto& one : report.ending) {
        soon.add("ending").set("name", one.name).set("account", one.account.value).set("people", one.people).set("day", html::day_words(call.language, call.today(), one.until));
    }
    return call.page("people/supervision_report", call.text("people.supervision.report"), std::move(view));
}

static http::Response save_jurisdiction(http::WriteCall& call) {
    try {
        choose_jurisdiction(call.db, call.viewer, call.now, call.request.form.text("jurisdiction"));
    } catch (const base::Invalid& problem) {
        return call.problem(http::unprocessable, call.text("people.supervision.title"), call.text(problem.what()));
    }
    return call.redirect_with_notice("/settings/supervision", call.text("people.saved"));
}

void supervision_routes(http::Routes& routes) {
    routes.get("/settings/supervision", may_manage, show_supervision);
    routes.get("/settings/supervision/new", may_manage, new_relation);
    routes.get("/settings/supervision/report", may_manage, show_report);
    routes.post("/settings/supervision", may_manage, create_relation);
    routes.post("/settings/supervision/state", http::everywhere(may_manage_licences), save_jurisdiction);
    routes.get("/settings/supervision/{relation}", may_manage, show_relation);
    routes.post("/settings/supervision/{relation}", may_manage, save_relation);
    routes.post("/settings/supervision/{relation}/removal", may_manage, delete_relation);
}

}  // namespace people
