#include "media/jpeg_parts.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace media {

namespace {

// The markers of ITU T.81, table B.1.
enum Marker : std::uint8_t {
    sof0 = 0xC0, sof1 = 0xC1, sof2 = 0xC2,
    dht = 0xC4,
    rst0 = 0xD0, rst7 = 0xD7,
    soi = 0xD8, eoi = 0xD9, sos = 0xDA, dqt = 0xDB, dri = 0xDD,
    app0 = 0xE0, app15 = 0xEF,
    com = 0xFE,
};

/// Walks over the bytes once; what it finds out of place ends it.
class Walk {
public:
    explicit Walk(std::string_view bytes) : bytes_(bytes) {}

    std::variant<JpegSize, JpegRemains> whole() {
        if (bytes_.size() < 4 || byte(0) != 0xFF || byte(1) != soi) return JpegRemains{"no JPEG"};
        at_ = 2;
        while (!ended_) {
            if (auto remains = part()) return *remains;
        }
        if (at_ != bytes_.size()) return JpegRemains{"bytes after the end"};
        if (size_ == JpegSize{} || !scanned_) return JpegRemains{"no picture"};
        return size_;
    }

private:
    std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(bytes_[at]); }
    std::size_t number(std::size_t at) const { return static_cast<std::size_t>(byte(at)) << 8 | byte(at + 1); }

    /// One marker with what belongs to it.
    std::optional<JpegRemains> part() {
        // Fill bytes before a marker are allowed by the standard, and room for a secret; our encoder writes none.
        if (at_ + 2 > bytes_.size() || byte(at_) != 0xFF) return JpegRemains{"bytes between the parts"};
        const std::uint8_t marker = byte(at_ + 1);
        at_ += 2;
        if (marker == eoi) {
            ended_ = true;
            return std::nullopt;
        }
        if (marker == 0xFF) return JpegRemains{name(marker)};
        if (at_ + 2 > bytes_.size()) return JpegRemains{"an end inside of a part"};
        const std::size_t length = number(at_);
        if (length < 2 || at_ + length > bytes_.size()) return JpegRemains{"an end inside of a part"};
        const std::size_t content = at_ + 2;
        at_ += length;
        switch (marker) {
            case app0: return first_part_is_jfif(content, length - 2);
            case dqt:
            case dht:
            case dri: return std::nullopt;
            case sof0:
            case sof1:
            case sof2: return frame(content, length - 2);
            case sos: return scan();
            default: return JpegRemains{name(marker)};
        }
    }

    std::optional<JpegRemains> first_part_is_jfif(std::size_t content, std::size_t length) {
        const bool first = content == 6;
        // Identifier, version, unit, two densities, then the width and height of a thumbnail.
        if (!first || length != 14 || bytes_.substr(content, 5) != std::string_view("JFIF\0", 5)) return JpegRemains{"APP0"};
        if (byte(content + 12) != 0 || byte(content + 13) != 0) return JpegRemains{"a thumbnail"};
        return std::nullopt;
    }

    std::optional<JpegRemains> frame(std::size_t content, std::size_t length) {
        if (size_ != JpegSize{}) return JpegRemains{"a second frame"};
        if (length < 6 || length != 6 + 3 * static_cast<std::size_t>(byte(content + 5))) return JpegRemains{"a frame of another length"};
        size_ = {static_cast<int>(number(content + 3)), static_cast<int>(number(content + 1))};
        if (size_.width == 0 || size_.height == 0) return JpegRemains{"a frame without a size"};
        return std::nullopt;
    }

    /// Passes the coded data: until a marker that is neither a stuffed byte nor a restart.
    std::optional<JpegRemains> scan() {
        if (size_ == JpegSize{}) return JpegRemains{"a scan before its frame"};
        scanned_ = true;
        for (;;) {
            const auto found = bytes_.find('\xFF', at_);
            if (found == std::string_view::npos || found + 1 >= bytes_.size()) return JpegRemains{"no end"};
            const std::uint8_t next = byte(found + 1);
            if (next == 0 || (next >= rst0 && next <= rst7)) {
                at_ = found + 2;
                continue;
            }
            at_ = found;
            return std::nullopt;
        }
    }

    static std::string name(std::uint8_t marker) {
        if (marker >= app0 && marker <= app15) return fmt::format("APP{}", marker - app0);
        if (marker == com) return "COM";
        return fmt::format("a part {:02X}", marker);
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    JpegSize size_;
    bool ended_ = false, scanned_ = false;
};

}  // namespace

std::variant<JpegSize, JpegRemains> jpeg_parts(std::string_view bytes) { return Walk(bytes).whole(); }

}  // namespace media
