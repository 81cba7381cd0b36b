#include "people/description.h"

#include <numeric>

#include <gmock/gmock.h>

#include "auth/event.h"
#include "people/testing.h"

using namespace people;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace {

Description compose_shipped(const std::vector<RoleShare>& shares, std::string_view language = "en") {
    std::vector<CatalogueRole> roles;
    for (const auto& one : standard_roles()) roles.push_back({one.role, one.content, one.authorities, false, {}});
    const std::vector<Skill> skills{{1, "hardware", {"Repairing devices", "Reparar dispositivos"}}, {2, "accounts", {"Accounts", "Cuentas"}}, {3, "web", {"Website", "Sitio web"}}};
    const std::vector<Authority> powers{{1, "reset_password", {"Reset passwords", "Restablecer contraseñas"}, false}};
    return compose(language, shares, {roles, skills, powers, {"none", "with help", "alone", "teaches"}, "Teaching licence"});
}

Description compose_titled(const std::string& title) {
    auto what = compose_shipped({{"technician", 100}});
    what.title = title;
    return what;
}

int sum_of(const Description& what) {
    return std::accumulate(what.duties.begin(), what.duties.end(), 0, [](int sum, const JobDuty& one) { return sum + one.share; });
}

}  // namespace

TEST(Compose, TakesOverBothRolesByTheirShares) {
    auto what = compose_shipped({{"technician", 60}, {"webmaster", 40}});
    EXPECT_EQ(sum_of(what), 100);
    EXPECT_EQ(what.duties.size(), 12u);
    EXPECT_EQ(what.duties[0].share, 21) << "60 % of 35 %";
    EXPECT_THAT(what.skills, Contains("Accounts: alone")) << "the higher of both levels";
    EXPECT_THAT(what.skills, Contains("Website: teaches"));
    EXPECT_THAT(what.authority, testing::ElementsAre("Reset passwords"));
    EXPECT_THAT(what.not_part, Contains("Speak for the board"));
    EXPECT_THAT(what.not_part, Contains("Teach or supervise students alone"));
    EXPECT_TRUE(what.licences.empty());
    for (const auto& one : what.qualifications) {
        for (int duty : one.duties) EXPECT_LE(duty, 12);
    }
    auto web = std::ranges::find_if(what.qualifications, [](const JobQualification& one) { return one.text.starts_with("Associate degree in communication"); });
    ASSERT_NE(web, what.qualifications.end());
    EXPECT_EQ(web->duties, (std::vector<int>{7, 10})) << "the second role's duties come behind the first's";
    EXPECT_TRUE(std::ranges::is_partitioned(what.qualifications, &JobQualification::required));
}

TEST(Compose, SharesAlwaysAddUpAndNoneIsLost) {
    for (const auto& first : standard_roles()) {
        for (int share : {1, 7, 33, 50, 99}) {
            auto what = compose_shipped({{first.role.key, share}, {first.role.key == "cio" ? "webmaster" : "cio", 100 - share}});
            EXPECT_EQ(sum_of(what), 100) << first.role.key << " " << share;
            EXPECT_TRUE(std::ranges::all_of(what.duties, [](const JobDuty& one) { return one.share >= 1; }));
        }
    }
}

TEST(Compose, ARoleThatNeedsALicenceBringsIt) {
    auto what = compose_shipped({{"integration_specialist", 100}}, "es");
    ASSERT_EQ(what.licences.size(), 1u);
    EXPECT_EQ(what.licences[0].kind, LicenceKind::educator);
    EXPECT_THAT(what.duties[0].text, HasSubstr("Planifica"));
}

TEST(Description, WhatIsWrittenIsReadAgain) {
    auto what = compose_shipped({{"integration_specialist", 60}, {"webmaster", 40}});
    what.school = 7;
    what.pay_from_cents = 4'200'000;
    EXPECT_EQ(parse_description(to_json(what)), what);
    EXPECT_EQ(parse_description(to_json(Description())), Description());
    EXPECT_EQ(parts_of(what).size(), parts_of(Description()).size()) << "two can always be laid side by side";
}

class DescriptionStore : public PeopleFixture {
protected:
    DescriptionStore() {
        auto what = compose_shipped({{"technician", 100}});
        what.title = "Technician";
        id = write([&](db::Write& db) { return create_description(db, manager(), now, what); });
    }
    StoredDescription stored() {
        return read([&](db::Read& db) { return fetch_description(db, manager(), id); });
    }
    int approve() {
        return write([&](db::Write& db) { return approve_draft(db, manager(), now, id, {stored_in(db).changed_at, "first", base::parse_day("2026-11-16")}); });
    }
    StoredDescription stored_in(db::Read& db) { return fetch_description(db, manager(), id); }

    DescriptionId id;
};

TEST_F(DescriptionStore, AReaderLearnsNothingOfADraft) {
    approve();
    const auto line = [&](const auth::Viewer& who) { return read([&](db::Read& db) { return find_descriptions(db, who, {}, 50); }).lines.at(0); };
    const auto approved = line(colleague());
    const auto at = now;
    now += std::chrono::hours(1);
    write([&](db::Write& db) {
        begin_draft(db, manager(), now, id);
        auto mine = stored_in(db);
        mine.draft->title = "A post that is to be abolished";
        save_draft(db, manager(), now, mine, mine.changed_at);
    });
    EXPECT_EQ(line(manager()).title, "A post that is to be abolished");
    EXPECT_EQ(line(colleague()).title, approved.title);
    EXPECT_EQ(line(colleague()).changed_at, at);
    EXPECT_EQ(read([&](db::Read& db) { return fetch_description(db, colleague(), id); }).changed_at, at);
    EXPECT_EQ(client(colleague()).get("/job-descriptions").body.find("abolished"), std::string::npos);
    const std::pair after{line(colleague()).title_folded, id.value};
    EXPECT_TRUE(read([&](db::Read& db) { return find_descriptions(db, colleague(), after, 50); }).lines.empty()) << "pages go by what is shown";
    approve();
    EXPECT_EQ(line(colleague()).title, "A post that is to be abolished");
}

TEST_F(DescriptionStore, ADraftIsForWritersAndAVersionForAllStaff) {
    EXPECT_THROW(read([&](db::Read& db) { return fetch_description(db, colleague(), id); }), base::NotFound);
    EXPECT_TRUE(read([&](db::Read& db) { return find_descriptions(db, colleague(), {}, 50); }).lines.empty());
    EXPECT_EQ(approve(), 1);
    EXPECT_FALSE(read([&](db::Read& db) { return fetch_description(db, colleague(), id); }).draft);
    EXPECT_EQ(read([&](db::Read& db) { return find_descriptions(db, colleague(), {}, 50); }).lines.size(), 1u);
    auto who = student();
    EXPECT_THROW(read([&](db::Read& db) { return fetch_description(db, who, id); }), base::Forbidden);
    EXPECT_THROW(read([&](db::Read& db) { return find_descriptions(db, auth::Viewer(), {}, 50); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { begin_draft(db, colleague(), now, id); }), base::Forbidden);
}

TEST_F(DescriptionStore, AVersionStaysAsItWas) {
    approve();
    EXPECT_FALSE(stored().draft);
    write([&](db::Write& db) { begin_draft(db, manager(), now, id); });
    auto mine = stored();
    mine.draft->title = "Device technician";
    write([&](db::Write& db) { save_draft(db, manager(), now, mine, mine.changed_at); });
    EXPECT_EQ(read([&](db::Read& db) { return description_version(db, manager(), id, 1); }).description.title, "Technician");
    EXPECT_EQ(approve(), 2);
    auto versions = read([&](db::Read& db) { return description_versions(db, colleague(), id); });
    ASSERT_EQ(versions.size(), 2u);
    EXPECT_EQ(versions[0].description.title, "Device technician");
    EXPECT_EQ(versions[0].approved_by, "Ana Silva");
    EXPECT_EQ(versions[1].board_on, base::parse_day("2026-11-16"));
    auto history = read([&](db::Read& db) { return auth::history(db, "description", id.value); });
    EXPECT_EQ(history.size(), 5u) << "created, approved, begun, saved, approved";
}

TEST_F(DescriptionStore, TheSecondOfTwoWritersHearsOfTheFirst) {
    auto mine = stored();
    mine.draft->purpose = "One.";
    write([&](db::Write& db) { save_draft(db, manager(), now, mine, mine.changed_at); });
    auto late = mine;
    late.draft->purpose = "Another.";
    EXPECT_THROW(write([&](db::Write& db) { save_draft(db, manager(), now, late, mine.changed_at); }), base::Conflict) << "in the same millisecond too";
    EXPECT_THROW(write([&](db::Write& db) { return approve_draft(db, manager(), now, id, {mine.changed_at, "", {}}); }), base::Conflict);
}

TEST_F(DescriptionStore, ADraftCanBeTakenBack) {
    approve();
    write([&](db::Write& db) { begin_draft(db, manager(), now, id); });
    write([&](db::Write& db) { remove_draft(db, manager(), now, id); });
    EXPECT_EQ(stored().version, 1);
    EXPECT_THROW(write([&](db::Write& db) { remove_draft(db, manager(), now, id); }), base::NotFound);
    auto other = write([&](db::Write& db) { return create_description(db, manager(), now, compose_titled("Other")); });
    write([&](db::Write& db) { remove_draft(db, manager(), now, other); });
    EXPECT_THROW(read([&](db::Read& db) { return fetch_description(db, manager(), other); }), base::NotFound);
}

TEST_F(DescriptionStore, TheListGoesOnWhereItStopped) {
    for (int i = 0; i < 5; ++i) write([&](db::Write& db) { return create_description(db, manager(), now, compose_titled("Same")); });
    auto first = read([&](db::Read& db) { return find_descriptions(db, manager(), {}, 4); });
    ASSERT_TRUE(first.more);
    const auto& last = first.lines.back();
    auto second = read([&](db::Read& db) { return find_descriptions(db, manager(), {last.title_folded, last.id.value}, 4); });
    EXPECT_EQ(second.lines.size(), 2u);
    EXPECT_FALSE(second.more);
}
