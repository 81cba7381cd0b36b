// One answer for everybody: each gets it exactly once, whatever stops the job, and nobody is forgotten.
#include "helpdesk/problem_news.h"

#include <gtest/gtest.h>

#include "helpdesk/closing.h"
#include "helpdesk/letters.h"
#include "helpdesk/problem_telling.h"
#include "helpdesk/problem_testing.h"

namespace helpdesk {

namespace {
/// A job that is told to leave, or breaks, after so many reports of progress.
class Stopped : public jobs::Context {
public:
    Stopped(World& world, std::int64_t problem, int most, bool breaks) : world_(world), payload_(fmt::format(R"({{"problem":{}}})", problem)), most_(most), breaks_(breaks) {}
    jobs::JobId id() const override { return {1}; }
    const std::string& payload() const override { return payload_; }
    db::Database& database() override { return world_.database(); }
    const http::Services& services() override { return world_.services(); }
    base::Instant now() const override { return world_.now; }
    void progress(std::int64_t, std::int64_t) override {
        if (++reports_ >= most_ && breaks_) throw std::runtime_error("the process was killed");
    }
    bool cancelled() const override { return !breaks_ && reports_ >= most_; }
    void result(std::string) override {}

private:
    World& world_;
    std::string payload_;
    int most_;
    bool breaks_;
    int reports_ = 0;
};
}  // namespace

class ProblemNews : public Problems200 {
protected:
    std::int64_t id = 0;
    std::vector<std::int64_t> requests;
    /// 200 people who joined, and 25 requests of the teacher's.
    void crowded() {
        id = open();
        auto people = crowd(200);
        write([&](db::Write& db) {
            auto problem = find_problem(db, {id});
            for (const auto& person : people) join_problem(db, person, now, problem);
        });
        for (int i = 0; i < 25; ++i) {
            requests.push_back(ask(i % 2 ? "teacher" : "student", fmt::format("Projector {}", i)));
            does("tech", fmt::format("/requests/{}/problem", requests.back()), {{"problem", std::to_string(id)}});
        }
        write_letters(database(), services(), now, 1000);
        write([](db::Write& db) { db.query("DELETE FROM mail_letter").run(); });
    }
    void run(int most, bool breaks) {
        Stopped job(*this, id, most, breaks);
        if (breaks) EXPECT_THROW(tell_of_problem(job), std::runtime_error);
        else tell_of_problem(job);
    }
    void everybody_was_told_once() {
        EXPECT_EQ(telling_of_it().untold, 0);
        write_letters(database(), services(), now, 1000);
        EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 200);
        EXPECT_EQ(count("(SELECT to_address FROM mail_letter WHERE to_address LIKE 'person%' GROUP BY to_address) people"), 200);
        EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%' AND text LIKE '%Update the app.%'"), 100) << "in their language";
        EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%' AND text LIKE '%Actualice la aplicaci%'"), 100);
        EXPECT_EQ(count("helpdesk_message WHERE kind = 'reply' AND from_requester = 0"), 25);
        EXPECT_EQ(count("(SELECT request_id FROM helpdesk_message WHERE kind = 'reply' GROUP BY request_id) told"), 25);
        for (auto request : requests) EXPECT_EQ(state(request), "resolved");
        EXPECT_EQ(count("mail_letter WHERE to_address NOT LIKE 'person%' AND (text LIKE '%Update the app.%' OR text LIKE '%Actualice la aplicaci%')"), 25);
    }
    Telling telling_of_it() {
        return read([&](db::Read& db) { return telling_of(db, find_problem(db, {id})); });
    }
};

TEST_ON_EVERY_BACKEND(ProblemNews, ReachEverybodyOnceByTheJob, ProblemNews) {
    crowded();
    solve(id);
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}", id)), "0 of 225 were told."));
    run_jobs();
    everybody_was_told_once();
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}", id)), "225 people and requests were told."));
    EXPECT_TRUE(shows(as("nobody").get(fmt::format("/known-problems/{}", id)), "Update the app."));
    EXPECT_TRUE(shows(as("teacher").get(fmt::format("/requests/{}", requests[1])), "Actualice la aplicación.")) << "the teacher reads Spanish";
    does("tech", fmt::format("/queue/problems/{}/telling", id));
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 200) << "a second run tells nobody";
}

TEST_ON_EVERY_BACKEND(ProblemNews, ReachEverybodyOnceThoughTheProcessIsKilledAgainAndAgain, ProblemNews) {
    crowded();
    solve(id);
    run(1, true);  // after ten requests
    EXPECT_EQ(telling_of_it().told, 10);
    run(2, false);
    EXPECT_EQ(telling_of_it().told, 25) << "asked to leave after the rest of the requests";
    run(1, true);  // after fifty letters
    EXPECT_EQ(telling_of_it().told, 75);
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}", id)), "75 of 225 were told."));
    run_jobs();
    everybody_was_told_once();
}

TEST_ON_EVERY_BACKEND(ProblemNews, PassByTheOneThatCannotBeTold, ProblemNews) {
    crowded();
    // No letter can go to this address, whatever is tried.
    write([](db::Write& db) { db.query("UPDATE auth_account SET email = 'nowhere' WHERE email = 'person7@example.org'").run(); });
    solve(id);
    Stopped job(*this, id, 1000, false);
    EXPECT_THROW(tell_of_problem(job), std::runtime_error) << "so that it is tried again, and shown";
    EXPECT_EQ(telling_of_it().untold, 1);
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 199);
    write([](db::Write& db) { db.query("UPDATE auth_account SET email = 'person7@example.org' WHERE email = 'nowhere'").run(); });
    run_jobs();
    everybody_was_told_once();
}

TEST_ON_EVERY_BACKEND(ProblemNews, GoToWhoAskedAndJoinedOnceOnly, ProblemNews) {
    id = open();
    does("teacher", fmt::format("/known-problems/{}/joining", id));
    does("student", fmt::format("/known-problems/{}/joining", id));
    auto request = ask("teacher");
    does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    // Another one of the student's was joined with that of the teacher: the news comes by it.
    does("tech", fmt::format("/requests/{}/merge", ask("student", "The same")), {{"number", std::to_string(request)}});
    run_jobs();
    write([](db::Write& db) { db.query("DELETE FROM mail_letter").run(); });
    solve(id);
    run_jobs();
    EXPECT_EQ(count("mail_letter"), 2);
    EXPECT_EQ(count("mail_letter WHERE subject LIKE '%' AND text LIKE '%/known-problems/%'"), 0);
    EXPECT_EQ(telling_of_it().untold, 0);
}

TEST_ON_EVERY_BACKEND(ProblemNews, LeaveAloneWhatEndedForItself, ProblemNews) {
    id = open();
    auto early = ask("teacher"), late = ask("student");
    for (auto request : {early, late}) does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    does("tech", fmt::format("/requests/{}/resolution", early), {{"words", "It was the cable."}});
    solve(id);
    run_jobs();
    EXPECT_EQ(count(fmt::format("helpdesk_message WHERE request_id = {} AND kind = 'reply'", early)), 1) << "answered already, with its own answer";
    EXPECT_EQ(count(fmt::format("helpdesk_message WHERE request_id = {} AND kind = 'reply'", late)), 1);
    EXPECT_EQ(text(fmt::format("author_name FROM helpdesk_message WHERE request_id = {}", late)), "Dana Reyes") << "whoever wrote the answer";
}

TEST_ON_EVERY_BACKEND(ProblemNews, OfAReopeningReachThoseWhoWereToldAndNoOthers, ProblemNews) {
    crowded();
    solve(id);
    run_jobs();
    does("teacher", fmt::format("/requests/{}/closure", requests[1]));
    write([](db::Write& db) { db.query("DELETE FROM mail_letter").run(); });
    now += std::chrono::hours(1);
    does("tech", fmt::format("/queue/problems/{}/reopening", id), {{"why", "It came back"}});
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%' AND text LIKE '%We wrote to you that this was solved%'"), 100);
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 200);
    EXPECT_EQ(state(requests[0]), "waiting") << "it waits for the problem again";
    EXPECT_EQ(state(requests[1]), "closed") << "the requester said that it works";
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'dana%'"), 0) << "nobody is written to for each request that came back";
    EXPECT_TRUE(shows(as("student").get(fmt::format("/requests/{}", requests[0])), "It is part of a problem that we know about"));

    write([](db::Write& db) { db.query("DELETE FROM mail_letter").run(); });
    solve(id);
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 200) << "once for each solution";
    EXPECT_EQ(state(requests[0]), "resolved");
    EXPECT_EQ(count(fmt::format("helpdesk_message WHERE request_id = {} AND kind = 'reply'", requests[0])), 2);
    EXPECT_EQ(count(fmt::format("helpdesk_message WHERE request_id = {} AND kind = 'reply'", requests[1])), 2) << "an answer that was wrong is corrected there too";
}

TEST_ON_EVERY_BACKEND(ProblemNews, OfAReopeningBringBackWhatClosedByItself, ProblemNews) {
    id = open();
    auto request = ask("teacher");
    does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    solve(id);
    run_jobs();
    now += std::chrono::days(30);
    close_unanswered(database(), now);
    ASSERT_EQ(state(request), "closed");
    does("tech", fmt::format("/queue/problems/{}/reopening", id));
    run_jobs();
    EXPECT_EQ(state(request), "waiting") << "nobody said that it works";
    EXPECT_EQ(count("helpdesk_pause WHERE reason = 'resolved'"), 1);
}

TEST_ON_EVERY_BACKEND(ProblemNews, EndWhenTheyAreOvertaken, ProblemNews) {
    crowded();
    solve(id);
    run(1, true);
    EXPECT_EQ(telling_of_it().told, 10);
    does("tech", fmt::format("/queue/problems/{}/reopening", id));
    run_jobs();
    EXPECT_EQ(telling_of_it().untold, 0);
    EXPECT_EQ(count("helpdesk_request WHERE state = 'waiting'"), 25) << "ten came back, fifteen were never ended";
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 0) << "who was not told that it is solved is not told that it is not";
    solve(id);
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'person%'"), 200);
}

TEST_ON_EVERY_BACKEND(ProblemNews, OfAReopeningComeFromWhoReopened, ProblemNews) {
    id = open();
    auto request = ask("teacher");
    does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    solve(id);
    run_jobs();
    does("tech2", fmt::format("/queue/problems/{}/reopening", id));
    run_jobs();
    auto name = text(fmt::format("name FROM auth_account WHERE id = {}", account("tech2").value));
    EXPECT_EQ(text(fmt::format("actor FROM auth_event WHERE subject_kind = 'request' AND subject_id = {} AND action = 'problem_back'", request)), name);
}

TEST_ON_EVERY_BACKEND(ProblemNews, CountAsToldByARequestWhatIsStillToBeTold, ProblemNews) {
    id = open();
    auto left = ask("teacher"), closed = ask("student");
    for (auto request : {left, closed}) does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    auto told = [&] {
        return read([&](db::Read& db) { return told_by_request(db, News{find_problem(db, {id}), auth::Viewer::system(), now}); });
    };
    auto leo = text(fmt::format("lower(email) FROM auth_account WHERE id = {}", account("teacher").value));
    auto ana = text(fmt::format("lower(email) FROM auth_account WHERE id = {}", account("student").value));
    solve(id);
    EXPECT_EQ(told(), (std::set{leo, ana})) << "their requests could not be told yet, and are tried again";
    run_jobs();
    EXPECT_EQ(told(), (std::set{leo, ana}));
    does("student", fmt::format("/requests/{}/closure", closed));
    does("tech", fmt::format("/queue/problems/{}/reopening", id));
    EXPECT_EQ(told(), std::set{leo}) << "what was closed does not come back";
    run_jobs();
    EXPECT_EQ(told(), std::set{leo});
}

}  // namespace helpdesk
