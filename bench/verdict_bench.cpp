// Repair or replace for 50,000 devices with 40,000 repairs: from the rows in SQLite to every verdict and the plan of five years. The limit is 2 s.
// Beside it: how long keeping them takes, and the pages that show them.
//
//   build/release/bench/bench_verdict_bench [--devices N] [--repairs N] [--json FILE]
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "app/house.h"
#include "app/presets.h"
#include "auth/account.h"
#include "base/log.h"
#include "base/random.h"
#include "http/testing.h"
#include "planning/verdict_store.h"
#include "roster/roster.h"

namespace {

constexpr double limit_seconds = 2;
constexpr int turns = 5;
constexpr int schools = 30, models = 60;

struct Bought {
    std::int64_t id = 0;
    base::Day on;
    double hazard = 0;  // failures a year of a device of its model
};

const std::array<std::string_view, 6> kinds{"chromebook", "chromebook", "chromebook", "laptop", "tablet", "projector"};

std::vector<std::int64_t> add_schools(db::Write& db, base::Instant now) {
    std::vector<std::int64_t> ids;
    for (int number = 1; number <= schools; ++number) ids.push_back(roster::create_school(db, auth::Viewer::system(), now, {.name = fmt::format("School {}", number)}).value);
    return ids;
}

std::vector<std::int64_t> add_models(db::Write& db) {
    std::vector<std::int64_t> ids;
    for (int number = 0; number < models; ++number) {
        ids.push_back(db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded) VALUES (:kind, 'Maker', :name, :name) RETURNING id")
                          .bind("kind", kinds[static_cast<std::size_t>(number) % kinds.size()])
                          .bind("name", fmt::format("model {}", number))
                          .one_integer());
    }
    return ids;
}

std::vector<Bought> add_devices(db::Write& db, base::Random& random, const std::vector<std::int64_t>& of_schools, const std::vector<std::int64_t>& of_models, base::Day today, int devices) {
    static constexpr std::array<std::string_view, 8> states{"assigned", "assigned", "assigned", "assigned", "in_stock", "in_repair", "retired", "spare"};
    static constexpr std::array<std::string_view, 3> funds{"General fund", "Technology levy", "Title I"};
    std::vector<Bought> all;
    for (int number = 1; number <= devices; ++number) {
        const auto model = static_cast<std::size_t>(random.below(of_models.size()));
        const auto bought = today - std::chrono::days(random.between(20, 2600));
        const auto id = db.query(R"sql(
            INSERT INTO inventory_device (label_token, asset_tag, asset_tag_folded, model_id, status, school_id, purchased_on, support_ends_on, warranty_ends_on, funding_source, created_at, updated_at)
            VALUES (:tag, :tag, :tag, :model, :status, :school, :bought, :support, :warranty, :fund, :at, :at) RETURNING id
        )sql")
                            .bind("tag", fmt::format("d{:06}", number))
                            .bind("model", of_models[model])
                            .bind("status", states[static_cast<std::size_t>(random.below(states.size()))])
                            .bind("school", of_schools[static_cast<std::size_t>(random.below(of_schools.size()))])
                            .bind("bought", random.chance(0.03) ? std::nullopt : std::optional(bought))
                            .bind("support", bought + std::chrono::days(random.between(2000, 3000)))
                            .bind("warranty", bought + std::chrono::days(1095))
                            .bind("fund", funds[static_cast<std::size_t>(random.below(funds.size()))])
                            .bind("at", base::Instant(bought))
                            .one_integer();
        all.push_back({id, bought, 0.08 + 0.01 * static_cast<double>(model % 20)});
    }
    return all;
}

/// More failures of worse models and of older devices, some that come back.
void add_repairs(db::Write& db, base::Random& random, const std::vector<Bought>& devices, base::Day today, int repairs) {
    static constexpr std::array<std::string_view, 6> components{"screen", "keyboard", "battery", "charger", "hinge", "board"};
    static constexpr std::array<std::string_view, 5> causes{"wear", "wear", "accident", "misuse", "defect"};
    for (int done = 0; done < repairs;) {
        const auto& device = devices[static_cast<std::size_t>(random.below(devices.size()))];
        const auto age = (today - device.on).count();
        if (!random.chance(device.hazard * 2 * (0.4 + static_cast<double>(age) / 2600))) continue;
        const auto on = today - std::chrono::days(random.between(0, std::min<std::int64_t>(age, 1100)));
        const auto component = components[static_cast<std::size_t>(random.below(components.size()))];
        for (int time = 0; time < (random.chance(0.05) ? 2 : 1); ++time, ++done) {
            db.query(R"sql(
                INSERT INTO helpdesk_repair (device_id, technician_name, symptom, action, component, cause, minutes, cost_cents, outcome, at)
                VALUES (:device, 'Somebody', 'It failed', 'A new part', :component, :cause, :minutes, :cents, 'fixed', :at)
            )sql")
                .bind("device", device.id)
                .bind("component", component)
                .bind("cause", causes[static_cast<std::size_t>(random.below(causes.size()))])
                .bind("minutes", random.between(10, 90))
                .bind("cents", random.between(0, 9000))
                .bind("at", base::Instant(on + std::chrono::days(12 * time)))
                .run();
        }
    }
}

double seconds(const std::function<void()>& act) {
    const auto began = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

double median_of(const std::function<void()>& act) {
    std::vector<double> took;
    for (int turn = 0; turn < turns; ++turn) took.push_back(seconds(act));
    std::ranges::sort(took);
    return took[turns / 2];
}

int run(int devices, int repairs, const std::string& json) {
    base::log::set_level(base::log::Level::error);
    const auto folder = std::filesystem::temp_directory_path() / "belltower-verdict-bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    app::Configuration configuration;
    configuration.data = folder;
    double judged = 0;
    {
        const auto house = app::open_and_migrate(configuration);
        auto& database = house->database();
        const auto now = base::system_now();
        const auto today = std::chrono::floor<std::chrono::days>(now);
        base::Random random(5);
        database.write([&](db::Write& db) { add_repairs(db, random, add_devices(db, random, add_schools(db, now), add_models(db), today, devices), today, repairs); });

        planning::AllVerdicts all;
        judged = median_of([&] { all = database.read([&](db::Read& db) { return planning::judge_all(db, today); }); });
        const auto save = [&] { database.write([&](db::Write& db) { planning::save_verdicts(db, now, all); }); };
        // Every row is new the first time; afterwards only what changed is written, here nothing.
        const auto began = std::chrono::steady_clock::now();
        save();
        const double saved = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        const double saved_again = median_of(save);
        fmt::print("{} devices, {} repairs, {} models: {} verdicts and {} places in the plan\n", devices, all.census.repairs, models, all.verdicts.size(), all.dues.size());
        fmt::print("reading and judging all: {:.3f} s, limit {} s, ratio {:.3f}; keeping them: {:.3f} s, and {:.3f} s when none changed\n", judged, limit_seconds, judged / limit_seconds, saved, saved_again);

        const auto cio = database.write([&](db::Write& db) {
            const auto id = auth::create_account(db, auth::Viewer::system(), now, {"cio@riverbend.example", "Ruth Adler"});
            for (const auto& grant : app::all_grants()) auth::grant(db, auth::Viewer::system(), now, id, grant);
            return auth::Viewer(id, "Ruth Adler", auth::grants(db, auth::Viewer::system(), id), auth::Proof::session);
        });
        http::TestClient client(house->services(), app::rooms().routes, base::system_now, cio);
        const auto device = all.verdicts[all.verdicts.size() / 2].first;
        for (const auto& target : {fmt::format("/devices/{}", device), fmt::format("/planning/devices/{}", device), std::string("/planning/devices"), std::string("/planning/replacement"),
                                   std::string("/planning/replacement?budget1=2000000"), std::string("/planning/models/1")}) {
            if (const auto answer = client.get(target); answer.status != 200) throw std::runtime_error(fmt::format("{} answers {}", target, answer.status));
            fmt::print("{:<42} {:>8.1f} ms\n", target, 1000 * median_of([&] { client.get(target); }));
        }
    }
    std::filesystem::remove_all(folder);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(R"([{{"name": "verdicts for {} devices", "value": {:.3f}, "unit": "s", "limit": {}, "ratio": {:.3f}}}])", devices, judged, limit_seconds, judged / limit_seconds) << "\n";
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    int devices = 50'000, repairs = 40'000;
    std::string json;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--devices") devices = std::stoi(argv[i + 1]);
        else if (option == "--repairs") repairs = std::stoi(argv[i + 1]);
        else if (option == "--json") json = argv[i + 1];
    }
    return run(devices, repairs, json);
}
