#include "helpdesk/priority.h"

#include <gtest/gtest.h>

using namespace helpdesk;

TEST(Priority, ComesFromImpactAndUrgency) {
    const int expected[3][3] = {{1, 1, 2}, {1, 2, 3}, {2, 3, 4}};
    for (int impact = 1; impact <= 3; ++impact) {
        for (int urgency = 1; urgency <= 3; ++urgency) {
            EXPECT_EQ(priority_of(impact, urgency, false), expected[impact - 1][urgency - 1]) << impact << "," << urgency;
        }
    }
}

TEST(Priority, AWaitingClassLiftsUrgencyByOneLevelAndNeverLowers) {
    for (int impact = 1; impact <= 3; ++impact) {
        for (int urgency = 1; urgency <= 3; ++urgency) {
            int lifted = priority_of(impact, urgency, true);
            EXPECT_EQ(lifted, priority_of(impact, urgency > 1 ? urgency - 1 : 1, false));
            EXPECT_LE(lifted, priority_of(impact, urgency, false));
        }
    }
}

TEST(Priority, SaysWhatWeighedMost) {
    EXPECT_EQ(judge_priority(2, 2, true), (Priority{1, PriorityReason::class_waiting}));
    EXPECT_EQ(judge_priority(1, 3, false).reason, PriorityReason::whole_school);
    EXPECT_EQ(judge_priority(2, 3, false).reason, PriorityReason::group);
    EXPECT_EQ(judge_priority(3, 2, false).reason, PriorityReason::urgent);
    EXPECT_EQ(judge_priority(3, 3, false), (Priority{4, PriorityReason::usual}));
    EXPECT_EQ(word(PriorityReason::class_waiting), "class_waiting");
}
