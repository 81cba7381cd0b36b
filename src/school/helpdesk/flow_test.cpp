// The main job, as people do it: ask, see why it waits, take, answer, resolve, confirm or reopen.
#include <gtest/gtest.h>

#include <filesystem>

#include "helpdesk/queue.h"
#include "helpdesk/request.h"
#include "helpdesk/stranger.h"
#include "world/world.h"

namespace helpdesk {

class Help : public World {
protected:
    http::TestClient::FormFields form(std::string title, bool class_waiting = false) {
        http::TestClient::FormFields fields{{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(north.value)}, {"room", "7B"}};
        if (class_waiting) fields.emplace_back("class_waiting", "1");
        return fields;
    }
    /// The address of the new request.
    std::string ask(std::string_view who, std::string title, bool class_waiting = false) {
        auto response = as(who).post("/requests", form(std::move(title), class_waiting));
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    std::string state_of(const std::string& address) {
        return read([&](db::Read& db) {
            return db.query("SELECT state FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_text();
        });
    }
};

TEST_ON_EVERY_BACKEND(Requests, AreAskedInTheReadersLanguageAndShowTheirPlace, Help) {
    auto choices = as("teacher", html::Language::es).get("/requests/new");
    EXPECT_TRUE(shows(choices, "Un dispositivo no funciona"));
    auto address = ask("teacher", "El portátil no carga");
    auto page = as("teacher", html::Language::es).get(address);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "El portátil no carga"));
    EXPECT_TRUE(shows(page, "1.º de 1 en North School"));
    EXPECT_TRUE(shows(page, "No hay suficiente historial para decirlo"));
}

TEST_ON_EVERY_BACKEND(Requests, ThatMissSomethingAreShownAgainWithWhatWasTyped, Help) {
    auto fields = form("");
    fields.emplace_back("description", "It went dark at noon");
    auto page = as("teacher").post("/requests", fields);
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Say in a few words"));
    EXPECT_TRUE(shows(page, "It went dark at noon"));
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_request").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Requests, AreSeenOnlyByWhoAskedAndWhoWorksThere, Help) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_EQ(as("student").get(address).status, 404);
    EXPECT_EQ(as("student").post(address + "/messages", {{"body", "hello"}}).status, 404);
    EXPECT_EQ(as("nobody").get(address).status, 303);
    EXPECT_EQ(as("tech").get(address).status, 200);
    EXPECT_EQ(as("teacher").post(address + "/assignment").status, 403);
}

TEST_ON_EVERY_BACKEND(Queue, PutsAWaitingClassFirst, Help) {
    ask("teacher", "Mouse is slow");
    ask("teacher", "Test in ten minutes and no screen", true);
    auto page = as("tech").get("/queue");
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_LT(page.body.find("Test in ten minutes"), page.body.find("Mouse is slow"));
    EXPECT_EQ(as("teacher").get("/queue").status, 403);
}

TEST_ON_EVERY_BACKEND(Requests, GoFromQuestionToSolutionAndBack, Help) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_EQ(as("tech").post(address + "/assignment").status, 303);
    EXPECT_EQ(state_of(address), "open");
    EXPECT_TRUE(shows(as("teacher").get(address), "Dana Reyes"));

    EXPECT_EQ(as("tech").post(address + "/wait", {{"reason", "requester"}, {"words", "Which charger is it?"}}).status, 303);
    EXPECT_EQ(state_of(address), "waiting");
    EXPECT_TRUE(shows(as("teacher").get(address), "Which charger is it?"));

    now += std::chrono::hours(1);
    EXPECT_EQ(as("teacher").post(address + "/messages", {{"body", "The small one"}}).status, 303);
    EXPECT_EQ(state_of(address), "open");

    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "New charger"}}).status, 303);
    EXPECT_EQ(state_of(address), "resolved");
    EXPECT_EQ(as("teacher").post(address + "/reopening", {{"words", "It is dark again"}}).status, 303);
    EXPECT_EQ(state_of(address), "open");
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "New battery"}}).status, 303);
    EXPECT_EQ(as("teacher").post(address + "/closure").status, 303);
    EXPECT_EQ(state_of(address), "closed");
}

TEST_ON_EVERY_BACKEND(Requests, ThatMovedOnTellWhoComesSecond, Help) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "Done"}}).status, 303);
    EXPECT_EQ(as("tech2").post(address + "/wait", {{"reason", "part"}, {"words", "A part"}}).status, 409);
    EXPECT_EQ(state_of(address), "resolved");
}

TEST_ON_EVERY_BACKEND(Notes, StayInTheDepartment, Help) {
    auto address = ask("teacher", "Laptop will not charge");
    EXPECT_EQ(as("tech").post(address + "/messages", {{"kind", "note"}, {"body", "Third one this week"}}).status, 303);
    EXPECT_TRUE(shows(as("tech2").get(address), "Third one this week"));
    EXPECT_FALSE(shows(as("teacher").get(address), "Third one this week"));
}

TEST_ON_EVERY_BACKEND(Strangers, AreHeldUntilTheMailedLinkIsOpened, Help) {
    auto fields = form("Chromebook is broken");
    fields.emplace_back("label", "label-of-cb-0412");
    EXPECT_EQ(as("nobody").post("/requests", fields).status, 422);
    fields.emplace_back("requester_name", "A grandmother");
    fields.emplace_back("requester_email", "grandma@example.org");
    EXPECT_EQ(as("nobody").post("/requests", fields).find_header("Location"), "/requests/sent");
    EXPECT_FALSE(shows(as("tech").get("/queue"), "Chromebook is broken"));

    auto secret = read([](db::Read& db) { return db.query("SELECT secret FROM helpdesk_notice WHERE kind = 'confirm'").one_text(); });
    EXPECT_EQ(as("nobody").post("/confirmations/wrong").status, 404);
    auto opened = as("nobody").post("/confirmations/" + secret);
    EXPECT_EQ(opened.status, 303);
    EXPECT_TRUE(shows(as("tech").get("/queue"), "CB-0412"));
    auto status = as("nobody").get(std::string(*opened.find_header("Location")));
    EXPECT_TRUE(shows(status, "1st of 1 at North School"));
    EXPECT_FALSE(shows(status, "Ana Silva"));
}

TEST_ON_EVERY_BACKEND(Strangers, MayAskOnlySoOften, Help) {
    auto ask_from = [&](std::string peer, std::string email, std::string school) {
        http::TestClient guest = as("nobody");
        auto request = guest.request(http::Method::post, "/requests");
        request.peer = std::move(peer);
        for (auto& [name, value] : form("Door screen is dark")) request.form.add(name, name == "school" ? school : value);
        request.form.add("requester_name", "Sam Visitor");
        request.form.add("requester_email", std::move(email));
        request.uploads.push_back({"photos", "door.png", "image/png", "only " + request.peer});
        return guest.send(std::move(request));
    };
    auto files = [&] { return std::distance(std::filesystem::recursive_directory_iterator(services().files->folder()), {}); };
    const auto here = std::to_string(north.value);
    const auto before = files();
    EXPECT_EQ(ask_from("10.9.9.9", "sam@example.org", "999999").status, 422);
    EXPECT_EQ(files(), before);  // nothing is kept of what cannot be taken
    for (int turn = 0; turn < 5; ++turn) EXPECT_EQ(ask_from("10.9.9.9", "sam@example.org", here).status, 303);
    auto over = ask_from("10.9.9.8", "SAM@example.org", here);
    EXPECT_EQ(over.status, 429);
    EXPECT_TRUE(shows(over, "Door screen is dark"));
    for (int turn = 5; turn < 20; ++turn) EXPECT_EQ(ask_from("10.9.9.9", "sam" + std::to_string(turn) + "@example.org", here).status, 303);
    EXPECT_EQ(ask_from("10.9.9.9", "last@example.org", here).status, 429);
    EXPECT_EQ(ask_from("127.0.0.1", "last@example.org", here).status, 303);
    now += std::chrono::minutes(61);
    EXPECT_EQ(ask_from("10.9.9.9", "sam@example.org", here).status, 303);
}

TEST_ON_EVERY_BACKEND(Strangers, AreForgottenWhenTheyNeverOpenTheLink, Help) {
    auto fields = form("Never confirmed");
    fields.emplace_back("requester_name", "Sam Visitor");
    fields.emplace_back("requester_email", "sam@example.org");
    ASSERT_EQ(as("nobody").upload("/requests", fields, {{"photos", "a.png", "image/png", "x"}}).status, 303);
    auto kept = ask("teacher", "Laptop will not charge");
    auto count = [&] { return read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_request").one_integer(); }); };
    now += std::chrono::hours(48 + 7 * 24 - 1);
    EXPECT_EQ(forget_unconfirmed(database(), now), 0);
    now += std::chrono::hours(2);
    EXPECT_EQ(forget_unconfirmed(database(), now), 1);
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(state_of(kept), "new");
    EXPECT_EQ(read([](db::Read& db) { return db.query("SELECT count(*) FROM helpdesk_attachment").one_integer(); }), 0);
}

TEST_ON_EVERY_BACKEND(Uploads, AreServedAsWhatTheyAreAndNeverRun, Help) {
    auto response = as("teacher").upload("/requests", form("Look at this"), {{"photos", "../../evil.html", "text/html", "<script>alert(1)</script>"}});
    ASSERT_EQ(response.status, 303);
    std::string address(*response.find_header("Location"));
    auto id = read([](db::Read& db) { return db.query("SELECT id FROM helpdesk_attachment").one_integer(); });
    auto file = as("teacher").get(address + "/files/" + std::to_string(id));
    EXPECT_EQ(file.content_type, "application/octet-stream");
    EXPECT_NE(file.find_header("Content-Disposition")->find("attachment; filename*=UTF-8''evil.html"), std::string_view::npos);
    EXPECT_EQ(as("student").get(address + "/files/" + std::to_string(id)).status, 404);
}

TEST_ON_EVERY_BACKEND(Pauses, NeverMoveDueEarlier, Help) {
    auto address = ask("teacher", "Laptop will not charge");
    auto due = [&] {
        return read([&](db::Read& db) { return db.query("SELECT due_at FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_integer(); });
    };
    auto before = due();
    as("tech").post(address + "/wait", {{"reason", "part"}, {"words", "Lamp"}});
    now += std::chrono::hours(2);
    as("tech").post(address + "/resumption");
    EXPECT_EQ(due(), before + 2 * 3'600'000);
}

TEST_ON_EVERY_BACKEND(Merging, KeepsBothNumbersAndTheEarlierStart, Help) {
    auto first = ask("teacher", "Printer jams");
    now += std::chrono::minutes(30);
    auto second = ask("student", "Printer is jammed");
    write([&](db::Write& db) {
        auto of = [&](const std::string& address) { return fetch_for_work(db, viewer("tech"), {std::stoll(address.substr(10))}); };
        merge(db, viewer("tech"), now, of(first), of(second));
    });
    EXPECT_EQ(state_of(first), "merged");
    EXPECT_TRUE(shows(as("teacher").get(first), "Joined with another"));
    EXPECT_EQ(as("teacher").get(second).find_header("Location"), first);  // where all stands that they may know of it
}

}  // namespace helpdesk
