#include "media/worker/places.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace media::worker {

static std::int64_t area(const Place& place) { return std::int64_t{place.width} * place.height; }

static bool same(const Place& a, const Place& b) {
    const std::int64_t width = std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
    const std::int64_t height = std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
    if (width <= 0 || height <= 0) return false;
    const auto common = width * height;
    return 10 * common >= 3 * (area(a) + area(b) - common);
}

static Place around(const Place& a, const Place& b) {
    const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
    return {left, top, std::max(a.left + a.width, b.left + b.width) - left, std::max(a.top + a.height, b.top + b.height) - top};
}

std::vector<Place> merged(std::vector<Place> places) {
    std::ranges::sort(places, [](const Place& a, const Place& b) { return area(a) > area(b); });
    std::vector<Place> found;
    for (const auto& place : places) {
        const auto known = std::ranges::find_if(found, [&](const Place& other) { return same(place, other); });
        if (known == found.end()) found.push_back(place);
        else *known = around(*known, place);
    }
    std::ranges::sort(found, {}, [](const Place& place) { return std::tuple(place.top, place.left, place.width, place.height); });
    return found;
}

Box box_of(const Place& place, int width, int height) {
    const auto low = [](int at, int side) { return std::clamp(static_cast<int>(std::int64_t{at} * 10'000 / side), 0, 10'000); };
    const auto high = [](int at, int side) { return std::clamp(static_cast<int>((std::int64_t{at} * 10'000 + side - 1) / side), 0, 10'000); };
    const int left = low(place.left, width), top = low(place.top, height);
    return {left, top, high(place.left + place.width, width) - left, high(place.top + place.height, height) - top};
}

}  // namespace media::worker
