// Bells of the schools, the teacher's classes, and lessons that the teacher and the specialist teach together: one past, one to come, one that waits.
#include <algorithm>
#include <array>

#include "app/demo.h"
#include "auth/account.h"
#include "calendar/calendar.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/lesson_store.h"

namespace app {

using std::chrono::days;

static constexpr std::array<std::string_view, 3> demo_bells{
    "8:00-8:45 Period 1\n8:50-9:35 Period 2\n9:55-10:40 Period 3\n10:45-11:30 Period 4\n11:30-12:10 (Lunch)\n12:15-13:00 Period 5\n13:05-13:50 Period 6",
    "7:50-8:40 Period 1\n8:45-9:35 Period 2\n9:40-10:30 Period 3\n10:35-11:25 Period 4\n11:25-12:00 (Lunch)\n12:05-12:55 Period 5\n13:00-13:50 Period 6\n13:55-14:45 Period 7",
    "8:15-9:40 Block 1\n9:50-11:15 Block 2\n11:15-11:50 (Lunch)\n11:55-13:20 Block 3\n13:30-14:55 Block 4"};

static void add_bells(Demo& demo, db::Write& db) {
    const auto from = std::chrono::floor<days>(demo.plan.now) - days(400);
    for (std::size_t i = 0; i < demo.schools.size() && i < demo_bells.size(); ++i) {
        calendar::Bells bells{.id = {}, .school = demo.schools[i], .name = "Regular", .weekdays = {true, true, true, true, true, false, false}, .valid_from = from};
        std::string bad;
        bells.periods = calendar::parse_periods(demo_bells[i], bad).value();
        calendar::add_bells(db, auth::Viewer::system(), demo.plan.now, bells);
        bells.name = "Early release";
        bells.kind = calendar::BellKind::early_release;
        bells.weekdays = {};
        for (auto& period : bells.periods) {
            period.starts = base::Minutes(480) + (period.starts - base::Minutes(480)) * 2 / 3;
            period.ends = base::Minutes(480) + (period.ends - base::Minutes(480)) * 2 / 3;
        }
        calendar::add_bells(db, auth::Viewer::system(), demo.plan.now, bells);
    }
}

static const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

static auth::Grant comes_to_lessons() { return {std::string(coaching::may_coach.name), auth::ScopeKind::everywhere, 0}; }

static auth::Viewer viewer(const DemoPerson& who, std::vector<auth::Grant> grants = {}) { return {who.account, who.name, std::move(grants), auth::Proof::session}; }

/// Two classes of the teacher, each with every tenth student of the school.
static std::vector<roster::Class> add_classes(Demo& demo, db::Write& db) {
    const auto teacher = std::ranges::find(demo.staff, person(demo, "teacher").account, &Demo::Asker::account);
    roster::NewClass made{.title = "Science 4A", .school = teacher->school, .location = "112", .periods = {"2"}, .teacher = teacher->person, .students = {}};
    for (const auto& student : demo.students) {
        if (student.school == teacher->school && made.students.size() < 24) made.students.push_back(student.person);
    }
    roster::create_class(db, auth::Viewer::system(), demo.plan.now, made);
    made.title = "Reading 4A";
    made.periods = {"3", "4"};
    roster::create_class(db, auth::Viewer::system(), demo.plan.now, made);
    return roster::classes_of(db, auth::Viewer::system(), teacher->person, std::chrono::floor<days>(demo.plan.now));
}

namespace {

struct Desk {
    Demo& demo;
    db::Write& db;
    db::Read& main;
    const auth::SecretBox* box;
    auth::Viewer teacher;
    auth::Viewer coach;
    base::Day today;
};

}  // namespace

static coaching::Lesson ask(Desk& desk, const roster::Class& of_class, std::string_view topic, std::string_view goal, base::Instant at, std::vector<coaching::Span> windows) {
    coaching::NewLesson made{.of_class = of_class.id, .class_title = of_class.title, .school = of_class.school, .place = of_class.location, .topic = std::string(topic),
                             .goal = std::string(goal), .periods = 1, .preferred = {}, .only_preferred = false, .windows = std::move(windows)};
    return coaching::load_lesson(desk.db, desk.teacher, coaching::ask(desk.db, desk.teacher, desk.box, at, made));
}

static void teach_one(Desk& desk, const roster::Class& of_class) {
    const auto times = coaching::class_times(desk.main, of_class, 1, desk.today - days(28), desk.today - days(6), desk.demo.plan.now);
    if (times.empty()) return;  // a demo made in summer
    const auto at = [&](int before) { return base::Instant(times.back().day - days(before)) + base::Minutes(15 * 60); };
    auto lesson = ask(desk, of_class, "creating", "Each group explains the water cycle in a film of one minute.", at(9), {});
    coaching::book(desk.db, desk.teacher, at(9), lesson, {desk.coach.account(), times.back()});
    lesson = coaching::load_lesson(desk.db, desk.teacher, lesson.id);
    coaching::write_plan(desk.db, desk.coach, desk.box, at(3), lesson, coaching::Model::team,
                         {false, "Each group explains the water cycle in a film of one minute.", "Leo: the water cycle. Nora: filming and cutting. Both: help groups.",
                          "12 Chromebooks, 6 tripods", "Draw the film as six pictures on paper."});
    lesson = coaching::load_lesson(desk.db, desk.teacher, lesson.id);
    coaching::hold(desk.db, desk.coach, at(0), lesson, true);
    lesson = coaching::load_lesson(desk.db, desk.teacher, lesson.id);
    coaching::Note words{.reflection = true, .shared = true, .body = "Every group finished. Next time I cut the film with them myself.", .written_at = {}};
    coaching::write_note(desk.db, desk.teacher, desk.box, at(-1), lesson, words, true);
}

static void fill_lessons(Desk& desk, const std::vector<roster::Class>& classes) {
    coaching::save_hours(desk.db, desk.coach, {.account = desk.coach.account(), .active = true, .topics = {}});
    // Somebody of the technicians who comes along as support; without an educator's licence that is all they may.
    const auto helper = viewer(person(desk.demo, "technician2"), {comes_to_lessons()});
    coaching::save_hours(desk.db, helper, {.account = helper.account(), .active = true, .most_a_day = 2, .topics = {"tools", "data", "research"}});
    coaching::Ways ways{.usual = base::Minutes(20), .legs = {}};
    ways.legs[{desk.demo.schools[0].value, desk.demo.schools[2].value}] = base::Minutes(25);
    coaching::save_ways(desk.db, auth::Viewer::system(), ways);
    if (classes.size() < 2) return;
    const auto& reading = classes[0];
    const auto& science = classes[1];
    teach_one(desk, science);
    const auto last = desk.today + days(coaching::days_ahead);
    coaching::Wanted wanted;
    wanted.teacher = desk.teacher.account().value;
    wanted.school = science.school.value;
    wanted.preferred = desk.coach.account().value;
    wanted.only_preferred = true;
    wanted.windows = coaching::class_times(desk.main, science, 1, desk.today + days(1), last, desk.demo.plan.now);
    const auto around = coaching::situation(desk.db, desk.main, {science.school}, desk.today + days(1), last, std::nullopt);
    const auto free = coaching::free_times(around, wanted);
    if (!free.empty()) {
        auto lesson = ask(desk, science, "data", "Students measure rain for a week and draw their own chart.", desk.demo.plan.now - days(2), {});
        coaching::book(desk.db, desk.teacher, desk.demo.plan.now - days(2), lesson, {desk.coach.account(), free.front().span});
    }
    auto windows = coaching::class_times(desk.main, reading, 1, desk.today + days(2), last, desk.demo.plan.now);
    if (windows.size() > 6) windows.resize(6);
    if (!windows.empty()) ask(desk, reading, "research", "Find two sources that disagree, and say which one to trust.", desk.demo.plan.now - days(1), windows);
}

void add_demo_lessons(Demo& demo) {
    std::vector<roster::Class> classes;
    demo.house.database().write([&](db::Write& db) {
        add_bells(demo, db);
        classes = add_classes(demo, db);
        auth::grant(db, auth::Viewer::system(), demo.plan.now, person(demo, "technician2").account, comes_to_lessons());
    });
    const auto& store = demo.house.services().store(coaching::store_name);
    const auto zone = base::TimeZone::find("America/Chicago").value_or(base::TimeZone::utc());
    demo.house.database().read([&](db::Read& main) {
        store.database->write([&](db::Write& db) {
            Desk desk{demo, db, main, store.secrets, viewer(person(demo, "teacher")),
                      viewer(person(demo, "specialist"), {comes_to_lessons()}), zone.day_of(demo.plan.now)};
            fill_lessons(desk, classes);
        });
    });
}

}  // namespace app
