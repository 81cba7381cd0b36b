/// Taking messages in: to the disk, then read, then one transaction.
#include <algorithm>
#include <future>

#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "files/files.h"
#include "http/call.h"
#include "mail/message_id.h"
#include "mail/taking.h"

namespace mail {

// --- The room that takes mail ---

static Taker& taker() {
    static Taker one;
    return one;
}

static std::optional<auth::Permission>& opener() {
    static std::optional<auth::Permission> one;
    return one;
}

void set_taker(Taker wanted, std::optional<auth::Permission> opens) {
    taker() = std::move(wanted);
    opener() = opens;
}

bool may_open_links(const auth::Viewer& viewer) { return !opener() || !viewer.reach(*opener()).nowhere(); }

static Cleaner& cleaner() {
    static Cleaner one;
    return one;
}

void set_cleaner(Cleaner wanted) { cleaner() = std::move(wanted); }
std::string cleaned(std::string_view text) { return cleaner() ? cleaner()(text) : std::string(text); }

static RulesPage& kept_rules_page() {
    static RulesPage one;
    return one;
}

void set_rules_page(RulesPage page) { kept_rules_page() = std::move(page); }
const RulesPage& rules_page() { return kept_rules_page(); }

Taken take(db::Write& db, const Received& received, const auth::Viewer* released_by) {
    if (!taker()) return {Taken::State::held, "no_room", ""};
    try {
        return taker()(db, received, released_by);
    } catch (const db::ConstraintFailure& failure) {
        throw TakingFailed(failure.what());
    } catch (const db::Failure&) {
        throw;  // the database is in trouble, or two transactions clashed: not the message's fault
    } catch (const std::exception& error) {
        throw TakingFailed(error.what());
    }
}

// --- Before the transaction ---

std::string no_room(db::Database& database, const files::Store& files) {
    constexpr std::int64_t megabyte = 1024 * 1024, usual = 512 * megabyte;
    const auto keep_free = database.read([usual](db::Read& db) { return base::parse_integer(db::setting_or(db, "mail.keep_free_bytes", "")).value_or(usual); });
    try {
        if (files.free_bytes() >= static_cast<std::uint64_t>(std::max<std::int64_t>(0, keep_free))) return {};
    } catch (const std::system_error&) {
        return {};  // the folder itself is in trouble, which writing to it will say better
    }
    return fmt::format("Less than {} MB are free on this server's disk, so that no mail is taken in. It is not lost: it is tried again.", keep_free / megabyte);
}

static IsOwnId own_ids(db::Database& database) {
    auto key = database.read([](db::Read& db) { return known_thread_key(db); });
    if (!key) return {};
    return [key = std::move(*key)](std::string_view id) { return read_message_id(key, id).has_value(); };
}

static std::string content_of(const Prepared& prepared) {
    const auto& message = prepared.message;
    std::string all;
    for (const auto& part : {std::to_string(static_cast<int>(message.origin)), message.from.address, message.subject, message.whole_text}) all.append(part).append(1, '\0');
    for (const auto& file : prepared.attachments) all.append(file.hash).append(1, '\0');
    return files::sha256(all).hex;
}

static Prepared prepare_with(files::Store& files, const IsOwnId& is_own, std::string_view raw) {
    Prepared prepared;
    prepared.message = read_message(raw, {}, is_own);
    prepared.size_bytes = static_cast<std::int64_t>(raw.size());
    prepared.raw_hash = files.put(raw).hex;
    for (auto& file : prepared.message.attachments) {
        prepared.attachments.push_back({files.put(file.bytes).hex, file.name, file.content_type, static_cast<std::int64_t>(file.bytes.size()), file.in_place, file.in_quote});
        file.bytes = {};
    }
    prepared.content_hash = content_of(prepared);
    return prepared;
}

Prepared prepare(files::Store& files, db::Database& database, std::string_view raw) { return prepare_with(files, own_ids(database), raw); }

// --- The transaction ---

namespace {

/// One message on its way through the writer.
struct OnItsWay {
    Prepared prepared;
    Arrived arrived;
    std::promise<void> done;
};

}  // namespace

static void submit(db::Database& database, base::Instant now, const Arrival& arrival, OnItsWay& way) {
    database.submit([&, now](db::Write& db) { way.arrived = keep(db, now, arrival, way.prepared); },
                    [&way](const std::exception_ptr& trouble) { trouble ? way.done.set_exception(trouble) : way.done.set_value(); });
}

/// Waits for the commit. What the room could not take is kept for another attempt.
static Arrived finish(db::Database& database, base::Instant now, const Arrival& arrival, OnItsWay& way) {
    try {
        way.done.get_future().get();
        return way.arrived;
    } catch (const TakingFailed& failure) {
        base::log::warning("a message could not be taken and is tried again: {}", failure.what());
        const std::string problem = failure.what();
        return database.write([&](db::Write& db) { return keep_for_later(db, now, arrival, way.prepared, problem); });
    }
}

static files::Store& store_of(const http::Services& services) {
    if (!services.files) throw std::logic_error("Mail cannot come in without a place for files");
    return *services.files;
}

Arrived receive(db::Database& database, const http::Services& services, base::Instant now, const Arrival& arrival) {
    if (const auto words = no_room(database, store_of(services)); !words.empty()) throw std::runtime_error(words);
    OnItsWay way;
    way.prepared = prepare(store_of(services), database, arrival.raw);
    submit(database, now, arrival, way);
    return finish(database, now, arrival, way);
}

static ArrivedOrNot finish_or_not(db::Database& database, base::Instant now, const Arrival& arrival, OnItsWay& way) {
    try {
        return {finish(database, now, arrival, way), "", false};
    } catch (const std::exception& error) {
        return {std::nullopt, error.what(), false};
    }
}

std::vector<ArrivedOrNot> receive_all(db::Database& database, const http::Services& services, base::Instant now, const std::vector<Arrival>& arrivals) {
    auto& files = store_of(services);
    const auto is_own = own_ids(database);
    // An answer may stand right behind what it answers. SQLite's one writer keeps the order by itself; PostgreSQL has several.
    const bool one_writer = database.engine() == db::Engine::sqlite;
    std::vector<ArrivedOrNot> all(arrivals.size());
    std::vector<std::unique_ptr<OnItsWay>> ways(arrivals.size());
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        try {
            ways[i] = std::make_unique<OnItsWay>();
            ways[i]->prepared = prepare_with(files, is_own, arrivals[i].raw);
            submit(database, now, arrivals[i], *ways[i]);
        } catch (const base::Invalid& invalid) {
            ways[i].reset();
            all[i] = {std::nullopt, invalid.what(), true};
        } catch (const std::exception& error) {
            ways[i].reset();
            all[i] = {std::nullopt, error.what(), false};
        }
        if (ways[i] && !one_writer) {
            all[i] = finish_or_not(database, now, arrivals[i], *ways[i]);
            ways[i].reset();
        }
    }
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        if (ways[i]) all[i] = finish_or_not(database, now, arrivals[i], *ways[i]);
    }
    return all;
}

// --- Once more ---

static void take_one_again(db::Database& database, const http::Services& services, base::Instant now, ReceivedId id) {
    const auto entry = database.read([&](db::Read& db) { return find_received(db, auth::Viewer::system(), id); });
    std::string problem;
    try {
        const auto raw = store_of(services).read({entry.raw_hash});
        if (!raw) throw TakingFailed("Its file is not there.");
        const auto prepared = prepare(store_of(services), database, *raw);
        database.write([&](db::Write& db) { hand_over_again(db, now, id, prepared, nullptr); });
        return;
    } catch (const TakingFailed& failure) {
        problem = failure.what();
    } catch (const base::Invalid& invalid) {
        problem = invalid.what();
    }
    database.write([&](db::Write& db) { note_attempt(db, now, id, entry.attempts + 1, problem); });
}

int take_again(db::Database& database, const http::Services& services, base::Instant now, int most) {
    const auto due = database.read([&](db::Read& db) { return due_again(db, now, most); });
    for (auto id : due) take_one_again(database, services, now, id);
    return static_cast<int>(due.size());
}

}  // namespace mail
