// A need from the press beside a request to the answer that reaches everybody who hears it, once.
#include <gtest/gtest.h>

#include "planning/need.h"
#include "world/world.h"

namespace planning {

class Needs : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::string ask(std::string title, roster::OrgId school, std::string category = "classroom") {
        auto response = as("teacher").post("/requests", {{"category", std::move(category)}, {"title", std::move(title)}, {"school", std::to_string(school.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    static std::string number(const std::string& address) { return address.substr(address.rfind('/') + 1); }
    std::string raise(std::string_view who, Form form) {
        auto response = as(who).post("/needs", std::move(form));
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::int64_t integer(const std::string& sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    std::string text(const std::string& sql) {
        return read([&](db::Read& db) { return db.query(sql).one_text(); });
    }
    std::string seen(const std::string& need) { return std::to_string(integer("SELECT version FROM planning_need WHERE id = " + number(need))); }
    std::string state(const std::string& need) { return text("SELECT state FROM planning_need WHERE id = " + number(need)); }
    http::Response act(std::string_view who, const std::string& need, const std::string& what, Form form) {
        form.emplace_back("seen", seen(need));
        return as(who).post(need + "/" + what, std::move(form));
    }
    static Form weighing(std::string learning = "1") { return {{"learning", std::move(learning)}, {"safety", "0"}, {"effort", "small"}, {"weighing_words", "Every lesson with a phone"}}; }
    std::int64_t letters() { return integer("SELECT count(*) FROM mail_letter WHERE thread LIKE 'need/%'"); }
    void holds(std::string_view who, std::string_view role) {
        write([&](db::Write& db) {
            db.query("INSERT INTO people_assignment (account_id, role_id, from_on) SELECT :account, id, '2025-08-01' FROM people_role WHERE key = :role")
                .bind("account", account(who))
                .bind("role", role)
                .run();
        });
    }
};

TEST_ON_EVERY_BACKEND(Needs, AreRaisedInOnePressBesideARequest, Needs) {
    auto address = ask("Leo Peña cannot show a phone screen", north);
    EXPECT_TRUE(shows(as("tech").get(address), "We keep hearing this"));
    EXPECT_FALSE(as("teacher").get(address).body.find("We keep hearing this") != std::string::npos) << "a tool of the department";
    auto need = raise("tech", {{"request", number(address)}});
    auto page = as("tech").get(need);
    EXPECT_TRUE(shows(page, "Cannot show a phone screen"));
    EXPECT_TRUE(shows(page, "1 person at 1 school"));
    EXPECT_TRUE(shows(page, "/requests/" + number(address)));
    EXPECT_TRUE(shows(as("tech").get(address), need));
    EXPECT_EQ(raise("tech", {{"request", number(address)}}), need) << "pressed twice is pressed once";
    EXPECT_EQ(integer("SELECT count(*) FROM planning_need"), 1);
    EXPECT_EQ(integer("SELECT count(*) FROM auth_event WHERE subject_kind = 'need' AND action = 'raised'"), 1);

    // Somebody else's name and device, which only the roster and the list of devices know.
    write([&](db::Write& db) { db.query("UPDATE inventory_device SET asset_tag = '5CD1234', asset_tag_folded = '5cd1234' WHERE id = :id").bind("id", chromebook).run(); });
    EXPECT_TRUE(shows(as("tech").get(raise("tech", {{"request", number(ask("Chromebook 5CD1234 of Ana Silva does not fold", north))}})), "Chromebook does not fold"));

    EXPECT_EQ(as("teacher").post("/needs", {{"title", "More laptops"}}).status, 403);
    EXPECT_EQ(as("teacher").get("/needs").status, 403);
    EXPECT_EQ(as("teacher").get(need).status, 403);
    EXPECT_EQ(as("nobody").get("/needs").status, 303);
    EXPECT_EQ(as("tech").post("/needs", {{"request", "999"}}).status, 404);
}

TEST_ON_EVERY_BACKEND(Needs, AreNotAskedForBesideARequestThatWaitsForItsSender, Needs) {
    const auto address = ask("Show a phone screen", north);
    write([&](db::Write& db) { db.query("UPDATE helpdesk_request SET state = 'held' WHERE id = " + number(address)).run(); });
    const auto page = as("tech").get(address);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body.find("We keep hearing this"), std::string::npos);
    EXPECT_EQ(as("tech").post("/needs", {{"request", number(address)}}).status, 404);
}

TEST_ON_EVERY_BACKEND(Needs, KeepTheRequestThatSomebodyElsePressedToo, Needs) {
    const auto need = raise("tech", {{"title", "Show a phone screen in class"}});
    const auto address = ask("The phone screen does not show", south);
    const auto requests = [&] { return read([&](db::Read& db) { return count_requests_of_need(db, viewer("cio"), {std::stoll(number(need))}); }); };
    for (const auto who : {"tech2", "data"}) ASSERT_EQ(as(who).post(need + "/voice", {{"request", number(address)}}).status, 303) << who;
    EXPECT_EQ(requests(), 1) << "counted once";
    EXPECT_EQ(read([&](db::Read& db) { return requests_of_need(db, viewer("cio"), {std::stoll(number(need))}, 10); }).size(), 1U);
    EXPECT_EQ(read([&](db::Read& db) { return needs_of_request(db, viewer("cio"), {std::stoll(number(address))}); }).size(), 1U);
    EXPECT_TRUE(shows(as("cio").get(need), "3 people at 1 school"));
    ASSERT_EQ(as("tech2").post(need + "/voice/removal").status, 303);
    EXPECT_EQ(requests(), 1) << "the other one's press stays";
    ASSERT_EQ(as("data").post(need + "/voice/removal").status, 303);
    EXPECT_EQ(requests(), 0);
}

TEST_ON_EVERY_BACKEND(Needs, TellTheOthersWhenOneCannotBeWrittenTo, Needs) {
    const auto need = raise("tech", {{"title", "Show a phone screen in class"}});
    for (const auto who : {"tech2", "data", "web"}) as(who).post(need + "/voice");
    ASSERT_EQ(act("cio", need, "weighing", weighing()).status, 303);
    ASSERT_EQ(act("cio", need, "answer", {{"kind", "not_now"}, {"answer_words", "No money this year"}}).status, 303);
    const auto email = text("SELECT email FROM auth_account WHERE id = " + std::to_string(account("data").value));
    const auto moves = [&](const std::string& to) {
        write([&](db::Write& db) { db.query("UPDATE auth_account SET email = :to WHERE id = :id").bind("to", to).bind("id", account("data")).run(); });
    };
    moves("nowhere");
    write([&](db::Write& db) { db.query("UPDATE auth_account SET disabled_at = 1 WHERE id = :id").bind("id", account("web")).run(); });
    EXPECT_TRUE(shows(as("cio").get(need), "3 letters leave after")) << "a disabled account waits for none";
    const auto answer = integer("SELECT max(id) FROM planning_need_answer");
    EXPECT_THROW(write_need_letters(database(), services(), now, answer), std::runtime_error) << "so that it is tried again, and shown";
    EXPECT_EQ(letters(), 2);
    moves(email);
    EXPECT_EQ(write_need_letters(database(), services(), now, answer), 1);
    EXPECT_EQ(letters(), 3);
    EXPECT_EQ(as("cio").get(need).body.find("leaves after"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Needs, AreJoinedOnceByEachPersonInsteadOfDoubled, Needs) {
    auto need = raise("tech", {{"title", "Show a phone screen in class"}, {"school", std::to_string(north.value)}});
    auto alike = as("coach").post("/needs", {{"title", "A phone screen on the wall"}});
    EXPECT_EQ(alike.status, 200);
    EXPECT_TRUE(shows(alike, "Is it one of these?"));
    EXPECT_TRUE(shows(alike, need + "/voice"));
    EXPECT_TRUE(shows(alike, "A phone screen on the wall"));
    EXPECT_EQ(integer("SELECT count(*) FROM planning_need"), 1);

    EXPECT_EQ(as("coach").post(need + "/voice", {{"school", std::to_string(south.value)}}).status, 303);
    EXPECT_EQ(as("coach").post(need + "/voice").status, 303);
    EXPECT_TRUE(shows(as("cio").get(need), "2 people at 2 schools"));
    // From another request that says the same: the press leads to it, and makes nothing yet.
    auto address = ask("The phone screen does not show", south);
    auto pressed = as("tech2").post("/needs", {{"request", number(address)}});
    EXPECT_EQ(pressed.status, 200);
    EXPECT_TRUE(shows(pressed, need + "/voice"));
    EXPECT_EQ(integer("SELECT count(*) FROM planning_need"), 1);
    auto joined = as("tech2").post(need + "/voice", {{"request", number(address)}});
    EXPECT_EQ(joined.find_header("Location"), address);
    EXPECT_TRUE(shows(as("cio").get(need), "3 people at 2 schools"));
    EXPECT_TRUE(shows(as("cio").get(need), "The phone screen does not show"));
    EXPECT_EQ(as("tech2").post(need + "/voice/removal").status, 303);
    EXPECT_TRUE(shows(as("cio").get(need), "2 people at 2 schools"));
    EXPECT_EQ(integer("SELECT count(*) FROM planning_need_request"), 0) << "what one linked goes with one's voice";
    EXPECT_EQ(as("tech").post(need + "/voice/removal").status, 409);
    EXPECT_EQ(as("coach").post(need + "/voice", {{"school", "999"}}).status, 422);
    EXPECT_EQ(as("web").post(need + "/voice", {{"school", "999"}}).status, 422);
    raise("coach", {{"title", "A phone screen on the wall"}, {"anyway", "1"}});
    EXPECT_EQ(integer("SELECT count(*) FROM planning_need"), 2);
}

TEST_ON_EVERY_BACKEND(Needs, KeepWhatWasTypedWhenItCannotBeUsed, Needs) {
    auto missing = as("tech").post("/needs", {{"title", " "}, {"words", "Many ask"}});
    EXPECT_EQ(missing.status, 422);
    EXPECT_TRUE(shows(missing, "Say in a sentence what is missing."));
    EXPECT_TRUE(shows(missing, "Many ask"));
    EXPECT_EQ(as("tech").post("/needs", {{"title", std::string(201, 'x')}}).status, 422);
    EXPECT_EQ(as("tech").post("/needs", {{"title", "Wall"}, {"category", "999"}}).status, 422);
    auto need = raise("tech", {{"title", "<b>Wall</b> screens"}});
    EXPECT_TRUE(shows(as("tech").get(need), "&lt;b&gt;Wall&lt;/b&gt; screens"));
    auto bad = act("cio", need, "weighing", {{"learning", "9"}, {"safety", "0"}, {"effort", "small"}, {"weighing_words", "Kept words"}});
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "Kept words"));
    EXPECT_EQ(act("cio", need, "weighing", {{"learning", "0"}, {"safety", "0"}, {"weighing_words", "x"}}).status, 422);
    EXPECT_EQ(act("cio", need, "weighing", {{"learning", "0"}, {"safety", "0"}, {"effort", "small"}}).status, 422);
    EXPECT_EQ(act("cio", need, "answer", {{"kind", "met"}, {"answer_words", "x"}}).status, 409) << "what nobody weighed is not answered";
    ASSERT_EQ(act("cio", need, "weighing", weighing()).status, 303);
    EXPECT_EQ(act("cio", need, "answer", {{"kind", "planned"}, {"answer_words", "In spring"}}).status, 422) << "with what and when";
    auto when = act("cio", need, "answer", {{"kind", "planned"}, {"answer_words", "In spring"}, {"on", "2026-03-01"}});
    EXPECT_EQ(when.status, 422);
    EXPECT_TRUE(shows(when, "In spring"));
    EXPECT_EQ(act("cio", need, "answer", {{"kind", "not_now"}, {"answer_words", " "}}).status, 422) << "with a reason";
    EXPECT_EQ(act("cio", need, "answer", {{"kind", "heard"}, {"answer_words", "x"}}).status, 422);
    auto stale = as("cio").post(need + "/words", {{"seen", "1"}, {"title", "My title"}});
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(shows(stale, "My title"));
    EXPECT_TRUE(shows(stale, "Somebody else changed this need meanwhile"));
    EXPECT_EQ(state(need), "weighed");
    EXPECT_EQ(act("tech2", need, "words", {{"title", "Mine now"}}).status, 403);
    EXPECT_EQ(act("tech", need, "weighing", weighing()).status, 403) << "raising is not deciding";
    EXPECT_EQ(act("tech", need, "owner", {{"owner", ""}}).status, 403);
}

TEST_ON_EVERY_BACKEND(Needs, AreAnsweredToEverybodyWhoHearsThemOnce, Needs) {
    holds("coach", "integration_specialist");
    auto need = raise("tech", {{"title", "Show a phone screen in class"}});
    as("tech2").post(need + "/voice");
    as("data").post(need + "/voice");
    EXPECT_EQ(act("coach", need, "weighing", weighing()).status, 403);
    EXPECT_EQ(act("cio", need, "owner", {{"owner", std::to_string(account("teacher").value)}}).status, 422) << "somebody of the department";
    EXPECT_EQ(act("cio", need, "owner", {{"owner", "nobody"}}).status, 422);
    ASSERT_EQ(act("cio", need, "owner", {{"owner", std::to_string(account("coach").value)}}).status, 303);
    EXPECT_TRUE(shows(as("coach").get("/my-day"), "Show a phone screen in class"));
    ASSERT_EQ(act("coach", need, "weighing", weighing()).status, 303) << "the owner weighs and answers their own";
    EXPECT_TRUE(shows(as("tech").get(need), "Every lesson with a phone"));
    ASSERT_EQ(act("coach", need, "answer", {{"kind", "planned"}, {"answer_words", "Adapters for every room"}, {"on", "2026-08-15"}}).status, 303);
    run_jobs();
    EXPECT_EQ(letters(), 0) << "for ten minutes it can be taken back";
    EXPECT_TRUE(shows(as("coach").get(need), "3 letters leave after"));
    ASSERT_EQ(act("coach", need, "reopening", {}).status, 303);
    now += std::chrono::minutes(11);
    run_jobs();
    EXPECT_EQ(letters(), 0);
    EXPECT_TRUE(shows(as("tech").get(need), "taken back before anybody was told"));

    ASSERT_EQ(act("coach", need, "answer", {{"kind", "planned"}, {"answer_words", "Adapters for half of the rooms"}, {"on", "2026-08-15"}}).status, 303);
    now += std::chrono::minutes(11);
    run_jobs();
    run_jobs();
    EXPECT_EQ(letters(), 3);
    const auto answer = integer("SELECT max(id) FROM planning_need_answer");
    EXPECT_EQ(write_need_letters(database(), services(), now, answer), 0) << "a job that runs again tells nobody twice";
    EXPECT_EQ(letters(), 3);
    EXPECT_EQ(integer("SELECT count(*) FROM mail_letter WHERE text LIKE '%Adapters for half of the rooms%' AND text LIKE '%15 August%'"), 3);
    as("web").post(need + "/voice");
    ASSERT_EQ(act("cio", need, "answer", {{"kind", "met"}, {"answer_words", "They are there"}}).status, 303);
    now += std::chrono::minutes(11);
    run_jobs();
    EXPECT_EQ(letters(), 7) << "who joined later hears the next answer";
    EXPECT_EQ(state(need), "met");
    EXPECT_EQ(act("cio", need, "answer", {{"kind", "not_now"}, {"answer_words", "x"}}).status, 409);
    ASSERT_EQ(act("cio", need, "reopening", {}).status, 303);
    EXPECT_EQ(state(need), "weighed");
}

TEST_ON_EVERY_BACKEND(Needs, AreWithdrawnBroughtBackAndJoinedWithAnother, Needs) {
    auto first = raise("tech", {{"title", "Show a phone screen in class"}});
    auto second = raise("tech2", {{"title", "Phone screen on the wall"}, {"anyway", "1"}});
    as("tech").post(second + "/voice");
    EXPECT_EQ(act("tech2", second, "withdrawal", {}).status, 403) << "others hear it too";
    ASSERT_EQ(act("tech", first, "withdrawal", {}).status, 303);
    EXPECT_EQ(as("tech2").post(first + "/voice").status, 409);
    EXPECT_FALSE(shows(as("cio").get("/needs"), "Show a phone screen in class"));
    EXPECT_TRUE(shows(as("cio").get("/needs?state=withdrawn"), "Show a phone screen in class"));
    ASSERT_EQ(act("tech", first, "restoring", {}).status, 303);
    EXPECT_EQ(state(first), "heard");
    ASSERT_EQ(act("cio", first, "withdrawal", {}).status, 303);
    EXPECT_EQ(as("tech").get(first).body.find("/restoring"), std::string::npos);
    EXPECT_EQ(act("tech", first, "restoring", {}).status, 403) << "what the CIO withdrew, the CIO brings back";
    ASSERT_EQ(act("cio", first, "restoring", {}).status, 303);

    auto asked = act("cio", second, "merge", {{"into", number(first)}});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(shows(asked, "Join this need with the other one?"));
    ASSERT_EQ(act("cio", second, "merge", {{"into", number(first)}, {"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("cio").get(first), "2 people"));
    EXPECT_TRUE(shows(as("cio").get(second), "This is the same as another need"));
    EXPECT_EQ(act("cio", first, "merge", {{"into", number(first)}, {"confirmed", "1"}}).status, 422);
    EXPECT_EQ(act("cio", first, "merge", {{"into", number(second)}, {"confirmed", "1"}}).status, 409);
}

TEST_ON_EVERY_BACKEND(Needs, AreFoundInTheOrderOfTheirWeight, Needs) {
    auto rest = raise("tech", {{"title", "A quieter fan"}, {"school", std::to_string(north.value)}});
    auto much = raise("tech", {{"title", "Señal en el salón de música"}});
    auto must = raise("tech2", {{"title", "Captions for the assembly"}});
    auto fresh = raise("tech2", {{"title", "Badges at the door"}});
    as("data").post(rest + "/voice");
    ASSERT_EQ(act("cio", rest, "weighing", weighing("0")).status, 303);
    ASSERT_EQ(act("cio", much, "weighing", weighing("2")).status, 303);
    auto law = weighing("0");
    law.emplace_back("law", "1");
    ASSERT_EQ(act("cio", must, "weighing", law).status, 303);
    auto list = read([&](db::Read& db) { return find_needs(db, viewer("cio"), {}, {}, 2); });
    ASSERT_EQ(list.lines.size(), 2u);
    EXPECT_EQ(list.lines[0].title, "Captions for the assembly");
    EXPECT_EQ(list.lines[1].title, "Señal en el salón de música");
    ASSERT_TRUE(list.next);
    auto more = read([&](db::Read& db) { return find_needs(db, viewer("cio"), {}, list.next, 2); });
    ASSERT_EQ(more.lines.size(), 2u);
    EXPECT_EQ(more.lines[0].title, "A quieter fan");
    EXPECT_EQ(more.lines[1].title, "Badges at the door");
    EXPECT_FALSE(more.next);
    EXPECT_TRUE(shows(as("cio").get("/needs?q=senal+MUSICA"), "Señal en el salón de música")) << "accents and case do not matter";
    EXPECT_FALSE(shows(as("cio").get("/needs?q=senal+%25"), "A quieter fan"));
    auto north_only = as("cio", html::Language::es).get("/needs?school=" + std::to_string(north.value));
    EXPECT_TRUE(shows(north_only, "A quieter fan"));
    EXPECT_FALSE(shows(north_only, "Badges at the door"));
    EXPECT_TRUE(shows(north_only, "2 personas en 1 escuela"));
    EXPECT_TRUE(shows(as("cio").get("/needs?state=nothing&after=x&school=x"), "Badges at the door")) << "odd questions are not asked";
    EXPECT_EQ(read([&](db::Read& db) { return count_needs(db, viewer("cio"), {}); }), 4);
}

TEST_ON_EVERY_BACKEND(Needs, ShowNoRequestOfASchoolWhereOneDoesNotWork, Needs) {
    write([&](db::Write& db) { db.query("DELETE FROM auth_grant WHERE account_id = :id AND permission = 'helpdesk.work'").bind("id", account("web")).run(); });
    write([&](db::Write& db) {
        db.query("INSERT INTO auth_grant (account_id, permission, scope_kind, scope_id) SELECT :id, permission, 'school', :school FROM auth_grant WHERE permission = 'helpdesk.work' LIMIT 1")
            .bind("id", account("web"))
            .bind("school", south)
            .run();
    });
    auto address = ask("Secret words of a teacher", north);
    auto need = raise("tech", {{"request", number(address)}});
    act("tech", need, "words", {{"title", "Plain words"}});
    EXPECT_EQ(integer("SELECT count(*) FROM auth_event WHERE subject_kind = 'need' AND (detail LIKE '%Secret%' OR why LIKE '%Secret%')"), 0) << "what was taken out is in no record";
    EXPECT_TRUE(shows(as("tech2").get(need), "Secret words of a teacher"));
    auto page = as("web").get(need);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body.find("Secret words"), std::string::npos);
    EXPECT_TRUE(shows(page, "A request at a school that is not yours"));
    EXPECT_EQ(as("web").post(need + "/voice", {{"request", number(address)}}).status, 404);
}

}  // namespace planning
