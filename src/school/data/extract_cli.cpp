// `belltower extract list | run`.
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "auth/audit.h"
#include "auth/event.h"
#include "cli/cli.h"
#include "data/extract_store.h"
#include "data/parameter_cli.h"
#include "db/db.h"
#include "http/call.h"

namespace data {

namespace {
struct Wish {
    std::string name, format = "fixed", out, purpose = "required_report";
    std::vector<std::string> set;
};
}  // namespace

static const auth::Viewer& me() {
    static const auto viewer = auth::Viewer::command_line();
    return viewer;
}

static void say(const html::Messages& messages, const ExtractDefinition& definition, const RuleResult& result) {
    const auto* rule = definition.rule(result.rule);
    const auto words = rule ? messages.text(html::Language::en, fmt::format("data.extract.rule.{}", word(rule->check)),
                                            {{"subject", result.subject}, {"value", result.value}, {"n", std::to_string(result.count)}})
                            : result.subject;
    std::cerr << fmt::format("{} {}: {}\n", result.rule, !rule || rule->fatal ? "fatal" : "warning", words);
}

/// Asks in this process; the run stands in the list of runs like any other. Nothing is written when a fatal rule does not hold.
static void run(cli::Workplace& place, const Wish& wish) {
    const auto definition = find_extract(wish.name);
    if (!definition) throw cli::Stop("There is no extract \"" + wish.name + "\". `belltower extract list` names those there are.");
    const auto& messages = *place.services().messages;
    const auto values = values_of(messages, definition->head, wish.set, [&](const auto& chosen) { return bind_extract(*definition, chosen); });
    const auto id = place.database().write([&](db::Write& db) { return start_extract(db, me(), base::system_now(), *definition, values, wish.purpose, true); });
    answer_run(place.database(), place.services(), id, {});
    const auto done = place.database().read([&](db::Read& db) { return find_run(db, me(), id); });
    if (!done || done->state != RunState::done) throw cli::Stop(done ? done->message : "The run is gone.");
    const auto kept = kept_of(place_of(place.services()), id);
    if (!kept) throw cli::Stop("The answer was not kept.");
    const auto found = found_of(*kept);
    for (const auto& result : found.results) say(messages, *definition, result);
    if (has_fatal(*definition, found.results)) throw cli::Stop("Nothing was written: a fatal rule does not hold.");
    const auto bytes = bytes_of(*definition, values, found.records, parse_extract_format(wish.format).value());
    place.database().write([&](db::Write& db) {
        auth::record(db, me(), base::system_now(), {.subject_kind = "data_run", .subject_id = id.value, .action = "exported", .why = wish.purpose});
        auth::note_access(db, me(), base::system_now(), {.subject_kind = "data_run", .subject_id = id.value, .purpose = "export"});
    });
    if (wish.out.empty()) {
        std::cout << bytes;
        return;
    }
    std::ofstream file(wish.out, std::ios::binary);
    file << bytes;
    file.close();
    if (!file) throw cli::Stop("The file " + wish.out + " cannot be written.");
}

void extract_commands(cli::Commands& commands) {
    commands.describe("extract", "Files for a regulator");
    commands.add({"extract list", "Lists the extracts there are", [](CLI::App&) -> std::function<void()> {
                      return [] {
                          for (const auto& one : extracts()) {
                              std::cout << fmt::format("{:<20} {:<8} {}\n{}", one.head.name, one.version, one.head.title.en, parameter_lines(one.head));
                          }
                      };
                  }});
    commands.add({"extract run", "Makes a file for a regulator; ends with 1 and names the rules when a fatal one does not hold", [&commands](CLI::App& app) -> std::function<void()> {
                      auto where = commands.where(app);
                      auto wish = std::make_shared<Wish>();
                      app.add_option("name", wish->name, "Which extract")->required();
                      app.add_option("--set", wish->set, "NAME=VALUE of a parameter; may come several times");
                      app.add_option("--format", wish->format, "csv, tab or fixed")->check(CLI::IsMember({"csv", "tab", "fixed"}));
                      app.add_option("--out", wish->out, "A file to write to; otherwise it is printed");
                      app.add_option("--purpose", wish->purpose, "Why it is made")->check(CLI::IsMember({"required_report", "data_quality"}));
                      return [where, wish] { run(*where->open(), *wish); };
                  }});
}

}  // namespace data
