#include "db/setting.h"

namespace db {

std::optional<std::string> setting(Read& db, std::string_view key) {
    return db.query("SELECT value FROM db_setting WHERE key = :key").bind("key", key).maybe_text();
}

std::string setting_or(Read& db, std::string_view key, std::string_view otherwise) {
    return setting(db, key).value_or(std::string(otherwise));
}

void set_setting(Write& db, std::string_view key, std::string_view value) {
    db.query("INSERT INTO db_setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind("key", key)
        .bind("value", value)
        .run();
}

void clear_setting(Write& db, std::string_view key) { db.query("DELETE FROM db_setting WHERE key = :key").bind("key", key).run(); }

base::TimeZone district_zone(Read& db) {
    return base::TimeZone::find(setting_or(db, "district.time_zone", "UTC")).value_or(base::TimeZone::utc());
}

}  // namespace db
