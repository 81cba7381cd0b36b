// Two years of requests and repairs, lived through by the help desk's own functions with the clock set back, so that histories, targets, learned
// routing and the search index are what a real department would have.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/demo_words.h"
#include "auth/account.h"
#include "auth/event.h"
#include "calendar/calendar.h"
#include "helpdesk/category.h"
#include "helpdesk/forecast_store.h"
#include "helpdesk/hand_over.h"
#include "helpdesk/repair.h"
#include "helpdesk/request.h"

namespace app {

struct Cast {
    std::map<std::int64_t, auth::Viewer> viewers;        // by account
    std::map<std::string, std::vector<const DemoPerson*>> of_role;
    std::map<std::string, helpdesk::Category, std::less<>> categories;
    std::map<std::int64_t, std::string> team_role;
    std::map<std::string, helpdesk::TeamId> role_team;
};

static Cast cast_of(Demo& demo, db::Read& db) {
    Cast cast;
    for (const auto& person : demo.people) {
        cast.viewers[person.account.value] = auth::Viewer(person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session);
        if (!person.role_key.empty()) cast.of_role[person.role_key].push_back(&person);
    }
    for (auto& category : helpdesk::categories(db)) cast.categories.emplace(category.key, category);
    for (const auto& team : helpdesk::teams(db)) {
        cast.team_role[team.id.value] = team.role_key;
        cast.role_team[team.role_key] = team.id;
    }
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

/// One of the kind that the district had on that day already.
static const Demo::Machine* pick_machine(Demo& demo, std::string_view kind, base::Day day) {
    for (int tries = 0; tries < 400; ++tries) {
        const auto& machine = demo.random.pick(std::span<const Demo::Machine>(demo.machines));
        if (machine.kind == kind && machine.purchased < day) return &machine;
    }
    return nullptr;
}

/// Working minutes until it is solved: most are quick, some take long (log-normal around the usual).
static base::Minutes takes(Demo& demo, const DemoStory& story) {
    double sum = 0;
    for (int draw = 0; draw < 12; ++draw) sum += demo.random.unit();
    return base::Minutes(std::max<std::int64_t>(10, std::llround(story.minutes * std::exp((sum - 6) * 0.8))));
}

/// How far an open request has come by now; `done` for those of the past.
enum class Stage { untouched, taken, waiting, scheduled, done };

struct Life {
    const DemoStory* story = nullptr;
    Demo::Asker asker;
    const Demo::Machine* machine = nullptr;
    base::Instant asked_at;
    /// When somebody took it, handed it on, let it wait and took it up again: in working hours, one after the other.
    base::Instant taken_at, handed_at, waits_at, resumed_at;
    base::Instant solved_at;
    bool spanish = false;
    Stage stage = Stage::done;
    const DemoWait* wait = nullptr;
    std::optional<base::Day> until = {};
    base::Instant appointment = {};
    /// All chances after the draw come from here, so that a transaction that has to run again tells the same story.
    std::uint64_t luck = 0;

    std::string_view in_language(std::string_view en, std::string_view es) const { return spanish ? es : en; }
};

static helpdesk::NewRequest request_of(const Cast& cast, const Life& life, base::Random& luck) {
    const auto& category = cast.categories.find(life.story->category)->second;
    helpdesk::NewRequest what;
    what.title = life.in_language(life.story->title_en, life.story->title_es);
    what.description = life.in_language(life.story->text_en, life.story->text_es);
    what.category = category.id;
    what.school = life.machine ? life.machine->school : life.asker.school;
    what.room = life.machine && !life.machine->room.empty() ? life.machine->room : fmt::format("{}", luck.between(101, 124));
    if (life.machine) what.device = life.machine->id;
    what.requester = life.asker.account;
    what.requester_person = life.asker.person;
    what.requester_name = life.asker.name;
    what.requester_email = life.asker.email;
    what.language = life.spanish ? "es" : "en";
    what.origin = luck.chance(0.12) ? helpdesk::Origin::walk_up : life.machine && luck.chance(0.3) ? helpdesk::Origin::label : helpdesk::Origin::web;
    what.class_waiting = category.asks_class_waiting && luck.chance(0.12);
    return what;
}

static helpdesk::Request fresh(db::Read& db, helpdesk::RequestId id) { return helpdesk::fetch_for_work(db, auth::Viewer::system(), id); }

static void write_repair(db::Write& db, const Life& life, const helpdesk::Request& request, const auth::Viewer& technician, base::Random& luck) {
    if (!life.machine || life.story->component.empty()) return;
    const auto& words = demo_repair(life.story->component);
    helpdesk::Repair repair{.device = life.machine->id,
                            .symptom = std::string(life.in_language(life.story->text_en, life.story->text_es)),
                            .diagnosis = std::string(life.in_language(words.diagnosis_en, words.diagnosis_es)),
                            .action = std::string(life.in_language(life.story->reply_en, life.story->reply_es)),
                            .component = std::string(life.story->component),
                            .cause = std::string(words.cause),
                            .minutes = luck.between(10, 60),
                            .cost_cents = life.story->cost_cents,
                            .outcome = luck.chance(0.93) ? "fixed" : "worked_around",
                            .parts = {}};
    if (life.story->cost_cents > 0) repair.parts.push_back({std::string(life.in_language(words.part_en, words.part_es)), 1, life.story->cost_cents});
    helpdesk::record_repair(db, technician, life.solved_at, request, repair);
}

/// Somebody of the team who serves the school.
static auth::Viewer worker_for(const Cast& cast, const helpdesk::Request& request, base::Random& luck) {
    auto members = cast.of_role.at(cast.team_role.at(request.team.value));
    std::erase_if(members, [&](const DemoPerson* member) { return member->school && *member->school != request.school; });
    return cast.viewers.at(members[static_cast<std::size_t>(luck.below(members.size()))]->account.value);
}

/// Handed on to those who know it or may do it, who take it; answers who has it now.
static auth::Viewer hand_on(db::Write& db, const Cast& cast, const Life& life, const helpdesk::Request& request, base::Random& luck) {
    auto worker = cast.viewers.at(request.assignee->value);
    auto team = cast.role_team.find(std::string(life.story->hand_to));
    if (team == cast.role_team.end() || team->second == request.team || !luck.chance(0.6)) return worker;
    helpdesk::hand_over(db, worker, life.handed_at, request,
                        {*helpdesk::parse_hand_over_reason(life.story->hand_reason), team->second, std::nullopt,
                         std::string(life.in_language("Looked at it in the room; the device itself is fine.", "Lo revisé en el salón; el dispositivo está bien.")), ""});
    auto next = worker_for(cast, fresh(db, request.id), luck);
    helpdesk::take(db, next, life.handed_at, fresh(db, request.id));
    return next;
}

static void let_wait(db::Write& db, const Life& life, const helpdesk::Request& request, const auth::Viewer& worker, base::Instant at) {
    helpdesk::wait(db, worker, at, request,
                   {*helpdesk::parse_waiting_reason(life.wait->reason), std::string(life.in_language(life.wait->en, life.wait->es)), life.until});
    bool away = life.machine && (life.wait->reason == "part" || life.wait->reason == "vendor");
    if (!away || life.stage == Stage::done) return;
    std::string status = life.wait->reason == "vendor" ? "at_vendor" : "in_repair";
    db.query("UPDATE inventory_device SET status = :status WHERE id = :id").bind("status", status).bind("id", life.machine->id).run();
    auth::record(db, worker, at, {.subject_kind = "device", .subject_id = life.machine->id.value, .action = "status_changed", .why = life.wait->en,
                                  .detail = fmt::format(R"({{"status":["assigned","{}"]}})", status)});
}

static void solve(Demo& demo, db::Write& db, const Life& life, helpdesk::RequestId id, const auth::Viewer& worker, base::Random& luck) {
    auto words = life.in_language(life.story->reply_en, life.story->reply_es);
    helpdesk::add_message(db, worker, life.solved_at, {fresh(db, id), helpdesk::Standing::worker}, helpdesk::MessageKind::reply, words, {});
    write_repair(db, life, fresh(db, id), worker, luck);
    helpdesk::resolve(db, worker, life.solved_at, fresh(db, id), words);
    auto again = life.solved_at + std::chrono::hours(20);
    if (luck.chance(0.04) && again < demo.plan.now) {
        helpdesk::reopen(db, auth::Viewer::system(), again, fresh(db, id), life.in_language("It happens again.", "Pasa otra vez."));
        helpdesk::resolve(db, worker, std::min(again + std::chrono::hours(6), demo.plan.now), fresh(db, id), words);
    }
    auto closed_at = life.solved_at + std::chrono::days(3);
    if (closed_at < demo.plan.now && fresh(db, id).state == helpdesk::State::resolved) helpdesk::close(db, auth::Viewer::system(), closed_at, fresh(db, id));
}

static void live_on(Demo& demo, db::Write& db, const Cast& cast, const Life& life, helpdesk::RequestId id, base::Random& luck) {
    if (life.stage == Stage::untouched) return;
    auto request = fresh(db, id);
    helpdesk::take(db, worker_for(cast, request, luck), life.taken_at, request);
    if (luck.chance(0.3)) {
        helpdesk::add_message(db, cast.viewers.at(fresh(db, id).assignee->value), life.taken_at, {fresh(db, id), helpdesk::Standing::worker},
                              helpdesk::MessageKind::reply, life.in_language("Thank you for writing. I have it and look at it today.", "Gracias por escribir. La tengo y la reviso hoy."), {});
    }
    auto worker = hand_on(db, cast, life, fresh(db, id), luck);
    if (life.wait) let_wait(db, life, fresh(db, id), worker, life.waits_at);
    if (life.stage == Stage::scheduled) helpdesk::schedule(db, worker, life.waits_at, fresh(db, id), life.appointment);
    if (life.stage != Stage::done) return;
    if (life.wait) helpdesk::resume(db, worker, life.resumed_at, fresh(db, id));
    solve(demo, db, life, id, worker, luck);
}

/// As many as a department of this size has on a usual morning.
static int open_requests(const DemoPlan& plan) { return plan.requests < 600 ? plan.requests / 10 : std::max(60, plan.requests / 100); }

static const DemoWait* pick_wait(Demo& demo, const DemoStory& story) {
    std::vector<const DemoWait*> fit;
    for (const auto& wait : demo_waits()) {
        bool for_device = wait.reason == "part" || wait.reason == "vendor";
        if (wait.category == story.category && (!for_device || !story.component.empty() || story.device_kind.empty())) fit.push_back(&wait);
    }
    return fit.empty() ? nullptr : fit[static_cast<std::size_t>(demo.random.below(fit.size()))];
}

/// A student's own Chromebook, or a machine of the asker's building.
static void draw_who_and_what(Demo& demo, Life& life, base::Day day) {
    // The people of the demo who can sign in ask more than others, so that their pages are not empty.
    bool known = demo.random.chance(0.02);
    life.asker = known ? demo.staff.front() : demo.random.pick(std::span<const Demo::Asker>(demo.staff));
    if (life.story->device_kind.empty()) return;
    life.machine = pick_machine(demo, life.story->device_kind, day);
    if (life.machine && life.machine->student) life.asker = demo.students[*life.machine->student];
}

/// The moments between asking and the end, moved into the hours in which somebody works.
static void set_moments(Life& life, const calendar::BusinessCalendar& calendar) {
    auto span = life.solved_at - life.asked_at;
    auto at_work = [&](base::Instant at) { return std::clamp(calendar.next_open(at).value_or(at), life.asked_at, life.solved_at); };
    life.taken_at = at_work(life.asked_at + span / 4);
    life.handed_at = at_work(life.asked_at + span / 3);
    life.waits_at = at_work(life.asked_at + span / 2);
    life.resumed_at = at_work(life.solved_at - span / 8);
}

static Life draw_life(Demo& demo, db::Read& db, const std::vector<base::Day>& days) {
    Life life;
    life.story = &pick_story(demo);
    auto day = demo.random.pick(std::span<const base::Day>(days));
    draw_who_and_what(demo, life, day);
    const auto& calendar = calendar::calendar_of(db, life.machine ? life.machine->school : life.asker.school, demo.plan.now);
    life.asked_at = calendar.zone().to_instant({day, base::Minutes(demo.random.between(7 * 60 + 35, 15 * 60 + 50))});
    life.asked_at += base::Milliseconds(demo.random.between(0, 59'999));
    life.solved_at = calendar.add_working_minutes(life.asked_at, takes(demo, *life.story)).value_or(life.asked_at + std::chrono::days(3));
    // What would not be done yet is among the open ones, which are drawn on their own.
    life.solved_at = std::min(life.solved_at, demo.plan.now - base::Minutes(demo.random.between(1, 90)));
    life.asked_at = std::min(life.asked_at, life.solved_at - base::Minutes(5));
    life.spanish = life.asker.language == "es";
    if (demo.random.chance(0.18)) life.wait = pick_wait(demo, *life.story);
    life.luck = demo.random.next();
    set_moments(life, calendar);
    return life;
}

/// How a morning's queue stands: most is new, much waits for a reason, some has its hour.
static Stage draw_stage(Demo& demo, const DemoStory& story) {
    if (story.category == "try_in_class" && demo.random.chance(0.7)) return Stage::scheduled;
    auto at = demo.random.unit();
    return at < 0.45 ? Stage::untouched : at < 0.6 ? Stage::taken : at < 0.92 ? Stage::waiting : Stage::scheduled;
}

/// A life that began in the last four days of school and is not over: what a morning's queue is made of.
static Life draw_open_life(Demo& demo, db::Read& db, const std::vector<base::Day>& days) {
    Life life = draw_life(demo, db, days);
    if (!life.machine && demo.random.chance(0.05)) life.asker = demo.staff.front();
    life.spanish = life.asker.language == "es";
    const auto& calendar = calendar::calendar_of(db, life.asker.school, demo.plan.now);
    auto today = calendar.zone().day_of(demo.plan.now);
    auto day = today;
    for (auto back = demo.random.between(0, 3); back > 0 || !calendar.is_school_day(day); day -= std::chrono::days(1)) {
        if (calendar.is_school_day(day)) --back;
    }
    life.asked_at = calendar.zone().to_instant({day, base::Minutes(demo.random.between(7 * 60 + 35, 15 * 60 + 50))});
    if (life.asked_at >= demo.plan.now) life.asked_at = demo.plan.now - base::Minutes(demo.random.between(5, 300));
    life.solved_at = demo.plan.now;
    set_moments(life, calendar);
    life.stage = draw_stage(demo, *life.story);
    life.wait = life.stage == Stage::waiting ? pick_wait(demo, *life.story) : nullptr;
    if (demo.random.chance(0.6)) life.until = calendar.add_school_days(today, static_cast<int>(demo.random.between(2, 6)));
    auto meeting = calendar.add_school_days(today, static_cast<int>(demo.random.between(1, 4))).value_or(today + std::chrono::days(2));
    life.appointment = calendar.zone().to_instant({meeting, base::Minutes(30 * demo.random.between(16, 30))});
    return life;
}

void add_demo_requests(Demo& demo) {
    auto& database = demo.house.database();
    auto cast = database.read([&](db::Read& db) { return cast_of(demo, db); });
    auto lives = database.read([&](db::Read& db) {
        auto days = busy_days(demo, db);
        std::vector<Life> drawn;
        drawn.reserve(static_cast<std::size_t>(demo.plan.requests) + static_cast<std::size_t>(open_requests(demo.plan)));
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
                base::Random luck(life.luck);
                auto created = helpdesk::create(db, auth::Viewer::system(), life.asked_at, request_of(cast, life, luck));
                live_on(demo, db, cast, life, created.id, luck);
            }
            // Nobody is written to about what never happened.
            db.query("DELETE FROM helpdesk_notice").run();
        });
    }
    helpdesk::rebuild_forecasts(database, demo.plan.now);
}

}  // namespace app
