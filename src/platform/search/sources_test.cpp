#include "search/sources.h"

#include <gtest/gtest.h>

using search::pieces_of;

TEST(Snippets, AreSplitIntoMatchesAndWhatIsAround) {
    auto pieces = pieces_of("the \x02lamp\x03 is <dark> \x03\x02" "lamp");
    ASSERT_EQ(pieces.size(), 4u);
    EXPECT_EQ(pieces[0].text, "the ");
    EXPECT_TRUE(pieces[1].matched);
    EXPECT_EQ(pieces[2].text, " is <dark> ");
    EXPECT_FALSE(pieces[2].matched);
    EXPECT_TRUE(pieces[3].matched);
    EXPECT_TRUE(pieces_of("").empty());
}
