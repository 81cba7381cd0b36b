/// Rows of an import beside the accepted batches: what they refer to, which of them are new, changed or ended, and those as Parquet.
///
/// Told: 'B' {temp, facts}; for each fact 'T', rows in 'R', 'Z'; then, as often as wanted: for each kind of names 'N', names in 'R', 'Z'; 'Q' with
/// the batches. Answered to each 'Q': problems in 'U', then 'C' {facts}.
#include <algorithm>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "data/worker/worker.h"
#include "duck/duck.h"

namespace data::worker {

namespace json = boost::json;

namespace {

struct StagedColumn {
    std::string name, type;  // of the cell: VARCHAR, BIGINT, DOUBLE, DATE
    std::string ref;         // "student": a name to look up; "line_item": a text that another fact of the import has as its key
    bool looked_up() const { return !ref.empty() && ref != "line_item"; }
};

struct StagedFact {
    std::string name;
    std::vector<StagedColumn> columns;
    std::vector<std::string> key;
};

/// What is wrong with a row; the server has the words.
enum Problem : std::int64_t { missing = 0, ambiguous = 1, duplicate = 2, repeated = 3 };

}  // namespace

using duck::sql_quoted;

static std::string text_at(const json::object& object, std::string_view key) { return std::string(object.at(key).as_string()); }

/// "a.x, a.y" of the names.
template <typename Names, typename Make>
static std::string list_of(const Names& names, std::string_view between, Make&& make) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : std::string(between)) + make(name);
    return list;
}

namespace {

class Stage {
public:
    explicit Stage(Line& line) : line_(line) {}

    void run() {
        while (auto frame = line_.read()) {
            auto told = json::parse(frame->bytes).as_object();
            if (frame->what == 'B') begin(told);
            if (frame->what == 'T') take_rows(fact(text_at(told, "fact")));
            if (frame->what == 'N') take_names(text_at(told, "ref"));
            if (frame->what == 'Q') compare(told);
        }
    }

private:
    template <typename... Values>
    void run_sql(fmt::format_string<Values...> sql, Values&&... values) {
        session_->run(fmt::format(sql, std::forward<Values>(values)...));
    }
    std::int64_t count(const std::string& sql) { return std::get<std::int64_t>(session_->table("SELECT count(*) FROM " + sql).rows.at(0).at(0)); }

    const StagedFact& fact(const std::string& name) const {
        auto found = std::ranges::find(facts_, name, &StagedFact::name);
        if (found == facts_.end()) throw std::invalid_argument("no fact is called " + name);
        return *found;
    }

    void begin(const json::object& told) {
        temp_ = text_at(told, "temp");
        session_ = std::make_unique<duck::Session>(duck::Options{.path = temp_ + "/stage.duckdb", .memory_megabytes = 768, .threads = 2, .temp_folder = temp_ + "/spill",
                                                                 .temp_megabytes = 20'000, .external_access = true});
        for (const auto& value : told.at("facts").as_array()) {
            const auto& object = value.as_object();
            StagedFact fact{.name = text_at(object, "name")};
            for (const auto& column : object.at("columns").as_array()) {
                fact.columns.push_back({text_at(column.as_object(), "name"), text_at(column.as_object(), "type"), text_at(column.as_object(), "ref")});
            }
            for (const auto& name : object.at("key").as_array()) fact.key.emplace_back(name.as_string());
            auto columns = list_of(fact.columns, ", ", [](const StagedColumn& column) { return column.name + " " + (column.looked_up() ? "VARCHAR" : column.type); });
            run_sql("CREATE TABLE in_{} (_line BIGINT, _ended BOOLEAN, {})", fact.name, columns);
            facts_.push_back(std::move(fact));
        }
        for (const char* ref : {"student", "school", "class", "session"}) run_sql("CREATE TABLE known_{} (text VARCHAR, id BIGINT)", ref);
    }

    /// Frames of rows until 'Z'.
    template <typename See>
    void each_frame(See&& see) {
        for (;;) {
            auto frame = line_.read();
            if (!frame) throw base::FrameError("rows have no end");
            if (frame->what == 'Z') return;
            see(frame->bytes);
        }
    }

    void take_rows(const StagedFact& fact) {
        auto appender = session_->append("in_" + fact.name);
        each_frame([&](const std::string& bytes) {
            for (base::RowReader reader(bytes); !reader.at_end(); appender->end_row()) {
                duck::append(*appender, reader, false);
                duck::append(*appender, reader, false);
                for (const auto& column : fact.columns) duck::append(*appender, reader, column.type == "DATE");
            }
        });
        appender->close();
    }

    void take_names(const std::string& ref) {
        run_sql("CREATE OR REPLACE TEMP TABLE name_in (text VARCHAR, rank BIGINT, id BIGINT)");
        auto appender = session_->append("name_in");
        each_frame([&](const std::string& bytes) {
            for (base::RowReader reader(bytes); !reader.at_end(); appender->end_row()) {
                for (int i = 0; i < 3; ++i) duck::append(*appender, reader, false);
            }
        });
        appender->close();
        appender.reset();
        run_sql("CREATE OR REPLACE TABLE known_{} AS SELECT text, CASE WHEN count(DISTINCT id) > 1 THEN -1 ELSE min(id) END AS id"
                " FROM (SELECT text, rank, id, min(rank) OVER (PARTITION BY text) AS best FROM name_in) WHERE rank = best GROUP BY text", ref);
    }

    // --- One comparison. ---

    void compare(const json::object& told) {
        json::array answers;
        for (const auto& value : told.at("facts").as_array()) {
            const auto& object = value.as_object();
            answers.push_back(compare_fact(fact(text_at(object, "fact")), object));
        }
        line_.write('C', json::serialize(json::object{{"facts", std::move(answers)}}));
    }

    json::object compare_fact(const StagedFact& fact, const json::object& told) {
        load_base(fact, told.at("batches").as_array());
        resolve(fact);
        auto left_out = leave_out_unknown(fact) + leave_out_repeated(fact);
        bool complete = told.at("complete").as_bool();
        bool doubted = complete && (left_out > 0 || told.at("left_out").as_int64() > 0);
        auto answer = write_difference(fact, complete && !doubted);
        answer["skipped"] = left_out;
        answer["doubted"] = doubted;
        return answer;
    }

    static std::string columns_of(const StagedFact& fact, std::string_view prefix) {
        return list_of(fact.columns, ", ", [&](const StagedColumn& column) { return std::string(prefix) + column.name; });
    }
    static std::string key_of(const StagedFact& fact, std::string_view prefix) {
        return list_of(fact.key, ", ", [&](const std::string& name) { return std::string(prefix) + name; });
    }
    /// The key as the file wrote it.
    static std::string said_key_of(const StagedFact& fact) {
        return list_of(fact.key, ", ", [&](const std::string& name) {
            auto column = std::ranges::find(fact.columns, name, &StagedColumn::name);
            return (column != fact.columns.end() && column->looked_up() ? "_said_" : "") + name;
        });
    }
    static std::string same_key(const StagedFact& fact, std::string_view a, std::string_view b) {
        return list_of(fact.key, " AND ", [&](const std::string& name) { return fmt::format("{}.{} = {}.{}", a, name, b, name); });
    }

    /// The latest row of each key in the accepted batches; `_own` when it came from the same source.
    void load_base(const StagedFact& fact, const json::array& batches) {
        auto columns = list_of(fact.columns, ", ", [](const StagedColumn& column) { return fmt::format("CAST({0} AS {1}) AS {0}", column.name, column.type); });
        std::string all;
        std::int64_t number = 0;
        for (const auto& batch : batches) {
            const auto& object = batch.as_object();
            all += fmt::format("{}SELECT {}, _ended, {} AS _own, {} AS _batch FROM read_parquet({})", all.empty() ? "" : " UNION ALL ", columns,
                               object.at("own").as_bool(), number++, sql_quoted(text_at(object, "path")));
        }
        if (all.empty()) {
            auto types = list_of(fact.columns, ", ", [](const StagedColumn& column) { return column.name + " " + column.type; });
            run_sql("CREATE OR REPLACE TABLE base_{} ({}, _own BOOLEAN)", fact.name, types);
            return;
        }
        run_sql("CREATE OR REPLACE TABLE base_{} AS SELECT {}, _own FROM (SELECT *, row_number() OVER (PARTITION BY {} ORDER BY _batch DESC) AS _nth FROM ({}))"
                " WHERE _nth = 1 AND NOT _ended", fact.name, columns_of(fact, ""), key_of(fact, ""), all);
    }

    /// Names become ids; what the file wrote stays beside them.
    void resolve(const StagedFact& fact) {
        std::string columns, joins;
        for (const auto& column : fact.columns) {
            if (column.looked_up()) {
                columns += fmt::format(", k_{0}.id AS {0}, i.{0} AS _said_{0}", column.name);
                joins += fmt::format(" LEFT JOIN known_{0} k_{1} ON k_{1}.text = i.{1}", column.ref, column.name);
            } else {
                columns += ", i." + column.name;
            }
        }
        run_sql("CREATE OR REPLACE TABLE new_{0} AS SELECT i._line, i._ended{1} FROM in_{0} i{2}", fact.name, columns, joins);
    }

    static std::string unknown(const StagedColumn& column) {
        if (column.looked_up()) return fmt::format("(_said_{0} IS NOT NULL AND ({0} IS NULL OR {0} < 0))", column.name);
        return fmt::format("(NOT _ended AND {0} NOT IN (SELECT {0} FROM new_{1} WHERE NOT _ended UNION ALL SELECT {0} FROM base_{1}))", column.name, column.ref);
    }

    std::int64_t leave_out_unknown(const StagedFact& fact) {
        std::string any;
        for (const auto& column : fact.columns) {
            if (column.ref.empty()) continue;
            auto said = (column.looked_up() ? "_said_" : "") + column.name;
            auto id = column.looked_up() ? column.name : "NULL";
            tell(fact, column.name, fmt::format("SELECT _line, {} AS said, CASE WHEN {} < 0 THEN {} ELSE {} END AS problem, NULL FROM new_{} WHERE {} ORDER BY _line", said, id,
                                                static_cast<int>(ambiguous), static_cast<int>(missing), fact.name, unknown(column)));
            any += (any.empty() ? "" : " OR ") + unknown(column);
        }
        if (any.empty()) return 0;
        auto left_out = count("new_" + fact.name + " WHERE " + any);
        if (left_out > 0) run_sql("DELETE FROM new_{} WHERE {}", fact.name, any);
        return left_out;
    }

    /// Of several rows with one key the first counts. One that says the same again is only told of.
    std::int64_t leave_out_repeated(const StagedFact& fact) {
        run_sql("CREATE OR REPLACE TABLE again_{0} AS SELECT _line, _said, _same, _first FROM (SELECT _line, row_number() OVER key_rows AS _nth,"
                " row({1}, _ended) IS NOT DISTINCT FROM first_value(row({1}, _ended)) OVER key_rows AS _same, concat_ws(', ', {3}) AS _said,"
                " first_value(_line) OVER key_rows AS _first FROM new_{0} WINDOW key_rows AS (PARTITION BY {2} ORDER BY _line)) WHERE _nth > 1",
                fact.name, columns_of(fact, ""), key_of(fact, ""), said_key_of(fact));
        tell(fact, fact.key.front(), fmt::format("SELECT _line, _said, CASE WHEN _same THEN {} ELSE {} END AS problem, _first FROM again_{} ORDER BY _line",
                                                 static_cast<int>(repeated), static_cast<int>(duplicate), fact.name));
        run_sql("DELETE FROM new_{0} WHERE _line IN (SELECT _line FROM again_{0})", fact.name);
        return count("again_" + fact.name + " WHERE NOT _same");
    }

    /// `sql` answers the line, what the file said there, a Problem, and the line that this one is beside, if there is one.
    void tell(const StagedFact& fact, const std::string& column, const std::string& sql) {
        auto rows = session_->query(sql);
        while (rows->next()) {
            for (std::size_t row = 0; row < rows->count(); ++row) {
                problems_.text(fact.name);
                problems_.text(column);
                for (std::size_t cell = 0; cell < 4; ++cell) problems_.cell(rows->cell(row, cell));
            }
            if (problems_.size() > (std::size_t{256} << 10)) line_.write('U', problems_.take());
        }
        if (problems_.size() > 0) line_.write('U', problems_.take());
    }

    json::object write_difference(const StagedFact& fact, bool complete) {
        auto same = same_key(fact, "b", "n");
        auto equal = fmt::format("row({}) IS NOT DISTINCT FROM row({})", columns_of(fact, "n."), columns_of(fact, "b."));
        run_sql("CREATE OR REPLACE TABLE out_{0} AS SELECT {1}, FALSE AS _ended, b._own IS NULL AS _fresh FROM new_{0} n LEFT JOIN base_{0} b ON {2}"
                " WHERE NOT n._ended AND (b._own IS NULL OR NOT {3})",
                fact.name, columns_of(fact, "n."), same, equal);
        std::string gone = fmt::format("EXISTS (SELECT 1 FROM new_{} n WHERE n._ended AND {})", fact.name, same);
        if (complete) gone += fmt::format(" OR (b._own AND NOT EXISTS (SELECT 1 FROM new_{} n WHERE {}))", fact.name, same);
        run_sql("INSERT INTO out_{0} SELECT {1}, TRUE, FALSE FROM base_{0} b WHERE {2}", fact.name, columns_of(fact, "b."), gone);
        auto out = "out_" + fact.name;
        auto created = count(out + " WHERE _fresh"), ended = count(out + " WHERE _ended"), rows = count(out);
        auto updated = rows - created - ended;
        auto told = count("new_" + fact.name + " WHERE NOT _ended");
        std::string path;
        if (rows > 0) {
            path = temp_ + "/" + fact.name + ".parquet";
            run_sql("COPY (SELECT {}, _ended FROM {} ORDER BY {}) TO {} (FORMAT parquet)", columns_of(fact, ""), out, key_of(fact, ""), sql_quoted(path));
        }
        return {{"fact", fact.name}, {"created", created}, {"updated", updated}, {"ended", ended}, {"unchanged", told - created - updated},
                {"rows", rows}, {"active_before", count("base_" + fact.name + (complete ? " WHERE _own" : ""))}, {"path", path}};
    }

    Line& line_;
    std::string temp_;
    std::unique_ptr<duck::Session> session_;
    std::vector<StagedFact> facts_;
    base::RowPacker problems_;
};

}  // namespace

void stage(Line& line) { Stage(line).run(); }

}  // namespace data::worker
