#include "data/data.h"

#include "data/figure.h"
#include "data/refresh.h"
#include "data/report.h"
#include "data/report_finish.h"
#include "data/run_jobs.h"
#include "files/files.h"
#include "imports/imports.h"

namespace data {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {
        {.permission = may_see_reports, .by_school = false},    {.permission = may_write_reports, .by_school = false},
        {.permission = may_ask_operations, .by_school = false}, {.permission = may_ask_directory, .by_school = false},
        {.permission = may_ask_students, .by_school = false},   {.permission = may_ask_sensitive, .by_school = false},
        {.permission = may_export, .by_school = false},         {.permission = may_import, .by_school = false},
        {.permission = may_file, .by_school = false},
    };
    return list;
}

void routes(http::Routes& routes) {
    report_routes(routes);
    figure_routes(routes);
}

void jobs(jobs::Registry& registry) {
    refresh_jobs(registry);
    run_jobs(registry);
}

std::vector<imports::Kind> import_kinds() { return {}; }

std::vector<files::Hash> named_files(db::Read& /*db*/) { return {}; }

void fill_slots() {
    imports::applied_subscribers().push_back(refresh_soon);
    finish_with(RunKind::report, finish_report);
}

}  // namespace data
