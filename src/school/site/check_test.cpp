#include "site/check.h"

#include <gmock/gmock.h>

#include "site/check_words.h"

using namespace site;

/// The words of the rules that a body breaks, "dead_link@3" with their lines.
static std::vector<std::string> broken(std::string_view body, std::string_view title = "Title") {
    Surroundings around;
    around.exists = [](std::string_view path) { return path == "/health" || path == "/"; };
    around.own_address = "https://schools.example";
    around.longest_paragraph = 10;
    std::vector<std::string> found;
    for (const auto& problem : check({.en = {std::string(title), std::string(body)}, .es = {}}, around)) {
        found.push_back(std::string(word(problem.rule)) + "@" + std::to_string(problem.line));
    }
    return found;
}

using Found = std::vector<std::string>;

struct Case {
    const char* body;
    Found found;
};

TEST(Check, EveryRuleHasItsText) {
    const Case cases[] = {
        {"Plain words.", {}},
        {"## Phone\n\n### At night\n\n## Mail", {}},
        {"# Title", {"title_in_body@1"}},
        {"Intro\n\n### Deep", {"skipped_level@3"}},
        {"## A\n\n#### C", {"skipped_level@3"}},
        {"##\n\ntext", {"empty_heading@1"}},
        {"[](/health)", {"empty_link@1"}},
        {"Please [click here](/health).", {"vague_link@1"}},
        {"[Read more...](/health)", {"vague_link@1"}},
        {"[Haga clic aquí](/health)", {"vague_link@1"}},
        {"[LEER MÁS](/health)", {"vague_link@1"}},
        {"See https://state.example/forms", {"address_as_link@1"}},
        {"[www.state.example](https://state.example)", {"address_as_link@1"}},
        {"[Health](/health?x=1#nurse) and [in Spanish](/es/health/)", {}},
        {"a\n\nb [Vaccines](/vaccines)", {"dead_link@3"}},
        {"[Our page](https://schools.example/nothing)", {"dead_link@1"}},
        {"[Front page](https://schools.example)", {}},
        {"[Bad](javascript:x)", {"unusable_link@1"}},
        {"[Bad](forms/a)", {"unusable_link@1"}},
        {"![](a.jpg)", {"image_without_words@1", "image_not_yet@1"}},
        {"![IMG_2041.JPG](https://x.example/a.jpg)", {"image_named_as_file@1", "image_not_yet@1"}},
        {"![The new playground](https://x.example/a.jpg)", {"image_not_yet@1"}},
        {"|  |  |\n|--|--|\n| a | b |", {"table_without_header@1"}},
        {"| Day | Time |\n|--|--|\n| a | b |", {}},
        {"SCHOOL IS CLOSED ON MONDAY", {"capitals@1"}},
        {"LA ESCUELA ESTARÁ CERRADA MAÑANA", {"capitals@1"}},
        {"NCES and USDA only", {}},
        {"Hooray \xF0\x9F\x8E\x89\xF0\x9F\x8E\x89 \xF0\x9F\x8E\x89", {"emoji_run@1"}},
        {"One \xF0\x9F\x8E\x89 is fine", {}},
        {"[Forms](https://a.example) and [forms](https://b.example)", {"same_words_for_two@1"}},
        {"The [lunch menu](https://x.example/menu.pdf) is here.", {"only_pdf@0"}},
        {"one two three four five six seven eight nine ten eleven", {"long_paragraph@1"}},
        {"Hello <b>there</b>", {"raw_html@1", "raw_html@1"}},
        {"   ", {"missing_body@0"}},
    };
    for (const auto& one : cases) EXPECT_EQ(broken(one.body), one.found) << one.body;
    EXPECT_EQ(broken("![" + std::string(160, 'a') + " b](https://x.example/a.jpg)"), (Found{"long_image_words@1", "image_not_yet@1"}));
    EXPECT_EQ(broken(std::string(500, '>')), Found{"too_deep@0"});
    EXPECT_EQ(broken("words", ""), Found{"missing_title@0"});
}

TEST(Check, EachLanguageThatIsPublishedNeedsItsTitle) {
    Surroundings around;
    auto found = check({.en = {"Hours", "Words"}, .es = {"", "Palabras"}}, around);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].rule, Rule::missing_title);
    EXPECT_EQ(found[0].language, html::Language::es);

    EXPECT_TRUE(check({.en = {"Hours", "Words"}, .es = {}}, around).empty()) << "one language alone may be published";
    around.wanted = {html::Language::es};
    EXPECT_EQ(check({.en = {"Hours", "Words"}, .es = {}}, around).size(), 2u) << "title and body";
    EXPECT_EQ(check({}, Surroundings{}).size(), 1u);

    around = {};
    around.body_needed = false;
    EXPECT_TRUE(check({.en = {"School is closed today", ""}, .es = {}}, around).empty());
}

TEST(Check, HoldsBackOnlyForWhatBlocks) {
    Surroundings around;
    EXPECT_FALSE(holds_back(check({.en = {"Hours", "Hello <b>there</b>"}, .es = {}}, around)));
    EXPECT_TRUE(holds_back(check({.en = {"Hours", "[here](/)"}, .es = {}}, around)));
    for (int i = 0; i <= static_cast<int>(last_rule); ++i) {
        EXPECT_FALSE(word(static_cast<Rule>(i)).empty());
        EXPECT_EQ(blocks(static_cast<Rule>(i)), i < static_cast<int>(Rule::long_image_words));
    }
}

TEST(Check, KnowsWordsThatSayNothing) {
    EXPECT_TRUE(says_nothing("Click here!"));
    EXPECT_TRUE(says_nothing("→"));
    EXPECT_FALSE(says_nothing("Click here to enroll"));
    EXPECT_FALSE(says_nothing("Health"));
    EXPECT_TRUE(is_file_name("north_school_2026"));
    EXPECT_FALSE(is_file_name("Children_at play"));
}
