/// An upper bound by maximum flow.
///
/// For each specialist and day take the times that any request could have there, and stab them: sort by end, put a point just before the
/// end of the first that is not stabbed, and let it stab every time that contains it. Times of one point overlap each other, so one person teaches at
/// most one of them: capacity 1. Each time belongs to exactly one point, the first that stabs it. All points of a day flow into the day, whose capacity is
/// what the day has left of its most lessons, and no more than the longest chain of such times with ways between them. Any plan that keeps
/// the rules sends one unit for each placed request through its point and day without exceeding a capacity, so it is a flow, and no plan
/// places more than the maximum flow. The teacher is limited likewise only by the requests themselves: leaving rules away never lowers it.
#include <algorithm>
#include <map>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

#include "coaching/placement.h"

namespace coaching {

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS,
    boost::property<boost::vertex_index_t, long,
                    boost::property<boost::vertex_color_t, boost::default_color_type,
                                    boost::property<boost::vertex_distance_t, long, boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>>>,
    boost::property<boost::edge_capacity_t, long,
                    boost::property<boost::edge_residual_capacity_t, long, boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

void connect(Graph& graph, std::size_t from, std::size_t to, long capacity) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity);
    boost::put(boost::edge_capacity, graph, back, 0L);
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
}

/// The distinct times that one person could be asked for on one day, by end.
struct PersonDay {
    std::vector<Engagement> times;
    std::vector<std::size_t> point_of;  // of each time
    std::size_t points = 0;
    long capacity = 0;
};

bool by_end(const Engagement& a, const Engagement& b) {
    return std::tie(a.span.ends, a.span.starts, a.school) < std::tie(b.span.ends, b.span.starts, b.school);
}
bool same(const Engagement& a, const Engagement& b) { return a.span == b.span && a.school == b.school; }

void stab(PersonDay& day) {
    day.point_of.assign(day.times.size(), 0);
    std::vector<base::Minutes> points;
    for (std::size_t i = 0; i < day.times.size(); ++i) {
        const auto& span = day.times[i].span;
        // Sorted by end, so of the points before it only the last can lie within: a time that holds one holds the last one that is before its end.
        if (points.empty() || points.back() <= span.starts) points.push_back(span.ends);
        day.point_of[i] = points.size() - 1;
    }
    day.points = points.size();
}

/// The most of these that one person can do one after the other with the ways between: longest path, as each can only follow an earlier end.
long longest_chain(const std::vector<Engagement>& times, const Travel& travel) {
    std::vector<long> best(times.size(), 1);
    long longest = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (times[j].span.ends + travel.between(times[j].school, times[i].school) <= times[i].span.starts) best[i] = std::max(best[i], best[j] + 1);
        }
        longest = std::max(longest, best[i]);
    }
    return longest;
}

long left_that_day(const Specialist& specialist, base::Day day) {
    const auto booked = std::ranges::count_if(specialist.engagements, [&](const Engagement& e) { return e.span.day == day; });
    return std::max<long>(0, specialist.most_a_day - booked);
}

}  // namespace

int placement_bound(const Situation& situation) {
    std::map<std::pair<std::size_t, base::Day>, PersonDay> days;
    std::vector<std::vector<Candidate>> wishes;
    for (const auto& wanted : situation.requests) {
        Refusal why{};
        wishes.push_back(candidates(situation, wanted, why));
        for (const auto& c : wishes.back()) days[{c.specialist, c.span.day}].times.push_back({c.span, wanted.school});
    }
    std::size_t vertices = 2 + wishes.size();
    std::map<std::pair<std::size_t, base::Day>, std::size_t> first_vertex;  // the day; its points follow
    for (auto& [key, day] : days) {
        std::ranges::sort(day.times, by_end);
        day.times.erase(std::unique(day.times.begin(), day.times.end(), same), day.times.end());
        stab(day);
        day.capacity = std::min(left_that_day(situation.specialists[key.first], key.second), longest_chain(day.times, situation.travel));
        first_vertex[key] = vertices;
        vertices += 1 + day.points;
    }
    Graph graph(vertices);
    constexpr std::size_t source = 0;
    constexpr std::size_t sink = 1;
    for (const auto& [key, day] : days) {
        connect(graph, first_vertex[key], sink, day.capacity);
        for (std::size_t p = 0; p < day.points; ++p) connect(graph, first_vertex[key] + 1 + p, first_vertex[key], 1);
    }
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        connect(graph, source, 2 + i, 1);
        std::vector<std::size_t> targets;
        for (const auto& c : wishes[i]) {
            const auto& day = days[{c.specialist, c.span.day}];
            const Engagement time{c.span, situation.requests[i].school};
            const auto at = std::ranges::lower_bound(day.times, time, by_end) - day.times.begin();
            targets.push_back(first_vertex[{c.specialist, c.span.day}] + 1 + day.point_of[static_cast<std::size_t>(at)]);
        }
        std::ranges::sort(targets);
        targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
        for (auto target : targets) connect(graph, 2 + i, target, 1);
    }
    return static_cast<int>(boost::boykov_kolmogorov_max_flow(graph, source, sink));
}

}  // namespace coaching
