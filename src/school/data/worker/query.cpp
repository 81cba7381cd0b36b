#include "data/worker/query.h"

#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "base/text.h"
#include "data/cell_json.h"
#include "data/worker/guard.h"
#include "data/worker/watchdog.h"
#include "duck/duck.h"
#include "walls/walls.h"

namespace data::worker {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t frame_bytes = std::size_t{256} << 10;
constexpr int threads = 2;

namespace {

struct Question {
    std::string file, sql;
    bool guarded = true, explain = false;
    bool tells_values = false;  // the file holds no row about a student, so an error may quote what it read
    std::size_t rows, bytes;
    std::int64_t time_ms, memory_bytes;
    duck::Parameters parameters;
};

/// A refusal on its way to the other side.
struct Failure {
    std::string code, detail, message;
};

Question read_question(std::string_view text) {
    auto said = json::parse(text).as_object();
    Question question{.file = json::value_to<std::string>(said.at("file")),
                      .sql = json::value_to<std::string>(said.at("sql")),
                      .guarded = said.at("guarded").as_bool(),
                      .explain = said.at("explain").as_bool(),
                      .tells_values = said.at("tells_values").as_bool(),
                      .rows = said.at("rows").to_number<std::size_t>(),
                      .bytes = said.at("bytes").to_number<std::size_t>(),
                      .time_ms = said.at("time_ms").to_number<std::int64_t>(),
                      .memory_bytes = said.at("memory_bytes").to_number<std::int64_t>(),
                      .parameters = {}};
    for (const auto& pair : said.at("parameters").as_array()) {
        question.parameters.emplace_back(json::value_to<std::string>(pair.at(0)), cell_of(pair.at(1)).value());
    }
    return question;
}

struct Warehouse {
    std::unique_ptr<duck::Session> session;
    Catalogue catalogue;
    std::string version;
    std::int64_t as_of = 0;
};

std::string text(const base::Cell& cell) {
    auto* found = std::get_if<std::string>(&cell);
    return found ? *found : std::string();
}

Warehouse opened(const Question& question) try {
    Warehouse warehouse;
    // Half of the addresses for what DuckDB counts; the rest for what it does not.
    warehouse.session = std::make_unique<duck::Session>(
        duck::Options{.path = question.file, .read_only = true, .memory_megabytes = question.memory_bytes / 2 >> 20, .threads = threads});
    for (auto& row : warehouse.session->table("SELECT key, value FROM _warehouse").rows) {
        if (text(row[0]) == "version") warehouse.version = text(row[1]);
        if (text(row[0]) == "as_of") warehouse.as_of = std::stoll(text(row[1]));
    }
    for (auto& row : warehouse.session->table("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").rows) {
        auto table = base::to_lower_ascii(text(row[0]));
        if (!table.starts_with('_')) warehouse.catalogue[table].push_back(base::to_lower_ascii(text(row[1])));
    }
    return warehouse;
} catch (const std::exception& error) {
    throw Failure{"warehouse.missing", "", std::string("The warehouse cannot be opened: ") + error.what()};
}

json::array strings(const std::set<std::string>& from) {
    json::array list;
    for (const auto& element : from) list.emplace_back(element);
    return list;
}

void say_columns(Line& out, const duck::Rows& rows) {
    json::array columns;
    for (const auto& column : rows.columns()) {
        columns.push_back(json::array{base::repair_utf8(column.name), base::word(column.type)});
    }
    out.write('C', json::serialize(columns));
}

/// Whether there were more rows or bytes than wanted.
bool send_rows(Line& out, duck::Rows& rows, const Question& question) {
    base::RowPacker packer;
    std::size_t sent_rows = 0, sent_bytes = 0;
    bool cut = false;
    while (!cut && rows.next()) {
        for (std::size_t row = 0; row < rows.count(); ++row) {
            cut = sent_rows == question.rows || sent_bytes + packer.size() > question.bytes;
            if (cut) break;
            for (std::size_t column = 0; column < rows.columns().size(); ++column) packer.cell(rows.cell(row, column));
            ++sent_rows;
            if (packer.size() >= frame_bytes) {
                sent_bytes += packer.size();
                out.write('R', packer.take());
            }
        }
    }
    if (packer.size() > 0) out.write('R', packer.take());
    return cut;
}

/// An error that comes while a text is only planned names columns and quotes the text itself. When the plan can be made, the error came of rows.
bool comes_of_the_text(duck::Session& session, const Question& question) try {
    session.query("EXPLAIN " + question.sql, question.parameters);
    return false;
} catch (const duck::Error& error) {
    return error.kind() == duck::Error::Kind::other;
}

void answer(const Question& question, Line& out) {
    auto began = Clock::now();
    auto warehouse = opened(question);
    Watchdog watchdog(*warehouse.session, std::chrono::milliseconds(question.time_ms));
    bool cut = false;
    try {
        walls::wall_in({.address_space_bytes = question.memory_bytes, .processor_seconds = question.time_ms * threads / 1000 + 3});
        if (question.guarded) {
            auto reads = guard(*warehouse.session, question.sql, warehouse.catalogue);
            out.write('G', json::serialize(json::object{{"tables", strings(reads.tables)}, {"columns", strings(reads.columns)}}));
        }
        auto rows = warehouse.session->query((question.explain ? "EXPLAIN " : "") + question.sql, question.parameters);
        say_columns(out, *rows);
        cut = send_rows(out, *rows, question);
    } catch (const GuardRefusal& refusal) {
        throw Failure{refusal.code(), refusal.detail(), refusal.what()};
    } catch (const duck::Error& error) {
        if (watchdog.barked()) throw Failure{"limit.time", std::to_string(question.time_ms), "The question took longer than it may."};
        if (error.kind() == duck::Error::Kind::memory) throw Failure{"limit.memory", "", "The question needs more memory than it may have."};
        bool whole = question.tells_values || comes_of_the_text(*warehouse.session, question);
        throw Failure{"sql", "", whole ? error.what() : without_values(error.what(), question.sql)};
    }
    auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began).count();
    out.write('D', json::serialize(json::object{{"took_ms", took}, {"cut", cut}, {"as_of", warehouse.as_of}, {"version", warehouse.version}}));
    ::_exit(0);
}

void say(Line& out, const Failure& failure) { out.fail(failure.code, base::repair_utf8(failure.detail), base::repair_utf8(failure.message)); }

/// DuckDB ends the process when a thread of its own finds no memory; the other side should hear why.
[[noreturn]] void explain_end() {
    try {
        if (auto current = std::current_exception()) std::rethrow_exception(current);
    } catch (const std::bad_alloc&) {
        Line out;
        say(out, {"limit.memory", "", "The question needs more memory than it may have."});
    } catch (...) {
    }
    ::_exit(3);
}

}  // namespace

void answer_question(std::string_view question, Line& line) {
    std::set_terminate(explain_end);
    try {
        answer(read_question(question), line);
    } catch (const Failure& failure) {
        say(line, failure);
    } catch (const std::bad_alloc&) {
        say(line, {"limit.memory", "", "The question needs more memory than it may have."});
    } catch (const base::FrameError&) {
        // Nobody listens any more.
    } catch (const std::exception&) {
        say(line, {"worker.died", "", "The program that answers could not go on."});
    }
    ::_exit(1);
}

void query(Line& line) {
    auto frame = line.read();
    if (!frame || frame->what != 'Q') return line.fail("worker.died", "", "No question came.");
    answer_question(frame->bytes, line);
}

}  // namespace data::worker
