#include "media/media.h"

#include "files/files.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "media/pages.h"

namespace media {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_upload, .by_school = true},
                                                    {.permission = may_review, .by_school = true},
                                                    {.permission = may_keep_consents, .by_school = true},
                                                    {.permission = may_manage, .by_school = false}};
    return list;
}

void routes(http::Routes&) {}

void jobs(jobs::Registry&) {}

void fill_slots() {}

std::vector<files::Hash> named_files(db::Read&) { return {}; }

}  // namespace media
