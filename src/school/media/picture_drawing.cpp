#include "media/picture_drawing.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace media {

static constexpr std::array<std::array<unsigned char, 3>, 16> colours{{{245, 240, 230}, {190, 215, 235}, {205, 180, 140}, {225, 222, 210}, {150, 105, 60}, {235, 190, 160}, {140, 90, 60}, {60, 40, 30},
                                                                            {25, 25, 30}, {190, 60, 50}, {50, 90, 160}, {70, 130, 80}, {235, 195, 70}, {130, 135, 140}, {255, 255, 255}, {15, 15, 18}}};

Drawing::Drawing(int width, int height, Ink ground) : width_(width), height_(height), points_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), static_cast<std::uint8_t>(ground)) {}

void Drawing::set(int x, int y, Ink ink) {
    if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
    points_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(ink);
}

void Drawing::rectangle(int left, int top, int width, int height, Ink ink) {
    for (int y = top; y < top + height; ++y) {
        for (int x = left; x < left + width; ++x) set(x, y, ink);
    }
}

void Drawing::circle(int x, int y, int radius, Ink ink) {
    for (int down = -radius; down <= radius; ++down) {
        for (int right = -radius; right <= radius; ++right) {
            if (right * right + down * down <= radius * radius) set(x + right, y + down, ink);
        }
    }
}

void Drawing::back_of_person(int x, int y, int radius, Ink shirt) {
    circle(x, y + radius * 3, radius * 2, shirt);
    rectangle(x - radius * 2, y + radius * 3, radius * 4, radius * 5, shirt);
    circle(x, y, radius, Ink::hair);
}

void Drawing::person(int x, int y, int radius, Ink skin, Ink shirt) {
    back_of_person(x, y - radius / 5, radius, shirt);
    circle(x, y, radius * 9 / 10, skin);
    rectangle(x - radius * 9 / 10, y - radius, radius * 18 / 10, radius / 2, Ink::hair);
    for (const int side : {-1, 1}) {
        circle(x + side * radius * 2 / 5, y - radius / 8, radius / 5, Ink::white);
        circle(x + side * radius * 2 / 5, y - radius / 8, radius / 9, Ink::eye);
    }
    rectangle(x - radius / 3, y + radius * 2 / 5, radius * 2 / 3, std::max(2, radius / 10), Ink::red);
}

// --- PNG (ISO/IEC 15948): signature, header, palette, one stream of stored blocks, end. ---

static void put32(std::string& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(static_cast<unsigned char>(value >> shift));
}

static std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xffff'ffffU;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb8'8320U : 0U);
    }
    return ~crc;
}

static void put_chunk(std::string& png, std::string_view name, std::string_view content) {
    put32(png, static_cast<std::uint32_t>(content.size()));
    const std::string body = std::string(name) + std::string(content);
    png += body;
    put32(png, crc_of(body));
}

static std::string stored_stream(std::string_view bytes) {
    constexpr std::size_t most = 65'535;
    std::string stream("\x78\x01", 2);
    std::uint32_t low = 1, high = 0;
    for (const char byte : bytes) {
        low = (low + static_cast<unsigned char>(byte)) % 65'521;
        high = (high + low) % 65'521;
    }
    while (!bytes.empty()) {
        const auto part = bytes.substr(0, most);
        bytes.remove_prefix(part.size());
        const auto size = static_cast<unsigned>(part.size());
        stream += static_cast<char>(bytes.empty() ? 1 : 0);
        for (const unsigned value : {size, ~size}) {
            stream += static_cast<char>(static_cast<unsigned char>(value));
            stream += static_cast<char>(static_cast<unsigned char>(value >> 8));
        }
        stream += part;
    }
    put32(stream, (high << 16) | low);
    return stream;
}

std::string Drawing::png() const {
    std::string header, palette, lines;
    put32(header, static_cast<std::uint32_t>(width_));
    put32(header, static_cast<std::uint32_t>(height_));
    header += std::string("\x08\x03\x00\x00\x00", 5);  // eight bits, a palette, no interlace
    for (const auto& colour : colours) {
        for (const auto part : colour) palette += static_cast<char>(part);
    }
    for (int y = 0; y < height_; ++y) {
        lines += '\0';  // no filter
        const auto* line = points_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_);
        lines.append(reinterpret_cast<const char*>(line), static_cast<std::size_t>(width_));
    }
    std::string png("\x89PNG\r\n\x1a\n", 8);
    put_chunk(png, "IHDR", header);
    put_chunk(png, "PLTE", palette);
    put_chunk(png, "IDAT", stored_stream(lines));
    put_chunk(png, "IEND", "");
    return png;
}

}  // namespace media
