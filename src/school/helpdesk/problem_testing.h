/// What the tests of known problems share.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "helpdesk/joining.h"
#include "helpdesk/problem.h"
#include "helpdesk/problem_news.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "world/world.h"

namespace helpdesk {

class Problems200 : public World {
protected:
    using Form = http::TestClient::FormFields;

    static Form words(std::string title = "The projector app does not start") {
        return {{"title_en", std::move(title)}, {"title_es", "La aplicación del proyector no abre"}, {"words_en", "It closes at once."}, {"words_es", "Se cierra enseguida."}};
    }
    /// Opened by Dana through the form; its number.
    std::int64_t open(Form more = {}) {
        auto form = words();
        form.insert(form.end(), more.begin(), more.end());
        auto response = as("tech").post("/queue/problems/new", form);
        EXPECT_EQ(response.status, 303) << response.body;
        return number(response, "/queue/problems/");
    }
    static std::int64_t number(const http::Response& response, std::string_view before) {
        std::string address(response.find_header("Location").value_or(""));
        EXPECT_TRUE(address.starts_with(before)) << address;
        return std::stoll(address.substr(before.size()));
    }
    std::int64_t ask(std::string_view who, std::string title = "Projector", std::string category = "classroom") {
        auto response = as(who).post("/requests", {{"category", std::move(category)}, {"title", std::move(title)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return number(response, "/requests/");
    }
    void does(std::string_view who, const std::string& target, Form form = {}) {
        auto response = as(who).post(target, std::move(form));
        EXPECT_EQ(response.status, 303) << target << response.body;
    }
    void solve(std::int64_t problem) {
        does("tech", fmt::format("/queue/problems/{}/solution", problem), {{"answer_en", "Update the app."}, {"answer_es", "Actualice la aplicación."}});
    }
    KnownProblem known(std::int64_t id) {
        return read([&](db::Read& db) { return find_problem(db, {id}); });
    }
    std::int64_t count(const std::string& sql) {
        auto whole = "SELECT count(*) FROM " + sql;
        return read([&](db::Read& db) { return db.query(whole).one_integer(); });
    }
    std::string text(const std::string& sql) {
        auto whole = "SELECT " + sql;
        return read([&](db::Read& db) { return db.query(whole).one_text(); });
    }
    std::string state(std::int64_t request) { return text(fmt::format("state FROM helpdesk_request WHERE id = {}", request)); }
    /// People with accounts, each signed in.
    std::vector<auth::Viewer> crowd(int size) {
        return write([&](db::Write& db) {
            std::vector<auth::Viewer> people;
            for (int i = 0; i < size; ++i) {
                auto name = fmt::format("Person {}", i);
                auto id = auth::create_account(db, auth::Viewer::system(), now, {.email = fmt::format("person{}@example.org", i), .name = name, .language = i % 2 ? "es" : "en"});
                people.emplace_back(id, name, std::vector<auth::Grant>(), auth::Proof::session);
            }
            return people;
        });
    }
    http::TestClient browser(const auth::Viewer& viewer) {
        if (routes_.all().empty()) helpdesk::routes(routes_);
        return {services(), routes_, [this] { return now; }, viewer, html::Language::en};
    }
    /// Somebody who works in the queue of this school alone.
    auth::Viewer worker_at(roster::OrgId school) {
        return {account("web"), "Paul Meyer", {{"helpdesk.work", auth::ScopeKind::school, school.value}}, auth::Proof::session};
    }

private:
    http::Routes routes_;
};

}  // namespace helpdesk
