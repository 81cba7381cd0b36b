/// The caution before a picture is shown, the request to show it, and the look of a second person (clause 7 of docs/policies/images.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/picture.h"

namespace media {

enum class ShowingState { asked, approved, refused, ended };
std::string_view word(ShowingState state);

struct Showing {
    std::int64_t id = 0;
    std::optional<Use> use;  // absent: words of another version
    std::string place_words, need_words;
    ShowingState state = ShowingState::asked;
    bool needs_look = false;
    std::optional<auth::AccountId> asker;
    std::string asked_by;
    base::Instant asked_at;
    std::string answered_by;
    std::optional<base::Instant> answered_at;
    std::string answer_words;
    bool is_open() const { return state == ShowingState::asked || state == ShowingState::approved; }
    bool waits() const { return state == ShowingState::asked && needs_look; }
};
constexpr std::size_t longest_place = 200, longest_need = 300, longest_answer = 300;

/// Newest first; of a picture that was loaded through the viewer.
std::vector<Showing> showings(db::Read& db, PictureId picture, int most);

/// What somebody answers in the caution.
struct Caution {
    Use use;
    std::string place_words;  // where exactly
    std::string need_words;   // why it is needed
    bool read = false;        // that copies cannot be called back
};
/// Needs may_upload at the school. base::Invalid("place_words", "need_words", "read"), base::Conflict when the picture would not clear for another reason
/// than the second look (its message is that of the first block), when it is asked for already, or `seen` is not its revision. The second person is asked
/// when one is needed.
void ask_to_show(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const Caution& caution);
/// Takes the request back; what it showed is not shown any more.
void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t showing);

/// Clause 7.3: who may look as the second person, or why not.
enum class SecondPerson { may, no_permission, brought_it, marked_it, asked };
SecondPerson second_person(db::Read& db, const auth::Viewer& viewer, const Picture& picture, const Showing& showing);
/// Accounts that may, by those rules; empty: the picture cannot be shown until somebody else gets the permission.
std::vector<auth::AccountId> second_people(db::Read& db, const Picture& picture, const Showing& showing);
/// base::Forbidden with the reason, base::Conflict when it waits no more; a refusal needs a word: base::Invalid("words").
void approve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t showing);
void refuse_showing(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t showing, std::string_view words);

/// After the rule for a second look changed: what is asked for now waits for one that it did not need before.
void renew_looks(db::Write& db);
/// Pictures that wait for a second person who could be the viewer, oldest first.
struct Waiting {
    PictureId picture;
    std::string title;
    std::string asked_by;
    std::string school;
};
std::vector<Waiting> waiting_for(db::Read& db, const auth::Viewer& viewer, int most);

}  // namespace media
