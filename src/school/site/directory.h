/// The public directory of staff: names, what they do, their school, and work e-mail when the district says so. Off until somebody switches it on,
/// because it publishes people's names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "roster/roster.h"

namespace http {
class Call;
class Routes;
}

namespace site {

/// Switches the directory on and off, and says who is left out.
constexpr auth::Permission may_publish_staff{"site.directory"};

struct DirectorySettings {
    bool on = false;
    bool with_email = false;
};
/// What the public layout asks before it links to /staff.
DirectorySettings directory_settings(db::Read& db);

/// One person at one school with all they do there.
struct StaffLine {
    roster::PersonId person;
    std::string name;
    std::vector<std::string> roles;  // roster::word() of each, main one first
    std::string email;               // empty unless the district shows it
    roster::OrgId org;
    std::string org_name;
};

/// "Teacher, Counselor", in the call's language.
std::string role_words(const http::Call& call, const StaffLine& line);

struct StaffQuestion {
    std::optional<roster::OrgId> school;
    std::string letter;  // the first of the family name, folded; empty: all
    std::vector<std::string> words;  // of base::folded_words: each begins a word of the name
    int page = 1;        // from 1
    int limit = 50;
};
struct StaffPage {
    std::vector<StaffLine> lines;
    std::int64_t total = 0;
};
/// Public: those with a post today whom nobody left out, by family name. Empty while the directory is off.
StaffPage public_staff(db::Read& db, base::Day today, const StaffQuestion& question);
/// The first letters that there are, in order.
std::vector<std::string> staff_letters(db::Read& db, base::Day today, std::optional<roster::OrgId> school);

/// /staff and /staff/{school} for everybody; /website/directory for the webmaster.
void directory_routes(http::Routes& routes);

}  // namespace site
