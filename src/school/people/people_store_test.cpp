#include <algorithm>

#include <gtest/gtest.h>

#include "auth/account.h"
#include "auth/event.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "people/manage.h"
#include "people/people.h"

using namespace people;
using roster::OrgId;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
static const base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();
static const base::Day monday = day("2026-11-23");
static const auto& system_viewer = *new auth::Viewer(auth::Viewer::system());

namespace {

/// North and South; Ana the CIO, Ben a technician at North, Cho network everywhere, Dev nobody yet.
class PeopleStore : public testing::Test {
protected:
    PeopleStore() {
        school->write([&](db::Write& db) {
            north = add_org(db, "North");
            south = add_org(db, "South");
            for (auto* account : {&ana, &ben, &cho, &dev}) *account = {};
            ana = auth::create_account(db, system_viewer, now, {"ana@school.org", "Ana Silva"});
            ben = auth::create_account(db, system_viewer, now, {"ben@school.org", "Ben Okafor"});
            cho = auth::create_account(db, system_viewer, now, {"cho@school.org", "Cho Park"});
            dev = auth::create_account(db, system_viewer, now, {"dev@school.org", "Dev Rao"});
        });
        assign_role("ana@school.org", "cio", {});
        assign_role("ben@school.org", "technician", north);
        assign_role("cho@school.org", "network", {});
    }

    static OrgId add_org(db::Write& db, const std::string& name) {
        return {db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', :name, :name, 'school') RETURNING id")
                    .bind("name", name)
                    .one_integer()};
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), roster::embedded(), people::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
    template <typename Body>
    auto write(Body&& body) {
        return school->write([&](db::Write& db) { return body(db); });
    }
    std::int64_t assign_role(std::string email, std::string role, std::optional<OrgId> org, std::string covers = {}, std::string title = {}) {
        return write([&](db::Write& db) { return assign(db, system_viewer, now, {email, role, org, title, day("2026-08-01"), {}, covers}); });
    }
    Colleague colleague(auth::AccountId account, OrgId at, base::Day on = monday) {
        auto all = school->read([&](db::Read& db) { return colleagues(db, system_viewer, at, on); });
        auto found = std::ranges::find(all, account, &Colleague::account);
        return found == all.end() ? Colleague{} : *found;
    }
    std::vector<auth::AccountId> who(std::string_view role, OrgId at, base::Day on = monday) {
        return school->read([&](db::Read& db) { return holders(db, system_viewer, role, at, on); });
    }

    db::testing::FreshDatabase school{migrations()};
    OrgId north, south;
    auth::AccountId ana, ben, cho, dev;
};

bool contains(const std::vector<std::string>& list, std::string_view word) { return std::ranges::find(list, word) != list.end(); }

}  // namespace

using Accounts = std::vector<auth::AccountId>;

TEST_F(PeopleStore, TheUsualRolesAreThereInBothLanguages) {
    auto all = school->read([](db::Read& db) { return roles(db); });
    ASSERT_EQ(all.size(), 11u);
    EXPECT_EQ(all[0].key, "technician");
    for (const auto& one : all) {
        EXPECT_FALSE(one.may_not.en.empty());
        EXPECT_EQ(std::ranges::count(one.may_not.en, '\n'), std::ranges::count(one.may_not.es, '\n')) << one.key;
    }
    EXPECT_THROW(school->read([](db::Read& db) { return role(db, "wizard"); }), base::NotFound);
}

TEST_F(PeopleStore, ARoleIsHeldAtItsSchoolOrEverywhere) {
    EXPECT_EQ(who("technician", north), Accounts{ben});
    EXPECT_EQ(who("technician", south), Accounts{});
    EXPECT_EQ(who("network", south), Accounts{cho});
    EXPECT_TRUE(colleague(ben, north).serves);
    EXPECT_FALSE(colleague(ben, south).serves);
    EXPECT_EQ(colleague(dev, north).account.value, 0) << "holds no role";
}

TEST_F(PeopleStore, AuthorityComesWithARoleOrIsGivenToAPersonAtAPlace) {
    EXPECT_TRUE(contains(colleague(ben, north).authorities, "reset_password"));
    EXPECT_FALSE(contains(colleague(ben, south).authorities, "reset_password")) << "the role is not held there";
    write([&](db::Write& db) { give_authority(db, system_viewer, now, {ben, "network_closet", south, {}}); });
    EXPECT_TRUE(contains(colleague(ben, south).authorities, "network_closet"));
    EXPECT_FALSE(contains(colleague(ben, north).authorities, "network_closet"));

    auto given = school->read([&](db::Read& db) { return authorities_of(db, system_viewer, ben, monday); });
    EXPECT_EQ(given[0].org_name, "South");
    write([&](db::Write& db) { take_authority(db, system_viewer, now, given[0].id); });
    EXPECT_FALSE(contains(colleague(ben, south).authorities, "network_closet"));
}

TEST_F(PeopleStore, AnAuthorityToSpendNeedsItsLimit) {
    EXPECT_THROW(write([&](db::Write& db) { give_authority(db, system_viewer, now, {ben, "spend", {}, {}}); }), base::Invalid);
    write([&](db::Write& db) { give_authority(db, system_viewer, now, {ben, "spend", {}, 20'000}); });
    write([&](db::Write& db) { give_authority(db, system_viewer, now, {ben, "spend", {}, 30'000}); });
    auto given = school->read([&](db::Read& db) { return authorities_of(db, system_viewer, ben, monday); });
    EXPECT_EQ(std::ranges::count(given, "spend", [](const PersonAuthority& one) { return one.authority.key; }), 1);
    EXPECT_EQ(given[0].limit_cents, 30'000);
}

TEST_F(PeopleStore, SkillsHaveALevelAndSomebodyWhoVerifiedThem) {
    auto manager = auth::Viewer(ana, "Ana Silva", {{"people.manage"}}, auth::Proof::session);
    auto hardware = school->read([](db::Read& db) { return skills(db).at(0); });
    write([&](db::Write& db) { set_skill(db, manager, now, ben, {hardware.id, 2}); });
    auto known = colleague(ben, north).skills;
    ASSERT_EQ(known.size(), 1u);
    EXPECT_EQ(known[0].skill, "hardware");
    EXPECT_EQ(known[0].level, 2);
    auto page = school->read([&](db::Read& db) { return skills_of(db, manager, ben); });
    EXPECT_EQ(page[0].verified_by, "Ana Silva");
    write([&](db::Write& db) { set_skill(db, manager, now, ben, {hardware.id, 0}); });
    EXPECT_TRUE(colleague(ben, north).skills.empty());
}

TEST_F(PeopleStore, DutyAndAbsenceSayWhoIsThere) {
    EXPECT_TRUE(colleague(ben, north).present) << "without duty days everybody is there";
    std::vector<DutyDay> week(7);
    week[1] = {true, south};
    write([&](db::Write& db) { set_duty(db, system_viewer, now, ben, week); });
    EXPECT_FALSE(colleague(ben, north).present);
    EXPECT_EQ(colleague(ben, north).next_day, monday + std::chrono::days(1));
    EXPECT_EQ(colleague(ben, north, monday + std::chrono::days(1)).present_at, south);

    auto absence = write([&](db::Write& db) { return add_absence(db, system_viewer, now, {ben, monday, monday + std::chrono::days(3), {}}); });
    EXPECT_EQ(colleague(ben, north).next_day, monday + std::chrono::days(8));
    write([&](db::Write& db) { remove_absence(db, system_viewer, now, absence); });
    EXPECT_EQ(colleague(ben, north).next_day, monday + std::chrono::days(1));
}

TEST_F(PeopleStore, ASubstituteStandsInWhileSomebodyIsAway) {
    write([&](db::Write& db) { add_absence(db, system_viewer, now, {ben, monday, monday, "dev@school.org"}); });
    EXPECT_EQ(who("technician", north), (Accounts{ben, dev}));
    EXPECT_EQ(who("technician", north, monday + std::chrono::days(1)), Accounts{ben});
    EXPECT_TRUE(contains(colleague(dev, north).authorities, "reset_password"));
    EXPECT_EQ(school->read([&](db::Read& db) { return role_keys_of(db, dev, monday); }), std::vector<std::string>{"technician"});
}

TEST_F(PeopleStore, ACoverStandsInWithoutBeingAsked) {
    assign_role("cho@school.org", "technician", north, "ben@school.org");
    EXPECT_EQ(who("technician", north), Accounts{ben});
    write([&](db::Write& db) { add_absence(db, system_viewer, now, {ben, monday, monday, {}}); });
    EXPECT_EQ(who("technician", north), (Accounts{ben, cho}));
}

TEST_F(PeopleStore, ATitleThatUsuallyMeansAnotherRoleIsShown) {
    assign_role("dev@school.org", "technician", south, {}, "director of TECHNOLOGY");
    auto all = school->read([&](db::Read& db) { return assignments(db, system_viewer, monday); });
    auto found = std::ranges::find(all, dev, &Assignment::account);
    ASSERT_NE(found, all.end());
    auto cio = school->read([](db::Read& db) { return role(db, "cio"); });
    EXPECT_EQ(found->title_means, std::vector{cio.id});

    write([&](db::Write& db) { save_title(db, system_viewer, now, "Director of Technology", "technician"); });
    all = school->read([&](db::Read& db) { return assignments(db, system_viewer, monday); });
    EXPECT_EQ(std::ranges::find(all, dev, &Assignment::account)->title_means, std::vector<RoleId>{}) << "here it means this";
}

TEST_F(PeopleStore, AnEndedAssignmentStaysInHistoryAndOneThatNeverBeganGoes) {
    auto id = assign_role("dev@school.org", "webmaster", {});
    write([&](db::Write& db) { end_assignment(db, system_viewer, now, id, monday); });
    EXPECT_EQ(who("webmaster", north), Accounts{dev});
    EXPECT_EQ(who("webmaster", north, monday + std::chrono::days(1)), Accounts{});
    auto history = school->read([&](db::Read& db) { return auth::history(db, "staff", dev.value); });
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].action, "assigned");
    EXPECT_EQ(history[1].action, "assignment_ended");

    auto mistake = assign_role("dev@school.org", "cio", {});
    write([&](db::Write& db) { end_assignment(db, system_viewer, now, mistake, day("2026-07-31")); });
    EXPECT_EQ(who("cio", north, day("2026-08-02")), Accounts{ana});
}

TEST_F(PeopleStore, OnlyManagersChangeAnything) {
    auth::Viewer technician(ben, "Ben Okafor", {{"helpdesk.work"}}, auth::Proof::session);
    EXPECT_THROW(write([&](db::Write& db) { give_authority(db, technician, now, {ben, "privacy", {}, {}}); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { return assign(db, technician, now, {"ben@school.org", "cio", {}, "", monday, {}, ""}); }), base::Forbidden);
    EXPECT_NO_THROW(school->read([&](db::Read& db) { return assignments(db, technician, monday); }));
}

TEST_F(PeopleStore, StudentsSeeWhoDoesWhatAndNoMore) {
    write([&](db::Write& db) {
        db.query(R"sql(
            INSERT INTO roster_person (source, given_name, family_name, name_folded, role, account_id, changed_at)
            VALUES ('manual', 'Dev', 'Rao', 'rao dev', 'student', :account, 0)
        )sql").bind("account", dev).run();
    });
    auth::Viewer student(dev, "Dev Rao", {}, auth::Proof::session);
    for (const auto& one : school->read([&](db::Read& db) { return assignments(db, student, monday); })) {
        EXPECT_EQ(one.title, "");
        EXPECT_FALSE(one.covers);
    }
    EXPECT_THROW(school->read([&](db::Read& db) { return colleagues(db, student, north, monday); }), base::Forbidden);
    EXPECT_THROW(school->read([&](db::Read& db) { return assignments(db, auth::Viewer(), monday); }), base::Forbidden);
    EXPECT_THROW(school->read([&](db::Read& db) { return colleagues(db, auth::Viewer(), north, monday); }), base::Forbidden);
}

TEST_F(PeopleStore, SaysWhichFieldCannotBeUsed) {
    auto field_of = [&](NewAssignment what) -> std::string {
        try {
            write([&](db::Write& db) { return assign(db, system_viewer, now, what); });
            return "";
        } catch (const base::Invalid& problem) {
            return problem.field();
        }
    };
    EXPECT_EQ(field_of({"nobody@school.org", "cio", {}, "", monday, {}, ""}), "email");
    EXPECT_EQ(field_of({"dev@school.org", "wizard", {}, "", monday, {}, ""}), "role");
    EXPECT_EQ(field_of({"dev@school.org", "cio", OrgId{999}, "", monday, {}, ""}), "school");
    EXPECT_EQ(field_of({"dev@school.org", "cio", {}, "", monday, day("2026-01-01"), ""}), "to");
    EXPECT_EQ(field_of({"dev@school.org", "cio", {}, "", monday, {}, "dev@school.org"}), "covers");
    EXPECT_EQ(field_of({"DEV@school.org ", "cio", {}, "", monday, {}, ""}), "");
}
