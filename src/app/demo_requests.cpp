// Two years of requests and repairs, lived through by the help desk's own functions with the clock set back, so that histories, targets, learned
// routing and the search index are what a real department would have.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/demo_words.h"
#include "auth/account.h"
#include "calendar/calendar.h"
#include "helpdesk/category.h"
#include "helpdesk/forecast_store.h"
#include "helpdesk/request.h"

namespace app {

struct Cast {
    std::map<std::int64_t, auth::Viewer> viewers;        // by account
    std::map<std::string, std::vector<auth::AccountId>> of_role;
    std::map<std::string, helpdesk::Category, std::less<>> categories;
    std::map<std::int64_t, std::string> team_role;
};

static Cast cast_of(Demo& demo, db::Read& db) {
    Cast cast;
    for (const auto& person : demo.people) {
        cast.viewers[person.account.value] = auth::Viewer(person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session);
        if (!person.role_key.empty()) cast.of_role[person.role_key].push_back(person.account);
    }
    for (auto& category : helpdesk::categories(db)) cast.categories.emplace(category.key, category);
    for (const auto& team : helpdesk::teams(db)) cast.team_role[team.id.value] = team.role_key;
    return cast;
}

/// How busy a day is beside a usual one: term starts and the days after breaks are.
static double season(base::Day day) {
    std::chrono::year_month_day parts(day);
    auto month = static_cast<unsigned>(parts.month());
    auto date = static_cast<unsigned>(parts.day());
    if (month == 8 && date >= 18) return 2.6;
    if (month == 9 && date <= 12) return 1.9;
    if (month == 1 && date <= 15) return 1.5;
    if (month == 5) return 1.2;
    return 0.9;
}

/// The school days of the last two years, each as often as it is busy: drawing from them gives the seasons.
static std::vector<base::Day> busy_days(Demo& demo, db::Read& db) {
    const auto& calendar = calendar::calendar_of(db, demo.schools[0], demo.plan.now);
    std::vector<base::Day> days;
    auto today = calendar.zone().day_of(demo.plan.now);
    for (auto day = today - std::chrono::days(730); day < today; day += std::chrono::days(1)) {
        if (!calendar.is_school_day(day)) continue;
        for (int copy = 0; copy < static_cast<int>(std::lround(season(day) * 10)); ++copy) days.push_back(day);
    }
    return days;
}

static const DemoStory& pick_story(Demo& demo) {
    auto stories = demo_stories();
    int total = 0;
    for (const auto& story : stories) total += story.weight;
    auto at = demo.random.between(0, total - 1);
    for (const auto& story : stories) {
        at -= story.weight;
        if (at < 0) return story;
    }
    return stories.front();
}

static const Demo::Machine* pick_machine(Demo& demo, std::string_view kind) {
    for (int tries = 0; tries < 200; ++tries) {
        const auto& machine = demo.random.pick(std::span<const Demo::Machine>(demo.machines));
        if (machine.kind == kind) return &machine;
    }
    return nullptr;
}

/// Working minutes until it is solved: most are quick, some take long (log-normal around the usual).
static base::Minutes takes(Demo& demo, const DemoStory& story) {
    double sum = 0;
    for (int draw = 0; draw < 12; ++draw) sum += demo.random.unit();
    return base::Minutes(std::max<std::int64_t>(10, std::llround(story.minutes * std::exp((sum - 6) * 0.8))));
}

struct Life {
    const DemoStory* story;
    Demo::Asker asker;
    const Demo::Machine* machine;
    base::Instant asked_at;
    base::Instant solved_at;
    bool spanish;
};

static helpdesk::NewRequest request_of(Demo& demo, const Cast& cast, const Life& life) {
    const auto& category = cast.categories.find(life.story->category)->second;
    helpdesk::NewRequest what;
    what.title = life.spanish ? life.story->title_es : life.story->title_en;
    what.description = life.spanish ? life.story->text_es : life.story->text_en;
    what.category = category.id;
    what.school = life.machine ? life.machine->school : life.asker.school;
    what.room = life.machine && !life.machine->room.empty() ? life.machine->room : fmt::format("{}", demo.random.between(101, 124));
    if (life.machine) what.device = life.machine->id;
    what.requester = life.asker.account;
    what.requester_person = life.asker.person;
    what.requester_name = life.asker.name;
    what.requester_email = life.asker.email;
    what.language = life.spanish ? "es" : "en";
    what.origin = demo.random.chance(0.12) ? helpdesk::Origin::walk_up : life.machine && demo.random.chance(0.3) ? helpdesk::Origin::label : helpdesk::Origin::web;
    what.class_waiting = category.asks_class_waiting && demo.random.chance(0.12);
    return what;
}

static void record_repair(Demo& demo, db::Write& db, const Life& life, helpdesk::RequestId request, const auth::Viewer& technician) {
    if (!life.machine || life.story->component.empty()) return;
    auto repair = db.query(R"sql(
        INSERT INTO helpdesk_repair (device_id, request_id, account_id, technician_name, symptom, diagnosis, action, component, cause, minutes, cost_cents, outcome, at)
        VALUES (:device, :request, :account, :name, :symptom, '', :action, :component, :cause, :minutes, :cost, :outcome, :at) RETURNING id
    )sql")
                      .bind("device", life.machine->id)
                      .bind("request", request)
                      .bind("account", technician.account())
                      .bind("name", technician.name())
                      .bind("symptom", life.story->title_en)
                      .bind("action", life.story->reply_en)
                      .bind("component", life.story->component)
                      .bind("cause", life.story->component == "screen" ? "accident" : "wear")
                      .bind("minutes", demo.random.between(10, 60))
                      .bind("cost", life.story->cost_cents)
                      .bind("outcome", demo.random.chance(0.93) ? "fixed" : "worked_around")
                      .bind("at", life.solved_at)
                      .one_integer();
    if (life.story->cost_cents == 0) return;
    db.query("INSERT INTO helpdesk_repair_part (repair_id, name, quantity, cost_cents) VALUES (:repair, :name, 1, :cost)")
        .bind("repair", repair)
        .bind("name", life.story->component)
        .bind("cost", life.story->cost_cents)
        .run();
}

static auth::Viewer worker_for(Demo& demo, const Cast& cast, const helpdesk::Request& request) {
    const auto& members = cast.of_role.at(cast.team_role.at(request.team.value));
    return cast.viewers.at(members[static_cast<std::size_t>(demo.random.below(members.size()))].value);
}

static helpdesk::Request fresh(db::Read& db, helpdesk::RequestId id) { return helpdesk::fetch_for_work(db, auth::Viewer::system(), id); }

static void live_on(Demo& demo, db::Write& db, const Cast& cast, const Life& life, helpdesk::RequestId id) {
    auto request = fresh(db, id);
    auto worker = worker_for(demo, cast, request);
    auto span = life.solved_at - life.asked_at;
    auto taken_at = life.asked_at + span / 4;
    if (taken_at >= demo.plan.now) return;
    helpdesk::take(db, worker, taken_at, request);
    bool waits = demo.random.chance(0.18);
    auto waits_at = life.asked_at + span / 2;
    if (waits && waits_at < demo.plan.now) {
        auto reason = demo.random.chance(0.5) ? helpdesk::WaitingReason::part : demo.random.chance(0.5) ? helpdesk::WaitingReason::requester : helpdesk::WaitingReason::vendor;
        auto words = reason == helpdesk::WaitingReason::part ? (life.spanish ? "La pieza está pedida." : "The part is on order.")
                     : reason == helpdesk::WaitingReason::vendor ? (life.spanish ? "El proveedor lo tiene desde ayer." : "The vendor has had it since yesterday.")
                                                                 : (life.spanish ? "¿Pasa también en otro salón?" : "Does it happen in another room too?");
        helpdesk::wait(db, worker, waits_at, fresh(db, id), {reason, words, std::nullopt});
    }
    if (life.solved_at >= demo.plan.now) return;
    if (waits) helpdesk::resume(db, worker, life.solved_at - span / 8, fresh(db, id));
    auto words = life.spanish ? life.story->reply_es : life.story->reply_en;
    helpdesk::add_message(db, worker, life.solved_at, {fresh(db, id), helpdesk::Standing::worker}, helpdesk::MessageKind::reply, words, {});
    record_repair(demo, db, life, id, worker);
    helpdesk::resolve(db, worker, life.solved_at, fresh(db, id), words);
    if (demo.random.chance(0.04)) {
        auto again = life.solved_at + std::chrono::hours(20);
        if (again < demo.plan.now) {
            helpdesk::reopen(db, auth::Viewer::system(), again, fresh(db, id), life.spanish ? "Pasa otra vez." : "It happens again.");
            helpdesk::resolve(db, worker, std::min(again + std::chrono::hours(6), demo.plan.now), fresh(db, id), words);
        }
    }
    auto closed_at = life.solved_at + std::chrono::days(3);
    if (closed_at < demo.plan.now && fresh(db, id).state == helpdesk::State::resolved) helpdesk::close(db, auth::Viewer::system(), closed_at, fresh(db, id));
}

/// As many as a department of this size has on a usual morning.
static int open_requests(const DemoPlan& plan) { return std::min(60, plan.requests / 10); }

static Life draw_life(Demo& demo, db::Read& db, const std::vector<base::Day>& days) {
    const auto& story = pick_story(demo);
    bool student = story.device_kind == "chromebook" && demo.random.chance(0.5);
    const auto& askers = student ? demo.students : demo.staff;
    // The people of the demo who can sign in ask more than others, so that their pages are not empty.
    auto asker = demo.random.chance(0.02) ? askers.front() : demo.random.pick(std::span<const Demo::Asker>(askers));
    const auto* machine = story.device_kind.empty() ? nullptr : pick_machine(demo, story.device_kind);
    auto school = machine ? machine->school : asker.school;
    const auto& calendar = calendar::calendar_of(db, school, demo.plan.now);
    auto day = demo.random.pick(std::span<const base::Day>(days));
    auto asked_at = calendar.zone().to_instant({day, base::Minutes(demo.random.between(7 * 60 + 35, 15 * 60 + 50))});
    asked_at += base::Milliseconds(demo.random.between(0, 59'999));
    auto solved_at = calendar.add_working_minutes(asked_at, takes(demo, story)).value_or(asked_at + std::chrono::days(3));
    return {&story, asker, machine, asked_at, solved_at, asker.language == "es"};
}

/// A life that began in the last four days of school and is not over: what a morning's queue is made of.
static Life draw_open_life(Demo& demo, db::Read& db, const std::vector<base::Day>& days) {
    Life life = draw_life(demo, db, days);
    const auto& calendar = calendar::calendar_of(db, life.asker.school, demo.plan.now);
    auto today = calendar.zone().day_of(demo.plan.now);
    auto day = calendar.add_school_days(today, 0).value_or(today);
    for (auto back = demo.random.between(0, 3); back > 0 || !calendar.is_school_day(day); day -= std::chrono::days(1)) {
        if (calendar.is_school_day(day)) --back;
    }
    life.asked_at = calendar.zone().to_instant({day, base::Minutes(demo.random.between(7 * 60 + 35, 15 * 60 + 50))});
    if (life.asked_at >= demo.plan.now) life.asked_at = demo.plan.now - base::Minutes(demo.random.between(5, 300));
    // Most have not been looked at yet; a solution far away keeps them open.
    life.solved_at = demo.plan.now + std::chrono::hours(demo.random.between(2, 200));
    if (demo.random.chance(0.05)) life.asker = demo.staff.front();
    life.spanish = life.asker.language == "es";
    return life;
}

void add_demo_requests(Demo& demo) {
    auto& database = demo.house.database();
    auto cast = database.read([&](db::Read& db) { return cast_of(demo, db); });
    auto lives = database.read([&](db::Read& db) {
        auto days = busy_days(demo, db);
        std::vector<Life> drawn;
        for (int number = 0; number < demo.plan.requests; ++number) drawn.push_back(draw_life(demo, db, days));
        for (int number = 0; number < open_requests(demo.plan); ++number) drawn.push_back(draw_open_life(demo, db, days));
        std::ranges::sort(drawn, {}, &Life::asked_at);
        return drawn;
    });
    constexpr std::size_t lives_at_once = 200;
    for (std::size_t first = 0; first < lives.size(); first += lives_at_once) {
        database.write([&](db::Write& db) {
            for (std::size_t at = first; at < std::min(first + lives_at_once, lives.size()); ++at) {
                const Life& life = lives[at];
                auto created = helpdesk::create(db, auth::Viewer::system(), life.asked_at, request_of(demo, cast, life));
                live_on(demo, db, cast, life, created.id);
            }
            // Nobody is written to about what never happened.
            db.query("DELETE FROM helpdesk_notice").run();
        });
    }
    helpdesk::rebuild_forecasts(database, demo.plan.now);
}

}  // namespace app
