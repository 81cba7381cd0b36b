#include "data/data.h"

#include <algorithm>

#include "data/batch.h"
#include "data/extract_store.h"
#include "data/fact_import.h"
#include "data/fact_template.h"
#include "data/figure.h"
#include "data/refresh.h"
#include "data/report.h"
#include "data/report_finish.h"
#include "data/run_jobs.h"
#include "data/workbench_pages.h"
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
    front_routes(routes);
    workbench_routes(routes);
    run_routes(routes);
    batch_routes(routes);
    report_routes(routes);
    figure_routes(routes);
    extract_routes(routes);
    extract_run_routes(routes);
}

void jobs(jobs::Registry& registry) {
    refresh_jobs(registry);
    run_jobs(registry);
}

std::vector<imports::Kind> import_kinds() {
    std::vector<imports::Kind> kinds;
    for (const auto& made : fact_templates()) kinds.push_back(template_kind(made.kind));
    kinds.push_back(results_kind());
    return kinds;
}

std::vector<files::Hash> named_files(db::Read& db) {
    std::vector<files::Hash> hashes;
    for (auto& hex : batch_files(db)) hashes.push_back({std::move(hex)});
    for (auto& hex : certified_files(db)) hashes.push_back({std::move(hex)});
    return hashes;
}

void refresh_now(db::Database& database, const http::Services& services) { refresh(database, services, false); }

void fill_slots() {
    // A test wires several houses in one process.
    auto& subscribers = imports::applied_subscribers();
    if (std::ranges::find(subscribers, &refresh_soon) == subscribers.end()) subscribers.push_back(refresh_soon);
    finish_with(RunKind::report, finish_report);
    finish_with(RunKind::extract, finish_extract);
}

}  // namespace data
