/// Which specialist comes to which class when: pure, deterministic, for all requests that wait.
///
/// As many as possible are placed. Whoever asked earlier keeps a place that a later request would take; among requests of the same day
/// the schools take turns. Nobody is in two places, and nobody leaves for another school without the minutes to get there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace coaching {

/// A time on one day, by the clock of the wall.
struct Span {
    base::Day day;
    base::Minutes starts{0};
    base::Minutes ends{0};
    auto operator<=>(const Span&) const = default;
};
inline bool overlap(const Span& a, const Span& b) { return a.day == b.day && a.starts < b.ends && b.starts < a.ends; }

/// A lesson that a teacher asks for. `windows` are the times when the class meets for as long as is wanted and the teacher agrees.
struct Wanted {
    std::int64_t id = 0;
    std::int64_t teacher = 0;
    std::int64_t school = 0;
    std::vector<Span> windows;
    std::string skill;                      // empty: anybody can
    std::optional<std::int64_t> preferred;  // a specialist, tried first
    bool only_preferred = false;
    std::vector<std::int64_t> barred;       // specialists who evaluate the teacher, or whom the teacher evaluates (clause 25)
    int priority = 0;                       // greater first
    base::Instant asked_at;
};

/// When a specialist is where. No school: wherever they are called.
struct Duty {
    int weekday = 1;                // Monday
    std::optional<base::Day> day = {};  // this day alone, whatever the weekday
    std::optional<std::int64_t> school = {};
    base::Minutes starts{0};
    base::Minutes ends{24 * 60};
};

struct Engagement {
    Span span;
    std::int64_t school = 0;
};

struct Specialist {
    std::int64_t id = 0;
    std::vector<std::string> skills;
    std::vector<Duty> duties;
    std::vector<base::Day> absent;       // days
    std::vector<Engagement> engagements; // booked already; they stay
    std::vector<Span> kept_free;         // lunch, planning, meetings
    int most_a_day = 4;                  // lessons, with those booked already
};

/// Minutes from one school to another by the quickest way, by way of a third when that is quicker; none within a school.
class Travel {
public:
    using Legs = std::map<std::pair<std::int64_t, std::int64_t>, base::Minutes>;
    /// What `legs` does not name, in either direction, takes `usual`.
    explicit Travel(base::Minutes usual = base::Minutes(30), const Legs& legs = {});
    base::Minutes between(std::int64_t from, std::int64_t to) const;

private:
    base::Minutes usual_;
    Legs quickest_;
};

/// Both can be done by one person: one ends, and the way is made, before the other begins.
bool fits(const Travel& travel, const Engagement& a, const Engagement& b);

/// Why a request was not placed. Each is true of every time that was offered and everybody who may do it, in the end.
enum class Refusal {
    class_does_not_meet,  // no time was offered
    no_skill,             // nobody (or not the one who is wanted) has the skill
    nobody_on_duty,       // those who have it are absent, elsewhere or keep that time free
    taken_by_earlier,     // each time is taken by what was booked or asked for earlier, or the day is full with it
    taken,                // each time is taken; making room would cost others their lesson
    travel,               // somebody is free at a time, but would be late from or for another school; all other times are taken
};

struct Placed {
    std::size_t request;     // place in the list of requests
    std::size_t specialist;  // place in the list of specialists
    Span span;
    bool operator==(const Placed&) const = default;
};
struct Unplaced {
    std::size_t request;
    Refusal why;
    bool operator==(const Unplaced&) const = default;
};
struct Proposal {
    std::vector<Placed> placed;      // by request
    std::vector<Unplaced> unplaced;  // by request
    /// No plan at all can place more than so many.
    int bound = 0;
};

struct Situation {
    std::vector<Wanted> requests;
    std::vector<Specialist> specialists;
    Travel travel;
};

/// A time and a person that one request could have, looking at nobody else's request.
struct Candidate {
    std::size_t specialist;
    Span span;
};
/// In the order in which they are tried: whom the teacher prefers, then the earliest. `why` says what kept the list empty.
std::vector<Candidate> candidates(const Situation& situation, const Wanted& wanted, Refusal& why);

/// An upper bound on how many requests any plan can place (placement_bound.cpp has the proof).
int placement_bound(const Situation& situation);

/// The same situation gives the same proposal.
Proposal place(const Situation& situation);

/// Runs of `count` following periods, each as one span: a double lesson is two periods of which one ends within `pause` of the next.
std::vector<Span> runs(const std::vector<Span>& periods, std::size_t count, base::Minutes pause);

}  // namespace coaching
