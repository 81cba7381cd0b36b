#include "media/render.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <semaphore>
#include <system_error>
#include <utility>
#include <variant>

#include "base/child_deadline.h"
#include "base/child_process.h"
#include "media/jpeg_parts.h"
#include "media/render_frames.h"

namespace media {

std::string images_program(const http::Services&) { return base::program_beside("belltower-images"); }

namespace {

RenderRefused too_slow() { return {"limit.time", "Looking at the picture took longer than it may."}; }
RenderRefused too_hungry() { return {"limit.memory", "The picture needs more memory than it may have."}; }

/// What a program of ours never says.
RenderRefused babble() { return {"worker.died", "The program that looks at pictures said something that was not expected."}; }

std::int64_t integer(base::RowReader& reader) {
    const auto cell = reader.cell();
    const auto* value = std::get_if<std::int64_t>(&cell);
    if (!value) throw babble();
    return *value;
}

/// A number within what is possible: a picture may have taken the worker over, so nothing that it says is believed.
int between(base::RowReader& reader, int least, int most) {
    const auto value = integer(reader);
    if (value < least || value > most) throw babble();
    return static_cast<int>(value);
}

std::string text(base::RowReader& reader) {
    auto cell = reader.cell();
    auto* value = std::get_if<std::string>(&cell);
    if (!value) throw babble();
    return std::move(*value);
}

std::string question_frame(const std::vector<Box>& boxes, const RenderLimits& limits) {
    base::RowPacker packer;
    packer.integer(limits.memory_bytes);
    packer.integer(limits.time.count());
    packer.integer(limits.most_pixels);
    packer.integer(static_cast<std::int64_t>(boxes.size()));
    for (const auto& box : boxes) {
        for (const int part : {box.left, box.top, box.width, box.height}) packer.integer(part);
    }
    return packer.take();
}

RenderRefused refusal(std::string_view bytes) {
    static constexpr std::string_view codes[] = {"picture.format", "picture.broken", "picture.too_large", "limit.memory", "worker.died", "worker.missing"};
    base::RowReader reader(bytes);
    auto code = text(reader);
    if (std::ranges::find(codes, code) == std::end(codes)) throw babble();
    return {std::move(code), text(reader)};
}

/// Why it ended without its last word.
RenderRefused died(base::ChildProcess& child) {
    const auto end = child.wait();
    if (!end.exited && end.status == SIGXCPU) return too_slow();
    // Libraries that find no memory end the process, and say so.
    for (const std::string_view sign : {"failed to allocate", "out of memory", "bad_alloc"}) {
        if (child.complaints().find(sign) != std::string::npos) return too_hungry();
    }
    const auto how = end.exited ? fmt::format("with status {}", end.status) : fmt::format("by signal {}", end.status);
    return {"worker.died", fmt::format("The program that looks at pictures ended {}.", how)};
}

struct Asked {
    const std::string& program;
    const char* command;
    std::string_view bytes;
    const std::vector<Box>& boxes;
    const RenderLimits& limits;
    const std::function<bool()>& cancelled;
};

/// Gives each frame to `take` until the worker says that nothing is missing. Throws RenderRefused.
void talk(base::ChildProcess& child, const Asked& asked, const std::function<void(const base::Frame&)>& take) {
    bool was_cancelled = false;
    const auto goes_on = [&] {
        was_cancelled = asked.cancelled && asked.cancelled();
        return !was_cancelled;
    };
    child.send(frames::question, question_frame(asked.boxes, asked.limits));
    child.send(frames::picture, asked.bytes);
    child.close_input();
    while (const auto frame = child.receive(goes_on)) {
        if (frame->what == frames::done) return;
        if (frame->what == frames::refusal) throw refusal(frame->bytes);
        take(*frame);
    }
    if (was_cancelled) throw RenderRefused("cancelled", "It was cancelled.");
    throw babble();
}

/// Looking at a picture may take all its memory, and a teacher sends twenty: no more than these are looked at together, others wait for as long as one may take.
std::counting_semaphore<> seats{most_at_once};

/// Holds one of them. Throws RenderRefused.
class Seat {
public:
    explicit Seat(base::Milliseconds patience) {
        if (!seats.try_acquire_for(patience)) throw RenderRefused("worker.busy", "Many pictures are being looked at. Try again in a minute.");
    }
    ~Seat() { seats.release(); }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
};

/// A worker for one picture. Whatever goes wrong while they talk has its reason in how the worker ended, if it did.
void ask(const Asked& asked, const std::function<void(const base::Frame&)>& take) {
    if (static_cast<std::int64_t>(asked.bytes.size()) > asked.limits.most_bytes) throw RenderRefused("picture.too_large", "The file is larger than what is taken.");
    if (::access(asked.program.c_str(), X_OK) != 0) throw RenderRefused("worker.missing", asked.program + " is not there.");
    const Seat seat(asked.limits.time);
    std::optional<base::ChildProcess> child;
    try {
        child.emplace(asked.program, std::vector<std::string>{asked.command}, base::ChildLimits{.file_bytes = 0});
    } catch (const std::system_error& problem) {
        throw RenderRefused("worker.missing", problem.what());
    }
    base::ChildDeadline deadline(*child, asked.limits.time);
    try {
        talk(*child, asked, take);
    } catch (const RenderRefused& refused) {
        if (deadline.over()) throw too_slow();
        if (refused.code() == "worker.died") {
            child->kill();
            throw died(*child);
        }
        throw;
    } catch (const base::FrameError&) {
        if (deadline.over()) throw too_slow();
        child->kill();
        throw died(*child);
    }
    if (deadline.over()) throw too_slow();
}

constexpr int longest_side = 100'000;
constexpr int widest = 1600;
constexpr std::size_t most_sizes = 3;

/// Only bytes in which our own parser finds nothing but a picture of that size.
Rendition read_rendition(std::string_view bytes) {
    base::RowReader reader(bytes);
    Rendition rendition;
    rendition.width = between(reader, 1, widest);
    rendition.height = between(reader, 1, 2 * widest);
    rendition.bytes = text(reader);
    const auto found = jpeg_parts(rendition.bytes);
    if (const auto* remains = std::get_if<JpegRemains>(&found)) {
        throw RenderRefused("picture.not_clean", fmt::format("What was made of the picture holds more than the picture: {}.", remains->what));
    }
    if (std::get<JpegSize>(found) != JpegSize{rendition.width, rendition.height}) throw babble();
    return rendition;
}

void read_head(std::string_view bytes, Rendered& rendered) {
    static constexpr std::string_view formats[] = {"jpeg", "png", "webp", "heic"};
    base::RowReader reader(bytes);
    rendered.width = between(reader, 1, longest_side);
    rendered.height = between(reader, 1, longest_side);
    rendered.format = text(reader);
    if (std::ranges::find(formats, rendered.format) == std::end(formats)) throw babble();
    rendered.fingerprint = static_cast<std::uint64_t>(integer(reader));
}

Proposals read_proposals(std::string_view bytes) {
    constexpr int most_boxes = 10'000, whole = 10'000;
    base::RowReader reader(bytes);
    Proposals proposals;
    proposals.detector = text(reader);
    for (int left = between(reader, 0, most_boxes); left > 0; --left) {
        Box box;
        for (int* part : {&box.left, &box.top}) *part = between(reader, 0, whole);
        for (int* part : {&box.width, &box.height}) *part = between(reader, 1, whole);
        proposals.boxes.push_back(box);
    }
    return proposals;
}

}  // namespace

Rendered render(const std::string& program, std::string_view bytes, const std::vector<Box>& blur, const RenderLimits& limits, const std::function<bool()>& cancelled) {
    for (const auto& box : blur) {
        if (box.width <= 0 || box.height <= 0) throw std::invalid_argument("a box has no width or no height");
    }
    Rendered rendered;
    ask({program, "render", bytes, blur, limits, cancelled}, [&](const base::Frame& frame) {
        if (frame.what == frames::head) return read_head(frame.bytes, rendered);
        if (frame.what != frames::rendition || rendered.sizes.size() == most_sizes) throw babble();
        rendered.sizes.push_back(read_rendition(frame.bytes));
        const auto& sizes = rendered.sizes;
        if (sizes.size() > 1 && sizes[sizes.size() - 2].width >= sizes.back().width && sizes[sizes.size() - 2].height >= sizes.back().height) throw babble();
    });
    if (rendered.format.empty() || rendered.sizes.empty()) throw babble();
    return rendered;
}

Proposals propose_faces(const std::string& program, std::string_view bytes, const RenderLimits& limits, const std::function<bool()>& cancelled) {
    std::optional<Proposals> proposals;
    const std::vector<Box> none;
    ask({program, "faces", bytes, none, limits, cancelled}, [&](const base::Frame& frame) {
        if (frame.what != frames::boxes || proposals) throw babble();
        proposals = read_proposals(frame.bytes);
    });
    if (!proposals) throw babble();
    return *proposals;
}

}  // namespace media
