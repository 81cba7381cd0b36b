#include "mail/received.h"

#include <algorithm>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "mail/facts.h"
#include "mail/mail.h"
#include "mail/taking.h"

namespace mail {

using namespace std::chrono_literals;

constexpr std::string_view words[] = {"new", "taken", "held", "dropped"};
std::string_view word(ReceivedState state) { return words[static_cast<int>(state)]; }

std::optional<ReceivedState> parse_received_state(std::string_view text) {
    const auto found = std::ranges::find(words, text);
    if (found == std::end(words)) return std::nullopt;
    return static_cast<ReceivedState>(found - std::begin(words));
}

// --- What has come before ---

static std::int64_t source_of(const Arrival& arrival) { return arrival.mailbox ? arrival.mailbox->value : 0; }

static Arrived read_arrived(const db::Row& row) {
    return {{row.integer("id")}, parse_received_state(row.text("state")).value(), std::string(row.text("why")), std::string(row.text("link")), true};
}

static std::optional<Arrived> find_bytes(db::Read& db, const Arrival& arrival, const Prepared& prepared) {
    return db.query("SELECT id, state, why, link FROM mail_received WHERE source = :source AND raw_hash = :hash")
        .bind("source", source_of(arrival))
        .bind("hash", prepared.raw_hash)
        .maybe(read_arrived);
}

/// What keeps this message apart from others, or the one that it repeats: the same id with the same words. Of messages that came before what they say
/// was kept, sender and subject have to do.
struct Place {
    std::string key;
    std::optional<Arrived> repeated;
};
static Place place_of(db::Read& db, const Arrival& arrival, const Prepared& prepared) {
    if (auto same = find_bytes(db, arrival, prepared)) return {"", same};
    constexpr std::size_t enough = 16;
    const auto& content = prepared.content_hash.empty() ? prepared.raw_hash : prepared.content_hash;
    const auto &id = prepared.message.message_id, with_content = id + '#' + content.substr(0, enough);
    Place place{id, std::nullopt};
    db.query("SELECT id, state, why, link, content_hash, from_address, subject FROM mail_received WHERE source = :source AND message_key IN (:id, :other) ORDER BY id")
        .bind("source", source_of(arrival))
        .bind("id", id)
        .bind("other", with_content)
        .each_while([&](const db::Row& row) {
            const auto known = row.text("content_hash");
            const bool same = known.empty() ? row.text("from_address") == prepared.message.from.address && row.text("subject") == prepared.message.subject : known == content;
            if (same) place.repeated = read_arrived(row);
            place.key = with_content;
            return !same;
        });
    return place;
}

// --- Keeping ---

static void insert_files(db::Write& db, ReceivedId id, const Prepared& prepared) {
    std::int64_t position = 0;
    for (const auto& file : prepared.attachments) {
        db.query(R"sql(
            INSERT INTO mail_received_file (received_id, position, hash, name, content_type, size_bytes) VALUES (:id, :position, :hash, :name, :type, :size)
        )sql")
            .bind("id", id)
            .bind("position", position++)
            .bind("hash", file.hash)
            .bind("name", file.name)
            .bind("type", file.content_type)
            .bind("size", file.size_bytes)
            .run();
    }
}

static ReceivedId insert(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared, const std::string& key) {
    const auto& message = prepared.message;
    const ReceivedId id{db.query(R"sql(
        INSERT INTO mail_received (mailbox_id, source, recipient, message_key, raw_hash, content_hash, raw_kept, size_bytes, from_address, from_name, subject, search_text, facts,
                                   state, why, link, received_at)
        VALUES (:mailbox, :source, :recipient, :key, :hash, :content, :kept, :size, :address, :name, :subject, :search, :facts, 'new', '', '', :now)
        RETURNING id
    )sql")
                            .bind("mailbox", arrival.mailbox)
                            .bind("source", source_of(arrival))
                            .bind("recipient", arrival.recipient)
                            .bind("key", key)
                            .bind("hash", prepared.raw_hash)
                            .bind("content", prepared.content_hash)
                            .bind("kept", prepared.has_bytes)
                            .bind("size", prepared.size_bytes)
                            .bind("address", message.from.address)
                            .bind("name", message.from.name)
                            .bind("subject", message.subject)
                            .bind("search", base::fold(message.from.address + ' ' + message.from.name + ' ' + message.subject))
                            .bind("facts", facts_of(message))
                            .bind("now", now)
                            .one_integer()};
    insert_files(db, id, prepared);
    return id;
}

static void set_state(db::Write& db, ReceivedId id, ReceivedState state, std::string_view why, std::string_view link, std::string_view problem = "") {
    db.query("UPDATE mail_received SET state = :state, why = :why, link = :link, due_at = NULL, problem = :problem WHERE id = :id")
        .bind("state", word(state))
        .bind("why", why)
        .bind("link", link)
        .bind("problem", base::first_code_points(problem, 300))
        .bind("id", id)
        .run();
}

static Arrived hand_over(db::Write& db, const Received& received, const auth::Viewer* released_by) {
    const auto taken = take(db, received, released_by);
    const auto state = taken.state == Taken::State::taken ? ReceivedState::taken : taken.state == Taken::State::held ? ReceivedState::held : ReceivedState::dropped;
    set_state(db, received.id, state, taken.why, taken.link);
    return {received.id, state, taken.why, taken.link, false};
}

Arrived keep(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared) {
    auto place = place_of(db, arrival, prepared);
    if (place.repeated) {
        if (arrival.mark) arrival.mark(db, place.repeated->id);
        return *place.repeated;
    }
    const auto id = insert(db, now, arrival, prepared, place.key);
    auto arrived = hand_over(db, {id, arrival.mailbox, arrival.recipient, now, now, prepared.message, prepared.attachments}, nullptr);
    if (arrival.mark) arrival.mark(db, id);
    return arrived;
}

Arrived keep_for_later(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared, std::string_view problem) {
    auto place = place_of(db, arrival, prepared);
    auto arrived = place.repeated.value_or(Arrived{});
    if (!place.repeated) {
        arrived.id = insert(db, now, arrival, prepared, place.key);
        note_attempt(db, now, arrived.id, 1, problem);
    }
    if (arrival.mark) arrival.mark(db, arrived.id);
    return arrived;
}

Arrived keep_aside(db::Write& db, base::Instant now, const Arrival& arrival, const Prepared& prepared, ReceivedState state, std::string_view why, std::string_view problem) {
    auto place = place_of(db, arrival, prepared);
    auto arrived = place.repeated.value_or(Arrived{{}, state, std::string(why), "", false});
    if (!place.repeated) {
        arrived.id = insert(db, now, arrival, prepared, place.key);
        set_state(db, arrived.id, state, why, "", problem);
    }
    if (arrival.mark) arrival.mark(db, arrived.id);
    return arrived;
}

// --- Trying again, and decisions ---

void note_attempt(db::Write& db, base::Instant now, ReceivedId id, int attempts, std::string_view problem) {
    constexpr int most_attempts = 5;
    if (attempts >= most_attempts) {
        set_state(db, id, ReceivedState::held, "error", "", problem);
    } else {
        db.query("UPDATE mail_received SET due_at = :due, problem = :problem WHERE id = :id")
            .bind("due", now + 1min * (1 << (attempts - 1)))
            .bind("problem", base::first_code_points(problem, 300))
            .bind("id", id)
            .run();
    }
    db.query("UPDATE mail_received SET attempts = :attempts WHERE id = :id").bind("attempts", attempts).bind("id", id).run();
}

std::vector<ReceivedId> due_again(db::Read& db, base::Instant now, int most) {
    return db.query("SELECT id FROM mail_received WHERE state = 'new' AND due_at <= :now ORDER BY due_at, id LIMIT :most")
        .bind("now", now)
        .bind("most", most)
        .all([](const db::Row& row) { return ReceivedId{row.integer("id")}; });
}

bool may_be_let_in(const ReceivedEntry& entry) {
    static constexpr std::string_view left_out_for[] = {"left_out", "list", "rule", "stranger", "outsider", "no_school", "loop", "no_sender", "auto_reply", "empty", "bounce", "own"};
    if (!entry.kept) return false;
    return entry.state == ReceivedState::held || (entry.state == ReceivedState::dropped && std::ranges::find(left_out_for, entry.why) != std::end(left_out_for));
}

std::optional<Arrived> hand_over_again(db::Write& db, base::Instant now, ReceivedId id, const Prepared& prepared, const auth::Viewer* released_by, bool on_its_own) {
    const auto entry = find_received(db, auth::Viewer::system(), id);
    const bool waits = released_by ? may_be_let_in(entry) : entry.state == ReceivedState::fresh;
    if (!waits) return std::nullopt;
    return hand_over(db, {id, entry.mailbox, entry.recipient, entry.at, now, prepared.message, prepared.attachments, on_its_own}, released_by);
}

static void note_decision(db::Write& db, const auth::Viewer& viewer, base::Instant now, ReceivedId id, std::string_view action) {
    db.query("UPDATE mail_received SET decided_by = :account, decided_at = :now WHERE id = :id")
        .bind("account", viewer.account().value)
        .bind("now", now)
        .bind("id", id)
        .run();
    auth::record(db, viewer, now, {.subject_kind = "mail", .subject_id = id.value, .action = action});
}

static void require_decider(const auth::Viewer& viewer) {
    if (!decides(viewer)) throw base::Forbidden("Only who decides about mail lets messages in.");
}

Arrived let_in(db::Write& db, const auth::Viewer& viewer, base::Instant now, ReceivedId id, const Prepared& prepared, bool on_its_own) {
    require_decider(viewer);
    auto arrived = hand_over_again(db, now, id, prepared, &viewer, on_its_own);
    if (!arrived) throw base::Conflict("Somebody has decided about this message already.");
    note_decision(db, viewer, now, id, "let_in");
    return *arrived;
}

void leave_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, ReceivedId id) {
    require_decider(viewer);
    if (find_received(db, viewer, id).state != ReceivedState::held) throw base::Conflict("Somebody has decided about this message already.");
    set_state(db, id, ReceivedState::dropped, "left_out", "");
    note_decision(db, viewer, now, id, "left_out");
}

}  // namespace mail
