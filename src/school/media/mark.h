/// Who is on a picture, said by people (clauses 6 and 4.7 of docs/policies/images.md): each proposed face, and everybody whom no detector proposed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/gate_rules.h"
#include "media/picture.h"
#include "media/render.h"

namespace media {

enum class Origin { proposed, drawn, whole };
std::string_view word(Origin origin);

struct Mark {
    std::int64_t id = 0;
    Origin origin = Origin::proposed;
    Box box;  // of the whole picture: nothing
    MarkKind kind = MarkKind::none;
    std::optional<roster::PersonId> person;
    std::string note;  // of an adult: how they agreed
    std::string marked_by;
    std::optional<base::Instant> marked_at;
};
constexpr std::size_t longest_note = 200;

/// In the order in which people read a picture: from the top to the bottom, from the left to the right; those without a place at the end. The picture was
/// loaded through the viewer.
std::vector<Mark> marks(db::Read& db, PictureId picture);
/// base::NotFound when it is no mark of the picture.
Mark find_mark(db::Read& db, PictureId picture, std::int64_t id);
/// The places that are blurred.
std::vector<Box> blurred_boxes(const std::vector<Mark>& marks);

/// What somebody says of a mark.
struct Said {
    MarkKind kind = MarkKind::none;
    std::optional<roster::PersonId> person;  // of a student
    std::string note;                        // of an adult
};

/// Sizes that were made with these places blurred; they hold as long as nobody changed which are.
struct Rerendered {
    std::vector<Box> blurred;
    std::vector<StoredRendition> sizes;
};

/// What the places to blur will be when this is said of the mark.
std::vector<Box> blurred_after(const std::vector<Mark>& marks, std::int64_t mark, MarkKind said);

// --- Changing: as for pictures (picture.h). Who is said to be a student must be one whom the viewer may see: base::Invalid("person"). `anew` are sizes
// --- for the case that other places are blurred afterwards; base::Conflict when they are not those that are needed.

void say_of_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::int64_t mark, const Said& said,
                 const std::optional<Rerendered>& anew);
/// Somebody whom no detector proposed; without a place they are on the picture as a whole.
std::int64_t add_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::optional<Box> box);
/// Takes away what a person added. What the detector proposed stays: "not a person" is said of it. base::Conflict for such a one and for what is blurred.
void remove_mark(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, std::int64_t mark);
/// Sizes are made again after they went, with the places blurred that are.
void derive_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const Rerendered& anew);

/// What the detector found; the places that lie on one that is there already are left out. For the job.
void take_proposals(db::Write& db, base::Instant now, PictureId picture, const Proposals& proposals);
void take_failed_check(db::Write& db, base::Instant now, PictureId picture, std::string_view trouble);

/// How much two places share: 0 nothing, 1 they are the same (intersection over union).
double overlap(const Box& left, const Box& right);
/// Inside of the picture and large enough to show somebody.
bool is_place(const Box& box);

}  // namespace media
