#include "site/class_link.h"

#include <gtest/gtest.h>

#include "site/class_pattern.h"

using site::fill_pattern;
using site::problem_with_link;
using site::problem_with_pattern;

TEST(ClassLink, IsAWholeAddressThatFamiliesCanReach) {
    EXPECT_EQ(problem_with_link("https://lms.example.org/course/7?tab=1#top"), "");
    EXPECT_EQ(problem_with_link("http://lms.example.org"), "");
    EXPECT_EQ(problem_with_link(""), "site.link.problem.empty");
    EXPECT_EQ(problem_with_link("lms.example.org/course"), "site.link.problem.scheme");
    EXPECT_EQ(problem_with_link("javascript:alert(1)"), "site.link.problem.scheme");
    EXPECT_EQ(problem_with_link("https://"), "site.link.problem.scheme");
    EXPECT_EQ(problem_with_link("https://lms/course"), "site.link.problem.host");
    EXPECT_EQ(problem_with_link("https://10.0.0.7/course"), "site.link.problem.host");
    EXPECT_EQ(problem_with_link("https://[fe80::1]/course"), "site.link.problem.host");
    EXPECT_EQ(problem_with_link("https://lms.example.org:8443/course"), "");
    for (const char* bad : {"https://lms.example.org:;sandbox", "https://lms.example.org:/x", "https://lms.example.org:80;x/", "https://lms.example.org:123456/", "https://lms.example.org;frame-src.org/",
                            "https://lms.example.org,x.org/", "https://l'ms.example.org/", "https://*.example.org/", "https://lmś.example.org/"}) {
        EXPECT_EQ(problem_with_link(bad), "site.link.problem.host") << bad;
    }
    EXPECT_EQ(problem_with_link("https://me:secret@lms.example.org/"), "site.link.problem.password");
    EXPECT_EQ(problem_with_link("https://lms.example.org/a b"), "site.link.problem.characters");
    EXPECT_EQ(problem_with_link("https://lms.example.org/\"><script>"), "site.link.problem.characters");
    EXPECT_EQ(problem_with_link("https://lms.example.org/" + std::string(2000, 'x')), "site.link.problem.long");
}

TEST(ClassPattern, PutsInWhatTheRosterSays) {
    const site::PatternFacts facts{"cls/7 a", "MATH-7", "Fall 2026"};
    EXPECT_EQ(fill_pattern("https://lms.example.org/{sourcedId}", facts), "https://lms.example.org/cls%2F7%20a");
    EXPECT_EQ(fill_pattern("https://lms.example.org/{term}/{code}?x={code}", facts), "https://lms.example.org/Fall%202026/MATH-7?x=MATH-7");
    EXPECT_EQ(fill_pattern("https://lms.example.org/{code}", {"1", "", ""}), std::nullopt) << "the roster gives no code";
    EXPECT_EQ(fill_pattern("https://lms.example.org/{title}", facts), std::nullopt);
    EXPECT_EQ(fill_pattern("https://lms.example.org/{code", facts), std::nullopt);
}

TEST(ClassPattern, SaysWhatIsWrongWithIt) {
    EXPECT_EQ(problem_with_pattern("https://lms.example.org/course/{sourcedId}"), "");
    EXPECT_EQ(problem_with_pattern("https://lms.example.org/course/7"), "site.link.problem.no_placeholder");
    EXPECT_EQ(problem_with_pattern("https://lms.example.org/{title}"), "site.link.problem.placeholder");
    EXPECT_EQ(problem_with_pattern("https://{code}.example.org/"), "site.link.problem.placeholder_in_host");
    EXPECT_EQ(problem_with_pattern("{code}"), "site.link.problem.scheme");
    EXPECT_EQ(problem_with_pattern("ftp://lms.example.org/{code}"), "site.link.problem.scheme");
}
