// The public calendar of the demo: teams with games around today, concerts, rehearsals, the board; and who keeps them.
#include <algorithm>
#include <array>

#include "app/demo.h"
#include "app/presets.h"
#include "athletics/game.h"
#include "auth/account.h"
#include "auth/password.h"
#include "calendar/event_store.h"

namespace app {

using base::Minutes;
using calendar::EventKind;
using std::chrono::days;

namespace {

struct Keeper {
    std::string_view who, name, email, preset;
};
constexpr std::array<Keeper, 2> keepers{{
    {"athletics", "Marta Quinn", "marta@riverbend.example", "athletic_director"},
    {"coach", "Luis Ortega", "luis@riverbend.example", "coach"},
}};

struct DemoTeam {
    int school;
    std::string_view sport, level, gender, season, name, name_es;
};
constexpr std::array<DemoTeam, 12> demo_teams{{
    {2, "basketball", "varsity", "girls", "winter", "Girls varsity basketball", "Baloncesto femenino, varsity"},
    {2, "basketball", "varsity", "boys", "winter", "Boys varsity basketball", "Baloncesto masculino, varsity"},
    {2, "basketball", "jv", "girls", "winter", "Girls junior varsity basketball", "Baloncesto femenino, junior varsity"},
    {2, "wrestling", "varsity", "coed", "winter", "Coed varsity wrestling", "Lucha mixto, varsity"},
    {2, "swimming", "varsity", "girls", "winter", "Girls varsity swimming and diving", "Natación y saltos femenino, varsity"},
    {2, "football", "varsity", "boys", "fall", "Boys varsity football", "Fútbol americano masculino, varsity"},
    {2, "volleyball", "varsity", "girls", "fall", "Girls varsity volleyball", "Voleibol femenino, varsity"},
    {2, "soccer", "varsity", "girls", "spring", "Girls varsity soccer", "Fútbol femenino, varsity"},
    {2, "track", "varsity", "coed", "spring", "Coed varsity track and field", "Atletismo mixto, varsity"},
    {1, "basketball", "middle", "girls", "winter", "Girls middle school basketball", "Baloncesto femenino, escuela intermedia"},
    {1, "basketball", "middle", "boys", "winter", "Boys middle school basketball", "Baloncesto masculino, escuela intermedia"},
    {1, "cross_country", "middle", "coed", "fall", "Coed middle school cross country", "Campo a través mixto, escuela intermedia"},
}};

constexpr std::array<std::string_view, 8> opponents{"Central", "Lakeview", "Maple Grove", "St. Brendan", "Harbor", "Prairie View", "Fairfield", "Eastbrook"};
constexpr std::array<std::string_view, 8> scores{"52–47", "38–44", "61–55", "40–40", "47–39", "33–51", "58–57", "49–42"};

/// What the parts of this file share.
struct Desk {
    Demo& demo;
    db::Write& db;
    auth::Viewer system = auth::Viewer::system();
    base::TimeZone zone;
    base::Day today;
};

}  // namespace

static void add_keepers(Demo& demo, db::Write& db) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    for (const auto& keeper : keepers) {
        DemoPerson person{std::string(keeper.who), std::string(keeper.name), std::string(keeper.email), {}, "", {}};
        person.account = auth::create_account(db, auth::Viewer::system(), demo.plan.now, {person.email, person.name, "en", hash});
        for (const auto& grant : grants_of(find_preset(keeper.preset).value(), std::nullopt)) auth::grant(db, auth::Viewer::system(), demo.plan.now, person.account, grant);
        demo.people.push_back(std::move(person));
    }
}

static roster::OrgId school(const Desk& desk, int number) { return desk.demo.schools[std::min<std::size_t>(static_cast<std::size_t>(number), desk.demo.schools.size() - 1)]; }

// --- Games ---

static void finish(Desk& desk, const athletics::Team& team, athletics::GameId id, std::size_t number) {
    using athletics::Result;
    static constexpr Result results[] = {Result::won, Result::lost, Result::won, Result::tied, Result::won, Result::lost, Result::won, Result::won};
    athletics::QuickChange change{.action = athletics::GameAction::score, .note = {}, .starts = {}, .result = results[number % 8], .score = std::string(scores[number % 8])};
    athletics::change_quickly(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, id, 0, change);
}

/// Eight games, a week apart, half of them over; the winter teams play around today.
static void add_games(Desk& desk, const athletics::Team& team, int number) {
    for (std::size_t i = 0; i < opponents.size(); ++i) {
        athletics::GameDraft draft;
        draft.opponent = opponents[(i + static_cast<std::size_t>(number)) % opponents.size()];
        draft.side = i % 2 == 0 ? athletics::Side::home : athletics::Side::away;
        draft.place = draft.side == athletics::Side::home ? "Main gym" : draft.opponent + " fieldhouse";
        draft.day = desk.today + days((static_cast<int>(i) - 4) * 7 + number % 5 + 1);
        draft.starts = Minutes(17 * 60 + 30 + (number % 3) * 45);
        if (i == 7) draft.starts.reset();
        const auto id = athletics::add_game(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, draft);
        if (draft.day < desk.today) finish(desk, team, id, i + static_cast<std::size_t>(number));
        if (number == 0 && i == 4) {
            draft.starts = Minutes(19 * 60);
            draft.note = {"The bus comes later than planned.", "El autobús llega más tarde de lo previsto."};
            athletics::change_game(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, id, 0, draft, athletics::Moved::told);
        }
        if (number == 1 && i == 4) {
            athletics::change_quickly(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, id, 0,
                                      {.action = athletics::GameAction::cancel, .note = {"The other school has no team this week.", "La otra escuela no tiene equipo esta semana."}, .starts = {}, .score = {}});
        }
        if (number == 2 && i == 4) {
            athletics::change_quickly(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, id, 0,
                                      {.action = athletics::GameAction::postpone, .note = {"Snow. A new date is being sought.", "Nieve. Se busca una nueva fecha."}, .starts = {}, .score = {}});
        }
    }
}

static void add_practices(Desk& desk, const athletics::Team& team) {
    for (int i = 0; i < 14; i += 2) {
        athletics::GameDraft draft{.kind = athletics::GameKind::practice, .side = athletics::Side::home, .opponent = {}, .place = "Main gym", .day = desk.today + days(i),
                                   .starts = Minutes(15 * 60 + 30), .ends = Minutes(17 * 60), .note = {}};
        athletics::add_game(desk.db, desk.system, desk.demo.plan.now, desk.zone, team, draft);
    }
}

static void add_teams(Desk& desk) {
    for (std::size_t i = 0; i < demo_teams.size(); ++i) {
        const auto& made = demo_teams[i];
        athletics::Team team;
        team.school = school(desk, made.school);
        team.sport = made.sport;
        team.level = made.level;
        team.gender = made.gender;
        team.season = made.season;
        team.name = {std::string(made.name), std::string(made.name_es)};
        if (i == 4) team.partners = "South Valley High School";
        const auto id = athletics::add_team(desk.db, desk.system, desk.demo.plan.now, team);
        const auto there = athletics::find_team(desk.db, id);
        if (made.season == "winter") add_games(desk, there, static_cast<int>(i));
        if (i == 0) {
            add_practices(desk, there);
            athletics::add_editor(desk.db, desk.system, desk.demo.plan.now, id, keepers[1].email);
        }
    }
}

// --- Events ---

static calendar::EventDraft event(EventKind kind, std::optional<roster::OrgId> school, calendar::Bilingual title, base::Day day, int from, int to, std::string_view place) {
    calendar::EventDraft draft;
    draft.kind = kind;
    draft.school = school;
    draft.title = std::move(title);
    draft.first = draft.last = day;
    draft.starts = Minutes(from);
    draft.ends = Minutes(to);
    draft.place = place;
    return draft;
}

static calendar::EventId add(Desk& desk, const calendar::EventDraft& draft, std::optional<base::Day> until = {}) {
    return calendar::add_event(desk.db, desk.system, desk.demo.plan.now, desk.zone, draft, until);
}

static base::Day next_weekday(base::Day from, int weekday) {
    while (base::iso_weekday(from) != weekday) from += days(1);
    return from;
}

static void add_music(Desk& desk) {
    for (int i = 0; i < 3; ++i) {
        const auto where = school(desk, i);
        auto concert = event(EventKind::performance, where, {"Winter concert", "Concierto de invierno"}, next_weekday(desk.today + days(8 + 2 * i), 4), 18 * 60 + 30, 20 * 60, "Auditorium");
        concert.group = {"Band", "Banda"};
        concert.description = {"Doors open at 18:00. Admission is free.", "Las puertas abren a las 18:00. La entrada es gratuita."};
        add(desk, concert);
        auto rehearsal = event(EventKind::rehearsal, where, {"Band rehearsal", "Ensayo de la banda"}, next_weekday(desk.today + days(1), 2), 15 * 60 + 15, 16 * 60 + 30, "Music room");
        rehearsal.group = {"Band", "Banda"};
        add(desk, rehearsal, desk.today + days(70));
    }
}

static void add_board(Desk& desk) {
    auto board = event(EventKind::governance, std::nullopt, {"Board of Education, regular session", "Consejo de Educación, sesión ordinaria"}, next_weekday(desk.today + days(3), 2),
                       18 * 60, 20 * 60, "District office, room 100");
    board.group = {"Board", "Consejo"};
    board.description = {"Open to the public. Interpretation into Spanish is provided.", "Abierta al público. Hay interpretación al español."};
    add(desk, board);
    board.first = board.last = board.first + days(28);
    add(desk, board);
    auto budget = event(EventKind::governance, std::nullopt, {"Budget workshop", "Taller de presupuesto"}, next_weekday(desk.today + days(6), 3), 17 * 60, 19 * 60, "District office, room 100");
    budget.group = {"Board", "Consejo"};
    const auto id = add(desk, budget);
    calendar::act_on_event(desk.db, desk.system, desk.demo.plan.now, desk.zone, id, 0, calendar::EventAction::cancel,
                           {"Part of the regular session instead.", "Se trata en la sesión ordinaria."}, calendar::Reach::this_one);
}

static void add_families(Desk& desk) {
    auto evening = event(EventKind::meeting, school(desk, 0), {"Family reading evening", "Noche de lectura en familia"}, next_weekday(desk.today + days(4), 3), 18 * 60, 19 * 60, "Library");
    const auto id = add(desk, evening);
    evening.first = evening.last = evening.first + days(1);
    evening.note = {"Moved because of the concert.", "Cambiada por el concierto."};
    calendar::change_event(desk.db, desk.system, desk.demo.plan.now, desk.zone, id, 0, evening, calendar::Reach::this_one, calendar::Moved::told);
    add(desk, event(EventKind::meeting, school(desk, 1), {"Parent council", ""}, next_weekday(desk.today + days(2), 1), 17 * 60 + 30, 19 * 60, "Room 104"));
    auto fair = event(EventKind::other, std::nullopt, {"Book fair", "Feria del libro"}, next_weekday(desk.today + days(10), 1), 0, 1, "All school libraries");
    fair.all_day = true;
    fair.last = fair.first + days(4);
    add(desk, fair);
}

void add_demo_events(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        add_keepers(demo, db);
        const auto zone = base::TimeZone::find("America/Chicago").value_or(base::TimeZone::utc());
        Desk desk{.demo = demo, .db = db, .zone = zone, .today = zone.day_of(demo.plan.now)};
        add_teams(desk);
        add_music(desk);
        add_board(desk);
        add_families(desk);
    });
}

}  // namespace app
