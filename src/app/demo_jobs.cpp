// Job descriptions of the demo: one with two versions and an open posting, one that the check finds faults with, one in Spanish, one for staff first.
#include <algorithm>

#include "app/demo.h"
#include "auth/account.h"
#include "http/call.h"
#include "people/manage.h"
#include "people/posting.h"

namespace app {

static people::Description composed(Demo& demo, db::Read& db, const std::string& language, const std::vector<people::RoleShare>& shares) {
    const auto& messages = *demo.house.services().messages;
    const auto spoken = html::parse_language(language).value_or(html::Language::en);
    const auto roles = people::catalogue(db);
    const auto skills = people::skills(db);
    const auto powers = people::authorities(db);
    people::TakenOver from{roles, skills, powers, {}, messages.text(spoken, "people.job.educator_licence")};
    for (auto key : {"people.level.0", "people.level.1", "people.level.2", "people.level.3"}) from.levels.push_back(messages.text(spoken, key));
    return people::compose(language, shares, from);
}

static people::Description technician(Demo& demo, db::Read& db) {
    auto job = composed(demo, db, "en", {{"technician", 60}, {"webmaster", 40}});
    job.title = "Technology and web technician";
    job.purpose = "Keeps the devices of our schools in use, and the website right. Without this work, classes wait and families look in vain.";
    job.reports_to = "Help desk lead";
    job.evaluated_by = "Chief information officer";
    job.flsa = "nonexempt";
    job.term_months = 12;
    job.week_minutes = 40 * 60;
    job.pay_from_cents = 21'50;
    job.pay_to_cents = 27'75;
    job.pay_unit = "hour";
    job.benefits = "Health plan from the first month\nState retirement plan\n12 days of leave and the school holidays";
    job.physical = "Lifts up to 40 pounds, climbs a ladder, drives between schools on most days";
    job.background = "Fingerprints and a check of criminal records before the start; the district pays";
    job.success_90 = "Closes usual repairs alone and knows the people of each office\nPublishes the weekly news without help";
    job.success_365 = "Has renewed the devices of one school\nHas led one accessibility review of the website";
    job.growth = "Help desk lead, or network and systems administrator; the district pays for one certificate a year";
    return job;
}

static people::Description coach(Demo& demo, db::Read& db) {
    auto job = composed(demo, db, "en", {{"integration_specialist", 100}});
    job.title = "Digital learning coach";
    job.purpose = "Helps teachers to use technology where it makes a lesson better.";
    job.reports_to = "Chief information officer, for the daily work";
    job.evaluated_by = "Principal of North School";
    job.evaluator_licensed = true;
    job.flsa = "exempt";
    job.term_months = 10;
    job.week_minutes = 37 * 60 + 30;
    job.pay_from_cents = 52'000'00;
    job.pay_to_cents = 71'000'00;
    job.benefits = "As in the agreement with the teachers";
    job.background = "As for all teachers";
    job.success_90 = "Has planned and taught a lesson with six teachers";
    job.success_365 = "Every school has asked for a cycle of its own";
    return job;
}

/// As it came out of a drawer: what the check is for.
static people::Description from_a_drawer(Demo& demo, db::Read& db) {
    auto job = composed(demo, db, "en", {{"network", 80}, {"security_lead", 20}});
    job.title = "Technology Coordinator";
    job.purpose = "We look for a young rockstar who can hit the ground running in a fast-paced environment.";
    job.duties.front().text = "Runs the network and performs other duties as assigned";
    job.duties.back().text = "Evaluates teachers in their use of technology";
    job.qualifications.front().years_instead = 0;
    job.qualifications.front().duties.clear();
    job.reports_to = "Superintendent";
    return job;
}

static people::Description help_desk(Demo& demo, db::Read& db) {
    auto job = composed(demo, db, "es", {{"help_desk_lead", 100}});
    job.title = "Responsable de la mesa de ayuda";
    job.purpose = "Cuida que cada solicitud llegue a quien puede ayudar.";
    job.reports_to = "Dirección de informática";
    job.evaluated_by = "Dirección de informática";
    job.flsa = "nonexempt";
    job.term_months = 12;
    job.week_minutes = 40 * 60;
    job.pay_from_cents = 48'000'00;
    job.pay_to_cents = 58'000'00;
    job.benefits = "Plan de salud\nPlan estatal de jubilación";
    job.background = "Huellas antes de empezar; paga el distrito";
    job.success_90 = "Conoce a las personas de cada oficina";
    job.success_365 = "Las solicitudes atrasadas son la mitad";
    return job;
}

static int approved(db::Write& db, const auth::Viewer& cio, base::Instant at, people::DescriptionId id, const std::string& note) {
    const auto seen = people::fetch_description(db, cio, id).changed_at;
    return people::approve_draft(db, cio, at, id, {seen, note, std::chrono::floor<std::chrono::days>(at)});
}

static people::PostingTerms terms(const Demo& demo, base::Day opens) {
    people::PostingTerms what;
    what.opens = opens;
    what.closes = opens + std::chrono::days(28);
    what.apply_words = "Send a letter and a résumé. Say which of the required points you meet, and how.";
    what.apply_email = "jobs@riverbend.example";
    what.contact = "Ruth Adler, chief information officer, 555-0142";
    what.accommodation = "Do you need an accommodation to apply or for an interview? Write to the contact, and we will arrange it.";
    what.equal_opportunity = demo.house.services().messages->text(html::Language::en, "people.posting.equal_words");
    what.address = {"100 River Road", "Riverbend", "IL", "60000", "US"};
    return what;
}

void add_demo_jobs(Demo& demo) {
    const auto now = demo.plan.now;
    const auto today = std::chrono::floor<std::chrono::days>(now);
    demo.house.database().write([&](db::Write& db) {
        const auto& person = *std::ranges::find(demo.people, "cio", &DemoPerson::who);
        const auth::Viewer cio(person.account, person.name, auth::grants(db, auth::Viewer::system(), person.account), auth::Proof::session);
        auto job = technician(demo, db);
        auto first = job;
        first.title = "Computer technician";
        first.pay_to_cents = 25'00;
        first.not_part.clear();
        const auto id = people::create_description(db, cio, now - std::chrono::days(400), first);
        approved(db, cio, now - std::chrono::days(390), id, "First description of the job");
        people::begin_draft(db, cio, now - std::chrono::days(40), id);
        auto draft = people::fetch_description(db, cio, id);
        const auto seen = draft.changed_at;
        draft.draft = job;
        people::save_draft(db, cio, now - std::chrono::days(35), draft, seen);
        const int newest = approved(db, cio, now - std::chrono::days(30), id, "Title, pay and what the job does not do");
        people::publish(db, cio, now - std::chrono::days(5), people::description_version(db, cio, id, newest), terms(demo, today - std::chrono::days(5)));

        const auto coaching = people::create_description(db, cio, now - std::chrono::days(60), coach(demo, db));
        approved(db, cio, now - std::chrono::days(50), coaching, "");
        auto staff_first = terms(demo, today - std::chrono::days(1));
        staff_first.internal_until = today + std::chrono::days(6);
        people::publish(db, cio, now - std::chrono::days(1), people::description_version(db, cio, coaching, 1), staff_first);

        people::create_description(db, cio, now - std::chrono::days(3), from_a_drawer(demo, db));
        people::create_description(db, cio, now - std::chrono::days(2), help_desk(demo, db));
    });
}

}  // namespace app
