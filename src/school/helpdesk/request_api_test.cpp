// Requests as JSON: what programs may ask and write, and what they are told when they may not.
#include <future>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "auth/session.h"
#include "helpdesk/request.h"
#include "world/world.h"

namespace helpdesk {

namespace json = boost::json;

class Api : public World {
protected:
    http::Response post(std::string_view who, std::string_view target, const json::value& body) {
        return as(who).send_json(http::Method::post, target, json::serialize(body));
    }
    json::object words(std::string title = "Laptop will not charge") {
        return {{"title", std::move(title)}, {"category", "device"}, {"school", north.value}, {"room", "7B"}};
    }
    json::object made(std::string_view who, const json::object& body) {
        auto response = post(who, "/api/v1/requests", body);
        EXPECT_EQ(response.status, 201) << response.body;
        return read_json(response);
    }
    static json::object read_json(const http::Response& response) { return json::parse(response.body).as_object(); }
    static std::string address_of(const json::object& request) { return "/api/v1/requests/" + std::to_string(request.at("id").as_int64()); }
    std::int64_t count(std::string_view table) {
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM " + std::string(table)).one_integer(); });
    }
    /// The fields that a refusal names.
    static std::vector<std::string> fields(const http::Response& response) {
        EXPECT_EQ(response.status, 422) << response.body;
        EXPECT_EQ(response.content_type, "application/problem+json");
        std::vector<std::string> named;
        const auto refusal = read_json(response);
        for (const auto& problem : refusal.at("problems").as_array()) named.emplace_back(problem.at("field").as_string());
        return named;
    }
    std::string token(std::string_view who, std::vector<std::string> scopes) {
        return write([&](db::Write& db) { return auth::create_api_token(db, viewer(who), now, {account(who), "a program", scopes}); });
    }
    /// As a program sends it: a bearer token, no cookie and no form token.
    http::Response with_token(const std::string& token, http::Method method, std::string_view target, std::string body = {},
                              std::string_view idempotency_key = {}) {
        http::Dispatcher dispatcher(services(), app::rooms().routes, [this] { return now; });
        auto request = as("nobody").request(method, target);
        request.headers.add("authorization", "Bearer " + token);
        request.headers.add("content-type", "application/json");
        if (!idempotency_key.empty()) request.headers.add("idempotency-key", std::string(idempotency_key));
        request.body = std::move(body);
        std::promise<http::Response> answer;
        dispatcher.handle(std::move(request), [&](http::Response given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }
};

TEST_ON_EVERY_BACKEND(ApiRequests, AreMadeReadAndAnswered, Api) {
    auto body = words();
    body["description"] = "It was fine on Friday";
    body["class_waiting"] = true;
    body["device"] = "cb-0412";
    auto response = post("student", "/api/v1/requests", body);
    ASSERT_EQ(response.status, 201) << response.body;
    auto request = read_json(response);
    EXPECT_EQ(response.find_header("Location"), address_of(request));
    EXPECT_EQ(request.at("state"), "new");
    EXPECT_EQ(request.at("category"), "device");
    EXPECT_EQ(request.at("school").as_int64(), north.value);
    EXPECT_EQ(request.at("device").as_int64(), chromebook.value);
    EXPECT_EQ(request.at("requester_name"), "Ana Silva");
    EXPECT_EQ(request.at("priority").as_int64(), 2);  // one person, today, and a class waits: clauses 2 and 3
    EXPECT_TRUE(request.at("assignee").is_null());
    EXPECT_TRUE(request.at("messages").as_array().empty());

    auto reply = post("tech", address_of(request) + "/messages", {{"body", "Which charger is it?"}});
    ASSERT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(read_json(reply).at("kind"), "reply");
    EXPECT_EQ(read_json(reply).at("author"), "Dana Reyes");
    EXPECT_EQ(post("tech", address_of(request) + "/messages", {{"body", "Third of this batch"}, {"kind", "note"}}).status, 201);

    auto seen = read_json(as("student").get(address_of(request)));
    ASSERT_EQ(seen.at("messages").as_array().size(), 1u) << "a note is for the department";
    EXPECT_EQ(seen.at("messages").at(0).at("body"), "Which charger is it?");
    EXPECT_EQ(read_json(as("tech").get(address_of(request))).at("messages").as_array().size(), 2u);
    EXPECT_EQ(count("helpdesk_notice WHERE kind = 'received'"), 1);
}

TEST_ON_EVERY_BACKEND(ApiRequests, OfOthersAreNotFound, Api) {
    auto address = address_of(made("teacher", words()));
    EXPECT_EQ(as("student").get(address).status, 404);
    EXPECT_EQ(as("student").get(address).content_type, "application/problem+json");
    EXPECT_EQ(post("student", address + "/messages", {{"body", "hello"}}).status, 404);
    EXPECT_EQ(as("student").get("/api/v1/requests/99999").status, 404);
    EXPECT_EQ(as("nobody").get(address).status, 401);
    EXPECT_EQ(post("nobody", "/api/v1/requests", words()).status, 401);
    EXPECT_EQ(post("teacher", address + "/messages", {{"body", "x"}, {"kind", "note"}}).status, 403);
    EXPECT_EQ(read_json(as("student").get("/api/v1/requests")).at("requests").as_array().size(), 0u);
}

TEST_ON_EVERY_BACKEND(ApiRequests, AreListedInPagesNewestFirst, Api) {
    for (int i = 1; i <= 5; ++i) made("teacher", words("Request " + std::to_string(i)));
    std::vector<std::string> titles;
    std::string next = "/api/v1/requests?limit=2";
    for (int pages = 0; !next.empty() && pages < 9; ++pages) {
        auto page = read_json(as("teacher").get(next));
        EXPECT_LE(page.at("requests").as_array().size(), 2u);
        for (const auto& one : page.at("requests").as_array()) titles.emplace_back(one.at("title").as_string());
        next = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
    }
    EXPECT_EQ(titles, (std::vector<std::string>{"Request 5", "Request 4", "Request 3", "Request 2", "Request 1"}));
    EXPECT_EQ(read_json(as("teacher").get("/api/v1/requests?state=ended")).at("requests").as_array().size(), 0u);
    EXPECT_EQ(as("teacher").get("/api/v1/requests?limit=abc&before=xyz&state=nonsense").status, 200);
}

TEST_ON_EVERY_BACKEND(ApiQueue, IsTheOrderOfWorkInPagesForTheDepartment, Api) {
    made("teacher", words("Mouse is slow"));
    auto urgent = words("Test in ten minutes");
    urgent["class_waiting"] = true;
    made("teacher", urgent);
    made("teacher", words("Keyboard is old"));
    std::vector<std::string> titles;
    std::string next = "/api/v1/queue?limit=1";
    for (int pages = 0; !next.empty() && pages < 9; ++pages) {
        auto page = read_json(as("tech").get(next));
        for (const auto& one : page.at("requests").as_array()) titles.emplace_back(one.at("title").as_string());
        next = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
    }
    EXPECT_EQ(titles, (std::vector<std::string>{"Test in ten minutes", "Mouse is slow", "Keyboard is old"}));
    auto elsewhere = read_json(as("tech").get("/api/v1/queue?school=" + std::to_string(south.value)));
    EXPECT_TRUE(elsewhere.at("requests").as_array().empty());
    EXPECT_EQ(as("teacher").get("/api/v1/queue").status, 403);
    EXPECT_EQ(as("nobody").get("/api/v1/queue").status, 401);
}

TEST_ON_EVERY_BACKEND(ApiCategories, SayWhatEachAsks, Api) {
    write([](db::Write& db) {
        db.query(R"sql(
            INSERT INTO helpdesk_question (category_id, label_en, label_es, kind, choices, required)
            SELECT id, 'Which floor?', '¿Qué piso?', 'choice', 'First' || chr_10 || 'Second', 1
              FROM helpdesk_category, (SELECT :line AS chr_10) line WHERE key = 'network'
        )sql").bind("line", "\n").run();
    });
    auto response = as("teacher").get("/api/v1/categories");
    ASSERT_EQ(response.status, 200) << response.body;
    auto listed = read_json(response);
    const json::object* network = nullptr;
    for (const auto& one : listed.at("categories").as_array()) {
        if (one.at("key") == "network") network = &one.as_object();
    }
    ASSERT_NE(network, nullptr);
    EXPECT_EQ(network->at("name").at("es"), "Wifi, internet o teléfonos");
    const auto& question = network->at("questions").at(0);
    EXPECT_EQ(question.at("choices"), (json::array{"First", "Second"}));
    EXPECT_EQ(as("nobody").get("/api/v1/categories").status, 401);

    auto body = words();
    body["category"] = "network";
    auto number = std::to_string(question.at("id").as_int64());
    EXPECT_EQ(fields(post("teacher", "/api/v1/requests", body)), std::vector{"answers." + number});
    body["answers"] = {{number, "First"}};
    made("teacher", body);
    EXPECT_EQ(count("helpdesk_answer"), 1);
}

TEST_ON_EVERY_BACKEND(ApiRequests, ThatCannotBeNameTheFieldAndWriteNothing, Api) {
    using Named = std::vector<std::string>;
    auto refused = [&](std::string_view field, json::value value) {
        auto body = words();
        body[field] = std::move(value);
        return fields(post("teacher", "/api/v1/requests", body));
    };
    EXPECT_EQ(refused("title", ""), Named{"title"});
    EXPECT_EQ(refused("title", json::string(201, 'x')), Named{"title"});
    EXPECT_EQ(refused("description", json::string(20'001, 'x')), Named{"description"});
    EXPECT_EQ(refused("category", "nonsense"), Named{"category"});
    EXPECT_EQ(refused("school", 99999), Named{"school"});
    EXPECT_EQ(refused("device", "no-such-tag"), Named{"device"});
    EXPECT_EQ(refused("class_waiting", "yes"), Named{"class_waiting"});
    EXPECT_EQ(refused("answers", "none"), Named{"answers"});
    EXPECT_EQ(refused("room", 7), Named{"room"});
    EXPECT_EQ(fields(post("teacher", "/api/v1/requests", json::object())), (Named{"category", "school", "title"}));
    EXPECT_EQ(count("helpdesk_request"), 0);

    auto address = address_of(made("teacher", words()));
    EXPECT_EQ(fields(post("teacher", address + "/messages", {{"body", ""}})), Named{"body"});
    EXPECT_EQ(fields(post("teacher", address + "/messages", {{"body", "x"}, {"kind", "shout"}})), Named{"kind"});
    EXPECT_EQ(count("helpdesk_message"), 0);
}

TEST_ON_EVERY_BACKEND(ApiRequests, ThatAreNoJsonAreRefused, Api) {
    for (std::string_view body : {"", "{", "[]", "\"text\"", "{\"title\":}", "\xff\xfe", "null", "{\"title\":\"\\ud800\"}"}) {
        auto response = as("teacher").send_json(http::Method::post, "/api/v1/requests", body);
        EXPECT_EQ(fields(response), std::vector<std::string>{"body"}) << body;
    }
    std::string deep(5000, '[');
    EXPECT_EQ(as("teacher").send_json(http::Method::post, "/api/v1/requests", deep).status, 422);
    EXPECT_EQ(count("helpdesk_request"), 0);
}

TEST_ON_EVERY_BACKEND(ApiTokens, OpenWhatTheirScopesName, Api) {
    auto reads = token("teacher", {"requests:read"});
    auto writes = token("teacher", {"requests:write"});
    auto body = json::serialize(words());
    EXPECT_EQ(with_token(reads, http::Method::post, "/api/v1/requests", body).status, 403);
    auto response = with_token(writes, http::Method::post, "/api/v1/requests", body);
    ASSERT_EQ(response.status, 201) << response.body;
    auto address = address_of(read_json(response));
    EXPECT_EQ(with_token(writes, http::Method::get, address).status, 403);
    EXPECT_EQ(with_token(reads, http::Method::get, address).status, 200);
    EXPECT_EQ(with_token(reads, http::Method::get, "/api/v1/requests").status, 200);
    EXPECT_EQ(with_token(reads, http::Method::get, "/api/v1/categories").status, 200);
    EXPECT_EQ(with_token(reads, http::Method::get, "/api/v1/queue").status, 403) << "a scope gives nothing that the person may not";
    EXPECT_EQ(with_token(reads, http::Method::post, address + "/messages", R"({"body":"x"})").status, 403);
    EXPECT_EQ(with_token(writes, http::Method::post, address + "/messages", R"({"body":"x"})").status, 201);
    EXPECT_EQ(with_token(writes, http::Method::get, "/requests").status, 403) << "tokens open the API only";
    EXPECT_EQ(with_token("bt_of_nobody", http::Method::get, address).status, 401);
    EXPECT_EQ(with_token(token("student", {"requests:read"}), http::Method::get, address).status, 404);
    EXPECT_EQ(with_token(token("tech", {"requests:read"}), http::Method::get, "/api/v1/queue").status, 200);
}

TEST_ON_EVERY_BACKEND(ApiTokens, MakeOneRequestOfTheSameWordsSentTwice, Api) {
    auto writes = token("teacher", {"requests:write"});
    auto body = json::serialize(words());
    auto send = [&](const std::string& text, std::string_view key) { return with_token(writes, http::Method::post, "/api/v1/requests", text, key); };
    auto first = send(body, "monday-1");
    ASSERT_EQ(first.status, 201) << first.body;
    auto again = send(body, "monday-1");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(read_json(again).at("id"), read_json(first).at("id"));
    EXPECT_EQ(count("helpdesk_request"), 1);
    EXPECT_EQ(send(json::serialize(words("Other words")), "monday-1").status, 409);
    EXPECT_EQ(fields(send(body, std::string(256, 'k'))), std::vector<std::string>{"Idempotency-Key"});
    now += std::chrono::hours(25);
    EXPECT_EQ(send(body, "monday-1").status, 201);
    EXPECT_EQ(count("helpdesk_request"), 2);
}

}  // namespace helpdesk
