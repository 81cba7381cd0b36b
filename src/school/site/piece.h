/// A piece of writing, a page or an item of news: its versions, what of it is public when, and who may write and publish it.
///
/// A version never changes. What the public reads at a moment is the newest publication that has begun by then, unless that has expired or the
/// piece was withdrawn. Clause numbers refer to docs/policies/publishing.md. Everything here is for those who write: fetching is the permission check,
/// and who may neither write nor publish a piece gets base::NotFound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "roster/roster.h"
#include "site/check.h"
#include "site/words.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace site {

/// News of the district (held everywhere) or of single schools.
constexpr auth::Permission may_write_news{"site.news"};
/// Pages of the district or of single schools.
constexpr auth::Permission may_write_pages{"site.pages"};
/// Publishes without another's look, and looks at what others ask to publish.
constexpr auth::Permission may_publish{"site.publish"};
/// Opens the door to those to whom a section was given (section.h); which one, its list says.
constexpr auth::Permission may_write_sections{"site.sections"};

enum class PieceKind { page, news };
std::string_view word(PieceKind kind);

struct PieceId {
    std::int64_t value = 0;
    auto operator<=>(const PieceId&) const = default;
};

/// Where a piece belongs: what decides who may write it.
struct Belongs {
    PieceKind kind = PieceKind::page;
    std::vector<roster::OrgId> schools;  // none: the whole district
    std::string path;                    // of a page
};

/// The person who writes, with the sections given to them. Rules alone; editor_of() loads one.
struct Editor {
    const auth::Viewer* viewer = nullptr;
    std::vector<std::string> sections;  // "/health"
    bool review_needed = false;         // the district's choice (clause 1.4)

    bool may_write(const Belongs& belongs) const;
    /// May let something of it become public: its writer where no second look is needed, else who holds may_publish there.
    bool may_release(const Belongs& belongs) const;
    bool may_see(const Belongs& belongs) const { return may_write(belongs) || may_release(belongs); }
    /// Has anything to do in the website's rooms at all.
    bool writes_pages() const;
    bool writes_news() const;
};
Editor editor_of(db::Read& db, const auth::Viewer& viewer);
/// "/health" holds "/health" and "/health/vaccines", not "/healthy".
bool holds(std::string_view section, std::string_view path);

struct Version {
    std::int64_t id = 0;
    int number = 0;
    Bilingual words;
    std::string note;
    std::string author;
    base::Instant made_at;
    std::optional<base::Instant> asked_at;
    std::string asked_by;
    bool answered = false;
    std::string answer;  // "published", "returned", "replaced"
    std::string answered_by;
    std::string answer_note;
    bool waits() const { return asked_at && !answered; }
};

/// A version that is public from a moment on, or will be.
struct Publication {
    std::int64_t id = 0;
    int number = 0;  // of the version
    base::Instant from;
    std::string made_by;
    base::Instant made_at;
    std::optional<base::Instant> expires_at;  // absent: stays until something else is published
};

enum class State { draft, review, scheduled, published, expired, withdrawn };
std::string_view word(State state);

struct Piece {
    PieceId id;
    Belongs belongs;
    std::int64_t revision = 0;
    std::string created_by;
    base::Instant changed_at;
    std::optional<base::Instant> withdrawn_at;
    std::string withdrawn_by;
    std::string withdrawn_why;
    Version latest;
    std::optional<Publication> live;  // begun; it may have expired since, or the piece been withdrawn
    std::optional<Publication> next;  // begins later
    State state(base::Instant now) const;
    /// The latest version is neither public nor scheduled to be.
    bool has_unpublished() const;
};

/// Throws base::NotFound when there is none that this person may see.
Piece load_piece(db::Read& db, const Editor& editor, base::Instant now, PieceId id);

/// Newest first, those before this number (0: from the newest).
std::vector<Version> versions(db::Read& db, PieceId id, int before, int most);
/// base::NotFound when there is none.
Version load_version(db::Read& db, PieceId id, int number);
std::vector<Publication> publications(db::Read& db, PieceId id);

// --- Changing. Each throws base::Forbidden, base::NotFound, base::Invalid (field, message key), and base::Conflict (message key) when `seen` is not
// --- the piece's revision any more. Each writes an event.

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_note = 300;

/// For the files of pages and news: the piece with its first version.
PieceId create_piece(db::Write& db, const Editor& editor, base::Instant now, const Belongs& belongs, const Bilingual& words, std::string_view note);
/// The next version; the same words again make none. A version that waited for a second look is replaced. Returns its number.
int save_version(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const Bilingual& words, std::string_view note);

struct Release {
    std::optional<base::Instant> from;     // absent or past: at once
    std::optional<base::Instant> expires;  // absent: stays
    bool meaning = true;                   // false: a correction that feeds do not announce
    /// An urgent notice may go out over what the checks hold back; a repair falls due in 24 hours (clause 5).
    bool urgent = false;
};
constexpr base::Milliseconds repair_within = std::chrono::hours(24);

/// All that keeps it from going out so: a field and a message key each. Pure.
std::vector<std::pair<std::string, std::string>> problems_with(const Release& release, base::Instant now, const std::vector<Problem>& problems);
/// Publishes the latest version, or schedules it. `problems` are those of its words at this moment: base::Invalid("problems") when they hold it back.
void release(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const Release& release, const std::vector<Problem>& problems);
/// Asks whoever may publish there to look at the latest version (clause 1.4).
void ask_for_review(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen);
/// Gives it back to its author with a word why.
void give_back(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, std::string_view why);
/// Takes back what was scheduled and has not begun.
void cancel_scheduled(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen);
/// Takes it off the site: its address answers 410 with a sentence (clause 6). Its writer may always do that; to bring it back is to publish.
void withdraw(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, std::string_view why);
void bring_back(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen);

/// For the files of pages and news: checks `seen`, raises the revision.
void touch_piece(db::Write& db, base::Instant now, PieceId id, std::int64_t seen);
void set_schools(db::Write& db, PieceId id, const std::vector<roster::OrgId>& schools);
void note_piece(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::string_view action, std::string_view detail = "{}", std::string_view why = {});
void require_writer(const Editor& editor, const Belongs& belongs);

/// What went out over the checks and is still to be mended: to its author, and to who may publish there.
struct Repair {
    PieceId piece;
    PieceKind kind;
    std::string title;
    std::string author;
    base::Instant due_at;
};
std::vector<Repair> open_repairs(db::Read& db, const Editor& editor);

}  // namespace site
