/// A picture that somebody brought in, for those who work with pictures at its school: its words, who took it, what was made of it, whether faces were
/// looked for. Clauses: docs/policies/images.md.
///
/// Fetching is the permission check: whoever neither brings in nor reviews pictures at the school, nor works through take-downs, gets base::NotFound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "media/gate.h"
#include "roster/roster.h"

namespace media {

enum class CheckState { waiting, done, failed };

/// What people say of a picture.
struct PictureWords {
    std::string title;  // what it shows, for those who look for it
    std::string alt_en, alt_es;
    bool decoration = false;
    std::string taken_by;
    bool allowed = false;  // whoever took it allows it (clause 4.6)
    std::optional<base::Day> taken_on;
    bool operator==(const PictureWords&) const = default;
};
constexpr std::size_t longest_title = 120;
constexpr std::size_t longest_alt = 300;
constexpr std::size_t longest_taken_by = 120;

/// All that is wrong, as field and message key.
std::vector<std::pair<std::string, std::string>> find_problems(const PictureWords& words);

struct Picture {
    PictureId id;
    std::int64_t revision = 0;
    roster::OrgId school;
    std::string school_name;
    PictureWords words;
    bool named = false;  // the words name a student
    CheckState check = CheckState::waiting;
    std::string check_trouble;  // of RenderRefused; empty: none
    std::string detector;
    std::optional<base::Instant> stated_at;
    std::string stated_by;
    bool derived = false;  // there are sizes of it
    int width = 0, height = 0;  // of the largest size
    std::string content_hash;
    bool kept = true;  // the original is in the file store
    std::optional<auth::AccountId> uploader;
    std::string uploaded_by;
    base::Instant uploaded_at;
    std::optional<base::Instant> taken_down_at;
};

/// Sees it at all.
bool may_see(const auth::Viewer& viewer, roster::OrgId school);
Picture load_picture(db::Read& db, const auth::Viewer& viewer, PictureId id);

/// A size in the file store.
struct StoredRendition {
    int width = 0, height = 0;
    std::string file_hash;
};
std::vector<StoredRendition> renditions(db::Read& db, PictureId id);
/// The largest size that is at most so wide; the smallest when all are wider; absent when there is none.
std::optional<StoredRendition> rendition_for(const std::vector<StoredRendition>& sizes, int width);

/// What the worker made of an upload, stored.
struct Derived {
    std::string content_hash;  // of the upload, under which the original is stored
    std::uint64_t fingerprint = 0;
    std::vector<StoredRendition> sizes;
};

// --- Changing. Each throws base::Forbidden without may_upload at the school, base::Invalid (field, message key), and base::Conflict (message key) when
// --- `seen` is not the picture's revision any more. Each writes an event, and takes back statement, caution and second look (clause 4.4).

/// Why an upload is refused: a message key, and the take-down that it looks like, 0 when it is the very file or no take-down is the reason.
struct UploadRefusal {
    std::string key;
    std::int64_t looks_like = 0;
};
/// Clause 9.5: absent when it is not refused. The same picture is here, or the same or one that looks so was taken down because of a person. Asked before
/// anything of it is stored.
std::optional<UploadRefusal> refusal_of(db::Read& db, std::string_view content_hash, std::uint64_t fingerprint);
/// base::Invalid("file") when the same picture is here, or the same or one that looks so was taken down because of a person.
PictureId add_picture(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::OrgId school, const PictureWords& words, const Derived& derived);
void change_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const PictureWords& words);
/// New sizes in place of the old ones, whose files go.
void replace_renditions(db::Write& db, base::Instant now, PictureId id, const std::vector<StoredRendition>& sizes);
/// Looks for faces again: after a failure, or with a better detector. The picture is not ready until that ended well.
void ask_for_check(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen);
/// Clause 6.4. base::Conflict while a mark says nothing yet, faces are still looked for, or there is no size to look at.
void state_everybody_marked(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen);

/// For the stores of this room: checks `seen`, raises the revision, takes back what was stated, gives the picture another address.
void touch_picture(db::Write& db, base::Instant now, PictureId id, std::int64_t seen);
/// For the stores of this room: somebody takes back that it may be shown on the site for this; its places for that go, and the picture gets another address.
void void_site_use(db::Write& db, base::Instant now, PictureId id, Purpose purpose);
/// The sizes and their address go; the files at once after the commit.
void drop_renditions(db::Write& db, base::Instant now, PictureId id);
/// Finds again whether the words name a student.
void look_for_names(db::Write& db, PictureId id);
void require_upload(const auth::Viewer& viewer, const Picture& picture);
void note_picture(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId id, std::string_view action, std::string_view detail = "{}", std::string_view why = {});

// --- The list. ---

enum class Show { all, marks, review, may, blocked, down };
constexpr Show picture_shows[] = {Show::all, Show::marks, Show::review, Show::may, Show::blocked, Show::down};
std::string_view word(Show show);
std::optional<Show> parse_show(std::string_view word);

struct PictureQuestion {
    Show show = Show::all;
    std::string text;
    std::optional<roster::OrgId> school;
    std::int64_t before = 0;  // paging: pictures with smaller ids
    int limit = 24;
};

struct PictureLine {
    PictureId id;
    std::string title;
    std::string school;
    base::Instant uploaded_at;
    bool derived = false;
    Show state = Show::marks;  // never all
};

struct PicturePage {
    std::vector<PictureLine> lines;  // newest first
    bool more = false;
    /// With it the next page begins, also when the last rows that were looked at did not fit the question.
    std::int64_t before = 0;
};
PicturePage list_pictures(db::Read& db, const auth::Viewer& viewer, const PictureQuestion& question, base::Instant now);

/// Where it stands on the website, newest first; of a picture that was loaded through the viewer.
std::vector<std::string> places_with(db::Read& db, PictureId id, int most);
std::int64_t count_places(db::Read& db, PictureId id);

/// Every stored file that a picture needs.
void add_picture_files(db::Read& db, std::vector<std::string>& hashes);

}  // namespace media
