#include "mail/coming.h"

#include <algorithm>

#include "base/text.h"
#include "db/db.h"

namespace mail {

bool comes_in(db::Read& db) {
    return db.query("SELECT 1 FROM mail_mailbox WHERE active = 1 LIMIT 1").maybe_integer().has_value() ||
           db.query("SELECT 1 FROM mail_received WHERE source = 0 LIMIT 1").maybe_integer().has_value();
}

std::string answers_go_to(db::Read& db, std::string_view from_address) {
    auto addresses = db.query("SELECT address FROM mail_mailbox WHERE active = 1 AND address <> '' ORDER BY id").all([](const db::Row& row) { return std::string(row.text("address")); });
    const auto is_fetched = [&](const std::string& address) { return base::equal_ignoring_ascii_case(address, from_address); };
    return addresses.empty() || std::ranges::any_of(addresses, is_fetched) ? std::string() : addresses.front();
}

}  // namespace mail
