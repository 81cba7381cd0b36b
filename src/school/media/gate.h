/// The gate: the one way from a picture that somebody brought in to a picture that others see.
///
/// Only clear() makes a Clearance, and only a Clearance can be shown. It is asked for again whenever a picture is served or put into a page,
/// so a withdrawal needs nobody to remember where the picture stands.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "html/html.h"
#include "media/consent.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace media {

struct PictureId {
    std::int64_t value = 0;
    auto operator<=>(const PictureId&) const = default;
};

/// Why a picture may not be shown. Stable words, told on pages through messages media.gate.<word>.
enum class Block {
    gone,           // there is none, or it was taken down
    not_ready,      // still being looked at by the worker, or it failed: an unchecked picture is a blocked one
    no_words,       // neither described for those who cannot see it nor marked as decoration
    named_in_words, // its words name a student
    unmarked,       // a proposed face that nobody has said anything about
    unstated,       // nobody has said that everybody who can be recognised is marked
    person,         // somebody on it may not be shown there
    no_rights,      // who took it did not allow it
    no_caution,     // the person who asks has not gone through the caution
    no_review,      // a second person has not looked
};
std::string_view word(Block block);

struct Blocked {
    std::vector<Block> blocks;  // sorted, each once; never empty
};

/// Proof that a picture may be shown in that use at that moment. Cannot be made, stored or sent: ask again next time.
class Clearance {
public:
    PictureId picture() const { return picture_; }
    Use use() const { return use_; }
    /// The unguessable word under which the public fetches it. Another after every change of the picture.
    const std::string& token() const { return token_; }
    /// The words for those who do not see it; empty for decoration.
    const std::string& alt(html::Language language) const { return language == html::Language::es && !alt_es_.empty() ? alt_es_ : alt_en_; }
    int width() const { return width_; }
    int height() const { return height_; }
    /// The first moment at which it may no longer hold by the clock alone; absent: none. A kept page that shows it is valid until then.
    std::optional<base::Instant> until() const { return until_; }

private:
    friend class Gate;
    Clearance() = default;
    PictureId picture_;
    Use use_;
    std::string token_, alt_en_, alt_es_;
    int width_ = 0, height_ = 0;
    std::optional<base::Instant> until_;
};

std::variant<Clearance, Blocked> clear(db::Read& db, PictureId picture, Use use, base::Instant now);

// --- Where a picture stands. A room that shows pictures says so, and is told when one must go. ---

/// A place that shows a picture on the website: "site.piece", 12. `path` is where the public sees it, without the language.
struct Place {
    std::string kind;
    std::int64_t id = 0;
    std::string path;
    auto operator<=>(const Place&) const = default;
};

/// Whether the public can read a place of a kind at that moment. The room whose kind it is says so, once, in its fill_slots(); a kind that nobody speaks
/// for is not public.
using IsPublic = bool (*)(db::Read& db, std::int64_t id, base::Instant now);
std::map<std::string, IsPublic, std::less<>>& kinds_of_place();

/// Puts a picture into a place, after those that are there. Throws base::Conflict when the gate does not clear it (its text is the key of the message
/// that names the first block, "media.gate.person"), base::NotFound, base::Forbidden without may_upload at the picture's school. Once more: nothing
/// happens.
void show_in(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, Purpose purpose, const Place& place);
/// Whoever writes the place may take it out of there. Nothing happens when it is not in it.
void remove_from(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture, const Place& place);
/// What the place shows now, in order: only what the gate clears at this moment.
std::vector<Clearance> shown_in(db::Read& db, std::string_view kind, std::int64_t id, base::Instant now);
/// All pictures of the place for those who write it, cleared or not.
struct Placed {
    PictureId picture;
    std::string title;
    std::variant<Clearance, Blocked> state;
};
std::vector<Placed> placed_in(db::Read& db, const auth::Viewer& viewer, std::string_view kind, std::int64_t id, base::Instant now);
/// Pictures that the viewer may use and that the gate clears for the website now, newest first.
struct Offered {
    PictureId picture;
    std::string title;
    Clearance clearance;
};
std::vector<Offered> offered(db::Read& db, const auth::Viewer& viewer, Purpose purpose, base::Instant now, std::optional<PictureId> after, int most);

/// The address of a size for the public: "/pictures/TOKEN-800.jpg". Sizes are the widths 320, 800 and 1600; a picture is never made larger.
std::string address(const Clearance& clearance, int width);
/// For templates, an <img> each: fills `section` of the view once for each picture, with src (800 wide), full (1600), width, height and alt.
void fill_pictures(html::View& view, std::string_view section, const std::vector<Clearance>& pictures, html::Language language);

}  // namespace media
