#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "data/worker/pseudonyms.h"
#include "data/worker/tier_files.h"
#include "data/worker/worker.h"
#include "duck/duck.h"

namespace data::worker {

namespace json = boost::json;

namespace {

struct Column {
    std::string name;
    base::CellType type;
    bool student = false;
    bool row = false;  // see data::Privacy::row
};

struct Fact {
    std::string name, origin, sql;
    std::vector<std::string> key;
    std::vector<Column> columns;
    std::map<std::string, std::vector<Column>, std::less<>> tiers;  // without sensitive, which has all
    std::string definition;  // when it differs from the last time, the fact is made anew
    std::string mark = "NULL";
    std::string batches = "[]";
    bool known = false;    // its tables are there, of this definition
    bool changed = false;  // in this build
};

}  // namespace

using duck::sql_quoted;

static std::string_view sql_type(base::CellType type) {
    switch (type) {
        case base::CellType::flag: return "BOOLEAN";
        case base::CellType::integer: return "BIGINT";
        case base::CellType::real: return "DOUBLE";
        case base::CellType::text: return "VARCHAR";
        case base::CellType::day: return "DATE";
        case base::CellType::moment: return "TIMESTAMP";
    }
    return {};
}

static std::vector<Column> columns_of(const json::value& told) {
    std::vector<Column> columns;
    for (const auto& value : told.as_array()) {
        const auto& object = value.as_object();
        columns.push_back({std::string(object.at("name").as_string()), base::parse_cell_type(object.at("type").as_string()).value(), object.at("student").as_bool(), object.at("row").as_bool()});
    }
    return columns;
}

static Fact fact_of(const json::object& told) {
    Fact fact{.name = std::string(told.at("name").as_string()), .origin = std::string(told.at("origin").as_string()), .sql = std::string(told.at("sql").as_string())};
    for (const auto& name : told.at("key").as_array()) fact.key.emplace_back(name.as_string());
    fact.columns = columns_of(told.at("columns"));
    for (const auto& [tier, columns] : told.at("tiers").as_object()) fact.tiers[std::string(tier)] = columns_of(columns);
    fact.definition = json::serialize(told);
    return fact;
}

namespace {

class Build {
public:
    /// `folder` becomes that of the warehouse as soon as it is told.
    Build(Line& line, std::string& folder) : line_(line), folder_(folder) {}

    void run() {
        auto frame = line_.read();
        if (!frame || frame->what != 'B') throw base::FrameError("a build begins with 'B'");
        begin(json::parse(frame->bytes).as_object());
        while ((frame = line_.read())) {
            auto told = json::parse(frame->bytes).as_object();
            if (frame->what == 'T') take_rows(fact(told), told.at("whole").as_bool());
            if (frame->what == 'P') take_batches(fact(told), told);
            if (frame->what == 'F') return finish(told);
        }
        throw base::FrameError("the other side left before the end; the tier files are as they were");
    }

private:
    Fact& fact(const json::object& told) {
        std::string name(told.at("fact").as_string());
        auto found = std::ranges::find(facts_, name, &Fact::name);
        if (found == facts_.end()) throw std::invalid_argument("no fact is called " + name);
        return *found;
    }

    void begin(const json::object& told) {
        for (const auto& value : told.at("facts").as_array()) facts_.push_back(fact_of(value.as_object()));
        for (const auto& tier : told.at("tiers").as_array()) tiers_.emplace_back(tier.as_string());
        std::string key(told.at("key").as_string());
        pseudonyms_.emplace(key);
        folder_ = told.at("folder").as_string();
        files_.emplace(folder_, tiers_);
        bool whole = told.at("whole").as_bool() || !open_old(key);
        if (whole) open_new(key);
        json::object state;
        for (Fact& each : facts_) {
            if (!each.known) continue;
            json::object entry;
            if (each.mark != "NULL") entry["mark"] = std::stoll(each.mark);
            if (each.origin == "batch") entry["batches"] = json::parse(each.batches);
            state[each.name] = std::move(entry);
        }
        line_.write('S', json::serialize(json::object{{"whole", whole}, {"facts", std::move(state)}}));
    }

    void open_session() {
        session_.emplace(duck::Options{.memory_megabytes = 2048, .threads = 2, .temp_folder = files_->temp_folder(), .temp_megabytes = 20'000, .external_access = true});
        for (const auto& tier : tiers_) run_sql("ATTACH {} AS {}", sql_quoted(files_->aside(tier)), tier);
        run_sql("USE sensitive");
        for (const auto& tier : lesser_tiers()) {
            run_sql("SET VARIABLE row_key_{0} = '{1:016x}{2:016x}'", tier, pseudonyms_->of("rows of " + tier, 0), pseudonyms_->of("rows of " + tier, 1));
        }
    }

    /// False when there are no old files that can be gone on with.
    bool open_old(const std::string& key) {
        if (!files_->copy_old()) return false;
        try {
            open_session();
            auto stamp = session_->table("SELECT value FROM _warehouse WHERE key = 'layout'");
            if (stamp.rows.empty() || base::text_of(stamp.rows[0][0]) != layout(key)) return close(), false;
            for (const auto& row : session_->table("SELECT name, definition, mark, batches FROM _fact").rows) know(row);
            return true;
        } catch (const duck::Error&) {
            // A file that cannot be read is made anew; that is what it is there for.
            return close(), false;
        }
    }

    void know(const std::vector<base::Cell>& row) {
        auto found = std::ranges::find(facts_, base::text_of(row[0]), &Fact::name);
        if (found == facts_.end() || found->definition != base::text_of(row[1])) return;
        found->known = true;
        if (!base::is_null(row[2])) found->mark = base::text_of(row[2]);
        found->batches = base::text_of(row[3]);
    }

    void open_new(const std::string& key) {
        for (Fact& each : facts_) {
            each.known = false;
            each.mark = "NULL";
            each.batches = "[]";
        }
        files_->clear();
        open_session();
        run_sql("CREATE TABLE _fact (name VARCHAR, definition VARCHAR, mark BIGINT, batches VARCHAR)");
        run_sql("CREATE TABLE _pseudonym (student_id BIGINT, directory BIGINT, students BIGINT)");
        for (const auto& tier : tiers_) run_sql("CREATE TABLE {}._warehouse (key VARCHAR, value VARCHAR)", tier);
        run_sql("INSERT INTO _warehouse VALUES ('layout', {})", sql_quoted(layout(key)));
    }

    void close() { session_.reset(); }

    /// What must be the same for old files to be gone on with: the tables of this program, and the key of the pseudonyms.
    std::string layout(const std::string& key) const { return "2:" + std::to_string(Pseudonyms(key).of("layout", 0)); }

    template <typename... Values>
    void run_sql(fmt::format_string<Values...> sql, Values&&... values) {
        session_->run(fmt::format(sql, std::forward<Values>(values)...));
    }

    // --- Rows of rooms. ---

    void take_rows(Fact& fact, bool whole) {
        std::string list;
        for (const Column& column : fact.columns) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", column.name, sql_type(column.type));
        run_sql("CREATE OR REPLACE TABLE memory.main._in ({})", list);
        std::int64_t count = 0;
        run_sql("USE memory");
        auto appender = session_->append("_in");
        for (auto frame = line_.read();; frame = line_.read()) {
            if (!frame) throw base::FrameError("rows have no end");
            if (frame->what == 'Z') {
                fact.mark = std::to_string(json::parse(frame->bytes).at("mark").as_int64());
                break;
            }
            count += append_rows(fact, *appender, frame->bytes);
        }
        appender->close();
        appender.reset();
        run_sql("USE sensitive");
        rows_ += count;
        fact.changed = whole || count > 0;
        if (fact.changed) put(fact, "memory.main._in", "", whole);
        run_sql("DROP TABLE memory.main._in");
    }

    static std::int64_t append_rows(const Fact& fact, duck::Appender& appender, std::string_view bytes) {
        std::int64_t count = 0;
        for (base::RowReader reader(bytes); !reader.at_end(); ++count) {
            for (const Column& column : fact.columns) duck::append(appender, reader, column.type == base::CellType::day);
            appender.end_row();
        }
        return count;
    }

    // --- Batches. ---

    void take_batches(Fact& fact, const json::object& told) {
        bool whole = told.at("whole").as_bool() || !fact.known;
        fact.changed = true;
        fact.batches = json::serialize(told.at("batches"));
        if (whole) make_empty(fact);
        // A fact may say which batch its rows are from: the place in the order in which batches hold.
        const auto& paths = told.at("paths").as_array();
        auto number = told.at("batches").as_array().size() - paths.size();
        bool says_batch = std::ranges::find(fact.columns, "batch", &Column::name) != fact.columns.end();
        for (const auto& path : paths) {
            std::string source = fmt::format("read_parquet({})", sql_quoted(path.as_string()));
            ++number;
            put(fact, says_batch ? fmt::format("(SELECT *, {} AS batch FROM {})", number, source) : source, "NOT s._ended", false);
            rows_ += std::get<std::int64_t>(session_->table("SELECT count(*) FROM " + source).rows[0][0]);
        }
    }

    void make_empty(const Fact& fact) {
        for (const auto& tier : tiers_) {
            std::string list;
            for (const Column& column : columns_in(fact, tier)) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", column.name, sql_type(column.type));
            if (!list.empty()) run_sql("CREATE OR REPLACE TABLE {}.{} ({})", tier, fact.name, list);
        }
    }

    // --- Into the tiers. ---

    static std::vector<Column> columns_in(const Fact& fact, std::string_view tier) {
        if (tier == "sensitive") return fact.columns;
        auto found = fact.tiers.find(tier);
        return found == fact.tiers.end() ? std::vector<Column>() : found->second;
    }

    static const Column* student_column(const Fact& fact) {
        auto found = std::ranges::find(fact.columns, true, &Column::student);
        return found == fact.columns.end() ? nullptr : &*found;
    }

    /// New rows replace those of their key in every tier that has the fact. `kept` says which of them are rows and not the end of one.
    void put(const Fact& fact, const std::string& source, const std::string& kept, bool whole) {
        const Column* student = student_column(fact);
        if (student) name_students(source, student->name);
        for (const auto& tier : tiers_) {
            auto columns = columns_in(fact, tier);
            if (columns.empty()) continue;
            bool named = student && tier != "sensitive";
            std::string from = source + " s";
            if (named) from += fmt::format(" JOIN sensitive._pseudonym p ON p.student_id = s.{}", student->name);
            auto value = [&](const Column& column) {
                if (named && column.student) return "p." + tier;
                // As a pseudonym is: a keyed hash cut to 63 bits. Ids of sources hold numbers of students, and equal ids would join two tiers.
                if (named && column.row) return fmt::format("CAST(md5_number(concat(getvariable('row_key_{}'), '{}:', s.{})) >> 65 AS BIGINT)", tier, fact.name, column.name);
                return fmt::format("CAST(s.{} AS {})", column.name, sql_type(column.type));
            };
            std::string list;
            for (const Column& column : columns) list += fmt::format("{}{} AS {}", list.empty() ? "" : ", ", value(column), column.name);
            std::string where = conditions(fact, tier, kept);
            // The order of the source would tell which row is whose.
            if (named) where += fmt::format(" ORDER BY p.{}", tier);
            if (whole) {
                run_sql("CREATE OR REPLACE TABLE {}.{} AS SELECT {} FROM {}{}", tier, fact.name, list, from, where);
                continue;
            }
            std::string same;
            for (const auto& name : fact.key) {
                auto column = std::ranges::find(columns, name, &Column::name);
                same += fmt::format("{}t.{} = n.{}", same.empty() ? "" : " AND ", name, column->name);
            }
            run_sql("DELETE FROM {}.{} t USING (SELECT {} FROM {}) n WHERE {}", tier, fact.name, list, from, same);
            run_sql("INSERT INTO {}.{} SELECT {} FROM {}{}", tier, fact.name, list, from, where);
        }
    }

    /// Who opted out of directory information, or is no longer here, is not in the tier directory (data.md clause 4).
    static std::string conditions(const Fact& fact, std::string_view tier, const std::string& kept) {
        std::string where = kept;
        if (tier == "directory" && student_column(fact)) {
            for (const Column& column : fact.columns) {
                if (column.name == "directory_opt_out") where += (where.empty() ? "" : " AND ") + std::string("NOT s.directory_opt_out");
                if (column.name == "active") where += (where.empty() ? "" : " AND ") + std::string("s.active");
            }
        }
        return where.empty() ? "" : " WHERE " + where;
    }

    void name_students(const std::string& source, const std::string& column) {
        auto fresh = session_->table(fmt::format("SELECT DISTINCT s.{0} FROM {1} s WHERE s.{0} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sensitive._pseudonym p "
                                                 "WHERE p.student_id = s.{0})", column, source));
        if (fresh.rows.empty()) return;
        auto appender = session_->append("_pseudonym");
        for (const auto& row : fresh.rows) {
            auto id = std::get<std::int64_t>(row[0]);
            appender->integer(id);
            appender->integer(pseudonyms_->of("directory", id));
            appender->integer(pseudonyms_->of("students", id));
            appender->end_row();
        }
        appender->close();
    }

    // --- What follows from them. ---

    static bool mentions(std::string_view sql, std::string_view name) {
        auto is_word = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
        for (auto at = sql.find(name); at != sql.npos; at = sql.find(name, at + 1)) {
            auto end = at + name.size();
            if ((at == 0 || !is_word(sql[at - 1])) && (end == sql.size() || !is_word(sql[end]))) return true;
        }
        return false;
    }

    void compute() {
        for (Fact& each : facts_) {
            if (each.origin == "batch" && !each.known && !each.changed) make_empty(each);
        }
        for (Fact& each : facts_) {
            if (each.origin != "computed") continue;
            each.changed = !each.known || std::ranges::any_of(facts_, [&](const Fact& other) { return other.changed && mentions(each.sql, other.name); });
            if (!each.changed) continue;
            run_sql("CREATE OR REPLACE TABLE sensitive.{} AS {}", each.name, each.sql);
            auto tiers = std::exchange(tiers_, lesser_tiers());
            put(each, "sensitive." + each.name, "", true);
            tiers_ = std::move(tiers);
        }
    }

    std::vector<std::string> lesser_tiers() const {
        std::vector<std::string> list = tiers_;
        std::erase(list, "sensitive");
        return list;
    }

    void finish(const json::object& told) {
        compute();
        session_->run("DELETE FROM sensitive._fact");
        for (const Fact& each : facts_) {
            run_sql("INSERT INTO sensitive._fact VALUES ({}, {}, {}, {})", sql_quoted(each.name), sql_quoted(each.definition), each.mark, sql_quoted(each.batches));
        }
        for (const auto& tier : tiers_) {
            run_sql("DELETE FROM {}._warehouse WHERE key IN ('version', 'as_of')", tier);
            run_sql("INSERT INTO {}._warehouse VALUES ('version', {}), ('as_of', '{}')", tier, sql_quoted(told.at("version").as_string()), told.at("as_of").as_int64());
            drop_unknown(tier);
            run_sql("CHECKPOINT {}", tier);
        }
        run_sql("USE memory");
        for (const auto& tier : tiers_) run_sql("DETACH {}", tier);
        close();
        auto bytes = files_->publish();
        line_.write('D', json::serialize(json::object{{"rows", rows_}, {"bytes", bytes}}));
    }

    /// Tables of facts that this program no longer knows, or no longer puts into this tier.
    void drop_unknown(const std::string& tier) {
        auto tables = session_->table("SELECT table_name FROM duckdb_tables() WHERE database_name = $tier AND NOT starts_with(table_name, '_')", {{"tier", tier}});
        for (const auto& row : tables.rows) {
            auto name = base::text_of(row[0]);
            auto found = std::ranges::find(facts_, name, &Fact::name);
            if (found == facts_.end() || columns_in(*found, tier).empty()) run_sql("DROP TABLE {}.{}", tier, name);
        }
    }

    Line& line_;
    std::string& folder_;
    std::vector<Fact> facts_;
    std::vector<std::string> tiers_;
    std::optional<Pseudonyms> pseudonyms_;
    std::optional<TierFiles> files_;
    std::optional<duck::Session> session_;
    std::int64_t rows_ = 0;
};

}  // namespace

void build(Line& line) {
    std::string folder;
    auto told_of = [&](std::string_view error) {
        auto trouble = file_trouble(error);
        if (!trouble) return false;
        line.fail("worker.disk", "build", *trouble + room_in(folder));
        return true;
    };
    try {
        Build(line, folder).run();
    } catch (const duck::Error& problem) {
        if (!told_of(problem.what())) throw;
    } catch (const std::system_error& problem) {
        if (!told_of(problem.what())) throw;
    }
}

}  // namespace data::worker
