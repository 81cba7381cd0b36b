// Two technicians with the same page open: the second is told, with the own words kept, and nothing of the first is undone.
#include <gtest/gtest.h>

#include "world/world.h"

namespace helpdesk {

class Unchanged : public World {
protected:
    std::string ask(std::string title = "Laptop will not charge") {
        auto response = as("teacher").post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    /// What the forms of a page carry.
    std::string seen_on(const std::string& page) {
        static constexpr std::string_view begins = "name=\"seen\" value=\"";
        auto body = as("tech").get(page).body;
        auto at = body.find(begins);
        EXPECT_NE(at, std::string::npos) << page;
        return at == std::string::npos ? "" : body.substr(at + begins.size(), body.find('"', at + begins.size()) - at - begins.size());
    }
    std::int64_t assignee(const std::string& address) {
        return read([&](db::Read& db) {
            return db.query("SELECT COALESCE(assignee_id, 0) FROM helpdesk_request WHERE id = :id").bind("id", std::stoll(address.substr(10))).one_integer();
        });
    }
};

TEST_ON_EVERY_BACKEND(Unchanged, TakingIsRefusedWhenAColleagueGotItMeanwhile, Unchanged) {
    auto address = ask();
    auto seen = seen_on(address);
    EXPECT_EQ(seen, seen_on("/queue?view=unassigned"));
    now += std::chrono::minutes(1);
    EXPECT_EQ(as("tech2").post(address + "/assignment", {{"seen", seen}}).status, 303);
    auto late = as("tech").post(address + "/assignment", {{"seen", seen}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(shows(late, "Omar Haddad has it now."));
    EXPECT_TRUE(shows(late, address));
    EXPECT_EQ(assignee(address), account("tech2").value);
    EXPECT_TRUE(shows(as("tech", html::Language::es).post(address + "/assignment", {{"seen", seen}}), "Ahora la tiene Omar Haddad."));
    EXPECT_EQ(as("tech").post(address + "/assignment", {{"seen", seen_on(address)}}).status, 303) << "from a colleague, knowingly";
    EXPECT_EQ(as("tech2").post(address + "/assignment").status, 303) << "programs do not say what they saw";
}

TEST_ON_EVERY_BACKEND(Unchanged, EveryFormOfTheDepartmentKeepsTheWordsOfWhoCameSecond, Unchanged) {
    auto address = ask();
    auto other = ask("Charger is lost");
    for (auto form : {"/hand-over", "/merge", "/correction"}) EXPECT_EQ(seen_on(address + form), seen_on(address)) << form;
    auto seen = seen_on(address);
    now += std::chrono::minutes(1);
    EXPECT_EQ(as("teacher").post(address + "/messages", {{"body", "It charges at home"}}).status, 303);
    auto number = other.substr(10);
    for (auto form : {"/wait", "/schedule", "/resolution", "/reopening", "/resumption", "/hand-over", "/merge", "/correction"}) {
        auto late = as("tech").post(address + form, {{"seen", seen}, {"words", "New <charger>"}, {"number", number}, {"reason", "part"}, {"at", "2026-03-10T14:00"}});
        EXPECT_EQ(late.status, 409) << form;
        EXPECT_TRUE(shows(late, "New &lt;charger&gt;"));
        EXPECT_TRUE(shows(late, "Nobody has it now."));
    }
    EXPECT_TRUE(shows(as("tech").get(address), "Let it wait"));
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"seen", seen_on(address)}, {"words", "New charger"}}).status, 303);
}

}  // namespace helpdesk
