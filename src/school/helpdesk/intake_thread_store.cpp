#include "helpdesk/intake_thread.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "helpdesk/request_row.h"
#include "mail/mail.h"
#include "mail/notice.h"
#include "mail/outbox.h"

namespace helpdesk {

static bool is_confirmed(db::Read& db, std::string_view address) {
    return db.query("SELECT 1 FROM helpdesk_confirmed_address WHERE address = :address").bind("address", address).maybe_integer().has_value();
}

/// Somebody of the roster whose own address this is, and not one at which another account stands.
static std::optional<roster::PersonId> person_at(db::Read& db, std::string_view address) {
    auto person = roster::match_person(db, address);
    return person && !roster::account_of(db, *person) ? person : std::nullopt;
}

Sender sender_of(db::Read& db, const mail::Address& from) {
    Sender sender;
    sender.name = base::elide(base::collapse_space(from.name), 100);
    if (!base::parse_email(from.address)) return sender;
    sender.address = folded_address(from.address);
    if (sender.name.empty()) sender.name = sender.address.substr(0, sender.address.find('@'));
    auto account = auth::find_account(db, auth::Viewer::system(), sender.address);
    sender.closed = account && account->disabled_at;
    if (account && !account->disabled_at && account->has_password) {
        sender.viewer = auth::Viewer(account->id, account->name, auth::grants(db, auth::Viewer::system(), account->id), auth::Proof::none);
        sender.person = roster::person_of(db, account->id);
        sender.name = account->name;
        sender.account = std::move(account);
        sender.vouched = true;
    } else if (!account && is_confirmed(db, sender.address)) {
        sender.person = person_at(db, sender.address);
        sender.vouched = true;
    }
    return sender;
}

static std::optional<Request> request_with(db::Read& db, RequestId id) {
    static const std::string sql = std::string("SELECT ").append(request_columns).append(" FROM helpdesk_request r WHERE r.id = :id AND r.state <> 'held'");
    return db.query(sql).bind("id", id).maybe(read_request);
}

bool is_requester(db::Read& db, const Request& request, std::string_view address) {
    if (address.empty()) return false;
    if (!request.requester_email.empty() && folded_address(request.requester_email) == address) return true;
    return request.requester && folded_address(auth::load_account(db, auth::Viewer::system(), *request.requester).email) == address;
}

/// What the sender asked for and was joined with the request.
static std::optional<Request> joined_of(db::Read& db, const Request& with, std::string_view address) {
    static const std::string sql = std::string("SELECT ").append(request_columns).append(" FROM helpdesk_request r WHERE r.merged_into_id = :with ORDER BY r.id");
    for (auto& own : db.query(sql).bind("with", with.id).all(read_request)) {
        if (is_requester(db, own, address)) return std::move(own);
    }
    return std::nullopt;
}

/// Clause 7. A chain of joined requests is one step long (0041), so that a few are enough.
static std::optional<Thread> living(db::Read& db, RequestId id) {
    auto request = request_with(db, id);
    for (int steps = 0; request && request->merged_into && steps < 8; ++steps) request = request_with(db, *request->merged_into);
    if (!request) return std::nullopt;
    return Thread{std::move(*request), std::nullopt};
}

static std::optional<RequestId> request_of_id(db::Read& db, const std::string& id) {
    auto named = mail::recognise(db, id);
    auto thread = named ? read_thread(named->thread) : std::nullopt;
    return thread ? std::optional(thread->request) : std::nullopt;
}

static std::optional<RequestId> request_of_foreign_id(db::Read& db, const std::string& id) {
    auto request = db.query("SELECT request_id FROM helpdesk_mail WHERE mail_id = :id").bind("id", id).maybe_integer();
    return request ? std::optional(RequestId{*request}) : std::nullopt;
}

static Author author_of(db::Read& db, Thread& thread, const Sender& sender) {
    if (sender.closed) return Author::outsider;  // Clause 5
    if (is_requester(db, thread.request, sender.address)) return Author::requester;
    thread.own = joined_of(db, thread.request, sender.address);
    if (thread.own) return Author::joined;
    if (sender.account && sender.viewer.may(may_work, thread.request.school.value)) return Author::worker;
    return Author::outsider;
}

/// Of those who work there, only who has to do with it: a number is easily mistyped (clause 6.5).
static bool follows(db::Read& db, const Request& request, const Sender& sender) {
    if (request.assignee == sender.account->id) return true;
    return db.query("SELECT 1 FROM helpdesk_watcher WHERE request_id = :request AND account_id = :account")
        .bind("request", request.id)
        .bind("account", sender.account->id)
        .maybe_integer()
        .has_value();
}

/// The first that leads to a request, in the order of clause 6.
static std::optional<Thread> first_named(db::Read& db, const mail::Incoming& message, const Sender& sender) {
    const auto ids = ids_answered(message);
    for (const auto& id : ids) {
        if (auto request = request_of_id(db, id)) {
            if (auto thread = living(db, *request)) return thread;
        }
    }
    for (const auto& id : ids) {
        if (auto request = request_of_foreign_id(db, id)) {
            if (auto thread = living(db, *request)) return thread;
        }
    }
    for (const auto& mark : marks_in(message.whole_text)) {
        if (auto request = request_of_id(db, mark)) {
            if (auto thread = living(db, *request)) return thread;
        }
    }
    // Who forwards writes about somebody else's numbers.
    auto number = mail::is_forward(message.subject) ? std::nullopt : number_in_subject(message.subject);
    auto thread = number ? living(db, *number) : std::nullopt;
    if (!thread) return std::nullopt;
    auto author = author_of(db, *thread, sender);
    bool known = author == Author::requester || author == Author::joined || (author == Author::worker && follows(db, thread->request, sender));
    return known ? thread : std::nullopt;
}

/// What the seal names, when it was sent to this address alone, about this request or what was joined with it (clause 3).
static std::optional<AnsweredThread> sealed_for(db::Read& db, const std::string& id, const Thread& thread, const Sender& sender) {
    auto named = mail::recognise(db, id);
    auto about = named ? read_thread(named->thread) : std::nullopt;
    auto lives_on = about ? living(db, about->request) : std::nullopt;
    if (!lives_on || lives_on->request.id != thread.request.id) return std::nullopt;
    if (!about->reader.empty()) return named->thread == mark_thread(about->request, sender.address, about->note) ? about : std::nullopt;
    const auto letter = named->letter.value == 0 ? std::nullopt : mail::letter_facts(db, named->letter);
    return letter && folded_address(letter->to_address) == sender.address ? about : std::nullopt;
}

bool answers_unconfirmed(db::Read& db, const mail::Incoming& message, const Sender& sender) {
    auto names = ids_answered(message);
    std::ranges::copy(marks_in(message.whole_text), std::back_inserter(names));
    return std::ranges::any_of(names, [&](const std::string& name) {
        const auto request = request_of_id(db, name);
        if (!request) return false;
        const auto address = db.query("SELECT requester_email FROM helpdesk_request WHERE id = :id AND state = 'held'").bind("id", *request).maybe_text();
        return address && !sender.address.empty() && folded_address(*address) == sender.address;
    });
}

std::optional<AnsweredLetter> answered_letter(db::Read& db, const mail::Incoming& message, const Sender& sender) {
    for (const auto& id : ids_answered(message)) {
        const auto named = mail::recognise(db, id);
        if (!named || named->letter.value == 0 || read_thread(named->thread)) continue;
        const auto letter = mail::letter_facts(db, named->letter);
        if (letter && folded_address(letter->to_address) == sender.address) return AnsweredLetter{letter->thread, letter->subject};
    }
    return std::nullopt;
}

std::optional<Thread> find_thread(db::Read& db, const mail::Incoming& message, const Sender& sender) {
    auto thread = first_named(db, message, sender);
    if (!thread) return std::nullopt;
    thread->author = author_of(db, *thread, sender);
    if (sender.address.empty()) return thread;
    auto seals = ids_answered(message);
    std::ranges::copy(marks_in(message.whole_text), std::back_inserter(seals));
    for (const auto& id : seals) {
        // The first is of the letter that is answered; others are of its history.
        const auto about = sealed_for(db, id, *thread, sender);
        if (!about) continue;
        thread->sealed = true;
        thread->about_note = about->note;
        break;
    }
    return thread;
}

}  // namespace helpdesk
