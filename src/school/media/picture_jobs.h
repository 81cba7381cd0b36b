/// What is done with pictures beside the pages: faces are looked for, files of what is gone are deleted, what has ended is found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/mark.h"

namespace http {
struct Services;
}

namespace media {

/// Faces are looked for after the commit. Its progress is the uploader's to see.
void enqueue_check(db::Write& db, const auth::Viewer& viewer, base::Instant now, PictureId picture);
/// The files that no picture needs any more are deleted at once after the commit.
void enqueue_deletion(db::Write& db, base::Instant now);

/// What became of a render: the stored sizes, or the code of RenderRefused.
struct Made {
    std::optional<Derived> derived;
    std::string trouble;
};
enum class Original { put, is_there };
/// Renders and stores; slow, so for prepare functions. The original is put into the store too when it is that of a new upload.
Made make_sizes(const http::Services& services, const std::string& bytes, const std::vector<Box>& blur, Original original);
/// The same from the original that is kept of a picture.
Made make_again(const http::Services& services, const std::string& content_hash, const std::vector<Box>& blur);

/// The original of a picture whose faces are still to be looked for; absent for others.
std::optional<std::string> original_to_check(db::Read& db, PictureId picture);
/// Stored files that are doomed, oldest first.
std::vector<std::string> doomed_files(db::Read& db);
/// Whether a picture needs it after all.
bool is_needed(db::Read& db, const std::string& hash);
void forget_doomed(db::Write& db, const std::vector<std::string>& hashes);

/// Pictures that somebody asked to show, oldest first after `after`.
std::vector<PictureId> shown_pictures(db::Read& db, PictureId after, int most);

}  // namespace media
