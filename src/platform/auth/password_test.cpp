#include "auth/password.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "auth/common_passwords.h"

using namespace auth;

static PasswordVerdict judge(std::string_view password) { return judge_password(password, "dana.reyes@north.example", "Dana Reyes"); }

TEST(Password, MatchesItsOwnHashOnly) {
    const std::string hash = hash_password("a bell in the tower", Effort::least);
    EXPECT_TRUE(password_matches("a bell in the tower", hash));
    EXPECT_FALSE(password_matches("a bell in the towel", hash));
    EXPECT_NE(hash, hash_password("a bell in the tower", Effort::least)) << "salted";
}

TEST(Password, IsHashedWithArgon2idAnd64MiB) {
    const std::string hash = hash_password("a bell in the tower");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << hash;
}

TEST(Password, AnAbsentAccountMatchesNothing) {
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("a bell in the tower", ""));
}

TEST(Password, LengthCountsCharactersNotKinds) {
    EXPECT_EQ(judge("elevensigns"), PasswordVerdict::too_short);
    EXPECT_EQ(judge("twelve signs"), PasswordVerdict::good);
    EXPECT_EQ(judge("ñandú ñandú"), PasswordVerdict::too_short) << "eleven characters, though more bytes";
    EXPECT_EQ(judge(std::string(1025, 'x') + "y"), PasswordVerdict::too_long);
}

TEST(Password, WhatIsGuessedFirstIsRefused) {
    for (auto common : {"password1234", "Password2026!", "111111111111", "abcabcabcabc", "123456789012", "qwertyuiopas", "DRAGON!!!!!!123",
                        "Contraseña12", "teacher12345", "passwordpassword1"}) {
        EXPECT_EQ(judge(common), PasswordVerdict::too_common) << common;
    }
}

TEST(Password, ThePersonsOwnNameIsNoPassword) {
    EXPECT_EQ(judge("danareyes2026"), PasswordVerdict::like_the_person);
    EXPECT_EQ(judge("Dana.Reyes@North"), PasswordVerdict::like_the_person);
    EXPECT_EQ(judge("dana rings the bell"), PasswordVerdict::good);
}

TEST(Password, TheListOfCommonOnesCanBeSearched) {
    EXPECT_GT(common_passwords().size(), 3000u);
    EXPECT_TRUE(std::ranges::is_sorted(common_passwords()));
}
