/// Bytes of a table file to UTF-8, piece by piece. Private to base/csv.h.
#pragma once

#include <string>

#include "base/csv.h"

namespace base::csv {

/// What is known of the encoding after some bytes.
struct Guess {
    Encoding encoding;
    std::size_t mark_bytes;  // of the byte order mark
    bool certain;            // false: only ASCII so far
};
/// `whole`: these are all bytes, so that a code point cut off at the end is an error.
Guess guess_encoding(std::string_view bytes, bool whole);

class Decoder {
public:
    Decoder(Source source, std::optional<Encoding> encoding);
    /// Appends more text; false at the end of the file. Throws Error for a workbook.
    bool read(std::string& text);
    Encoding encoding() const { return encoding_; }
    std::int64_t bad_bytes() const { return bad_bytes_; }

private:
    bool fill(std::size_t bytes);
    void look();
    std::size_t decodable() const;
    void decode(std::string_view bytes, std::string& text);

    Source source_;
    std::string buffer_;
    std::string raw_;  // read, not yet decoded
    Encoding encoding_ = Encoding::utf8;
    bool settled_;
    bool begun_ = false;
    bool ended_ = false;
    std::int64_t bad_bytes_ = 0;
};

}  // namespace base::csv
