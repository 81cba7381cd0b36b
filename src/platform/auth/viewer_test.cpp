#include "auth/viewer.h"

#include <gtest/gtest.h>

#include "base/error.h"

using namespace auth;

constexpr Permission may_work{"helpdesk.work"};
constexpr Permission may_read{"helpdesk"};
constexpr Permission may_audit{"auth.audit"};

static Viewer person(std::vector<Grant> grants) { return Viewer({7}, "Dana Reyes", std::move(grants), Proof::session); }

TEST(Viewer, NobodyMayDoNothing) {
    Viewer nobody;
    EXPECT_FALSE(nobody.signed_in());
    EXPECT_FALSE(nobody.may(may_work));
    EXPECT_FALSE(nobody.may(may_work, 1));
    EXPECT_TRUE(nobody.reach(may_work).nowhere());
}

TEST(Viewer, AGrantForASchoolHoldsThereOnly) {
    Viewer dana = person({{"helpdesk.work", ScopeKind::school, 9}, {"helpdesk.work", ScopeKind::school, 3}});
    EXPECT_TRUE(dana.may(may_work));
    EXPECT_TRUE(dana.may(may_work, 3));
    EXPECT_FALSE(dana.may(may_work, 4));
    EXPECT_FALSE(dana.may_everywhere(may_work));
    EXPECT_EQ(dana.reach(may_work).schools, (std::vector<std::int64_t>{3, 9}));
    EXPECT_TRUE(dana.reach(may_work).covers(9));
    EXPECT_FALSE(dana.reach(may_work).covers(4));
    EXPECT_NO_THROW(dana.require(may_work, 3));
    EXPECT_THROW(dana.require(may_work, 4), base::Forbidden);
}

TEST(Viewer, AGrantEverywhereCoversEverySchool) {
    Viewer dana = person({{"helpdesk.work", ScopeKind::school, 3}, {"helpdesk.work", ScopeKind::everywhere, 0}});
    EXPECT_TRUE(dana.may(may_work, 4));
    EXPECT_TRUE(dana.reach(may_work).everywhere);
    EXPECT_TRUE(dana.reach(may_work).covers(4));
}

TEST(Viewer, APermissionIsTheWholeWordNotItsBeginning) {
    Viewer dana = person({{"helpdesk.work", ScopeKind::everywhere, 0}});
    EXPECT_FALSE(dana.may(may_read));
    EXPECT_FALSE(dana.may(may_audit));
}

TEST(Viewer, TheProgramAndTheCommandLineMayDoEverything) {
    EXPECT_TRUE(Viewer::system().may(may_audit, 12));
    EXPECT_TRUE(Viewer::command_line().reach(may_audit).everywhere);
    EXPECT_FALSE(Viewer::system().signed_in());
    EXPECT_FALSE(Viewer::command_line().name().empty());
}
