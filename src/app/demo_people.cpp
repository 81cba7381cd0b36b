// Schools, hours and holidays, staff, students, and who does what in the department.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/demo_names.h"
#include "app/demo_package.h"
#include "app/presets.h"
#include "auth/account.h"
#include "auth/password.h"
#include "calendar/calendar.h"
#include "people/manage.h"

namespace app {

static void add_rooms(Demo& demo, db::Write& db, const std::vector<roster::Org>& schools) {
    const auth::Viewer system = auth::Viewer::system();
    for (const auto& school : demo_schools) {
        auto found = std::ranges::find(schools, school.name, &roster::Org::name);
        auto id = found->id;
        demo.schools.push_back(id);
        for (int room = 1; room <= 24; ++room) roster::create_room(db, system, demo.plan.now, id, fmt::format("{}", 100 + room));
        for (std::string_view room : {"Library", "Office", "Lab 1", "Gym"}) roster::create_room(db, system, demo.plan.now, id, room);
    }
}

static void add_calendar(Demo& demo, db::Write& db) {
    const auth::Viewer system = auth::Viewer::system();
    auto year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(demo.plan.now)).year());
    calendar::Week week{.valid_from = std::chrono::sys_days(std::chrono::year(year - 3) / 8 / 1), .days = {}};
    for (std::size_t day = 0; day < 5; ++day) week.days[day] = calendar::Hours{base::Minutes(7 * 60 + 30), base::Minutes(16 * 60)};
    calendar::save_hours(db, system, demo.plan.now, {std::nullopt, week});
    for (int y = year - 3; y <= year + 1; ++y) {
        for (const auto& pause : demo_breaks) {
            base::Day first = std::chrono::sys_days(std::chrono::year(y) / static_cast<int>(pause.month) / static_cast<int>(pause.day));
            calendar::add_day(db, system, demo.plan.now, {.org = std::nullopt, .first = first, .last = first + std::chrono::days(pause.days - 1),
                                                          .kind = calendar::DayKind::holiday, .name = pause.name});
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

static Demo::Asker add_teacher(Demo& demo, db::Write& db, int number) {
    auto name = demo_name(demo.random);
    auto school = demo.schools[static_cast<std::size_t>(demo.random.below(demo.schools.size()))];
    auto email = fmt::format("{}.{}{}@riverbend.example", letters_only(name.given), letters_only(name.family), number);
    auto id = roster::create_person(db, auth::Viewer::system(), demo.plan.now,
                                    {.given_name = name.given, .family_name = name.family, .email = email, .role = roster::Role::teacher, .school = school});
    return {id, fmt::format("{} {}", name.given, name.family), email, school, demo.random.chance(0.25) ? "es" : "en", std::nullopt};
}

static void find_students(Demo& demo, db::Read& db, const std::vector<DemoStudent>& students) {
    for (const auto& student : students) {
        auto id = roster::match_person(db, student.email).value();
        demo.students.push_back({id, fmt::format("{} {}", student.given, student.family), student.email, demo.schools[student.school], student.language, std::nullopt});
    }
}

void add_demo_people(Demo& demo, const std::vector<DemoStudent>& students) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    auto& database = demo.house.database();
    auto schools = database.read(roster::schools);
    database.write([&](db::Write& db) {
        demo.schools.clear();
        add_rooms(demo, db, schools);
        add_calendar(demo, db);
        for (const auto& seat : seats) add_seat(demo, db, seat, hash);
    });
    database.read([&](db::Read& db) { find_students(demo, db, students); });
    database.write([&](db::Write& db) {
        for (int number = 0; number < 120; ++number) demo.staff.push_back(add_teacher(demo, db, number));
        auto& ana = demo.students.front();
        DemoPerson student{"student", ana.name, ana.email, {}, "", {}};
        student.account = add_account(demo, db, {ana.email, ana.name, "en", hash}, "");
        roster::link_account(db, auth::Viewer::system(), demo.plan.now, ana.person, student.account);
        ana.account = student.account;
        demo.people.push_back(std::move(student));
    });
}

}  // namespace app
