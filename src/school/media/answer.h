/// What guardians and students said: taken in by one way, kept for good, read by those who keep consents. Clauses 1, 3 and 10.1 of
/// docs/policies/images.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "html/html.h"
#include "media/consent_facts.h"

namespace media {

enum class How { link, account, paper, telephone };
std::string_view word(How how);

/// Clause 3.6: the words that the giver was shown. The version rises when their meaning changes.
constexpr std::string_view words_version = "1";
struct ShownWords {
    std::string version{words_version};
    std::string hash;  // SHA-256 of the words; empty for a form of somebody else's
    html::Language language = html::Language::en;
};
/// Of the words on our own pages and forms; children read words of their own besides.
enum class Readers { adults, children };
ShownWords shown_words(const html::Messages& messages, html::Language language, Readers readers = Readers::adults);

struct NewAnswers {
    roster::PersonId student;
    roster::PersonId giver;  // a guardian, or the student
    std::vector<std::pair<Use, bool>> answers;
    How how = How::link;
    ShownWords shown;
    base::Day given_on;                       // today, or on paper up to `longest_yes` before
    std::optional<base::Day> last_day = {};   // of a yes; absent: what the district set
    std::optional<std::int64_t> paper = {};
};

/// Who proved to be the giver: by their link or their account. Somebody who was linked to the student once, or answered once, and is no guardian now may say
/// no, and nothing but no (clause 1.4). base::Forbidden for a yes of theirs, for everybody else, and for a guardian of somebody who is 18; base::Conflict when the
/// student is not at school any more: the text of each is a message key. What is answered again in the same way changes nothing. Returns how many uses changed.
int take_answers(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given);
/// The same by somebody who keeps consents at the student's school (base::NotFound otherwise). base::Invalid with "giver", "given_on", "last_day" or
/// "answers" and a message key.
int enter_answers(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given);
/// Clause 1.4: what somebody said who is no guardian any more counts no longer. base::Conflict with a message key when they are one, or the student.
void set_aside(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student, roster::PersonId giver);

/// Somebody who may answer for the student. Who is neither the student nor a guardian now was linked to them or answered once, and can only say no.
struct Giver {
    roster::PersonId id;
    std::string name;
    bool student = false;   // themself
    bool guardian = false;  // now
    bool answered = false;  // an answer of theirs has not been replaced or set aside
    bool reachable = false; // there is an address to which a link can go
};
/// The student first. For those who keep consents at the school; base::NotFound for others.
std::vector<Giver> givers_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);

/// One time that somebody answered.
struct Told {
    std::int64_t first = 0, last = 0;  // ids of its rows, the greatest first
    std::string giver;
    bool by_student = false;
    std::vector<Use> yes, no;
    std::optional<base::Day> until;  // of the yes: the first day on which it no longer holds
    base::Day given_on;
    How how = How::link;
    std::string version;
    html::Language language = html::Language::en;
    std::string entered_by;  // empty: themselves
    base::Instant at;
    std::optional<std::int64_t> paper;
    bool scan = false;
    bool aside = false;      // set aside since
};
/// Newest first, at most `most` after those before the row `before` (0: from the newest).
std::vector<Told> answers_told(db::Read& db, const auth::Viewer& viewer, roster::PersonId student, std::int64_t before, int most);

/// True when the viewer keeps consents at a school of the student, or everywhere.
bool keeps_consents_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);
/// A student of the roster, of whom the viewer keeps consents; base::NotFound for all others.
roster::Person fetch_student(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);

/// Tells the subscribers.
void tell_change(db::Write& db, roster::PersonId student, base::Instant now, Change change);

}  // namespace media
