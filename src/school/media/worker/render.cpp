#include <algorithm>
#include <utility>

#include "media/worker/decode.h"
#include "media/worker/vips_image.h"
#include "media/worker/worker.h"

namespace media::worker {

constexpr int widths[] = {1600, 800, 320};
constexpr int quality = 82;

static Pixels resized(const Pixels& pixels, Bounds size) {
    const auto image = image_over(pixels);
    const auto smaller = made([&](VipsImage** out) {
        return vips_resize(image.get(), out, double(size.width) / pixels.width, "vscale", double(size.height) / pixels.height, nullptr);
    });
    return pixels_of(smaller.get());
}

/// Encoded from bare pixels, so that there is nothing that could be carried along; and nothing is.
static std::string jpeg_of(const Pixels& pixels) {
    const auto image = image_over(pixels);
    void* data = nullptr;
    std::size_t size = 0;
    const int result = vips_jpegsave_buffer(image.get(), &data, &size, "Q", quality, "optimize_coding", TRUE,
#if VIPS_MAJOR_VERSION > 8 || (VIPS_MAJOR_VERSION == 8 && VIPS_MINOR_VERSION >= 15)
                                            "keep", VIPS_FOREIGN_KEEP_NONE,
#else
                                            "strip", TRUE,
#endif
                                            nullptr);
    if (result != 0) refuse_broken();
    std::string bytes(static_cast<const char*>(data), size);
    g_free(data);
    return bytes;
}

/// From the largest to the smallest, each made of the one before.
static std::vector<Rendition> sizes_of(Pixels pixels, Bounds original) {
    std::vector<Rendition> sizes;
    for (const int width : widths) {
        const auto size = fitted(original, {width, 2 * width});
        if (!sizes.empty() && sizes.back().width == size.width && sizes.back().height == size.height) continue;
        if (pixels.width != size.width || pixels.height != size.height) pixels = resized(pixels, size);
        sizes.push_back({pixels.width, pixels.height, jpeg_of(pixels)});
    }
    std::ranges::reverse(sizes);
    return sizes;
}

void render(Line& line, const Question& question) {
    const auto format = required_format(question.picture);
    wall_in(question, format);
    auto decoded = decode(question.picture, format, {widths[0], 2 * widths[0]}, question.most_pixels);
    const auto fingerprint = fingerprint_of(decoded.pixels);
    // A decoder may have left out pixels that no size would show. Blurring what is left is as thorough: a cell gets the mean of all that is in it, and
    // how many cells there are does not depend on the number of pixels. All that is made smaller from here on is made of what is blurred.
    make_unrecognisable(decoded.pixels, question.boxes);
    const auto sizes = sizes_of(std::move(decoded.pixels), {decoded.width, decoded.height});
    line.head(decoded.width, decoded.height, word(format), fingerprint);
    for (const auto& size : sizes) line.rendition(size);
}

}  // namespace media::worker
