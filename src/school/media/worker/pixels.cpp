#include "media/worker/pixels.h"

#include <algorithm>
#include <array>
#include <utility>

namespace media::worker {

Pixels turned(Pixels pixels, int orientation) {
    if (orientation < 2 || orientation > 8) return pixels;
    const int w = pixels.width, h = pixels.height;
    const bool swaps = orientation >= 5;
    Pixels out{swaps ? h : w, swaps ? w : h, std::vector<std::uint8_t>(pixels.bytes.size())};
    // Where a pixel comes from is (from_x, from_y), and what one step to the right in the new picture is in the old.
    const auto origin = [&](int x, int y) -> std::pair<int, int> {
        switch (orientation) {
            case 2: return {w - 1 - x, y};
            case 3: return {w - 1 - x, h - 1 - y};
            case 4: return {x, h - 1 - y};
            case 5: return {y, x};
            case 6: return {y, h - 1 - x};
            case 7: return {w - 1 - y, h - 1 - x};
            default: return {w - 1 - y, x};
        }
    };
    for (int y = 0; y < out.height; ++y) {
        const auto [x0, y0] = origin(0, y);
        const auto [x1, y1] = origin(1, y);
        const std::ptrdiff_t step = (static_cast<std::ptrdiff_t>(y1 - y0) * w + (x1 - x0)) * 3;
        const std::uint8_t* from = pixels.at(x0, y0);
        std::uint8_t* to = out.at(0, y);
        for (int x = 0; x < out.width; ++x, to += 3) {
            std::copy_n(from + step * x, 3, to);
        }
    }
    return out;
}

namespace {

struct Area {
    int left, top, right, bottom;  // right and bottom are outside
};

constexpr std::int64_t whole = 10'000;

/// In pixels, grown by a third on each side, so that hair and ears go too, and rounded outwards.
Area grown(const Pixels& pixels, const Box& box) {
    const auto low = [](std::int64_t part, std::int64_t side) { return std::clamp<std::int64_t>(part * side / whole, 0, side); };
    const auto high = [](std::int64_t part, std::int64_t side) { return std::clamp<std::int64_t>((part * side + whole - 1) / whole, 0, side); };
    const std::int64_t by_x = (std::int64_t{box.width} + 2) / 3, by_y = (std::int64_t{box.height} + 2) / 3;
    const std::int64_t left = std::max<std::int64_t>(0, box.left - by_x), top = std::max<std::int64_t>(0, box.top - by_y);
    return {static_cast<int>(low(left, pixels.width)), static_cast<int>(low(top, pixels.height)),
            static_cast<int>(high(std::int64_t{box.left} + box.width + by_x, pixels.width)),
            static_cast<int>(high(std::int64_t{box.top} + box.height + by_y, pixels.height))};
}

void flatten(Pixels& pixels, const Area& cell) {
    std::array<std::uint64_t, 3> sums{};
    for (int y = cell.top; y < cell.bottom; ++y) {
        const std::uint8_t* from = pixels.at(cell.left, y);
        for (int x = cell.left; x < cell.right; ++x, from += 3) {
            for (std::size_t band = 0; band < 3; ++band) sums[band] += from[band];
        }
    }
    const auto count = static_cast<std::uint64_t>(cell.right - cell.left) * static_cast<std::uint64_t>(cell.bottom - cell.top);
    std::array<std::uint8_t, 3> mean{};
    for (std::size_t band = 0; band < 3; ++band) mean[band] = static_cast<std::uint8_t>((sums[band] + count / 2) / count);
    for (int y = cell.top; y < cell.bottom; ++y) {
        std::uint8_t* to = pixels.at(cell.left, y);
        for (int x = cell.left; x < cell.right; ++x, to += 3) std::copy_n(mean.data(), 3, to);
    }
}

}  // namespace

void make_unrecognisable(Pixels& pixels, const std::vector<Box>& boxes) {
    for (const auto& box : boxes) {
        const auto area = grown(pixels, box);
        const int cell = std::max(1, (std::max(area.right - area.left, area.bottom - area.top) + mosaic_cells - 1) / mosaic_cells);
        for (int top = area.top; top < area.bottom; top += cell) {
            for (int left = area.left; left < area.right; left += cell) {
                flatten(pixels, {left, top, std::min(left + cell, area.right), std::min(top + cell, area.bottom)});
            }
        }
    }
}

std::uint64_t fingerprint_of(const Pixels& pixels) {
    constexpr int columns = 9, rows = 8;
    std::array<std::array<double, columns>, rows> means{};
    for (int row = 0; row < rows; ++row) {
        const int top = row * pixels.height / rows, bottom = std::max(top + 1, (row + 1) * pixels.height / rows);
        for (int column = 0; column < columns; ++column) {
            const int left = column * pixels.width / columns, right = std::max(left + 1, (column + 1) * pixels.width / columns);
            double sum = 0;
            for (int y = top; y < bottom; ++y) {
                const std::uint8_t* from = pixels.at(left, y);
                for (int x = left; x < right; ++x, from += 3) sum += 299 * from[0] + 587 * from[1] + 114 * from[2];
            }
            means[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = sum / ((right - left) * (bottom - top));
        }
    }
    std::uint64_t bits = 0;
    for (const auto& row : means) {
        for (std::size_t column = 0; column + 1 < columns; ++column) bits = bits << 1 | (row[column + 1] > row[column] ? 1u : 0u);
    }
    return bits;
}

}  // namespace media::worker
