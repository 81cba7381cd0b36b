// What a district sees before anybody has asked: the ready reports answered once. And for the demo, a figure that a decision rests on.
#include "data/data.h"
#include "data/figure.h"
#include "data/report.h"
#include "db/db.h"
#include "http/call.h"

namespace data {

static const auth::Viewer& program() {
    static const auth::Viewer viewer = auth::Viewer::system();
    return viewer;
}

static std::string_view purpose_of(const Report& report) { return report.file.tier == Tier::operations ? "operations" : "program_evaluation"; }

static RunId answer(db::Database& database, const http::Services& services, const Report& report) {
    auto values = bind_parameters(report.file, {});
    auto id = database.write([&](db::Write& db) { return start_report(db, program(), base::system_now(), report, values, purpose_of(report), true); });
    answer_run(database, services, id, {});
    return id;
}

void answer_ready_reports(db::Database& database, const http::Services& services) {
    auto all = database.read([](db::Read& db) { return reports(db, program()); });
    for (const auto& report : all) {
        if (report.ships) answer(database, services, report);
    }
}

void cite_in_decision(db::Database& database, const http::Services& services, const Cited& cited) {
    auto report = database.read([&](db::Read& db) { return find_report(db, program(), cited.report); });
    if (!report) throw base::NotFound("no report is called " + std::string(cited.report));
    auto id = answer(database, services, *report);
    auto run = database.read([&](db::Read& db) { return find_run(db, program(), id); }).value();
    auto kept = kept_of(place_of(services), id);
    if (run.state != RunState::done || !kept) throw base::Conflict("The report was not answered: " + run.message);
    database.write([&](db::Write& db) {
        auto figure = freeze(db, cited.viewer, cited.at, run, *kept, *services.messages, {});
        add_decision(db, cited.viewer, cited.at, {.title = std::string(cited.title), .why = std::string(cited.why), .decided_by = cited.viewer.name(), .decided_on = cited.decided_on,
                                                  .figures = {figure}});
    });
}

}  // namespace data
