// The pages of people and coaching in a district with 5,000 members of staff: how long the dispatcher takes for each, signed in, permissions checked,
// nothing cached, on SQLite. The limit is 20 ms a page.
//
//   build/release/bench/bench_staff_pages_bench [--staff N] [--json FILE]
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "app/demo.h"
#include "app/house.h"
#include "auth/account.h"
#include "base/log.h"
#include "base/time.h"
#include "coaching/coaching.h"
#include "http/testing.h"

namespace {

constexpr double limit_ms = 20;

std::int64_t insert_account(db::Write& db, int number) {
    return db.query("INSERT INTO auth_account (email, email_folded, name, name_folded, language, created_at) VALUES (:mail, :mail, :name, :name, 'en', 0) RETURNING id")
        .bind("mail", fmt::format("p{}@riverbend.example", number))
        .bind("name", fmt::format("person {}", number))
        .one_integer();
}

/// Ten report to each manager, who evaluates them; everybody has a licence and an hour of learning; one in ten works in the department.
void grow_staff(db::Write& db, int staff) {
    std::int64_t manager = 0, top = 0;
    for (int number = 0; number < staff; ++number) {
        const auto id = insert_account(db, number);
        if (number == 0) top = id;
        const auto above = number % 10 == 0 ? top : manager;
        if (number % 10 == 0) manager = id;
        for (const auto* kind : {"line_manager", "evaluator_licensed"}) {
            if (above == id) continue;
            db.query("INSERT INTO people_relation (from_id, to_id, kind, from_on) VALUES (:from, :to, :kind, '2025-01-01')").bind("from", above).bind("to", id).bind("kind", kind).run();
        }
        db.query(R"sql(
            INSERT INTO people_licence (account_id, kind, jurisdiction, number, issued_on, expires_on, verified_at)
            VALUES (:id, :kind, 'US-IL', 'x', '2022-07-01', '2027-06-30', 0)
        )sql").bind("id", id).bind("kind", number % 10 == 0 ? "administrator" : "teacher_standard").run();
        db.query(R"sql(
            INSERT INTO people_activity (account_id, title, done_on, amount, unit, type, categories, provider) VALUES (:id, 'A course', '2025-10-01', 600, 'hour', 'attending', 'subject', 'Riverbend')
        )sql").bind("id", id).run();
        if (number % 10 != 1) continue;
        db.query("INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :id, id, '2025-08-01' FROM people_role WHERE key = 'technician'").bind("id", id).run();
    }
}

/// Lessons of two years in the past between everybody and the specialist of the demo, and some ahead.
void grow_lessons(db::Write& db, const std::vector<std::int64_t>& teachers, std::int64_t specialist, std::int64_t school, base::Day today, int lessons) {
    for (int number = 0; number < lessons; ++number) {
        const auto day = today - std::chrono::days(600 - number % 610);
        db.query(R"sql(
            INSERT INTO coaching_lesson (teacher_id, specialist_id, class_id, class_title, school_id, place, topic, periods, state, day_on, starts_minute, ends_minute, asked_at, changed_at)
            VALUES (:teacher, :specialist, 1, 'A class', :school, '12', 'creating', 1, :state, :day, :starts, :ends, 0, 0)
        )sql")
            .bind("teacher", teachers[static_cast<std::size_t>(number) % teachers.size()])
            .bind("specialist", specialist)
            .bind("school", school)
            .bind("state", day < today ? "held" : "booked")
            .bind("day", day)
            .bind("starts", 480 + number / 610 * 60)
            .bind("ends", 530 + number / 610 * 60)
            .run();
    }
}

/// Ten people whom teachers can ask, and 600 lessons that wait, six times offered for each, at every school of the demo.
void grow_waiting(db::Write& store, db::Write& main, const std::vector<std::int64_t>& teachers, base::Day today) {
    const auto specialists = main.query("SELECT DISTINCT account_id AS id FROM people_assignment ORDER BY account_id DESC LIMIT 10").all([](const db::Row& row) { return row.integer("id"); });
    for (const auto specialist : specialists) {
        main.query("INSERT INTO auth_grant (account_id, permission, scope_kind, scope_id) VALUES (:id, 'coaching.specialist', 'everywhere', 0)").bind("id", specialist).run();
        store.query(R"sql(
            INSERT INTO coaching_specialist (account_id, active, most_a_day, starts_minute, ends_minute, lunch_from_minute, lunch_to_minute) VALUES (:id, 1, 5, 450, 930, 690, 720)
        )sql").bind("id", specialist).run();
    }
    const auto schools = main.query("SELECT id FROM roster_org WHERE type = 'school' ORDER BY id").all([](const db::Row& row) { return row.integer("id"); });
    for (int number = 0; number < 600; ++number) {
        const auto id = store.query(R"sql(
            INSERT INTO coaching_lesson (teacher_id, class_id, class_title, school_id, place, topic, periods, state, asked_at, changed_at)
            VALUES (:teacher, 1, 'A class', :school, '12', 'creating', 1, 'asked', :asked, 0) RETURNING id
        )sql")
                            .bind("teacher", teachers[static_cast<std::size_t>(number) % teachers.size()])
                            .bind("school", schools[static_cast<std::size_t>(number) % schools.size()])
                            .bind("asked", number)
                            .one_integer();
        int offered = 0;
        for (auto day = today + std::chrono::days(1 + number % 5); offered < 6 && day < today + std::chrono::days(20); day += std::chrono::days(1)) {
            if (base::iso_weekday(day) > 5) continue;
            const int starts = 480 + (number * 7 + offered * 3) % 7 * 55;
            store.query("INSERT INTO coaching_window (lesson_id, day_on, starts_minute, ends_minute) VALUES (:id, :day, :starts, :ends)").bind("id", id).bind("day", day).bind("starts", starts).bind("ends", starts + 45).run();
            ++offered;
        }
    }
}

struct Page {
    std::string who, target;
    double median_ms = 0, slow_ms = 0;  // and the second slowest of forty
};

Page measure(http::TestClient& client, const std::string& who, const std::string& target) {
    constexpr int calls = 40;
    Page page{who, target};
    if (const auto first = client.get(target); first.status != 200) throw std::runtime_error(fmt::format("{} answers {} to {}", target, first.status, who));
    std::vector<double> took;
    for (int call = 0; call < calls; ++call) {
        const auto began = std::chrono::steady_clock::now();
        client.get(target);
        took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
    std::ranges::sort(took);
    page.median_ms = took[calls / 2];
    page.slow_ms = took[calls - 2];
    return page;
}

auth::Viewer viewer_of(db::Read& db, auth::AccountId account) {
    return {account, auth::account_name(db, account).value(), auth::grants(db, auth::Viewer::system(), account), auth::Proof::session};
}

const app::DemoPerson& person(const std::vector<app::DemoPerson>& people, std::string_view who) { return *std::ranges::find(people, who, &app::DemoPerson::who); }

int run(int staff, const std::string& json) {
    base::log::set_level(base::log::Level::error);
    const auto folder = std::filesystem::temp_directory_path() / "belltower-staff-bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    app::Configuration configuration;
    configuration.data = folder;
    std::vector<Page> pages;
    double proposal_seconds = 0;
    {
        const auto house = app::open_and_migrate(configuration);
        app::DemoPlan plan;
        plan.students = 2400;
        plan.requests = 1000;
        plan.now = base::system_now();
        const auto people = app::fill_demo(*house, plan, [](std::string_view) {});
        auto& district = house->database();
        district.write([&](db::Write& db) { grow_staff(db, staff); });
        const auto teachers = district.read([](db::Read& db) {
            return db.query("SELECT account_id AS id FROM people_licence WHERE kind = 'teacher_standard' ORDER BY account_id LIMIT 500").all([](const db::Row& row) { return row.integer("id"); });
        });
        const auto school = district.read([](db::Read& db) { return roster::schools(db).at(0).id.value; });
        const auto today = std::chrono::floor<std::chrono::days>(plan.now);
        house->services().store(coaching::store_name).database->write([&](db::Write& db) {
            grow_lessons(db, teachers, person(people, "specialist").account.value, school, today, 5000);
        });
        house->services().store(coaching::store_name).database->write([&](db::Write& store) {
            district.write([&](db::Write& main) { grow_waiting(store, main, teachers, today); });
        });
        const auto middle = district.read([](db::Read& db) { return db.query("SELECT id FROM auth_account WHERE email = 'p10@riverbend.example'").one_integer(); });
        const auto first = district.read([](db::Read& db) { return db.query("SELECT id FROM auth_account WHERE email = 'p0@riverbend.example'").one_integer(); });
        const auto description = district.read([](db::Read& db) { return db.query("SELECT min(id) FROM people_description").one_integer(); });
        const auto of_class = district.read([&](db::Read& db) {
            return db.query("SELECT min(e.class_id) FROM roster_enrollment e JOIN roster_person p ON p.id = e.person_id WHERE p.account_id = :teacher AND e.role = 'teacher'")
                .bind("teacher", person(people, "teacher").account)
                .one_integer();
        });
        const std::vector<std::pair<std::string, std::vector<std::string>>> asked{
            {"cio",
             {"/my-day", "/roles", "/roles/technician", "/roles?q=technology%20coordinator", "/settings/staff", fmt::format("/settings/staff/{}", middle), "/settings/titles", "/org-chart",
              fmt::format("/org-chart/{}", first), "/settings/supervision", "/settings/supervision/report", "/job-descriptions", fmt::format("/job-descriptions/{}", description), "/lessons/plan",
              "/lessons/settings", "/settings/bells"}},
            {"personnel", {"/my-day", "/licences/all", "/licences/all?show=ending", "/settings/renewal-rules", "/settings/credentials"}},
            {"specialist", {"/my-day", "/lessons", "/licences", "/evaluations", "/lessons/times"}},
            {"teacher", {"/my-day", "/lessons", "/lessons/new", fmt::format("/lessons/new?class={}", of_class), "/licences", "/postings", "/roles"}},
        };
        {
            http::TestClient planner(house->services(), app::rooms().routes, base::system_now, district.read([&](db::Read& db) { return viewer_of(db, person(people, "cio").account); }));
            const auto began = std::chrono::steady_clock::now();
            if (planner.post("/lessons/plan/proposal").status != 303) throw std::runtime_error("no proposal could be made");
            proposal_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        }
        for (const auto& [who, targets] : asked) {
            const auto viewer = district.read([&](db::Read& db) { return viewer_of(db, person(people, who).account); });
            http::TestClient client(house->services(), app::rooms().routes, base::system_now, viewer);
            for (const auto& target : targets) {
                pages.push_back(measure(client, who, target));
                fmt::print("{:<11} {:<40} median {:>7.2f} ms  slow {:>7.2f} ms  {:.3f} of the limit\n", who, target, pages.back().median_ms, pages.back().slow_ms, pages.back().slow_ms / limit_ms);
                std::fflush(stdout);
            }
        }
    }
    std::filesystem::remove_all(folder);
    fmt::print("working out 600 lessons from the page to the page, records read and proposal kept: {:.2f} s, limit 2 s, ratio {:.3f}\n", proposal_seconds, proposal_seconds / 2);
    const auto worst = *std::ranges::max_element(pages, {}, &Page::slow_ms);
    fmt::print("slowest page at {} staff: {} for {}, {:.2f} ms, limit {} ms, ratio {:.3f}\n", staff, worst.target, worst.who, worst.slow_ms, limit_ms, worst.slow_ms / limit_ms);
    if (!json.empty()) {
        std::ofstream(json) << fmt::format(R"([{{"name": "slowest page of people and coaching, {} staff", "value": {:.2f}, "unit": "ms", "limit": {}, "ratio": {:.3f}}}])", staff, worst.slow_ms, limit_ms,
                                           worst.slow_ms / limit_ms)
                            << "\n";
    }
    return worst.slow_ms < limit_ms ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    int staff = 5000;
    std::string json;
    for (int at = 1; at + 1 < argc; at += 2) {
        if (std::string_view(argv[at]) == "--staff") staff = std::atoi(argv[at + 1]);
        else if (std::string_view(argv[at]) == "--json") json = argv[at + 1];
    }
    return run(staff, json);
}
