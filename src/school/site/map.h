/// The map of the site for search engines (sitemaps.org 0.9), and what they are asked to leave alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace db {
class Read;
}

namespace site {

/// Public addresses of another room, in English and without the language ("/menu", "/menu/north-elementary"). app/wire.cpp adds them.
using MapSource = std::vector<std::string> (*)(db::Read& db, base::Instant now);
std::vector<MapSource>& map_sources();

/// The ways in the head of the site, and what each school has in this room.
std::vector<std::string> addresses_of_ways(db::Read& db, base::Instant now);

struct MapEntry {
    std::string path;
    std::optional<base::Instant> updated;
};
/// The addresses of the live pages and news, at most so many of each; nothing of their words is read but titles.
std::vector<MapEntry> live_addresses(db::Read& db, base::Instant now, int most);
/// Each in both languages, which name each other. Pure.
std::string map_of(const std::string& public_url, const std::vector<MapEntry>& entries);

}  // namespace site
