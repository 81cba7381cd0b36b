#include <algorithm>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "db/like.h"
#include "jobs/jobs.h"
#include "jobs/schedule.h"
#include "mail/mail.h"
#include "mail/message_id.h"
#include "mail/outbox.h"
#include "mail/stopped.h"

namespace mail {

using namespace std::chrono_literals;

constexpr auto attempt_lost_after = 10min;
constexpr auto server_rests_for = 1min;
constexpr int most_attempts = 24;

constexpr std::string_view words[] = {"waiting", "sent", "failed"};
std::string_view word(LetterState state) { return words[static_cast<int>(state)]; }

std::optional<LetterState> parse_letter_state(std::string_view text) {
    auto found = std::ranges::find(words, text);
    if (found == std::end(words)) return std::nullopt;
    return static_cast<LetterState>(found - std::begin(words));
}

static std::string address(const std::string& field, const std::string& text) {
    auto parsed = base::parse_email(text);
    if (!parsed) throw base::Invalid(field, "A mail address like name@example.org was expected.");
    return *parsed;
}

/// One line without control characters, fit for the head of a message.
static std::string one_line(std::string_view text, std::size_t most) {
    std::string clean = base::repair_utf8(text);
    std::ranges::replace_if(clean, [](char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == 0x7f; }, ' ');
    return base::elide(base::collapse_space(clean), most);
}

static std::string unsubscribe_url(const std::string& url) {
    const bool whole = url.empty() || url.starts_with("https://") || url.starts_with("http://");
    const bool plain = url.size() <= 500 && std::ranges::all_of(url, [](unsigned char byte) { return byte > ' ' && byte < 0x7f && byte != '<' && byte != '>'; });
    if (!whole || !plain) throw std::invalid_argument("Not an address to unsubscribe at: " + url);
    return url;
}

static std::string plain_ids(const std::vector<std::string>& ids) {
    std::vector<std::string> plain;
    std::ranges::copy_if(ids, std::back_inserter(plain), is_plain_id);
    return base::join(plain, " ");
}

LetterId send(db::Write& db, base::Instant now, const Letter& letter) {
    if (!is_thread(letter.thread)) throw std::invalid_argument("Not a thread of letters: " + letter.thread);
    const auto recipient = address("to", letter.to_address);
    const auto name = one_line(letter.to_name, 100), subject = one_line(letter.subject, 200);
    const auto stopped = letter.even_if_stopped ? std::nullopt : stopped_address(db, letter.to_address);
    auto id = db.query(R"sql(
        INSERT INTO mail_letter (to_address, to_name, subject, text, html, thread, reply_to, written_by_person, in_reply_to, reference_ids, unsubscribe_url,
                                 answers_by_itself, search_text, state, created_at, due_at, ended_at, problem)
        VALUES (:address, :name, :subject, :text, :html, :thread, :reply_to, :person, :answered, :references, :unsubscribe, :by_itself, :search, :state, :now, :now,
                :ended, :problem)
        RETURNING id
    )sql")
                  .bind("state", word(stopped ? LetterState::failed : LetterState::waiting))
                  .bind("ended", stopped ? std::optional(now) : std::nullopt)
                  .bind("problem", stopped ? fmt::format("{}{}", stopped_prefix, stopped->said) : "")
                  .bind("address", recipient)
                  .bind("name", name)
                  .bind("subject", subject)
                  .bind("search", base::fold(recipient + ' ' + name + ' ' + subject))
                  .bind("text", base::repair_utf8(letter.text))
                  .bind("html", base::repair_utf8(letter.html))
                  .bind("thread", letter.thread)
                  .bind("reply_to", letter.reply_to.empty() ? "" : address("reply_to", letter.reply_to))
                  .bind("person", letter.written_by_person)
                  .bind("answered", is_plain_id(letter.in_reply_to) ? letter.in_reply_to : "")
                  .bind("references", plain_ids(letter.references))
                  .bind("unsubscribe", unsubscribe_url(letter.unsubscribe_url))
                  .bind("by_itself", letter.answers_by_itself)
                  .bind("now", now)
                  .one_integer();
    if (!stopped) jobs::enqueue(db, now, {.name = "mail.deliver", .unique_key = jobs::schedule_key});
    return {id};
}

static std::optional<std::int64_t> longest_due(db::Write& db, base::Instant now) {
    return db.query("SELECT id FROM mail_letter WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT 1")
        .bind("now", now)
        .maybe_integer();
}

static std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> all;
    for (auto word : base::split(text, ' ')) {
        if (!word.empty()) all.emplace_back(word);
    }
    return all;
}

static Letter read_letter(const db::Row& row) {
    return {.to_address = std::string(row.text("to_address")),
            .to_name = std::string(row.text("to_name")),
            .subject = std::string(row.text("subject")),
            .text = std::string(row.text("text")),
            .html = std::string(row.text("html")),
            .thread = std::string(row.text("thread")),
            .written_by_person = row.flag("written_by_person"),
            .reply_to = std::string(row.text("reply_to")),
            .in_reply_to = std::string(row.text("in_reply_to")),
            .references = words_of(row.text("reference_ids")),
            .unsubscribe_url = std::string(row.text("unsubscribe_url")),
            .answers_by_itself = row.flag("answers_by_itself")};
}

std::optional<Due> take_due(db::Write& db, base::Instant now) {
    auto id = longest_due(db, now);
    if (!id) return std::nullopt;
    return db.query(R"sql(
        UPDATE mail_letter SET attempts = attempts + 1, due_at = :lost WHERE id = :id
        RETURNING to_address, to_name, subject, text, html, thread, reply_to, written_by_person, in_reply_to, reference_ids, unsubscribe_url,
                  answers_by_itself, created_at, attempts
    )sql")
        .bind("lost", now + attempt_lost_after)
        .bind("id", *id)
        .one([&](const db::Row& row) {
            return Due{{*id}, read_letter(row), row.instant("created_at"), static_cast<int>(row.integer("attempts"))};
        });
}

void mark_sent(db::Write& db, base::Instant now, LetterId id, std::string_view message_id) {
    db.query(R"sql(
        UPDATE mail_letter SET state = 'sent', ended_at = :now, message_id = :message, text = '', html = '', problem = ''
         WHERE id = :id AND state = 'waiting'
    )sql")
        .bind("now", now)
        .bind("message", message_id)
        .bind("id", id)
        .run();
}

void mark_failed(db::Write& db, base::Instant now, LetterId id, std::string_view problem) {
    // Nothing reads the text of a letter that has ended, and what stands in it may open doors.
    db.query("UPDATE mail_letter SET state = 'failed', ended_at = :now, problem = :problem, text = '', html = '' WHERE id = :id AND state = 'waiting'")
        .bind("now", now)
        .bind("problem", one_line(problem, 300))
        .bind("id", id)
        .run();
}

void mark_later(db::Write& db, base::Instant now, const Due& due, std::string_view problem) {
    if (due.attempts >= most_attempts) return mark_failed(db, now, due.id, problem);
    db.query("UPDATE mail_letter SET due_at = :due, problem = :problem WHERE id = :id AND state = 'waiting'")
        .bind("due", now + jobs::backoff(due.attempts))
        .bind("problem", one_line(problem, 300))
        .bind("id", due.id)
        .run();
}

void mark_not_tried(db::Write& db, base::Instant now, const Due& due) {
    db.query("UPDATE mail_letter SET attempts = :attempts, due_at = :due WHERE id = :id AND state = 'waiting'")
        .bind("attempts", due.attempts - 1)
        .bind("due", now + server_rests_for)
        .bind("id", due.id)
        .run();
}

std::int64_t forget_letters(db::Write& db, base::Instant before) {
    return db.query("DELETE FROM mail_letter WHERE ended_at IS NOT NULL AND ended_at < :before").bind("before", before).run();
}

std::optional<LetterFacts> letter_facts(db::Read& db, LetterId id) {
    return db.query("SELECT to_address, subject, thread FROM mail_letter WHERE id = :id").bind("id", id).maybe([](const db::Row& row) {
        return LetterFacts{std::string(row.text("to_address")), std::string(row.text("subject")), std::string(row.text("thread"))};
    });
}

static Entry read_entry(const db::Row& row) {
    return {{row.integer("id")},
            std::string(row.text("to_address")),
            std::string(row.text("to_name")),
            std::string(row.text("subject")),
            std::string(row.text("thread")),
            parse_letter_state(row.text("state")).value(),
            static_cast<int>(row.integer("attempts")),
            row.instant("created_at"),
            row.maybe_instant("ended_at"),
            std::string(row.text("problem")),
            row.maybe_instant("came_back_at"),
            row.text("came_back_as") == word(Return::delayed),
            std::string(row.text("came_back"))};
}

std::vector<Entry> outbox(db::Read& db, const auth::Viewer& viewer, const OutboxFilter& filter) {
    if (!viewer.may_everywhere(may_manage)) return {};
    return db.query(R"sql(
        SELECT id, to_address, to_name, subject, thread, state, attempts, created_at, ended_at, problem, came_back_at, came_back_as, came_back
          FROM mail_letter
         WHERE (:state = '' OR state = :state) AND (:before = 0 OR id < :before) AND (:returned = 0 OR came_back_at IS NOT NULL)
           AND (:words = '' OR search_text LIKE :pattern ESCAPE '\')
         ORDER BY id DESC LIMIT :most
    )sql")
        .bind("state", filter.state ? word(*filter.state) : "")
        .bind("returned", filter.came_back)
        .bind("words", filter.words)
        .bind("pattern", db::like_anywhere(base::fold(base::collapse_space(filter.words))))
        .bind("before", filter.before)
        .bind("most", filter.most)
        .all(read_entry);
}

constexpr std::string_view returns[] = {"returned", "expired", "delayed"};
std::string_view word(Return how) { return returns[static_cast<int>(how)]; }

bool note_come_back(db::Write& db, base::Instant now, LetterId id, Return how, std::string_view said) {
    return db.query(R"sql(
        UPDATE mail_letter SET came_back_at = :now, came_back_as = :how, came_back = :said
         WHERE id = :id AND state = 'sent' AND CASE came_back_as WHEN '' THEN 0 WHEN 'delayed' THEN 1 WHEN 'expired' THEN 2 ELSE 3 END < :weight
    )sql")
        .bind("now", now)
        .bind("how", word(how))
        .bind("weight", how == Return::returned ? 3 : how == Return::expired ? 2 : 1)
        .bind("said", one_line(said, 300))
        .bind("id", id)
        .run() > 0;
}

std::int64_t count_letters(db::Read& db, LetterState state) {
    return db.query("SELECT count(*) FROM mail_letter WHERE state = :state").bind("state", word(state)).one_integer();
}

}  // namespace mail
