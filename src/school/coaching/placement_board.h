/// The plan while it is being made: who is where when, what stands in the way of a lesson, and a way back. Only for placement.cpp.
#pragma once

#include <optional>
#include <vector>

#include "coaching/placement.h"

namespace coaching {

/// Has the skill, and is the one who is wanted where only that one is.
bool has_skill(const Specialist& specialist, const Wanted& wanted);
/// There at that time and at that school, and not keeping it free.
bool on_duty(const Specialist& specialist, const Wanted& wanted, const Span& span);
/// Why a request is not in the finished plan. `rank` is the place of each request in the order of who comes first.
Refusal reason_in(const Situation& situation, const std::vector<Placed>& plan, std::size_t request, const std::vector<std::size_t>& rank);

class Board {
public:
    explicit Board(const Situation& situation);

    const std::vector<Candidate>& candidates_of(std::size_t request) const { return candidates_[request]; }
    std::optional<std::size_t> place_of(std::size_t request) const { return places_[request]; }

    /// What keeps a candidate from being taken now.
    struct Obstacles {
        std::vector<std::size_t> lessons;  // placed requests that overlap it, are too far away, or are of the same teacher at the time
        bool full = false;                 // the day has all its lessons even without those
    };
    /// Nothing keeps a request that has no place from taking it; quicker than looking for all that does.
    bool is_free(std::size_t request, std::size_t candidate) const;
    Obstacles obstacles(std::size_t request, std::size_t candidate) const;
    /// Placed requests of the specialist and day of a candidate.
    std::vector<std::size_t> lessons_of_day(std::size_t request, std::size_t candidate) const;
    /// Placed lessons of that day at the school of the request.
    std::size_t neighbours(std::size_t request, std::size_t candidate) const;

    void put(std::size_t request, std::optional<std::size_t> candidate);
    /// For going back to how it was at that moment.
    std::size_t mark() const { return journal_.size(); }
    void back_to(std::size_t mark);
    std::size_t placed() const { return placed_; }

private:
    void set(std::size_t request, std::optional<std::size_t> candidate);
    std::size_t day_of(std::size_t request, std::size_t candidate) const { return days_of_[request][candidate]; }

    const Situation& situation_;
    std::vector<std::vector<Candidate>> candidates_;
    std::vector<std::vector<std::size_t>> days_of_;      // [request][candidate]: place in on_day_
    std::vector<std::vector<std::size_t>> on_day_;       // requests placed on each day of each specialist
    std::vector<int> left_on_day_;                       // lessons that the day has room for, beside what was booked before
    std::vector<std::vector<std::size_t>> of_teacher_;   // requests of the same teacher, for each request; itself left out
    std::vector<std::optional<std::size_t>> places_;
    std::vector<std::pair<std::size_t, std::optional<std::size_t>>> journal_;
    std::size_t placed_ = 0;
};

}  // namespace coaching
