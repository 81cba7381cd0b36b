#include "site/site_settings.h"

#include <algorithm>

#include "base/text.h"
#include "db/setting.h"

namespace site {

bool review_needed(db::Read& db) { return db::setting_or(db, "site.review", "no") == "yes"; }

int longest_paragraph(db::Read& db) {
    return static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(db::setting_or(db, "site.longest_paragraph", "120")).value_or(120), 20, 1000));
}

}  // namespace site
