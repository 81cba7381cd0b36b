/// The program belltower-data: each start does one command for the server or the command line, told in frames on standard input and answered on
/// standard output. It reads no settings, opens no socket, and knows nobody's password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/frames.h"

namespace data::worker {

/// What a command talks through.
class Line {
public:
    /// Absent when the other side said all it has to say.
    std::optional<base::Frame> read() { return in_.read(0); }
    void write(char what, std::string_view bytes) { out_.write(what, bytes); }
    /// 'E' {code, detail, message}: the command ends without a result. Codes are those of data::Refused.
    void fail(std::string_view code, std::string_view detail, std::string_view message);

private:
    base::FrameReader in_;
    base::FrameWriter out_{1};
};

/// What an error says of a file that could not be written, opened or read, in fixed words: why (a full disk, say) and what kind of file. Absent
/// when it is no error of that kind. Nothing of the error's own words is in it.
std::optional<std::string> file_trouble(std::string_view error);
/// How much is free in the folder of the warehouse and how much its files take, as a sentence that begins with a space; empty when that is not known.
std::string room_in(const std::string& folder);

/// What may be told of an error of DuckDB that was raised while rows were read. DuckDB quotes the value that it stumbled over, which may be the name of
/// a student, so only the kind of the error stays, and the line of `sql` when it says one. Of a
/// file that could not be written file_trouble() tells.
std::string without_values(std::string_view error, std::string_view sql = {});

using Command = void (*)(Line&);

/// Makes the tier files anew, or of the old ones and what changed (build.cpp).
void build(Line& line);
/// Answers one question, walled in (query.h).
void query(Line& line);
/// Compares rows of an import with the accepted batches and writes what is new as Parquet (stage.cpp).
void stage(Line& line);

}  // namespace data::worker
