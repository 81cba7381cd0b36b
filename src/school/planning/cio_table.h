/// Tables of the CIO's page: the same for the screen, paper and CSV.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.h"
#include "planning/cio.h"
#include "planning/staffing.h"

namespace planning {

/// A word, or a number that opens its rows.
struct CioCell {
    std::string words;
    std::optional<std::int64_t> rows = {};  // how many rows `href` shows; 0 opens nothing
    std::string href = {};
};
struct CioLine {
    std::string name;
    std::string iso = {};  // of what the name says, in a file
    std::vector<CioCell> cells;
};
/// Keys of messages: planning.cio.table.<key> (caption), planning.cio.first.<key> (of the lines), planning.cio.column.<column>,
/// planning.cio.limits.<key> (what it cannot say).
struct CioTable {
    std::string_view key;
    std::vector<std::string_view> columns;
    std::vector<CioLine> lines;
};

/// All that the page is made of, read once.
struct CioData {
    CioPeriod period;
    std::vector<CioRequest> requests;
    std::vector<CioTeam> teams;
    std::vector<BlockedWait> waits;
    std::vector<HandedOn> handed;
    Department department;
    std::vector<EndingPaper> papers;
    std::int64_t needs = 0;  // that wait for an answer
};
CioData load_cio(http::ReadCall& call);

/// How many requests of the page belong to the set, and the way to them.
std::int64_t count_of(const http::Call& call, const CioData& data, const RequestSet& set);
CioCell counted(const http::Call& call, const CioData& data, const RequestSet& set);

/// In the order of the page.
constexpr std::string_view cio_tables[] = {"trend", "ages", "reasons", "teams", "blocked", "single"};
CioTable cio_table(const http::Call& call, const CioData& data, std::string_view key, const std::vector<std::pair<std::string, std::string>>& names);
/// Names of skills ("skill:network") and authorities ("authority:spend") in the reader's language.
std::vector<std::pair<std::string, std::string>> names_of_missing(const http::Call& call, db::Read& db);

/// "Network and Wi-Fi"; of nothing: "not said".
std::string missing_words(const http::Call& call, const MissingWhat& what, const std::vector<std::pair<std::string, std::string>>& names);
std::string hours_words(const http::Call& call, base::Minutes minutes);

/// A share of fewer than so many is not said (clause 6).
constexpr std::int64_t fewest_for_a_share = 20;

}  // namespace planning
