/// One small school district of named people, fresh for each test, with the whole house around it.
///
///     TEST_ON_EVERY_BACKEND(Queue, IsForTheDepartment, World) {
///         EXPECT_EQ(as("tech").get("/queue").status, 200);
///         EXPECT_EQ(as("teacher").get("/queue").status, 403);
///     }
///
/// People, by the word that tests use for them:
///     cio      Ruth Adler    may do everything
///     tech     Dana Reyes    technician, everywhere
///     tech2    Omar Haddad   technician, everywhere
///     data     Ines Costa    data specialist
///     web      Paul Meyer    webmaster
///     coach    Nora Lind     technology integration specialist
///     director Marta Quinn   athletic director, everywhere
///     teacher  Leo Peña      teacher, reads Spanish
///     kitchen  Carmen Vega   edits every menu, and nothing else
///     student  Ana Silva     student, holds the Chromebook CB-0412
///
/// Two schools, North School and South School, open on weekdays from 8 to 16; teacher and student belong to North School. The help desk has the
/// teams, categories and targets of a new district.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "app/house.h"
#include "auth/account.h"
#include "db/testing.h"
#include "http/testing.h"
#include "inventory/inventory.h"
#include "roster/roster.h"

class World : public testing::Test {
public:
    World();
    ~World() override;

    /// The clock of the district; tests move it.
    base::Instant now = base::from_ms(1'773'070'500'000);  // Monday, 9 March 2026, 10:35 in Chicago

    db::Database& database() { return house_->database(); }
    const http::Services& services() { return house_->services(); }
    app::House& house() { return *house_; }

    auth::AccountId account(std::string_view who) const;
    roster::OrgId north{0};
    roster::OrgId south{0};
    inventory::DeviceId chromebook{0};
    roster::PersonId person(std::string_view who) const { return persons_.at(std::string(who)); }

    /// With the grants that the person has at this moment.
    auth::Viewer viewer(std::string_view who);
    /// A browser in which the person is signed in; "nobody" is a guest.
    http::TestClient as(std::string_view who, html::Language language = html::Language::en);

    template <typename F>
    auto read(F&& body) {
        return database().read(std::forward<F>(body));
    }
    template <typename F>
    auto write(F&& body) {
        return database().write(std::forward<F>(body));
    }

    /// Runs every job that is due.
    void run_jobs();

    /// The password of everybody.
    static constexpr std::string_view password = "a bell in the tower";

private:
    void add_person(std::string_view who, const auth::NewAccount& account, std::string_view preset);
    void add_schools();
    void add_roster_person(std::string_view who, roster::Role role, std::string_view given, std::string_view family);
    void add_device();

    std::string folder_;
    db::testing::FreshDatabase fresh_;
    std::unique_ptr<app::House> house_;
    std::map<std::string, auth::AccountId, std::less<>> people_;
    std::map<std::string, roster::PersonId, std::less<>> persons_;
};

/// The body of a page holds these words. Prints the page when not.
testing::AssertionResult shows(const http::Response& response, std::string_view words);
