/// Settings of the district that live in the database, by key: "district.name", "mail.smtp_host". A room's keys start with its word.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/db.h"

namespace db {

std::optional<std::string> setting(Read& db, std::string_view key);
std::string setting_or(Read& db, std::string_view key, std::string_view otherwise);
void set_setting(Write& db, std::string_view key, std::string_view value);
void clear_setting(Write& db, std::string_view key);

/// On whose clocks the district's days begin ("district.time_zone"); UTC until one is set.
base::TimeZone district_zone(Read& db);

}  // namespace db
