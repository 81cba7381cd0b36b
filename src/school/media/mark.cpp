#include "media/mark.h"

#include <algorithm>

namespace media {

std::string_view word(Origin origin) { return origin == Origin::proposed ? "proposed" : origin == Origin::drawn ? "drawn" : "whole"; }

std::vector<Box> blurred_boxes(const std::vector<Mark>& marks) {
    std::vector<Box> boxes;
    for (const auto& mark : marks) {
        if (mark.kind == MarkKind::blurred) boxes.push_back(mark.box);
    }
    std::ranges::sort(boxes);
    return boxes;
}

std::vector<Box> blurred_after(const std::vector<Mark>& marks, std::int64_t mark, MarkKind said) {
    auto after = marks;
    const auto found = std::ranges::find(after, mark, &Mark::id);
    if (found != after.end()) found->kind = said;
    return blurred_boxes(after);
}

double overlap(const Box& left, const Box& right) {
    const auto side = [](int a, int a_size, int b, int b_size) { return static_cast<double>(std::max(0, std::min(a + a_size, b + b_size) - std::max(a, b))); };
    const double shared = side(left.left, left.width, right.left, right.width) * side(left.top, left.height, right.top, right.height);
    const double both = static_cast<double>(left.width) * left.height + static_cast<double>(right.width) * right.height - shared;
    return both > 0 ? shared / both : 0;
}

bool is_place(const Box& box) {
    constexpr int whole = 10'000, least = 50;  // half a percent of a side: on 1600 points eight of them
    return box.left >= 0 && box.top >= 0 && box.width >= least && box.height >= least && box.left + box.width <= whole && box.top + box.height <= whole;
}

}  // namespace media
