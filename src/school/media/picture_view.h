/// The page of one picture, for the handlers of this room that lead back to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/call.h"
#include "media/mark.h"
#include "media/picture.h"

namespace media {

/// Fields and message keys.
using Problems = std::vector<std::pair<std::string, std::string>>;

/// What a change was refused with: 422 with its field, or 409 when the page was old or the state does not allow it.
struct Refusal {
    http::Status status = http::unprocessable;
    Problems problems;
    /// The mark that it is about, with the students of whom one has to be chosen.
    std::int64_t mark = 0;
    std::vector<roster::PersonLine> candidates;
    /// The request to show it that it is about.
    std::int64_t showing = 0;
};
template <typename F>
std::optional<Refusal> refused(F&& change) {
    try {
        change();
        return std::nullopt;
    } catch (const base::Invalid& problem) {
        return Refusal{.status = http::unprocessable, .problems = {{problem.field(), problem.what()}}};
    } catch (const base::Conflict& problem) {
        return Refusal{.status = http::conflict, .problems = {{"state", problem.what()}}};
    }
}

/// "/images/12"
std::string path_of(PictureId id);
/// The value of "seen" in the form; 0 when there is none.
std::int64_t seen_of(const http::Call& call);
/// #problems with #problem: field, message; and #<field>_error: message beside each field.
void fill_problems(const http::Call& call, html::View& view, const Problems& problems);
/// "On the website, for news"
std::string shown_use_words(const http::Call& call, Use use);
/// "What is missing" in plain words, of the message media.gate.<word>.
std::string block_words(const http::Call& call, Block block);
/// The schools at which the viewer may do that, by name.
std::vector<roster::Org> schools_with(db::Read& db, const auth::Viewer& viewer, auth::Permission permission);

http::Response picture_page(const http::Call& call, db::Read& db, const Picture& picture, const Refusal& refusal);

/// Parts of that page, each of its own subject.
void fill_marks(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const std::vector<Mark>& all, const Refusal& refusal);
void fill_showings(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const std::vector<Mark>& all, const Refusal& refusal);
void fill_posts(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const Refusal& refusal);

/// Whom the form names in "name" with "person" behind it: who was chosen from the suggestions or, in "chosen", from the list below, or the only student
/// of that name whom the viewer may see. Otherwise absent, with those of whom one has to be chosen.
std::optional<roster::PersonId> read_student(const http::Call& call, db::Read& db, std::vector<roster::PersonLine>& candidates);

/// The name of a student for those who may see them; empty for others.
std::string student_name(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);

}  // namespace media
