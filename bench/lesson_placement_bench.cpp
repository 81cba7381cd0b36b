// How many lessons the placement places beside an upper bound, and how long it takes: 600 requests, 10 specialists, 8 schools, one thread.
//
//   build/release/bench/bench_lesson_placement_bench [SEEDS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "coaching/placement.h"
#include "coaching/testing_placement.h"

int main(int count, char** words) {
    const int seeds = count > 1 ? std::atoi(words[1]) : 10;
    double worst_share = 1;
    double worst_seconds = 0;
    struct Case {
        const char* name;
        coaching::testing::Size size;
    };
    const Case cases[] = {
        {"2 weeks", {.weeks = 2}},
        {"3 weeks", {.weeks = 3}},
        {"5 weeks", {.weeks = 5}},
        {"3 weeks, few times", {.weeks = 3, .most_windows = 4}},
        {"2 weeks, long ways", {.weeks = 2, .longest_way = 80, .most_a_day = 8}},
        {"3 weeks, long ways", {.weeks = 3, .most_windows = 6, .longest_way = 80, .most_a_day = 8}},
    };
    for (const auto& [name, size] : cases) {
        for (int seed = 1; seed <= seeds; ++seed) {
            const auto situation = coaching::testing::scarce(static_cast<std::uint64_t>(seed), size);
            const auto began = std::chrono::steady_clock::now();
            const auto proposal = coaching::place(situation);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
            const double share = static_cast<double>(proposal.placed.size()) / std::max(1, proposal.bound);
            std::printf("%-18s seed %2d: %3zu of %3d (bound), %.4f in %.3f s\n", name, seed, proposal.placed.size(), proposal.bound, share, took.count());
            worst_share = std::min(worst_share, share);
            worst_seconds = std::max(worst_seconds, took.count());
        }
    }
    std::printf("worst share of the bound  %.4f   limit 0.95   ratio %.3f\n", worst_share, worst_share / 0.95);
    std::printf("worst time                %.3f s  limit 2 s    ratio %.3f\n", worst_seconds, worst_seconds / 2);
    return worst_share >= 0.95 && worst_seconds < 2 ? 0 : 1;
}
