/// Taking pictures down (clause 9 of docs/policies/images.md): in one transaction every place, size and address goes; a record stays, and a task for each
/// use outside that only a person can undo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/picture.h"

namespace db {
class Database;
}
namespace files {
class Store;
}

namespace media {

/// Why, in fixed words: nothing here tells more than that.
enum class Reason {
    consent,   // somebody on it may no longer be shown
    ended,     // what allowed it came to its end
    closed,    // the district closed the channel for recognisable students
    pulled,    // somebody with media.manage took it down; it comes back only through the whole gate
    incident,  // everything that showed one student was pulled, for good: its pixels are gone
};
std::string_view word(Reason reason);

/// Consents of this student changed: what shows the student and may no longer goes. For consent_changed_subscribers().
void follow_consent(db::Write& db, roster::PersonId student, base::Instant now, Change change);
/// At most `most` of the pictures after this one that a closed channel showed, oldest first; the last of them, 0 when there was none.
PictureId take_down_of_closed(db::Write& db, Channel channel, base::Instant now, PictureId after, int most);
/// What may no longer be shown by the clock alone.
void take_down_what_ended(db::Write& db, base::Instant now, PictureId picture);

/// One picture, at once. Needs may_manage. base::Conflict when it is down for good already.
void pull(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture);
/// Whoever brought it in, or somebody with media.manage: its pixels go for good, the original too (clause 10.3). base::Forbidden for others.
void delete_for_good(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture);
bool may_delete(const auth::Viewer& viewer, const Picture& picture);
/// Every picture on which the student is marked, also blurred, for good; how many. Needs may_manage.
int pull_everything_of(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student);
/// How many that are.
int pictures_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);

struct TakedownPlace {
    std::string kind;
    std::string path;
};
struct Takedown {
    std::int64_t id = 0;
    PictureId picture;
    std::string title;
    Reason reason = Reason::pulled;
    base::Instant at;
    std::string by;  // empty: nobody pressed a button here
    std::optional<base::Instant> verified_at;
    int addresses = 0, left_over = 0;
    std::int64_t places = 0;
    std::int64_t tasks = 0, open_tasks = 0;
    std::optional<base::Instant> alike_refused_at;  // the last upload that was refused because it looks like this one
    std::optional<base::Instant> alike_allowed_at;  // since then what only looks like it is taken in
    std::string alike_allowed_by;
};
/// Newest first, those before this id (0: from the newest). For may_manage; nothing for others.
std::vector<Takedown> takedowns(db::Read& db, const auth::Viewer& viewer, std::int64_t before, int most);
/// Those of one picture, newest first; it was loaded through the viewer.
std::vector<Takedown> takedowns_of(db::Read& db, const Picture& picture);
/// base::NotFound when there is none. For may_manage.
Takedown load_takedown(db::Read& db, const auth::Viewer& viewer, std::int64_t id);
/// An upload was refused because it looks like what was taken down (UploadRefusal::looks_like): the record says so, for whoever is asked about it.
void note_refused_alike(db::Write& db, base::Instant now, std::int64_t takedown);
/// Clause 9.5: from now on pictures that only look like it are taken in, or not any more; the very file never is. Needs may_manage.
void decide_alike(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Takedown& takedown, bool allowed);
std::vector<TakedownPlace> places_of(db::Read& db, std::int64_t takedown, int most);

struct Task {
    std::int64_t id = 0;
    std::int64_t takedown = 0;
    PictureId picture;
    std::string title;
    Channel channel = Channel::social;
    std::string address;
    base::Day due_on;
    std::optional<base::Instant> done_at;
    std::string done_by;
    std::string done_words;
};
constexpr std::size_t longest_done_words = 300;
/// Open ones by their day. For may_manage; nothing for others.
std::vector<Task> open_tasks(db::Read& db, const auth::Viewer& viewer, int most);
std::vector<Task> tasks_of(db::Read& db, std::int64_t takedown);
/// Somebody says what they did. Needs may_manage; base::Invalid("words"), base::Conflict when it is done already, base::NotFound.
void close_task(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t task, std::string_view words);

/// Clause 9.4: asks each address and each file of what was taken down whether it still answers, and keeps what it found.
void verify_takedowns(db::Database& database, const files::Store& store, base::Instant now);

}  // namespace media
