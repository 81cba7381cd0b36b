#include "search/query.h"

#include <gmock/gmock.h>

#include "search/index.h"
#include "search/snippet.h"
#include "search/words.h"

using search::parse_query;
using testing::ElementsAre;

static std::string snippet(const std::string& text, const std::string& query) { return search::snippet(text, parse_query(query)); }

TEST(Words, AreRunsOfLettersAndDigitsAfterFolding) {
    EXPECT_THAT(search::words_of("Peña's Wi-Fi, STRASSE straße 6e2", 99), ElementsAre("pena", "s", "wi", "fi", "strasse", "strasse", "6e2"));
    EXPECT_THAT(search::words_of("e\u0301cole — “école”", 99), ElementsAre("ecole", "ecole"));
    EXPECT_THAT(search::words_of("", 99), ElementsAre());
    EXPECT_THAT(search::words_of("one two three", 2), ElementsAre("one", "two"));
}

TEST(Words, AreCutAtFortyLetters) {
    EXPECT_THAT(search::words_of(std::string(1000, 'x'), 99), ElementsAre(std::string(40, 'x')));
}

TEST(Query, LastWordMayGoOn) {
    auto query = parse_query("Broken PROJ");
    ASSERT_EQ(query.wanted.size(), 2u);
    EXPECT_FALSE(query.wanted[0].prefix);
    EXPECT_TRUE(query.wanted[1].prefix);
    EXPECT_THAT(query.wanted[1].words, ElementsAre("proj"));
}

TEST(Query, ASingleLetterOrAQuotedOrExcludedLastWordDoesNotGoOn) {
    EXPECT_FALSE(parse_query("projector a").wanted[1].prefix);
    EXPECT_FALSE(parse_query("\"projector\"").wanted[0].prefix);
    auto query = parse_query("projector -lamp");
    EXPECT_FALSE(query.wanted[0].prefix);
    EXPECT_FALSE(query.unwanted[0].prefix);
}

TEST(Query, WordsWithAHyphenStandSideBySide) {
    EXPECT_THAT(parse_query("CB-0412").wanted[0].words, ElementsAre("cb", "0412"));
}

TEST(Query, QuotesMakePhrasesHoweverTheyAreTyped) {
    for (auto text : {"\"lamp is worn\"", "“lamp is worn”", "\"lamp is worn", "\"Lamp  IS worn\""}) {
        auto query = parse_query(text);
        ASSERT_EQ(query.wanted.size(), 1u) << text;
        EXPECT_THAT(query.wanted[0].words, ElementsAre("lamp", "is", "worn"));
    }
}

TEST(Query, MinusExcludesWordsAndPhrases) {
    auto query = parse_query("lamp -worn -\"on order\"");
    ASSERT_EQ(query.unwanted.size(), 2u);
    EXPECT_THAT(query.unwanted[0].words, ElementsAre("worn"));
    EXPECT_THAT(query.unwanted[1].words, ElementsAre("on", "order"));
}

TEST(Query, IsHopelessWithoutAWantedWord) {
    for (auto text : {"", "   ", "-", "- -", "\"", "\"\"", "***", "-lamp", "!&|()<->", "\xff\xfe"}) {
        EXPECT_TRUE(parse_query(text).hopeless()) << text;
    }
}

TEST(Query, ReadsNoMoreThanAPersonTypes) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "a ";
    EXPECT_LE(parse_query(text).wanted.size(), 16u);
}

TEST(Query, SpeaksBothIndexesLanguages) {
    auto query = parse_query("\"lamp is\" worn -new proj");
    EXPECT_EQ(search::fts5_words(query), "((\"lamp is\" AND \"worn\" AND \"proj\" *) NOT \"new\")");
    search::Question question{.scopes = {"all", "school:3"}, .kinds = {"request"}};
    EXPECT_EQ(search::tsquery(query, question),
              "('lamp' <-> 'is') & ('worn') & ('proj':*) & !('new') & ('s:all' | 's:school:3') & ('k:request')");
}

TEST(Snippet, MarksEveryMatchAroundTheFirst) {
    EXPECT_EQ(snippet("The lamp is worn, a new LAMP is here", "lamp -x"), "The \x02lamp\x03 is worn, a new \x02LAMP\x03 is here");
    EXPECT_EQ(snippet("Señor Peña called", "pen"), "Señor \x02Peña\x03 called");
}

TEST(Snippet, MarksAPhraseOnlyAsAWhole) {
    EXPECT_EQ(snippet("lamp a. The Lamp  is worn", "\"lamp is\""), "lamp a. The \x02Lamp is\x03 worn");
}

TEST(Snippet, IsCutBetweenWordsWithAnEllipsis) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "filler ";
    text += "needle";
    for (int i = 0; i < 100; ++i) text += " filler";
    auto found = snippet(text, "needle x -y");
    EXPECT_TRUE(found.starts_with("… filler")) << found;
    EXPECT_TRUE(found.ends_with("filler …")) << found;
    EXPECT_NE(found.find("\x02needle\x03"), std::string::npos);
    EXPECT_LT(found.size(), 220u);
}

TEST(Snippet, ShowsTheBeginningWhenTheTitleMatched) {
    EXPECT_EQ(snippet("It flickers\nsince Monday", "projector"), "It flickers since Monday");
    EXPECT_EQ(snippet("", "projector"), "");
}

TEST(Snippet, ATextCannotFakeAMark) {
    EXPECT_EQ(snippet("a \x02" "faked\x03 lamp", "lamp"), "a faked \x02lamp\x03");
}
