// /consents/students/{student}/entry: what a form on paper or a telephone call says; and the scan.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"
#include "media/answer.h"
#include "media/consent_view.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/paper.h"

namespace media {

namespace {

struct StoredScan {
    std::optional<Scan> scan;
    std::string problem;  // message key
};

}  // namespace

static StoredScan prepare_scan(http::PrepareCall& call) {
    const auto found = std::ranges::find(call.request.uploads, "scan", &http::Upload::field);
    if (found == call.request.uploads.end() || found->bytes.empty()) return {};
    if (found->bytes.size() > most_scan_bytes) return {{}, "media.paper.problem.large"};
    const auto type = files::sniff_type(found->bytes);
    if (type != "application/pdf" && type != "image/jpeg") return {{}, "media.paper.problem.scan"};
    return {Scan{call.services.files->put(found->bytes).hex, type}, {}};
}

static http::Response entry_page(const http::Call& call, db::Read& db, const roster::Person& student, const http::Fields& typed, const FieldProblems& problems) {
    html::View view;
    tell_problems(call, view, problems);
    view.set("back", consent_path(student.id)).set("action", consent_path(student.id) + "/entry").set("name", student.name());
    for (const auto& giver : givers_of(db, call.viewer, student.id)) {
        const auto value = std::to_string(giver.id.value);
        const auto label = giver.guardian ? giver.name : fmt::format("{} ({})", giver.name, call.text(giver.student ? "media.consent.themself" : "media.consent.former"));
        // Mostly a guardian writes.
        view.add("giver_option").set("value", value).set("label", label).show_if(typed.has("giver") ? typed.text("giver") == value : giver.guardian, "chosen");
    }
    const auto language = html::parse_language(typed.text("language")).value_or(call.language);
    for (const auto one : html::languages) view.add("language_option").set("value", html::code(one)).set("label", call.text(fmt::format("media.consent.language.{}", html::code(one)))).show_if(one == language, "chosen");
    view.show(typed.text("how") == "telephone" ? "telephone" : "paper");
    view.set("given_on", typed.has("given_on") ? std::string(typed.text("given_on")) : base::to_iso(call.today())).set("last_day", typed.text("last_day")).set("form", typed.text("form"));
    const auto chosen = read_answers(typed);
    fill_uses(call, view, {std::begin(channels), std::end(channels)}, "", [&](Use use) {
        const auto found = std::ranges::find(chosen, use, &std::pair<Use, bool>::first);
        return found == chosen.end() ? std::nullopt : std::optional(found->second);
    }, true);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "media/consent_entry", call.text("media.paper.title"), std::move(view));
}

static http::Response show_entry(http::ReadCall& call) {
    const auto student = fetch_student(call.db, call.viewer, call.id_as<roster::PersonId>("student"));
    call.note_access("person", student.id.value, "consents");
    return entry_page(call, call.db, student, call.request.query, {});
}

static NewAnswers read_entry(const http::Call& call, roster::PersonId student, FieldProblems& problems) {
    const auto& form = call.request.form;
    NewAnswers given{.student = student, .giver = {base::parse_integer(form.text("giver")).value_or(0)}, .answers = read_answers(form), .how = form.text("how") == "telephone" ? How::telephone : How::paper,
                     .shown = {.version = std::string(base::first_code_points(base::collapse_space(form.text("form")), 60)), .hash = "", .language = html::parse_language(form.text("language")).value_or(call.language)}, .given_on = call.today()};
    const auto given_on = base::parse_day(form.text("given_on"));
    if (given_on) given.given_on = *given_on;
    else problems.emplace_back("given_on", "media.paper.problem.given_on");
    if (form.text("last_day").empty()) return given;
    given.last_day = base::parse_day(form.text("last_day"));
    if (!given.last_day) problems.emplace_back("last_day", "media.paper.problem.last_day");
    return given;
}

static http::Response save_entry(http::WriteCall& call, StoredScan& stored) {
    const auto student = fetch_student(call.db, call.viewer, call.id_as<roster::PersonId>("student"));
    FieldProblems problems;
    auto given = read_entry(call, student.id, problems);
    if (!stored.problem.empty()) problems.emplace_back("scan", stored.problem);
    if (given.answers.empty()) problems.emplace_back("answers", "media.paper.problem.answers");
    if (!problems.empty()) return entry_page(call, call.db, student, call.request.form, problems);
    // An answer of 422 undoes what is written here.
    if (given.how == How::paper) given.paper = keep_paper(call.db, call.viewer, call.now, student.id, roster::find_person(call.db, auth::Viewer::system(), given.giver) ? given.giver : student.id, stored.scan);
    try {
        enter_answers(call.db, call.viewer, call.now, given);
    } catch (const base::Invalid& wrong) {
        return entry_page(call, call.db, student, call.request.form, {{wrong.field(), wrong.what()}});
    }
    return call.redirect_with_notice(consent_path(student.id), call.text("media.paper.saved"));
}

/// Clauses 3.5 and 10.1.
static http::Response show_scan(http::ReadCall& call) {
    const auto kept = load_scan(call.db, call.viewer, call.id("paper"));
    call.note_access("person", kept.student.value, "consent_scan");
    const auto path = call.services.files->path({kept.scan.hash});
    if (!path) throw std::runtime_error("a stored file is missing on the disk");
    http::Response response;
    response.file_path = *path;
    response.content_type = kept.scan.type;
    response.header("Content-Disposition", kept.scan.type == "image/jpeg" ? "inline; filename=\"form.jpg\"" : "attachment; filename=\"form.pdf\"");
    // Whatever the bytes are, nothing in them runs.
    response.header("Content-Security-Policy", "default-src 'none'; sandbox");
    response.header("Cache-Control", "private, no-store");
    return response;
}

void paper_routes(http::Routes& routes) {
    routes.get("/consents/students/{student}/entry", may_keep_consents, show_entry);
    routes.post("/consents/students/{student}/entry", may_keep_consents, prepare_scan, save_entry).body_limit(most_scan_bytes + 1024 * http::kibibyte);
    routes.get("/consents/papers/{paper}", may_keep_consents, show_scan);
}

}  // namespace media
