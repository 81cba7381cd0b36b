// Known problems: told to everybody in both languages, joined in one tap, and naming nobody.
#include "helpdesk/problem.h"

#include <gtest/gtest.h>

#include "helpdesk/problem_testing.h"

namespace helpdesk {

TEST(ProblemWords, AreAskedForInBothLanguages) {
    ProblemForm form{.title = {"A", ""}, .words = {"B", "C"}, .workaround = {"", "D"}};
    auto problems = find_problems(form);
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].first, "title_es");
    EXPECT_EQ(problems[1].first, "workaround_en") << "in both or in neither";
    form.title.es = std::string(121, 'x');
    EXPECT_EQ(find_problems(form).front().second, "helpdesk.problem.title_long");
}

TEST_ON_EVERY_BACKEND(KnownProblems, StandWhereAPersonWouldAsk, Problems200) {
    EXPECT_FALSE(as("teacher").get("/requests/new").body.find("We know about it") != std::string::npos);
    auto id = open({{"workaround_en", "Use the cable."}, {"workaround_es", "Use el cable."}, {"expected_on", "2026-03-12"}});
    for (auto address : {"/requests/new", "/requests/new?category=classroom", "/requests", "/start"}) {
        auto page = as("teacher").get(address);
        EXPECT_TRUE(shows(page, "We know about it")) << address;
        EXPECT_TRUE(shows(page, "Use the cable."));
        EXPECT_TRUE(shows(page, "We hope that it is over by Thursday, 12 March. It may take longer."));
    }
    EXPECT_TRUE(shows(as("nobody", html::Language::es).get("/requests/new"), "La aplicación del proyector no abre"));
    auto page = as("nobody").get(fmt::format("/known-problems/{}", id));
    EXPECT_TRUE(shows(page, "It closes at once."));
    EXPECT_TRUE(shows(page, "Nobody has told us yet"));
    EXPECT_EQ(page.body.find("Dana"), std::string::npos) << "it names nobody";
    now += std::chrono::days(7);
    EXPECT_TRUE(shows(as("nobody").get(fmt::format("/known-problems/{}", id)), "It takes longer than we thought."));
    EXPECT_EQ(as("nobody").get("/known-problems/999").status, 404);
}

TEST_ON_EVERY_BACKEND(KnownProblems, ConcernWhomTheyConcern, Problems200) {
    auto printing = text("id || '' FROM helpdesk_category WHERE key = 'printing'");
    open({{"category", printing}});
    EXPECT_TRUE(shows(as("teacher").get("/requests/new?category=printing"), "We know about it"));
    EXPECT_EQ(as("teacher").get("/requests/new?category=network").body.find("We know about it"), std::string::npos);
    EXPECT_TRUE(shows(as("teacher").get("/requests/new"), "We know about it")) << "what it is about is not known yet";

    open({{"title_en", "Only in the south"}, {"school", std::to_string(south.value)}});
    auto at_north = as("teacher").get("/requests/new?category=network");
    EXPECT_EQ(at_north.body.find("Only in the south"), std::string::npos) << "the teacher is at North School";
    auto refused = as("teacher").post("/requests", {{"category", "network"}, {"title", ""}, {"school", std::to_string(south.value)}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "At South School"));
    EXPECT_TRUE(shows(as("nobody").get("/requests/new?category=network"), "At South School")) << "where they are is not known";
}

TEST_ON_EVERY_BACKEND(KnownProblems, OfAModelAreShownForThatModel, Problems200) {
    auto model = text(fmt::format("model_id || '' FROM inventory_device WHERE id = {}", chromebook.value));
    auto label = text(fmt::format("label_token FROM inventory_device WHERE id = {}", chromebook.value));
    open({{"model", model}});
    EXPECT_TRUE(shows(as("nobody").get("/requests/new?category=device&label=" + label), "We know about it"));
    write([&](db::Write& db) {
        db.query("INSERT INTO inventory_model (kind, name, name_folded) VALUES ('laptop', 'Other', 'other')").run();
        db.query("UPDATE helpdesk_problem SET model_id = (SELECT max(id) FROM inventory_model)").run();
    });
    EXPECT_EQ(as("nobody").get("/requests/new?category=device&label=" + label).body.find("We know about it"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(KnownProblems, AreJoinedByTwoHundredInsteadOfTwoHundredRequests, Problems200) {
    auto id = open();
    auto join = fmt::format("/known-problems/{}/joining", id);
    for (const auto& person : crowd(200)) {
        EXPECT_EQ(browser(person).post(join).status, 303);
        EXPECT_EQ(browser(person).post(join).status, 303) << "one per person";
    }
    EXPECT_EQ(count("helpdesk_request"), 0);
    EXPECT_EQ(count("helpdesk_problem_person"), 200);
    EXPECT_TRUE(shows(as("nobody").get(fmt::format("/known-problems/{}", id)), "200 people have told us"));
    auto desk = as("tech").get(fmt::format("/queue/problems/{}", id));
    EXPECT_TRUE(shows(desk, "Person 24"));
    EXPECT_EQ(desk.body.find("Person 25"), std::string::npos) << "the next page";
    auto after = text(fmt::format("max(id) || '' FROM (SELECT id FROM helpdesk_problem_person ORDER BY id LIMIT 25) first"));
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}?people={}", id, after)), "Person 25"));
}

TEST_ON_EVERY_BACKEND(KnownProblems, SolvedLastStandFirstAmongTheSolved, Problems200) {
    auto first = open(), second = open(), third = open();
    for (auto id : {second, third, first}) {
        now += base::Milliseconds(60'000);
        solve(id);
    }
    auto numbers = [&](std::int64_t before, int limit) {
        return read([&](db::Read& db) {
            std::vector<std::int64_t> ids;
            for (const auto& one : public_problems(db, ProblemState::solved, before, limit)) ids.push_back(one.id.value);
            return ids;
        });
    };
    EXPECT_EQ(numbers(0, 9), (std::vector{first, third, second}));
    EXPECT_EQ(numbers(first, 1), std::vector{third});
    EXPECT_EQ(numbers(third, 9), std::vector{second});
}

TEST_ON_EVERY_BACKEND(KnownProblems, AreLeftAgain, Problems200) {
    auto id = open();
    does("teacher", fmt::format("/known-problems/{}/joining", id));
    EXPECT_TRUE(shows(as("teacher").get("/requests/new"), "You told us"));
    EXPECT_TRUE(shows(as("student").get(fmt::format("/known-problems/{}", id)), "One person has told us"));
    does("teacher", fmt::format("/known-problems/{}/leaving", id));
    EXPECT_EQ(count("helpdesk_problem_person"), 0);
    EXPECT_EQ(count("auth_event WHERE subject_kind = 'joining'"), 2);
}

TEST_ON_EVERY_BACKEND(KnownProblems, AreJoinedWithoutAnAccountByAMailedLink, Problems200) {
    auto id = open();
    auto page = fmt::format("/known-problems/{}", id);
    EXPECT_EQ(as("nobody").post(page + "/joining").find_header("Location"), page + "/me-too");
    EXPECT_TRUE(shows(as("nobody").get(page + "/me-too"), "requester_email"));
    auto wrong = as("nobody").post(page + "/me-too", {{"requester_name", "Pat"}, {"requester_email", "pat"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(shows(wrong, "id=\"requester_email-error\""));
    Form pat{{"requester_name", "Pat"}, {"requester_email", "Pat@Example.org"}, {"school", std::to_string(north.value)}};
    EXPECT_EQ(as("nobody").post(page + "/me-too", pat).find_header("Location"), "/me-too/sent");
    EXPECT_TRUE(shows(as("tech").get(page), "Nobody has told us yet")) << "nobody vouches for it";
    auto secret = text("secret FROM helpdesk_problem_person");
    run_jobs();
    EXPECT_EQ(count("mail_letter WHERE to_address = 'pat@example.org' AND text LIKE '%/me-too/confirmations/" + secret + "%'"), 1);
    EXPECT_EQ(count("helpdesk_problem_person WHERE secret <> ''"), 0);

    EXPECT_EQ(as("nobody").get("/me-too/confirmations/" + secret).status, 200);
    EXPECT_TRUE(shows(as("tech").get(page), "Nobody has told us yet")) << "opening it is not enough: scanners do";
    auto own = std::string(as("nobody").post("/me-too/confirmations/" + secret).find_header("Location").value_or(""));
    EXPECT_TRUE(shows(as("nobody").get(own), "You are counted."));
    EXPECT_TRUE(shows(as("tech").get(page), "One person has told us"));
    EXPECT_EQ(as("nobody").post("/me-too/confirmations/" + secret).find_header("Location"), own) << "twice leads to the same";
    EXPECT_EQ(as("nobody").get("/me-too/0123456789").status, 404);

    as("nobody").post(page + "/me-too", pat);
    run_jobs();
    EXPECT_EQ(count("helpdesk_problem_person"), 1);
    EXPECT_EQ(count("mail_letter WHERE subject LIKE 'You are counted%'"), 1) << "whoever asks learns it by the letter alone";
    EXPECT_EQ(as("nobody").post(own + "/removal").status, 303);
    EXPECT_EQ(count("helpdesk_problem_person"), 0);
    EXPECT_EQ(as("nobody").post("/me-too/confirmations/" + secret).status, 404);
}

TEST_ON_EVERY_BACKEND(KnownProblems, CountAPersonOnceHoweverTheyToldUs, Problems200) {
    auto id = open();
    auto page = fmt::format("/known-problems/{}", id);
    auto email = text(fmt::format("email FROM auth_account WHERE id = {}", account("teacher").value));
    as("nobody").post(page + "/me-too", {{"requester_name", "Leo"}, {"requester_email", email}});
    auto secret = text("secret FROM helpdesk_problem_person");
    does("teacher", page + "/joining");
    EXPECT_EQ(count("helpdesk_problem_person WHERE account_id IS NOT NULL"), 1) << "the address is theirs";
    EXPECT_EQ(count("helpdesk_problem_person"), 1);
    EXPECT_EQ(as("nobody").post("/me-too/confirmations/" + secret).status, 404);

    as("nobody").post(page + "/me-too", {{"requester_name", "Leo"}, {"requester_email", email}});
    secret = text("secret FROM helpdesk_problem_person WHERE state = 'held'");
    EXPECT_EQ(as("nobody").post("/me-too/confirmations/" + secret).find_header("Location"), page) << "they joined with their account";
    auto request = ask("teacher");
    does("tech", fmt::format("/requests/{}/problem", request), {{"problem", std::to_string(id)}});
    EXPECT_TRUE(shows(as("tech").get(page), "One person has told us"));
    ask("student");
    does("tech", fmt::format("/requests/{}/problem", ask("student")), {{"problem", std::to_string(id)}});
    EXPECT_TRUE(shows(as("tech").get(page), "2 people have told us"));
}

TEST_ON_EVERY_BACKEND(KnownProblems, TakeNothingButTheAddressFromWhatAStrangerTyped, Problems200) {
    auto id = open();
    auto email = text(fmt::format("email FROM auth_account WHERE id = {}", account("teacher").value));
    auto typed = as("nobody").post(fmt::format("/known-problems/{}/me-too", id),
                                   {{"requester_name", "Anybody"}, {"requester_email", email}, {"school", std::to_string(south.value)}});
    ASSERT_EQ(typed.status, 303);
    solve(id);
    run_jobs();
    does("tech", fmt::format("/queue/problems/{}/reopening", id));
    run_jobs();
    does("teacher", fmt::format("/known-problems/{}/joining", id));
    auto desk = fmt::format("/queue/problems/{}", id);
    EXPECT_EQ(browser(worker_at(south)).get(desk).body.find("Leo"), std::string::npos) << "the teacher is at North School";
    EXPECT_TRUE(shows(browser(worker_at(north)).get(desk), "Leo Peña"));
    EXPECT_EQ(read([&](db::Read& db) { return telling_of(db, find_problem(db, {id})).untold; }), 0) << "nothing happened since they joined";
}

TEST_ON_EVERY_BACKEND(KnownProblems, KeepTheNumberAndForgetTheStrangers, Problems200) {
    auto id = open();
    auto page = fmt::format("/known-problems/{}", id);
    auto leo = text(fmt::format("email FROM auth_account WHERE id = {}", account("teacher").value));
    std::string own;
    for (const auto& email : {std::string("pat@example.org"), leo}) {
        as("nobody").post(page + "/me-too", {{"requester_name", "Pat"}, {"requester_email", email}});
        auto secret = text("secret FROM helpdesk_problem_person WHERE state = 'held'");
        own = as("nobody").post("/me-too/confirmations/" + secret).find_header("Location").value_or("");
    }
    // The same person as one of the strangers, and another.
    does("tech", fmt::format("/requests/{}/problem", ask("teacher")), {{"problem", std::to_string(id)}});
    does("student", page + "/joining");
    EXPECT_TRUE(shows(as("tech").get(page), "3 people have told us"));
    now += std::chrono::days(100);
    EXPECT_EQ(forget_strangers_who_joined(database(), now), 0) << "it is still open";
    solve(id);
    run_jobs();
    now += std::chrono::days(89);
    EXPECT_EQ(forget_strangers_who_joined(database(), now), 0);
    EXPECT_EQ(as("nobody").get(own).status, 200);
    now += std::chrono::days(2);
    EXPECT_EQ(forget_strangers_who_joined(database(), now), 2);
    EXPECT_EQ(forget_strangers_who_joined(database(), now), 0);
    EXPECT_EQ(as("nobody").get(own).status, 404);
    EXPECT_EQ(count("helpdesk_problem_person"), 1) << "who has an account is still known";
    EXPECT_TRUE(shows(as("tech").get(page), "3 people have told us"));
    EXPECT_EQ(count("auth_event WHERE subject_kind = 'joining' AND action = 'forgotten'"), 2);
}

TEST_ON_EVERY_BACKEND(KnownProblems, AreRefusedToRoomsByFieldAndMessage, Problems200) {
    auto dana = viewer("tech");
    try {
        write([&](db::Write& db) { open_problem(db, dana, now, NewProblem{.title_en = std::string(121, 'x'), .title_es = "B", .words_en = "C", .words_es = "D"}); });
        FAIL() << "it was kept";
    } catch (const base::Invalid& refused) {
        EXPECT_EQ(refused.field(), "title_en");
        EXPECT_STREQ(refused.what(), "helpdesk.problem.title_long");
    }
}

TEST_ON_EVERY_BACKEND(KnownProblems, OfSomebodyWithoutAnAccountAreLimitedAndForgotten, Problems200) {
    auto id = open();
    auto target = fmt::format("/known-problems/{}/me-too", id);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(as("nobody").post(target, {{"requester_name", "Pat"}, {"requester_email", "pat@example.org"}}).status, 303);
    EXPECT_EQ(as("nobody").post(target, {{"requester_name", "Pat"}, {"requester_email", "pat@example.org"}}).status, 429);
    EXPECT_EQ(count("helpdesk_problem_person"), 1);
    now += std::chrono::days(8);
    EXPECT_EQ(forget_unconfirmed_joinings(database(), now), 0);
    now += std::chrono::days(2);
    EXPECT_EQ(forget_unconfirmed_joinings(database(), now), 1);
}

TEST_ON_EVERY_BACKEND(KnownProblems, AreOpenedAndChangedByThoseWhoWorkAtTheirSchools, Problems200) {
    EXPECT_EQ(as("teacher").get("/queue/problems").status, 403);
    EXPECT_EQ(as("teacher").post("/queue/problems/new", words()).status, 403);
    auto at_north = worker_at(north);
    auto whole = browser(at_north).post("/queue/problems/new", words());
    EXPECT_EQ(whole.status, 422);
    EXPECT_TRUE(shows(whole, "the whole district is for those who work at every school"));
    auto elsewhere = words();
    elsewhere.emplace_back("school", std::to_string(south.value));
    EXPECT_EQ(browser(at_north).post("/queue/problems/new", elsewhere).status, 422);
    auto here = words();
    here.emplace_back("school", std::to_string(north.value));
    EXPECT_EQ(browser(at_north).post("/queue/problems/new", here).status, 303);

    auto district = open();
    EXPECT_EQ(browser(at_north).get(fmt::format("/queue/problems/{}", district)).status, 200) << "it concerns their school";
    for (auto what : {"solution", "reopening", "edit"}) {
        EXPECT_EQ(browser(at_north).post(fmt::format("/queue/problems/{}/{}", district, what), {{"answer_en", "a"}, {"answer_es", "b"}}).status, 403) << what;
    }
    auto at_south = open({{"school", std::to_string(south.value)}});
    EXPECT_EQ(browser(at_north).get(fmt::format("/queue/problems/{}", at_south)).status, 404);
    EXPECT_EQ(browser(at_north).get("/queue/problems").body.find(fmt::format("/queue/problems/{}\"", at_south)), std::string::npos);
    EXPECT_EQ(browser(at_north).get(fmt::format("/known-problems/{}", at_south)).status, 200) << "everybody may read it";
}

TEST_ON_EVERY_BACKEND(KnownProblems, NameNobodyOfAnotherSchool, Problems200) {
    auto id = open();
    does("teacher", fmt::format("/known-problems/{}/joining", id));
    does("tech", fmt::format("/requests/{}/problem", ask("student", "Ana's own words")), {{"problem", std::to_string(id)}});
    auto at_south = worker_at(south);
    for (const auto& page : {browser(at_south).get(fmt::format("/queue/problems/{}", id)), as("nobody").get(fmt::format("/known-problems/{}", id)), as("kitchen").get("/requests/new")}) {
        ASSERT_EQ(page.status, 200);
        EXPECT_TRUE(shows(page, "2 people have told us"));
        for (auto secret : {"Leo", "Ana", "own words"}) EXPECT_EQ(page.body.find(secret), std::string::npos) << secret;
    }
    EXPECT_TRUE(shows(browser(at_south).get(fmt::format("/queue/problems/{}", id)), "One more is at a school where you do not work."));
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/queue/problems/{}", id)), "Leo Peña"));
}

TEST_ON_EVERY_BACKEND(KnownProblems, RefuseWhatIsWrongAndKeepWhatWasTyped, Problems200) {
    auto refused = as("tech").post("/queue/problems/new", {{"title_en", "Kept"}, {"model", "77777"}, {"category", "x"}, {"owner", "0"}, {"school", "99"}, {"expected_on", "2020-01-01"}});
    EXPECT_EQ(refused.status, 422);
    for (auto field : {"title_es", "words_en", "words_es", "model", "category", "owner", "schools", "expected_on"}) {
        EXPECT_TRUE(shows(refused, fmt::format("href=\"#{}\"", field)));
    }
    EXPECT_TRUE(shows(refused, "value=\"Kept\""));
    EXPECT_EQ(count("helpdesk_problem"), 0);
    auto id = open();
    auto page = fmt::format("/queue/problems/{}", id);
    EXPECT_EQ(as("tech").post(page + "/solution", {{"answer_en", "Only one"}}).status, 422);
    EXPECT_EQ(as("tech").post(page + "/notes", {{"note", " "}}).status, 422);
    EXPECT_EQ(as("tech").post(page + "/reopening").status, 409);

    auto stale = words();
    stale.emplace_back("seen", "1");
    auto late = as("tech").post(page + "/edit", stale);
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "It closes at once.")) << "what was typed is not lost";
    does("tech", page + "/notes", {{"note", "The maker knows"}});
    EXPECT_TRUE(shows(as("tech2").get(page), "The maker knows"));
    EXPECT_EQ(as("nobody").get(fmt::format("/known-problems/{}", id)).body.find("The maker knows"), std::string::npos);
    does("tech", page + "/edit", words("Another title"));
    EXPECT_TRUE(shows(as("nobody").get("/known-problems"), "Another title"));
    EXPECT_EQ(count("auth_event WHERE subject_kind = 'problem'"), 3);
}

}  // namespace helpdesk
