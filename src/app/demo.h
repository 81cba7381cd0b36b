/// A made-up district to try Belltower on: the same seed and day give the same people, devices and two years of requests.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/house.h"
#include "base/random.h"
#include "inventory/inventory.h"
#include "roster/roster.h"

namespace app {

struct DemoPlan {
    int students = 2400;
    int devices = 2000;
    int requests = 6000;
    std::uint64_t seed = 1;
    base::Instant now;
};

/// Somebody who can sign in to the demo.
struct DemoPerson {
    std::string who;    // "technician"
    std::string name;
    std::string email;
    auth::AccountId account{};
    std::string role_key;  // of the people room; empty: none
    std::optional<roster::OrgId> school = {};  // of the role; absent: everywhere
};

/// What the parts of the demo hand to one another.
struct Demo {
    House& house;
    DemoPlan plan;
    base::Random random;
    std::vector<roster::OrgId> schools;
    std::vector<DemoPerson> people;
    struct Asker {
        roster::PersonId person;
        std::string name;
        std::string email;
        roster::OrgId school;
        std::string language;
        std::optional<auth::AccountId> account;
    };
    std::vector<Asker> staff;
    std::vector<Asker> students;
    struct Machine {
        inventory::DeviceId id;
        std::string kind;
        roster::OrgId school;
        std::string room;
        base::Day purchased;
        std::optional<std::size_t> student;  // whose it is: a number of `students`
    };
    std::vector<Machine> machines;
};

/// Of everybody in the demo; printed by the command, used nowhere else.
constexpr std::string_view demo_password = "ring the old bell";

/// Fills an empty, migrated district in the order in which a real one would grow. `tell` is called with each step in words.
std::vector<DemoPerson> fill_demo(House& house, const DemoPlan& plan, const std::function<void(std::string_view)>& tell);

struct DemoStudent;
void add_demo_people(Demo& demo, const std::vector<DemoStudent>& students);
void add_demo_roles(Demo& demo);
void add_demo_licences(Demo& demo);
void add_demo_jobs(Demo& demo);
void add_demo_devices(Demo& demo);
void add_demo_requests(Demo& demo);
/// Articles, some begun from requests; what became of them. After the requests.
void add_demo_knowledge(Demo& demo);
/// Drawn pictures in every state; false, and nothing, when the program that renders pictures is not there.
bool add_demo_pictures(Demo& demo);
void add_demo_planning(Demo& demo);
void add_demo_lessons(Demo& demo);
void add_demo_problems(Demo& demo);
/// After the problems.
void add_demo_mail(Demo& demo);
void add_demo_menu(Demo& demo);
void add_demo_events(Demo& demo);
void add_demo_classes(Demo& demo);
/// Guardians and what they said about pictures. After the classes, with whom the first guardian comes, and before anything that shows pictures.
void add_demo_consents(Demo& demo);
void add_demo_website(Demo& demo);
void add_demo_needs(Demo& demo);
void add_demo_alerts(Demo& demo);
/// The roster as the demo's student information system gives it, brought in as an import; who the students are.
std::vector<DemoStudent> import_demo_roster(Demo& demo);
/// Attendance, results and the rest, then the warehouse and the ready reports.
void import_demo_student_data(Demo& demo, const std::vector<DemoStudent>& students);

void demo_commands(cli::Commands& commands);

}  // namespace app
