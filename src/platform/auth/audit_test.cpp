#include "auth/audit.h"

#include <gmock/gmock.h>

#include "auth/event.h"
#include "auth/testing.h"
#include "base/error.h"

using namespace auth;
using namespace auth::testing;
using ::testing::Each;
using ::testing::ElementsAre;

class Audit : public Office {
protected:
    EventId note(AccountId who, std::int64_t request, std::string_view action, base::Milliseconds later = {}) {
        return database->write([&](db::Write& db) {
            return record(db, as(who), now + later, {.subject_kind = "request", .subject_id = request, .action = action, .why = "asked", .detail = R"({"a":1})"});
        });
    }
    std::vector<std::string> listed(const EventFilter& filter) {
        std::vector<std::string> actions;
        database->read([&](db::Read& db) {
            for (const Event& event : list_events(db, as(ruth), filter)) actions.push_back(event.action);
        });
        return actions;
    }
    int chain() { return database->write([&](db::Write& db) { return chain_events(db); }); }
    ChainReport verify() {
        return database->read([&](db::Read& db) { return verify_chain(db); });
    }
};

TEST_ON_EVERY_BACKEND(Record, KeepsWhoWhenWhatAndWhy, Audit) {
    note(dana, 17, "created");
    const Event event = database->read([&](db::Read& db) { return history(db, "request", 17); }).at(0);
    EXPECT_EQ(event.actor, "Dana Reyes");
    EXPECT_EQ(event.account, dana.value);
    EXPECT_EQ(event.at, now);
    EXPECT_EQ(event.why, "asked");
    EXPECT_EQ(event.detail, R"({"a":1})");
}

TEST_ON_EVERY_BACKEND(Record, CannotBeChangedOrDeleted, Audit) {
    note(dana, 17, "created");
    chain();
    database->write([&](db::Write& db) { note_access(db, as(dana), now, {"person", 5, "a request"}); });
    for (auto sql : {"UPDATE auth_event SET actor = 'nobody'", "DELETE FROM auth_event", "UPDATE auth_event_chain SET hash = ''",
                     "DELETE FROM auth_event_chain", "UPDATE auth_access SET purpose = ''", "DELETE FROM auth_access"}) {
        EXPECT_THROW(database->write([&](db::Write& db) { db.query(sql).run(); }), db::Failure) << sql;
    }
    EXPECT_EQ(listed({.subject_kind = "request"}).size(), 1u);
}

TEST_ON_EVERY_BACKEND(AuditList, IsNewestFirstFilteredAndPaged, Audit) {
    note(dana, 17, "first");
    note(leo, 17, "second", std::chrono::hours(1));
    const EventId third = note(dana, 18, "third", std::chrono::hours(2));
    EXPECT_THAT(listed({.subject_kind = "request"}), ElementsAre("third", "second", "first"));
    EXPECT_THAT(listed({.subject_kind = "request", .subject_id = 17}), ElementsAre("second", "first"));
    EXPECT_THAT(listed({.account = dana}), ElementsAre("third", "first"));
    EXPECT_THAT(listed({.from = now + std::chrono::hours(1), .until = now + std::chrono::hours(2)}), ElementsAre("second"));
    EXPECT_THAT(listed({.subject_kind = "request", .before_id = third.value, .limit = 1}), ElementsAre("second"));
    EXPECT_THAT(database->read([&](db::Read& db) { return event_subject_kinds(db, as(ruth)); }), ElementsAre("account", "request"));
}

TEST_ON_EVERY_BACKEND(AuditList, IsForAuditorsOnly, Audit) {
    database->read([&](db::Read& db) {
        EXPECT_THROW(list_events(db, as(dana), {}), base::Forbidden);
        EXPECT_THROW(list_access(db, as(dana), {}), base::Forbidden);
        EXPECT_THROW(event_subject_kinds(db, Viewer{}), base::Forbidden);
    });
}

TEST_ON_EVERY_BACKEND(AccessNotes, AreKeptOnceAnHour, Audit) {
    const auto look = [&](AccountId who, base::Milliseconds later) {
        database->write([&](db::Write& db) { note_access(db, as(who), now + later, {"person", 5, "answering a request"}); });
    };
    look(dana, {});
    look(dana, std::chrono::minutes(59));
    look(leo, std::chrono::minutes(59));
    look(dana, std::chrono::minutes(60));
    const auto notes = database->read([&](db::Read& db) { return list_access(db, as(ruth), {.subject_kind = "person", .subject_id = 5}); });
    ASSERT_EQ(notes.size(), 3u);
    EXPECT_EQ(notes[1].actor, "Leo Peña");
    EXPECT_EQ(notes[2].purpose, "answering a request");
}

TEST_ON_EVERY_BACKEND(Chain, LinksEveryEventOnce, Audit) {
    note(dana, 17, "created");
    const int first = chain();
    EXPECT_EQ(chain(), 0);
    note(dana, 17, "closed");
    EXPECT_EQ(chain(), 1);
    const ChainReport report = verify();
    EXPECT_EQ(report.events, first + 1);
    EXPECT_EQ(report.chained, report.events);
    EXPECT_TRUE(report.altered.empty());
}

TEST_ON_EVERY_BACKEND(Chain, ShowsWhatWasAlteredBehindItsBack, Audit) {
    const EventId event = note(dana, 17, "created");
    note(dana, 17, "closed");
    chain();
    // Whoever owns the database can drop a trigger; the chain tells.
    database->write([&](db::Write& db) {
        const bool sqlite = db.engine() == db::Engine::sqlite;
        db.query(sqlite ? "DROP TRIGGER auth_event_refuses_update" : "DROP TRIGGER auth_event_refuses_change ON auth_event").run();
        db.query("UPDATE auth_event SET actor = 'Leo Peña' WHERE id = :id").bind("id", event).run();
    });
    EXPECT_THAT(verify().altered, ElementsAre(event.value));
}
