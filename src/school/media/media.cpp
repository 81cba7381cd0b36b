#include "media/media.h"

#include "files/files.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "media/pages.h"
#include "media/paper.h"
#include "media/picture.h"

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
    mark_routes(routes);
    paper_routes(routes);
    picture_routes(routes);
    post_routes(routes);
    review_routes(routes);
    serve_routes(routes);
    takedown_routes(routes);
}

void jobs(jobs::Registry& registry) {
    consent_jobs(registry);
    picture_jobs(registry);
}

void fill_slots() {
    fill_consent_slots();
    fill_picture_slots();
}

std::vector<files::Hash> named_files(db::Read& db) {
    auto named = scans(db);
    std::vector<std::string> hashes;
    add_picture_files(db, hashes);
    for (auto& hash : hashes) named.push_back({std::move(hash)});
    return named;
}

std::function<std::vector<files::Hash>(db::Read&)>& named_elsewhere() {
    static std::function<std::vector<files::Hash>(db::Read&)> elsewhere;
    return elsewhere;
}

}  // namespace media
