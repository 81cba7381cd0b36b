/// The outbox: what waits, what went out, what could not. All SQL of letters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "db/db.h"
#include "mail/mail.h"

namespace mail {

enum class LetterState { waiting, sent, failed };
std::string_view word(LetterState state);
std::optional<LetterState> parse_letter_state(std::string_view word);

struct Due {
    LetterId id;
    Letter letter;
    base::Instant created_at;
    int attempts = 1;  // this one counted
};

/// Takes the letter that has been due longest. It is due again ten minutes later unless one of the functions below is called.
std::optional<Due> take_due(db::Write& db, base::Instant now);

void mark_sent(db::Write& db, base::Instant now, LetterId id, std::string_view message_id);
void mark_failed(db::Write& db, base::Instant now, LetterId id, std::string_view problem);
/// Tried again later; after about four days it has failed.
void mark_later(db::Write& db, base::Instant now, const Due& due, std::string_view problem);
/// The server is in trouble, not the letter: the attempt does not count.
void mark_not_tried(db::Write& db, base::Instant now, const Due& due);

/// What a delivery report says of a letter that was sent: a server gave it back for good, gave up after failures that may pass, or goes on trying. What came
/// back is not late any more.
enum class Return { returned, expired, delayed };
std::string_view word(Return how);
/// False when that was known.
bool note_come_back(db::Write& db, base::Instant now, LetterId id, Return how, std::string_view said);

/// Removes letters that ended before the moment.
std::int64_t forget_letters(db::Write& db, base::Instant before);

/// What the administrator sees: never the text.
struct Entry {
    LetterId id;
    std::string to_address;
    std::string to_name;
    std::string subject;
    std::string thread;  // "request/12"; empty for a letter on its own
    LetterState state;
    int attempts = 0;
    base::Instant created_at;
    std::optional<base::Instant> ended_at;
    std::string problem;
    /// After it was sent a server reported on it, with these words.
    std::optional<base::Instant> came_back_at;
    bool delayed = false;  // it only said that the letter is late
    std::string came_back;
};

struct OutboxFilter {
    std::optional<LetterState> state;
    bool came_back = false;   // those that were sent and given back, or are late
    std::string words;        // part of the addressee's address or name, or of the subject; letter case and accents aside
    std::int64_t before = 0;  // paging: letters with smaller ids; 0 for the first page
    int most = 50;
};

/// What is still known of a letter; absent when it was forgotten.
struct LetterFacts {
    std::string to_address, subject, thread;
};
std::optional<LetterFacts> letter_facts(db::Read& db, LetterId id);

/// Newest first; nothing for who may not manage mail.
std::vector<Entry> outbox(db::Read& db, const auth::Viewer& viewer, const OutboxFilter& filter);
std::int64_t count_letters(db::Read& db, LetterState state);

}  // namespace mail
