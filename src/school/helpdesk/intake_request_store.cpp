// A message becomes a request.
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/intake_steps.h"
#include "helpdesk/stranger.h"

namespace helpdesk {

using Kind = Course::Kind;

static const Request& own_of(const Thread& thread) { return thread.own ? *thread.own : thread.request; }

/// Clause 17.
std::optional<roster::OrgId> school_of(db::Read& db, const Intake& in) {
    if (in.rule && in.rule->school) return in.rule->school;
    if (in.sender.person) {
        if (auto schools = roster::schools_of(db, *in.sender.person); !schools.empty()) return schools.front();
    }
    return in.choices.school;
}

static CategoryId usual_category(db::Read& db) {
    if (auto other = find_category(db, "other")) return other->id;
    auto all = categories(db);
    if (all.empty()) throw base::Conflict("The help desk has no category in use, so that no request can be made.");
    return all.back().id;
}

static NewRequest request_of(const Intake& in) {
    const auto text = mail::without_notices(without_seals(in.said));
    NewRequest what;
    what.title = title_of(without_seals(in.message().subject), text);
    what.description = words_of(in.said);
    auto guessed = in.sender.account ? in.sender.account->language : std::string(html::code(language_of_words(in.message().subject + "\n" + text)));
    what.language = guessed;
    // Whose number was not followed still says what they mean, to those who may join the two.
    if (const auto number = in.thread ? std::nullopt : number_in_subject(in.message().subject); number && !what.title.empty()) {
        const auto named = fmt::format(" [#{}]", number->value);
        what.title = base::elide(what.title, most_title_points - named.size()) + named;
    }
    if (what.title.empty()) what.title = guessed == "es" ? "Mensaje por correo" : "A message by mail";
    what.requester = in.sender.account ? std::optional(in.sender.account->id) : std::nullopt;
    what.requester_person = in.sender.person;
    const auto unknown = guessed == "es" ? "Remitente desconocido" : "Unknown sender";
    what.requester_name = in.sender.name.empty() ? unknown : in.sender.name;
    what.requester_email = in.sender.address;
    what.origin = Origin::mail;
    what.quiet = !in.course.letters;
    what.vouched = in.course.kind != Kind::ask_to_confirm;
    return what;
}

/// Clauses 15 to 17. A person who lets something in without a school that is known puts it at the first.
static NewRequest fresh_request(db::Read& db, const Intake& in) {
    auto what = request_of(in);
    what.category = in.rule && in.rule->category ? *in.rule->category : usual_category(db);
    if (auto school = school_of(db, in)) {
        what.school = *school;
    } else {
        auto schools = roster::schools(db);
        if (schools.empty()) throw base::Conflict("There is no school yet at which the request could be.");
        what.school = schools.front().id;
    }
    if (in.rule) {
        what.team = in.rule->team;
        what.team_reason = "mail_rule";
        what.urgency = in.rule->urgency;
    }
    return what;
}

/// Clause 8: what is known of the old one goes on.
static NewRequest following_request(db::Read& db, const Intake& in) {
    const Request& old = own_of(*in.thread);
    auto what = request_of(in);
    what.category = category(db, old.category).active ? old.category : usual_category(db);
    what.school = old.school;
    what.room = old.room;
    what.device = old.device;
    what.requester = old.requester;
    what.requester_person = old.requester_person;
    what.requester_name = old.requester_name;
    what.requester_email = old.requester_email;
    what.language = old.language;
    return what;
}

static void link_following(db::Write& db, const Intake& in, RequestId made) {
    const Request& old = own_of(*in.thread);
    db.query("INSERT INTO helpdesk_follow_up (request_id, follows_id) VALUES (:made, :old)").bind("made", made).bind("old", old.id).run();
    auth::record(db, auth::Viewer::system(), in.now(),
                 {.subject_kind = "request", .subject_id = old.id.value, .action = "followed_up", .detail = detail({{"n", std::to_string(made.value)}})});
}

mail::Taken make_request(db::Write& db, const Intake& in) {
    const bool follows = in.course.kind == Kind::follow_up;
    auto what = follows ? following_request(db, in) : fresh_request(db, in);
    const auto files = files_of(in.received);
    what.attachments = files.taken;
    const bool theirs = in.sender.account && what.requester == in.sender.account->id;
    auto created = create(db, theirs ? in.sender.viewer : auth::Viewer(), in.now(), what);
    keep_mail(db, in, {created.id, std::nullopt, "request", files.left_out, in.letter.value_or(AnsweredLetter{})});
    if (follows) link_following(db, in, created.id);
    if (in.let_in_by) auth::record(db, *in.let_in_by, in.now(), {.subject_kind = "request", .subject_id = created.id.value, .action = "let_in"});
    note_caused(db, in.now(), in.causing(), Caused::request);
    if (in.course.letters) note_caused(db, in.now(), in.causing(), in.course.kind == Kind::ask_to_confirm ? Caused::link : Caused::receipt);
    if (in.course.kind == Kind::ask_to_confirm) note_asking(db, in.now(), {"127.0.0.1", in.sender.address});
    return taken(in, created.id);
}

}  // namespace helpdesk
