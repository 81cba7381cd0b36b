/// Links by which families answer without an account (clauses 3.1 to 3.3 and 10.2 of docs/policies/images.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "media/consent.h"

namespace html {
class Messages;
}
namespace http {
struct Services;
}
namespace mail {
struct Letter;
}

namespace media {

constexpr std::chrono::days link_lasts{60};
constexpr std::chrono::days link_kept_after{30};

/// Whom to ask: one student, or those of a school or a grade; neither: everybody within reach.
struct Asking {
    std::optional<roster::PersonId> student;
    std::optional<roster::OrgId> school;
    std::string grade;
    bool silent_only = true;  // those of whom no answer counts for a student whom they may answer for
};

/// Somebody to whom a link goes: a guardian of a student under 18, or a student of 18 or older.
struct Recipient {
    roster::PersonId person;
    std::string name, email;
    std::string language;            // "en", "es"; empty: not known, and the letter is in both
    std::vector<std::string> students;  // given names of those of whom the letter asks
};

struct Recipients {
    std::vector<Recipient> with_address;
    std::int64_t without_address = 0;
};

/// Needs may_keep_consents at the student's school, at the school, or at some school; students elsewhere are left out. base::NotFound for a student or
/// school out of reach. `without` leaves out those who got a link of that job already.
Recipients recipients(db::Read& db, const auth::Viewer& viewer, base::Day today, const Asking& asking, std::optional<std::int64_t> without = {});

/// Refuses as `recipients` does, without looking for anybody.
void check_scope(db::Read& db, const auth::Viewer& viewer, const Asking& asking);

/// A new link; earlier ones of the person end. Returns the token, which is kept nowhere else.
std::string make_link(db::Write& db, base::Instant now, roster::PersonId person, std::string_view language, std::optional<std::int64_t> job = {});
mail::Letter link_letter(const http::Services& services, std::string_view district, const Recipient& to, std::string_view token);

struct FamilyLink {
    std::int64_t id = 0;
    roster::PersonId person;
    std::string language;  // of the letter; empty: both
};
/// base::NotFound when it is unknown or has ended. Whom an import dropped can still open it, and say no (clause 1.4).
FamilyLink open_link(db::Read& db, base::Instant now, std::string_view token);
/// That somebody answered by it.
void note_opened(db::Write& db, base::Instant now, const FamilyLink& link);
/// Deletes those that ended more than `link_kept_after` ago.
std::int64_t forget_links(db::Write& db, base::Instant now);
/// When the person was last sent a link, for those who keep consents; absent: never, or forgotten.
std::optional<base::Instant> last_asked(db::Read& db, roster::PersonId person);

/// Students of whom a yes ended on a day after `after`, up to `today`.
std::vector<roster::PersonId> ended_between(db::Read& db, base::Day after, base::Day today);

}  // namespace media
