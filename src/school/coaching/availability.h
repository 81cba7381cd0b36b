/// Who may come when: what specialists said of themselves, their duty and absence (people), the bells (calendar), the ways, and what is booked.
#pragma once

#include <string>
#include <vector>

#include "coaching/lesson.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace coaching {

/// What a specialist says of a working day.
struct Hours {
    auth::AccountId account;
    bool active = true;
    int most_a_day = 4;
    base::Minutes starts{7 * 60 + 30};
    base::Minutes ends{15 * 60 + 30};
    base::Minutes lunch_from{11 * 60 + 30};  // kept free
    base::Minutes lunch_to{12 * 60};
    std::vector<std::string> topics;         // empty: all
};
/// Of everybody who is asked into lessons, by account; that they are and for what is no secret.
std::vector<Hours> all_hours(db::Read& db);
std::optional<Hours> hours_of(db::Read& db, auth::AccountId account);
/// The account is in use and still holds coaching.specialist.
bool is_specialist(db::Read& main, auth::AccountId account);
/// The viewer's own; needs coaching.specialist. Throws base::Invalid naming the field.
void save_hours(db::Write& db, const auth::Viewer& viewer, const Hours& hours);

/// Minutes between schools; `usual` for pairs that `legs` does not name.
struct Ways {
    base::Minutes usual{30};
    Travel::Legs legs;
};
Ways ways(db::Read& db);
/// Needs coaching.plan.
void save_ways(db::Write& db, const auth::Viewer& viewer, const Ways& ways);

constexpr int days_ahead = 21;  // times are offered from tomorrow on for so many days

/// When the class meets for `periods` periods in a row, on school days from `first` to `last`, by the bells of its school. A class of which the
/// roster does not name the periods may meet in any.
std::vector<Span> class_times(db::Read& main, const roster::Class& of_class, int periods, base::Day first, base::Day last, base::Instant now);
/// "1" of a roster is "Period 1" of the bells, and "Period 1" too.
bool same_period(std::string_view of_roster, std::string_view of_bells);

/// The specialists with duty, absence, hours and all that is booked in those days at those schools, and the ways. `without`: a lesson that
/// is about to be moved, whose own time counts as free.
Situation situation(db::Read& db, db::Read& main, const std::vector<roster::OrgId>& schools, base::Day first, base::Day last, std::optional<LessonId> without);
/// Times at which the teacher of a lesson has another lesson of this kind.
std::vector<Span> teacher_busy(db::Read& db, auth::AccountId teacher, base::Day first, base::Day last, std::optional<LessonId> without);

/// With whom the account has no lesson: those who evaluate it or whom it evaluates, on any day for which times are offered (clause 25).
std::vector<std::int64_t> barred_for(db::Read& main, auth::AccountId account, base::Day today);

/// What can be booked at once: for each time the specialists who are free then and could be there in time.
std::vector<Candidate> free_times(const Situation& situation, const Wanted& wanted);

}  // namespace coaching
