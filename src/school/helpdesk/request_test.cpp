#include "helpdesk/request.h"

#include <gtest/gtest.h>

namespace helpdesk {

static const State every_state[] = {State::held,      State::fresh,    State::open,   State::waiting,
                                    State::scheduled, State::resolved, State::closed, State::merged};

TEST(LifeCycle, NothingLeavesMerged) {
    for (State to : every_state) EXPECT_FALSE(may_follow(State::merged, to)) << word(to);
}

TEST(LifeCycle, AHeldRequestOnlyBecomesNew) {
    for (State to : every_state) EXPECT_EQ(may_follow(State::held, to), to == State::fresh) << word(to);
}

TEST(LifeCycle, ResolvedAndClosedCanBeReopenedAndNothingElseButClosed) {
    EXPECT_TRUE(may_follow(State::resolved, State::open));
    EXPECT_TRUE(may_follow(State::closed, State::open));
    EXPECT_TRUE(may_follow(State::resolved, State::closed));
    for (State to : {State::waiting, State::scheduled, State::merged, State::resolved}) {
        EXPECT_FALSE(may_follow(State::resolved, to)) << word(to);
        EXPECT_FALSE(may_follow(State::closed, to)) << word(to);
    }
}

TEST(LifeCycle, EveryUnfinishedRequestCanBeResolvedOrMerged) {
    for (State from : every_state) {
        EXPECT_EQ(may_follow(from, State::resolved), unfinished(from)) << word(from);
        EXPECT_EQ(may_follow(from, State::merged), unfinished(from)) << word(from);
    }
}

TEST(LifeCycle, WordsOfStatesAreReadBack) {
    for (State state : every_state) EXPECT_EQ(parse_state(word(state)), state);
    EXPECT_FALSE(parse_state("fresh").has_value());
}

}  // namespace helpdesk
