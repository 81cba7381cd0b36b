// Takes one message in: finds out what it is, decides, writes.
#include <algorithm>

#include "base/text.h"
#include "helpdesk/intake_steps.h"
#include "helpdesk/stranger.h"
#include "helpdesk/thanks.h"
#include "mail/notice.h"
#include "mail/settings.h"

namespace helpdesk {

using Kind = Course::Kind;

static MailSample sample_of(const mail::Received& received, const std::string& said) {
    MailSample sample{received.message.from.address, {}, received.message.subject, said};
    if (!received.recipient.empty()) sample.mailboxes.push_back(received.recipient);
    for (const auto* list : {&received.message.to, &received.message.cc}) {
        for (const auto& address : *list) sample.mailboxes.push_back(address.address);
    }
    return sample;
}

static bool closed_too_long(db::Read& db, const Intake& in) {
    if (in.thread->request.state != State::closed || in.choices.days_after_closing == 0) return false;
    auto closed = db.query("SELECT closed_at FROM helpdesk_request WHERE id = :id").bind("id", in.thread->request.id).one([](const db::Row& row) {
        return row.maybe_instant("closed_at");
    });
    return closed && in.now() - *closed > std::chrono::days(in.choices.days_after_closing);
}

/// Clause 20: whatever else it says, what our own address sends to us would be answered by us again.
static bool comes_from_us(db::Read& db, const Intake& in) {
    auto ours = mail::settings(db).from_address;
    return !ours.empty() && in.message().origin != mail::Origin::bounce && in.sender.address == folded_address(ours);
}

/// What the requester must not read: notes, and what those wrote whose requests were joined with this one; what the requester wrote themselves, once others read
/// the replies too.
static std::vector<std::string> hidden_words(db::Read& db, const Request& request) {
    return db.query(R"sql(
        SELECT m.body AS words FROM helpdesk_message m WHERE m.request_id = :id AND m.kind = 'note'
        UNION ALL
        SELECT m.body FROM helpdesk_message m JOIN helpdesk_request r ON r.id = m.request_id WHERE r.merged_into_id = :id AND m.from_requester = 1
        UNION ALL
        SELECT r.description FROM helpdesk_request r WHERE r.merged_into_id = :id
        UNION ALL
        SELECT m.body FROM helpdesk_message m
         WHERE m.request_id = :id AND m.from_requester = 1 AND EXISTS (SELECT 1 FROM helpdesk_request r WHERE r.merged_into_id = :id)
        LIMIT 1000
    )sql").bind("id", request.id).all([](const db::Row& row) { return std::string(row.text("words")); });
}

/// Clause 12: what the department's reply would tell, and to whom.
static void look_at_reply(db::Read& db, const Intake& in, Situation& is) {
    const auto own = mail::own_lines(in.message().whole_text);
    is.empty = base::trim(is.marked_as_note ? in.said : own).empty() && in.received.attachments.empty();
    const auto hidden = hidden_words(db, in.thread->request);
    is.repeats_hidden = std::ranges::any_of(hidden, [&](const std::string& words) { return repeats(own, words); });
}

/// Clause 20: a group that hands mail on to the help desk has its address, and sets the headers of a list.
static bool is_to_help_desk(db::Read& db, const Intake& in) {
    const auto ours = folded_address(mail::settings(db).from_address), mailbox = folded_address(in.received.recipient);
    const auto names_us = [&](const mail::Address& one) {
        const auto address = folded_address(one.address);
        return !address.empty() && (address == ours || address == mailbox);
    };
    return std::ranges::any_of(in.message().to, names_us) || std::ranges::any_of(in.message().cc, names_us);
}

static Situation situation_of(db::Read& db, const Intake& in) {
    const auto& message = in.message();
    Situation is;
    is.origin = comes_from_us(db, in) ? mail::Origin::own : message.origin;
    is.wants_no_answer = message.wants_no_answer;
    if (is.origin == mail::Origin::list && in.sender.vouched && is_to_help_desk(db, in)) {
        is.origin = mail::Origin::person;
        is.wants_no_answer = false;
    }
    is.empty = base::trim(in.said).empty() && in.received.attachments.empty();
    is.has_subject = !plain_subject(message.subject).empty();
    is.about_request = in.thread.has_value();
    // A request that is itself called "Note: ..." has that in the subject of each answer.
    const bool by_subject = is_note_by_subject(message.subject) && !(in.thread && is_note_by_subject(in.thread->request.title));
    is.begins_as_note = by_subject || begins_with_note(in.said);
    is.marked_as_note = by_subject || note_in(in.said).has_value();
    is.forwarded = mail::is_forward(message.subject);
    is.has_sender = !in.sender.address.empty();
    is.vouched = in.sender.vouched;
    is.strangers = in.choices.strangers;
    is.lists = in.choices.lists;
    is.let_in = in.let_in_by != nullptr;
    is.about_unconfirmed = !in.thread && is.origin == mail::Origin::person && answers_unconfirmed(db, message, in.sender);
    if (in.thread) {
        is.closed_too_long = closed_too_long(db, in);
        is.author = in.thread->author;
        is.sealed = in.thread->sealed;
        // Clause 10. A picture may show what the words do not say.
        is.only_thanks = in.received.attachments.empty() && thanks_for_solved(db, in.thread->request, in.said, in.sender.name);
        // Clause 12: who works there may write a note on their own request.
        const bool works_there = in.sender.account && in.sender.viewer.may(may_work, in.thread->request.school.value);
        if (is.author == Author::requester && is.marked_as_note && works_there) is.author = Author::worker;
        if (is.author == Author::worker) look_at_reply(db, in, is);
    } else {
        is.placed = school_of(db, in).has_value();
        if (in.rule) is.rule = in.rule->act;
    }
    is.brake = brake_of(db, in.now(), in.causing(), !in.thread || is.closed_too_long);
    // A mailed link is limited as the form limits it (clause 16).
    const bool needs_link = !is.let_in && !is.about_request && !is.vouched && is.strangers == Strangers::confirm;
    if (needs_link && is.brake == Brake::none && (links_are_braked(db, in.now()) || asks_too_much(db, in.now(), {"127.0.0.1", in.sender.address}))) is.brake = Brake::silent;
    return is;
}

static mail::Taken carry_out(db::Write& db, const Intake& in) {
    using Became = mail::Taken::State;
    switch (in.course.kind) {
        case Kind::drop: return {Became::dropped, std::string(in.course.why), {}};
        case Kind::hold: return {Became::held, std::string(in.course.why), in.thread ? link_to(in.thread->request.id) : std::string()};
        case Kind::keep_quietly: return keep_quietly(db, in);
        case Kind::note_return: return note_return(db, in);
        case Kind::reply: return keep_reply(db, in);
        case Kind::thanks: return keep_thanks(db, in);
        case Kind::note:
        case Kind::outside_note: return keep_note(db, in);
        case Kind::words_of_joined: return keep_joined(db, in);
        case Kind::follow_up:
        case Kind::new_request:
        case Kind::ask_to_confirm: return make_request(db, in);
    }
    return {Became::held, "stranger", {}};
}

static Intake look_at(db::Read& db, const mail::Received& received, const auth::Viewer* let_in_by) {
    const auto& message = received.message;
    Intake in{received, let_in_by, sender_of(db, message.from), {}, intake_choices(db), mail_rules(db)};
    // What a machine reports is nobody's answer.
    const bool answers = message.origin != mail::Origin::bounce && message.origin != mail::Origin::own;
    if (answers) in.thread = find_thread(db, message, in.sender);
    if (answers && !in.thread) in.letter = answered_letter(db, message, in.sender);
    // What answers nothing of ours is about what it quotes.
    in.said = in.thread || in.letter ? message.text : mail::without_signature(message.whole_text);
    if (!in.thread) in.rule = first_fitting(in.rules, sample_of(received, in.said));
    in.course = decide(situation_of(db, in));
    return in;
}

mail::Taken take_mail(db::Write& db, const mail::Received& received, const auth::Viewer* released_by) {
    // Clause 6.1. Two mailboxes that have the same message make one request.
    if (auto request = taken_before(db, received.message)) return {mail::Taken::State::taken, "repeat", link_to(*request)};
    return carry_out(db, look_at(db, received, released_by));
}

Foreseen foresee(db::Read& db, const mail::Received& received) {
    auto in = look_at(db, received, nullptr);
    Foreseen seen{in.course, {}, in.sender.account ? in.sender.account->name : std::string(), school_of(db, in)};
    if (in.rule) seen.rule = *in.rule;
    return seen;
}

}  // namespace helpdesk
