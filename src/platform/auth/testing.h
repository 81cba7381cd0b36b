/// For tests of this room: a fresh database with its tables, a moment, and three people.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "auth/account.h"
#include "auth/audit.h"
#include "auth/auth.h"
#include "auth/session.h"
#include "db/testing.h"

namespace auth::testing {

/// The migrations of the rooms up to this one.
std::vector<db::Migration> migrations();

/// Dana works at the help desk of school 3, Ruth manages access, Leo is a teacher without grants.
class Office : public ::testing::Test {
protected:
    db::testing::FreshDatabase database{migrations()};
    base::Instant now = base::from_ms(1'764'000'000'000);  // 24 November 2025, 16:00 UTC
    AccountId dana, ruth, leo;

    Office();
    Viewer as(AccountId id);
    /// The actions in the record of an account, oldest first.
    std::vector<std::string> actions_on(AccountId id);
};

/// The password of all three.
inline constexpr std::string_view password = "a bell in the tower";

}  // namespace auth::testing
