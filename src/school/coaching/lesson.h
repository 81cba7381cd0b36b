/// The life of a lesson, and who may do what in it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "coaching/placement.h"
#include "roster/roster.h"

namespace coaching {

struct LessonId {
    std::int64_t value = 0;
    auto operator<=>(const LessonId&) const = default;
};

enum class State { asked, booked, held, reflected, cancelled };
std::string_view word(State state);
std::optional<State> parse_state(std::string_view word);

enum class Act { book, move, hand_over, cancel, hold, reflect, plan };
/// The state after it; absent when it cannot be done in that state. A lesson is held only when its time has
/// begun, and from then on it is neither moved nor handed over nor cancelled: that two people taught together stays so (clause 25).
std::optional<State> after(State state, Act act, bool has_begun);

/// How two adults share a lesson: the six models of Friend and Cook, a model lesson, and support.
enum class Model { one_observes, one_assists, parallel, station, alternative, team, model_lesson, support };
constexpr Model models[] = {Model::one_observes, Model::one_assists, Model::parallel, Model::station,
                            Model::alternative,  Model::team,        Model::model_lesson, Model::support};
std::string_view word(Model model);
std::optional<Model> parse_model(std::string_view word);

/// What is known of a specialist's licence (clauses 20 and 21).
struct Licence {
    bool licensed = false;   // an educator's licence in force
    bool may_teach = false;  // and the certificate lets them teach students: in some states a specialist's does not
};
/// Only a licensed educator co-teaches (clause 20); whose certificate does not allow to teach students observes, assists or supports (clause 21).
bool allowed(Model model, Licence licence);
/// The next step of "I do, we do, you do" after a lesson of this model; the same when there is none.
Model next_step(Model model);

/// What a lesson may be about; also what a specialist may be chosen for.
constexpr std::string_view topics[] = {"creating", "collaboration", "research", "data", "coding", "assessment", "access", "citizenship", "tools", "other"};
bool is_topic(std::string_view word);

/// A place and time that both agreed to.
struct Appointment {
    auth::AccountId specialist;
    Span span;
};

struct Lesson {
    LessonId id;
    auth::AccountId teacher;
    std::optional<auth::AccountId> specialist;
    std::optional<auth::AccountId> preferred;
    bool only_preferred = false;
    roster::ClassId of_class;
    std::string class_title;
    roster::OrgId school;
    std::string place;
    std::string topic;
    int periods = 1;
    State state = State::asked;
    std::optional<Model> model;
    std::string refusal;        // word of the last run's reason, or empty
    int priority = 0;
    std::optional<Span> span;
    std::vector<Span> windows;  // filled for a lesson that waits
    base::Instant asked_at;
    base::Instant changed_at;
    std::int64_t sequence = 0;
    std::int64_t revision = 1;
};

/// The sealed part. `shut` when its key is not on this server: then nothing of it is known.
struct Inside {
    bool shut = false;
    std::string goal;
    std::string leads;      // who leads which part
    std::string materials;  // materials and devices
    std::string fallback;   // what happens when the technology does not work
};
constexpr std::size_t longest_text = 4'000;

std::string_view word(Refusal refusal);

}  // namespace coaching
