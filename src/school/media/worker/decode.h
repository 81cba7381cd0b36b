/// From the bytes of an upload to pixels, behind the walls.
#pragma once

#include <cstdint>
#include <string_view>

#include "media/worker/pixels.h"
#include "media/worker/signature.h"
#include "media/worker/worker.h"

namespace media::worker {

struct Bounds {
    int width = 0, height = 0;
};
/// The size of a picture made small enough for the bounds; never larger than it is.
Bounds fitted(Bounds picture, Bounds most);

struct Decoded {
    int width = 0, height = 0;  // of the original, turned
    /// Turned, sRGB, on white; at least as large as the original fitted into the bounds, and less than twice that in the tighter direction.
    Pixels pixels;
};

/// Starts the library with all that it may need of the disk, leaves of its readers those of the four formats, and puts the walls up: memory and time as the
/// question says. Throws Refusal when so little memory is not enough to begin.
void wall_in(const Question& question, Format format);

/// What the file says of its size is looked at before anything is decoded. The first picture of several. Throws Refusal.
Decoded decode(std::string_view bytes, Format format, Bounds wanted, std::int64_t most_pixels);

/// The format of what was uploaded; throws Refusal.
Format required_format(std::string_view bytes);

}  // namespace media::worker
