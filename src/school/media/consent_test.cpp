// Answers as the database keeps them, on both engines: every obstacle, history, who may, and who is told.
#include "media/consent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "auth/account.h"
#include "base/error.h"
#include "base/random.h"
#include "db/setting.h"
#include "media/answer.h"
#include "media/ask.h"
#include "media/ceiling.h"
#include "media/media.h"
#include "media/protection.h"
#include "media/testing_consent.h"
#include "world/world.h"

using namespace media;
using std::chrono::days;

namespace {

constexpr Use site_news{Purpose::news, Channel::site}, print_news{Purpose::news, Channel::print};
using Why = std::vector<Obstacle>;

struct Consent : World {
    Consent() {
        write([&](db::Write& db) {
            ana = person("student");
            set_birth(db, ana, std::chrono::sys_days(std::chrono::year(2017) / 5 / 1));  // eight
            db.query("UPDATE roster_person SET grade = '03' WHERE id = :id").bind("id", ana).run();
            media::testing::open_all_channels(db, now);
            mother = media::testing::add_guardian(db, now, ana, "Rosa", "Silva", "rosa@families.example");
            father = media::testing::add_guardian(db, now, ana, "Ivo", "Silva");
        });
    }
    static void set_birth(db::Write& db, roster::PersonId student, base::Day birth) {
        db.query("DELETE FROM roster_demographic WHERE person_id = :id").bind("id", student).run();
        db.query("INSERT INTO roster_demographic (source, person_id, birth_on) VALUES ('test', :id, :birth)").bind("id", student).bind("birth", birth).run();
    }
    base::Day today() {
        return read([&](db::Read& db) { return db::district_zone(db).day_of(now); });
    }
    Why why(Use use = site_news) {
        return read([&](db::Read& db) { return may_show(db, ana, use, today_of(db)).obstacles; });
    }
    base::Day today_of(db::Read& db) { return db::district_zone(db).day_of(now); }
    void say(roster::PersonId giver, bool yes, Use use = site_news) {
        write([&](db::Write& db) { media::testing::say(db, now, ana, giver, use, yes); });
    }
    std::int64_t count(const std::string& sql) {
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM " + sql).one_integer(); });
    }
    /// Omar keeps the consents of South alone.
    auth::Viewer of_south() {
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("tech2"), {"media.consents", auth::ScopeKind::school, south.value}); });
        return viewer("tech2");
    }
    auth::Viewer of_north() {
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("tech"), {"media.consents", auth::ScopeKind::school, north.value}); });
        return viewer("tech");
    }

    roster::PersonId ana, mother, father;
};

}  // namespace

TEST_ON_EVERY_BACKEND(Consent, EveryObstacle, Consent) {
    EXPECT_EQ(why(), Why{Obstacle::no_answer});
    say(mother, true);
    EXPECT_EQ(why(), Why{});
    EXPECT_EQ(why(print_news), Why{Obstacle::no_answer}) << "yes to one says nothing about another";
    say(father, false);
    EXPECT_EQ(why(), Why{Obstacle::guardian_said_no});
    say(father, true);
    say(ana, false);
    EXPECT_EQ(why(), Why{Obstacle::child_said_no});
    say(ana, true);
    EXPECT_EQ(why(), Why{});

    write([&](db::Write& db) { media::testing::protect(db, now, ana); });
    EXPECT_EQ(why(), Why{Obstacle::withheld});
    write([&](db::Write& db) { media::testing::protect(db, now, ana, false); });
    write([&](db::Write& db) {
        db.query("INSERT INTO roster_directory_opt_out (person_id, since_on, noted_at) VALUES (:id, '2026-01-01', 1)").bind("id", ana).run();
    });
    EXPECT_EQ(why(), Why{Obstacle::opted_out});
    write([&](db::Write& db) { db.query("UPDATE roster_directory_opt_out SET active = 0").run(); });

    write([&](db::Write& db) {
        auto rules = ceilings(db);
        rules.open[0] = false;
        set_ceilings(db, auth::Viewer::system(), now, rules);
    });
    EXPECT_EQ(why(), Why{Obstacle::ceiling});
    write([&](db::Write& db) { media::testing::open_all_channels(db, now); });

    write([&](db::Write& db) { set_birth(db, ana, today_of(db) - days(14 * 366)); });
    write([&](db::Write& db) { db.query("DELETE FROM media_answer WHERE giver_id = :id").bind("id", ana).run(); });
    EXPECT_EQ(why(), Why{Obstacle::child_not_asked});
    EXPECT_EQ(why(print_news), Why{Obstacle::no_answer});

    write([&](db::Write& db) { db.query("UPDATE roster_guardian SET active = 0").run(); });
    EXPECT_EQ(why(), (Why{Obstacle::no_guardian, Obstacle::child_not_asked})) << "a yes of who is a guardian no more";
    write([&](db::Write& db) { db.query("UPDATE roster_person SET active = 0 WHERE id = :id").bind("id", ana).run(); });
    EXPECT_EQ(why(), Why{Obstacle::not_a_student});
    read([&](db::Read& db) { EXPECT_EQ(may_show(db, roster::PersonId{999'999}, site_news, today_of(db)).obstacles, Why{Obstacle::not_a_student}); });
    read([&](db::Read& db) { EXPECT_EQ(may_show(db, mother, site_news, today_of(db)).obstacles, Why{Obstacle::not_a_student}); });
}

TEST_ON_EVERY_BACKEND(ConsentAtFirst, NothingIsOpen, World) {
    read([&](db::Read& db) {
        for (const bool open : ceilings(db).open) EXPECT_FALSE(open);
        EXPECT_EQ(ceilings(db).second_person, "02");
        for (const auto use : all_uses()) EXPECT_FALSE(may_show(db, person("student"), use, db::district_zone(db).day_of(now)).allowed());
    });
}

TEST_ON_EVERY_BACKEND(Consent, AYesEndsByItselfOnTheDayThatTheDistrictSet, Consent) {
    say(mother, true);
    read([&](db::Read& db) { EXPECT_EQ(may_show(db, ana, site_news, today_of(db)).until, std::chrono::sys_days(std::chrono::year(2026) / 8 / 1)); });
    now = base::from_ms(base::to_ms(now) + std::int64_t{86'400'000} * 144);  // 31 July
    EXPECT_EQ(why(), Why{});
    now += days(1);
    EXPECT_EQ(why(), Why{Obstacle::no_answer});
}

TEST_ON_EVERY_BACKEND(Consent, APaperEnteredLateDoesNotReplaceWhatWasSaidSince, Consent) {
    const auto paper = [&](bool yes, int days_ago) {
        write([&](db::Write& db) {
            enter_answers(db, auth::Viewer::system(), now, {.student = ana, .giver = mother, .answers = {{site_news, yes}}, .how = How::paper, .given_on = today_of(db) - days(days_ago)});
        });
    };
    const auto may = [&] { return read([&](db::Read& db) { return may_show(db, ana, site_news, today_of(db)).allowed(); }); };
    paper(true, 3);
    EXPECT_TRUE(may());
    paper(false, 0);
    EXPECT_FALSE(may());
    paper(true, 30);
    EXPECT_FALSE(may()) << "the no is newer than the paper";
    EXPECT_EQ(count("media_answer"), 3) << "and the paper is kept";
    paper(true, 0);
    EXPECT_TRUE(may());
}

TEST_ON_EVERY_BACKEND(Consent, AnswersStay, Consent) {
    say(mother, true);
    say(mother, true);
    EXPECT_EQ(count("media_answer"), 1) << "the same answer on the same day is one";
    now += days(1);
    say(mother, false);
    say(mother, true);
    EXPECT_EQ(count("media_answer"), 3);
    EXPECT_EQ(count("media_answer WHERE ended_at IS NULL"), 1);
    EXPECT_EQ(count("media_answer WHERE ended_how = 'withdrawn'"), 1);
    EXPECT_EQ(count("media_answer WHERE ended_how = 'replaced'"), 1);
    read([&](db::Read& db) {
        const auto told = answers_told(db, auth::Viewer::system(), ana, 0, 10);
        ASSERT_EQ(told.size(), 2u) << "those of one moment are told together";
        EXPECT_EQ(told.back().yes, std::vector<Use>{site_news});
        EXPECT_EQ(told.back().giver, "Rosa Silva");
        EXPECT_EQ(answers_told(db, auth::Viewer::system(), ana, 0, 1).size(), 2u) << "one more says that there are more";
    });
    EXPECT_GE(count("auth_event WHERE subject_kind = 'consent' AND action = 'answered'"), 3);
}

TEST_ON_EVERY_BACKEND(Consent, TheNoOfAFormerGuardianCountsUntilItIsSetAside, Consent) {
    say(mother, true);
    say(father, false);
    EXPECT_THROW(write([&](db::Write& db) { set_aside(db, auth::Viewer::system(), now, ana, father); }), base::Conflict);
    write([&](db::Write& db) { db.query("UPDATE roster_guardian SET active = 0 WHERE guardian_id = :id").bind("id", father).run(); });
    EXPECT_EQ(why(), Why{Obstacle::guardian_said_no}) << "clause 1.4";
    write([&](db::Write& db) { set_aside(db, auth::Viewer::system(), now, ana, father); });
    EXPECT_EQ(why(), Why{});
    EXPECT_EQ(count("media_answer WHERE ended_how = 'set_aside'"), 1);
}

TEST_ON_EVERY_BACKEND(Consent, ManyAreAskedWithOneQuery, Consent) {
    std::vector<roster::PersonId> students;
    write([&](db::Write& db) {
        for (int n = 0; n < 60; ++n) {
            auto id = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "S", .family_name = "T", .role = roster::Role::student, .grade = "03", .school = north});
            if (n % 3 == 0) media::testing::say(db, now, id, media::testing::add_guardian(db, now, id, "G", "T"), site_news, n % 2 == 0);
            students.push_back(id);
        }
        students.push_back(students.front());
        students.push_back({999'999});
    });
    read([&](db::Read& db) {
        const auto day = today_of(db);
        const int before = db.statements_run();
        const auto decisions = may_show(db, students, site_news, day);
        EXPECT_EQ(db.statements_run() - before, 1);
        ASSERT_EQ(decisions.size(), students.size());
        for (std::size_t n = 0; n < 60; ++n) EXPECT_EQ(decisions[n].allowed(), n % 6 == 0) << n;
        EXPECT_TRUE(decisions[60].allowed());
        EXPECT_EQ(decisions[61].obstacles, Why{Obstacle::not_a_student});
        EXPECT_TRUE(may_show(db, std::span<const roster::PersonId>(), site_news, today_of(db)).empty());
    });
}

TEST_ON_EVERY_BACKEND(Consent, ARandomHistoryCountsAsTheRuleSays, Consent) {
    base::Random random(11);
    std::map<std::pair<roster::PersonId, Use>, bool> latest;
    const auto uses = all_uses();
    for (int step = 0; step < 120; ++step) {
        const roster::PersonId givers[] = {ana, mother, father};
        const auto giver = random.pick(std::span<const roster::PersonId>(givers));
        const auto use = uses[random.below(uses.size())];
        const bool yes = random.chance(0.7);
        if (random.chance(0.1)) now += days(1);
        say(giver, yes, use);
        latest[{giver, use}] = yes;
        read([&](db::Read& db) {
            for (const auto one : uses) {
                const auto said = [&](roster::PersonId who) { return latest.contains({who, one}) ? std::optional(latest[{who, one}]) : std::nullopt; };
                const bool no = said(ana) == false || said(mother) == false || said(father) == false;
                const bool expected = !no && (said(mother) == true || said(father) == true);
                EXPECT_EQ(may_show(db, ana, one, today_of(db)).allowed(), expected);
            }
        });
    }
}

TEST_ON_EVERY_BACKEND(Consent, WhoMayAnswerAndEnter, Consent) {
    const auto by_link = [&](roster::PersonId giver) {
        return NewAnswers{.student = ana, .giver = giver, .answers = {{site_news, true}}, .how = How::link, .shown = shown_words(*services().messages, html::Language::es), .given_on = today()};
    };
    write([&](db::Write& db) {
        EXPECT_EQ(take_answers(db, auth::Viewer(), now, by_link(mother)), 1);
        EXPECT_THROW(take_answers(db, auth::Viewer(), now, by_link(person("teacher"))), base::Forbidden);
    });
    const auto north_only = of_north(), south_only = of_south();
    auto entry = by_link(father);
    entry.how = How::paper;
    write([&](db::Write& db) {
        EXPECT_EQ(enter_answers(db, north_only, now, entry), 1);
        EXPECT_THROW(enter_answers(db, south_only, now, entry), base::NotFound);
        EXPECT_THROW(protect(db, south_only, now, ana), base::NotFound);
        EXPECT_THROW(is_protected(db, viewer("teacher"), ana), base::NotFound);
        EXPECT_THROW(answers_told(db, south_only, ana, 0, 5), base::NotFound);
        EXPECT_THROW(givers_of(db, south_only, ana), base::NotFound);
        entry.how = How::telephone;
        EXPECT_THROW(enter_answers(db, north_only, now, entry), base::Invalid) << "a call can only say no";
        entry.how = How::paper;
        entry.given_on = today_of(db) + days(1);
        EXPECT_THROW(enter_answers(db, north_only, now, entry), base::Invalid);
        entry.given_on = today_of(db);
        entry.last_day = today_of(db) + days(401);
        EXPECT_THROW(enter_answers(db, north_only, now, entry), base::Invalid);
        entry.last_day = today_of(db) + days(400);
        EXPECT_EQ(enter_answers(db, north_only, now, entry), 1);
        EXPECT_THROW(set_ceilings(db, north_only, now, ceilings(db)), base::Forbidden);
    });
    write([&](db::Write& db) {
        set_birth(db, ana, today_of(db) - days(19 * 366));
        db.query("UPDATE roster_person SET grade = '12' WHERE id = :id").bind("id", ana).run();
        EXPECT_THROW(take_answers(db, auth::Viewer(), now, by_link(mother)), base::Forbidden) << "who is 18 answers alone";
        EXPECT_EQ(take_answers(db, auth::Viewer(), now, by_link(ana)), 1);
        EXPECT_TRUE(may_show(db, ana, site_news, today_of(db)).allowed());
    });
    EXPECT_EQ(count("media_answer WHERE words_hash <> '' AND language = 'es' AND how = 'link'"), 2);
}

// --- Subscribers ---

namespace {

std::vector<std::pair<roster::PersonId, Change>> told_changes;
bool allowed_when_told = false;
std::vector<Channel> closed_channels;

void listen(db::Write& db, roster::PersonId student, base::Instant now, Change change) {
    told_changes.emplace_back(student, change);
    allowed_when_told = may_show(db, student, site_news, db::district_zone(db).day_of(now)).allowed();
}
void listen_closed(db::Write&, Channel channel, base::Instant) { closed_channels.push_back(channel); }

}  // namespace

TEST_ON_EVERY_BACKEND(Consent, EveryChangeIsToldInItsTransaction, Consent) {
    consent_changed_subscribers().push_back(listen);
    channel_closed_subscribers().push_back(listen_closed);
    told_changes.clear();
    closed_channels.clear();
    say(mother, true);
    EXPECT_EQ(told_changes.size(), 1u);
    EXPECT_TRUE(allowed_when_told);
    say(mother, true);
    EXPECT_EQ(told_changes.size(), 1u) << "nothing changed";
    say(ana, false);
    EXPECT_FALSE(allowed_when_told) << "the new state is there";
    say(ana, true);
    write([&](db::Write& db) { media::testing::protect(db, now, ana); });
    EXPECT_EQ(told_changes.back().second, Change::protection);
    write([&](db::Write& db) { media::testing::protect(db, now, ana); });
    EXPECT_EQ(told_changes.size(), 4u);
    write([&](db::Write& db) {
        auto rules = ceilings(db);
        rules.open = {true, false, true, true};
        set_ceilings(db, auth::Viewer::system(), now, rules);
    });
    EXPECT_EQ(closed_channels, std::vector<Channel>{Channel::social});
    told_changes.clear();
    run_jobs();
    now = base::from_ms(base::to_ms(now) + std::int64_t{86'400'000} * 145);  // 1 August
    run_jobs();
    ASSERT_FALSE(told_changes.empty());
    EXPECT_EQ(told_changes.front(), (std::pair(ana, Change::ended)));
    const auto before = told_changes.size();
    now += days(1);
    run_jobs();
    EXPECT_EQ(told_changes.size(), before) << "told once";
    std::erase(consent_changed_subscribers(), ConsentSubscriber(listen));
    std::erase(channel_closed_subscribers(), CeilingSubscriber(listen_closed));
}

TEST_ON_EVERY_BACKEND(Consent, YoungStudentsNeedASecondLook, Consent) {
    const auto grade = [&](const char* word) {
        write([&](db::Write& db) { db.query("UPDATE roster_person SET grade = :grade WHERE id = :id").bind("grade", word).bind("id", ana).run(); });
        return read([&](db::Read& db) { return needs_second_look(db, std::span(&ana, 1)); });
    };
    EXPECT_TRUE(grade("KG"));
    EXPECT_TRUE(grade("02"));
    EXPECT_FALSE(grade("03"));
    EXPECT_TRUE(grade("")) << "not known counts as young";
    write([&](db::Write& db) {
        auto rules = ceilings(db);
        rules.second_person = "01";
        EXPECT_THROW(set_ceilings(db, auth::Viewer::system(), now, rules), base::Invalid) << "not less than grade 2";
        rules.second_person = "05";
        set_ceilings(db, auth::Viewer::system(), now, rules);
        EXPECT_THROW(set_ceilings(db, auth::Viewer::system(), now, rules), base::Conflict) << "somebody else was first";
    });
    EXPECT_TRUE(grade("05"));
    EXPECT_FALSE(grade("06"));
    read([&](db::Read& db) { EXPECT_FALSE(needs_second_look(db, {})); });
}
