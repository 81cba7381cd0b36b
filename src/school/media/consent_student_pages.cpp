// /consents/students/{student}: what was said about one student, what holds, and what the office does.
#include <algorithm>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "mail/mail.h"
#include "mail/settings.h"
#include "media/answer.h"
#include "media/ask.h"
#include "media/consent_view.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/protection.h"

namespace media {

static constexpr int told_on_a_page = 20;

std::string consent_path(roster::PersonId student) { return fmt::format("/consents/students/{}", student.value); }

std::string obstacle_words(const http::Call& call, const Decision& decision) {
    std::string words;
    for (const auto obstacle : decision.obstacles) words += (words.empty() ? "" : "; ") + call.text(fmt::format("media.consent.obstacle.{}", word(obstacle)));
    return words;
}

/// What one person said of a use, as a section of the template.
static std::string said_by(const http::Call& call, const KnownStudent& known, roster::PersonId giver, Use use) {
    for (const auto& [of, said] : known.said) {
        if (of == use && said.giver == giver) return !said.yes ? "no" : said.until && call.today() < *said.until ? "yes" : "ended";
    }
    return "none";
}

namespace {

/// Purposes of one channel of which the same was said and the same holds.
struct MatrixRow {
    std::vector<Use> uses;
    std::vector<std::string> said;  // by giver
    Decision decision;
};

}  // namespace

static std::vector<MatrixRow> matrix(const http::Call& call, const KnownStudents& known, const std::vector<Giver>& givers) {
    const auto& one = known.students.front();
    std::vector<MatrixRow> rows;
    for (const auto use : all_uses()) {
        MatrixRow row{{use}, {}, known.decide(one, use, call.today())};
        for (const auto& giver : givers) row.said.push_back(said_by(call, one, giver.id, use));
        const auto same = std::ranges::find_if(rows, [&](const MatrixRow& other) {
            return other.uses.front().channel == use.channel && other.said == row.said && other.decision.obstacles == row.decision.obstacles && other.decision.until == row.decision.until;
        });
        if (same == rows.end()) rows.push_back(std::move(row));
        else same->uses.push_back(use);
    }
    return rows;
}

static void fill_matrix(const http::Call& call, html::View& view, const KnownStudents& known, const std::vector<Giver>& givers) {
    const auto& facts = known.students.front().facts;
    view.show_if(facts.withheld, "withheld").show_if(facts.opted_out, "opted_out");
    for (const auto& giver : givers) view.add("giver_head").set("name", giver.name);
    for (const auto& shown : matrix(call, known, givers)) {
        auto row = view.add("use");
        row.set("name", uses_words(call, shown.uses));
        for (std::size_t at = 0; at < givers.size(); ++at) row.add("said").set("label", givers[at].name).show(shown.said[at]);
        const auto& until = shown.decision.until;
        if (!shown.decision.allowed()) row.add("blocked").set("words", obstacle_words(call, shown.decision));
        else row.add("allowed").set("words", until ? call.text("media.consent.until", {{"day", html::day_words(call.language, call.today(), *until - std::chrono::days(1))}}) : "");
    }
}

static void fill_givers(const http::Call& call, db::Read& db, html::View& view, const std::vector<Giver>& givers, AgeGroup group) {
    for (const auto& giver : givers) {
        auto row = view.add("giver");
        row.set("name", giver.name).set("giver", giver.id.value).show(giver.student ? "student" : giver.guardian ? "guardian" : "former");
        const bool decides = group == AgeGroup::adult ? giver.student : giver.guardian;
        if (decides) {
            if (const auto at = last_asked(db, giver.id)) {
                row.add("asked").set("when", html::moment_words(call.language, call.zone, call.now, *at)).set("iso", base::to_iso(*at));
            } else {
                row.show("not_asked");
            }
            row.show_if(giver.reachable, "may_send").show_if(!giver.reachable, "no_address");
        }
        row.show_if(!giver.student && !giver.guardian && giver.answered, "may_set_aside");
    }
}

static void fill_told(const http::Call& call, html::View row, const Told& told) {
    row.set("who", told.giver).set("when", html::moment_words(call.language, call.zone, call.now, told.at)).set("iso", base::to_iso(told.at));
    row.set("how", call.text(fmt::format("media.consent.how.{}", word(told.how)))).set("version", told.version.empty() ? "–" : told.version).set("language", call.text(fmt::format("media.consent.language.{}", html::code(told.language))));
    row.set("given_on", html::day_words(call.language, call.today(), told.given_on));
    if (!told.entered_by.empty()) row.add("entered_by").set("entered_by", told.entered_by);
    if (!told.yes.empty()) {
        auto yes = row.add("yes");
        yes.set("words", uses_words(call, told.yes));
        if (told.until) yes.add("until").set("day", html::day_words(call.language, call.today(), *told.until - std::chrono::days(1)));
    }
    if (!told.no.empty()) row.add("no").set("words", uses_words(call, told.no));
    if (told.scan && told.paper) row.add("scan").set("href", fmt::format("/consents/papers/{}", *told.paper));
    row.show_if(told.aside, "aside");
}

static void fill_history(const http::ReadCall& call, html::View& view, roster::PersonId student) {
    const auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto list = answers_told(call.db, call.viewer, student, std::max<std::int64_t>(before, 0), told_on_a_page);
    const bool more = list.size() > static_cast<std::size_t>(told_on_a_page);
    if (more) list.pop_back();
    for (const auto& told : list) fill_told(call, view.add("told"), told);
    view.show_if(list.empty(), "no_history");
    if (more) view.add("more").set("href", fmt::format("{}?before={}#history", consent_path(student), list.back().last));
}

static http::Response show(http::ReadCall& call) {
    const auto student = fetch_student(call.db, call.viewer, call.id_as<roster::PersonId>("student"));
    call.note_access("person", student.id.value, "consents");
    html::View view;
    view.set("id", student.id.value).set("name", student.name()).set("grade", student.grade).set("entry_href", consent_path(student.id) + "/entry");
    const auto school = student.primary_org ? roster::find_org(call.db, *student.primary_org) : std::nullopt;
    view.set("school", school ? school->name : "");
    const auto givers = givers_of(call.db, call.viewer, student.id);
    const auto known = load_known(call.db, std::span(&student.id, 1));
    auto heard = givers;
    std::erase_if(heard, [](const Giver& one) { return !one.student && !one.guardian && !one.answered; });
    fill_matrix(call, view, known, heard);
    const auto& facts = known.students.front().facts;
    fill_givers(call, call.db, view, givers, age_group(facts.birth, facts.grade, call.today()));
    fill_history(call, view, student.id);
    view.show(is_protected(call.db, call.viewer, student.id) ? "protected" : "not_protected");
    if (roster::find_person(call.db, call.viewer, student.id)) view.add("may_see_person").set("href", fmt::format("/people/{}", student.id.value));
    return call.page("media/consent_student", student.name(), std::move(view));
}

/// The one in the form, of those who may answer or whose answer counts; base::NotFound for everybody else.
static Giver fetch_giver(http::WriteCall& call, roster::PersonId student) {
    const auto givers = givers_of(call.db, call.viewer, student);
    const auto found = std::ranges::find(givers, roster::PersonId{base::parse_integer(call.request.form.text("giver")).value_or(0)}, &Giver::id);
    if (found == givers.end()) throw base::NotFound("nobody who answers for this student");
    return *found;
}

/// A new link for one guardian, written at once.
static http::Response send_link(http::WriteCall& call) {
    const roster::PersonId student{call.id("student")};
    const auto giver = fetch_giver(call, student);
    // Clause 3.1: a link that cannot be sent is not written down.
    if (!mail::ready(mail::settings(call.db))) return call.redirect_with_notice(consent_path(student), call.text("media.ask.no_mail"));
    const auto found = recipients(call.db, call.viewer, call.today(), {.student = student, .school = {}, .grade = {}, .silent_only = false});
    const auto to = std::ranges::find(found.with_address, giver.id, &Recipient::person);
    if (to == found.with_address.end() || !base::parse_email(to->email)) return call.redirect_with_notice(consent_path(student), call.text("media.consent.no_letter"));
    const auto token = make_link(call.db, call.now, to->person, to->language);
    mail::send(call.db, call.now, link_letter(call.services, call.district(), *to, token));
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "consent_link", .subject_id = to->person.value, .action = "sent"});
    return call.redirect_with_notice(consent_path(student), call.text("media.consent.letter_written", {{"name", giver.name}}));
}

/// Clause 3.5: who calls is heard at once.
static http::Response note_call(http::WriteCall& call) {
    const roster::PersonId student{call.id("student")};
    const auto giver = fetch_giver(call, student);
    if (auto asked = http::ask_first(call, call.text("media.consent.call_sure", {{"name", giver.name}}), call.text("media.consent.call_yes"), consent_path(student))) return std::move(*asked);
    NewAnswers given{.student = student, .giver = giver.id, .answers = {}, .how = How::telephone, .shown = {.version = "", .hash = "", .language = call.language}, .given_on = call.today()};
    for (const auto use : all_uses()) given.answers.emplace_back(use, false);
    worded(call, [&] { return enter_answers(call.db, call.viewer, call.now, given); });
    return call.redirect_with_notice(consent_path(student), call.text("media.consent.call_noted"));
}

static http::Response put_aside(http::WriteCall& call) {
    const roster::PersonId student{call.id("student")};
    const auto giver = fetch_giver(call, student);
    if (auto asked = http::ask_first(call, call.text("media.consent.aside_sure", {{"name", giver.name}}), call.text("media.consent.set_aside"), consent_path(student))) return std::move(*asked);
    worded(call, [&] { set_aside(call.db, call.viewer, call.now, student, giver.id); });
    return call.redirect_with_notice(consent_path(student), call.text("media.consent.aside_noted"));
}

static http::Response set_protection(http::WriteCall& call) {
    const roster::PersonId student{call.id("student")};
    protect(call.db, call.viewer, call.now, student);
    return call.redirect_with_notice(consent_path(student), call.text("media.protection.was_set"));
}

static http::Response end_protection(http::WriteCall& call) {
    const roster::PersonId student{call.id("student")};
    fetch_student(call.db, call.viewer, student);
    if (auto asked = http::ask_first(call, call.text("media.protection.sure"), call.text("media.protection.lift"), consent_path(student))) return std::move(*asked);
    lift_protection(call.db, call.viewer, call.now, student);
    return call.redirect_with_notice(consent_path(student), call.text("media.protection.was_lifted"));
}

void consent_student_routes(http::Routes& routes) {
    routes.get("/consents/students/{student}", may_keep_consents, show);
    routes.post("/consents/students/{student}/links", may_keep_consents, send_link);
    routes.post("/consents/students/{student}/calls", may_keep_consents, note_call);
    routes.post("/consents/students/{student}/aside", may_keep_consents, put_aside);
    routes.post("/consents/students/{student}/protection", may_keep_consents, set_protection);
    routes.post("/consents/students/{student}/protection/end", may_keep_consents, end_protection);
}

}  // namespace media
