// What the people of the department can do, may do, where they are on which day, and who stands in: what handing on is computed from.
#include <algorithm>
#include <array>

#include "app/demo.h"
#include "auth/account.h"
#include "people/manage.h"

namespace app {

/// School of each weekday, Monday first: a number of demo_schools, `off` or `anywhere`.
constexpr int off = -2;
constexpr int anywhere = -1;
using Week = std::array<int, 5>;

struct SkillLevel {
    std::string_view key;
    int level;  // 1 with help, 2 alone, 3 teaches others
};

struct Powers {
    std::string_view who;
    std::array<SkillLevel, 5> skills;
    Week week;
    std::string_view authority;      // beyond the role; empty: none
    std::int64_t limit_cents;        // 0: none
};

static constexpr std::array<Powers, 8> powers{{
    {"cio", {{{"network", 2}, {"servers", 1}, {"reporting", 1}, {"software", 2}, {}}}, {anywhere, anywhere, anywhere, anywhere, anywhere}, "spend", 500'000},
    {"technician", {{{"hardware", 3}, {"classroom_av", 2}, {"printing", 2}, {"accounts", 2}, {"software", 2}}}, {0, 0, 0, 1, 1}, "spend", 15'000},
    {"technician2", {{{"printing", 3}, {"hardware", 2}, {"accounts", 2}, {"network", 2}, {"software", 1}}}, {2, 2, 1, 1, 1}, "create_account", 0},
    {"technician3", {{{"classroom_av", 3}, {"software", 3}, {"hardware", 2}, {"accounts", 1}, {}}}, {2, 2, 2, 2, 2}, "", 0},
    {"network", {{{"network", 3}, {"servers", 3}, {"accounts", 3}, {"software", 2}, {"hardware", 1}}}, {anywhere, anywhere, anywhere, anywhere, anywhere}, "spend", 50'000},
    {"specialist", {{{"integration", 3}, {"software", 2}, {"classroom_av", 1}, {}, {}}}, {0, 1, 0, 1, 2}, "", 0},
    {"data", {{{"student_records", 3}, {"reporting", 3}, {}, {}, {}}}, {anywhere, anywhere, anywhere, anywhere, off}, "", 0},
    {"webmaster", {{{"web", 3}, {"accounts", 1}, {}, {}, {}}}, {anywhere, off, anywhere, off, anywhere}, "", 0},
}};

/// Who has a role only while its holder is away. Nobody covers the data specialist: the table shows it, as it does in most districts.
struct Cover {
    std::string_view who, role_key, covers;
};
static constexpr std::array<Cover, 3> covers{{
    {"technician2", "network", "network"},
    {"data", "webmaster", "webmaster"},
    {"network", "cio", "cio"},
}};

/// What a title on a contract means in this district.
struct LocalTitle {
    std::string_view title, role_key;
};
static constexpr std::array<LocalTitle, 4> local_titles{{{"Technology coordinator", "cio"},
                                                         {"Digital learning coach", "integration_specialist"},
                                                         {"Data manager", "data_specialist"},
                                                         {"Communications", "webmaster"}}};

static const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

static void add_skills(Demo& demo, db::Write& db, const Powers& what) {
    // Who sets a level has verified it, and that is the CIO; nobody verifies their own.
    const auth::Viewer cio(person(demo, "cio").account, person(demo, "cio").name, auth::grants(db, auth::Viewer::system(), person(demo, "cio").account),
                           auth::Proof::session);
    auto verified_at = demo.plan.now - std::chrono::days(300);
    for (const auto& skill : people::skills(db)) {
        auto has = std::ranges::find(what.skills, skill.key, &SkillLevel::key);
        if (has != what.skills.end()) people::set_skill(db, cio, verified_at, person(demo, what.who).account, {skill.id, has->level});
    }
}

static void add_duty(Demo& demo, db::Write& db, const Powers& what) {
    std::vector<people::DutyDay> days(7);
    for (std::size_t day = 0; day < what.week.size(); ++day) {
        if (what.week[day] == off) continue;
        days[day].on_duty = true;
        if (what.week[day] != anywhere) days[day].org = demo.schools[static_cast<std::size_t>(what.week[day])];
    }
    people::set_duty(db, auth::Viewer::system(), demo.plan.now, person(demo, what.who).account, days);
}

static void add_authority(Demo& demo, db::Write& db, const Powers& what) {
    if (what.authority.empty()) return;
    people::give_authority(db, auth::Viewer::system(), demo.plan.now,
                           {person(demo, what.who).account, std::string(what.authority), std::nullopt,
                            what.limit_cents == 0 ? std::nullopt : std::optional(what.limit_cents)});
}

void add_demo_roles(Demo& demo) {
    const auth::Viewer system = auth::Viewer::system();
    auto today = std::chrono::floor<std::chrono::days>(demo.plan.now);
    demo.house.database().write([&](db::Write& db) {
        for (const auto& what : powers) {
            add_skills(demo, db, what);
            add_duty(demo, db, what);
            add_authority(demo, db, what);
        }
        for (const auto& title : local_titles) people::save_title(db, system, demo.plan.now, title.title, title.role_key);
        for (const auto& cover : covers) {
            people::assign(db, system, demo.plan.now, {.email = person(demo, cover.who).email, .role_key = std::string(cover.role_key), .org = std::nullopt,
                                                       .title = {}, .from = today - std::chrono::days(200), .to = std::nullopt,
                                                       .covers_email = person(demo, cover.covers).email});
        }
        people::add_absence(db, system, demo.plan.now, {person(demo, "technician3").account, today - std::chrono::days(1), today + std::chrono::days(3),
                                                        person(demo, "technician2").email});
        people::add_absence(db, system, demo.plan.now, {person(demo, "webmaster").account, today + std::chrono::days(10), today + std::chrono::days(14),
                                                        person(demo, "data").email});
    });
}

}  // namespace app
