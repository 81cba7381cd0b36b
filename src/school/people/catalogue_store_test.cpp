#include <algorithm>

#include <gmock/gmock.h>

#include "auth/account.h"
#include "auth/event.h"
#include "people/catalogue.h"
#include "people/manage.h"
#include "people/testing.h"

using namespace people;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using CatalogueStore = PeopleFixture;

TEST_F(CatalogueStore, AFreshDistrictHasWhatIsShippedToTheLetter) {
    const auto all = read([](db::Read& db) { return catalogue(db); });
    ASSERT_EQ(all.size(), standard_roles().size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& standard = standard_roles()[i];
        const auto& one = all[i];
        EXPECT_EQ(one.role.key, standard.role.key) << "the order of the page";
        EXPECT_EQ(one.role.name, standard.role.name);
        EXPECT_EQ(one.role.expertise, standard.role.expertise);
        EXPECT_EQ(one.role.audience, standard.role.audience);
        EXPECT_EQ(one.role.may_not, standard.role.may_not);
        EXPECT_EQ(one.role.holds_teaching_licence, standard.role.holds_teaching_licence);
        EXPECT_EQ(one.authorities, standard.authorities) << one.role.key;
        EXPECT_EQ(one.content, standard.content);
        EXPECT_FALSE(one.own_content);
    }
    const auto known = read([](db::Read& db) { return skills(db); });
    for (const auto& one : standard_roles()) {
        for (const auto& wanted : one.content.skills) EXPECT_THAT(known, Contains(testing::Field(&Skill::key, wanted.skill))) << one.role.key;
    }
}

TEST_F(CatalogueStore, AChangedRoleIsTheDistrictsOwnUntilItIsSetBack) {
    auto content = find_standard("technician")->content;
    content.titles.emplace_back("Gadget Medic");
    write([&](db::Write& db) { change_content(db, manager(), now, "technician", content, {}); });
    write([&](db::Write& db) { change_role_authorities(db, manager(), now, "technician", {"exam_devices"}); });
    auto one = read([](db::Read& db) { return catalogue_role(db, "technician"); });
    EXPECT_TRUE(one.own_content);
    EXPECT_EQ(one.content, content);
    EXPECT_EQ(one.authorities, std::vector<std::string>{"exam_devices"});

    write([&](db::Write& db) { reset_role(db, manager(), now, "technician"); });
    one = read([](db::Read& db) { return catalogue_role(db, "technician"); });
    EXPECT_FALSE(one.own_content);
    EXPECT_EQ(one.content, find_standard("technician")->content);
    EXPECT_EQ(one.authorities, find_standard("technician")->authorities);
    auto history = read([](db::Read& db) { return auth::history(db, "staff", 0); });
    EXPECT_THAT(history, Contains(testing::Field(&auth::Event::action, "role_content_changed")));
    EXPECT_THAT(history, Contains(testing::Field(&auth::Event::action, "role_set_back")));
}

TEST_F(CatalogueStore, WhatIsAgainAsShippedFollowsTheStandard) {
    auto content = find_standard("webmaster")->content;
    content.titles.clear();
    write([&](db::Write& db) { change_content(db, manager(), now, "webmaster", content, {}); });
    auto seen = read([](db::Read& db) { return catalogue_role(db, "webmaster").changed_at; });
    write([&](db::Write& db) { change_content(db, manager(), now, "webmaster", find_standard("webmaster")->content, seen); });
    EXPECT_FALSE(read([](db::Read& db) { return catalogue_role(db, "webmaster").own_content; }));
}

TEST_F(CatalogueStore, TheSecondOfTwoWritersHearsOfTheFirst) {
    auto content = find_standard("webmaster")->content;
    content.titles = {"Web lead"};
    write([&](db::Write& db) { change_content(db, manager(), now, "webmaster", content, {}); });
    EXPECT_THROW(write([&](db::Write& db) { change_content(db, manager(), now, "webmaster", content, {}); }), base::Conflict);
}

TEST_F(CatalogueStore, ARoleOfTheDistrictsOwnWorksLikeTheOthers) {
    Role words{{}, "", {"Print shop lead", "Encargado de imprenta"}, {"a", "b"}, {"c", "d"}, {"e", "f"}};
    auto key = write([&](db::Write& db) { return add_role(db, manager(), now, words); });
    EXPECT_EQ(key, "print_shop_lead");
    EXPECT_EQ(write([&](db::Write& db) { return add_role(db, manager(), now, words); }), "print_shop_lead_2");
    write([&](db::Write& db) { change_role_authorities(db, manager(), now, key, {"spend"}); });
    write([&](db::Write& db) { return assign(db, manager(), now, {"dev@school.org", key, north, "", monday, {}, ""}); });
    auto all = read([&](db::Read& db) { return colleagues(db, manager(), north, monday); });
    auto dev_there = std::ranges::find(all, dev, &Colleague::account);
    ASSERT_NE(dev_there, all.end());
    EXPECT_THAT(dev_there->role_keys, Contains(key));
    EXPECT_THAT(dev_there->authorities, Contains("spend")) << "the help desk hands over by it";
    EXPECT_THROW(write([&](db::Write& db) { reset_role(db, manager(), now, key); }), base::NotFound);
    EXPECT_THROW(write([&](db::Write& db) { retire_role(db, manager(), now, key); }), base::Conflict) << "somebody holds it";
}

TEST_F(CatalogueStore, ARetiredRoleIsGoneFromTheListAndComesBack) {
    write([&](db::Write& db) { retire_role(db, manager(), now, "webmaster"); });
    EXPECT_THAT(read([](db::Read& db) { return roles(db); }), Not(Contains(testing::Field(&Role::key, "webmaster"))));
    EXPECT_EQ(read([](db::Read& db) { return retired_roles(db); }).size(), 1u);
    EXPECT_THROW(write([&](db::Write& db) { return assign(db, manager(), now, {"dev@school.org", "webmaster", {}, "", monday, {}, ""}); }), base::Invalid);
    EXPECT_NO_THROW(read([&](db::Read& db) { return holders(db, manager(), "webmaster", north, monday); })) << "a team of the help desk may still name it";
    write([&](db::Write& db) { bring_back_role(db, manager(), now, "webmaster"); });
    EXPECT_THAT(read([](db::Read& db) { return roles(db); }), Contains(testing::Field(&Role::key, "webmaster")));
    EXPECT_THROW(write([&](db::Write& db) { bring_back_role(db, manager(), now, "webmaster"); }), base::NotFound);
}

TEST_F(CatalogueStore, ATitleThatMeansSeveralRolesFitsEachOfThem) {
    assign_role("dev@school.org", "technician", north, "Technology Coordinator");
    assign_role("cho@school.org", "webmaster", {}, "Technology Coordinator");
    auto all = read([&](db::Read& db) { return assignments(db, manager(), monday); });
    for (const auto& one : all) {
        if (one.title.empty()) continue;
        EXPECT_EQ(one.title_means.empty(), one.account == dev) << "a technician may be called so, a webmaster is not";
        if (one.account == cho) {
            EXPECT_GT(one.title_means.size(), 2u);
        }
    }
}

TEST_F(CatalogueStore, OnlyManagersChangeTheCatalogue) {
    auth::Viewer other(ben, "Ben Okafor", {{"helpdesk.work"}}, auth::Proof::session);
    EXPECT_THROW(write([&](db::Write& db) { change_content(db, other, now, "technician", {}, {}); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { change_role_authorities(db, other, now, "technician", {}); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { reset_role(db, other, now, "technician"); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { return add_role(db, other, now, {}); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { retire_role(db, other, now, "webmaster"); }), base::Forbidden);
}
