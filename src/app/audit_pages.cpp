#include <sstream>

#include <fmt/format.h>

#include "app/app.h"
#include "app/form.h"
#include "app/words.h"
#include "auth/account.h"
#include "auth/audit.h"
#include "auth/auth.h"
#include "base/csv.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"

namespace app {

namespace {

constexpr int page_size = 50;
constexpr int most_exported = 20'000;

/// The question in the address, and what of it cannot be used.
struct Question {
    auth::EventFilter filter;
    std::vector<http::FieldProblem> problems;
};

}  // namespace

/// The one account that the words name: its address, or a name that only one has.
static std::optional<auth::AccountId> account_called(db::Read& db, std::string_view who) {
    // Whoever reads the record sees the names in it, so looking one up tells nothing new.
    const auth::Viewer viewer = auth::Viewer::system();
    if (const auto account = auth::find_account(db, viewer, who)) return account->id;
    const auto accounts = auth::list_accounts(db, viewer, {.words = std::string(who), .with_disabled = true, .limit = 2});
    if (accounts.size() != 1) return std::nullopt;
    return accounts.front().id;
}

static std::optional<base::Instant> start_of(const http::Call& call, Question& question, std::string_view field, std::chrono::days later) {
    const std::string_view text = call.request.query.text(field);
    if (text.empty()) return std::nullopt;
    const auto day = base::parse_day(text);
    if (!day) {
        question.problems.push_back({std::string(field), call.text("app.audit.bad_day")});
        return std::nullopt;
    }
    return call.zone.to_instant({*day + later, base::Minutes(0)});
}

static Question question_of(const http::ReadCall& call) {
    const http::Fields& query = call.request.query;
    Question question;
    question.filter.subject_kind = query.text("kind");
    question.filter.subject_id = base::parse_integer(query.text("subject"));
    question.filter.before_id = base::parse_integer(query.text("before")).value_or(0);
    question.filter.from = start_of(call, question, "from", std::chrono::days(0));
    question.filter.until = start_of(call, question, "until", std::chrono::days(1));  // that day too
    if (const auto who = query.text("who"); !who.empty()) {
        question.filter.account = account_called(call.db, who);
        if (!question.filter.account) question.problems.push_back({"who", call.text("app.audit.nobody")});
    }
    return question;
}

static std::string address_of(const http::Fields& query, std::string_view path, std::int64_t before) {
    std::string address = fmt::format("{}?", path);
    for (const char* field : {"who", "kind", "subject", "from", "until"}) {
        if (!query.text(field).empty()) address += fmt::format("{}={}&", field, http::percent_encode(query.text(field)));
    }
    if (before > 0) return address + fmt::format("before={}", before);
    address.pop_back();
    return address;
}

static void add_filter(const http::ReadCall& call, html::View& view) {
    const http::Fields& query = call.request.query;
    for (const char* field : {"who", "subject", "from", "until"}) view.set(field, query.text(field));
    for (const std::string& kind : auth::event_subject_kinds(call.db, call.viewer)) {
        html::View option = view.add("kind");
        option.set("kind_name", kind).set("kind_label", subject_words(call, kind)).show_if(kind == query.text("kind"), "chosen");
    }
    view.set("csv", address_of(query, "/audit.csv", 0));
}

static void add_rows(const http::ReadCall& call, html::View& view, std::vector<auth::Event> events) {
    const bool more = events.size() > page_size;
    if (more) events.resize(page_size);
    view.show_if(events.empty(), "nothing");
    for (const auth::Event& event : events) {
        html::View row = view.add("event");
        row.set("when", html::moment_words(call.language, call.zone, call.now, event.at)).set("iso", base::to_iso(event.at));
        row.set("actor", event.actor.empty() ? call.text("app.audit.guest") : event.actor);
        row.set("what", event_words(call, event.subject_kind, event.action));
        row.set("subject", fmt::format("{} {}", subject_words(call, event.subject_kind), event.subject_id));
        row.set("subject_href", fmt::format("/audit?kind={}&subject={}", http::percent_encode(event.subject_kind), event.subject_id));
        row.set("why", event.why).set("detail", event.detail);
        row.show_if(!event.why.empty(), "has_why").show_if(event.detail != "{}", "has_detail");
    }
    if (more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", address_of(call.request.query, "/audit", events.back().id.value));
}

/// Who changed what, when and why.
static http::Response show_audit(http::ReadCall& call) {
    Question question = question_of(call);
    question.filter.limit = page_size + 1;
    html::View view;
    add_filter(call, view);
    // A filter that cannot be used shows nothing rather than everything.
    add_rows(call, view, question.problems.empty() ? auth::list_events(call.db, call.viewer, question.filter) : std::vector<auth::Event>{});
    tell(view, question.problems);
    return call.page(question.problems.empty() ? http::ok : http::unprocessable, "app/audit", call.text("app.audit.title"), std::move(view));
}

/// The same rows as a table for other programs.
static http::Response export_audit(http::ReadCall& call) {
    Question question = question_of(call);
    if (!question.problems.empty()) return call.problem(http::unprocessable, call.text("app.audit.title"), question.problems.front().message);
    question.filter.limit = most_exported;
    std::ostringstream out;
    base::csv::Writer csv(out, base::csv::Writer::Mark::byte_order);
    csv.row({"id", "time", "account", "actor", "subject", "subject_id", "action", "why", "detail"});
    for (const auth::Event& event : auth::list_events(call.db, call.viewer, question.filter)) {
        csv.number(event.id.value).text(base::to_iso(event.at));
        event.account ? csv.number(*event.account) : csv.empty();
        csv.text(event.actor).text(event.subject_kind).number(event.subject_id).text(event.action).text(event.why).text(event.detail);
        csv.end_row();
    }
    return call.download("audit.csv", "text/csv; charset=utf-8", out.str());
}

/// Who was shown whose records, and for what.
static http::Response show_access(http::ReadCall& call) {
    Question question = question_of(call);
    question.filter.limit = page_size + 1;
    html::View view;
    for (const char* field : {"who", "from", "until"}) view.set(field, call.request.query.text(field));
    auto notes = question.problems.empty() ? auth::list_access(call.db, call.viewer, question.filter) : std::vector<auth::Access>{};
    const bool more = notes.size() > page_size;
    if (more) notes.resize(page_size);
    view.show_if(notes.empty(), "nothing");
    for (const auth::Access& note : notes) {
        html::View row = view.add("note");
        row.set("when", html::moment_words(call.language, call.zone, call.now, note.at)).set("actor", note.actor);
        row.set("subject", note.subject_id ? fmt::format("{} {}", note.subject_kind, note.subject_id) : note.subject_kind).set("purpose", note.purpose);
    }
    if (more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", address_of(call.request.query, "/audit/access", notes.back().id));
    tell(view, question.problems);
    return call.page(question.problems.empty() ? http::ok : http::unprocessable, "app/audit_access", call.text("app.audit.access"), std::move(view));
}

void audit_routes(http::Routes& routes) {
    routes.get("/audit", auth::may_audit, show_audit);
    routes.get("/audit.csv", auth::may_audit, export_audit);
    routes.get("/audit/access", auth::may_audit, show_access);
}

}  // namespace app
