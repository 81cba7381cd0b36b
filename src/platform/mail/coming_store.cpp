#include "mail/coming.h"

#include "db/db.h"

namespace mail {

bool comes_in(db::Read& db) {
    return db.query("SELECT 1 FROM mail_mailbox WHERE active = 1 LIMIT 1").maybe_integer().has_value() ||
           db.query("SELECT 1 FROM mail_received LIMIT 1").maybe_integer().has_value();
}

}  // namespace mail
