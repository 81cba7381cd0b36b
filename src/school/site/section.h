/// Parts of the site that were given to single accounts: the nurse writes "/health" and what is below it, and nothing else (clause 1.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace site {

struct Section {
    std::int64_t id = 0;
    std::string path;
    struct Writer {
        auth::AccountId account;
        std::string name;
    };
    std::vector<Writer> writers;
};
/// By address.
std::vector<Section> sections(db::Read& db);

// Each needs the pages of the whole district, writes an event, and throws base::Invalid (field, message key).
/// The address must be one that a page can have.
void add_section(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view path);
void remove_section(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);
/// The account gets the permission that opens the door with its first section, and loses it with the last.
void add_writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t section, auth::AccountId account);
void remove_writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t section, auth::AccountId account);

}  // namespace site
