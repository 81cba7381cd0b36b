#include "helpdesk/letter_ways.h"

#include <fmt/format.h>

#include "base/text.h"
#include "db/setting.h"
#include "helpdesk/intake.h"
#include "helpdesk/intake_thread.h"
#include "helpdesk/unsubscribe.h"
#include "http/call.h"
#include "mail/coming.h"
#include "mail/message_id.h"

namespace helpdesk {

static constexpr std::string_view key_setting = "mail.thread_key";

std::string seal_key(db::Database& database) {
    auto key = database.read([](db::Read& db) { return db::setting(db, key_setting); });
    return key ? *key : database.write([](db::Write& db) { return mail::thread_key(db); });
}

namespace {
struct Answered {
    std::string mail_id;
    std::string subject;
};
}  // namespace

/// Without what tells it from another message with the same id ("a@x#0123456789abcdef").
static std::string id_as_sent(const std::string& kept) {
    constexpr std::size_t digits = 16;
    const auto sign = kept.rfind('#');
    const bool marked = sign != kept.npos && kept.size() - sign - 1 == digits && kept.find_first_not_of("0123456789abcdef", sign + 1) == kept.npos;
    return marked ? kept.substr(0, sign) : kept;
}

/// The last message about the request that came from this address.
static std::optional<Answered> last_message(db::Read& db, RequestId about, std::string_view address) {
    return db.query(R"sql(
        SELECT mail_id, subject FROM helpdesk_mail
         WHERE request_id = :request AND sender = :sender AND kind <> 'automatic' ORDER BY id DESC LIMIT 1
    )sql").bind("request", about).bind("sender", folded_address(address)).maybe([](const db::Row& row) {
        return Answered{std::string(row.text("mail_id")), std::string(row.text("subject"))};
    });
}

/// The subject of the message that became the request, when it came from this address.
static std::string first_subject(db::Read& db, RequestId about, std::string_view address) {
    const auto subject = db.query("SELECT subject FROM helpdesk_mail WHERE request_id = :request AND sender = :sender AND kind = 'request' ORDER BY id LIMIT 1")
                             .bind("request", about)
                             .bind("sender", folded_address(address))
                             .maybe_text();
    return plain_subject(subject.value_or(""));
}

/// What a mail program quotes: by it an answer is known although it lost our Message-ID on the way.
static std::string mark_of(std::string_view key, RequestId about, const LetterReader& reader) {
    auto id = mail::message_id(key, {mark_thread(about, reader.address, reader.note), {0}}, "");
    return id.substr(0, id.find('@'));
}

/// Whether what the reader answers goes out in the department's name (clause 12): they must know that before they write.
static bool answers_for_department(db::Read& db, const Request& about, const LetterReader& reader) {
    if (reader.joined || is_requester(db, about, folded_address(reader.address))) return false;
    const auto sender = sender_of(db, {reader.address, ""});
    return sender.account && sender.viewer.may(may_work, about.school.value);
}

LetterWays conversation_of(db::Read& db, const Request& about, std::string_view address) {
    LetterWays ways;
    const auto answered = last_message(db, about.id, address);
    if (!answered) return ways;
    // A made-up id is nothing that a mail program knows.
    if (!answered->mail_id.starts_with("missing.")) ways.in_reply_to = id_as_sent(answered->mail_id);
    // Mail programs keep what has one subject together; whoever made it a request knows it by their own words.
    const auto own = first_subject(db, about.id, address);
    ways.subject = fmt::format("Re: {}", own.empty() ? about.title : own);
    return ways;
}

LetterWays letter_ways(db::Read& db, const http::Services& services, const Request& about, const LetterReader& reader) {
    LetterWays ways;
    auto say = [&](std::string_view key, std::initializer_list<html::Argument> arguments = {}) { return services.messages->text(reader.language, key, arguments); };
    auto add = [&](std::string line) { ways.closing += (ways.closing.empty() ? "" : "\n") + std::move(line); };
    const auto key = db::setting(db, key_setting);
    const bool answers_come_in = mail::comes_in(db);
    if (answers_come_in) {
        ways.number = fmt::format(" [#{}]", about.id.value);
        if (reader.note) ways.warning = say("helpdesk.intake.letter.answer_stays_note", {{"name", about.requester_name}});
        else if (answers_for_department(db, about, reader)) ways.warning = say("helpdesk.intake.letter.answer_for_department", {{"name", about.requester_name}});
        else add(say(reader.solved ? "helpdesk.intake.letter.answer_opens" : "helpdesk.intake.letter.answer"));
    } else if (reader.solved) {
        add(say("helpdesk.intake.letter.answer_on_page"));
    }
    auto conversation = conversation_of(db, about, reader.address);
    ways.in_reply_to = std::move(conversation.in_reply_to);
    // That it is about a note is what the subject of such a letter has to say.
    if (!reader.note) ways.subject = std::move(conversation.subject);
    if (key && (reader.watcher || reader.joined)) {
        auto token = unsubscribe_token(*key, {about.id, reader.watcher});
        ways.unsubscribe_url = fmt::format("{}/unsubscribe/{}", services.public_url, token);
    }
    if (key && answers_come_in) ways.mark = fmt::format("{}\n[{}]", say("helpdesk.intake.letter.mark"), mark_of(*key, about.id, reader));
    return ways;
}

void set_ways(mail::Letter& letter, const LetterWays& ways) {
    if (!ways.subject.empty()) letter.subject = ways.subject;
    letter.subject += ways.number;
    letter.in_reply_to = ways.in_reply_to;
    letter.unsubscribe_url = ways.unsubscribe_url;
}

}  // namespace helpdesk
