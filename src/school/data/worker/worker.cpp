#include "data/worker/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace data::worker {

void Line::fail(std::string_view code, std::string_view detail, std::string_view message) {
    write('E', boost::json::serialize(boost::json::object{{"code", code}, {"detail", detail}, {"message", message}}));
}

/// The line that DuckDB says an error is in: the last "LINE 3:" of its words, when the text has so many lines. 0: none.
static std::int64_t line_in(std::string_view error, std::string_view sql) {
    constexpr std::string_view sign = "\nLINE ";
    const auto at = error.rfind(sign);
    if (at == error.npos) return 0;
    const auto rest = error.substr(at + sign.size());
    const auto line = base::parse_integer(rest.substr(0, rest.find(':'))).value_or(0);
    return line >= 1 && line <= 1 + std::ranges::count(sql, '\n') ? line : 0;
}

/// What kind of file an error names in quotes. The name itself is not told: a text that is quoted may be a value.
static std::string_view file_in(std::string_view error) {
    // The last is that of spilled rows: "/spill/duckdb_temp_storage-0.tmp".
    static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {".duckdb", "a file of the warehouse"}, {".parquet", "a file of a batch"}, {"duckdb_temp", "a file for rows that do not fit into memory"}};
    auto kind = std::ranges::find_if(kinds, [&](const auto& one) { return error.find(one.first) != error.npos; });
    return kind == std::end(kinds) ? "a file" : kind->second;
}

std::optional<std::string> file_trouble(std::string_view error) {
    static constexpr std::pair<std::string_view, std::string_view> causes[] = {{"No space left on device", "The disk is full"},
                                                                              {"Disk quota exceeded", "The quota of the disk is used up"},
                                                                              {"File too large", "A file would become larger than it may"},
                                                                              {"failed to offload data block", "The room for rows that do not fit into memory is used up"},
                                                                              {"Read-only file system", "The disk can only be read"},
                                                                              {"Permission denied", "The server's account may not do that with the folder"},
                                                                              {"Too many open files", "Too many files are open"},
                                                                              {"Input/output error", "The disk failed"}};
    auto cause = std::ranges::find_if(causes, [&](const auto& one) { return error.find(one.first) != error.npos; });
    if (cause == std::end(causes)) return std::nullopt;
    auto has = [&](std::string_view sign) { return error.find(sign) != error.npos; };
    const auto action = has("Cannot open") || has("cannot be opened") ? "opened" : has("Could not read") ? "read" : "written";
    return fmt::format("{}: {} could not be {}.", cause->second, file_in(error), action);
}

static std::string megabytes(std::uintmax_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1'000'000); }

std::string room_in(const std::string& folder) {
    std::error_code ignored;
    std::uintmax_t present = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".duckdb") present += entry.file_size(ignored);
    }
    const auto space = std::filesystem::space(folder, ignored);
    if (ignored) return {};
    return fmt::format(" {} are free in {} now that what was begun is removed; the files that are there take {}, and new ones are made beside them.",
                       megabytes(space.available), folder, megabytes(present));
}

std::string without_values(std::string_view error, std::string_view sql) {
    static constexpr std::string_view kinds[] = {"Conversion Error", "Invalid Input Error", "Out of Range Error", "Constraint Error", "Invalid Error", "IO Error",
                                                 "Not implemented Error", "INTERNAL Error", "Binder Error", "Catalog Error", "Parser Error"};
    // Where rows can be part of the words, only fixed ones of ours are told.
    static constexpr std::string_view of_files[] = {"IO Error", "FATAL Error", "TransactionContext Error", "Out of Memory Error"};
    if (std::ranges::any_of(of_files, [&](std::string_view one) { return error.starts_with(one); })) {
        if (auto trouble = file_trouble(error)) return *trouble;
    }
    auto kind = std::ranges::find_if(kinds, [&](std::string_view one) { return error.starts_with(one) && error.substr(one.size()).starts_with(':'); });
    std::string words = fmt::format("{} while rows were read.", kind == std::end(kinds) ? "An error" : *kind);
    if (const auto line = line_in(error, sql)) words += fmt::format(" It is in line {}.", line);
    return words + " The value is not told, for it may be a student's. TRY_CAST and TRY(...) answer nothing where a value does not fit.";
}

}  // namespace data::worker
