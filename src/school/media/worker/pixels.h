/// A decoded picture: rows of red, green, blue, eight bits each, and nothing else. What is done to it here is pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "media/render.h"

namespace media::worker {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> bytes;  // width * height * 3

    std::uint8_t* at(int x, int y) { return bytes.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3; }
    const std::uint8_t* at(int x, int y) const { return const_cast<Pixels*>(this)->at(x, y); }
};

/// As the camera says it was held: the orientations 1 to 8 of EXIF. Others change nothing.
Pixels turned(Pixels pixels, int orientation);

/// Cells along the longer side of what is made unrecognisable.
constexpr int mosaic_cells = 8;
/// Clause 5.4 of docs/policies/images.md. Puts one colour, the mean of what is there, into each cell of a box grown by a third on each side. What is left of
/// it are at most 8 x 8 colours, of a face within it about 5 x 5, however large the picture: the boxes are parts of it, and so are the cells.
void make_unrecognisable(Pixels& pixels, const std::vector<Box>& boxes);

/// dHash: 9 x 8 means of brightness, and for each whether the next to the right is brighter.
std::uint64_t fingerprint_of(const Pixels& pixels);

}  // namespace media::worker
