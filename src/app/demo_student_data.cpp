// What the demo's student information system gives, brought in as a data specialist would.
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "app/demo_package.h"
#include "auth/account.h"
#include "auth/secret.h"
#include "data/data.h"
#include "db/db.h"
#include "imports/imports.h"
#include "imports/package.h"

namespace app {

namespace {

/// A folder of its own that goes with its holder.
class Folder {
public:
    Folder() : path_((std::filesystem::temp_directory_path() / ("belltower-demo-" + auth::random_token())).string()) { std::filesystem::create_directories(path_); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace

static void bring_in(Demo& demo, const imports::Kind& kind, const std::string& path) {
    auto name = std::filesystem::path(path).filename().string();
    imports::Report report;
    auto package = imports::Package::open(path, name, report);
    imports::Options options{.source = "sis", .today = std::chrono::floor<std::chrono::days>(demo.plan.now), .now = demo.plan.now, .services = &demo.house.services()};
    imports::Progress progress;
    imports::Outcome outcome;
    if (package) outcome = imports::apply(demo.house.database(), auth::Viewer::system(), kind, *package, options, progress, name);
    if (outcome.state == imports::State::applied) return;
    auto& problems = package ? outcome.report.problems() : report.problems();
    auto why = problems.empty() ? std::string("no reason given")
                                : fmt::format("{} {}:{} {}: \"{}\", {}", problems[0].code, problems[0].file, problems[0].row, problems[0].column, problems[0].value, problems[0].expected);
    throw std::logic_error("the demo's own " + name + " cannot be brought in: " + why);
}

std::vector<DemoStudent> import_demo_roster(Demo& demo) {
    auto students = make_demo_students(demo);
    Folder folder;
    write_demo_roster(demo, students, folder.path());
    bring_in(demo, roster::import_kind(), folder.path());
    return students;
}

void import_demo_student_data(Demo& demo, const std::vector<DemoStudent>& students) {
    Folder folder;
    write_demo_student_data(demo, students, folder.path());
    for (const auto& kind : data::import_kinds()) {
        bring_in(demo, kind, folder.path() + "/" + (kind.name == "results" ? "results" : kind.name + ".csv"));
    }
    bring_in(demo, roster::opt_out_import_kind(), folder.path() + "/directory-opt-outs.csv");
    auto& database = demo.house.database();
    const auto& services = demo.house.services();
    data::refresh_now(database, services);
    data::answer_ready_reports(database, services);
    auto ruth = std::ranges::find(demo.people, "cio", &DemoPerson::who);
    auto viewer = database.read([&](db::Read& db) { return auth::Viewer(ruth->account, ruth->name, auth::grants(db, auth::Viewer::system(), ruth->account), auth::Proof::session); });
    data::cite_in_decision(database, services,
                           {.viewer = viewer,
                            .at = demo.plan.now,
                            .report = "device-failures-by-model",
                            .title = "Replace the HL-L6200 printers next summer",
                            .why = "No other model comes near its repairs, and the ranges do not overlap. Thirty printers cost less than what two years of repairs did.",
                            .decided_on = std::chrono::floor<std::chrono::days>(demo.plan.now)});
}

}  // namespace app
