/// The rule of consent over facts: pure, no database, no clock. Clauses of docs/policies/images.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/consent.h"

namespace media {

/// How much weight the student's own word has (clauses 1.6 and 1.7).
enum class AgeGroup {
    child,  // under 13: a no wins, a yes unlocks nothing
    teen,   // 13 to 17, and whenever the age is not known: a no wins, and a yes is needed besides a guardian's on the site and on social media
    adult,  // 18 or older: decides alone
};

/// Whole years on that day; who was born on 29 February has their birthday on 1 March in other years. Negative before the birth.
int age_on(base::Day birth, base::Day day);
/// Years of school by the word of the roster: "KG" is 0, "03" is 3, what comes before kindergarten is -1. Absent for words that name none ("UG", "").
std::optional<int> grade_number(std::string_view grade);
/// Clause 1.7. Where date of birth and grade contradict each other, the stricter rule holds.
AgeGroup age_group(std::optional<base::Day> birth, std::string_view grade, base::Day today);

/// The latest answer of one person for one use.
struct Answer {
    roster::PersonId giver;
    bool yes = false;
    base::Day given_on;
    std::optional<base::Day> until;  // of a yes: the first day on which it no longer holds
};

/// What the rule needs to know of one student and one use. Whatever is left out counts as no.
struct ConsentFacts {
    roster::PersonId student;
    bool at_school = false;        // an active student of the roster
    bool withheld = false;
    bool opted_out = false;
    bool channel_open = false;
    std::optional<base::Day> birth;
    std::string grade;
    std::vector<roster::PersonId> guardians;  // now
    std::vector<Answer> said;                   // at most one of each giver; the student's own among them
};

Decision decide(const ConsentFacts& facts, Use use, base::Day today);

/// The last day of a yes that is given on that day: the next `month`/`day`, the day itself included (clause 1.8).
base::Day last_day_of_yes(base::Day given, unsigned month, unsigned day);
/// A paper form may state another end, at most so much later than it was given.
constexpr std::chrono::days longest_yes{400};

}  // namespace media
