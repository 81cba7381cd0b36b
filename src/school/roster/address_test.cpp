#include "roster/roster.h"

#include <gtest/gtest.h>

#include "world/world.h"

namespace roster {

TEST(SchoolAddresses, AreReadableWords) {
    EXPECT_EQ(slug_of("North Elementary School"), "north-elementary-school");
    EXPECT_EQ(slug_of("Escuela Peña & Ruiz, K–8"), "escuela-pena-ruiz-k-8");
    EXPECT_EQ(slug_of("—"), "school");
}

TEST_ON_EVERY_BACKEND(SchoolAddressesOfADistrict, LeadToOneSchoolEach, World) {
    const auto twin = write([&](db::Write& db) { return create_school(db, viewer("cio"), now, {.name = "north school"}); });
    read([&](db::Read& db) {
        const auto first = school_slug(db, north);
        const auto second = school_slug(db, twin);
        EXPECT_NE(first, second);
        EXPECT_EQ(find_school_by_slug(db, first)->id, north);
        EXPECT_EQ(find_school_by_slug(db, second)->id, twin);
        EXPECT_EQ(school_slug(db, south), "south-school");
        EXPECT_FALSE(find_school_by_slug(db, "north-school"));
    });
}

}  // namespace roster
