/// What families said, for tests of this room and of those that show pictures.
#pragma once

#include <string_view>

#include "media/consent.h"

namespace db {
class Write;
}

namespace media::testing {

/// A guardian of the student with this name; a person of the roster without an account.
roster::PersonId add_guardian(db::Write& db, base::Instant now, roster::PersonId student, std::string_view given, std::string_view family, std::string_view email = "");
/// Recognisable students may be shown on every channel. After installation none is open.
void open_all_channels(db::Write& db, base::Instant now);
/// The answer of a guardian or of the student for one use, by paper, as of today.
void say(db::Write& db, base::Instant now, roster::PersonId student, roster::PersonId giver, Use use, bool yes);
/// The same for all twelve.
void say_all(db::Write& db, base::Instant now, roster::PersonId student, roster::PersonId giver, bool yes);
/// Whatever a student of any age needs to be shown everywhere: channels open, a guardian's yes, the student's own yes. Returns the guardian.
roster::PersonId allow_everywhere(db::Write& db, base::Instant now, roster::PersonId student);
/// Letters can be written; nothing listens where they go.
void set_up_mail(db::Write& db);
/// "Must not be shown", or lifted.
void protect(db::Write& db, base::Instant now, roster::PersonId student, bool on = true);

}  // namespace media::testing
