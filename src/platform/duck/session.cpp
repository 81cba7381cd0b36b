#include "duck/session.h"

#include <fmt/core.h>

#include "duck/rows.h"

#ifdef __SANITIZE_THREAD__
/// The library comes without the marks of Thread Sanitizer, which takes what it cannot see being locked for races.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() { return "race:libduckdb.so\nmutex:libduckdb.so\nthread:libduckdb.so\ndeadlock:libduckdb.so\n"; }
#endif

namespace duck {

Error failure(const char* words, bool interrupted) {
    std::string text = words ? words : "DuckDB failed without words";
    auto kind = Error::Kind::other;
    if (interrupted || text.starts_with("INTERRUPT")) kind = Error::Kind::interrupted;
    // The limit of DuckDB's own, that of the kernel, and an allocation of the standard library.
    for (auto sign : {"Out of Memory", "bad_alloc", "Failed to allocate", "Allocation failure"}) {
        if (kind == Error::Kind::other && text.find(sign) != std::string::npos) kind = Error::Kind::memory;
    }
    return Error(kind, text);
}

Session::Handles::~Handles() {
    if (connection) duckdb_disconnect(&connection);
    if (database) duckdb_close(&database);
}

std::string sql_quoted(std::string_view text) {
    std::string literal = "'";
    for (char c : text) literal += c == '\'' ? std::string("''") : std::string(1, c);
    return literal + "'";
}

namespace {
struct Config {
    duckdb_config config = nullptr;
    Config() { duckdb_create_config(&config); }
    ~Config() { duckdb_destroy_config(&config); }
    void set(const char* name, const std::string& value) {
        if (duckdb_set_config(config, name, value.c_str()) != DuckDBSuccess) {
            throw Error(Error::Kind::other, fmt::format("DuckDB refuses the setting {} = {}", name, value));
        }
    }
};
}  // namespace

static duckdb_database opened(const Options& options) {
    Config config;
    config.set("access_mode", options.read_only ? "READ_ONLY" : "AUTOMATIC");
    config.set("threads", std::to_string(options.threads));
    config.set("memory_limit", fmt::format("{}MB", options.memory_megabytes));
    config.set("autoinstall_known_extensions", "false");
    config.set("autoload_known_extensions", "false");
    config.set("allow_community_extensions", "false");
    config.set("allow_persistent_secrets", "false");
    duckdb_database database = nullptr;
    char* words = nullptr;
    if (duckdb_open_ext(options.path.empty() ? nullptr : options.path.c_str(), &database, config.config, &words) != DuckDBSuccess) {
        const Error error = failure(words, false);
        duckdb_free(words);
        throw Error(error);
    }
    return database;
}

Session::Session(const Options& options) : handles_(std::make_unique<Handles>()) {
    handles_->database = opened(options);
    if (duckdb_connect(handles_->database, &handles_->connection) != DuckDBSuccess) {
        throw Error(Error::Kind::other, "DuckDB gave no connection");
    }
    // The order matters: where it may spill cannot be said once files are forbidden, and nothing after the lock.
    run(fmt::format("SET temp_directory = {}", sql_quoted(options.temp_folder)));
    if (!options.temp_folder.empty()) run(fmt::format("SET max_temp_directory_size = '{}MB'", options.temp_megabytes));
    if (!options.external_access) run("SET enable_external_access = false");
    run("SET lock_configuration = true");
}

Session::~Session() = default;

void Session::run(std::string_view sql) {
    handles_->interrupted = false;
    duckdb_result result{};
    auto state = duckdb_query(handles_->connection, std::string(sql).c_str(), &result);
    if (state != DuckDBSuccess) {
        const Error error = failure(duckdb_result_error(&result), handles_->interrupted);
        duckdb_destroy_result(&result);
        throw Error(error);
    }
    duckdb_destroy_result(&result);
}

std::unique_ptr<Rows> Session::query(std::string_view sql, const Parameters& parameters) {
    handles_->interrupted = false;
    return start_query(*handles_, sql, parameters);
}

base::CellTable Session::table(std::string_view sql, const Parameters& parameters) {
    auto rows = query(sql, parameters);
    base::CellTable table{rows->columns(), {}};
    while (rows->next()) {
        for (std::size_t row = 0; row < rows->count(); ++row) {
            auto& cells = table.rows.emplace_back();
            for (std::size_t column = 0; column < table.columns.size(); ++column) cells.push_back(rows->cell(row, column));
        }
    }
    return table;
}

void Session::interrupt() {
    handles_->interrupted = true;
    duckdb_interrupt(handles_->connection);
}

int Session::count_statements(std::string_view sql) {
    duckdb_extracted_statements statements = nullptr;
    auto count = duckdb_extract_statements(handles_->connection, std::string(sql).c_str(), &statements);
    const char* words = count ? nullptr : duckdb_extract_statements_error(statements);
    std::string complaint = words ? words : "";
    duckdb_destroy_extracted(&statements);
    if (!complaint.empty()) throw failure(complaint.c_str(), false);
    return static_cast<int>(count);
}

std::string Session::version() { return duckdb_library_version(); }

}  // namespace duck
