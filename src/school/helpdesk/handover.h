/// To whom a request can go: who is there, can do it, may do it and serves the place; and if nobody, what is missing and when it comes.
///
/// Clauses 22 and 23 of docs/policies/order-of-work.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace helpdesk {

struct SkillNeed {
    std::string skill;  // key of the people room's catalogue
    int level = 1;      // 1 to 3
};

/// What a request asks of whoever takes it.
struct Need {
    std::vector<SkillNeed> skills;
    std::vector<std::string> authorities;
    std::int64_t school = 0;  // 0: anywhere
};

/// One person who might take it, as the people room and the queue know them now.
struct Helper {
    std::int64_t account = 0;
    std::vector<SkillNeed> skills;
    std::vector<std::string> authorities;      // those that hold at the request's school
    std::vector<std::int64_t> schools;         // which they serve; empty: all
    bool on_duty = false;
    std::int64_t present_at = 0;               // school where they are today; 0: unknown
    std::optional<base::Instant> next_on_duty; // when not on duty now
    base::Minutes work_waiting{0};             // their unfinished work, by the usual minutes of each
    bool usual = true;                         // such requests are the work of a team of theirs
};

/// Somebody who can take it, and how soon they would get to it.
struct Candidate {
    std::int64_t account = 0;
    base::Minutes waits{0};    // their work and the way
    bool travels = false;      // from another building
};

/// Which element is missing. Message key: helpdesk.gap.<word>.
enum class Gap {
    skill,      // nobody at all has the skill at that level
    authority,  // nobody at all has the authority
    together,   // each element is there, no one person has all of them: a step for each
    school,     // those who can and may do not serve this school
    duty        // those who can and may are not there now
};
std::string_view word(Gap gap);

struct MissingElement {
    Gap gap = Gap::duty;
    std::string key;                      // of the skill or authority
    /// Who could give it: for `together` the fewest people who have everything between them, else those who have all but this.
    std::vector<std::int64_t> holders;
    /// When the first of them is there; absent when unknown, or when nobody has it.
    std::optional<base::Instant> next;
};

struct Handover {
    std::vector<Candidate> candidates;      // best first
    std::optional<MissingElement> missing;  // when there is no candidate
};

/// `except` is the one who hands it on.
Handover find_helpers(const Need& need, std::span<const Helper> helpers, std::int64_t except = 0);

/// What a requester is told, courteously, when a request is handed on or waits: never who lacks what.
/// Message key: helpdesk.courtesy.<word>.
enum class Courtesy { skill, authority, other_work, part, vendor, requester, scheduled };
constexpr Courtesy courtesies[] = {Courtesy::skill, Courtesy::authority, Courtesy::other_work, Courtesy::part,
                                   Courtesy::vendor, Courtesy::requester, Courtesy::scheduled};
std::string_view word(Courtesy courtesy);
std::optional<Courtesy> parse_courtesy(std::string_view word);

}  // namespace helpdesk
