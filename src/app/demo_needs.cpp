// What the department keeps hearing: a need in each state, heard by several, with the requests in which it was heard.
#include <algorithm>
#include <array>

#include "app/demo.h"
#include "auth/account.h"
#include "planning/need.h"

namespace app {

using planning::NeedState;
using std::chrono::days;

struct DemoVoice {
    std::string_view who;
    int school;  // a number of demo_schools; -1: not said
};
struct DemoNeed {
    std::string_view title, words, category;
    int days_ago;
    std::array<DemoVoice, 4> voices;  // the first raised it
    int requests;                     // of its kind in which it was heard
    std::string_view owner;
    int learning, safety;
    bool law;
    std::string_view effort, weighing;  // no effort: not weighed
    NeedState state;
    std::string_view answer;
    int on_in_days;
};

static constexpr std::array<DemoNeed, 7> needs{{
    {"Show the screen of a phone or tablet in the classroom", "Teachers film an experiment and cannot show it. Every cable is another one.", "classroom", 75,
     {{{"specialist", 0}, {"technician", 0}, {"technician3", 2}, {"webmaster", -1}}}, 5, "specialist", 2, 0, false, "middle",
     "It stops lessons at two schools, and one adapter for each room ends it.", NeedState::planned, "An adapter for every classroom with a panel, first at North Elementary School, paid from the summer budget.", 95},
    {"Captions for meetings and assemblies that are shown live", "A parent who does not hear asked twice.", "classroom", 40, {{{"webmaster", -1}, {"specialist", 1}, {"", -1}, {"", -1}}}, 1, "network", 0, 0, true,
     "large", "The law asks for it: what is shown to the public is for everybody.", NeedState::weighed, "", 0},
    {"Wi-Fi in the gym and on the playing field", "", "network", 33, {{{"technician2", 2}, {"network", -1}, {"technician", 1}, {"technician3", 2}}}, 4, "network", 1, 0, false, "large",
     "Assemblies and sports days at two schools; the field needs a cable.", NeedState::weighed, "", 0},
    {"Printing from one's own phone", "", "printing", 120, {{{"technician2", 1}, {"technician", 0}, {"", -1}, {"", -1}}}, 3, "cio", 0, 0, false, "middle",
     "Convenient, and no lesson waits for it.", NeedState::not_now, "The new printers of next year can do it; until then anybody can send the page to themselves and print it in the office.", 150},
    {"A technician may open a locked account without asking the office", "Whoever is locked out waits for a person who is at another school.", "sign_in", 150, {{{"technician", 0}, {"technician3", 2}, {"technician2", 1}, {"", -1}}}, 4, "cio", 1, 0, false,
     "small", "A class waits each time, at three schools.", NeedState::met, "Technicians have the authority to reset passwords since August. Whoever is not sure who asks still calls the office.", 0},
    {"Loaner chargers that do not walk away", "", "device", 9, {{{"technician3", 2}, {"technician2", 2}, {"", -1}, {"", -1}}}, 3, "", 0, 0, false, "", "", NeedState::heard, "", 0},
    {"A quiet place to record sound", "", "classroom", 3, {{{"specialist", 1}, {"", -1}, {"", -1}, {"", -1}}}, 0, "", 0, 0, false, "", "", NeedState::heard, "", 0},
}};

static auth::Viewer person_of(const Demo& demo, db::Read& db, std::string_view who) {
    const auto& person = *std::ranges::find(demo.people, who, &DemoPerson::who);
    return {person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session};
}

static std::int64_t version(db::Read& db, planning::NeedId id) { return planning::fetch_need(db, auth::Viewer::system(), id).version; }

/// The last requests of the kind that ended before the need was raised.
static std::vector<helpdesk::RequestId> heard_before(db::Read& db, std::int64_t category, base::Instant at, int most) {
    return db.query("SELECT id FROM helpdesk_request WHERE category_id = :category AND created_at < :at AND state <> 'merged' ORDER BY created_at DESC, id DESC LIMIT :most")
        .bind("category", category)
        .bind("at", at)
        .bind("most", most)
        .all([](const db::Row& row) { return helpdesk::RequestId{row.integer("id")}; });
}

static void live(const Demo& demo, db::Write& db, const DemoNeed& what) {
    const auto category = db.query("SELECT id FROM helpdesk_category WHERE key = :key").bind("key", what.category).one_integer();
    auto at = demo.plan.now - days(what.days_ago);
    auto school_of = [&](const DemoVoice& voice) { return voice.school < 0 ? std::nullopt : std::optional(demo.schools[static_cast<std::size_t>(voice.school)]); };
    const auto raiser = person_of(demo, db, what.voices[0].who);
    const auto id = planning::raise_need(db, raiser, at, {.title = std::string(what.title), .words = std::string(what.words), .category = category, .school = school_of(what.voices[0])});
    for (const auto& request : heard_before(db, category, at, what.requests)) planning::join_need(db, raiser, at, id, school_of(what.voices[0]), request);
    for (std::size_t i = 1; i < what.voices.size(); ++i) {
        if (what.voices[i].who.empty()) continue;
        at += std::chrono::hours(7);
        planning::join_need(db, person_of(demo, db, what.voices[i].who), at, id, school_of(what.voices[i]), {});
    }
    const auto cio = person_of(demo, db, "cio");
    if (!what.owner.empty()) planning::set_owner(db, cio, at, id, version(db, id), person_of(demo, db, what.owner).account());
    if (what.effort.empty()) return;
    at += days(3);
    planning::weigh(db, cio, at, id, version(db, id), {what.learning, what.safety, what.law, *planning::parse_effort(what.effort), std::string(what.weighing)});
    if (what.answer.empty()) return;
    at += days(2);
    const auto today = std::chrono::floor<days>(demo.plan.now);
    const auto on = what.on_in_days > 0 ? std::optional(today + days(what.on_in_days)) : std::nullopt;
    planning::answer_need(db, what.owner.empty() ? cio : person_of(demo, db, what.owner), at, today, id, version(db, id), {what.state, std::string(what.answer), on});
}

void add_demo_needs(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        for (const auto& what : needs) live(demo, db, what);
        // They were written then; nobody is written to about what never happened.
        db.query("UPDATE planning_need_letter SET written_at = (SELECT at FROM planning_need_answer WHERE id = answer_id) + 600000").run();
        db.query("DELETE FROM jobs_job WHERE name = 'planning.need_letters'").run();
    });
}

}  // namespace app
