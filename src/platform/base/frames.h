/// Messages between two of our processes over a pipe: a letter that says what follows, a length, the bytes. Rows of cells are packed so that
/// a million of them take well under a second.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"

namespace base {

struct Frame {
    char what = 0;
    std::string bytes;
};

/// A pipe that broke or a frame that cannot be read.
class FrameError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Writes whole frames to a descriptor, blocking. Throws FrameError when the other side is gone.
class FrameWriter {
public:
    explicit FrameWriter(int descriptor) : descriptor_(descriptor) {}
    void write(char what, std::string_view bytes);
    /// The bytes that stand for a frame on the pipe.
    static std::string packed(char what, std::string_view bytes);

private:
    int descriptor_;
};

/// Cuts frames out of bytes that arrive in pieces.
class FrameReader {
public:
    static constexpr std::size_t most_bytes = std::size_t{64} << 20;

    void add(std::string_view bytes);
    /// Absent while none is whole. Throws FrameError when it says that it is longer than most_bytes.
    std::optional<Frame> next();
    /// Nothing of a frame that is not whole yet is held.
    bool empty() const { return start_ == bytes_.size(); }
    /// Reads from the descriptor, blocking, until a frame is whole; absent at the end. Throws FrameError when it ends inside of one.
    std::optional<Frame> read(int descriptor);

private:
    std::string bytes_;
    std::size_t start_ = 0;
};

/// Packs rows one after the other; take() hands out what is packed and begins anew.
class RowPacker {
public:
    void null();
    void integer(std::int64_t value);
    void real(double value);
    void text(std::string_view value);
    void cell(const Cell& cell);
    std::size_t size() const { return bytes_.size(); }
    std::string take();

private:
    std::string bytes_;
};

/// Reads cells in the order in which they were packed. Each throws FrameError when the bytes end or say something else.
class RowReader {
public:
    explicit RowReader(std::string_view bytes) : bytes_(bytes) {}
    bool at_end() const { return bytes_.empty(); }
    Cell cell();
    /// Without a copy: calls exactly one of the four.
    template <typename Null, typename Integer, typename Real, typename Text>
    void visit(Null&& null, Integer&& integer, Real&& real, Text&& text) {
        switch (char tag = take(1)[0]) {
            case 'n': null(); break;
            case 'i': integer(number<std::int64_t>()); break;
            case 'r': real(number<double>()); break;
            case 't': {
                auto length = number<std::uint32_t>();
                text(take(length));
                break;
            }
            default: throw FrameError(std::string("a cell begins with '") + tag + "'");
        }
    }

private:
    std::string_view take(std::size_t count);
    template <typename T>
    T number() {
        T value;
        auto from = take(sizeof value);
        std::char_traits<char>::copy(reinterpret_cast<char*>(&value), from.data(), sizeof value);
        return value;
    }
    std::string_view bytes_;
};

}  // namespace base
