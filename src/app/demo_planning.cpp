// Repairs, dates and prices by which every verdict on a device occurs, and then the verdicts themselves.
#include <algorithm>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/demo_words.h"
#include "auth/account.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/repair.h"
#include "helpdesk/request.h"
#include "planning/replacement_price.h"
#include "planning/verdict_store.h"

namespace app {

namespace {
/// What is at hand while the story is told.
struct Told {
    Demo& demo;
    db::Write& db;
    auth::Viewer technician, cio;
    helpdesk::CategoryId category;
};
}  // namespace

static auth::Viewer viewer_of(const Demo& demo, db::Read& db, std::string_view who) {
    const auto& person = *std::ranges::find(demo.people, who, &DemoPerson::who);
    return {person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session};
}

/// A repair that was asked for, made and closed on that day.
static void add_repair(const Told& told, const Demo::Machine& machine, int days_ago, std::string_view component, std::string_view cause, std::int64_t cents) {
    const auto& demo = told.demo;
    const auto& asker = machine.student ? demo.students[*machine.student] : demo.staff.front();
    const auto at = demo.plan.now - std::chrono::days(days_ago);
    const auto& words = demo_repair(component);
    helpdesk::NewRequest what;
    what.title = "It failed again";
    what.description = words.diagnosis_en;
    what.category = told.category;
    what.school = machine.school;
    what.room = machine.room.empty() ? "101" : machine.room;
    what.device = machine.id;
    what.requester = asker.account;
    what.requester_person = asker.person;
    what.requester_name = asker.name;
    what.requester_email = asker.email;
    const auto created = helpdesk::create(told.db, auth::Viewer::system(), at, what);
    const auto fresh = [&] { return helpdesk::fetch_for_work(told.db, auth::Viewer::system(), created.id); };
    const auto solved = at + std::chrono::hours(3);
    helpdesk::take(told.db, told.technician, at + std::chrono::hours(1), fresh());
    helpdesk::Repair repair{.device = machine.id, .symptom = "It failed again", .diagnosis = std::string(words.diagnosis_en), .action = "Replaced the part.", .component = std::string(component),
                            .cause = std::string(cause), .minutes = 35, .cost_cents = cents, .outcome = "fixed", .parts = {}};
    helpdesk::record_repair(told.db, told.technician, solved, fresh(), repair);
    helpdesk::resolve(told.db, told.technician, solved, fresh(), "The part is new, and it works.");
    if (days_ago > 4) helpdesk::close(told.db, auth::Viewer::system(), solved + std::chrono::days(3), fresh());
}

static void set_status(const Told& told, const Demo::Machine& machine, std::string_view status) {
    told.db.query("UPDATE inventory_device SET status = :status WHERE id = :id").bind("status", status).bind("id", machine.id).run();
    auth::record(told.db, told.technician, told.demo.plan.now - std::chrono::days(2),
                 {.subject_kind = "device", .subject_id = machine.id.value, .action = "status_changed", .detail = fmt::format(R"({{"status":["assigned","{}"]}})", status)});
}

/// Some makers end their support early; some days of purchase nobody knows any more.
static void set_dates(const Told& told, const std::vector<const Demo::Machine*>& old) {
    const auto today = std::chrono::floor<std::chrono::days>(told.demo.plan.now);
    for (std::size_t at = 0; at < old.size(); ++at) {
        if (at % 6 == 0 || at % 6 == 1) {
            const auto ends = at % 6 == 0 ? today - std::chrono::days(75) : today + std::chrono::days(600);
            told.db.query("UPDATE inventory_device SET support_ends_on = :ends WHERE id = :id").bind("ends", ends).bind("id", old[at]->id).run();
        }
        if (at % 17 == 2) told.db.query("UPDATE inventory_device SET purchased_on = NULL WHERE id = :id").bind("id", old[at]->id).run();
    }
}

/// Pen tablets of an art room: a kind for which nobody knows a price.
static void add_pen_tablets(const Told& told) {
    const auto model = told.db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded) VALUES ('peripheral', 'Wacom', 'Intuos S', 'intuos s') RETURNING id").one_integer();
    for (int number = 1; number <= 4; ++number) {
        const auto tag = fmt::format("PT-{:04}", number);
        const auto id = told.db.query(R"sql(
            INSERT INTO inventory_device (label_token, asset_tag, asset_tag_folded, model_id, status, school_id, room, purchased_on, created_at, updated_at)
            VALUES (:label, :tag, :folded, :model, 'assigned', :school, 'Art room', :bought, :now, :now) RETURNING id
        )sql")
                            .bind("label", auth::hash_token(fmt::format("label {} {}", told.demo.plan.seed, tag)).substr(0, 32))
                            .bind("tag", tag)
                            .bind("folded", base::fold(tag))
                            .bind("model", model)
                            .bind("school", told.demo.schools.front())
                            .bind("bought", std::chrono::floor<std::chrono::days>(told.demo.plan.now) - std::chrono::days(500))
                            .bind("now", told.demo.plan.now - std::chrono::days(500))
                            .one_integer();
        inventory::index_device(told.db, told.demo.plan.now, {id});
    }
}

static std::optional<std::int64_t> model_called(db::Read& db, std::string_view name) {
    return db.query("SELECT id FROM inventory_model WHERE name = :name").bind("name", name).maybe_integer();
}

static void set_prices(const Told& told) {
    const auto at = told.demo.plan.now - std::chrono::days(40);
    const auto price = [&](std::string_view kind, std::int64_t dollars, std::int64_t salvage, std::int64_t months, std::optional<std::int64_t> successor, std::string_view funding) {
        planning::Price said;
        said.kind = kind;
        said.price_cents = dollars * 100;
        said.salvage_cents = salvage * 100;
        said.life_months = months;
        said.successor = successor;
        said.funding_source = funding;
        planning::save_price(told.db, told.cio, at, said);
    };
    price("chromebook", 329, 25, 72, model_called(told.db, "300e Gen 3"), "");
    price("laptop", 849, 60, 60, {}, "General fund");
    price("projector", 1150, 0, 84, {}, "Technology levy");
    planning::save_assumptions(told.db, told.cio, at, {.hour_cents = 4200, .interest_basis_points = 300, .log_from = {}, .funding_source = "General fund", .revision = 0});
}

static void tell_repairs(const Told& told, const std::vector<const Demo::Machine*>& old, const std::vector<const Demo::Machine*>& young) {
    // Three failures by wear in a year: two out of warranty, one within.
    for (std::size_t at : {std::size_t{3}, std::size_t{4}}) {
        if (at >= old.size()) break;
        add_repair(told, *old[at], 250, "battery", "wear", 4200);
        add_repair(told, *old[at], 140, "charger", "wear", 2400);
        add_repair(told, *old[at], 30, "keyboard", "defect", 3600);
    }
    if (!young.empty()) {
        add_repair(told, *young[0], 200, "board", "defect", 0);
        add_repair(told, *young[0], 120, "hinge", "defect", 1800);
        add_repair(told, *young[0], 20, "battery", "wear", 0);
    }
    // One that came back within the month.
    if (old.size() > 9) {
        add_repair(told, *old[9], 60, "hinge", "wear", 2100);
        add_repair(told, *old[9], 45, "hinge", "wear", 900);
    }
    // In repair today: one whose maker pays, one near its end, one with years before it.
    if (young.size() > 2) {
        set_status(told, *young[1], "at_vendor");
        set_status(told, *young[2], "in_repair");
    }
    for (std::size_t at : {std::size_t{5}, std::size_t{11}, std::size_t{16}}) {
        if (at < old.size()) set_status(told, *old[at], "in_repair");
    }
}

void add_demo_planning(Demo& demo) {
    const auto today = std::chrono::floor<std::chrono::days>(demo.plan.now);
    std::vector<const Demo::Machine*> old, young;
    for (const auto& machine : demo.machines) {
        if (machine.kind != "chromebook") continue;
        const auto age = (today - machine.purchased).count();
        if (age > 3 * 366) old.push_back(&machine);
        else if (age > 300 && age < 2 * 365) young.push_back(&machine);
    }
    demo.house.database().write([&](db::Write& db) {
        const auto categories = helpdesk::categories(db);
        const Told told{demo, db, viewer_of(demo, db, "technician"), viewer_of(demo, db, "cio"), std::ranges::find(categories, "device", &helpdesk::Category::key)->id};
        set_dates(told, old);
        add_pen_tablets(told);
        tell_repairs(told, old, young);
        set_prices(told);
        db.query("DELETE FROM helpdesk_notice").run();
    });
    planning::rebuild_verdicts(demo.house.database(), demo.plan.now);
}

}  // namespace app
