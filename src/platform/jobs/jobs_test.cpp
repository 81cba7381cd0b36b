#include "jobs/jobs.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>

#include "auth/account.h"
#include "db/testing.h"
#include "http/call.h"
#include "jobs/store.h"
#include "jobs/testing.h"

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

const base::Instant monday = base::from_ms(1'700'000'000'000);

/// A fresh queue, and bodies that write down what ran.
class Jobs : public ::testing::Test {
protected:
    Jobs() {
        registry_.add("note", [this](jobs::Context& context) { ran_.push_back(context.payload()); });
        registry_.add("fail", [this](jobs::Context&) {
            ran_.push_back("fail");
            throw std::runtime_error("the printer is on fire");
        });
    }

    jobs::JobId enqueue(const jobs::NewJob& job, base::Instant now = monday) {
        return database_->write([&](db::Write& db) { return jobs::enqueue(db, now, job); });
    }
    int run(base::Instant now = monday) { return jobs::run_due(*database_, services_, registry_, now); }
    jobs::Status status(jobs::JobId id) {
        auto found = database_->read([&](db::Read& db) { return jobs::find(db, auth::Viewer::system(), id); });
        return found.value();
    }
    bool cancel(jobs::JobId id) {
        return database_->write([&](db::Write& db) { return jobs::cancel(db, auth::Viewer::system(), monday, id); });
    }
    std::optional<jobs::Claimed> claim(base::Instant now, std::string_view runner) {
        return database_->write([&](db::Write& db) { return jobs::claim(db, now, registry_, runner); });
    }
    void finish(base::Instant now, const jobs::Claimed& job, std::string_view runner) {
        database_->write([&](db::Write& db) { jobs::finish(db, now, job, runner, {}); });
    }

    db::testing::FreshDatabase database_{jobs::testing::migrations()};
    http::Services services_;
    jobs::Registry registry_;
    std::vector<std::string> ran_;
};

}  // namespace

TEST_F(Jobs, RunAfterTheCommitInTheOrderTheyAreDue) {
    enqueue({.name = "note", .payload = "later", .not_before = monday + 1h});
    enqueue({.name = "note", .payload = "first"});
    auto second = enqueue({.name = "note", .payload = "second"});
    EXPECT_EQ(run(), 2);
    EXPECT_THAT(ran_, ElementsAre("first", "second"));
    EXPECT_EQ(status(second).state, jobs::State::done);
    EXPECT_EQ(run(monday + 1h), 1);
}

TEST_F(Jobs, OfATransactionThatWasUndoneNeverRun) {
    EXPECT_THROW(database_->write([](db::Write& db) {
        jobs::enqueue(db, monday, {.name = "note"});
        throw std::runtime_error("undone");
    }), std::runtime_error);
    EXPECT_EQ(run(), 0);
}

TEST_F(Jobs, AUniqueKeyWaitsOnlyOnce) {
    auto first = enqueue({.name = "note", .not_before = monday + 1h, .unique_key = "outbox"});
    auto again = enqueue({.name = "note", .unique_key = "outbox"});
    auto other = enqueue({.name = "note", .unique_key = "inbox"});
    EXPECT_EQ(first.value, again.value);
    EXPECT_NE(first.value, other.value);
    EXPECT_EQ(run(), 2) << "the one that waits is due when the new one would be";
    EXPECT_NE(enqueue({.name = "note", .unique_key = "outbox"}).value, first.value);
}

TEST_F(Jobs, OfOneKeyNeverRunAtTheSameTime) {
    enqueue({.name = "note", .unique_key = "outbox"});
    auto running = claim(monday, "a").value();
    enqueue({.name = "note", .unique_key = "outbox"});
    EXPECT_FALSE(claim(monday, "b").has_value());
    finish(monday, running, "a");
    EXPECT_TRUE(claim(monday, "b").has_value());
}

TEST_F(Jobs, AFailedAttemptIsTriedAgainEachTimeLaterAndFailsInTheEnd) {
    auto id = enqueue({.name = "fail", .most_attempts = 3});
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(status(id).state, jobs::State::waiting);
    EXPECT_EQ(status(id).error, "the printer is on fire");
    EXPECT_EQ(run(monday + 29s), 0);
    EXPECT_EQ(run(monday + 30s), 1);
    EXPECT_EQ(run(monday + 89s), 0);
    EXPECT_EQ(run(monday + 90s), 1);
    EXPECT_EQ(status(id).state, jobs::State::failed);
    EXPECT_EQ(status(id).attempts, 3);
    EXPECT_EQ(run(monday + 24h), 0);
}

TEST_F(Jobs, ARetryStepsAsideForANewOneUnderItsKey) {
    auto id = enqueue({.name = "fail", .unique_key = "k"});
    auto running = claim(monday, "a").value();
    enqueue({.name = "note", .payload = "other name", .unique_key = "k"});
    auto newer = enqueue({.name = "fail", .unique_key = "k"});
    database_->write([&](db::Write& db) { jobs::finish(db, monday, running, "a", {.kind = jobs::Outcome::Kind::failed, .error = "no"}); });
    EXPECT_EQ(status(id).state, jobs::State::waiting);
    EXPECT_EQ(status(newer).state, jobs::State::waiting);
}

TEST_F(Jobs, OfAProcessThatDiedAreTakenOverAfterTheLease) {
    auto id = enqueue({.name = "note"});
    auto dead = claim(monday, "dead").value();
    EXPECT_FALSE(claim(monday + jobs::lease, "alive").has_value());
    auto taken = claim(monday + jobs::lease + 1ms, "alive").value();
    EXPECT_EQ(taken.id.value, id.value);
    EXPECT_EQ(taken.attempts, 2);

    finish(monday, dead, "dead");
    EXPECT_EQ(status(id).state, jobs::State::running) << "who lost the lease changes nothing";
    finish(monday, taken, "alive");
    EXPECT_EQ(status(id).state, jobs::State::done);
}

TEST_F(Jobs, ASignOfLifeKeepsTheLease) {
    auto job = enqueue({.name = "note"});
    claim(monday, "a");
    bool ours = database_->write([&](db::Write& db) { return jobs::extend_lease(db, monday + 50s, job, "a"); });
    EXPECT_TRUE(ours);
    EXPECT_FALSE(claim(monday + jobs::lease + 1s, "b").has_value());
    EXPECT_TRUE(claim(monday + jobs::lease + 51s, "b").has_value());
    ours = database_->write([&](db::Write& db) { return jobs::extend_lease(db, monday + 50s, job, "a"); });
    EXPECT_FALSE(ours);
}

TEST_F(Jobs, ThatKillTheirProcessEachTimeFailInTheEnd) {
    auto id = enqueue({.name = "note", .most_attempts = 2});
    claim(monday, "a");
    claim(monday + 2min, "b");
    EXPECT_FALSE(claim(monday + 4min, "c").has_value());
    EXPECT_EQ(status(id).state, jobs::State::failed);
    EXPECT_FALSE(status(id).error.empty());
}

TEST_F(Jobs, CancelEndsAWaitingJobAtOnce) {
    auto id = enqueue({.name = "note"});
    EXPECT_TRUE(cancel(id));
    EXPECT_EQ(status(id).state, jobs::State::cancelled);
    EXPECT_EQ(run(), 0);
    EXPECT_FALSE(cancel(id));
}

TEST_F(Jobs, CancelIsNoticedByARunningBody) {
    registry_.add("long", [&](jobs::Context& context) {
        database_->write([&](db::Write& db) { jobs::cancel(db, auth::Viewer::system(), monday, context.id()); });
        EXPECT_TRUE(context.cancelled());
    });
    auto id = enqueue({.name = "long"});
    run();
    EXPECT_EQ(status(id).state, jobs::State::cancelled);
}

TEST_F(Jobs, KeepProgressAndResult) {
    registry_.add("count", [&](jobs::Context& context) {
        context.progress(3, 10);
        EXPECT_EQ(status(context.id()).done, 3);
        context.progress(4, 10);
        context.progress(10, 10);
        context.result(R"({"created":10})");
    });
    auto id = enqueue({.name = "count"});
    run();
    EXPECT_EQ(status(id).done, 10);
    EXPECT_EQ(status(id).total, 10);
    EXPECT_EQ(status(id).result, R"({"created":10})");
    EXPECT_TRUE(status(id).finished_at.has_value());
}

TEST_F(Jobs, OfAnotherVersionOfTheProgramAreLeftToIt) {
    auto unknown = enqueue({.name = "from.the.future"});
    enqueue({.name = "note"});
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(status(unknown).state, jobs::State::waiting);
}

TEST_F(Jobs, AScheduleRunsOnceAPeriodWhoeverAsks) {
    registry_.add("hourly", jobs::Schedule::every(1h), [this](jobs::Context&) { ran_.push_back("hourly"); });
    EXPECT_EQ(run(), 0) << "the first time is one period away";
    EXPECT_EQ(run(monday + 1h), 1);
    EXPECT_EQ(run(monday + 1h), 0);
    EXPECT_EQ(run(monday + 9h), 1) << "what was missed is made up for once";
    EXPECT_EQ(run(monday + 10h), 1);
}

TEST_F(Jobs, OwnersSeeTheirOwnAndAdministratorsAll) {
    auto ana_id = database_->write([](db::Write& db) {
        return auth::create_account(db, auth::Viewer::system(), monday, {.email = "ana@example.org", .name = "Ana"});
    });
    auto of_ana = enqueue({.name = "note", .owner = ana_id});
    auto of_nobody = enqueue({.name = "note"});
    auth::Viewer ana(ana_id, "Ana", {}, auth::Proof::session);
    auth::Viewer ben({ana_id.value + 1}, "Ben", {}, auth::Proof::session);
    auth::Viewer admin({ana_id.value + 2}, "Cleo", {{"jobs.manage"}}, auth::Proof::session);
    database_->write([&](db::Write& db) {
        EXPECT_TRUE(jobs::find(db, ana, of_ana).has_value());
        EXPECT_FALSE(jobs::find(db, ana, of_nobody).has_value());
        EXPECT_FALSE(jobs::find(db, ben, of_ana).has_value());
        EXPECT_EQ(jobs::list(db, ana, {}).size(), 1u);
        EXPECT_THAT(jobs::list(db, ben, {}), IsEmpty());
        EXPECT_THAT(jobs::list(db, {}, {}), IsEmpty());
        EXPECT_EQ(jobs::list(db, admin, {}).size(), 2u);
        EXPECT_EQ(jobs::list(db, admin, {.before = of_nobody.value}).size(), 1u);
        EXPECT_THAT(jobs::list(db, admin, {.state = jobs::State::failed}), IsEmpty());
        EXPECT_FALSE(jobs::cancel(db, ben, monday, of_ana));
        EXPECT_TRUE(jobs::cancel(db, ana, monday, of_ana));
    });
}

TEST_F(Jobs, ThatEndedAMonthAgoAreForgotten) {
    jobs::register_jobs(registry_);
    auto id = enqueue({.name = "note"});
    run();
    run(monday + 24h * 29);
    EXPECT_EQ(status(id).state, jobs::State::done);
    run(monday + 24h * 31 + 1h);
    EXPECT_THROW(status(id), std::bad_optional_access);
}

TEST_F(Jobs, TwoJobsOfOneNameAreABug) { EXPECT_THROW(registry_.add("note", [](jobs::Context&) {}), std::logic_error); }

namespace {

/// Counts what bodies on other threads did, and waits for a count.
class Counter {
public:
    void add() {
        {
            std::scoped_lock lock(mutex_);
            ++count_;
        }
        changed_.notify_all();
    }
    bool reaches(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 20s, [&] { return count_ >= count; });
    }
    int count() {
        std::scoped_lock lock(mutex_);
        return count_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

}  // namespace

TEST_F(Jobs, WorkersRunEachJobOnceHoweverManyThereAre) {
    Counter counter;
    jobs::Registry registry;
    registry.add("count", [&](jobs::Context&) { counter.add(); });
    {
        jobs::Workers one(*database_, services_, registry, 2);
        jobs::Workers two(*database_, services_, registry, 2);
        for (int i = 0; i < 40; ++i) enqueue({.name = "count"}, base::system_now());
        EXPECT_TRUE(counter.reaches(40));
    }
    EXPECT_EQ(counter.count(), 40);
    auto all = database_->read([](db::Read& db) { return jobs::list(db, auth::Viewer::system(), {.state = jobs::State::done}); });
    EXPECT_EQ(all.size(), 40u);
}

TEST_F(Jobs, StoppingWorkersLeaveALongJobToTheNextStart) {
    Counter started;
    jobs::Registry registry;
    registry.add("long", [&](jobs::Context& context) {
        started.add();
        while (!context.cancelled()) std::this_thread::yield();
    });
    auto id = enqueue({.name = "long"}, base::system_now());
    {
        jobs::Workers workers(*database_, services_, registry, 1);
        ASSERT_TRUE(started.reaches(1));
    }
    EXPECT_EQ(status(id).state, jobs::State::waiting);
    EXPECT_EQ(status(id).attempts, 0);
}
