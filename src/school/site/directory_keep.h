/// The staff directory as the webmaster keeps it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "site/directory.h"

namespace site {

struct LeftOut {
    roster::PersonId person;
    std::string name;
    std::string school;
    base::Instant at;
};

/// Each of these needs may_publish_staff; throws base::Forbidden, base::NotFound for somebody who is no staff. The names they answer are for notices.
void save_directory_settings(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DirectorySettings& settings);
std::vector<LeftOut> left_out(db::Read& db, const auth::Viewer& viewer);
/// Those of these people who stand in the directory or may come to, by their main role or by another post.
std::set<roster::PersonId> staff_among(db::Read& db, const auth::Viewer& viewer, const std::vector<roster::PersonId>& people);
std::string leave_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId person);
std::string list_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId person);

}  // namespace site
