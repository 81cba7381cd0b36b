#include "db/dump.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <istream>

#include "base/text.h"
#include "db/dump_catalogue.h"
#include "db/dump_stream.h"
#include "db/migrate.h"

namespace db {

using namespace detail;
using Names = std::vector<std::pair<std::string, std::string>>;

static constexpr std::string_view first_line = "belltower dump 1";

static std::string_view name_of(ColumnType type) {
    switch (type) {
        case ColumnType::integer: return "integer";
        case ColumnType::real: return "real";
        case ColumnType::text: return "text";
        case ColumnType::bytes: return "bytes";
    }
    return "";
}

static Names migration_names(Read& db) {
    Names names;
    for (const auto& one : applied_migrations(db)) names.emplace_back(one.room, one.name);
    std::ranges::sort(names);
    return names;
}

static void dump_row(const Table& table, Statement& row, DumpWriter& out) {
    out.put("+");
    for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
        if (row.is_null(i)) {
            out.put("N");
            continue;
        }
        switch (table.columns[static_cast<std::size_t>(i)].type) {
            case ColumnType::integer: out.put(fmt::format("I{};", row.integer(i))); break;
            case ColumnType::real: out.put(fmt::format("R{};", row.real(i))); break;
            case ColumnType::text: out.put_long('T', row.text(i)); break;
            case ColumnType::bytes: out.put_long('B', row.bytes(i)); break;
        }
    }
    out.put("\n");
}

static void dump_table(Read& db, const Table& table, DumpWriter& out) {
    out.put(fmt::format("table {} {}\n", table.name, table.identity_column.empty() ? 0 : last_identity(db, table)));
    for (const auto& column : table.columns) out.put(fmt::format("column {} {}\n", column.name, name_of(column.type)));
    out.put(".\n");
    db.query(select_in_order(table, db.engine())).each([&](const Row& row) { dump_row(table, row.raw(), out); });
    out.put(".\n");
}

void dump(Read& db, std::ostream& stream) {
    DumpWriter out(stream);
    out.put(fmt::format("{}\n", first_line));
    for (const auto& [room, name] : migration_names(db)) out.put(fmt::format("migration {} {}\n", room, name));
    for (const auto& table : tables_of(db)) dump_table(db, table, out);
    out.finish();
}

/// Reads the beginning up to the first line that is no migration, which is left in `line`.
static Names read_migrations(DumpReader& in, std::string& line) {
    if (in.line() != first_line) throw Failure("The file is no backup of Belltower.");
    Names names;
    for (line = in.line(); line.starts_with("migration "); line = in.line()) {
        const auto words = base::split(line, ' ');
        if (words.size() != 3) DumpReader::refuse();
        names.emplace_back(words[1], words[2]);
    }
    return names;
}

Names migrations_in_dump(std::istream& stream) {
    DumpReader in(stream);
    std::string line;
    return read_migrations(in, line);
}

/// One value of a row, as the dump holds it.
struct Value {
    char tag;  // N, I, R, T or B
    std::string text;
};

static Value read_value(DumpReader& in) {
    Value value{in.tag(), ""};
    if (value.tag == 'I' || value.tag == 'R') {
        value.text = in.until(';');
    } else if (value.tag == 'T' || value.tag == 'B') {
        const auto size = base::parse_integer(in.until(':'));
        if (!size || *size < 0) DumpReader::refuse();
        value.text = in.exactly(static_cast<std::size_t>(*size));
    } else if (value.tag != 'N') {
        DumpReader::refuse();
    }
    return value;
}

static Query bind_value(Query query, const std::string& name, const Value& value, Engine engine) {
    if (value.tag == 'N') return std::move(query).bind(name, std::nullopt);
    if (value.tag == 'B') return std::move(query).bind_bytes(name, value.text);
    // PostgreSQL reads every text as the type of its column, and then needs no statement for each pattern of NULLs.
    if (value.tag == 'T' || engine == Engine::postgres) return std::move(query).bind(name, value.text);
    if (value.tag == 'I') {
        const auto number = base::parse_integer(value.text);
        if (!number) DumpReader::refuse();
        return std::move(query).bind(name, *number);
    }
    double number = 0;
    const char* end = value.text.data() + value.text.size();
    if (const auto [stop, error] = std::from_chars(value.text.data(), end, number); error != std::errc{} || stop != end) {
        DumpReader::refuse();
    }
    return std::move(query).bind(name, number);
}

/// Inserts rows many at a time: on PostgreSQL a statement costs a round trip.
class Inserter {
public:
    Inserter(Write& db, const Table& table) : db_(db), table_(table) {
        const bool bytes = std::ranges::any_of(table.columns, [](const auto& column) { return column.type == ColumnType::bytes; });
        most_rows_ = bytes ? 1 : std::clamp<std::size_t>(400 / table.columns.size(), 1, 50);
        for (std::size_t i = 0; i < most_rows_ * table.columns.size(); ++i) parameters_.push_back("p" + std::to_string(i));
    }

    void add(Value value) {
        values_.push_back(std::move(value));
        if (values_.size() == parameters_.size()) flush();
    }

    void flush() {
        if (values_.empty()) return;
        Query query = db_.query(statement(values_.size() / table_.columns.size()));
        for (std::size_t i = 0; i < values_.size(); ++i) {
            Query bound = bind_value(std::move(query), parameters_[i], values_[i], db_.engine());
            std::construct_at(&query, std::move(bound));
        }
        std::move(query).run();
        values_.clear();
    }

private:
    std::string statement(std::size_t rows) const {
        std::vector<std::string> names, groups;
        for (const auto& column : table_.columns) names.push_back(quoted(column.name));
        for (std::size_t row = 0; row < rows; ++row) {
            std::vector<std::string> group;
            for (std::size_t i = 0; i < names.size(); ++i) group.push_back(':' + parameters_[row * names.size() + i]);
            groups.push_back('(' + base::join(group, ", ") + ')');
        }
        return fmt::format("INSERT INTO {} ({}) VALUES {}", quoted(table_.name), base::join(names, ", "), base::join(groups, ", "));
    }

    Write& db_;
    const Table& table_;
    std::size_t most_rows_ = 1;
    std::vector<std::string> parameters_;
    std::vector<Value> values_;
};

static void read_rows(Write& db, const Table& table, DumpReader& in) {
    Inserter inserter(db, table);
    for (;;) {
        const char tag = in.tag();
        if (tag == '.') break;
        if (tag != '+') DumpReader::refuse();
        for (std::size_t i = 0; i < table.columns.size(); ++i) inserter.add(read_value(in));
        if (in.tag() != '\n') DumpReader::refuse();
    }
    inserter.flush();
    if (in.tag() != '\n') DumpReader::refuse();
}

/// The columns must be those of the table here.
static void read_columns(const Table& table, DumpReader& in) {
    for (const auto& column : table.columns) {
        if (in.line() == fmt::format("column {} {}", column.name, name_of(column.type))) continue;
        throw Failure(fmt::format("The table {} of the backup has other columns than the one here. Nothing was changed.", table.name));
    }
    if (in.line() != ".") DumpReader::refuse();
}

/// Returns the table and the last id it has given out.
static std::pair<const Table*, std::int64_t> read_table(Write& db, const std::vector<Table>& tables, const std::string& line, DumpReader& in) {
    const auto words = base::split(line, ' ');
    const auto last = words.size() == 3 && words[0] == "table" ? base::parse_integer(words[2]) : std::nullopt;
    if (!last) DumpReader::refuse();
    const auto table = std::ranges::find(tables, words[1], &Table::name);
    if (table == tables.end()) throw Failure(fmt::format("There is no table {} here, but in the backup. Nothing was changed.", words[1]));
    read_columns(*table, in);
    read_rows(db, *table, in);
    return {&*table, *last};
}

static void empty_tables(Write& db, const std::vector<Table>& tables) {
    for (const auto& table : tables) {
        const std::string name = quoted(table.name);
        // Tables that only grow refuse even a deletion of nothing.
        if (db.query(fmt::format("SELECT 1 FROM {} LIMIT 1", name)).maybe_integer()) db.query(fmt::format("DELETE FROM {}", name)).run();
    }
}

static void load_into(Write& db, std::istream& stream) {
    DumpReader in(stream);
    std::string line;
    if (read_migrations(in, line) != migration_names(db)) {
        throw Failure("The backup was made by another version of Belltower: its tables are others than those here. Nothing was changed.");
    }
    const auto tables = tables_of(db);
    defer_references(db);
    empty_tables(db, tables);
    std::vector<std::pair<const Table*, std::int64_t>> identities;
    for (; !line.starts_with("checksum "); line = in.line()) identities.push_back(read_table(db, tables, line, in));
    in.check(line);
    check_references(db);
    // Last, because sequences of PostgreSQL stay as set when a transaction is undone.
    for (const auto& [table, last] : identities) {
        if (!table->identity_column.empty()) set_last_identity(db, *table, last);
    }
}

void load(Database& database, std::istream& in) {
    bool begun = false;
    database.write([&](Write& db) {
        if (std::exchange(begun, true)) throw Failure("Loading the backup was interrupted. Nothing was changed; start it again.");
        load_into(db, in);
    });
}

}  // namespace db
