/// Made-up districts full of wishes, for tests and measurements of placement.
#pragma once

#include <cstdint>

#include "coaching/placement.h"

namespace coaching::testing {

struct Size {
    int requests = 600;
    int specialists = 10;
    int schools = 8;
    int weeks = 3;
    int most_windows = 12;
    int longest_way = 40;  // minutes
    int most_a_day = 5;    // lessons of one specialist
};

/// Scarce: half of the requests are of two schools, each school rings by its own bells, ways take ten minutes and more, specialists have
/// lunch, absences, bookings, some skills and some schools. The same seed gives the same situation.
Situation scarce(std::uint64_t seed, const Size& size = {});

}  // namespace coaching::testing
