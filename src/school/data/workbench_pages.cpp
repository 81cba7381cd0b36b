// The workbench: tables and columns beside a text of SQL; run it or see its plan.
#include "data/workbench_pages.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "data/explain.h"
#include "data/facts.h"
#include "data/workbench.h"
#include "http/parse.h"

namespace data {

constexpr base::Milliseconds longest_plan{10'000};

std::span<const auth::Permission> askers() {
    static constexpr auth::Permission list[] = {may_ask_operations, may_ask_directory, may_ask_students, may_ask_sensitive};
    return list;
}

std::string tier_words(const http::Call& call, Tier tier) { return call.text(fmt::format("data.tier.{}", word(tier))); }

/// The least telling tier that the viewer may ask.
static std::string first_tier(const auth::Viewer& viewer) {
    for (Tier tier : tiers) {
        if (may_ask(viewer, tier)) return std::string(word(tier));
    }
    return {};
}

static void show_tiers(const http::Call& call, html::View& view, const WorkbenchForm& form) {
    auto chosen = form.tier.empty() ? first_tier(call.viewer) : form.tier;
    for (Tier tier : tiers) {
        if (!may_ask(call.viewer, tier)) continue;
        auto choice = view.add("tier");
        choice.set("key", word(tier)).set("name", tier_words(call, tier)).set("hint", call.text(fmt::format("data.tier.{}_hint", word(tier))));
        choice.show_if(word(tier) == chosen, "chosen");
    }
}

static void show_purposes(const http::Call& call, html::View& view, const WorkbenchForm& form) {
    for (auto purpose : purposes) {
        view.add("purpose").set("key", purpose).set("name", call.text(fmt::format("data.purpose.{}", purpose))).show_if(purpose == form.purpose, "chosen");
    }
}

static void show_parameters(const http::Call& call, html::View& view, const WorkbenchForm& form, const WorkbenchProblems& problems) {
    auto message = [&](html::View& row, const std::string& field, std::string_view section) {
        auto found = std::ranges::find(problems, field, &std::pair<std::string, std::string>::first);
        if (found != problems.end()) row.add(section).set("message", call.text(found->second)).set("field", field);
    };
    view.show_if(!form.parameters.empty(), "parameters_open");
    for (int i = 1; i <= most_parameters; ++i) {
        auto row = view.add("parameter");
        bool filled = i <= static_cast<int>(form.parameters.size());
        const TypedParameter parameter = filled ? form.parameters[static_cast<std::size_t>(i) - 1] : TypedParameter{"", "text", ""};
        row.set("number", i).set("name", parameter.name).set("value", parameter.value);
        for (auto type : {"text", "integer", "real", "date", "flag"}) {
            row.add("type").set("key", type).set("words", call.text(fmt::format("data.workbench.type.{}", type))).show_if(parameter.type == type, "chosen");
        }
        message(row, fmt::format("name_{}", i), "name_error");
        message(row, fmt::format("value_{}", i), "value_error");
    }
}

/// Tables of the tiers that the viewer may ask, each with the tiers that hold it.
static void show_tables(const http::Call& call, html::View& view) {
    for (const Fact& fact : facts()) {
        std::string held;
        std::vector<FactColumn> columns;
        for (Tier tier : tiers) {
            auto here = may_ask(call.viewer, tier) ? fact.columns_in(tier) : std::vector<FactColumn>();
            if (here.empty()) continue;
            held += (held.empty() ? "" : ", ") + tier_words(call, tier);
            if (here.size() > columns.size()) columns = here;
        }
        if (columns.empty()) continue;
        auto table = view.add("table");
        table.set("name", fact.name).set("words", call.services.messages->find(call.language, "data.fact." + fact.name).value_or(fact.words)).set("held", held);
        for (const FactColumn& column : columns) {
            table.add("column").set("name", column.name).set("type", base::word(column.type)).set("words", column.words);
        }
    }
}

static void show_problems(const http::Call& call, html::View& view, const WorkbenchProblems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        if (field.find('_') == field.npos) view.add(field + "_error").set("message", call.text(key));
    }
}

static html::View view_of(const http::Call& call, const WorkbenchForm& form, const WorkbenchProblems& problems) {
    html::View view;
    view.set("sql", form.sql).set("note", form.note);
    show_problems(call, view, problems);
    show_tiers(call, view, form);
    show_purposes(call, view, form);
    show_parameters(call, view, form, problems);
    show_tables(call, view);
    return view;
}

static http::Response show_workbench(http::ReadCall& call) {
    WorkbenchForm form;
    // A question of one's own, asked again or changed.
    if (auto id = base::parse_integer(call.request.query.text("run")); id && *id > 0) {
        auto run = find_run(call.db, call.viewer, {*id});
        if (run && run->kind == RunKind::query) form = form_of(*run);
    }
    if (auto table = call.request.query.text("table"); find_fact(table) && form.sql.empty()) form.sql = fmt::format("FROM {} LIMIT 100", table);
    return call.page("data/workbench", call.text("data.workbench.title"), view_of(call, form, {}));
}

namespace {
/// What was found out before the transaction: the plan, when one was asked for.
struct Prepared {
    bool wants_plan = false;
    std::string plan;
    std::optional<Refused> refused;
};
}  // namespace

static Prepared prepare_question(http::PrepareCall& call) {
    Prepared prepared{.wants_plan = call.request.form.text("do") == "explain", .plan = {}, .refused = {}};
    if (!prepared.wants_plan) return prepared;
    WorkbenchProblems problems;
    auto form = form_of(call.request.form);
    if (form.purpose.empty()) form.purpose = purposes[0];  // a plan shows no rows, so it needs no reason
    auto run = understand(form, problems);
    if (!problems.empty() || !may_ask(call.viewer, run.tier)) return prepared;
    try {
        AskLimits limits{.time = longest_plan};
        prepared.plan = explain(place_of(call.services), {.tier = run.tier, .sql = run.sql, .parameters = run.parameters, .guarded = true, .limits = limits});
    } catch (const Refused& refusal) {
        prepared.refused = refusal;
    }
    return prepared;
}

static http::Response show_plan(http::WriteCall& call, const WorkbenchForm& form, const Prepared& prepared) {
    auto view = view_of(call, form, {});
    if (prepared.refused) {
        auto part = view.add("refused");
        part.set("message", prepared.refused->what()).set("title", refusal_title(call, prepared.refused->code()));
    } else {
        view.add("plan").set("text", prepared.plan);
    }
    return call.page(prepared.refused ? http::unprocessable : http::ok, "data/workbench", call.text("data.workbench.title"), std::move(view));
}

static http::Response ask_question(http::WriteCall& call, Prepared& prepared) {
    auto form = form_of(call.request.form);
    WorkbenchProblems problems;
    auto run = understand(form, problems);
    if (prepared.wants_plan) std::erase_if(problems, [](const auto& problem) { return problem.first == "purpose"; });
    if (!problems.empty()) {
        return call.page(http::unprocessable, "data/workbench", call.text("data.workbench.title"), view_of(call, form, problems));
    }
    if (!may_ask(call.viewer, run.tier)) throw base::Forbidden(call.text("data.workbench.problem.tier_closed"));
    if (prepared.wants_plan) {
        // It shows no row, but names and sizes; that it was asked is on record. The text may name somebody and is not.
        auth::record(call.db, call.viewer, call.now, {.subject_kind = "data_run", .action = "plan_asked", .detail = fmt::format(R"({{"tier":"{}"}})", word(run.tier))});
        return show_plan(call, form, prepared);
    }
    if (must_wait(call.db, call.viewer)) throw base::Conflict(call.text("data.problem.wait"));
    auto id = start_run(call.db, call.viewer, call.now, run);
    return call.redirect(fmt::format("/data/runs/{}", id.value));
}

void workbench_routes(http::Routes& routes) {
    routes.get("/data/workbench", http::any_of(askers()), show_workbench);
    routes.post("/data/workbench", http::any_of(askers()), prepare_question, ask_question);
}

}  // namespace data
