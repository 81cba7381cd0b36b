#include "db/postgres/pg_connection.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace db::detail {

static constexpr std::size_t most_cached_texts = 400;

static bool is_schema_name(std::string_view name) {
    return !name.empty() && name.size() <= 63 && name.front() >= 'a' && name.front() <= 'z' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

PgAddress parse_pg_address(const Settings& settings) {
    PgAddress address{settings.url, "", settings.durable};
    const auto query = settings.url.find('?');
    if (query == std::string::npos) return address;
    address.url = settings.url.substr(0, query);
    char separator = '?';
    for (std::string_view part : base::split(std::string_view(settings.url).substr(query + 1), '&')) {
        if (part.starts_with("schema=")) {
            address.schema = part.substr(7);
            if (!is_schema_name(address.schema)) {
                throw Failure("The schema in the database's address must be small letters, digits and _, beginning with a letter.");
            }
        } else {
            address.url += separator;
            address.url += part;
            separator = '&';
        }
    }
    return address;
}

PgConnection::PgConnection(PgAddress address) : address_(std::move(address)) { connect(); }

PgConnection::~PgConnection() {
    by_sql_.clear();
    entries_.clear();
}

static void drop_notice(void*, const PGresult*) {}

void PgConnection::connect() {
    const char* const keys[] = {"dbname", "client_encoding", "application_name", "connect_timeout", nullptr};
    const char* const values[] = {address_.url.c_str(), "UTF8", "belltower", "10", nullptr};
    connection_.reset(PQconnectdbParams(keys, values, 1));
    if (is_lost()) {
        throw LostConnection(fmt::format("PostgreSQL cannot be reached: {} Check that the server runs and that the address is right.",
                                         base::collapse_space(PQerrorMessage(raw()))));
    }
    PQsetNoticeReceiver(raw(), drop_notice, nullptr);
    control("SET bytea_output = hex; SET standard_conforming_strings = on; SET extra_float_digits = 1;");
    if (!address_.durable) control("SET synchronous_commit = off");
    if (address_.schema.empty()) return;
    const PgResult known(PQexec(raw(), fmt::format("SELECT to_regnamespace('{}') IS NOT NULL", address_.schema).c_str()));
    if (PQntuples(known.get()) != 1) fail(known.get(), "schema");
    if (PQgetvalue(known.get(), 0, 0)[0] == 'f') {
        // Two processes that start at once may both come here; the lock goes with the transaction.
        control(fmt::format("BEGIN; SELECT pg_advisory_xact_lock(731, 1); CREATE SCHEMA IF NOT EXISTS {}; COMMIT", address_.schema));
    }
    control(fmt::format("SET search_path TO {}", address_.schema));
}

void PgConnection::reconnect() {
    by_sql_.clear();
    entries_.clear();
    receiving_ = nullptr;
    forgotten_.clear();
    stale_ = false;
    connect();
}

void PgConnection::begin(std::string_view how) {
    if (stale_ || is_lost()) reconnect();
    clashed = false;
    // By themselves: in one message with BEGIN they are a part of its transaction, whose isolation can then no longer be said (SQLSTATE 25001).
    if (!forgotten_.empty()) control(std::exchange(forgotten_, {}));
    control(fmt::format("BEGIN {}", how));
}

void PgConnection::commit() {
    if (control("COMMIT") != "COMMIT") {
        throw Failure("A statement failed and the body went on as if it had not. Nothing was changed.");
    }
}

void PgConnection::occupy(PgStatement* statement) {
    if (receiving_ && receiving_ != statement) {
        auto* before = receiving_;
        receiving_ = nullptr;
        before->collect_rest();
    }
    receiving_ = statement;
}

std::string PgConnection::control(const std::string& sql) {
    occupy(nullptr);
    const PgResult result(PQexec(raw(), sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get(), sql);
    return PQcmdStatus(result.get());
}

void PgConnection::roll_back() noexcept {
    if (is_lost() || PQtransactionStatus(raw()) == PQTRANS_IDLE) return;
    try {
        control("ROLLBACK");
    } catch (const std::exception&) {
        // The connection is lost, and with it the transaction.
    }
}

static std::string_view field(const PGresult* result, int code) {
    const char* text = result ? PQresultErrorField(result, code) : nullptr;
    return text ? text : "";
}

void PgConnection::fail(const PGresult* result, std::string_view sql) {
    const auto state = field(result, PG_DIAG_SQLSTATE);
    const auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (is_lost() || state.empty()) throw LostConnection("The connection to PostgreSQL was lost.");
    if (state == "40001" || state == "40P01") {
        clashed = true;
        throw Clash("Other changes to the same data came at the same time. Nothing was changed; try again.");
    }
    if (state.starts_with("23")) throw ConstraintFailure(std::string(message));
    if (state == "53100") throw DiskFull("The disk of the database is full. Nothing was changed.");
    if (state == "25006") throw Failure(fmt::format("a Read may not run a statement that writes: {}", outline(sql)));
    if (state == "0A000" && message.starts_with("cached plan")) {
        stale_ = true;
        throw LostConnection("The tables were changed by a newer version. Try again.");
    }
    // Messages of class 22 repeat the value, which may be somebody's data.
    if (state.starts_with("22")) throw Failure(fmt::format("a value does not fit (SQLSTATE {}) in: {}", state, outline(sql)));
    throw Failure(fmt::format("{} (SQLSTATE {}) in: {}", message, state, outline(sql)));
}

void PgConnection::evict_oldest() {
    for (auto last = std::prev(entries_.end()); last != entries_.begin(); --last) {
        if (std::ranges::any_of(last->statements, [](const auto& one) { return one->in_use(); })) continue;
        for (const auto& statement : last->statements) forgotten_ += statement->deallocation();
        by_sql_.erase(last->sql);
        entries_.erase(last);
        return;
    }
}

PgConnection::Entry& PgConnection::entry_for(std::string_view sql) {
    const auto known = by_sql_.find(sql);
    if (known != by_sql_.end()) {
        entries_.splice(entries_.begin(), entries_, known->second);
    } else {
        if (entries_.size() >= most_cached_texts) evict_oldest();
        entries_.push_front(Entry{std::string(sql), effect_of(sql), {}});
        by_sql_.emplace(entries_.front().sql, entries_.begin());
    }
    return entries_.front();
}

Statement& PgConnection::prepare(std::string_view sql, Access access) {
    Entry& entry = entry_for(sql);
    if (entry.effect == SqlEffect::controls_transaction) {
        throw Failure(fmt::format("transactions are begun and ended by read() and write(), not by: {}", outline(sql)));
    }
    if (access == Access::read && entry.effect == SqlEffect::writes) {
        throw Failure(fmt::format("a Read may not run a statement that writes: {}", outline(sql)));
    }
    for (const auto& statement : entry.statements) {
        if (statement->in_use()) continue;
        statement->take();
        return *statement;
    }
    entry.statements.push_back(std::make_unique<PgStatement>(*this, sql));
    entry.statements.back()->take();
    return *entry.statements.back();
}

}  // namespace db::detail
