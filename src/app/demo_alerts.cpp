// A delivery of batteries that goes bad: in the last days one model at one school has more trouble than usual, so that an alert stands there.
#include <map>

#include "app/demo.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "helpdesk/request.h"
#include "planning/look.h"

namespace app {

struct Outbreak {
    std::int64_t model = 0;
    roster::OrgId school;
    std::vector<Demo::Machine> machines;
};

/// The model and school with the most Chromebooks, the first of equals.
static Outbreak place_of(Demo& demo, db::Read& db) {
    std::map<std::pair<std::int64_t, std::int64_t>, Outbreak> places;
    for (const auto& machine : demo.machines) {
        if (machine.kind != "chromebook") continue;
        const auto model = db.query("SELECT model_id FROM inventory_device WHERE id = :id").bind("id", machine.id).one_integer();
        auto& place = places[{model, machine.school.value}];
        place.model = model;
        place.school = machine.school;
        place.machines.push_back(machine);
    }
    Outbreak most;
    for (auto& [key, place] : places) {
        if (place.machines.size() > most.machines.size()) most = std::move(place);
    }
    return most;
}

/// Now, or two in the afternoon of the last day on which the school was open.
static base::Instant last_school_moment(db::Read& db, roster::OrgId school, base::Instant now) {
    const auto& calendar = calendar::calendar_of(db, school, now);
    const auto today = calendar.zone().day_of(now);
    auto day = today;
    while (!calendar.is_school_day(day) && today - day < std::chrono::days(120)) day -= std::chrono::days(1);
    return day == today ? now : calendar.zone().to_instant({day, std::chrono::hours(14)});
}

void add_demo_alerts(Demo& demo) {
    constexpr std::size_t reports = 8;
    auto& database = demo.house.database();
    const auto outbreak = database.read([&](db::Read& db) { return place_of(demo, db); });
    if (outbreak.machines.size() < 2 * reports || demo.students.empty()) return;
    const auto [category, last_at] = database.read([&](db::Read& db) {
        return std::pair(db.query("SELECT id FROM helpdesk_category WHERE key = 'device'").one_integer(), last_school_moment(db, outbreak.school, demo.plan.now));
    });
    database.write([&](db::Write& db) {
        for (std::size_t number = 0; number < reports; ++number) {
            const auto& machine = outbreak.machines[number * outbreak.machines.size() / reports];
            const auto& asker = machine.student ? demo.students[*machine.student] : demo.students[number * 7 % demo.students.size()];
            helpdesk::NewRequest what;
            what.title = "The battery is empty by noon";
            what.description = "It was charged overnight and goes dark in the third lesson. It did not do that last week.";
            what.category = {category};
            what.school = outbreak.school;
            what.room = machine.room;
            what.device = machine.id;
            what.requester = asker.account;
            what.requester_person = asker.person;
            what.requester_name = asker.name;
            what.requester_email = asker.email;
            what.language = asker.language;
            what.origin = helpdesk::Origin::label;
            helpdesk::create(db, auth::Viewer::system(), last_at - std::chrono::minutes(20 * (reports - number)), what);
        }
        db.query("DELETE FROM helpdesk_notice").run();
    });
    planning::look_around(database, demo.plan.now, [](int) { return true; });
}

}  // namespace app
