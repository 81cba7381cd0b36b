/// Requests are placed one after the other, in the order of who comes first. One that finds no free time may move others that are placed
/// already, as augmenting paths do in matching (Kuhn); nobody who was placed loses the place by it. At the end days are taken apart and put
/// together anew where that lets one more in.
#include "coaching/placement.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "base/random.h"
#include "coaching/placement_board.h"

namespace coaching {

namespace {

/// Greater priority first; then the day of asking; then the schools take turns; then the moment of asking.
std::vector<std::size_t> order_of(const std::vector<Wanted>& requests) {
    std::vector<std::size_t> order(requests.size());
    std::iota(order.begin(), order.end(), 0);
    auto asked = [&](std::size_t r) { return std::tuple(-requests[r].priority, std::chrono::floor<std::chrono::days>(requests[r].asked_at)); };
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tuple(asked(a), requests[a].asked_at, requests[a].id) < std::tuple(asked(b), requests[b].asked_at, requests[b].id);
    });
    std::map<std::tuple<int, base::Day, std::int64_t>, int> of_school;
    std::vector<int> turn(requests.size());
    for (auto r : order) turn[r] = of_school[std::tuple_cat(asked(r), std::tuple(requests[r].school))]++;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return std::tuple(asked(a), turn[a]) < std::tuple(asked(b), turn[b]); });
    return order;
}

class Search {
public:
    explicit Search(const Situation& situation)
        : situation_(situation), board_(situation), order_(order_of(situation.requests)), rank_(order_.size()), tried_(order_.size(), 0) {
        for (std::size_t i = 0; i < order_.size(); ++i) rank_[order_[i]] = i;
    }

    Proposal run() {
        for (auto request : order_) insert(request);
        const auto bound = placement_bound(situation_);
        rebuild_days(bound);
        let_earlier_ones_in();
        return report(bound);
    }

private:
    static constexpr int deepest = 12;

    bool insert(std::size_t request) {
        ++round_;
        steps_ = 0;
        return augment(request, 0);
    }

    /// Takes the free time that has most neighbours at the same school: a day at one school needs no ways.
    bool take_free(std::size_t request) {
        const auto& wishes = board_.candidates_of(request);
        std::optional<std::size_t> best;
        std::size_t most = 0;
        bool best_other = false;
        looked_at_ += static_cast<long>(wishes.size());
        for (std::size_t c = 0; c < wishes.size(); ++c) {
            if (!board_.is_free(request, c)) continue;
            const auto& wanted = situation_.requests[request];
            const bool other = wanted.preferred && situation_.specialists[wishes[c].specialist].id != *wanted.preferred;
            const auto near = board_.neighbours(request, c);
            if (best && (other > best_other || (other == best_other && near <= most))) continue;
            best = c, most = near, best_other = other;
        }
        if (best) board_.put(request, best);
        return best.has_value();
    }

    /// Places the request, moving others where needed; changes nothing when it cannot.
    bool augment(std::size_t request, int depth) {
        if (take_free(request)) return true;
        if (depth >= deepest) return false;
        for (const std::size_t most : {std::size_t{1}, std::size_t{2}}) {
            if (most == 2 && depth > 1) break;
            for (std::size_t c = 0; c < board_.candidates_of(request).size(); ++c) {
                if (++steps_ > most_steps) return false;
                ++looked_at_;
                const auto obstacles = board_.obstacles(request, c);
                if (obstacles.full && obstacles.lessons.empty()) {
                    if (most > 1) continue;
                    for (auto other : board_.lessons_of_day(request, c)) {
                        if (move_away({other}, request, c, depth)) return true;
                    }
                } else if (!obstacles.full && obstacles.lessons.size() == most) {
                    if (move_away(obstacles.lessons, request, c, depth)) return true;
                }
            }
        }
        return false;
    }

    bool move_away(const std::vector<std::size_t>& others, std::size_t request, std::size_t candidate, int depth) {
        for (auto other : others) {
            if (others.size() == 1 && tried_[other] == round_) return false;
        }
        if (others.size() == 1) tried_[others[0]] = round_;
        const auto mark = board_.mark();
        for (auto other : others) board_.put(other, std::nullopt);
        board_.put(request, candidate);
        for (auto other : others) {
            if (!augment(other, depth + 1)) {
                board_.back_to(mark);
                return false;
            }
        }
        return true;
    }

    /// Takes a day of a specialist apart for one more request, and keeps the result when everybody has a place again.
    void rebuild_days(int bound) {
        base::Random random(20260309);
        std::vector<std::size_t> outside;
        for (auto request : order_) {
            if (!board_.place_of(request) && !board_.candidates_of(request).empty()) outside.push_back(request);
        }
        for (int i = 0; i < rebuilds && looked_at_ < most_looked_at && !outside.empty() && static_cast<int>(board_.placed()) < bound; ++i) {
            const auto request = outside[static_cast<std::size_t>(i) % outside.size()];
            const auto candidate = static_cast<std::size_t>(random.below(board_.candidates_of(request).size()));
            const auto mark = board_.mark();
            auto moved = board_.lessons_of_day(request, candidate);
            for (auto other : board_.obstacles(request, candidate).lessons) {
                if (std::ranges::find(moved, other) == moved.end()) moved.push_back(other);
            }
            for (auto other : moved) board_.put(other, std::nullopt);
            for (std::size_t k = moved.size(); k > 1; --k) std::swap(moved[k - 1], moved[random.below(k)]);
            board_.put(request, candidate);
            if (std::ranges::all_of(moved, [&](std::size_t other) { return insert(other); })) {
                std::erase(outside, request);
                continue;
            }
            board_.back_to(mark);
        }
    }

    /// Nobody stays outside for the sake of a single later request.
    void let_earlier_ones_in() {
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const auto request = order_[i];
            if (board_.place_of(request)) continue;
            for (std::size_t c = 0; c < board_.candidates_of(request).size(); ++c) {
                auto obstacles = board_.obstacles(request, c);
                if (obstacles.full && obstacles.lessons.empty()) {
                    const auto day = board_.lessons_of_day(request, c);
                    obstacles.lessons = {*std::ranges::max_element(day, {}, [&](std::size_t other) { return rank_[other]; })};
                } else if (obstacles.full) {
                    continue;
                }
                if (obstacles.lessons.empty()) {
                    board_.put(request, c);
                    break;
                }
                if (obstacles.lessons.size() != 1 || rank_[obstacles.lessons[0]] < i) continue;
                board_.put(obstacles.lessons[0], std::nullopt);
                board_.put(request, c);
                insert(obstacles.lessons[0]);
                break;
            }
        }
    }

    Proposal report(int bound) const {
        Proposal proposal;
        proposal.bound = bound;
        for (std::size_t r = 0; r < situation_.requests.size(); ++r) {
            if (const auto c = board_.place_of(r)) {
                const auto& chosen = board_.candidates_of(r)[*c];
                proposal.placed.push_back({r, chosen.specialist, chosen.span});
            }
        }
        for (std::size_t r = 0; r < situation_.requests.size(); ++r) {
            if (!board_.place_of(r)) proposal.unplaced.push_back({r, reason_in(situation_, proposal.placed, r, rank_)});
        }
        return proposal;
    }

    static constexpr int most_steps = 3'000;  // looked at for one insertion
    static constexpr int rebuilds = 6'000;
    // Effort is counted, not timed, so that every machine makes the same plan: about a second's worth.
    static constexpr long most_looked_at = 6'000'000;

    const Situation& situation_;
    Board board_;
    std::vector<std::size_t> order_;
    std::vector<std::size_t> rank_;
    std::vector<int> tried_;
    int round_ = 0;
    int steps_ = 0;
    long looked_at_ = 0;
};

}  // namespace

Proposal place(const Situation& situation) { return Search(situation).run(); }

}  // namespace coaching
