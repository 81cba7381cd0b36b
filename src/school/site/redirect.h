/// Addresses that were: of pages that moved, and of older websites. A redirect never leads to another one, so there is no loop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "site/page_path.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace site {

/// Where this address leads now; with its query first, then without.
std::optional<std::string> redirect_of(db::Read& db, std::string_view path, std::string_view query);

struct Redirect {
    std::int64_t id = 0;
    std::string from;
    std::string target;
    bool moved = false;  // written by a page that moved, not by a person
    std::string made_by;
    base::Instant made_at;
};
/// By address, those after this one.
std::vector<Redirect> redirects(db::Read& db, std::string_view after, int most);

/// Adds or replaces each; all or none. What cannot be used is returned with its reason, and then nothing was written: a loop, a page that stands at
/// the old address. Needs the pages of the whole district.
std::vector<RedirectLine> add_redirects(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::vector<RedirectLine> lines);
/// base::NotFound when there is none.
Redirect load_redirect(db::Read& db, std::int64_t id);
void remove_redirect(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

/// For the files of pages. A page is public there now, by somebody who may publish there: a redirect of that address ends, with an event. A draft ends
/// none: until it is published the old address leads where it led.
void forget_redirect(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view from);
/// A page moved from there to here.
void redirect_moved(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view from, std::string_view to);

}  // namespace site
