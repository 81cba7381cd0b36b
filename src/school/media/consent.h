/// Whether a student may be shown: what guardians and the student said, per purpose and channel, and what stands above it.
///
/// Silence, what has ended and conflict mean no; any no wins; a child's yes unlocks nothing by itself (docs/policies/images.md). `decide` is the
/// rule, pure; `may_show` asks the database for what the rule needs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "roster/roster.h"

namespace db {
class Read;
class Write;
}  // namespace db
namespace html {
class View;
}
namespace http {
class ReadCall;
}

namespace media {

/// Where a picture would be seen.
enum class Channel { site, social, print, press };
constexpr Channel channels[] = {Channel::site, Channel::social, Channel::print, Channel::press};
std::string_view word(Channel channel);
std::optional<Channel> parse_channel(std::string_view word);

/// What it would be shown for.
enum class Purpose {
    news,       // what happens at school: lessons, projects, awards
    athletics,  // teams, games, music and theatre
    promotion,  // advertising the school or the district
};
constexpr Purpose purposes[] = {Purpose::news, Purpose::athletics, Purpose::promotion};
std::string_view word(Purpose purpose);
std::optional<Purpose> parse_purpose(std::string_view word);

struct Use {
    Purpose purpose = Purpose::news;
    Channel channel = Channel::site;
    auto operator<=>(const Use&) const = default;
};

/// Why a student may not be shown, in the order in which reasons are told. `withheld` covers everything that staff must not learn: a child that is
/// protected, whatever the reason; no answer of ours ever says more.
enum class Obstacle {
    not_a_student,    // nobody of that id who is at school now
    withheld,         // "must not be shown": a protection, whose reason is never stored
    opted_out,        // the family opted out of directory information
    ceiling,          // the district shows no recognisable student there
    child_said_no,
    guardian_said_no,
    no_guardian,      // nobody who could say yes is known
    no_answer,        // a guardian was not asked or did not answer, or the yes has ended
    child_not_asked,  // at an age at which the student's own yes is needed too
};
std::string_view word(Obstacle obstacle);

struct Decision {
    std::vector<Obstacle> obstacles;  // sorted, each once; empty: may be shown
    bool allowed() const { return obstacles.empty(); }
    /// Until when the answer can stay yes by itself: the first day on which an answer that it rests on has ended. Absent: no such day.
    std::optional<base::Day> until;
};

/// May this student be recognisable in that use on that day. Told to nobody but the gate: who asks on behalf of a person shows it only to those
/// who may see the student.
Decision may_show(db::Read& db, roster::PersonId student, Use use, base::Day today);
/// The same for many at once, in the order given; one query for all.
std::vector<Decision> may_show(db::Read& db, std::span<const roster::PersonId> students, Use use, base::Day today);

/// Clause 7.3: somebody of these is in a grade for which a second person must look, or in one that is not known.
bool needs_second_look(db::Read& db, std::span<const roster::PersonId> students);

// --- What others are told, and what they add. ---

/// What happened to what counts for a student. Never why.
enum class Change {
    answered,   // somebody said yes or no, withdrew, or an answer was set aside
    protection, // "must not be shown" was noted or lifted
    ended,      // a yes came to its last day, noticed in the night that follows; may_show says no from the first moment of that day already
};
/// Called in the transaction of the change, after it, for each student whom it concerns; may_show sees the new state. Must not throw for a student
/// who is in no picture.
using ConsentSubscriber = void (*)(db::Write& db, roster::PersonId student, base::Instant now, Change change);
std::vector<ConsentSubscriber>& consent_changed_subscribers();
/// The district closed a channel for recognisable students, whatever was answered. In the transaction of the change.
using CeilingSubscriber = void (*)(db::Write& db, Channel channel, base::Instant now);
std::vector<CeilingSubscriber>& channel_closed_subscribers();

/// A part of the page on which a family answers, below the answers for one child: a template (a <section>) and what fills it. `fill` returns false
/// when there is nothing to show. The page has proved that `reader` is the student or a guardian now; nobody needs to be signed in.
struct FamilyPart {
    std::string template_name;  // "media/family_pictures"
    bool (*fill)(http::ReadCall& call, roster::PersonId student, roster::PersonId reader, html::View& view);
};
std::vector<FamilyPart>& family_parts();

}  // namespace media
