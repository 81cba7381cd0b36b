/// For tests of mail that comes in: messages as the platform reads them, handed to the help desk as it hands them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/intake.h"
#include "helpdesk/letters.h"
#include "mail/mail.h"
#include "mail/message_id.h"
#include "world/world.h"

namespace helpdesk {

struct SentLetter {
    std::int64_t id = 0;
    std::string to, subject, text, thread, in_reply_to, unsubscribe_url, state;
};

class MailWorld : public World {
protected:
    using Form = http::TestClient::FormFields;
    static constexpr std::string_view teacher_address = "leo@riverbend.example";
    static constexpr std::string_view student_address = "ana@riverbend.example";
    static constexpr std::string_view tech_address = "dana@riverbend.example";

    /// A message of a person; each has an id of its own.
    mail::Incoming message(std::string_view from, std::string subject, std::string text) {
        mail::Incoming made;
        made.message_id = "m" + std::to_string(++made_) + "@mail.example";
        made.from = {std::string(from), ""};
        made.subject = std::move(subject);
        made.text = made.whole_text = std::move(text);
        return made;
    }
    mail::Taken take(const mail::Incoming& incoming, std::vector<mail::StoredAttachment> files = {}) {
        return write([&](db::Write& db) { return take_mail(db, {{++made_}, {}, "help@riverbend.example", now, now, incoming, files}, nullptr); });
    }
    mail::Taken let_in(const mail::Incoming& incoming, std::string_view by = "tech") {
        auto who = viewer(by);
        return write([&](db::Write& db) { return take_mail(db, {{++made_}, {}, "help@riverbend.example", now, now, incoming, {}}, &who); });
    }
    /// Answers come in from now on, so that letters carry marks and numbers.
    void open_mailbox() {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO mail_received (source, recipient, message_key, raw_hash, raw_kept, size_bytes, from_address, from_name, subject, facts, state, why, link, received_at)
                VALUES (0, '', 'first', 'first', 0, 1, '', '', '', '{}', 'dropped', 'own', '', 0)
            )sql").run();
        });
    }
    std::vector<SentLetter> letters() {
        write_letters(database(), services(), now, 100);
        return read([&](db::Read& db) {
            return db.query("SELECT id, to_address, subject, text, thread, in_reply_to, unsubscribe_url, state FROM mail_letter WHERE id > :seen ORDER BY id")
                .bind("seen", seen_)
                .all([&](const db::Row& row) {
                    seen_ = row.integer("id");
                    return SentLetter{row.integer("id"), std::string(row.text("to_address")), std::string(row.text("subject")), std::string(row.text("text")), std::string(row.text("thread")),
                                      std::string(row.text("in_reply_to")), std::string(row.text("unsubscribe_url")), std::string(row.text("state"))};
                });
        });
    }
    /// The Message-ID of a letter of ours.
    std::string id_of(const SentLetter& letter) {
        return write([&](db::Write& db) { return mail::message_id(mail::thread_key(db), {letter.thread, {letter.id}}, "riverbend.example"); });
    }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    std::string text(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_text(); });
    }
    std::int64_t requests() { return count("SELECT count(*) FROM helpdesk_request"); }
    std::string state(const std::string& address) { return text("SELECT state FROM helpdesk_request WHERE id = " + address.substr(10)); }
    std::string ask(std::string_view who, std::string title) {
        auto response = as(who).post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    void does(std::string_view who, const std::string& target, Form form = {}) {
        auto response = as(who).post(target, std::move(form));
        EXPECT_EQ(response.status, 303) << target << response.body;
    }
    void choose(Strangers strangers) {
        write([&](db::Write& db) {
            IntakeChoices choices;
            choices.strangers = strangers;
            choices.school = north;
            save_intake_choices(db, viewer("cio"), now, choices);
        });
    }

private:
    std::int64_t made_ = 0;
    std::int64_t seen_ = 0;
};

/// With a request of the teacher that was made by mail.
class IntakeWorld : public MailWorld {
protected:
    /// The teacher's request, made by mail; and the letters that it caused.
    std::string by_mail(std::string subject = "Projector flickers") {
        first_ = message(teacher_address, std::move(subject), "It hums and then it is dark.");
        auto taken = take(first_);
        EXPECT_EQ(taken.why, "new");
        return taken.link;
    }
    mail::Incoming first_;
};

}  // namespace helpdesk
