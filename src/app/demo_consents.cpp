// What families said about pictures: yes, no, in part, in conflict, nothing, too long ago; a student's own no, and a child who must not be shown.
#include <algorithm>

#include <fmt/format.h>

#include "app/app.h"
#include "app/demo.h"
#include "app/demo_names.h"
#include "auth/account.h"
#include "db/db.h"
#include "db/setting.h"
#include "media/answer.h"
#include "media/ceiling.h"
#include "media/media.h"
#include "media/protection.h"

namespace app {

namespace {

/// At most so many students have guardians in the demo.
constexpr std::size_t most_families = 240;

/// What somebody said, to all twelve questions.
enum class DemoSaid { yes, print_only, no, yes_that_ended };

class Families {
public:
    Families(Demo& demo, db::Write& db) : demo_(demo), db_(db), random_(demo.plan.seed + 7), today_(db::district_zone(db).day_of(demo.plan.now)) {}

    void open_channels() {
        auto rules = media::ceilings(db_);
        rules.open = {true, true, true, false};  // site, social, print; no press
        media::set_ceilings(db_, auth::Viewer::system(), demo_.plan.now, rules);
    }

    /// Each principal keeps the consents of their school, and works with its pictures.
    void add_keepers() {
        for (const auto& person : demo_.people) {
            const auto known = person.who.starts_with("principal") ? roster::person_of(db_, person.account) : std::nullopt;
            if (!known) continue;
            const auto school = roster::schools_of(db_, *known).front();
            for (const auto permission : {media::may_keep_consents, media::may_upload, media::may_review, roster::may_see_people}) {
                auth::grant(db_, auth::Viewer::system(), demo_.plan.now, person.account, {std::string(permission.name), auth::ScopeKind::school, school.value});
            }
        }
    }

    /// The student who can sign in, and her mother.
    void add_ana() {
        const auto& ana = demo_.students.front();
        for (const auto& guardian : roster::guardians(db_, auth::Viewer::system(), ana.person)) answer(ana, guardian.id, DemoSaid::yes, "es");
        answer(ana, ana.person, DemoSaid::yes, "en");
    }

    /// Each tenth family is of one kind.
    void add(std::size_t number, const Demo::Asker& student) {
        constexpr std::size_t two_yes = 1, print_only = 3, no = 4, conflict = 5, silent = 6, ended = 7, child_no = 8, withheld = 9;
        const auto kind = number % 10;
        const auto first = add_guardian(student, number, number % 9 != 4);
        const auto second = kind == conflict || kind == two_yes ? std::optional(add_guardian(student, number + 1000, true)) : std::nullopt;
        if (kind == silent) return;
        answer(student, first, kind == print_only ? DemoSaid::print_only : kind == no ? DemoSaid::no : kind == ended ? DemoSaid::yes_that_ended : DemoSaid::yes, student.language);
        if (second) answer(student, *second, kind == conflict ? DemoSaid::no : DemoSaid::yes, student.language);
        answer(student, student.person, kind == child_no ? DemoSaid::no : DemoSaid::yes, "en");
        if (kind == withheld) media::protect(db_, auth::Viewer::system(), demo_.plan.now, student.person);
    }

private:
    roster::PersonId add_guardian(const Demo::Asker& student, std::size_t number, bool reachable) {
        const auto given = demo_name(random_).given;
        const auto family = student.name.substr(student.name.find(' ') + 1);
        const auto email = reachable ? fmt::format("{}.{}{}@families.example", letters_only(given), letters_only(family), number) : "";
        const auto id = roster::create_person(db_, auth::Viewer::system(), demo_.plan.now, {.given_name = given, .family_name = family, .email = email, .role = roster::Role::guardian});
        db_.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('manual', :student, :guardian, 'guardian')")
            .bind("student", student.person)
            .bind("guardian", id)
            .run();
        return id;
    }

    /// As the office enters a form on paper.
    void answer(const Demo::Asker& student, roster::PersonId giver, DemoSaid what, std::string_view language) {
        const bool ended = what == DemoSaid::yes_that_ended;
        media::NewAnswers given{.student = student.person,
                                .giver = giver,
                                .answers = {},
                                .how = media::How::paper,
                                .shown = media::shown_words(*demo_.house.services().messages, html::parse_language(language).value_or(html::Language::en)),
                                .given_on = today_ - std::chrono::days(ended ? 320 : 40)};
        given.last_day = ended ? today_ - std::chrono::days(100) : today_ + std::chrono::days(240);
        for (const auto use : media::all_uses()) given.answers.emplace_back(use, what == DemoSaid::print_only ? use.channel == media::Channel::print : what != DemoSaid::no);
        media::enter_answers(db_, auth::Viewer::system(), demo_.plan.now - std::chrono::days(ended ? 320 : 40), given);
    }

    Demo& demo_;
    db::Write& db_;
    base::Random random_;  // of its own: whatever is made later stays as it was
    base::Day today_;
};

}  // namespace

void add_demo_consents(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        Families families(demo, db);
        families.open_channels();
        families.add_keepers();
        families.add_ana();
        const auto step = std::max<std::size_t>(1, demo.students.size() / most_families);
        // The second student has the same mother as the first; she has not said anything about them yet.
        for (std::size_t at = 2, number = 0; at < demo.students.size() && number < most_families; at += step, ++number) families.add(number, demo.students[at]);
    });
}

}  // namespace app
