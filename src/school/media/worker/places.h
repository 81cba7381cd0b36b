/// Places that several detectors found, put together.
#pragma once

#include <vector>

#include "media/render.h"

namespace media::worker {

/// In pixels.
struct Place {
    int left = 0, top = 0, width = 0, height = 0;
    auto operator<=>(const Place&) const = default;
};

/// Those that mean the same place become one that holds all of them: when what two have in common is at least three tenths of what they cover together.
/// A face within a much larger place stays one of its own. Sorted from top to bottom, then from left to right.
std::vector<Place> merged(std::vector<Place> places);

/// In ten thousandths of a picture of that size, rounded outwards and cut at its edges.
Box box_of(const Place& place, int width, int height);

}  // namespace media::worker
