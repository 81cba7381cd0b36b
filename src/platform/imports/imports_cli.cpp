#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <filesystem>
#include <iostream>

#include "cli/cli.h"
#include "db/db.h"
#include "db/setting.h"
#include "imports/imports.h"
#include "imports/run.h"

namespace imports {

namespace {
struct Wish {
    std::string path;
    std::string mode = "strict";
    std::string mapping;
    std::string source;
    bool dry_run = false;
    bool confirm_ends = false;
    bool json = false;
};
}  // namespace

static boost::json::object counts_of(const Change& change) {
    return {{"created", change.created}, {"updated", change.updated}, {"ended", change.ended}, {"unchanged", change.unchanged}, {"skipped", change.skipped}};
}

static boost::json::array problems_of(const Report& report) {
    boost::json::array list;
    for (const auto& problem : report.problems()) {
        list.push_back(boost::json::object{{"severity", word(problem.severity)}, {"code", problem.code}, {"file", problem.file}, {"row", problem.row},
                                           {"column", problem.column}, {"value", problem.value}, {"expected", problem.expected}});
    }
    return list;
}

static void print_json(const Outcome& outcome, const Wish& wish) {
    auto report = counts_of(outcome.total());
    report["state"] = word(outcome.state);
    report["dry_run"] = wish.dry_run;
    boost::json::object records;
    for (const auto& change : outcome.changes) records[change.record] = counts_of(change);
    report["records"] = std::move(records);
    report["errors"] = outcome.report.errors();
    report["warnings"] = outcome.report.warnings();
    report["transaction_ms"] = outcome.transaction.count();
    report["problems"] = problems_of(outcome.report);
    std::cout << boost::json::serialize(report) << "\n";
}

static void print_problem(const Problem& problem) {
    std::cout << "  " << word(problem.severity) << " " << problem.code;
    if (!problem.file.empty()) std::cout << "  " << problem.file;
    if (problem.row > 0) std::cout << " row " << problem.row;
    if (!problem.column.empty()) std::cout << ", " << problem.column;
    if (!problem.value.empty()) std::cout << ": \"" << problem.value << "\"";
    std::cout << "  expected: " << problem.expected << "\n";
}

/// The first few of each code; the rest is in the JSON and on the page of the run.
static void print_text(const Outcome& outcome, const Wish& wish) {
    constexpr int shown_of_a_code = 10;
    std::map<std::string, int> shown;
    for (const auto& problem : outcome.report.problems()) {
        if (++shown[problem.code] <= shown_of_a_code) print_problem(problem);
    }
    for (const auto& [code, times] : outcome.report.codes()) {
        if (times > shown_of_a_code) std::cout << "  ... " << code << ": " << times << " in all\n";
    }
    for (const auto& change : outcome.changes) {
        std::cout << change.record << ": " << change.created << " created, " << change.updated << " updated, " << change.ended << " ended, "
                  << change.unchanged << " unchanged, " << change.skipped << " left out\n";
    }
    std::cout << (wish.dry_run ? "Dry run: nothing was changed.\n" : outcome.state == State::applied ? "Brought in.\n" : "");
}

/// Why an import that was not brought in was not.
static std::string reason(const Outcome& outcome) {
    if (outcome.state == State::held) {
        return "More than a tenth of the active records would end. Nothing was changed. When it is meant so, run it again with --confirm-ends.";
    }
    return std::to_string(outcome.report.errors()) + " errors. Nothing was changed. Mend the files, or leave the bad rows out with --mode lenient.";
}

static Options options_of(db::Database& database, const Kind& kind, const Wish& wish) {
    Options options;
    options.mode = *parse_mode(wish.mode);
    options.source = wish.source;
    options.confirm_ends = wish.confirm_ends;
    options.now = base::system_now();
    options.today = database.read(db::district_zone).day_of(options.now);
    if (!wish.mapping.empty()) {
        options.mapping = database.read([&](db::Read& db) { return find_mapping(db, kind.name, wish.mapping); });
        if (!options.mapping) throw cli::Stop("There is no mapping called \"" + wish.mapping + "\" for " + kind.name + ".");
    }
    return options;
}

static void run(cli::Workplace& place, const Kind& kind, const Wish& wish) {
    auto options = options_of(place.database(), kind, wish);
    options.services = &place.services();
    auto name = std::filesystem::path(wish.path).lexically_normal().filename().string();
    if (name.empty()) name = wish.path;
    Outcome outcome;
    Progress progress;
    auto package = Package::open(wish.path, name, outcome.report);
    if (package) {
        outcome = wish.dry_run ? check(place.database(), kind, *package, options, progress)
                               : apply(place.database(), auth::Viewer::command_line(), kind, *package, options, progress, name);
    }
    wish.json ? print_json(outcome, wish) : print_text(outcome, wish);
    if (outcome.state != State::applied && outcome.state != State::ready) throw cli::Stop(reason(outcome));
}

void add_commands(cli::Commands& commands, const Kinds& kinds) {
    commands.describe("import", "Brings files in: reads all, reports every problem, changes all or nothing");
    for (const auto& kind : kinds.all()) {
        commands.add({"import " + kind.name, kind.summary, [&commands, &kind](CLI::App& app) -> std::function<void()> {
                          auto where = commands.where(app);
                          auto wish = std::make_shared<Wish>();
                          app.add_option("path", wish->path, "A folder, a ZIP or a CSV file")->required();
                          app.add_flag("--dry-run", wish->dry_run, "Only say what would change");
                          app.add_option("--mode", wish->mode, "strict: one error stops all; lenient: rows with errors are left out")
                              ->check(CLI::IsMember({"strict", "lenient"}));
                          app.add_option("--source", wish->source, "Whose records these are, when several systems send files");
                          app.add_flag("--confirm-ends", wish->confirm_ends, "Go on although more than a tenth of the records would end");
                          if (!kind.fields.empty()) app.add_option("--mapping", wish->mapping, "A saved mapping of columns");
                          app.add_flag("--json", wish->json, "Print a report for programs");
                          return [where, wish, &kind] { run(*where->open(), kind, *wish); };
                      }});
    }
}

}  // namespace imports
