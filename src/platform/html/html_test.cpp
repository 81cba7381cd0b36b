#include "html/html.h"

#include <stdexcept>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/embedded.h"
#include "html/format.h"

namespace html {

class Pages : public ::testing::Test {
protected:
    void load(std::string_view page, std::string_view en = "hello = \"Hello\"", std::string_view es = "hello = \"Hola\"") {
        const base::EmbeddedFile files[] = {{"room/messages/en.toml", en}, {"room/messages/es.toml", es}, {"room/pages/page.html", page}};
        messages.add("room", files);
        templates.add("room", files);
    }
    std::string render(View& view, Language language = Language::en) { return templates.render("room/page", language, view, "secret"); }
    Messages messages;
    Templates templates{messages};
};

TEST_F(Pages, EscapeWhatPeopleTypedByThePlaceWhereItStands) {
    load(R"(<p title="{{a}}">{{a}}</p><a href="{{link}}">x</a>)");
    View view;
    view.set("a", R"(<script>"alert"</script>)").set("link", "javascript:alert(1)");
    auto page = render(view);
    EXPECT_EQ(page.find("<script>"), std::string::npos) << page;
    EXPECT_EQ(page.find("javascript:"), std::string::npos) << page;
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos) << page;
}

TEST_F(Pages, SayTheirMessagesInTheLanguageOfTheReader) {
    load("<p>[[.hello]]</p>");
    View view;
    EXPECT_EQ(render(view), "<p>Hello</p>");
    EXPECT_EQ(render(view, Language::es), "<p>Hola</p>");
}

TEST_F(Pages, FillVariablesOfMessagesEscaped) {
    load("<p>[[.hello]]</p>", "hello = \"Hello {name} & all\"", "hello = \"Hola {name}\"");
    View view;
    view.set("name", "<b>");
    EXPECT_EQ(render(view), "<p>Hello &lt;b&gt; &amp; all</p>");
}

TEST_F(Pages, CarryAFormTokenInEveryPostForm) {
    load(R"(<form method="post" action="/a"></form><form action="/b"></form>)");
    View view;
    EXPECT_EQ(render(view), R"(<form method="post" action="/a"><input type="hidden" name="_token" value="secret"></form><form action="/b"></form>)");
}

TEST_F(Pages, RepeatSectionsInOrder) {
    load("{{#row}}<i>{{n}}</i>{{/row}}{{#once}}!{{/once}}");
    View view;
    view.add("row").set("n", 1);
    view.add("row").set("n", 2);
    view.show_if(true, "once");
    EXPECT_EQ(render(view), "<i>1</i><i>2</i>!");
}

TEST_F(Pages, WithAnUnknownMessageFailWhenTheyAreLoaded) { EXPECT_THROW(load("<p>[[.nothing]]</p>"), std::runtime_error); }

TEST_F(Pages, WithVariablesInUnsafePlacesFailWhenTheyAreLoaded) {
    for (std::string_view page : {"<p {{x}}></p>", "<p class={{x}}></p>", "<script>var a = '{{x}}';</script>", "<style>{{x}}</style>",
                                  R"(<p style="{{x}}"></p>)", R"(<p onclick="{{x}}"></p>)", R"(<p hx-get="{{x}}"></p>)", R"(<img srcset="{{x}}">)"}) {
        EXPECT_THROW(load(page), std::runtime_error) << page;
    }
    EXPECT_NO_THROW(load(R"(<option{{#on}} selected{{/on}} value="{{x}}">{{x}}</option>)"));
}

TEST_F(Pages, CarryDataThatCannotEndItsBlock) {
    load(R"(<script type="application/ld+json">{{job_json:none}}</script>)");
    const boost::json::value job = boost::json::object{{"title", "</script><!-- \xE2\x80\xA8 & \"Peña\""}};
    View view;
    view.data("job_json", job);
    auto page = render(view);
    EXPECT_EQ(page.find("</script><!--"), std::string::npos) << page;
    auto from = page.find('>') + 1;
    EXPECT_EQ(boost::json::parse(page.substr(from, page.find("</script>") - from)), job) << "it means the same";
    EXPECT_THROW(view.set("job_json", "{}"), std::logic_error) << "only data may be printed as it is";
    EXPECT_THROW(view.data("job", job), std::logic_error);
    for (std::string_view other : {"<p>{{job_json:none}}</p>", "<script>{{job_json:none}}</script>", R"(<script type="application/ld+json">{{job:none}}</script>)",
                                   R"(<script type="application/ld+json">{{job_json}}</script>)"}) {
        EXPECT_THROW(load(other), std::runtime_error) << other;
    }
}

TEST_F(Pages, MissingInOneLanguageFailWhenTheyAreLoaded) { EXPECT_THROW(load("x", "a = \"A\"", "b = \"B\""), std::runtime_error); }

TEST_F(Pages, CountByTheNumber) {
    load("x", "rows = { one = \"{n} row\", other = \"{n} rows\" }", "rows = { one = \"{n} fila\", other = \"{n} filas\" }");
    EXPECT_EQ(messages.text(Language::en, "room.rows", {{"n", "1"}}), "1 row");
    EXPECT_EQ(messages.text(Language::es, "room.rows", {{"n", "3"}}), "3 filas");
}

TEST(Negotiation, TakesTheLanguageThatIsPreferred) {
    EXPECT_EQ(negotiate("es-MX,es;q=0.9,en;q=0.8"), Language::es);
    EXPECT_EQ(negotiate("en-US,en;q=0.9,es;q=0.8"), Language::en);
    EXPECT_EQ(negotiate("de, es;q=0.2"), Language::es);
    EXPECT_EQ(negotiate("es;q=0"), Language::en);
    EXPECT_EQ(negotiate("\xff;;;q=,"), Language::en);
}

static const auto chicago = *base::TimeZone::find("America/Chicago");
static base::Instant at(std::string_view text) { return *base::parse_instant(text); }

TEST(Words, OfMomentsAreNearWhenTheMomentIs) {
    auto now = at("2026-03-12T18:00:00Z");  // Thursday 13:00
    EXPECT_EQ(moment_words(Language::en, chicago, now, at("2026-03-12T13:40:00Z")), "today 8:40");
    EXPECT_EQ(moment_words(Language::es, chicago, now, at("2026-03-11T13:40:00Z")), "ayer 8:40");
    EXPECT_EQ(moment_words(Language::en, chicago, now, at("2026-03-10T13:40:00Z")), "Tuesday 8:40");
    EXPECT_EQ(moment_words(Language::es, chicago, now, at("2026-02-10T14:40:00Z")), "10 de febrero 8:40");
    EXPECT_EQ(moment_words(Language::en, chicago, now, at("2025-02-10T14:40:00Z")), "10 February 2025 8:40");
}

TEST(Words, OfDueTimesSayHowSoonOrHowLate) {
    auto now = at("2026-03-12T18:00:00Z");
    EXPECT_EQ(due_words(Language::en, chicago, now, at("2026-03-12T18:40:00Z")), "in 40 min");
    EXPECT_EQ(due_words(Language::en, chicago, now, at("2026-03-12T20:00:00Z")), "today 15:00");
    EXPECT_EQ(due_words(Language::es, chicago, now, at("2026-03-13T14:00:00Z")), "mañana 9:00");
    EXPECT_EQ(due_words(Language::en, chicago, now, at("2026-03-16T14:00:00Z")), "Monday");
    EXPECT_EQ(due_words(Language::en, chicago, now, at("2026-03-12T17:20:00Z")), "40 min late");
    EXPECT_EQ(due_words(Language::es, chicago, now, at("2026-03-09T17:20:00Z")), "3 días de retraso");
}

TEST(Words, OfNumbersAndMoneyFollowTheLanguage) {
    EXPECT_EQ(number_words(Language::en, 1234567), "1,234,567");
    EXPECT_EQ(number_words(Language::es, 1234), "1234");
    EXPECT_EQ(money_words(Language::en, 123450, "USD"), "$1,234.50");
    EXPECT_EQ(money_words(Language::en, -5, "USD"), "-$0.05");
    EXPECT_EQ(ordinal_words(Language::en, 22), "22nd");
    EXPECT_EQ(ordinal_words(Language::en, 112), "112th");
    EXPECT_EQ(ordinal_words(Language::es, 2), "2.º");
}

}  // namespace html
