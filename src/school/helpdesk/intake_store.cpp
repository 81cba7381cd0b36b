// Takes one message in: finds out what it is, decides, writes.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "db/setting.h"
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

static bool is_ours(db::Read& db, const mail::Received& received, const mail::Address& one) {
    const auto address = folded_address(one.address);
    return !address.empty() && (address == folded_address(mail::settings(db).from_address) || address == folded_address(received.recipient));
}

/// Clause 20: whatever else it says, what our own address sends to us would be answered by us again.
static bool comes_from_us(db::Read& db, const Intake& in) {
    return in.message().origin != mail::Origin::bounce && !in.message().behind_list && is_ours(db, in.received, in.message().from);
}

/// A group of ours that wrote itself into From names the author beside it; what any other list says there is not believed. Our own address is nobody's.
static Sender author_of(db::Read& db, const mail::Received& received) {
    const auto& message = received.message;
    if (!is_ours(db, received, message.from)) return sender_of(db, message.from);
    return sender_of(db, message.behind_list.value_or(mail::Address{"", message.from.name}));
}

/// What the readers of a reply must not read: notes of others, here and on what was joined, and what those wrote whose requests were joined.
static std::vector<std::string> hidden_words(db::Read& db, const Request& request, auth::AccountId replier) {
    return db.query(R"sql(
        WITH joined AS (SELECT id, description FROM helpdesk_request WHERE merged_into_id = :id)
        SELECT m.id AS at, m.body AS words FROM helpdesk_message m
         WHERE (m.request_id = :id OR m.request_id IN (SELECT id FROM joined)) AND m.kind = 'note' AND (m.author_id IS NULL OR m.author_id <> :replier)
        UNION ALL
        SELECT m.id, m.body FROM helpdesk_message m WHERE m.request_id IN (SELECT id FROM joined) AND m.from_requester = 1
        UNION ALL
        SELECT 0, joined.description FROM joined
         ORDER BY at DESC
         LIMIT 5000
    )sql").bind("id", request.id).bind("replier", replier).all([](const db::Row& row) { return std::string(row.text("words")); });
}

/// What the requester reads anyway: to repeat it tells nothing.
static std::vector<std::string> known_words(db::Read& db, const Request& request) {
    return db.query(R"sql(
        SELECT r.title || ' ' || r.description AS words FROM helpdesk_request r WHERE r.id = :id
        UNION ALL
        SELECT m.body FROM helpdesk_message m WHERE m.request_id = :id AND m.kind = 'reply'
         LIMIT 1000
    )sql").bind("id", request.id).all([](const db::Row& row) { return std::string(row.text("words")); });
}

static bool is_mail_file(const mail::StoredAttachment& file) {
    const auto name = base::to_lower_ascii(file.name), type = base::to_lower_ascii(file.content_type);
    return name.ends_with(".eml") || name.ends_with(".msg") || type == "message/rfc822" || type == "application/vnd.ms-outlook";
}

/// Text behind our mark in a quote, without what a server put there.
static std::string behind_mark(const std::string& quote) {
    const auto marks = marks_in(quote);
    if (marks.empty()) return {};
    const auto at = base::to_lower_ascii(quote).rfind(marks.back());
    auto rest = std::string_view(quote).substr(std::min(quote.size(), at + marks.back().size()));
    if (rest.starts_with(']')) rest.remove_prefix(1);
    return mail::without_notices(std::string(".\n\n").append(rest)).substr(1);
}

/// Whether a quote that is not marked line by line is of our letter: by its mark, and by the name or address in its head.
static bool is_of_ours(db::Read& db, const Intake& in, const std::string& quote) {
    if (marks_in(quote).empty()) return false;
    constexpr std::size_t longest_head = 400;
    const auto head = base::fold(std::string_view(quote).substr(0, longest_head));
    const auto settings = mail::settings(db);
    const auto names = std::array{folded_address(settings.from_address), folded_address(in.received.recipient), base::fold(settings.from_name), base::fold(db::setting_or(db, "district.name", ""))};
    return std::ranges::any_of(names, [&](const std::string& name) { return !name.empty() && head.find(name) != head.npos; });
}

/// The words of the writer without the lines of a signature: from the line on that is their name.
static std::string without_name_below(std::string_view text, std::string_view name) {
    const auto own = base::folded_words(name);
    const auto lines = base::split(text, '\n');
    std::string kept;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (at > 0 && !own.empty() && base::folded_words(lines[at]) == own) break;
        kept.append(lines[at]).append(1, '\n');
    }
    return kept;
}

/// Clause 12: what the department's reply would tell, and to whom.
static void look_at_reply(db::Read& db, const Intake& in, Situation& is) {
    const auto& message = in.message();
    // A note may stand below a quote that is not marked line by line.
    is.marked_as_note = is.marked_as_note || note_in(behind_mark(in.own.behind)).has_value();
    is.forwarded = is.forwarded || message.own_bytes != std::string::npos || std::ranges::any_of(in.received.attachments, is_mail_file);
    const bool unknown_behind = !in.own.behind.empty() && !is_of_ours(db, in, in.own.behind);
    const bool nothing_own = in.own.text.empty() && files_of_reply(in).taken.empty();
    is.unclear = !in.own.sure || unknown_behind || nothing_own;
    is.repeats_hidden = !marks_in(in.own.text).empty() || repeats_any(without_name_below(in.own.text, in.sender.name), hidden_words(db, in.thread->request, in.sender.account->id), known_words(db, in.thread->request));
}

/// Clause 20: a group that hands mail on to the help desk has its address, and sets the headers of a list.
static bool is_to_help_desk(db::Read& db, const Intake& in) {
    const auto names_us = [&](const mail::Address& one) { return is_ours(db, in.received, one); };
    return std::ranges::any_of(in.message().to, names_us) || std::ranges::any_of(in.message().cc, names_us);
}

static bool is_logo(const mail::StoredAttachment& file) {
    constexpr std::int64_t most_bytes = 12 * 1024;
    return file.in_place && file.size_bytes <= most_bytes;
}

/// Clause 10. A picture may show what the words do not say, unless it is as small as the logo of a signature. What stands below our letter is the writer's too.
static bool says_only_thanks(db::Read& db, const Intake& in) {
    if (!in.own.behind.empty() && !is_of_ours(db, in, in.own.behind)) return false;
    const auto foot = base::folded_words(db::setting_or(db, "district.name", "") + " Belltower");
    const auto below = base::folded_words(behind_mark(in.own.behind));
    const bool known = std::ranges::all_of(below, [&](const std::string& word) { return std::ranges::find(foot, word) != foot.end(); });
    return known && in.own.sure && std::ranges::all_of(in.received.attachments, is_logo) && thanks_for_solved(db, in.thread->request, in.own.text, in.sender.name);
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
        is.about_note = in.thread->about_note;
        is.only_thanks = says_only_thanks(db, in);
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
    Intake in{received, let_in_by, author_of(db, received), {}, intake_choices(db), mail_rules(db)};
    // What a machine reports is nobody's answer.
    const bool answers = message.origin != mail::Origin::bounce && message.origin != mail::Origin::own;
    if (answers && !received.on_its_own) in.thread = find_thread(db, message, in.sender);
    if (answers && !in.thread) in.letter = answered_letter(db, message, in.sender);
    in.own = mail::own_lines(std::string_view(message.whole_text).substr(0, message.own_bytes));
    // What answers nothing of ours is about what it quotes. An answer of which nothing seems new may stand within the quote.
    const bool only_files = message.text.empty() && in.own.text.empty() && in.own.sure && !received.attachments.empty() && (in.own.behind.empty() || is_of_ours(db, in, in.own.behind));
    if (in.thread || in.letter) in.said = message.text.empty() && !only_files ? message.whole_text : message.text;
    else in.said = mail::without_signature(message.whole_text);
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
