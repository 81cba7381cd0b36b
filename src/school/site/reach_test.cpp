#include "site/reach.h"

#include <gtest/gtest.h>

using http::Fetched;
using http::FetchTrouble;
using site::judge;
using site::Reach;
using site::Reached;

namespace {

Fetched status(long number, std::string url = "https://lms.example.org/course/7") {
    Fetched answer;
    answer.status = number;
    answer.url = std::move(url);
    return answer;
}
Fetched trouble(FetchTrouble what) {
    Fetched answer;
    answer.trouble = what;
    return answer;
}
constexpr std::string_view asked = "https://lms.example.org/course/7";
const base::Instant monday = base::from_ms(1'773'070'500'000);

Reached look(const Reached& before, const Fetched& answer, base::Instant at = monday) { return after_look(before, asked, answer, at); }

}  // namespace

TEST(Reach, APageThatAsksWhoIsThereIsAlive) {
    EXPECT_EQ(judge(asked, status(200)), Reach::alive);
    EXPECT_EQ(judge(asked, status(401)), Reach::sign_in);
    EXPECT_EQ(judge(asked, status(403)), Reach::sign_in);
    EXPECT_EQ(judge(asked, status(200, "https://accounts.google.com/v3/signin/identifier")), Reach::sign_in);
    EXPECT_EQ(judge(asked, status(200, "https://lms.example.org/login/index.php")), Reach::sign_in);
    EXPECT_EQ(judge(asked, status(200, "https://lms.example.org/course/7-moved")), Reach::alive);
}

TEST(Reach, KnowsASignInPageByWholeWords) {
    for (std::string_view page : {"https://login.example.org/", "https://sso.example.org/x", "https://lms.example.org/users/sign_in?next=/", "https://lms.example.org/auth/saml2/login.php", "https://a.example.org/Login"}) {
        EXPECT_TRUE(site::looks_like_sign_in(page)) << page;
    }
    for (std::string_view page : {"https://lms.example.org/course/7", "https://blogin.example.org/", "https://lms.example.org/essoteric", "https://lms.example.org/course?next=/login", "https://lms.example.org/accounts/7/courses", "no address"}) {
        EXPECT_FALSE(site::looks_like_sign_in(page)) << page;
    }
}

TEST(Reach, WhatIsGoneIsDeadAtOnce) {
    EXPECT_EQ(look({}, status(404)).state, Reach::dead);
    EXPECT_EQ(look({}, status(410)).state, Reach::dead);
    EXPECT_EQ(look({}, trouble(FetchTrouble::no_such_host)).state, Reach::dead);
}

TEST(Reach, SilenceIsUnknownAndDeadTheSecondTime) {
    auto first = look({}, trouble(FetchTrouble::timed_out));
    EXPECT_EQ(first.state, Reach::unknown);
    EXPECT_EQ(first.trouble, "timed_out");
    EXPECT_EQ(look(first, status(503)).state, Reach::dead);
    EXPECT_EQ(look(first, status(200)).state, Reach::alive);
}

TEST(Reach, OurOwnTroubleDeclaresNothingDead) {
    Reached silent = look({}, trouble(FetchTrouble::timed_out));
    EXPECT_EQ(look(silent, trouble(FetchTrouble::no_name_server)).state, Reach::unknown);
    EXPECT_EQ(look(silent, status(429)).state, Reach::unknown);
    Reached alive = look({}, status(200));
    EXPECT_EQ(look(alive, trouble(FetchTrouble::no_name_server)).state, Reach::alive);
    EXPECT_EQ(look({}, trouble(FetchTrouble::forbidden_address)).state, Reach::unknown);
}

TEST(Reach, SaysSinceWhen) {
    auto dead = look({}, status(404), monday);
    auto later = look(dead, status(410), monday + std::chrono::hours(24));
    EXPECT_EQ(later.since, monday);
    EXPECT_EQ(later.checked_at, monday + std::chrono::hours(24));
    EXPECT_EQ(look(later, status(200), monday + std::chrono::hours(48)).since, monday + std::chrono::hours(48));
}

TEST(Reach, FindsTheHost) {
    EXPECT_EQ(site::host_of("https://LMS.Example.org:8443/x"), "lms.example.org");
    EXPECT_EQ(site::host_of("HTTPS://lms.example.org"), "lms.example.org");
    EXPECT_EQ(site::host_of("https://someone@evil.example/x"), "evil.example");
    EXPECT_EQ(site::host_of("ftp://lms.example.org/"), "");
    EXPECT_EQ(site::host_of("lms.example.org"), "");
}
