#include "coaching/placement_board.h"

#include <algorithm>
#include <map>

namespace coaching {

Board::Board(const Situation& situation) : situation_(situation), places_(situation.requests.size()) {
    std::map<std::pair<std::size_t, base::Day>, std::size_t> numbers;
    std::map<std::int64_t, std::vector<std::size_t>> teachers;
    for (std::size_t r = 0; r < situation.requests.size(); ++r) {
        const auto& wanted = situation.requests[r];
        teachers[wanted.teacher].push_back(r);
        Refusal why{};
        candidates_.push_back(candidates(situation, wanted, why));
        days_of_.emplace_back();
        for (const auto& c : candidates_.back()) {
            const auto [at, fresh] = numbers.emplace(std::pair(c.specialist, c.span.day), numbers.size());
            days_of_.back().push_back(at->second);
            if (!fresh) continue;
            const auto& specialist = situation.specialists[c.specialist];
            const auto booked = std::ranges::count_if(specialist.engagements, [&](const Engagement& e) { return e.span.day == c.span.day; });
            left_on_day_.push_back(specialist.most_a_day - static_cast<int>(booked));
        }
    }
    on_day_.resize(numbers.size());
    for (std::size_t r = 0; r < situation.requests.size(); ++r) {
        of_teacher_.push_back(teachers[situation.requests[r].teacher]);
        std::erase(of_teacher_.back(), r);
    }
}

bool Board::is_free(std::size_t request, std::size_t candidate) const {
    const auto day = day_of(request, candidate);
    if (static_cast<int>(on_day_[day].size()) >= left_on_day_[day]) return false;
    const auto& c = candidates_[request][candidate];
    const Engagement wished{c.span, situation_.requests[request].school};
    for (auto other : on_day_[day]) {
        if (!fits(situation_.travel, wished, {candidates_[other][*places_[other]].span, situation_.requests[other].school})) return false;
    }
    return std::ranges::none_of(of_teacher_[request], [&](std::size_t other) {
        return places_[other] && overlap(candidates_[other][*places_[other]].span, c.span);
    });
}

Board::Obstacles Board::obstacles(std::size_t request, std::size_t candidate) const {
    Obstacles found;
    const auto& c = candidates_[request][candidate];
    const auto day = day_of(request, candidate);
    const Engagement wished{c.span, situation_.requests[request].school};
    for (auto other : on_day_[day]) {
        if (other == request) continue;
        const auto& span = candidates_[other][*places_[other]].span;
        if (fits(situation_.travel, wished, {span, situation_.requests[other].school})) continue;
        found.lessons.push_back(other);
    }
    const auto there = static_cast<int>(on_day_[day].size()) - static_cast<int>(places_[request] && day_of(request, *places_[request]) == day);
    found.full = there - static_cast<int>(found.lessons.size()) >= left_on_day_[day];
    for (auto other : of_teacher_[request]) {
        if (!places_[other] || !overlap(candidates_[other][*places_[other]].span, c.span)) continue;
        if (std::ranges::find(found.lessons, other) == found.lessons.end()) found.lessons.push_back(other);
    }
    return found;
}

std::vector<std::size_t> Board::lessons_of_day(std::size_t request, std::size_t candidate) const { return on_day_[day_of(request, candidate)]; }

std::size_t Board::neighbours(std::size_t request, std::size_t candidate) const {
    return static_cast<std::size_t>(std::ranges::count_if(on_day_[day_of(request, candidate)], [&](std::size_t other) {
        return situation_.requests[other].school == situation_.requests[request].school;
    }));
}

void Board::set(std::size_t request, std::optional<std::size_t> candidate) {
    if (places_[request]) {
        std::erase(on_day_[day_of(request, *places_[request])], request);
        --placed_;
    }
    places_[request] = candidate;
    if (candidate) {
        on_day_[day_of(request, *candidate)].push_back(request);
        ++placed_;
    }
}

void Board::put(std::size_t request, std::optional<std::size_t> candidate) {
    journal_.emplace_back(request, places_[request]);
    set(request, candidate);
}

void Board::back_to(std::size_t mark) {
    while (journal_.size() > mark) {
        const auto [request, before] = journal_.back();
        journal_.pop_back();
        set(request, before);
    }
}

}  // namespace coaching
