/// Where a picture was used outside of the website: the address of a post, an issue of a newsletter, a newspaper (clause 9.2). What was recorded can be
/// taken away there by a person alone; a take-down opens a task for each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "media/picture.h"

namespace media {

struct Post {
    std::int64_t id = 0;
    std::optional<Use> use;
    std::string address;
    base::Day posted_on;
    std::string recorded_by;
    bool has_task = false;
    bool task_done = false;
};
constexpr std::size_t longest_address = 500;

/// Newest first; of a picture that was loaded through the viewer.
std::vector<Post> posts_of(db::Read& db, PictureId picture);

struct NewPost {
    Use use;
    std::string address;  // of social media and the press one that begins with http:// or https://; of print where it is
    std::optional<base::Day> posted_on;
};
/// Needs may_upload at the school. base::Conflict with the message of the first block when the gate does not clear it for that use, or when that address
/// stands there already; base::Invalid("channel", "address", "posted_on").
void record_post(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, const NewPost& post, base::Day today);

}  // namespace media
