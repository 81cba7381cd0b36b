#include "db/postgres/pg_statement.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "db/postgres/pg_connection.h"

namespace db::detail {

// Numbers of types that never change (pg_type.dat). Text goes untyped: PostgreSQL then takes the type of what it is compared with.
static constexpr Oid type_unknown = 0, type_bytes = 17, type_integer = 20, type_text = 25, type_real = 701;

PgStatement::~PgStatement() { connection_.release(this); }

void PgStatement::give(std::string_view name, Given::State state, Oid type, std::string_view value) {
    const int first = names_.find(name);
    if (first < 0) throw Failure(fmt::format("no parameter :{} in: {}", name, outline(sql_.sql)));
    const auto set = [&](std::size_t i) {
        if (!sql_.null_test[i]) given_[i] = {state, type, std::string(value)};
        else given_[i] = {state == Given::State::null ? state : Given::State::text, type_text, "given"};
    };
    set(static_cast<std::size_t>(first));
    const auto twin = sql_.twins[static_cast<std::size_t>(first)];
    if (twin > 0) set(twin);
}

void PgStatement::bind_null(std::string_view name) { give(name, Given::State::null, type_unknown, {}); }

void PgStatement::bind_integer(std::string_view name, std::int64_t value) {
    give(name, Given::State::text, type_integer, std::to_string(value));
}

void PgStatement::bind_real(std::string_view name, double value) {
    if (!std::isfinite(value)) throw Failure(fmt::format("parameter :{} is not a finite number", name));
    give(name, Given::State::text, type_real, fmt::format("{}", value));
}

void PgStatement::bind_text(std::string_view name, std::string_view value) {
    if (!base::is_utf8(value) || value.find('\0') != std::string_view::npos) {
        throw Failure(fmt::format("parameter :{} is not text in UTF-8 without zero bytes", name));
    }
    give(name, Given::State::text, type_unknown, value);
}

void PgStatement::bind_bytes(std::string_view name, std::string_view value) {
    give(name, Given::State::bytes, type_bytes, value);
}

std::string PgStatement::deallocation() const {
    std::string sql;
    for (const Variant& variant : variants_) sql += "DEALLOCATE " + variant.name + ";";
    return sql;
}

/// The name under which the server knows the statement with the types of the given values. NULL fits every type.
const std::string& PgStatement::prepared() {
    for (const Variant& variant : variants_) {
        bool fits = true;
        for (std::size_t i = 0; i < given_.size() && fits; ++i) {
            fits = given_[i].state == Given::State::null || given_[i].type == variant.types[i];
        }
        if (fits) return variant.name;
    }
    Variant variant{{}, connection_.new_name()};
    for (std::size_t i = 0; i < given_.size(); ++i) {
        variant.types.push_back(sql_.null_test[i] ? type_text : given_[i].type);
    }
    const PgResult result(PQprepare(connection_.raw(), variant.name.c_str(), sql_.sql.c_str(),
                                    static_cast<int>(variant.types.size()), variant.types.data()));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) connection_.fail(result.get(), sql_.sql);
    variants_.push_back(std::move(variant));
    return variants_.back().name;
}

void PgStatement::send() {
    const std::size_t count = given_.size();
    std::vector<const char*> values(count);
    std::vector<int> lengths(count), formats(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (given_[i].state == Given::State::missing) {
            throw Failure(fmt::format("parameter :{} has no value in: {}", sql_.names[i], outline(sql_.sql)));
        }
        values[i] = given_[i].state == Given::State::null ? nullptr : given_[i].value.c_str();
        lengths[i] = static_cast<int>(given_[i].value.size());
        formats[i] = given_[i].state == Given::State::bytes ? 1 : 0;
    }
    connection_.occupy(this);
    const std::string& name = prepared();
    if (!PQsendQueryPrepared(connection_.raw(), name.c_str(), static_cast<int>(count), values.data(), lengths.data(),
                             formats.data(), 0)) {
        connection_.fail(nullptr, sql_.sql);
    }
    if (streaming_) PQsetSingleRowMode(connection_.raw());
    sent_ = true;
    more_coming_ = true;
}

/// The next result from the server; empty at the end.
PgResult PgStatement::receive() {
    PgResult result(PQgetResult(connection_.raw()));
    if (!result) {
        more_coming_ = false;
        connection_.release(this);
        return result;
    }
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE) return result;
    more_coming_ = false;
    connection_.release(this);
    while (PgResult(PQgetResult(connection_.raw()))) {
    }
    connection_.fail(result.get(), sql_.sql);
}

void PgStatement::collect_rest() {
    while (more_coming_) {
        if (auto result = receive()) collected_.push_back(std::move(result));
    }
}

void PgStatement::accept(PgResult result) {
    result_ = std::move(result);
    row_ = -1;
    const int fields = PQnfields(result_.get());
    if (columns_.size() != fields) {
        std::vector<std::string> names;
        for (int i = 0; i < fields; ++i) names.emplace_back(PQfname(result_.get(), i));
        columns_ = NameIndex(std::move(names));
        decoded_.resize(static_cast<std::size_t>(fields));
    }
    const std::string_view tag = PQcmdStatus(result_.get());
    if (!tag.empty() && !tag.starts_with("SELECT")) {
        const std::string_view affected = PQcmdTuples(result_.get());
        changes_ = base::parse_integer(affected).value_or(0);
    }
}

bool PgStatement::next_row() {
    if (!result_ || row_ + 1 >= PQntuples(result_.get())) return false;
    ++row_;
    columns_.restart();
    return true;
}

bool PgStatement::step() {
    if (!sent_) send();
    for (;;) {
        if (next_row()) return true;
        if (!collected_.empty()) {
            accept(std::move(collected_.front()));
            collected_.pop_front();
        } else if (more_coming_) {
            if (auto result = receive()) accept(std::move(result));
            // One result holds all rows; asking for the end frees the connection for others.
            if (!streaming_) collect_rest();
        } else {
            return false;
        }
    }
}

void PgStatement::reset() noexcept {
    try {
        while (more_coming_) receive();
    } catch (const std::exception&) {
        // The transaction is broken, which the next statement or its end reports.
    }
    connection_.release(this);
    for (auto& given : given_) given = {};
    names_.restart();
    collected_.clear();
    result_.reset();
    row_ = -1;
    changes_ = 0;
    in_use_ = streaming_ = sent_ = more_coming_ = false;
}

void PgStatement::refuse(int column, std::string_view wanted) const {
    const bool null = PQgetisnull(result_.get(), row_, column) != 0;
    throw Failure(fmt::format("column {} {} {}", columns_.name(column), null ? "is NULL, not" : "does not hold", wanted));
}

bool PgStatement::is_null(int column) { return PQgetisnull(result_.get(), row_, column) != 0; }

std::string_view PgStatement::value(int column, std::string_view wanted) const {
    if (PQgetisnull(result_.get(), row_, column)) refuse(column, wanted);
    return {PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

static std::optional<double> parse_real(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::int64_t PgStatement::integer(int column) {
    const auto text = value(column, "a whole number");
    if (const auto number = base::parse_integer(text)) return *number;
    if (text == "t") return 1;
    if (text == "f") return 0;
    const auto real = parse_real(text);  // a NUMERIC such as "2.0000"
    if (real && std::nearbyint(*real) == *real && std::abs(*real) < 0x1p53) return static_cast<std::int64_t>(*real);
    refuse(column, "a whole number");
}

double PgStatement::real(int column) {
    const auto number = parse_real(value(column, "a number"));
    if (!number) refuse(column, "a number");
    return *number;
}

std::string_view PgStatement::text(int column) { return value(column, "text"); }

static unsigned nibble(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); }

std::string_view PgStatement::bytes(int column) {
    auto hex = value(column, "bytes");
    if (PQftype(result_.get(), column) != type_bytes) return hex;
    hex.remove_prefix(2);  // "\x"
    auto& bytes = decoded_[static_cast<std::size_t>(column)];
    bytes.resize(hex.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(static_cast<unsigned char>(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1])));
    }
    return bytes;
}

}  // namespace db::detail
