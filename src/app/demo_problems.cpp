// What the department of the demo knows about: a problem that many told it of, one that is solved, and what technicians suspect.
#include <algorithm>

#include <fmt/format.h>

#include "app/demo.h"
#include "auth/account.h"
#include "helpdesk/category.h"
#include "helpdesk/joining.h"
#include "helpdesk/problem.h"
#include "helpdesk/queue.h"
#include "helpdesk/suspicion.h"

namespace app {

static auth::Viewer viewer_of(db::Read& db, const DemoPerson& person) {
    return {person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session};
}

static const DemoPerson& find_person(const Demo& demo, std::string_view who) {
    return *std::ranges::find_if(demo.people, [&](const DemoPerson& person) { return person.who == who; });
}

static std::optional<helpdesk::CategoryId> category_called(db::Read& db, std::string_view key) {
    auto found = helpdesk::find_category(db, key);
    return found ? std::optional(found->id) : std::nullopt;
}

/// Staff of the district, most of them without an account: each opened the link that was mailed to them.
static void add_joined(Demo& demo, db::Write& db, helpdesk::ProblemId id, std::size_t from, std::size_t count, base::Instant first) {
    for (std::size_t i = 0; i < count && from + i < demo.staff.size(); ++i) {
        const auto& person = demo.staff[from + i];
        if (person.email.empty()) continue;
        auto at = first + std::chrono::minutes(7 * i);
        auto secret = helpdesk::hold_joining(db, at, helpdesk::find_problem(db, id), {person.name, person.email, person.school, person.language});
        helpdesk::confirm_joining(db, at, secret);
    }
}

static void add_open_problem(Demo& demo, db::Write& db) {
    auto owner = viewer_of(db, find_person(demo, "technician"));
    auto at = demo.plan.now - std::chrono::hours(26);
    helpdesk::ProblemForm form;
    form.title = {"The projector app does not start", "La aplicación del proyector no abre"};
    form.words = {"Since the update of yesterday the app that sends a screen to the classroom projector closes at once. The projectors themselves work.",
                  "Desde la actualización de ayer, la aplicación que envía la pantalla al proyector del salón se cierra enseguida. Los proyectores sí funcionan."};
    form.workaround = {"Use the cable beside the board.", "Use el cable que está junto a la pizarra."};
    form.category = category_called(db, "classroom");
    form.owner = owner.account();
    form.expected_on = base::Day(std::chrono::floor<std::chrono::days>(demo.plan.now)) + std::chrono::days(2);
    auto id = helpdesk::open_problem(db, owner, at, form);
    helpdesk::add_problem_note(db, owner, at + std::chrono::minutes(20), helpdesk::find_problem(db, id), "The maker knows of it and tests a new version. Do not roll back by hand.");
    add_joined(demo, db, id, 0, 38, at + std::chrono::minutes(40));
    auto queued = helpdesk::queue(db, auth::Viewer::system(), {.category = form.category}, std::nullopt, 4);
    for (const auto& row : queued.rows) {
        helpdesk::link_request(db, owner, at + std::chrono::hours(3), helpdesk::find_problem(db, id), helpdesk::fetch_for_work(db, auth::Viewer::system(), row.id));
    }
}

static void add_solved_problem(Demo& demo, db::Write& db) {
    auto owner = viewer_of(db, find_person(demo, "network"));
    auto at = demo.plan.now - std::chrono::hours(24 * 9);
    helpdesk::ProblemForm form;
    form.title = {"Wi-Fi drops out in the library", "El Wi-Fi se corta en la biblioteca"};
    form.words = {"Laptops lose the network every few minutes.", "Las computadoras pierden la red cada pocos minutos."};
    form.category = category_called(db, "network");
    form.schools = {demo.schools[0]};
    form.owner = owner.account();
    auto id = helpdesk::open_problem(db, owner, at, form);
    add_joined(demo, db, id, 40, 9, at + std::chrono::hours(1));
    helpdesk::solve_problem(db, owner, at + std::chrono::hours(28), helpdesk::find_problem(db, id),
                            {"A worn access point was replaced. Turn Wi-Fi off and on once, and it stays.",
                             "Se cambió un punto de acceso gastado. Apague y encienda el Wi-Fi una vez, y ya no se corta."});
}

/// Two technicians suspect something behind Chromebooks of one model; one of them looks at a request too.
static void add_suspicions(Demo& demo, db::Write& db) {
    std::vector<auth::Viewer> technicians;
    for (const auto& person : demo.people) {
        auto viewer = viewer_of(db, person);
        if (person.role_key == "technician" && viewer.may_everywhere(helpdesk::may_work)) technicians.push_back(std::move(viewer));
    }
    if (technicians.empty()) return;
    std::string model;
    std::size_t raised = 0;
    for (const auto& machine : demo.machines) {
        if (machine.kind != "chromebook" || raised == 3) continue;
        auto card = inventory::find_device(db, auth::Viewer::system(), machine.id);
        if (model.empty()) model = card->model;
        if (card->model != model) continue;
        const auto& who = technicians[raised % technicians.size()];
        auto at = demo.plan.now - std::chrono::hours(30 - 9 * static_cast<int>(raised));
        auto id = helpdesk::suspect_device(db, who, at, machine.id);
        if (++raised == 2) helpdesk::add_suspicion_words(db, who, at, helpdesk::fetch_suspicion(db, who, id), "The hinge again, at the same place.");
    }
    for (const auto& row : helpdesk::queue(db, auth::Viewer::system(), {.category = category_called(db, "printing")}, std::nullopt, 1).rows) {
        auto request = helpdesk::fetch_for_work(db, auth::Viewer::system(), row.id);
        helpdesk::suspect_request(db, technicians.front(), demo.plan.now - std::chrono::hours(3), request);
    }
}

void add_demo_problems(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        add_open_problem(demo, db);
        add_solved_problem(demo, db);
        add_suspicions(demo, db);
    });
}

}  // namespace app
