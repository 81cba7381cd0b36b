#include "planning/alert_decision_pages.h"

#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/helpdesk.h"
#include "html/format.h"
#include "http/routes.h"
#include "planning/alert_view.h"
#include "planning/planning.h"

namespace planning {

/// Known problems are opened by those who work in the queue of that school, everywhere for one of every school.
static bool may_confirm(const auth::Viewer& viewer, const Alert& alert) {
    return alert.cell.school ? viewer.may(helpdesk::may_work, alert.cell.school) : viewer.may_everywhere(helpdesk::may_work);
}

static void fill_state_of_decision(http::ReadCall& call, html::View& view, const Alert& alert) {
    if (!alert.decided_at) return;
    auto decided = view.add("decided");
    decided.set("by", alert.decided_by).set("when", html::moment_words(call.language, call.zone, call.now, *alert.decided_at)).set("reason", alert.reason);
    decided.set("what", call.text(fmt::format("planning.detect.decided_{}", word(alert.state))));
    decided.set("id", alert.id.value).set("seen", alert.revision);
    if (alert.problem) decided.add("problem").set("href", fmt::format("/queue/problems/{}", alert.problem->value));
}

void fill_decision(http::ReadCall& call, html::View& view, const Alert& alert) {
    if (alert.state == AlertState::confirmed || alert.state == AlertState::dismissed) return fill_state_of_decision(call, view, alert);
    auto decide = view.add("decide");
    decide.set("id", alert.id.value).set("seen", alert.revision);
    if (may_confirm(call.viewer, alert)) decide.add("confirm").set("id", alert.id.value);
    if (alert.state == AlertState::open) decide.add("dismiss").set("id", alert.id.value).set("seen", alert.revision);
    if (alert.state == AlertState::passed) decide.show("has_passed");
}

using Problems = std::vector<http::FieldProblem>;

static void fill_problems(html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto list = view.add("problems");
    for (const auto& problem : problems) {
        list.add("problem").set("field", problem.field).set("message", problem.message);
        view.add(fmt::format("{}_error", problem.field)).set("message", problem.message);
    }
}

static http::Status status_of(const Problems& problems) { return problems.empty() ? http::ok : http::unprocessable; }

struct Typed {
    std::string title_en, title_es, words_en, words_es;
    bool link = true;
};

/// What a known problem takes: the help desk's rule, and the maxlength of the fields.
constexpr std::size_t most_title_points = 120;
constexpr std::size_t most_words_points = 4000;

static std::string prefilled(const http::Call& call, html::Language language, std::string_view key, const Alert& alert) {
    return call.services.messages->text(language, key, {{"what", alert_title(alert)}});
}

static Typed typed_of(const http::WriteCall& call) {
    const auto& form = call.request.form;
    auto text = [&](std::string_view name) { return std::string(base::trim(form.text(name))); };
    return {text("title_en"), text("title_es"), text("words_en"), text("words_es"), form.text("link") == "1"};
}

static http::Response confirm_page(const http::Call& call, db::Read& db, const Alert& alert, const Typed& typed, const Problems& problems) {
    html::View view;
    view.set("id", alert.id.value).set("subject", alert_title(alert)).set("seen", alert.revision);
    view.set("title_en", typed.title_en).set("title_es", typed.title_es).set("words_en", typed.words_en).set("words_es", typed.words_es);
    const auto requests = requests_to_link(db, call.viewer, alert.id);
    if (!requests.empty()) view.add("links").set("words", call.text("planning.detect.link_requests", {{"n", html::number_words(call.language, static_cast<std::int64_t>(requests.size()))}})).show_if(typed.link, "chosen");
    fill_problems(view, problems);
    return call.page(status_of(problems), "planning/alert_confirm", call.text("planning.detect.confirm"), std::move(view));
}

static Alert alert_of(const http::Call& call, db::Read& db) { return fetch_alert(db, call.viewer, call.id_as<AlertId>("alert"), html::code(call.language)); }

static http::Response show_confirmation(http::ReadCall& call) {
    const auto alert = alert_of(call, call.db);
    if (!may_confirm(call.viewer, alert)) throw base::Forbidden(call.text("planning.detect.may_not_confirm"));
    if (alert.state != AlertState::open && alert.state != AlertState::passed) throw base::Conflict(call.text("planning.detect.already"));
    // The words of each language name the category in that language.
    const auto english = fetch_alert(call.db, call.viewer, alert.id, "en");
    const auto spanish = fetch_alert(call.db, call.viewer, alert.id, "es");
    const auto title = [&](html::Language language, const Alert& named) {
        return std::string(base::trim(base::first_code_points(prefilled(call, language, "planning.detect.problem_title", named), most_title_points)));
    };
    // What only a school has in common is no problem yet: a person says what it is, and which requests belong to it.
    const bool says_what = alert.cell.model || alert.cell.category;
    Typed prepared;
    prepared.link = says_what;
    if (says_what) {
        prepared.title_en = title(html::Language::en, english);
        prepared.title_es = title(html::Language::es, spanish);
        prepared.words_en = prefilled(call, html::Language::en, "planning.detect.problem_words", english);
        prepared.words_es = prefilled(call, html::Language::es, "planning.detect.problem_words", spanish);
    }
    return confirm_page(call, call.db, alert, prepared, {});
}

/// Somebody decided since the page was shown.
static bool changed_since(const http::WriteCall& call, const Alert& alert) {
    const auto seen = base::parse_integer(call.request.form.text("seen"));
    return seen && *seen != alert.revision;
}

static void require_unchanged(const http::WriteCall& call, const Alert& alert) {
    if (changed_since(call, alert)) throw base::Conflict(call.text("planning.detect.already"));
}

static http::Response confirm(http::WriteCall& call) {
    const auto alert = alert_of(call, call.db);
    const auto typed = typed_of(call);
    const bool undecided = alert.state == AlertState::open || alert.state == AlertState::passed;
    if (!undecided || changed_since(call, alert)) {
        // What was typed stays; it can be sent again when the alert is open again.
        auto refused = confirm_page(call, call.db, alert, typed, {{"title_en", call.text("planning.detect.already")}});
        refused.status = http::conflict;
        return refused;
    }
    helpdesk::NewProblem problem{.title_en = typed.title_en, .title_es = typed.title_es, .words_en = typed.words_en, .words_es = typed.words_es};
    if (alert.cell.category) problem.category = helpdesk::CategoryId{alert.cell.category};
    if (alert.cell.school) problem.school = roster::OrgId{alert.cell.school};
    if (alert.cell.model) problem.model = alert.cell.model;
    if (typed.link) problem.requests = requests_to_link(call.db, call.viewer, alert.id);
    Problems problems;
    const auto check = [&](std::string_view field, std::string_view text, std::size_t most) {
        if (text.empty()) problems.push_back({std::string(field), call.text("planning.detect.both_languages")});
        if (base::count_code_points(text) > most) {
            const auto too_long = call.text("planning.detect.reason_long", {{"n", html::number_words(call.language, static_cast<std::int64_t>(most))}});
            problems.push_back({std::string(field), fmt::format("{}: {}", call.text(fmt::format("planning.detect.{}", field)), too_long)});
        }
    };
    check("title_en", typed.title_en, most_title_points);
    check("title_es", typed.title_es, most_title_points);
    check("words_en", typed.words_en, most_words_points);
    check("words_es", typed.words_es, most_words_points);
    if (!problems.empty()) return confirm_page(call, call.db, alert, typed, problems);
    try {
        confirm_alert(call.db, call.viewer, call.now, alert, helpdesk::open_problem(call.db, call.viewer, call.now, problem));
    } catch (const base::Invalid& refused) {
        // helpdesk names what is wrong by a message, which names the field.
        auto label = call.services.messages->find(call.language, "planning.detect." + refused.field()).value_or(refused.field());
        const std::array<html::Argument, 1> field{{{"field", label}}};
        auto words = call.services.messages->find(call.language, refused.what(), field).value_or(refused.what());
        return confirm_page(call, call.db, alert, typed, {{refused.field(), words}});
    }
    return call.redirect_with_notice(fmt::format("/alerts/{}", alert.id.value), call.text("planning.detect.confirmed_notice"));
}

static http::Response dismiss_page(const http::Call& call, const Alert& alert, std::string_view reason, const Problems& problems) {
    html::View view;
    view.set("id", alert.id.value).set("subject", alert_title(alert)).set("seen", alert.revision).set("reason", reason);
    fill_problems(view, problems);
    return call.page(status_of(problems), "planning/alert_dismiss", call.text("planning.detect.dismiss"), std::move(view));
}

static http::Response show_dismissal(http::ReadCall& call) {
    const auto alert = alert_of(call, call.db);
    if (alert.state != AlertState::open) throw base::Conflict(call.text("planning.detect.already"));
    return dismiss_page(call, alert, "", {});
}

static http::Response dismiss(http::WriteCall& call) {
    const auto alert = alert_of(call, call.db);
    require_unchanged(call, alert);
    const auto reason = base::trim(call.request.form.text("reason"));
    if (reason.empty()) return dismiss_page(call, alert, "", {{"reason", call.text("planning.detect.reason_missing")}});
    if (base::count_code_points(reason) > most_reason_points) {
        return dismiss_page(call, alert, reason, {{"reason", call.text("planning.detect.reason_long", {{"n", std::to_string(most_reason_points)}})}});
    }
    dismiss_alert(call.db, call.viewer, call.now, alert, reason);
    return call.redirect_with_notice(fmt::format("/alerts/{}", alert.id.value), call.text("planning.detect.dismissed_notice"));
}

static http::Response reopen(http::WriteCall& call) {
    const auto alert = alert_of(call, call.db);
    require_unchanged(call, alert);
    reopen_alert(call.db, call.viewer, call.now, alert);
    return call.redirect_with_notice(fmt::format("/alerts/{}", alert.id.value), call.text(alert.state == AlertState::confirmed ? "planning.detect.reopened_confirmed_notice" : "planning.detect.reopened_notice"));
}

void alert_decision_routes(http::Routes& routes) {
    routes.get("/alerts/{alert}/confirmation", http::everywhere(may_watch), show_confirmation);
    routes.post("/alerts/{alert}/confirmation", http::everywhere(may_watch), confirm);
    routes.get("/alerts/{alert}/dismissal", http::everywhere(may_watch), show_dismissal);
    routes.post("/alerts/{alert}/dismissal", http::everywhere(may_watch), dismiss);
    routes.post("/alerts/{alert}/reopening", http::everywhere(may_watch), reopen);
}

}  // namespace planning
