#include "html/markdown.h"

#include <gmock/gmock.h>

using namespace html;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Markdown, BecomesElements) {
    EXPECT_EQ(from_markdown("## Bus 12\n\nIt is **late**, ~~early~~.\n\n- one\n- two\n"),
              "<h2>Bus 12</h2>\n<p>It is <strong>late</strong>, <del>early</del>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
    EXPECT_EQ(from_markdown("# Title\n"), "<h2>Title</h2>\n") << "the page's title is the only h1";
    EXPECT_EQ(from_markdown("3. three\n"), "<ol start=\"3\">\n<li>three</li>\n</ol>\n");
    EXPECT_EQ(from_markdown("a < b & c\n"), "<p>a &lt; b &amp; c</p>\n");
}

TEST(Markdown, TablesHaveHeadersAndScroll) {
    const auto table = from_markdown("| Day | Time |\n|--|--|\n| Monday | 8:00 |\n");
    EXPECT_THAT(table, HasSubstr("<div class=\"scroll\" tabindex=\"0\"><table>"));
    EXPECT_THAT(table, HasSubstr("<th scope=\"col\">Day</th>"));
    EXPECT_THAT(table, HasSubstr("<td>8:00</td>"));
}

TEST(Markdown, LinksLeadWhereTheyMay) {
    const MarkdownRendering spanish{.address = [](std::string_view path) { return "/es" + std::string(path); }};
    EXPECT_EQ(from_markdown("[Health](/health#nurse)", spanish), "<p><a href=\"/es/health#nurse\">Health</a></p>\n");
    EXPECT_EQ(from_markdown("[State](https://state.example/a?b=1&c=2)"), "<p><a href=\"https://state.example/a?b=1&amp;c=2\" rel=\"noopener\">State</a></p>\n");
    EXPECT_THAT(from_markdown("Write to office@riverbend.example or see https://x.example"), HasSubstr("<a href=\"mailto:office@riverbend.example\">"));
    EXPECT_EQ(from_markdown("[Call](tel:+15125550100)"), "<p><a href=\"tel:+15125550100\">Call</a></p>\n");
    for (const char* bad : {"javascript:alert(1)", "//evil.example", "data:text/html;base64,AAAA", "vbscript:x", "JaVaScRiPt:x", "file:///etc/passwd", "relative", "https:/x", "java%0ascript:x"}) {
        EXPECT_THAT(from_markdown(std::string("[words](") + bad + ")"), Not(HasSubstr("<a"))) << bad;
    }
}

TEST(Markdown, RawHtmlIsLeftOut) {
    EXPECT_THAT(from_markdown("<script>alert(1)</script>\n\nHello <b onclick=\"x()\">there</b> <img src=x onerror=y>"), Not(HasSubstr("<script")));
    EXPECT_EQ(from_markdown("Hello <b onclick=\"x()\">there</b>"), "<p>Hello there</p>\n");
    EXPECT_EQ(from_markdown("![A bus](https://x.example/bus.jpg)"), "<p>A bus</p>\n") << "no picture yet; its words stay";
}

TEST(Markdown, WhatNobodyMeantComesOutPlain) {
    EXPECT_EQ(from_markdown(std::string(500, '>') + "deep"), "<p>" + [] { std::string all; for (int i = 0; i < 500; ++i) all += "&gt;"; return all; }() + "deep</p>\n");
    std::string nested;
    for (int i = 0; i < 60; ++i) nested += std::string(static_cast<std::size_t>(2 * i), ' ') + "- a\n";
    EXPECT_TRUE(markdown_too_deep(nested));
    EXPECT_FALSE(markdown_too_deep("> a\n> > b"));
    EXPECT_TRUE(markdown_too_deep(std::string(longest_markdown + 1, 'a')));
    EXPECT_FALSE(markdown_too_deep("a" + std::string(20'000, '*')));
    EXPECT_FALSE(markdown_too_deep(std::string(20'000, '[')));
}

TEST(Markdown, WordsAlone) {
    EXPECT_EQ(markdown_text("## Bus 12\n\nIt is **late**,\nby [ten minutes](/bus).\n\n| a | b |\n|-|-|\n| 1 | 2 |\n"), "Bus 12. It is late, by ten minutes. a b 1 2");
    EXPECT_EQ(markdown_text("Come at 6 pm.\n\n## Where\n\nIn the gym.\n\n## **When**\n\n- At six\n\n## Who?\n\n## All:\n\n`Us`"), "Come at 6 pm. Where. In the gym. When. At six Who? All: Us");
    EXPECT_EQ(markdown_text("Come.\n\n## The end"), "Come. The end") << "nothing follows";
    EXPECT_EQ(markdown_text("one two three", 8), "one two…");
}

TEST(Markdown, PartsKnowTheirLines) {
    const auto parts = markdown_parts("Intro\n\n## Phone\n\ntwo\nlines [Health](/health)\n");
    ASSERT_EQ(parts.size(), 4u);
    EXPECT_EQ(parts[1].kind, MarkdownPart::Kind::heading);
    EXPECT_EQ(parts[1].line, 3);
    EXPECT_EQ(parts[3].kind, MarkdownPart::Kind::link);
    EXPECT_EQ(parts[3].line, 6);
    EXPECT_EQ(parts[3].target, "/health");
}
