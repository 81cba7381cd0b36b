/// What the program `belltower-images` does with a picture for the server: decode, strip, blur, derive, propose faces.
///
/// What people upload is hostile until it went through there: a worker for each call, walled in, with limits of memory and time. The server itself
/// decodes nothing. Clause numbers refer to docs/policies/images.md.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace http {
struct Services;
}

namespace media {

/// A place in the picture as people see it (turned as its camera says), in parts of ten thousand of its width and height, so that it holds for every size.
struct Box {
    int left = 0, top = 0, width = 0, height = 0;
    auto operator<=>(const Box&) const = default;
};

/// Pictures that one process has looked at together; more wait.
constexpr int most_at_once = 2;

struct RenderLimits {
    std::int64_t memory_bytes = std::int64_t{512} << 20;  // resident
    base::Milliseconds time{20'000};
    std::int64_t most_pixels = 60'000'000;
    std::int64_t most_bytes = std::int64_t{40} << 20;
};

struct Rendition {
    int width = 0, height = 0;
    std::string bytes;  // JPEG without any block of data about camera, place, people or programs
};

struct Rendered {
    int width = 0, height = 0;        // of the original, turned
    std::string format;               // of what was uploaded: "jpeg", "png", "webp", "heic"
    /// At most 320, 800, 1600 wide and twice as high, smallest first, never empty. None is larger than the original: of one that is 1000 wide there are
    /// 320, 800 and 1000.
    std::vector<Rendition> sizes;
    std::uint64_t fingerprint = 0;    // perceptual (dHash of 8 x 8) of the picture before anything is blurred: those that look the same differ in few bits
};

/// What cannot be done. `code` is stable: picture.format, picture.broken, picture.too_large, picture.not_clean (something but the picture was left in
/// what was made), limit.time, limit.memory, cancelled, worker.died, worker.missing, worker.busy (others are being looked at).
class RenderRefused : public std::runtime_error {
public:
    RenderRefused(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
    const std::string& code() const { return code_; }

private:
    std::string code_;
};

/// The program of this installation, "belltower-images" beside the server's own.
std::string images_program(const http::Services& services);

/// Decodes the bytes, makes what lies in the boxes unrecognisable for good (clause 5.4: a coarse mosaic of the box grown by a third on each side, before the sizes are made),
/// and encodes the sizes anew. Before a rendition is handed over a parser on this side looks whether anything but the picture is left in it; if so it is
/// refused (clause 5.2). All sizes or none. Throws RenderRefused, and std::invalid_argument for a box without a width or height.
Rendered render(const std::string& program, std::string_view bytes, const std::vector<Box>& blur, const RenderLimits& limits = {},
                const std::function<bool()>& cancelled = {});

/// Where a face may be. Finds many faces seen from the front, misses many others (docs/policies/images.md says whom): none found means nothing.
struct Proposals {
    std::vector<Box> boxes;
    std::string detector;  // name, version and settings, so that pictures can be looked at again by a better one
};
Proposals propose_faces(const std::string& program, std::string_view bytes, const RenderLimits& limits = {}, const std::function<bool()>& cancelled = {});

}  // namespace media
