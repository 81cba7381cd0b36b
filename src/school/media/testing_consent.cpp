#include "media/testing_consent.h"

#include "db/db.h"
#include "db/setting.h"
#include "mail/settings.h"
#include "media/answer.h"
#include "media/ceiling.h"
#include "media/protection.h"

namespace media::testing {

roster::PersonId add_guardian(db::Write& db, base::Instant now, roster::PersonId student, std::string_view given, std::string_view family, std::string_view email) {
    const auto guardian = roster::create_person(db, auth::Viewer::system(), now,
                                                {.given_name = std::string(given), .family_name = std::string(family), .email = std::string(email), .role = roster::Role::guardian});
    db.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('test', :student, :guardian, 'guardian')")
        .bind("student", student)
        .bind("guardian", guardian)
        .run();
    return guardian;
}

void open_all_channels(db::Write& db, base::Instant now) {
    auto wanted = ceilings(db);
    wanted.open = {true, true, true, true};
    set_ceilings(db, auth::Viewer::system(), now, wanted);
}

static NewAnswers paper(db::Read& db, base::Instant now, roster::PersonId student, roster::PersonId giver) {
    return {.student = student, .giver = giver, .answers = {}, .how = How::paper, .shown = {}, .given_on = db::district_zone(db).day_of(now)};
}

void say(db::Write& db, base::Instant now, roster::PersonId student, roster::PersonId giver, Use use, bool yes) {
    auto given = paper(db, now, student, giver);
    given.answers = {{use, yes}};
    enter_answers(db, auth::Viewer::system(), now, given);
}

void say_all(db::Write& db, base::Instant now, roster::PersonId student, roster::PersonId giver, bool yes) {
    auto given = paper(db, now, student, giver);
    for (const auto use : all_uses()) given.answers.emplace_back(use, yes);
    enter_answers(db, auth::Viewer::system(), now, given);
}

roster::PersonId allow_everywhere(db::Write& db, base::Instant now, roster::PersonId student) {
    open_all_channels(db, now);
    const auto guardian = add_guardian(db, now, student, "Gil", "Guardian");
    say_all(db, now, student, guardian, true);
    say_all(db, now, student, student, true);
    return guardian;
}

void set_up_mail(db::Write& db) {
    mail::save_settings(db, {.smtp_url = "smtp://127.0.0.1:1", .smtp_user = "", .from_address = "school@riverbend.example", .from_name = "School"}, std::nullopt);
}

void protect(db::Write& db, base::Instant now, roster::PersonId student, bool on) {
    if (on) media::protect(db, auth::Viewer::system(), now, student);
    else media::lift_protection(db, auth::Viewer::system(), now, student);
}

}  // namespace media::testing
