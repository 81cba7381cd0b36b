// Licences, certificates, hours learned, and who supervises, directs and evaluates whom: a district in Illinois whose CIO is no licensed educator.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "app/presets.h"
#include "auth/account.h"
#include "auth/password.h"
#include "people/credential.h"
#include "people/evaluation.h"
#include "people/learning.h"
#include "people/licence.h"
#include "people/manage.h"
#include "people/pack.h"
#include "people/relation.h"
#include "people/renewal_rules.h"

namespace app {

using std::chrono::days;

/// Those who come in only here: three principals and the personnel office.
struct Newcomer {
    std::string_view who, name, preset;
    int school;  // -1: everywhere
};
static constexpr std::array<Newcomer, 4> newcomers{{
    {"principal", "Grace Okafor", "teacher", 0},
    {"principal2", "Samir Patel", "teacher", 1},
    {"principal3", "Elena Ruiz", "teacher", 2},
    {"personnel", "Willa Hayes", "personnel", -1},
}};

static const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

static auth::Viewer viewer_of(const Demo& demo, db::Read& db, std::string_view who) {
    const auto& one = person(demo, who);
    return {one.account, one.name, auth::grants(db, auth::Viewer::system(), one.account), auth::Proof::session};
}

static void add_newcomer(Demo& demo, db::Write& db, const Newcomer& what, const std::string& hash) {
    const auth::Viewer system = auth::Viewer::system();
    const auto space = what.name.find(' ');
    const std::string given(what.name.substr(0, space)), family(what.name.substr(space + 1));
    std::string box;
    for (char c : given) box += static_cast<char>(c | 0x20);  // names of this table are plain letters
    DemoPerson one{std::string(what.who), std::string(what.name), box + "@riverbend.example", {}, "", {}};
    one.account = auth::create_account(db, system, demo.plan.now, {one.email, one.name, "en", hash});
    for (const auto& grant : grants_of(find_preset(what.preset).value(), std::nullopt)) auth::grant(db, system, demo.plan.now, one.account, grant);
    const auto school = demo.schools[static_cast<std::size_t>(std::max(what.school, 0))];
    auto id = roster::create_person(db, system, demo.plan.now, {.given_name = given, .family_name = family, .email = one.email, .role = roster::Role::administrator, .school = school});
    roster::link_account(db, system, demo.plan.now, id, one.account);
    demo.people.push_back(std::move(one));
}

struct Paper {
    std::string_view who, kind;  // a kind of licence, or the key of a certificate
    int issued_days_ago, ends_in_days;
    bool verified;
};
static constexpr std::array<Paper, 17> papers{{
    {"principal", "administrator", 1200, 626, true},   {"principal", "evaluator_training", 900, 926, true},
    {"principal2", "administrator", 1500, 326, true},  {"principal2", "evaluator_training", 1760, 66, true},
    {"principal3", "administrator", 800, 1026, true},  {"principal3", "evaluator_training", 1900, -74, true},
    {"specialist", "teacher_standard", 1500, 326, true}, {"specialist", "endorsement", 1500, 326, true}, {"specialist", "google_trainer", 340, 25, true},
    {"teacher", "teacher_standard", 600, 1226, true},
    {"technician", "aplus", 1000, 95, true},           {"technician2", "network_plus", 400, 695, true},
    {"technician3", "aplus", 1150, -55, true},         {"technician3", "vendor_repair", 300, 65, false},
    {"network", "ccna", 700, 395, true},               {"network", "security_plus", 1050, 45, true},
    {"cio", "cetl", 900, 195, false},
}};

static void add_paper(Demo& demo, db::Write& db, const Paper& what, int number) {
    const auto today = std::chrono::floor<days>(demo.plan.now);
    people::LicenceFacts facts;
    facts.kind = what.kind;
    facts.jurisdiction = "US-IL";
    facts.number = fmt::format("{}", 2'140'000 + number * 131);
    if (!people::is_licence_kind(what.kind)) {
        facts.kind = "credential";
        for (const auto& kind : people::credential_kinds(db)) {
            if (kind.key == what.kind) facts.credential_kind = kind.id;
        }
    }
    if (what.kind == "endorsement") facts.areas = "Technology specialist";
    if (what.kind == "teacher_standard") facts.grades = "5-12";
    facts.issued = today - days(what.issued_days_ago);
    facts.expires = today + days(what.ends_in_days);
    const auto holder = viewer_of(demo, db, what.who);
    const auto id = people::add_licence(db, holder, demo.plan.now - days(200), holder.account(), facts);
    if (!what.verified) return;
    people::verify_licence(db, viewer_of(demo, db, "personnel"), demo.plan.now - days(190), id,
                           {facts.kind == "credential" ? "issuer_lookup" : "state_lookup", facts.kind == "credential" ? "" : "https://www.isbe.net", {}, demo.plan.now}, 1);
}

struct Course {
    std::string_view who, title;
    int days_ago;
    int hours;
    std::string_view category, type;
    bool confirmed;
};
static constexpr std::array<Course, 8> courses{{
    {"specialist", "Universal design for learning", 900, 24, "pedagogy", "attending", true},
    {"specialist", "Coaching cycles, a year's seminar", 600, 30, "pedagogy", "attending", true},
    {"specialist", "Accessible documents and media", 320, 12, "digital", "presenting", true},
    {"specialist", "Data privacy in the classroom", 150, 6, "digital", "attending", true},
    {"specialist", "Reading about computational thinking", 40, 8, "stem", "independent", false},
    {"technician", "Chromebook repair workshop", 500, 8, "on_topic", "attending", true},
    {"technician", "Networking basics", 260, 6, "", "attending", true},
    {"network", "Incident response exercise", 200, 20, "on_topic", "attending", true},
}};

static void add_course(Demo& demo, db::Write& db, const Course& what) {
    const auto holder = viewer_of(demo, db, what.who);
    std::vector<people::CountsFor> counts_for;
    for (const auto& licence : people::licences_of(db, holder, holder.account())) {
        if (licence.kind != "endorsement") counts_for.push_back({licence.id, false});
    }
    people::Activity activity;
    activity.account = holder.account();
    activity.title = what.title;
    activity.on = std::chrono::floor<days>(demo.plan.now) - days(what.days_ago);
    activity.amount = what.hours * 100;
    activity.type = what.type;
    if (!what.category.empty()) activity.categories.emplace_back(what.category);
    activity.provider = "Regional Office of Education";
    activity.provider_number = "ROE-51";
    const auto id = people::add_activity(db, holder, demo.plan.now - days(what.days_ago - 1), activity, counts_for);
    if (what.confirmed) people::confirm_activity(db, viewer_of(demo, db, "personnel"), demo.plan.now - days(what.days_ago - 3), id, std::nullopt, 1);
}

struct Line {
    std::string_view from, to, kind;
};
static constexpr std::array<Line, 19> lines{{
    {"cio", "technician", "line_manager"},         {"cio", "technician2", "line_manager"},  {"cio", "technician3", "line_manager"},
    {"cio", "network", "line_manager"},            {"cio", "data", "line_manager"},         {"cio", "webmaster", "line_manager"},
    {"cio", "technician", "evaluator_classified"}, {"cio", "technician2", "evaluator_classified"}, {"cio", "technician3", "evaluator_classified"},
    {"cio", "network", "evaluator_classified"},    {"cio", "data", "evaluator_classified"}, {"cio", "webmaster", "evaluator_classified"},
    // The specialist works daily with the CIO, who is no licensed educator; a principal supervises and evaluates.
    {"cio", "specialist", "work_director"},        {"principal", "specialist", "line_manager"}, {"principal2", "specialist", "evaluator_licensed"},
    {"principal", "teacher", "line_manager"},      {"principal", "teacher", "evaluator_licensed"},
    {"principal", "principal2", "line_manager"},   {"principal", "principal3", "line_manager"},
}};

static void add_evaluation(Demo& demo, db::Write& db) {
    const auto evaluator = viewer_of(demo, db, "cio");
    const auto today = std::chrono::floor<days>(demo.plan.now);
    const auto id = people::open_evaluation(db, evaluator, demo.plan.now - days(2), {today, demo.house.services()}, person(demo, "technician").account, {"Quality of the work", "Work with people"});
    people::save_draft(db, evaluator, demo.plan.now - days(2), {today, demo.house.services()}, id,
                       {"A year with many repairs and calm words for everybody.",
                        {{"Quality of the work", "leading", "Repairs hold; the cart course for colleagues was a success."}, {"Work with people", "effective", "Teachers ask by name."}}, 1});
    people::sign_evaluation(db, evaluator, demo.plan.now - days(1), {today, demo.house.services()}, id, 0);
}

void add_demo_licences(Demo& demo) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    const auto today = std::chrono::floor<days>(demo.plan.now);
    demo.house.database().write([&](db::Write& db) {
        for (const auto& one : newcomers) add_newcomer(demo, db, one, hash);
        const auto personnel = viewer_of(demo, db, "personnel");
        people::choose_jurisdiction(db, personnel, demo.plan.now - days(200), "US-IL");
        int number = 0;
        for (const auto& one : papers) add_paper(demo, db, one, ++number);
        for (const auto& one : courses) add_course(demo, db, one);
        for (const auto& line : lines) {
            people::relate(db, personnel, demo.plan.now - days(120), {today, demo.house.services()},
                           {person(demo, line.from).email, person(demo, line.to).email, std::string(line.kind), std::nullopt, today - days(120), std::nullopt, "Board decision of the summer"});
        }
        add_evaluation(demo, db);
    });
}

}  // namespace app
