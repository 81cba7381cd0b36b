#include "data/warehouse.h"

#include <algorithm>
#include <iterator>

#include "base/child_process.h"
#include "http/call.h"

namespace data {

static constexpr std::string_view tier_words[] = {"operations", "directory", "students", "sensitive"};

std::string_view word(Tier tier) { return tier_words[static_cast<std::size_t>(tier)]; }

std::optional<Tier> parse_tier(std::string_view text) {
    auto found = std::ranges::find(tier_words, text);
    if (found == std::end(tier_words)) return std::nullopt;
    return static_cast<Tier>(found - std::begin(tier_words));
}

std::string Place::file(Tier tier) const { return folder + "/" + std::string(word(tier)) + ".duckdb"; }

Place place_of(const http::Services& services) { return {services.workspace + "/warehouse", base::program_beside("belltower-data")}; }

}  // namespace data
