#include "http/parse.h"

#include <gtest/gtest.h>

namespace http {

TEST(Targets, AreDecodedOnce) {
    auto target = parse_target("/people/Pe%C3%B1a?q=a+b&q=%252F&empty");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/people/Peña");
    EXPECT_EQ(target->query.all("q"), (std::vector<std::string_view>{"a b", "%2F"}));
    EXPECT_EQ(target->query.find("empty"), "");
}

TEST(Targets, ThatCouldMeanTwoThingsAreRefused) {
    for (std::string_view bad : {"", "people", "/a/../b", "/a/./b", "/a//b", "/%2e%2e/x", "/a%00b", "/a\\b", "/%zz", "/%e", "/a%ff", "/a\nb", "/x?q=%ff", "/x?q=%0"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
    EXPECT_EQ(parse_target("/queue/")->path, "/queue");
    EXPECT_EQ(parse_target("/")->path, "/");
}

TEST(Forms, HaveALimitOfFields) {
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "a=1&";
    EXPECT_FALSE(parse_form(many));
    EXPECT_EQ(parse_form("a=1&b=%C3%A9")->text("b"), "é");
}

TEST(Cookies, ThatMakeNoSenseAreLeftOut) {
    auto cookies = parse_cookies("a=1; ; =x; b=\"2\"; c\xff=1; d=a=b");
    EXPECT_EQ(cookies.items().size(), 3u);
    EXPECT_EQ(cookies.text("b"), "2");
    EXPECT_EQ(cookies.text("d"), "a=b");
}

static std::variant<Multipart, std::string> parse(std::string_view body, const MultipartLimits& limits = {}) {
    return parse_multipart("multipart/form-data; boundary=\"xx\"", body, limits);
}

TEST(MultipartForms, KeepTextAndFilesApart) {
    auto parsed = parse("--xx\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHola\r\n--xx\r\n"
                        "Content-Disposition: form-data; name=\"photos\"; filename=\"a \\\"b\\\".png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x\r\n--xx--\r\n");
    auto& form = std::get<Multipart>(parsed);
    EXPECT_EQ(form.fields.text("title"), "Hola");
    ASSERT_EQ(form.uploads.size(), 1u);
    EXPECT_EQ(form.uploads[0].file_name, "a \"b\".png");
    EXPECT_EQ(form.uploads[0].bytes, "\x89PNG\r\n--x");
}

TEST(MultipartForms, WithAFileFieldLeftAloneHoldNoFile) {
    auto parsed = parse("--xx\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"\"\r\n\r\n\r\n--xx--");
    EXPECT_TRUE(std::get<Multipart>(parsed).uploads.empty());
}

TEST(MultipartForms, ThatAreBrokenSayWhy) {
    for (std::string_view bad : {"", "--yy\r\n", "--xx", "--xx\r\n", "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc",
                                 "--xx\r\nContent-Type: text/plain\r\n\r\nabc\r\n--xx--", "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--xx--",
                                 "--xxjunk\r\n"}) {
        auto parsed = parse(bad);
        ASSERT_TRUE(std::holds_alternative<std::string>(parsed)) << bad;
        EXPECT_FALSE(std::get<std::string>(parsed).empty());
    }
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_multipart("multipart/form-data", "--xx--")));
}

TEST(MultipartForms, HaveALimitOfParts) {
    std::string body;
    for (int i = 0; i < 3; ++i) body += "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    body += "--xx--";
    EXPECT_TRUE(std::holds_alternative<Multipart>(parse(body)));
    EXPECT_TRUE(std::holds_alternative<std::string>(parse(body, {.most_parts = 2})));
}

}  // namespace http
