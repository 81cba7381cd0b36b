#include "base/frames.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace base {

constexpr std::size_t head = 5;  // what, and the length

template <typename T>
static void append(std::string& bytes, T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string FrameWriter::packed(char what, std::string_view bytes) {
    if (bytes.size() > FrameReader::most_bytes) throw FrameError("a frame would be too long");
    std::string frame;
    frame.reserve(head + bytes.size());
    frame += what;
    append(frame, static_cast<std::uint32_t>(bytes.size()));
    frame += bytes;
    return frame;
}

void FrameWriter::write(char what, std::string_view bytes) {
    std::string frame = packed(what, bytes);
    std::string_view left = frame;
    while (!left.empty()) {
        auto written = ::write(descriptor_, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw FrameError(std::string("the other side is gone: ") + std::strerror(errno));
        left.remove_prefix(static_cast<std::size_t>(written));
    }
}

void FrameReader::add(std::string_view bytes) {
    if (start_ > 0) {
        bytes_.erase(0, start_);
        start_ = 0;
    }
    bytes_ += bytes;
}

std::optional<Frame> FrameReader::next() {
    std::string_view left = std::string_view(bytes_).substr(start_);
    if (left.size() < head) return std::nullopt;
    std::uint32_t length;
    std::memcpy(&length, left.data() + 1, sizeof length);
    if (length > most_bytes) throw FrameError("a frame says that it is longer than any may be");
    if (left.size() < head + length) return std::nullopt;
    Frame frame{left[0], std::string(left.substr(head, length))};
    start_ += head + length;
    return frame;
}

std::optional<Frame> FrameReader::read(int descriptor) {
    std::string buffer(std::size_t{256} << 10, '\0');
    for (;;) {
        if (auto frame = next()) return frame;
        auto count = ::read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw FrameError(std::string("the pipe cannot be read: ") + std::strerror(errno));
        if (count == 0) {
            if (!empty()) throw FrameError("the pipe ended inside of a frame");
            return std::nullopt;
        }
        add({buffer.data(), static_cast<std::size_t>(count)});
    }
}

void RowPacker::null() { bytes_ += 'n'; }

void RowPacker::integer(std::int64_t value) {
    bytes_ += 'i';
    append(bytes_, value);
}

void RowPacker::real(double value) {
    bytes_ += 'r';
    append(bytes_, value);
}

void RowPacker::text(std::string_view value) {
    bytes_ += 't';
    append(bytes_, static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
}

void RowPacker::cell(const Cell& cell) {
    if (auto text_value = std::get_if<std::string>(&cell)) {
        text(*text_value);
    } else if (auto integer_value = std::get_if<std::int64_t>(&cell)) {
        integer(*integer_value);
    } else if (auto real_value = std::get_if<double>(&cell)) {
        real(*real_value);
    } else {
        null();
    }
}

std::string RowPacker::take() { return std::exchange(bytes_, {}); }

Cell RowReader::cell() {
    Cell cell;
    visit([] {}, [&](std::int64_t value) { cell = value; }, [&](double value) { cell = value; },
          [&](std::string_view value) { cell = std::string(value); });
    return cell;
}

std::string_view RowReader::take(std::size_t count) {
    if (count > bytes_.size()) throw FrameError("a row ends inside of a cell");
    auto taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
}

}  // namespace base
