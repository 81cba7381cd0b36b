#include "data/report_cli.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "data/data.h"
#include "data/face.h"
#include "data/parameter_cli.h"
#include "data/refresh.h"
#include "data/report.h"
#include "db/db.h"
#include "http/call.h"

namespace data {

namespace json = boost::json;

namespace {
struct Wish {
    std::string name, format = "table", out, purpose, language = "en";
    std::vector<std::string> set;
    bool as_json = false;
    bool as_it_is = false;
};
}  // namespace

static const auth::Viewer& me() {
    static const auto viewer = auth::Viewer::command_line();
    return viewer;
}

static std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw cli::Stop("The file " + path + " cannot be read.");
    return {std::istreambuf_iterator<char>(file), {}};
}

static json::array parameters_json(const ReportFile& file) {
    json::array list;
    for (const auto& one : file.parameters) {
        list.push_back(json::object{{"name", one.name}, {"type", word(one.type)}, {"label", one.label.en}, {"default", base::text_of(one.preset)}, {"choices", json::array(one.choices.begin(), one.choices.end())}});
    }
    return list;
}

static void list(cli::Workplace& place, const Wish& wish) {
    json::array all;
    for (const auto& one : place.database().read([](db::Read& db) { return reports(db, me()); })) {
        if (wish.as_json) {
            all.push_back(json::object{{"name", one.file.name}, {"title", one.file.title.en}, {"tier", word(one.file.tier)}, {"version", one.version}, {"shipped", one.as_shipped()}, {"parameters", parameters_json(one.file)}});
        } else {
            std::cout << fmt::format("{:<32} {}\n{}", one.file.name, one.file.title.en, parameter_lines(one.file));
        }
    }
    if (wish.as_json) std::cout << json::serialize(all) << "\n";
}

/// Reads each file and says every problem of it, those too that the warehouse has with its statement; nothing is saved when one has a problem.
static void add(cli::Workplace& place, const std::vector<std::string>& paths, bool dry_run, bool as_json) {
    std::vector<ReportFile> files;
    json::array problems;
    bool sound = true;
    const auto& messages = *place.services().messages;
    for (const auto& path : paths) {
        auto read = read_report(file_text(path));
        for (const auto& problem : read.problems) {
            sound = false;
            const auto words = words_of(messages, html::Language::en, problem);
            if (as_json) problems.push_back(json::object{{"code", problem.code}, {"file", path}, {"row", problem.line}, {"column", problem.key}, {"value", problem.value}, {"expected", words}});
            else std::cout << path << ": " << words << "\n";
        }
        if (!read.problems.empty()) continue;
        if (const auto refusal = refusal_of(place_of(place.services()), read.file)) {
            sound = false;
            if (as_json) problems.push_back(json::object{{"code", refusal->code()}, {"file", path}, {"row", 1}, {"column", "SQL"}, {"value", refusal->detail()}, {"expected", refusal->what()}});
            else std::cout << path << ": " << messages.text(html::Language::en, "data.report.cannot_run", {{"why", refusal->what()}}) << "\n";
            continue;
        }
        for (const auto& warning : read.warnings) std::cerr << path << ": " << words_of(messages, html::Language::en, warning) << "\n";
        files.push_back(std::move(read.file));
    }
    std::int64_t created = 0, updated = 0, unchanged = 0;
    if (sound) {
        auto count = [&](const std::optional<Report>& before, const ReportFile& file) { ++(!before ? created : before->file.text == file.text ? unchanged : updated); };
        if (dry_run) {
            place.database().read([&](db::Read& db) {
                for (const auto& file : files) count(find_report(db, me(), file.name), file);
            });
        } else {
            place.database().write([&](db::Write& db) {
                created = updated = unchanged = 0;
                for (const auto& file : files) {
                    const auto before = find_report(db, me(), file.name);
                    count(before, file);
                    save_report(db, me(), base::system_now(), file, before ? before->version : 0);
                }
            });
        }
    }
    if (as_json) {
        std::cout << json::serialize(json::object{{"created", created}, {"updated", updated}, {"ended", 0}, {"unchanged", unchanged}, {"dry_run", dry_run}, {"problems", std::move(problems)}}) << "\n";
    } else if (sound) {
        std::cout << fmt::format("reports: {} created, {} updated, {} unchanged\n{}", created, updated, unchanged, dry_run ? "Dry run: nothing was changed.\n" : "");
    }
    if (!sound) throw cli::Stop("Nothing was changed. Mend the file and bring it in again.");
}

static std::string as_table(const Face& face, const html::Messages& messages, html::Language language) {
    std::vector<std::size_t> widths;
    widths.reserve(face.table.columns.size());
    for (const auto& column : face.table.columns) widths.push_back(base::count_code_points(column.label));
    for (const auto& row : face.table.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], base::count_code_points(row.cells[i].text));
    }
    std::string out = face.title + "\n";
    auto line = [&](const auto& text_of_column) {
        std::string text;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string cell = text_of_column(i);
            const std::string gap(widths[i] - base::count_code_points(cell), ' ');
            text += (i ? "  " : "") + (face.table.columns[i].number() ? gap + cell : cell + gap);
        }
        while (text.ends_with(' ')) text.pop_back();
        out += text + "\n";
    };
    line([&](std::size_t i) { return face.table.columns[i].label; });
    for (const auto& row : face.table.rows) line([&](std::size_t i) { return row.cells[i].text; });
    const auto sheet = sheet_of(face, messages, language);
    out += "\n";
    for (const auto& [label, value] : sheet.facts) out += label + ": " + value + "\n";
    for (const auto& note : sheet.notes) out += note + "\n";
    return out;
}

static std::string written(const Face& face, const html::Messages& messages, const Wish& wish) {
    const auto language = html::parse_language(wish.language).value_or(html::Language::en);
    if (wish.format == "csv") return csv_of(sheet_of(face, messages, language));
    if (wish.format == "xlsx") return xlsx_of(sheet_of(face, messages, language));
    if (wish.format == "json") return json::serialize(to_json(face)) + "\n";
    return as_table(face, messages, language);
}

/// Whoever imports and runs a report from a script has no server that would refresh the warehouse in between.
static void bring_up_to_date(cli::Workplace& place) {
    try {
        refresh(place.database(), place.services(), false);
    } catch (const Refused& refusal) {
        throw cli::Stop(refusal.what());
    }
}

/// Asks in this process, and the run stands in the list of runs like any other.
static void run(cli::Workplace& place, const Wish& wish) {
    const auto report = place.database().read([&](db::Read& db) { return find_report(db, me(), wish.name); });
    if (!report) throw cli::Stop("There is no report \"" + wish.name + "\". `belltower report list` names those there are.");
    const auto values = values_of(*place.services().messages, report->file, wish.set, [&](const auto& chosen) { return bind_parameters(report->file, chosen); });
    const auto purpose = !wish.purpose.empty() ? wish.purpose : report->file.tier == Tier::operations ? "operations" : "program_evaluation";
    if (!wish.as_it_is) bring_up_to_date(place);
    const auto id = place.database().write([&](db::Write& db) { return start_report(db, me(), base::system_now(), *report, values, purpose, true); });
    answer_run(place.database(), place.services(), id, {});
    const auto done = place.database().read([&](db::Read& db) { return find_run(db, me(), id); });
    if (!done || done->state != RunState::done) throw cli::Stop(done ? done->message : "The run is gone.");
    const auto kept = kept_of(place_of(place.services()), id);
    if (!kept) throw cli::Stop("The answer was not kept.");
    const auto& messages = *place.services().messages;
    const auto text = written(face_of(report->file, *done, *kept, messages, html::parse_language(wish.language).value_or(html::Language::en)), messages, wish);
    if (wish.out.empty()) {
        std::cout << text;
        return;
    }
    std::ofstream file(wish.out, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw cli::Stop("The file " + wish.out + " cannot be written.");
}

static cli::Command adding(cli::Commands& commands, std::string name, std::string summary) {
    return {std::move(name), std::move(summary), [&commands](CLI::App& app) -> std::function<void()> {
                auto where = commands.where(app);
                struct Files {
                    std::vector<std::string> paths;
                    bool dry_run = false, as_json = false;
                };
                auto files = std::make_shared<Files>();
                app.add_option("file", files->paths, "Files, each with a header and one SQL statement")->required();
                app.add_flag("--dry-run", files->dry_run, "Only say what would change");
                app.add_flag("--json", files->as_json, "Print a report for programs");
                return [where, files] { add(*where->open(), files->paths, files->dry_run, files->as_json); };
            }};
}

void report_commands(cli::Commands& commands) {
    commands.describe("report", "Reports: lists, brings in and runs them");
    commands.add({"report list", "Lists the reports there are", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto wish = std::make_shared<Wish>();
                      app.add_flag("--json", wish->as_json, "Print a list for programs");
                      return [where, wish] { list(*where->open(), *wish); };
                  }});
    commands.add(adding(commands, "report add", "Brings reports in from files; each that differs becomes a new version"));
    commands.add(adding(commands, "import report", "The same as `report add`"));
    commands.add({"report run", "Runs a report and prints what may leave", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto wish = std::make_shared<Wish>();
                      app.add_option("name", wish->name, "Which report")->required();
                      app.add_option("--set", wish->set, "NAME=VALUE of a parameter; may come several times");
                      app.add_option("--format", wish->format, "table, csv, xlsx or json")->check(CLI::IsMember({"table", "csv", "xlsx", "json"}));
                      app.add_option("--out", wish->out, "A file to write to; otherwise it is printed");
                      app.add_option("--language", wish->language, "en or es")->check(CLI::IsMember({"en", "es"}));
                      app.add_flag("--as-it-is", wish->as_it_is, "Ask the warehouse as it is, without bringing it up to date first");
                      app.add_option("--purpose", wish->purpose, "Why it is asked; one of the purposes of the policy")
                          ->check(CLI::IsMember(std::vector<std::string>(std::begin(purposes), std::end(purposes))));
                      return [where, wish] { run(*where->open(), *wish); };
                  }});
}

}  // namespace data
