#include "menu/testing.h"

#include "auth/event.h"

using namespace menu;
using menu::testing::day;
using menu::testing::Kitchen;
using std::chrono::hours;

TEST_ON_EVERY_BACKEND(Days, ADraftIsTheKitchensUntilItIsPublished, Kitchen) {
    plan("2026-03-09", {fish, apple});
    read([&](db::Read& db) {
        EXPECT_TRUE(menu_days(db, {lunch}, day("2026-03-01"), day("2026-03-31"), Which::published).empty());
        EXPECT_FALSE(today(db, day("2026-03-09"), north).at(0).published);
    });
    EXPECT_EQ(publish_days("2026-03-09", "2026-03-13"), 1);
    read([&](db::Read& db) {
        const auto menus = today(db, day("2026-03-09"), std::nullopt);
        ASSERT_EQ(menus.size(), 1U) << "both schools share it and are open";
        EXPECT_TRUE(menus[0].every_school);
        EXPECT_TRUE(menus[0].published);
        ASSERT_EQ(menus[0].dishes.size(), 2U);
        EXPECT_EQ(menus[0].dishes[0].name.en, "Fish sticks");
        EXPECT_TRUE(any_in_state(menus[0].dishes[0].allergens, State::unknown));
        EXPECT_FALSE(any_in_state(menus[0].dishes[0].allergens, State::free));
    });
}

TEST_ON_EVERY_BACKEND(Days, ASubstitutionIsToldWithWhatItReplacesAndRaisesTheNumber, Kitchen) {
    plan("2026-03-09", {fish, apple});
    publish_days("2026-03-09", "2026-03-09");
    const auto before = on("2026-03-09");
    now += hours(1);
    write([&](db::Write& db) { substitute(db, cook, now, at_of(db, "2026-03-09"), before.dishes[0].item, pizza, "The delivery is late."); });
    const auto after = on("2026-03-09");
    EXPECT_GT(after.sequence, before.sequence);
    EXPECT_EQ(after.changed_at, now);
    EXPECT_EQ(after.uid, before.uid);
    ASSERT_TRUE(after.dishes[0].change);
    EXPECT_EQ(after.dishes[0].change->from_name.en, "Fish sticks");
    EXPECT_EQ(after.dishes[0].change->why, "The delivery is late.");
    EXPECT_EQ(after.dishes[0].change->by, "Carmen Vega");
    EXPECT_FALSE(after.dishes[1].change);
    const auto events = read([&](db::Read& db) { return auth::history(db, "menu_day", after.id.value); });
    EXPECT_EQ(events.back().action, "dish_substituted");
    EXPECT_EQ(events.back().why, "The delivery is late.");
}

TEST_ON_EVERY_BACKEND(Days, WhatWasServedStaysAsItWasServed, Kitchen) {
    confirm_all(fish, {"fish"});
    plan("2026-03-09", {fish});
    plan("2026-03-10", {fish});
    publish_days("2026-03-09", "2026-03-10");
    now += hours(24);  // Tuesday
    write([&](db::Write& db) {
        auto text = find_recipe(db, cook, fish).text;
        text.name.en = "Egg-battered fish";
        text.ingredients = "Pollock, egg";
        change_recipe(db, cook, now, fish, text, find_recipe(db, cook, fish).revision);
        EXPECT_THROW(add_dishes(db, cook, now, at_of(db, "2026-03-09"), {apple}, ""), base::Conflict);
    });
    EXPECT_EQ(on("2026-03-09").dishes[0].name.en, "Fish sticks");
    EXPECT_TRUE(any_in_state(on("2026-03-09").dishes[0].allergens, State::contains));
    EXPECT_EQ(on("2026-03-10").dishes[0].name.en, "Egg-battered fish");
    EXPECT_FALSE(any_in_state(on("2026-03-10").dishes[0].allergens, State::contains)) << "nobody confirmed the new one";
}

TEST_ON_EVERY_BACKEND(Days, AConfirmationIsForDaysToComeAndNotForThoseThatArePast, Kitchen) {
    const auto bun = write([&](db::Write& db) { return add_recipe(db, cook, now, {.course = Course::entree, .name = {"Bun", ""}, .ingredients = "Wheat"}); });
    const auto burger = write([&](db::Write& db) { return add_recipe(db, cook, now, {.course = Course::entree, .name = {"Burger", ""}, .parts = {bun}}); });
    confirm_all(fish, {"fish"});
    EXPECT_EQ(recipe(fish).number, 1) << "nobody was served it yet";
    for (const std::string_view iso : {"2026-03-09", "2026-03-10"}) plan(iso, {fish, pizza, burger});
    publish_days("2026-03-09", "2026-03-10");
    const auto said = [&](std::string_view iso) {
        std::string all;
        for (const auto& dish : on(iso).dishes) all += dish.name.en + ": " + names_in_state(dish.allergens, State::contains, html::Language::en) + (any_in_state(dish.allergens, State::unknown) ? ", unknown. " : ". ");
        return all;
    };
    const auto monday = said("2026-03-09");
    EXPECT_EQ(monday, "Fish sticks: fish. Cheese pizza: , unknown. Burger: , unknown. ");
    confirm_all(pizza, {"milk"});
    EXPECT_EQ(said("2026-03-09"), "Fish sticks: fish. Cheese pizza: milk. Burger: , unknown. ") << "today is not past";
    now += hours(24);  // Tuesday
    const auto served = said("2026-03-09");
    confirm_all(fish, {"fish", "egg"});
    confirm_all(bun, {"wheat"});
    write([&](db::Write& db) { confirm(db, cook, now, day("2026-03-10"), pizza, {{allergen("milk"), State::unknown, ""}}, find_recipe(db, cook, pizza).revision); });
    EXPECT_EQ(said("2026-03-09"), served);
    EXPECT_EQ(said("2026-03-10"), "Fish sticks: egg, fish. Cheese pizza: , unknown. Burger: wheat. ");
    EXPECT_EQ(recipe(fish).number, 2);
    confirm_all(fish, {"fish"});
    EXPECT_EQ(recipe(fish).number, 2) << "the new version was served to nobody";
    now += hours(24);
    confirm_all(bun, {"wheat", "sesame"});
    EXPECT_EQ(said("2026-03-09"), served);
    EXPECT_EQ(said("2026-03-10"), "Fish sticks: fish. Cheese pizza: , unknown. Burger: wheat. ");
    EXPECT_EQ(state_of(burger, "sesame"), State::contains);
}

TEST_ON_EVERY_BACKEND(Days, APublishedDayThatHasNotBegunCanBeTakenBack, Kitchen) {
    plan("2026-03-09", {fish});
    plan("2026-03-10", {fish});
    publish_days("2026-03-09", "2026-03-10");
    const auto number = on("2026-03-10").sequence;
    write([&](db::Write& db) {
        EXPECT_THROW(take_back(db, cook, now, at_of(db, "2026-03-09")), base::Conflict) << "families look for it at noon";
        take_back(db, cook, now, at_of(db, "2026-03-10"));
        add_dishes(db, cook, now, at_of(db, "2026-03-10"), {pizza}, "");
    });
    read([&](db::Read& db) {
        const auto seen = menu_days(db, {lunch}, day("2026-03-10"), day("2026-03-10"), Which::published);
        ASSERT_EQ(seen.size(), 1U) << "that it was withdrawn is public";
        EXPECT_FALSE(seen[0].published);
        EXPECT_TRUE(seen[0].dishes.empty()) << "what it becomes is not";
        EXPECT_GT(seen[0].sequence, number);
    });
}

TEST_ON_EVERY_BACKEND(Days, TodayIsTheDistrictsDay, Kitchen) {
    plan("2026-03-10", {fish});
    now = base::parse_instant("2026-03-10T04:30:00Z").value();  // still Monday in Chicago
    write([&](db::Write& db) { EXPECT_NO_THROW(add_dishes(db, cook, now, at_of(db, "2026-03-09"), {apple}, "")); });
    now = base::parse_instant("2026-03-10T05:30:00Z").value();  // half past midnight of Tuesday
    write([&](db::Write& db) { EXPECT_THROW(add_dishes(db, cook, now, at_of(db, "2026-03-09"), {fish}, ""), base::Conflict); });
}

TEST_ON_EVERY_BACKEND(Days, ClosedSchoolsAndEarlyDaysAreTold, Kitchen) {
    plan("2026-03-09", {fish});
    plan("2026-03-11", {pizza});
    publish_days("2026-03-09", "2026-03-11");
    close_school("2026-03-09", "Snow day", north);
    close_school("2026-03-09", "Conferences", south, calendar::DayKind::early_release, base::Minutes(12 * 60 + 30));
    close_school("2026-03-10", "Snow day", north);
    read([&](db::Read& db) {
        const auto menus = today(db, day("2026-03-09"), std::nullopt);
        ASSERT_EQ(menus.size(), 2U) << "one menu, two schools that are not open alike";
        EXPECT_FALSE(menus[0].open);
        EXPECT_EQ(menus[0].closed_because, "Snow day");
        EXPECT_TRUE(menus[0].dishes.empty());
        EXPECT_EQ(menus[0].next_on, day("2026-03-11"));
        EXPECT_EQ(menus[0].next_dishes.at(0).name.en, "Cheese pizza");
        EXPECT_TRUE(menus[1].open);
        EXPECT_EQ(menus[1].early, base::Minutes(750));
        EXPECT_EQ(menus[1].early_because, "Conferences");
        EXPECT_EQ(menus[1].dishes.size(), 1U);
        EXPECT_FALSE(menus[1].every_school);
    });
}

TEST_ON_EVERY_BACKEND(Days, AClosedDayIsAnotherEventForCalendars, Kitchen) {
    plan("2026-03-11", {fish});
    publish_days("2026-03-11", "2026-03-11");
    const auto before = on("2026-03-11").sequence;
    close_school("2026-03-11", "Snow day");
    EXPECT_EQ(on("2026-03-11").sequence, before + 1);
    write([&](db::Write& db) {
        auto text = find_recipe(db, cook, fish).text;
        text.name.en = "Cod sticks";
        change_recipe(db, cook, now, fish, text, find_recipe(db, cook, fish).revision);
    });
    EXPECT_EQ(on("2026-03-11").sequence, before + 2) << "so is another name";
}

TEST_ON_EVERY_BACKEND(Days, AMealThatIsCalledOffSaysWhy, Kitchen) {
    write([&](db::Write& db) {
        EXPECT_THROW(say(db, cook, now, at_of(db, "2026-03-10"), true, {"", ""}), base::Invalid);
        say(db, cook, now, at_of(db, "2026-03-10"), true, {"Field day: bring a bag lunch.", "Día de campo: traiga su almuerzo."});
    });
    EXPECT_EQ(publish_days("2026-03-09", "2026-03-13"), 1);
    read([&](db::Read& db) {
        const auto menu = today(db, day("2026-03-10"), north).at(0);
        EXPECT_TRUE(menu.no_meal);
        EXPECT_EQ(menu.note.es, "Día de campo: traiga su almuerzo.");
    });
}

TEST_ON_EVERY_BACKEND(Days, PublishingTellsWhatIsMissingAndWhatIsUnknown, Kitchen) {
    confirm_all(apple);
    plan("2026-03-10", {fish, apple});
    close_school("2026-03-12", "Teachers' day");
    read([&](db::Read& db) {
        const auto plan = plan_publication(db, cook, lunch, day("2026-03-02"), day("2026-03-15"), day("2026-03-09"));
        EXPECT_EQ(plan.ready, std::vector{day("2026-03-10")});
        EXPECT_EQ(plan.missing, (std::vector{day("2026-03-09"), day("2026-03-11"), day("2026-03-13")}));
        ASSERT_EQ(plan.unknown.size(), 1U);
        EXPECT_EQ(plan.unknown[0].dish.en, "Fish sticks");
        EXPECT_THROW(plan_publication(db, cook, lunch, day("2026-03-15"), day("2026-03-02"), day("2026-03-09")), base::Invalid);
    });
}

TEST_ON_EVERY_BACKEND(Days, WhoEditsOneSchoolEditsOnlyItsOwnMenus, Kitchen) {
    const auto north_cook = cook_of(north);
    write([&](db::Write& db) {
        EXPECT_THROW(add_dishes(db, north_cook, now, at_of(db, "2026-03-10"), {fish}, ""), base::NotFound) << "South School eats of it too";
        const auto own = add_service(db, cook, now, {.meal = Meal::breakfast, .name = {"Breakfast", ""}, .schools = {{north, ""}}});
        add_dishes(db, north_cook, now, {own, day("2026-03-10"), 0}, {fish}, "");
        EXPECT_THROW(add_dishes(db, cook_of(south), now, {own, day("2026-03-10"), 2}, {apple}, ""), base::NotFound);
        EXPECT_THROW(add_service(db, north_cook, now, {.name = {"Mine", ""}, .schools = {{north, ""}}}), base::Forbidden);
    });
}

TEST_ON_EVERY_BACKEND(Cycles, WriteDraftsAndAskBeforeTheyWriteOverAnything, Kitchen) {
    const auto cycle = write([&](db::Write& db) {
        const auto id = save_cycle(db, cook, now, {.service = lunch, .name = "Two days", .weeks = 1, .starts = day("2026-03-09"), .closed = ClosedDays::shift});
        for (int weekday = 1; weekday <= 5; ++weekday) add_to_cycle(db, cook, now, id, {1, weekday}, {weekday % 2 ? fish : pizza, apple}, weekday);
        return id;
    });
    close_school("2026-03-10", "Snow day");
    plan("2026-03-12", {apple});  // by a person
    const auto application = [&] { return read([&](db::Read& db) { return plan_application(db, cook, find_cycle(db, cook, cycle), day("2026-03-09"), day("2026-03-13"), zone().day_of(now)); }); };
    auto what = application();
    EXPECT_EQ(what.drafts.size(), 3U);
    ASSERT_EQ(what.asked.size(), 1U);
    EXPECT_EQ(what.asked[0].planned.on, day("2026-03-12"));
    EXPECT_EQ(what.closed.at(0).second, "Snow day");
    EXPECT_EQ(write([&](db::Write& db) { return apply_cycle(db, cook, now, cycle, day("2026-03-09"), day("2026-03-13"), false); }), 3);
    EXPECT_EQ(on("2026-03-11").dishes.at(0).name.en, "Cheese pizza") << "Tuesday's dishes moved to Wednesday";
    EXPECT_EQ(on("2026-03-12").dishes.size(), 1U) << "the person's day was left alone";
    EXPECT_EQ(on("2026-03-10").revision, 0);

    publish_days("2026-03-09", "2026-03-13");
    what = application();
    EXPECT_EQ(what.kept.size(), 1U) << "today's is on the tables";
    EXPECT_EQ(what.asked.size(), 3U);
    EXPECT_TRUE(what.drafts.empty());
    const auto number = on("2026-03-12").sequence;
    std::vector<SeenDay> seen;
    for (const auto& one : what.asked) seen.push_back({one.planned.on, one.revision});
    const auto replace = [&](const std::vector<SeenDay>& shown) { return write([&](db::Write& db) { return apply_cycle(db, cook, now, cycle, day("2026-03-09"), day("2026-03-13"), true, shown); }); };
    EXPECT_THROW(replace({}), base::Conflict) << "nobody saw which";
    write([&](db::Write& db) { add_dishes(db, cook, now, at_of(db, "2026-03-11"), {fish}, ""); });
    EXPECT_THROW(replace(seen), base::Conflict) << "somebody changed Wednesday after it was shown";
    EXPECT_TRUE(on("2026-03-11").published);
    EXPECT_EQ(on("2026-03-11").dishes.size(), 3U);
    std::ranges::find(seen, day("2026-03-11"), &SeenDay::on)->revision = on("2026-03-11").revision;
    EXPECT_EQ(replace(seen), 3);
    EXPECT_TRUE(on("2026-03-09").published);
    EXPECT_FALSE(on("2026-03-12").published);
    EXPECT_GT(on("2026-03-12").sequence, number);
    EXPECT_EQ(on("2026-03-12").dishes.size(), 2U);
}
