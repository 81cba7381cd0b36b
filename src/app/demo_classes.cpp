// Where the pages of classes are, what other companies show on the site, who of the staff can be found there, and a guardian who looks at it.
#include <algorithm>

#include <fmt/format.h>

#include "app/demo.h"
#include "auth/account.h"
#include "auth/password.h"
#include "site/class_check.h"
#include "site/class_link.h"
#include "site/class_pattern.h"
#include "site/directory_keep.h"
#include "site/embed_keep.h"

namespace app {

using std::chrono::days;

static auth::Viewer webmaster(const Demo& demo, db::Read& db) {
    const auto& one = *std::ranges::find(demo.people, std::string_view("webmaster"), &DemoPerson::who);
    return {one.account, one.name, auth::grants(db, auth::Viewer::system(), one.account), auth::Proof::session};
}

static http::Fetched answer(long status, const std::string& url) {
    http::Fetched fetched;
    fetched.status = status;
    fetched.url = url;
    return fetched;
}

/// One pattern for all; of some classes the page is gone, of some nobody knows one.
static void link_classes(Demo& demo, db::Write& db) {
    const auto viewer = webmaster(demo, db);
    const auto now = demo.plan.now;
    const auto today = std::chrono::floor<days>(now);
    site::save_pattern(db, viewer, now - days(60), today, {.pattern = "https://campus.example.org/course/{sourcedId}", .provider = "Campus"});
    int number = 0;
    for (const auto& line : site::class_coverage(db, viewer, today, {.show = site::Show::linked, .limit = 100'000}).lines) {
        ++number;
        const site::DueLink link{line.link->url, {line.id.value}};
        if (number % 31 == 0) {
            site::remove_link(db, viewer, now - days(30), line.id);
        } else if (number % 23 == 0) {
            site::note_look(db, link, answer(404, link.url), now - days(6));
            site::note_look(db, link, answer(404, link.url), now - days(1));
        } else {
            site::note_look(db, link, answer(number % 7 == 0 ? 403 : 200, link.url), now - days(2));
        }
    }
    // The teacher's own classes are not in the student information system: one was linked by hand.
    const auto& teacher = *std::ranges::find(demo.people, std::string_view("teacher"), &DemoPerson::who);
    const auto own = site::taught(db, auth::Viewer(teacher.account, teacher.name, {}, auth::Proof::session), today);
    if (!own.empty()) site::set_link(db, viewer, now - days(20), own.front().id, {"https://campus.example.org/course/leo-science", "Campus", "person"});
}

static site::EmbedId place(Demo& demo, db::Write& db, const site::EmbedFacts& facts, int changed_days_ago) {
    const auto viewer = webmaster(demo, db);
    const auto now = demo.plan.now;
    const auto id = site::place_embed(db, viewer, now - days(70), facts);
    site::SeenEmbed seen{id, facts.url, {site::Reach::alive, 200, "", now - days(changed_days_ago), now - days(70)}, facts.framed ? site::Framing::allowed : site::Framing::unknown, 1};
    site::note_embed(db, now - days(changed_days_ago), seen);
    site::note_embed(db, now - base::Minutes(5 * 60), seen);
    return id;
}

static void place_embeds(Demo& demo, db::Write& db) {
    const auto today = std::chrono::floor<days>(demo.plan.now);
    site::allow_provider(db, webmaster(demo, db), demo.plan.now - days(90), "league.example.org", "River Valley League");
    place(demo, db,
          {.name = "Varsity soccer: schedule of the league", .purpose = "Games and results; the league's office posts them", .url = "https://league.example.org/teams/riverbend-soccer",
           .school = demo.schools.front(), .season = {today - days(60), today + days(30)}},
          2);
    const auto tickets = place(demo, db,
                               {.name = "Tickets for school plays", .purpose = "The drama club sells here; its adviser posts", .url = "https://tickets.example.org/riverbend", .framed = false,
                                .school = demo.schools.front(), .on_place = true},
                               34);
    site::set_alarm(db, demo.plan.now - days(20), tickets, site::Alarm::stale);
}

/// A mother of two, with an account of her own.
static void add_guardian(Demo& demo, db::Write& db, const std::string& hash) {
    const auto system = auth::Viewer::system();
    DemoPerson guardian{"guardian", "Marta Silva", "marta@families.example", {}, "", {}};
    guardian.account = auth::create_account(db, system, demo.plan.now, {guardian.email, guardian.name, "es", hash});
    const auto person = roster::create_person(db, system, demo.plan.now, {.given_name = "Marta", .family_name = "Silva", .email = guardian.email, .role = roster::Role::guardian});
    roster::link_account(db, system, demo.plan.now, person, guardian.account);
    for (std::size_t child = 0; child < 2 && child < demo.students.size(); ++child) {
        db.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('manual', :student, :guardian, 'guardian')")
            .bind("student", demo.students[child].person)
            .bind("guardian", person)
            .run();
    }
    demo.people.push_back(std::move(guardian));
}

void add_demo_classes(Demo& demo) {
    const std::string hash = auth::hash_password(std::string(demo_password));
    demo.house.database().write([&](db::Write& db) {
        link_classes(demo, db);
        place_embeds(demo, db);
        site::save_directory_settings(db, webmaster(demo, db), demo.plan.now - days(80), {true, true});
        add_guardian(demo, db, hash);
    });
}

}  // namespace app
