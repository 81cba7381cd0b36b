/// The program belltower-images: each start does one thing with one picture for the server, told in frames on standard input and answered on standard
/// output. It reads no settings, opens no socket, and before it looks at a picture it walls itself in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/frames.h"
#include "media/render.h"

namespace media::worker {

/// Why a picture is refused: a code of media::RenderRefused and a sentence.
struct Refusal {
    std::string code, message;
};

struct Question {
    std::int64_t memory_bytes = 0;  // resident
    std::int64_t time_ms = 0;
    std::int64_t most_pixels = 0;
    std::vector<Box> boxes;
    std::string picture;
};

/// What a command talks through.
class Line {
public:
    /// Both frames. Throws base::FrameError when something else comes.
    Question question();
    void head(int width, int height, std::string_view format, std::uint64_t fingerprint);
    void rendition(const Rendition& rendition);
    void proposals(const Proposals& proposals);
    void done();
    void refuse(const Refusal& refusal);

private:
    base::FrameReader in_;
    base::FrameWriter out_{1};
};

using Command = void (*)(Line&, const Question&);

/// Decodes, strips, blurs, derives.
void render(Line& line, const Question& question);
/// Proposes where faces may be.
void faces(Line& line, const Question& question);

}  // namespace media::worker
