#include "site/embed_code.h"
#include "site/slug.h"

#include <gtest/gtest.h>

using site::may_be_framed;
using site::read_code;

TEST(EmbedCode, TakesTheAddressOutOfAFrame) {
    auto code = read_code(R"(<div class="w"><p>Schedule</p><iframe width="100%" height="640" src=" https://league.example.org/team/7?x=1&amp;y=2 " title="x"></iframe></div><script src="https://league.example.org/r.js"></script>)");
    EXPECT_EQ(code.problem, "");
    EXPECT_EQ(code.url, "https://league.example.org/team/7?x=1&y=2");
    EXPECT_EQ(code.height, 640);
    EXPECT_EQ(read_code("<IFRAME SRC='//league.example.org/t' HEIGHT='100%'></IFRAME>").url, "https://league.example.org/t");
    EXPECT_EQ(read_code("<IFRAME SRC='//league.example.org/t' HEIGHT='100%'></IFRAME>").height, 0);
}

TEST(EmbedCode, TakesAPlainAddress) {
    auto code = read_code("  https://league.example.org/team/7\n");
    EXPECT_EQ(code.problem, "");
    EXPECT_EQ(code.url, "https://league.example.org/team/7");
}

TEST(EmbedCode, RefusesWhatCannotBeLookedAtBeforehand) {
    EXPECT_EQ(read_code("<script src=\"https://league.example.org/w.js\"></script><div id=w></div>").problem, "site.embed.problem.script");
    EXPECT_EQ(read_code("<a href=\"https://league.example.org\">x</a>").problem, "site.embed.problem.no_frame");
    EXPECT_EQ(read_code("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"javascript:alert(1)\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"data:text/html,x\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"/team\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"http://league.example.org/t\"></iframe>").problem, "site.embed.problem.not_https");
    EXPECT_EQ(read_code("<iframe src=\"https://10.0.0.7/t\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"https://league.example.org:;sandbox\"></iframe>").problem, "site.embed.problem.address") << "nothing is added to a policy of ours";
    EXPECT_EQ(read_code("<iframe src=\"https://a:b@league.example.org/t\"></iframe>").problem, "site.embed.problem.address");
    EXPECT_EQ(read_code("<iframe src=\"https://a.example.org\"></iframe><iframe src=\"https://b.example.org\"></iframe>").problem, "site.embed.problem.several");
    EXPECT_EQ(read_code("").problem, "site.embed.problem.empty");
    EXPECT_EQ(read_code(std::string(20'001, 'x')).problem, "site.embed.problem.long");
}

TEST(EmbedCode, ADeepCodeDoesNoHarm) {
    std::string deep;
    for (int i = 0; i < 3900; ++i) deep += "<div>";
    EXPECT_EQ(read_code(deep).problem, "site.embed.problem.no_frame");
}

TEST(EmbedCode, MakesAnAddressOfAName) {
    EXPECT_EQ(site::slug_of("Varsity Soccer, Girls (2026)"), "varsity-soccer-girls-2026");
    EXPECT_EQ(site::slug_of("Fútbol niñas"), "futbol-ninas");
    EXPECT_EQ(site::slug_of("足球"), "");
}

static http::Fetched page(std::vector<std::pair<std::string, std::string>> headers) {
    http::Fetched answer;
    answer.headers = std::move(headers);
    return answer;
}

TEST(Framing, IsWhatThePageSays) {
    const std::string_view us = "www.river.example";
    EXPECT_TRUE(may_be_framed(page({}), us));
    EXPECT_FALSE(may_be_framed(page({{"x-frame-options", "SAMEORIGIN"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"x-frame-options", "Deny"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "default-src 'self'; frame-ancestors 'self'"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "frame-ancestors 'none'"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "frame-ancestors https://other.example"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "frame-ancestors"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "frame-ancestors *"}, {"content-security-policy", "frame-ancestors 'none'"}}), us));
    EXPECT_TRUE(may_be_framed(page({{"content-security-policy", "frame-ancestors *"}, {"x-frame-options", "DENY"}}), us));
    EXPECT_TRUE(may_be_framed(page({{"content-security-policy", "Frame-Ancestors https:"}}), us));
    EXPECT_TRUE(may_be_framed(page({{"content-security-policy", "frame-ancestors 'self' https://*.river.example"}}), us));
    EXPECT_TRUE(may_be_framed(page({{"content-security-policy", "frame-ancestors www.river.example:443"}}), us));
    EXPECT_FALSE(may_be_framed(page({{"content-security-policy", "frame-ancestors https://*.river.example"}}), "river.example"));
}

TEST(VisibleText, IsWhatAVisitorReads) {
    EXPECT_EQ(site::visible_text("<html><head><style>p{}</style></head><body><!-- built 10:01 --><p title='a>b'>North  3</p><script>var t=1;</script><b>South 1</b></body>"), "North 3 South 1");
    EXPECT_EQ(site::visible_text("<p nonce=abc>x</p>"), site::visible_text("<p nonce=def>x</p>"));
    EXPECT_EQ(site::visible_text("<scripture>Acts</scripture>"), "Acts");
    EXPECT_EQ(site::visible_text("<script>never closed"), "");
    EXPECT_EQ(site::visible_text("a < b <unclosed"), "a");
    EXPECT_EQ(site::visible_text(""), "");
}
