#include "planning/verdict_store.h"

#include "planning/testing_fleet.h"

namespace planning {

using testing::FleetWorld;

TEST_ON_EVERY_BACKEND(Verdicts, AreReachedByTheHistoryTheDatesAndThePrices, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto good = add_device(model, {.tag = "good"});
    const auto over = add_device(model, {.tag = "over", .support = "2026-03-08"});
    const auto soon = add_device(model, {.tag = "soon", .support = "2026-06-30"});
    const auto lemon = add_device(model, {.tag = "lemon"});
    for (auto on : {"2025-06-02", "2025-09-01", "2026-01-05"}) add_repair(lemon, on, on[6] == '6' ? "board" : on[6] == '9' ? "hinge" : "battery");
    const auto maker = add_device(model, {.tag = "maker", .warranty = "2026-12-31", .status = "in_repair"});
    const auto broken = add_device(model, {.tag = "broken", .status = "in_repair"});
    const auto near_end = add_device(model, {.tag = "near", .support = "2026-07-31", .status = "at_vendor"});
    const auto aged = add_device(model, {.tag = "aged", .bought = "2019-07-01"});
    const auto gone = add_device(model, {.tag = "gone", .status = "retired"});
    const auto ordered = add_device(model, {.tag = "ordered", .status = "ordered"});
    const auto odd = add_device(add_model("Pen", "peripheral"), {.tag = "pen"});
    const auto lonely = add_device(add_model("Beamer", "projector"), {.tag = "beamer"});
    count();
    EXPECT_EQ(verdict_of(good), "keep cheaper");
    EXPECT_EQ(verdict_of(over), "replace support_over");
    EXPECT_EQ(verdict_of(soon), "keep support_ends_soon");
    EXPECT_EQ(verdict_of(lemon), "replace lemon");
    EXPECT_EQ(verdict_of(maker), "warranty warranty");
    EXPECT_EQ(verdict_of(broken), "repair within_limit") << "three in four repairs cost $80";
    EXPECT_EQ(verdict_of(near_end), "replace beyond_limit") << "with four months left $80 are too much";
    EXPECT_EQ(verdict_of(aged), "replace life_over");
    EXPECT_EQ(verdict_of(odd), "unknown no_price");
    EXPECT_EQ(verdict_of(lonely), "unknown few_data");
    EXPECT_EQ(verdict_of(gone), "none");
    EXPECT_EQ(verdict_of(ordered), "none");
}

TEST_ON_EVERY_BACKEND(Verdicts, CountFromTheDayOnWhichTheLogIsComplete, FleetWorld) {
    const auto model = add_model("Spin 511");
    const auto device = add_device(model, {.tag = "a", .bought = "2020-07-01"});
    add_repair(device, "2024-03-01");
    add_repair(device, "2024-03-20");
    add_repair(device, "2025-03-01", "screen", "accident");
    const auto census = [&](std::optional<base::Day> from) {
        return read([&](db::Read& db) { return take_census(db, {.log_from = from}, day("2026-03-09")); });
    };
    const auto all = census({});
    EXPECT_EQ(all.log_from, day("2024-03-01")) << "the first repair";
    const auto& wear = all.fleet.models.at(model).wear;
    EXPECT_EQ(wear[0].days + wear[1].days + wear[2].days, 0) << "nobody wrote down then";
    EXPECT_EQ(wear[3].failures, 1) << "the second is a comeback, the third an accident";
    EXPECT_EQ(wear[3].days, (day("2024-07-01") - day("2024-03-01")).count());
    EXPECT_EQ(all.fleet.models.at(model).cost.cents, 12'000) << "and both parts are its cost";
    EXPECT_EQ(all.fleet.accidents.at({"chromebook", north.value}).failures, 1);
    const auto later = census(day("2025-01-01"));
    EXPECT_EQ(later.fleet.models.at(model).wear[3].failures, 0);
    EXPECT_EQ(later.fleet.accidents.at({"chromebook", north.value}).failures, 1);
    std::int64_t days = 0;
    for (const auto& bin : later.fleet.models.at(model).wear) days += bin.days;
    EXPECT_EQ(days, (day("2026-03-09") - day("2025-01-01")).count());
}

TEST_ON_EVERY_BACKEND(Verdicts, CountAnUnknownAgeFromWhenTheDeviceWasFirstKnown, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto device = add_device(model, {.tag = "old", .bought = ""});
    add_repair(device, "2023-10-02");
    count();
    const auto planned = read([&](db::Read& db) { return find_planned(db, viewer("tech"), {device}); });
    ASSERT_TRUE(planned);
    EXPECT_EQ(planned->begins(), day("2023-10-02")) << "a repair before it came into the inventory";
    EXPECT_TRUE(shows(as("tech").get(page_of(device)), "The day of purchase is not known. Its age is counted from 2 October 2023"));
    EXPECT_TRUE(shows(as("tech", html::Language::es).get(page_of(device)), "No se sabe el día de compra"));
}

TEST_ON_EVERY_BACKEND(Verdicts, AreTheSameFromWhatWasKeptAndFromWhatIsCounted, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto broken = add_device(model, {.tag = "broken", .status = "in_repair"}, south);
    add_repair(broken, "2025-10-01", "screen", "misuse");
    add_device(add_model("Other"), {.tag = "x"});
    count();
    read([&](db::Read& db) {
        const auto prices = load_prices(db);
        const auto all = judge_all(db, day("2026-03-09"));
        const Hazards kept(load_fleet(db), prices.assumptions().hour_cents);
        EXPECT_GT(all.verdicts.size(), 40u);
        for (const auto& [id, verdict] : all.verdicts) {
            const auto again = judge_device(*find_planned(db, auth::Viewer::system(), {id}), kept, prices, day("2026-03-09"), {}).verdict;
            EXPECT_EQ(again.word, verdict.word);
            EXPECT_EQ(again.limit_cents, verdict.limit_cents);
            EXPECT_DOUBLE_EQ(again.keep, verdict.keep);
            EXPECT_DOUBLE_EQ(again.fresh, verdict.fresh);
        }
    });
}

TEST_ON_EVERY_BACKEND(Verdicts, OfASecondCountAreNoMore, FleetWorld) {
    add_fleet(add_model("Spin 511"));
    count();
    const auto rows = [&] { return read([](db::Read& db) { return db.query("SELECT COUNT(*) FROM planning_verdict").one_integer() + db.query("SELECT COUNT(*) FROM planning_due").one_integer(); }); };
    const auto first = rows();
    count();
    EXPECT_EQ(rows(), first);
    EXPECT_GT(first, 80);
}

TEST_ON_EVERY_BACKEND(Verdicts, AreWrittenWhereTheyChangedOnly, FleetWorld) {
    const auto model = add_fleet(add_model("Spin 511"));
    const auto other = add_model("Beamer", "projector");
    const auto beamer = add_device(other, {.tag = "beamer", .support = "2027-08-01"});
    const auto gone = add_device(model, {.tag = "gone"});
    count();
    const auto save = [&] {
        const auto all = read([&](db::Read& db) { return judge_all(db, day("2026-03-09")); });
        return write([&](db::Write& db) { return save_verdicts(db, now, all); });
    };
    // Every column, as text.
    const auto rows = [&] {
        return read([](db::Read& db) {
            auto lines = db.query(R"sql(
                SELECT device_id || ' ' || verdict || ' ' || reason || ' ' || sure || ' ' || COALESCE(ends_on, '-') || ' ' || COALESCE(CAST(keep_cents AS TEXT), '-') || ' ' ||
                       COALESCE(CAST(new_cents AS TEXT), '-') || ' ' || limit_cents || ' ' || regret_cents AS line FROM planning_verdict ORDER BY device_id
            )sql").all([](const db::Row& row) { return std::string(row.text("line")); });
            for (auto& line : db.query(R"sql(
                SELECT device_id || ' ' || round || ' ' || school_year || ' ' || reason || ' ' || COALESCE(CAST(price_cents AS TEXT), '-') || ' ' || funding_source AS line
                  FROM planning_due ORDER BY device_id, round
            )sql").all([](const db::Row& row) { return std::string(row.text("line")); })) lines.push_back(std::move(line));
            return lines;
        });
    };
    const auto first = rows();
    auto saved = save();
    EXPECT_EQ(saved.written, 0u);
    EXPECT_EQ(saved.gone, 0u);
    EXPECT_EQ(rows(), first);
    write([&](db::Write& db) {
        Price price;
        price.kind = "projector";
        price.price_cents = 90'000;
        price.life_months = 84;
        save_price(db, viewer("cio"), now, price);
    });
    saved = save();
    EXPECT_EQ(saved.written, 1u) << "there is too little history for a figure, so its place in the plan alone has changed";
    EXPECT_EQ(saved.gone, 0u);
    EXPECT_EQ(read([&](db::Read& db) { return db.query("SELECT price_cents FROM planning_due WHERE device_id = :id").bind("id", beamer).one_integer(); }), 90'000);
    write([&](db::Write& db) { db.query("UPDATE inventory_device SET status = 'ordered' WHERE id = :id").bind("id", gone).run(); });
    saved = save();
    EXPECT_EQ(saved.gone, 2u) << "the verdict and the place in the plan";
    EXPECT_EQ(verdict_of(gone), "none");
    const auto step_by_step = rows();
    write([](db::Write& db) {
        db.query("DELETE FROM planning_due").run();
        db.query("DELETE FROM planning_verdict").run();
    });
    save();
    EXPECT_EQ(rows(), step_by_step) << "as if it was written from nothing";
    EXPECT_NE(step_by_step, first);
}

TEST_ON_EVERY_BACKEND(Verdicts, ComeToTheCioAsTwoFigures, FleetWorld) {
    EXPECT_FALSE(read([&](db::Read& db) { return devices_past_sense(db, viewer("cio")); }));
    const auto model = add_fleet(add_model("Spin 511"));
    add_device(model, {.tag = "over", .support = "2026-03-08"});
    count();
    const auto past = read([&](db::Read& db) { return devices_past_sense(db, viewer("cio")); });
    ASSERT_TRUE(past);
    EXPECT_EQ(past->devices, 1);
    EXPECT_EQ(past->replace_cents, 33'000);
    EXPECT_EQ(past->devices_in_all, 42) << "and the one of the student";
    EXPECT_GT(past->keep_cents_a_year, 0);
    EXPECT_THROW(read([&](db::Read& db) { return devices_past_sense(db, viewer("tech")); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(Dues, RepeatWhereTheNextOneLivesShorterThanThePlan, FleetWorld) {
    const auto model = add_model("Phone", "phone");
    const auto device = add_device(model, {.tag = "p", .bought = "2024-07-01", .support = ""});
    write([&](db::Write& db) {
        Price price;
        price.kind = "phone";
        price.price_cents = 20'000;
        price.life_months = 24;
        save_price(db, viewer("cio"), now, price);
    });
    count();
    const auto years = read([&](db::Read& db) {
        return db.query("SELECT round, school_year FROM planning_due WHERE device_id = :id ORDER BY round").bind("id", device).all([](const db::Row& row) {
            return std::pair(row.integer("round"), row.integer("school_year"));
        });
    });
    EXPECT_EQ(years, (std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 2026}, {2, 2028}})) << "the plan ends with June 2030";
}

}  // namespace planning
