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

/// What became of a render: the stored sizes, or the code of RenderRefused, or why refusal_of() refused it.
struct Made {
    std::optional<Derived> derived;
    std::string trouble;
    std::optional<UploadRefusal> refusal;
};
/// Renders and stores a new upload with its original; slow, so for prepare functions. Of what is refused nothing is stored.
Made bring_in(const http::Services& services, const std::string& bytes);
/// The same from the original that is kept of a picture.
Made make_again(const http::Services& services, const std::string& content_hash, const std::vector<Box>& blur);

/// The original of a picture whose faces are still to be looked for; absent for others.
std::optional<std::string> original_to_check(db::Read& db, PictureId picture);
/// A stored file that no picture needed any more at that moment.
struct Doomed {
    std::string hash;
    base::Instant at;
};
/// Oldest first.
std::vector<Doomed> doomed_files(db::Read& db);
/// Whether a picture needs it after all.
bool is_needed(db::Read& db, const std::string& hash);
/// Those that were doomed again meanwhile stay.
void forget_doomed(db::Write& db, const std::vector<Doomed>& files);

/// The gate holds back at once what a closed channel showed; its records, sizes and tasks follow in batches.
void take_down_closed_soon(db::Write& db, Channel channel, base::Instant now);
/// What an import changed (an opt-out, a guardian, who is at school) is looked at soon after.
void evaluate_soon(db::Write& db, base::Instant now);
/// Pictures that somebody asked to show, or that stand elsewhere and nobody was asked to take away, oldest first after `after`.
std::vector<PictureId> shown_pictures(db::Read& db, PictureId after, int most);

}  // namespace media
