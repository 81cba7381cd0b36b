#include "media/media.h"

#include "files/files.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "media/pages.h"
#include "media/paper.h"

namespace media {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_upload, .by_school = true},
                                                    {.permission = may_review, .by_school = true},
                                                    {.permission = may_keep_consents, .by_school = true},
                                                    {.permission = may_manage, .by_school = false}};
    return list;
}

void routes(http::Routes& routes) {
    ask_routes(routes);
    ceiling_routes(routes);
    consent_list_routes(routes);
    consent_student_routes(routes);
    family_routes(routes);
    paper_routes(routes);
}

void jobs(jobs::Registry& registry) { consent_jobs(registry); }

void fill_slots() { fill_consent_slots(); }

std::vector<files::Hash> named_files(db::Read& db) { return scans(db); }

}  // namespace media
