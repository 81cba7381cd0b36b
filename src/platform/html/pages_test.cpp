#include <gtest/gtest.h>

#include "base/embedded.h"
#include "html/html.h"

namespace html {

class Frame : public ::testing::Test {
protected:
    Frame() {
        messages.add("html", embedded());
        templates.add("html", embedded());
        view.set("lang", "en").set("title", "Queue").set("district", "Riverbend <Schools>").set("path", "/queue?view=mine");
        view.set("app_css", "/assets/app-1.css").set("app_js", "/assets/app-1.js").set("icon", "/assets/icon-1.svg");
        view.set("content", "<h1>Whole lab offline</h1>");
    }
    std::string render(Language language = Language::en) { return templates.render("html/layout", language, view, "secret"); }
    static bool has(const std::string& page, std::string_view words) { return page.find(words) != std::string::npos; }

    Messages messages;
    Templates templates{messages};
    View view;
};

TEST_F(Frame, HoldsThePageAndTheNameOfTheDistrict) {
    auto page = render();
    EXPECT_TRUE(page.starts_with("<!doctype html>")) << page.substr(0, 80);
    EXPECT_TRUE(has(page, "<h1>Whole lab offline</h1>")) << page;
    EXPECT_TRUE(has(page, "<title>Queue - Riverbend &lt;Schools&gt;</title>")) << page;
    EXPECT_TRUE(has(page, R"(<link rel="stylesheet" href="/assets/app-1.css">)")) << page;
}

TEST_F(Frame, ShowsTheSameWaysInTheBarAndInTheMenuOfAPhone) {
    view.add("navigation").set("href", "/queue").set("label", "Queue").show("current");
    view.add("account").set("name", "Dana Reyes");
    auto page = render();
    auto link = R"(<a href="/queue" aria-current="page">Queue</a>)";
    auto first = page.find(link);
    ASSERT_NE(first, std::string::npos) << page;
    EXPECT_NE(page.find(link, first + 1), std::string::npos) << page;
    EXPECT_TRUE(has(page, R"(action="/sign-out"><input type="hidden" name="_token" value="secret">)")) << page;
}

TEST_F(Frame, OffersAGuestToSignInAndNothingOfAnAccount) {
    view.show("guest");
    auto page = render();
    EXPECT_TRUE(has(page, R"(href="/sign-in">Sign in</a>)")) << page;
    EXPECT_FALSE(has(page, "/sign-out")) << page;
}

TEST_F(Frame, SpeaksTheLanguageOfTheReader) {
    view.show("guest");
    view.add("language").set("code", "en").set("name", "English");
    auto page = render(Language::es);
    EXPECT_TRUE(has(page, ">Entrar</a>")) << page;
    EXPECT_TRUE(has(page, R"(value="en" lang="en">English</button>)")) << page;
}

TEST_F(Frame, SaysWhatTheLastChangeDidWithoutTrustingIt) {
    view.add("notice").set("text", "Saved <b>it</b>");
    EXPECT_TRUE(has(render(), "<p>Saved &lt;b&gt;it&lt;/b&gt;</p>"));
}

TEST_F(Frame, EveryPartCanBeFilledInEveryLanguage) {
    for (auto name : {"html/error", "html/confirm", "html/problems", "html/pager"}) {
        for (Language language : languages) {
            View part;
            EXPECT_TRUE(templates.contains(name));
            EXPECT_FALSE(has(templates.render(name, language, part), "[[")) << name;
        }
    }
}

}  // namespace html
