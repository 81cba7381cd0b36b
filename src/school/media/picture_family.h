/// "Where is my child's picture now", on the page on which a family answers (clause 10.5 of docs/policies/images.md).
#pragma once

#include <string>
#include <vector>

#include "media/picture.h"
#include "media/post.h"

namespace html {
class View;
}
namespace http {
class ReadCall;
}

namespace media {

/// A picture on which the student is marked and that is somewhere now: on these pages of ours, or at these addresses elsewhere.
struct FamilyPicture {
    PictureId picture;
    std::string title;
    std::vector<std::string> paths;   // as the public sees them, without the language
    std::vector<Post> posts;          // those that nobody has taken away
    std::optional<Clearance> shown;   // for the picture itself
};
std::vector<FamilyPicture> pictures_now(db::Read& db, roster::PersonId student, base::Instant now, int most);

bool fill_family(http::ReadCall& call, roster::PersonId student, roster::PersonId reader, html::View& view);

}  // namespace media
