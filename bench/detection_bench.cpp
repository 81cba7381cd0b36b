// Detection of emerging problems: how long it takes over 20,000 requests in 2,000 cells of model x school x category, reading included, and how often it
// is wrong and right over made-up school years (testing_detection.h), beside EARS C2 on the same days. Development used the seeds 1001 to 1020 and
// 2001 to 2020; what is printed here uses 1 to YEARS.
//
//   build/release/bench/bench_detection_bench [--years N] [--json FILE]
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/house.h"
#include "base/log.h"
#include "planning/look.h"
#include "planning/testing_detection.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace planning::testing;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

constexpr std::size_t requests = 20'000;
constexpr double limit_seconds = 5;

/// The last 20,000 requests of two made-up years, in a district of 20 models, 10 schools and 10 categories.
base::Instant fill(db::Write& db, const Year& year) {
    const auto team = db.query("INSERT INTO helpdesk_team (name_en, name_es, role_key) VALUES ('Team', 'Equipo', 'technician') RETURNING id").one_integer();
    for (int number = 1; number <= 20; ++number) {
        db.query("INSERT INTO inventory_model (id, kind, name, name_folded) VALUES (:id, 'chromebook', :name, :name)").bind("id", number).bind("name", fmt::format("model {}", number)).run();
    }
    for (int number = 1; number <= 10; ++number) {
        const auto name = fmt::format("number {}", number);
        db.query("INSERT INTO roster_org (id, source, external_id, name, name_folded, type) VALUES (:id, 'bench', :name, :name, :name, 'school')").bind("id", number).bind("name", name).run();
        db.query("INSERT INTO helpdesk_category (id, key, name_en, name_es, team_id) VALUES (:id, :name, :name, :name, :team)").bind("id", number).bind("name", name).bind("team", team).run();
    }
    const auto first = year.sightings.size() - std::min(requests, year.sightings.size());
    for (std::size_t number = first; number < year.sightings.size(); ++number) {
        const auto& one = year.sightings[number];
        const auto at = base::Instant(year.axis.days[static_cast<std::size_t>(one.day)]) + std::chrono::hours(15);
        db.query(R"sql(
            INSERT INTO inventory_device (id, label_token, model_id, status, school_id, purchased_on, created_at, updated_at)
            VALUES (:id, :token, :model, 'assigned', :school, '2020-08-01', 0, 0)
        )sql").bind("id", static_cast<std::int64_t>(number) + 1).bind("token", fmt::format("d{}", number)).bind("model", one.leaf.model).bind("school", one.leaf.school).run();
        db.query(R"sql(
            INSERT INTO helpdesk_request (token, title, description, category_id, team_id, school_id, device_id, requester_name, requester_email, origin, state, impact, urgency,
                                          priority, created_at, updated_at, response_due_at, due_at, risk_at)
            VALUES (:token, 'x', '', :category, :team, :school, :device, 'somebody', :mail, 'web', 'closed', 3, 3, 4, :at, :at, :at, :at, :at)
        )sql")
            .bind("token", fmt::format("r{}", number))
            .bind("category", one.leaf.category)
            .bind("team", team)
            .bind("school", one.leaf.school)
            .bind("device", static_cast<std::int64_t>(number) + 1)
            .bind("mail", fmt::format("p{}@bench.example", one.requester))
            .bind("at", at)
            .run();
    }
    return base::Instant(year.axis.days.back()) + std::chrono::hours(20);
}

double time_of_a_look() {
    base::log::set_level(base::log::Level::error);
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("belltower-detection-bench-{}", Clock::now().time_since_epoch().count());
    std::filesystem::create_directory(folder);
    double seconds = 0;
    {
        app::Configuration configuration;
        configuration.data = folder;
        const auto house = app::open_and_migrate(configuration);
        const auto year = make_year({.seed = 1, .requests = 22'000});
        const auto now = house->database().write([&](db::Write& db) { return fill(db, year); });
        const auto start = Clock::now();
        const auto seen = planning::look_around(house->database(), now, [](int) { return true; });
        seconds = seconds_since(start);
        fmt::print("a look over {} requests, {} cells with their margins: {:.3f} s, limit {} s, ratio {:.3f}\n", seen.requests, seen.cells, seconds, limit_seconds, seconds / limit_seconds);
    }
    std::filesystem::remove_all(folder);
    return seconds;
}

struct Rates {
    double false_alarms = 0;  // a year
    double found = 0;         // share
    double delay = 0;         // school days
};

struct Sum {
    int false_alarms = 0, found = 0, outbreaks = 0;
    double delay = 0;
    void add(const Score& score) {
        false_alarms += score.false_alarms;
        found += score.found;
        outbreaks += score.outbreaks;
        delay += score.delay;
    }
    Rates rates(int years) const {
        return {static_cast<double>(false_alarms) / years, outbreaks > 0 ? static_cast<double>(found) / outbreaks : 0, found > 0 ? delay / found : 0};
    }
};

void print(std::string_view what, const Rates& rates, bool outbreaks) {
    fmt::print("  {:<34} {:>8.2f} false alarms a year", what, rates.false_alarms);
    if (outbreaks) fmt::print(", {:>3.0f} % found within 3 school days, {:.1f} days late", 100 * rates.found, rates.delay);
    fmt::print("\n");
    std::fflush(stdout);
}

Rates try_years(std::string_view what, int years, const YearPlan& plan) {
    Sum ours, ears, ears_of_three;
    const auto start = Clock::now();
    for (int seed = 1; seed <= years; ++seed) {
        YearPlan of_year = plan;
        of_year.seed = static_cast<std::uint64_t>(seed);
        const auto year = make_year(of_year);
        const planning::Ledger ledger(year.axis, year.sightings, {});
        ours.add(score(year, watch_year(year, ledger)));
        ears.add(score(year, ears_year(year, ledger, 1)));
        ears_of_three.add(score(year, ears_year(year, ledger, 3)));
    }
    fmt::print("{}, {} years ({:.0f} s)\n", what, years, seconds_since(start));
    print("Belltower", ours.rates(years), plan.outbreaks > 0);
    print("EARS C2", ears.rates(years), plan.outbreaks > 0);
    print("EARS C2, three requests or more", ears_of_three.rates(years), plan.outbreaks > 0);
    return ours.rates(years);
}

}  // namespace

int main(int count, char** words) {
    int years = 20;
    std::string json;
    for (int at = 1; at + 1 < count; at += 2) {
        if (std::string_view(words[at]) == "--years") years = std::atoi(words[at + 1]);
        if (std::string_view(words[at]) == "--json") json = words[at + 1];
    }
    const double seconds = time_of_a_look();
    const auto quiet = try_years("no outbreak", years, {});
    const auto first = try_years("no outbreak, nothing known of the year before", years, {.year_before = false});
    const auto six = try_years("six outbreaks a year, 6 more requests a day", years, {.outbreaks = 6, .extra_a_day = 6});
    const auto two = try_years("six outbreaks a year, 2 more requests a day", years, {.outbreaks = 6, .extra_a_day = 2});
    const double worst = std::max({quiet.false_alarms, first.false_alarms, six.false_alarms});
    fmt::print("false alarms a year, worst of three {:.2f}, limit 6, ratio {:.3f}\n", worst, worst / 6);
    fmt::print("outbreaks of 6 a day found within 3 school days {:.3f}, limit 0.8, ratio {:.3f}; of 2 a day {:.3f}\n", six.found, six.found / 0.8, two.found);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(R"({{"seconds": {:.4f}, "false_alarms": {:.3f}, "found_of_6": {:.4f}, "found_of_2": {:.4f}}})", seconds, worst, six.found, two.found) << "\n";
    }
    return seconds < limit_seconds && worst <= 6 && six.found >= 0.8 ? 0 : 1;
}
