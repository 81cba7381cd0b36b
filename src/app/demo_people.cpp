// Schools, hours and holidays, staff, students, and who does what in the department.
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/presets.h"
#include "auth/account.h"
#include "auth/password.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "people/manage.h"

namespace app {

static constexpr std::array<std::string_view, 48> given_names{
    "Ana",   "Ben",   "Carla", "Diego", "Elena", "Felix", "Grace", "Hugo",  "Iris",   "Jonas", "Karina", "Liam",  "Maya",  "Noah",   "Olivia", "Pablo",
    "Quinn", "Rosa",  "Samir", "Tara",  "Ugo",   "Vera",  "Wyatt", "Ximena", "Yusuf", "Zoe",   "Amir",   "Bella", "Cyrus", "Dalia",  "Emil",   "Fatima",
    "Gus",   "Hana",  "Ivan",  "Jade",  "Kofi",  "Lucía", "Marco", "Nadia", "Oscar",  "Priya", "Rafael", "Sofia", "Theo",  "Valeria", "Willa", "Andrés"};
static constexpr std::array<std::string_view, 48> family_names{
    "Abbott", "Alvarez", "Baker", "Castillo", "Chen",  "Cruz",   "Dawson", "Díaz",  "Ellis", "Flores", "Foster", "García", "Grant", "Hayes",  "Herrera", "Ibarra",
    "Jensen", "Jiménez", "Kelly", "Kim",      "Lane",  "López",  "Mason",  "Mendez", "Nguyen", "Núñez", "Okafor", "Ortiz",  "Park",  "Patel",  "Quintana", "Reed",
    "Ríos",   "Rossi",   "Ruiz",  "Santos",   "Shah",  "Silva",  "Stone",  "Torres", "Ueda",  "Vargas", "Vega",   "Walker", "Weber", "Yilmaz", "Young",  "Zamora"};

struct DemoSchool {
    std::string_view name;
    std::string_view short_name;
};
static constexpr std::array<DemoSchool, 3> demo_schools{{{"North Elementary School", "north"}, {"South Middle School", "south"}, {"Riverbend High School", "high"}}};

static std::string letters_only(std::string_view name) {
    std::string out;
    for (char c : base::fold(name)) {
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

static void add_schools(Demo& demo, db::Write& db) {
    const auth::Viewer system = auth::Viewer::system();
    for (const auto& school : demo_schools) {
        auto id = roster::create_school(db, system, demo.plan.now, {.name = std::string(school.name)});
        demo.schools.push_back(id);
        for (int room = 1; room <= 24; ++room) roster::create_room(db, system, demo.plan.now, id, fmt::format("{}", 100 + room));
        for (std::string_view room : {"Library", "Office", "Lab 1", "Gym"}) roster::create_room(db, system, demo.plan.now, id, room);
    }
}

/// A holiday that is at the same date every year, or a run of days.
struct Break {
    std::string_view name;
    unsigned month, day;
    int days;
};
static constexpr std::array<Break, 5> breaks{{{"Labor Day", 9, 7, 1}, {"Thanksgiving", 11, 25, 3}, {"Winter break", 12, 21, 14}, {"Spring break", 3, 15, 7}, {"Summer break", 6, 12, 66}}};

static void add_calendar(Demo& demo, db::Write& db) {
    const auth::Viewer system = auth::Viewer::system();
    auto year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(demo.plan.now)).year());
    calendar::Week week{.valid_from = std::chrono::sys_days(std::chrono::year(year - 3) / 8 / 1), .days = {}};
    for (std::size_t day = 0; day < 5; ++day) week.days[day] = calendar::Hours{base::Minutes(7 * 60 + 30), base::Minutes(16 * 60)};
    calendar::save_hours(db, system, demo.plan.now, {std::nullopt, week});
    for (int y = year - 3; y <= year + 1; ++y) {
        for (const auto& pause : breaks) {
            base::Day first = std::chrono::sys_days(std::chrono::year(y) / static_cast<int>(pause.month) / static_cast<int>(pause.day));
            calendar::add_day(db, system, demo.plan.now, {.org = std::nullopt, .first = first, .last = first + std::chrono::days(pause.days - 1),
                                                          .kind = calendar::DayKind::holiday, .name = std::string(pause.name)});
        }
    }
}

struct Seat {
    std::string_view who, name, role_key, preset;
    int school;  // -1: everywhere
    std::string_view title;
};
static constexpr std::array<Seat, 9> seats{{
    {"cio", "Ruth Adler", "cio", "cio", -1, "Technology coordinator"},
    {"technician", "Dana Reyes", "technician", "technician", -1, "Technician"},
    {"technician2", "Omar Haddad", "technician", "technician", -1, "Technology coordinator"},
    {"technician3", "Kim Tran", "technician", "technician", 2, "Technician"},
    {"network", "Sven Holt", "network", "network", -1, "Systems administrator"},
    {"specialist", "Nora Lind", "integration_specialist", "specialist", -1, "Digital learning coach"},
    {"data", "Ines Costa", "data_specialist", "data_specialist", -1, "Data manager"},
    {"webmaster", "Paul Meyer", "webmaster", "webmaster", -1, "Communications"},
    {"teacher", "Leo Peña", "", "teacher", 0, ""},
}};

static auth::AccountId add_account(Demo& demo, db::Write& db, const auth::NewAccount& account, std::string_view preset) {
    const auth::Viewer system = auth::Viewer::system();
    auto id = auth::create_account(db, system, demo.plan.now, account);
    auto grants = preset == "cio" ? all_grants() : preset.empty() ? std::vector<auth::Grant>() : grants_of(find_preset(preset).value(), std::nullopt);
    for (const auto& grant : grants) auth::grant(db, system, demo.plan.now, id, grant);
    return id;
}

static void add_seat(Demo& demo, db::Write& db, const Seat& seat, const std::string& hash) {
    const auth::Viewer system = auth::Viewer::system();
    auto space = seat.name.find(' ');
    std::string given(seat.name.substr(0, space));
    std::string family(seat.name.substr(space + 1));
    DemoPerson person{std::string(seat.who), std::string(seat.name), letters_only(given) + "@riverbend.example", {}, std::string(seat.role_key), {}};
    auto language = seat.who == "teacher" || seat.who == "data" ? "es" : "en";
    person.account = add_account(demo, db, {person.email, person.name, language, hash}, seat.preset);
    auto school = demo.schools[static_cast<std::size_t>(seat.school < 0 ? 0 : seat.school)];
    if (seat.school >= 0) person.school = school;
    auto role = seat.who == "teacher" ? roster::Role::teacher : roster::Role::administrator;
    auto id = roster::create_person(db, system, demo.plan.now, {.given_name = given, .family_name = family, .email = person.email, .role = role, .school = school});
    roster::link_account(db, system, demo.plan.now, id, person.account);
    if (!person.role_key.empty()) {
        auto from = std::chrono::floor<std::chrono::days>(demo.plan.now) - std::chrono::days(800);
        people::assign(db, system, demo.plan.now, {.email = person.email, .role_key = person.role_key,
                                                   .org = person.school, .title = std::string(seat.title), .from = from});
    } else {
        demo.staff.push_back({id, person.name, person.email, school, language, person.account});
    }
    demo.people.push_back(std::move(person));
}

static std::string new_name(Demo& demo, std::string_view& given) {
    given = demo.random.pick(std::span<const std::string_view>(given_names));
    return std::string(demo.random.pick(std::span<const std::string_view>(family_names)));
}

static Demo::Asker add_roster_person(Demo& demo, db::Write& db, roster::Role role, int number) {
    std::string_view given;
    std::string family = new_name(demo, given);
    auto school = demo.schools[static_cast<std::size_t>(demo.random.below(demo.schools.size()))];
    auto email = fmt::format("{}.{}{}@{}riverbend.example", letters_only(given), letters_only(family), number, role == roster::Role::student ? "students." : "");
    auto grade = role == roster::Role::student ? fmt::format("{:02}", demo.random.between(1, 12)) : std::string();
    auto id = roster::create_person(db, auth::Viewer::system(), demo.plan.now,
                                    {.given_name = std::string(given), .family_name = family, .email = email, .role = role, .grade = grade, .school = school});
    return {id, fmt::format("{} {}", given, family), email, school, demo.random.chance(0.25) ? "es" : "en", std::nullopt};
}

void add_demo_people(Demo& demo) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    auto& database = demo.house.database();
    database.write([&](db::Write& db) {
        add_schools(demo, db);
        add_calendar(demo, db);
        for (const auto& seat : seats) add_seat(demo, db, seat, hash);
    });
    database.write([&](db::Write& db) {
        for (int number = 0; number < 120; ++number) demo.staff.push_back(add_roster_person(demo, db, roster::Role::teacher, number));
        for (int number = 0; number < demo.plan.students; ++number) demo.students.push_back(add_roster_person(demo, db, roster::Role::student, number));
        auto& ana = demo.students.front();
        DemoPerson student{"student", ana.name, ana.email, {}, "", {}};
        student.account = add_account(demo, db, {ana.email, ana.name, "en", hash}, "");
        roster::link_account(db, auth::Viewer::system(), demo.plan.now, ana.person, student.account);
        ana.account = student.account;
        demo.people.push_back(std::move(student));
    });
}

}  // namespace app
