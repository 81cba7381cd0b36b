// A request that belongs to a known problem waits for it outside the queue, says so, and its target goes on.
#include <gtest/gtest.h>

#include "helpdesk/helpdesk.h"
#include "helpdesk/problem_testing.h"
#include "helpdesk/queue.h"

namespace helpdesk {

class Belongs : public Problems200 {
protected:
    std::size_t queued(QueueView view) {
        return read([&](db::Read& db) { return queue(db, viewer("tech"), {.view = view}, std::nullopt, 100).rows.size(); });
    }
    void link(std::int64_t request, std::int64_t problem) { does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(problem)}}); }
};

TEST_ON_EVERY_BACKEND(BelongingRequests, LeaveTheQueueAndSayWhy, Belongs) {
    auto id = open({{"expected_on", "2026-03-12"}});
    auto request = ask("teacher");
    run_jobs();  // the letter that it was received
    auto due = text(fmt::format("due_at || '' FROM helpdesk_request WHERE id = {}", request));
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/requests/{}/problem", request)), "The projector app does not start"));
    link(request, id);
    EXPECT_EQ(queued(QueueView::team), 0u);
    EXPECT_TRUE(shows(as("tech").get("/queue?view=waiting"), "known problem: The projector app does not start"));
    auto page = as("teacher", html::Language::es).get(fmt::format("/requests/{}", request));
    EXPECT_TRUE(shows(page, "Es parte de un problema que ya conocemos: La aplicación del proyector no abre."));
    EXPECT_TRUE(shows(page, "Fecha esperada:"));
    EXPECT_TRUE(shows(page, fmt::format("/known-problems/{}", id)));
    for (const auto& place : {std::string("/known-problems"), fmt::format("/known-problems/{}", id)}) {
        EXPECT_TRUE(shows(as("teacher").get(place), "You told us")) << place;
        EXPECT_FALSE(shows(as("teacher").get(place), "/joining\"")) << "counted by the request already: " << place;
        EXPECT_TRUE(shows(as("tech").get(place), "/joining\"")) << place;
    }
    EXPECT_EQ(count(fmt::format("helpdesk_pause WHERE request_id = {}", request)), 0) << "the target goes on";
    EXPECT_EQ(text(fmt::format("due_at || '' FROM helpdesk_request WHERE id = {}", request)), due);
    EXPECT_EQ(count(fmt::format("helpdesk_request WHERE id = {} AND responded_at IS NOT NULL", request)), 1) << "being told why is an answer";
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address LIKE 'leo%' AND text LIKE '%Es parte de un problema que ya conocemos%'"), 1);
    auto program = as("tech").get(fmt::format("/api/v1/requests/{}", request)).body;
    EXPECT_NE(program.find(fmt::format("\"waiting_reason\":\"known_problem\",\"known_problem\":{}", id)), std::string::npos) << program;
    EXPECT_NE(as("tech").get("/api/v1/queue?view=waiting").body.find("\"waiting_reason\":\"known_problem\""), std::string::npos);
    EXPECT_NE(as("tech").get("/queue.csv?view=waiting").body.find("known problem: The projector app does not start"), std::string::npos);
    now += std::chrono::days(30);
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}", id)), "past its time")) << "lateness is not hidden behind a problem";

    EXPECT_EQ(as("tech").post(fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}}).status, 409) << "once";
    does("tech", fmt::format("/requests/{}/problem/removal", request));
    EXPECT_EQ(queued(QueueView::team), 1u);
    EXPECT_EQ(state(request), "open");
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/requests/{}", request)), "Does not belong to the known problem"));
}

TEST_ON_EVERY_BACKEND(BelongingRequests, EndTheirPauseWhenTheyWaitedForSomethingElse, Belongs) {
    auto id = open();
    auto request = ask("teacher");
    does("tech", fmt::format("/requests/{}/wait", request), {{"reason", "part"}, {"words", "The lamp"}, {"until", "2026-03-20"}});
    now += std::chrono::hours(2);
    link(request, id);
    EXPECT_EQ(count("helpdesk_pause WHERE to_at IS NULL"), 0);
    EXPECT_EQ(count("helpdesk_request WHERE waiting_until_on IS NOT NULL"), 0) << "no day brings it back";
    EXPECT_EQ(as("teacher").get(fmt::format("/requests/{}", request)).body.find("The lamp\n"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(BelongingRequests, AreRefusedWhereTheyCannotBe, Belongs) {
    auto id = open();
    auto request = ask("teacher");
    auto target = fmt::format("/requests/{}/problem", request);
    EXPECT_EQ(as("tech").post(target, {}).status, 422);
    EXPECT_EQ(as("tech").post(target, {{"problem", "99"}}).status, 422);
    EXPECT_EQ(as("tech").post(target, {{"problem", std::to_string(id)}, {"seen", "1"}}).status, 409);
    EXPECT_EQ(as("kitchen").post(target, {{"problem", std::to_string(id)}}).status, 404) << "who may not see it does not learn that it exists";
    solve(id);
    EXPECT_EQ(as("tech").post(target, {{"problem", std::to_string(id)}}).status, 422);
    EXPECT_EQ(state(request), "new");
    does("tech", fmt::format("/requests/{}/resolution", request), {{"words", "Done"}});
    EXPECT_EQ(as("tech").post(target, {{"problem", std::to_string(open())}}).status, 409);
}

TEST_ON_EVERY_BACKEND(BelongingRequests, AreOfferedToWhoAskedUntilSomebodyHasBegun, Belongs) {
    auto request = ask("teacher");
    auto id = open();
    auto address = fmt::format("/requests/{}", request);
    EXPECT_TRUE(shows(as("teacher").get(address), "Is it this one?"));
    EXPECT_EQ(as("tech").get(address).body.find("Is it this one?"), std::string::npos);
    does("teacher", address + "/problem", {{"problem", std::to_string(id)}});
    EXPECT_EQ(state(request), "waiting");
    EXPECT_TRUE(shows(as("teacher").get(address), "It does not belong to it"));
    does("teacher", address + "/problem/removal");
    EXPECT_EQ(state(request), "open");

    auto token = text(fmt::format("token FROM helpdesk_request WHERE id = {}", request));
    EXPECT_TRUE(shows(as("nobody").get("/status/" + token), "Is it this one?"));
    does("nobody", "/status/" + token + "/problem", {{"problem", std::to_string(id)}});
    EXPECT_EQ(state(request), "waiting");
    does("nobody", "/status/" + token + "/problem/removal");
    EXPECT_EQ(state(request), "open");
}

TEST_ON_EVERY_BACKEND(BelongingRequests, OfWhoAskedFitAndAreNotBegun, Belongs) {
    auto request = ask("teacher");
    auto fits = open(), elsewhere = open({{"school", std::to_string(south.value)}});
    auto other = open({{"category", text("id || '' FROM helpdesk_category WHERE key = 'printing'")}});
    auto address = fmt::format("/requests/{}", request);
    auto token = "/status/" + text(fmt::format("token FROM helpdesk_request WHERE id = {}", request));
    auto say = [&](std::int64_t problem) {
        auto by_account = as("teacher").post(address + "/problem", {{"problem", std::to_string(problem)}}).status;
        EXPECT_EQ(as("nobody").post(token + "/problem", {{"problem", std::to_string(problem)}}).status, by_account);
        return by_account;
    };
    EXPECT_EQ(say(elsewhere), 404);
    EXPECT_EQ(say(other), 404);
    EXPECT_EQ(state(request), "new");
    does("tech", address + "/wait", {{"reason", "part"}, {"words", "The lamp"}, {"until", "2026-03-20"}});
    EXPECT_EQ(say(fits), 409);
    EXPECT_EQ(count("helpdesk_pause WHERE to_at IS NULL"), 1) << "the part is still waited for";
    EXPECT_EQ(count("helpdesk_problem_request"), 0);
    link(request, fits);
    EXPECT_EQ(state(request), "waiting") << "the department may";
}

TEST_ON_EVERY_BACKEND(BelongingRequests, ThatNobodyConfirmedAreNotWorkedWith, Belongs) {
    as("nobody").post("/requests", {{"category", "classroom"}, {"title", "Projector"}, {"school", std::to_string(north.value)},
                                    {"requester_name", "Pat"}, {"requester_email", "pat@example.org"}});
    auto address = "/requests/" + text("id || '' FROM helpdesk_request WHERE state = 'held'");
    static int asked = 0;
    asked = 0;
    request_panels().push_back([](const http::Call&, db::Read&, RequestId) -> std::optional<std::string> {
        ++asked;
        return std::nullopt;
    });
    auto held = as("tech").get(address);
    EXPECT_EQ(asked, 0);
    as("tech").get(fmt::format("/requests/{}", ask("teacher")));
    EXPECT_EQ(asked, 1);
    request_panels().pop_back();
    EXPECT_EQ(held.status, 200);
    EXPECT_EQ(held.body.find("/reopening"), std::string::npos) << "nothing ended";
}

TEST_ON_EVERY_BACKEND(BelongingRequests, TakeTheirProblemAlongWhenTheyAreJoined, Belongs) {
    auto id = open();
    auto kept = ask("student"), duplicate = ask("teacher");
    link(duplicate, id);
    does("tech", fmt::format("/requests/{}/merge", duplicate), {{"number", std::to_string(kept)}});
    EXPECT_EQ(count(fmt::format("helpdesk_problem_request WHERE request_id = {}", kept)), 1);
    EXPECT_EQ(count("helpdesk_problem_request"), 1);
    EXPECT_EQ(state(kept), "waiting");
    EXPECT_TRUE(shows(as("teacher").get(fmt::format("/requests/{}", duplicate)), "It is part of a problem that we know about"));
    EXPECT_TRUE(shows(as("nobody").get(fmt::format("/known-problems/{}", id)), "2 people have told us"));
}

TEST_ON_EVERY_BACKEND(BelongingRequests, ComeWithAProblemThatIsOpenedFromThem, Belongs) {
    auto request = ask("teacher", "La app no abre");
    auto form = as("tech").get(fmt::format("/queue/problems/new?request={}", request));
    EXPECT_TRUE(shows(form, "One request will belong to it"));
    auto id = open({{"request", std::to_string(request)}});
    EXPECT_EQ(state(request), "waiting");
    EXPECT_EQ(known(id).owner, std::nullopt) << "the form named nobody";
    RequestId other{ask("student")};
    auto dana = viewer("tech");
    auto by_program = write([&](db::Write& db) {
        return open_problem(db, dana, now, NewProblem{.title_en = "A", .title_es = "B", .words_en = "C", .words_es = "D", .school = north, .requests = {{request}, other}});
    });
    EXPECT_EQ(known(by_program.value).owner, account("tech"));
    EXPECT_EQ(count(fmt::format("helpdesk_problem_request WHERE problem_id = {}", by_program.value)), 1) << "the first belongs to another one";
}

}  // namespace helpdesk
