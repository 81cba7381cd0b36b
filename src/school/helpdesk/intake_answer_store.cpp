// A message that belongs to a request becomes words in its story.
#include <fmt/format.h>

#include "auth/event.h"
#include "helpdesk/change.h"
#include "helpdesk/follow.h"
#include "helpdesk/intake_steps.h"
#include "helpdesk/thanks.h"
#include "http/live.h"
#include "mail/stopped.h"

namespace helpdesk {

using Kind = Course::Kind;

/// As whom the requester writes: with their account when the request is that account's.
static Words as_requester(const Intake& in, const Request& request, const std::string& body) {
    const bool theirs = in.sender.account && request.requester == in.sender.account->id;
    return {MessageKind::reply, body, theirs ? std::optional(in.sender.account->id) : std::nullopt, request.requester_name, true};
}

/// Nothing but a file that is left out, or a note without words: it came all the same, and what was left out is said beside it.
static std::string words_or_sign(std::string_view said, const Files& files) {
    auto words = words_of(said);
    return words.empty() && files.taken.empty() ? "…" : words;
}

mail::Taken keep_reply(db::Write& db, const Intake& in) {
    const Request& request = in.thread->request;
    const bool asked = in.thread->author == Author::requester;
    // What goes out in the department's name repeats nothing that somebody else wrote (clause 12).
    const auto files = asked ? files_of(in.received) : files_of_reply(in);
    const auto body = words_or_sign(asked ? std::string_view(in.said) : in.own.text, files);
    auto words = asked ? as_requester(in, request, body) : Words{MessageKind::reply, body, in.sender.account->id, in.sender.name, false};
    auto viewer = words.author ? in.sender.viewer : auth::Viewer();
    auto id = keep_words(db, viewer, in.now(), request, words, files.taken);
    keep_mail(db, in, {request.id, id, "answer", files.left_out});
    if (asked) {
        follow_answer(db, viewer, in.now(), request, {body, id, !in.course.letters});
        if (in.course.letters) note_caused(db, in.now(), in.causing(), Caused::word);
    } else {
        follow_reply(db, in.now(), request.id, {body, id});
    }
    return taken(in, request.id);
}

/// Clause 10: kept where who wrote it reads it, and nothing else comes of it.
mail::Taken keep_thanks(db::Write& db, const Intake& in) {
    const Request& theirs = in.thread->own ? *in.thread->own : in.thread->request;
    const auto body = words_of(in.said);
    auto words = as_requester(in, theirs, body);
    auto id = keep_words(db, words.author ? in.sender.viewer : auth::Viewer(), in.now(), theirs, words, {});
    keep_mail(db, in, {theirs.id, id, "answer"});
    note_thanks(db, in.now(), theirs.id);
    return taken(in, theirs.id);
}

mail::Taken keep_note(db::Write& db, const Intake& in) {
    const Request& request = in.thread->request;
    const auto files = files_of(in.received);
    const auto body = words_or_sign(note_in(in.said).value_or(in.said), files);
    const bool outside = in.course.kind == Kind::outside_note;
    // Whoever let it in answers for its being here, and the sender's address says whose words they are (clause 13).
    Words words{MessageKind::note, body, std::nullopt, fmt::format("{} ({})", in.sender.name, in.sender.address), false};
    if (!outside) words = {MessageKind::note, body, in.sender.account->id, in.sender.name, false};
    const auto& viewer = outside ? *in.let_in_by : in.sender.viewer;
    auto id = keep_words(db, viewer, in.now(), request, words, files.taken);
    keep_mail(db, in, {request.id, id, "answer", files.left_out});
    // A person has read it and let it in: whoever has the request hears of it.
    if (outside && request.assignee && request.assignee != in.let_in_by->account() && request.assignee != request.requester) notify(db, in.now(), {.request = request.id, .kind = NoticeKind::requester_replied, .message = id});
    // Otherwise nobody is written to because of somebody who may be anybody.
    if (!outside && in.thread->sealed) tell_mentioned(db, viewer, in.now(), request, id);
    if (outside || in.course.note_because.empty() || request.requester == in.sender.account->id) return taken(in, request.id);
    auth::record(db, auth::Viewer::system(), in.now(), {.subject_kind = "request", .subject_id = request.id.value, .action = fmt::format("note_{}", in.course.note_because)});
    if (in.course.letters) {
        notify(db, in.now(), {.request = request.id, .kind = NoticeKind::kept_as_note, .message = id, .account = in.sender.account->id, .words = std::string(in.course.note_because)});
        note_caused(db, in.now(), in.causing(), Caused::word);
    }
    return taken(in, request.id);
}

/// Clause 11: on their own request for themselves, on the one that lives on as a note.
mail::Taken keep_joined(db::Write& db, const Intake& in) {
    const Request& request = in.thread->request;
    const Request& own = *in.thread->own;
    const auto files = files_of(in.received);
    const auto body = words_or_sign(in.said, files);
    auto words = as_requester(in, own, body);
    auto viewer = words.author ? in.sender.viewer : auth::Viewer();
    auto id = keep_words(db, viewer, in.now(), own, words, files.taken);
    keep_mail(db, in, {own.id, id, "answer", files.left_out});
    auto note = keep_words(db, auth::Viewer::system(), in.now(), request, {MessageKind::note, body, std::nullopt, own.requester_name, false}, files.taken);
    follow_answer(db, auth::Viewer::system(), in.now(), request, {{}, note, !in.course.letters});
    if (in.course.letters) note_caused(db, in.now(), in.causing(), Caused::word);
    return taken(in, own.id);
}

mail::Taken keep_quietly(db::Write& db, const Intake& in) {
    const Request& request = in.thread->request;
    keep_mail(db, in, {request.id, std::nullopt, "automatic"});
    auth::record(db, auth::Viewer::system(), in.now(), {.subject_kind = "request", .subject_id = request.id.value, .action = "auto_reply"});
    http::touch(db, in.now(), topic_of(request));
    return taken(in, request.id);
}

/// Clauses 23, 24.
mail::Taken note_return(db::Write& db, const Intake& in) {
    std::string link;
    bool ours = false;
    for (auto report : in.message().undelivered) {
        if (report.message_id.empty()) report.message_id = in.message().in_reply_to;
        auto named = mail::note_undelivered(db, in.now(), report);
        if (!named) continue;
        ours = true;
        auto thread = read_thread(named->letter.thread);
        if (!thread || !report.permanent) continue;  // what is late may still arrive
        link = link_to(thread->request);
        if (!named->news) continue;
        auth::record(db, auth::Viewer::system(), in.now(), {.subject_kind = "request", .subject_id = thread->request.value, .action = "returned"});
    }
    return {ours ? mail::Taken::State::taken : mail::Taken::State::dropped, "bounce", link};
}

}  // namespace helpdesk
