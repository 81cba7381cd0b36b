#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "people/evaluation.h"
#include "people/pages.h"
#include "people/standing.h"
#include "people/supervision_view.h"

namespace people {

/// Criteria with which a new one begins; the evaluator changes them.
static std::vector<std::string> first_criteria(const http::Call& call) {
    std::vector<std::string> names;
    for (int number = 1; number <= 5; ++number) names.push_back(call.text(fmt::format("people.evaluation.criterion.{}", number)));
    return names;
}
constexpr int most_criteria = 12;

static std::string year_words(int year) { return fmt::format("{}–{}", year, year + 1); }

static std::string state_words(const http::Call& call, const std::string& state) { return call.text(fmt::format("people.evaluation.state.{}", state.empty() ? "none" : state)); }

static void fill_list(http::ReadCall& call, html::View& view, std::string_view section, const std::vector<EvaluationLine>& list) {
    for (const auto& one : list) {
        auto row = view.add(section);
        row.set("name", one.name).set("year", year_words(one.year)).set("state", state_words(call, one.state));
        if (one.id != 0) row.add("open").set("id", one.id).set("name", one.name);
        else row.add("begin").set("subject", one.other.value).set("name", one.name);
    }
}

static http::Response show_list(http::ReadCall& call) {
    if (!is_staff(call.db, call.viewer)) throw base::Forbidden("Evaluations are between the two people whom they concern.");
    html::View view;
    const auto to_write = evaluations_to_write(call.db, call.viewer, call.today());
    const auto own = own_evaluations(call.db, call.viewer);
    if (!to_write.empty()) {
        auto box = view.add("to_write");
        fill_list(call, box, "row", to_write);
    }
    if (!own.empty()) {
        auto box = view.add("own");
        fill_list(call, box, "row", own);
    }
    view.show_if(to_write.empty() && own.empty(), "none");
    return call.page("people/evaluations", call.text("people.evaluation.title"), std::move(view));
}

static http::Response create_evaluation(http::WriteCall& call) {
    const auto subject = base::parse_integer(call.request.form.text("subject"));
    if (!subject) throw base::NotFound("no such person");
    try {
        auto id = open_evaluation(call.db, call.viewer, call.now, call, {*subject}, first_criteria(call));
        return call.redirect(fmt::format("/evaluations/{}", id));
    } catch (const Refused& refused) {
        return refused_page(call, refused, "/evaluations");
    }
}

// --- One of them ---

static void fill_form(const http::Call& call, html::View& view, const Evaluation& evaluation, const Draft& draft) {
    auto form = view.add("draft");
    form.set("id", evaluation.id).set("seen", draft.seen).set("summary", draft.summary);
    for (int number = 1; number <= most_criteria; ++number) {
        const auto at = static_cast<std::size_t>(number - 1);
        if (at > draft.criteria.size() + 1) break;  // two empty rows to add to
        const Criterion one = at < draft.criteria.size() ? draft.criteria[at] : Criterion{};
        auto row = form.add("criterion");
        row.set("number", number).set("criterion", one.name).set("words", one.words);
        for (auto rating : evaluation_ratings()) {
            row.add("rating").set("value", rating).set("label", call.text(fmt::format("people.evaluation.rating.{}", rating))).show_if(rating == one.rating, "selected");
        }
    }
}

static void fill_read(const http::Call& call, html::View& view, const Evaluation& evaluation) {
    auto box = view.add("written");
    box.set("summary", evaluation.summary);
    for (const auto& one : evaluation.criteria) {
        box.add("criterion").set("criterion", one.name).set("words", one.words).set("rating", one.rating.empty() ? "" : call.text("people.evaluation.rating." + one.rating));
    }
    if (evaluation.signed_at) {
        box.add("signed").set("text", call.text("people.evaluation.signed_words", {{"name", evaluation.evaluator_name},
                                                                                    {"day", html::day_words(call.language, call.today(), call.zone.day_of(*evaluation.signed_at))}}));
    }
    if (!evaluation.signed_rule.empty()) {
        box.add("rule").set("text", call.text("people.evaluation.under", {{"rule", evaluation.signed_rule == "strictest" ? call.text("people.supervision.strictest") : evaluation.signed_rule},
                                                                        {"n", std::to_string(evaluation.evidence.size())}}));
    }
    if (evaluation.acknowledged_at) {
        box.add("acknowledged").set("text", call.text("people.evaluation.acknowledged_words", {{"name", evaluation.subject_name},
                                                                                              {"day", html::day_words(call.language, call.today(), call.zone.day_of(*evaluation.acknowledged_at))}}));
        if (!evaluation.reply.empty()) box.add("reply").set("text", evaluation.reply);
    }
}

/// What was typed and has no form any more, to be copied: nobody loses what they wrote.
static void fill_kept(html::View& view, const Draft& typed) {
    auto box = view.add("kept");
    box.set("summary", typed.summary);
    for (const auto& one : typed.criteria) {
        if (!one.name.empty() || !one.words.empty()) box.add("criterion").set("criterion", one.name).set("words", one.words);
    }
}

/// `typed`: what could not be saved, shown instead of what is stored, also while the draft is frozen.
static http::Response evaluation_page(http::Call& call, db::Read& db, http::Status status, const Draft* typed, const Problems& problems) {
    const auto evaluation = fetch_evaluation(db, call.viewer, call.id("evaluation"), call.today());
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", evaluation.id).set("subject", evaluation.subject_name).set("evaluator", evaluation.evaluator_name).set("year", year_words(evaluation.year)).set("state", state_words(call, evaluation.state));
    const bool own = evaluation.subject == call.viewer.account();
    if (evaluation.state != "draft") {
        fill_read(call, view, evaluation);
        if (own && evaluation.state == "signed") view.add("acknowledge").set("id", evaluation.id).set("reply", call.request.form.text("reply"));
        if (typed) fill_kept(view, *typed);
    } else {
        const auto refusals = frozen_by(db, call.viewer, evaluation, call);
        fill_refusals(call, view, refusals, pack_on(db, call.today()).source);
        if (refusals.empty() || typed) fill_form(call, view, evaluation, typed ? *typed : Draft{evaluation.summary, evaluation.criteria, evaluation.version});
        else fill_read(call, view, evaluation);
        if (refusals.empty()) view.add("discard").set("id", evaluation.id).set("seen", typed ? typed->seen : evaluation.version);
    }
    return call.page(status, "people/evaluation", call.text("people.evaluation.of", {{"name", evaluation.subject_name}}), std::move(view));
}

static http::Response show_evaluation(http::ReadCall& call) { return evaluation_page(call, call.db, http::ok, nullptr, {}); }

static Draft read_draft(const http::Fields& form) {
    Draft draft;
    draft.summary = form.text("summary");
    for (int number = 1; number <= most_criteria; ++number) {
        draft.criteria.push_back({std::string(form.text(fmt::format("criterion{}", number))), std::string(form.text(fmt::format("rating{}", number))),
                                  std::string(form.text(fmt::format("words{}", number)))});
    }
    draft.seen = base::parse_integer(form.text("seen")).value_or(-1);
    return draft;
}

static std::string path_of(const http::Call& call) { return fmt::format("/evaluations/{}", call.id("evaluation")); }

/// Whoever is no longer in office sees the draft no more, but gets back what they typed.
static http::Response typed_out_of_office(const http::WriteCall& call, const Draft& typed) {
    html::View view;
    view.set("back", "/evaluations");
    fill_refusals(call, view, {{14, "not_in_office"}}, "");
    fill_kept(view, typed);
    return call.page(http::conflict, "people/refused", call.text("people.supervision.refused"), std::move(view));
}

/// "Save" keeps the draft; "sign" saves what is typed and signs it in the same transaction.
static http::Response save_evaluation(http::WriteCall& call) {
    auto draft = read_draft(call.request.form);
    const bool sign = call.request.form.text("then") == "sign";
    if (sign) {
        // What is signed stays, so a page asks before it, with or without script.
        if (auto asked = http::ask_first(call, call.text("people.evaluation.sign_sure"), call.text("people.evaluation.sign"), path_of(call))) return std::move(*asked);
    }
    try {
        save_draft(call.db, call.viewer, call.now, call, call.id("evaluation"), draft);
        if (sign) sign_evaluation(call.db, call.viewer, call.now, call, call.id("evaluation"), 0);
    } catch (const Refused&) {
        return evaluation_page(call, call.db, http::conflict, &draft, {});
    } catch (const base::Conflict& clash) {
        // With the version that is there now: saving again replaces what was written in the other window.
        draft.seen = fetch_evaluation(call.db, call.viewer, call.id("evaluation"), call.today()).version;
        return evaluation_page(call, call.db, http::conflict, &draft, {{"main", clash.what()}});
    } catch (const base::Invalid& problem) {
        return evaluation_page(call, call.db, http::unprocessable, &draft, {{problem.field(), problem.what()}});
    } catch (const base::NotFound&) {
        if (!wrote_evaluation(call.db, call.viewer, call.id("evaluation"))) throw;
        return typed_out_of_office(call, draft);
    }
    return call.redirect_with_notice(path_of(call), call.text(sign ? "people.evaluation.signed_now" : "people.saved"));
}

static http::Response acknowledge(http::WriteCall& call) {
    try {
        acknowledge_evaluation(call.db, call.viewer, call.now, call.id("evaluation"), call.request.form.text("reply"));
    } catch (const base::Invalid& problem) {
        return evaluation_page(call, call.db, http::unprocessable, nullptr, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        const Draft typed{std::string(call.request.form.text("reply")), {}, 0};
        return evaluation_page(call, call.db, http::conflict, typed.summary.empty() ? nullptr : &typed, {{"main", clash.what()}});
    }
    return call.redirect_with_notice(path_of(call), call.text("people.saved"));
}

static http::Response discard(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.evaluation.discard_sure"), call.text("people.remove"), path_of(call))) return std::move(*asked);
    try {
        discard_draft(call.db, call.viewer, call.now, call, call.id("evaluation"), base::parse_integer(call.request.form.text("seen")).value_or(-1));
    } catch (const Refused&) {
        return evaluation_page(call, call.db, http::conflict, nullptr, {});
    } catch (const base::Conflict& clash) {
        return evaluation_page(call, call.db, http::conflict, nullptr, {{"main", clash.what() == std::string_view("people.evaluation.problem.stale") ? "people.evaluation.problem.changed" : clash.what()}});
    }
    return call.redirect_with_notice("/evaluations", call.text("people.removed"));
}

void evaluation_routes(http::Routes& routes) {
    routes.get("/evaluations", http::signed_in, show_list);
    routes.post("/evaluations", http::signed_in, create_evaluation);
    routes.get("/evaluations/{evaluation}", http::signed_in, show_evaluation);
    routes.post("/evaluations/{evaluation}", http::signed_in, save_evaluation).body_limit(http::mebibyte);
    routes.post("/evaluations/{evaluation}/acknowledgement", http::signed_in, acknowledge);
    routes.post("/evaluations/{evaluation}/removal", http::signed_in, discard);
}

}  // namespace people
