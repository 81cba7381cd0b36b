#include "app/demo.h"
#include "app/demo_package.h"

#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "auth/audit.h"
#include "base/log.h"
#include "base/time.h"
#include "db/setting.h"
#include "helpdesk/helpdesk.h"

namespace app {

/// Two years of events at once, so that the first minutes of the server are not spent on them.
static void chain_all_events(db::Database& database) {
    constexpr int most = 20'000;
    while (database.write([](db::Write& db) { return auth::chain_events(db, most); }) == most) {
    }
}

std::vector<DemoPerson> fill_demo(House& house, const DemoPlan& plan, const std::function<void(std::string_view)>& tell) {
    Demo demo{house, plan, base::Random(plan.seed), {}, {}, {}, {}, {}};
    house.database().write([&](db::Write& db) {
        db::set_setting(db, "district.name", "Riverbend Schools");
        db::set_setting(db, "district.time_zone", "America/Chicago");
        helpdesk::seed(db);
    });
    tell("Schools, holidays, staff and students ...");
    auto students = import_demo_roster(demo);
    add_demo_people(demo, students);
    add_demo_roles(demo);
    add_demo_licences(demo);
    add_demo_jobs(demo);
    tell("Devices ...");
    add_demo_devices(demo);
    tell("Two years of requests and repairs ...");
    add_demo_requests(demo);
    tell("Bells, classes and lessons taught together ...");
    add_demo_lessons(demo);
    tell("The kitchen's recipes and menus ...");
    add_demo_menu(demo);
    tell("Teams, games and events ...");
    add_demo_events(demo);
    tell("Pages of classes, embeds and the staff directory ...");
    add_demo_classes(demo);
    tell("What families say about pictures ...");
    add_demo_consents(demo);
    tell("The website ...");
    add_demo_website(demo);
    tell("Pictures, who is on them, and where they may be shown ...");
    if (!add_demo_pictures(demo)) tell("The program belltower-images is not there, so the demo has no pictures.");
    tell("Prices, and which devices are past sense ...");
    add_demo_planning(demo);
    tell("What the department keeps hearing ...");
    add_demo_needs(demo);
    tell("An emerging problem ...");
    add_demo_alerts(demo);
    tell("Attendance, results and the warehouse ...");
    import_demo_student_data(demo, students);
    tell("Articles and what became of them ...");
    add_demo_knowledge(demo);
    tell("What the department knows about ...");
    add_demo_problems(demo);
    tell("Mail that came in ...");
    add_demo_mail(demo);
    chain_all_events(house.database());
    return demo.people;
}

static void run_demo(Configuration configuration, DemoPlan plan) {
    namespace fs = std::filesystem;
    if (fs::exists(configuration.settings_file())) throw cli::Stop("There is a district in " + configuration.data + " already. The demo wants a folder of its own.");
    fs::create_directories(configuration.data);
    fs::permissions(configuration.data, fs::perms::owner_all);
    base::log::set_level(base::log::Level::error);  // large transactions are meant here
    plan.now = base::system_now();
    const auto house = open_and_migrate(configuration);
    auto people = fill_demo(*house, plan, [](std::string_view step) { std::cout << step << std::endl; });
    write_configuration(configuration);
    std::cout << fmt::format("\nThe demo district is in {}. Who can sign in, all with the password \"{}\":\n", configuration.data, demo_password);
    for (const auto& person : people) std::cout << fmt::format("  {:<12} {:<14} {}\n", person.who, person.name, person.email);
    std::cout << std::flush;
}

void demo_commands(cli::Commands& commands) {
    commands.add({"demo", "Makes a made-up district to try Belltower on", [](CLI::App& command) -> std::function<void()> {
                      auto configuration = std::make_shared<Configuration>();
                      auto plan = std::make_shared<DemoPlan>();
                      command.add_option("--data", configuration->data, "The folder for the district; made when absent")->required();
                      command.add_option("--database", configuration->database, "sqlite, or a postgresql:// URL")->default_val("sqlite");
                      command.add_option("--public-url", configuration->public_url, "The address that people type");
                      command.add_option("--students", plan->students, "How many students")->check(CLI::Range(10, 200'000));
                      command.add_option("--devices", plan->devices, "How many devices")->check(CLI::Range(50, 100'000));
                      command.add_option("--requests", plan->requests, "How many requests in two years")->check(CLI::Range(0, 200'000));
                      command.add_option("--seed", plan->seed, "The same seed on the same day gives the same district");
                      return [configuration, plan] { run_demo(*configuration, *plan); };
                  }});
}

}  // namespace app
