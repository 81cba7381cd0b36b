// A disk without room, as the person at the browser meets it.
#include <gtest/gtest.h>

#include "world/world.h"

namespace {

struct FullDisk : World {
    http::Response ask(const std::string& title) {
        return as("teacher").upload("/requests", {{"category", "device"}, {"title", title}, {"description", std::string(3000, 'x')},
                                                  {"school", std::to_string(north.value)}, {"room", "7B"}}, {});
    }
    /// SQLite takes no more pages than there are; PostgreSQL says its word for a full disk in the middle of the change.
    void fill() {
        write([](db::Write& db) {
            if (db.engine() == db::Engine::sqlite) {
                db.query("PRAGMA max_page_count = 1").maybe_integer();
                return;
            }
            db.query("CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS"
                     " $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$")
                .run();
            db.query("CREATE TRIGGER test_full BEFORE INSERT ON search_document FOR EACH ROW EXECUTE FUNCTION test_full()").run();
        });
    }
    void make_room() {
        write([](db::Write& db) {
            if (db.engine() == db::Engine::sqlite) {
                db.query("PRAGMA max_page_count = 1000000").maybe_integer();
            } else {
                db.query("DROP TRIGGER test_full ON search_document").run();
            }
        });
    }
    std::string rows() {
        return read([](db::Read& db) {
            std::string all;
            for (auto table : {"helpdesk_request", "auth_event", "search_document", "mail_letter", "jobs_job"}) {
                all += std::to_string(db.query("SELECT count(*) FROM " + std::string(table)).one_integer()) + " ";
            }
            return all;
        });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(FullDisk, IsSaidOnThePageAndNothingIsHalfDone, FullDisk) {
    ASSERT_EQ(ask("Before").status, 303);
    fill();
    http::Response refused;
    std::string before;
    for (int tries = 0; tries < 200 && refused.status != 507; ++tries) {
        before = rows();
        refused = ask("Try " + std::to_string(tries));
    }
    ASSERT_EQ(refused.status, 507);
    EXPECT_TRUE(shows(refused, "There is no room left to save this"));
    EXPECT_TRUE(shows(refused, "Nothing was saved"));
    EXPECT_EQ(rows(), before);
    EXPECT_TRUE(shows(as("teacher").get("/requests"), "Before")) << "what was saved is still shown";
    make_room();
    EXPECT_EQ(ask("After").status, 303);
    read([](db::Read& db) {
        if (db.engine() == db::Engine::sqlite) {
            EXPECT_EQ(db.query("PRAGMA integrity_check").one_text(), "ok");
        }
    });
}
