#include "media/worker/worker.h"

#include <optional>
#include <utility>
#include <variant>

#include "media/render_frames.h"

namespace media::worker {

static base::Frame expect(base::FrameReader& in, char what) {
    auto frame = in.read(0);
    if (!frame || frame->what != what) throw base::FrameError("no question came");
    return std::move(*frame);
}

static std::int64_t integer(base::RowReader& reader) {
    const auto cell = reader.cell();
    const auto* value = std::get_if<std::int64_t>(&cell);
    if (!value) throw base::FrameError("a number was expected");
    return *value;
}

Question Line::question() {
    const auto asked = expect(in_, frames::question);
    base::RowReader reader(asked.bytes);
    Question question;
    question.memory_bytes = integer(reader);
    question.time_ms = integer(reader);
    question.most_pixels = integer(reader);
    for (auto left = integer(reader); left > 0; --left) {
        Box box;
        for (int* part : {&box.left, &box.top, &box.width, &box.height}) *part = static_cast<int>(integer(reader));
        question.boxes.push_back(box);
    }
    question.picture = expect(in_, frames::picture).bytes;
    return question;
}

void Line::head(int width, int height, std::string_view format, std::uint64_t fingerprint) {
    base::RowPacker packer;
    packer.integer(width);
    packer.integer(height);
    packer.text(format);
    packer.integer(static_cast<std::int64_t>(fingerprint));
    out_.write(frames::head, packer.take());
}

void Line::rendition(const Rendition& rendition) {
    base::RowPacker packer;
    packer.integer(rendition.width);
    packer.integer(rendition.height);
    packer.text(rendition.bytes);
    out_.write(frames::rendition, packer.take());
}

void Line::proposals(const Proposals& proposals) {
    base::RowPacker packer;
    packer.text(proposals.detector);
    packer.integer(static_cast<std::int64_t>(proposals.boxes.size()));
    for (const auto& box : proposals.boxes) {
        for (const int part : {box.left, box.top, box.width, box.height}) packer.integer(part);
    }
    out_.write(frames::boxes, packer.take());
}

void Line::done() { out_.write(frames::done, {}); }

void Line::refuse(const Refusal& refusal) {
    base::RowPacker packer;
    packer.text(refusal.code);
    packer.text(refusal.message);
    out_.write(frames::refusal, packer.take());
}

}  // namespace media::worker
