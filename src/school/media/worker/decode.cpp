#include "media/worker/decode.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "media/worker/vips_image.h"
#include "walls/walls.h"

namespace media::worker {

constexpr int threads = 2;

Bounds fitted(Bounds picture, Bounds most) {
    const double scale = std::min({1.0, double(most.width) / picture.width, double(most.height) / picture.height});
    const auto side = [&](int of) { return std::max(1, static_cast<int>(std::lround(of * scale))); };
    return {side(picture.width), side(picture.height)};
}

Format required_format(std::string_view bytes) {
    if (const auto format = format_of(bytes)) return *format;
    throw Refusal{"picture.format", "The file is no picture in JPEG, PNG, WebP or HEIC."};
}

// --- The library, and the walls ---

/// HEIC is read by a module of the library, which may load a codec in turn; both must be there before nothing can be opened any more. For the other
/// formats no module is loaded at all: they would bring in readers that nobody needs.
static void start_library(Format format) {
    // One arena for all threads: each further one would take 64 MiB of the addresses that the walls leave.
    ::mallopt(M_ARENA_MAX, 1);
    if (format != Format::heic) ::setenv("VIPSHOME", "/nonexistent", 1);
    if (VIPS_INIT("belltower-images") != 0) throw std::runtime_error("libvips cannot be started");
    vips_concurrency_set(threads);
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* reader : {"VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer", "VipsForeignLoadHeifBuffer"}) {
        vips_operation_block_set(reader, FALSE);
    }
    if (format != Format::heic) return;
    // A beginning without a picture: enough to make libheif look for its codecs.
    static const char beginning[] = "\0\0\0\x18" "ftypheic\0\0\0\0mif1heic";
    VipsImage* none = nullptr;
    if (vips_heifload_buffer(const_cast<char*>(beginning), sizeof beginning - 1, &none, nullptr) == 0) g_object_unref(none);
    vips_error_clear();
}

struct Memory {
    std::int64_t addresses = 0, resident = 0;
};

static Memory memory_now() {
    std::ifstream file("/proc/self/statm");
    Memory pages;
    if (!(file >> pages.addresses >> pages.resident)) throw std::runtime_error("/proc/self/statm cannot be read");
    const auto size = ::sysconf(_SC_PAGESIZE);
    return {pages.addresses * size, pages.resident * size};
}

void wall_in(const Question& question, Format format) {
    start_library(format);
    const auto now = memory_now();
    constexpr std::int64_t least = std::int64_t{8} << 20;
    const auto left = question.memory_bytes - now.resident;
    if (left < least) throw Refusal{"limit.memory", "The picture needs more memory than it may have."};
    // The kernel can limit addresses, not what is resident of them. What is mapped now and not resident are libraries; whatever is asked for from here on
    // counts in full, so what is resident stays below the limit.
    walls::wall_in({.address_space_bytes = now.addresses + left, .processor_seconds = question.time_ms * threads / 1000 + 2});
}

// --- The picture ---

/// `shrink` is what the decoder itself can leave out: eighths of a JPEG's blocks, or the scaling of WebP.
static Image opened(std::string_view bytes, Format format, int shrink) {
    void* data = const_cast<char*>(bytes.data());
    return made([&](VipsImage** out) {
        switch (format) {
            case Format::jpeg:
                return vips_jpegload_buffer(data, bytes.size(), out, "shrink", shrink, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            case Format::png: return vips_pngload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            case Format::webp:
                return vips_webpload_buffer(data, bytes.size(), out, "scale", 1.0 / shrink, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            case Format::heic: return vips_heifload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        }
        return -1;
    });
}

/// By the profile in the picture when it has one that can be used, else by what its colours usually mean.
static Image to_srgb(VipsImage* image) {
    if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0) {
        VipsImage* out = nullptr;
        if (vips_icc_transform(image, &out, "srgb", "embedded", TRUE, "depth", 8, "intent", VIPS_INTENT_PERCEPTUAL, nullptr) == 0) return Image(out);
        vips_error_clear();
    }
    return made([&](VipsImage** out) { return vips_colourspace(image, out, VIPS_INTERPRETATION_sRGB, nullptr); });
}

static Image on_white(Image image) {
    if (vips_image_hasalpha(image.get())) {
        constexpr double white = 255;
        VipsArrayDouble* background = vips_array_double_newv(3, white, white, white);
        VipsImage* out = nullptr;
        const int result = vips_flatten(image.get(), &out, "background", background, nullptr);
        vips_area_unref(VIPS_AREA(background));
        if (result != 0) refuse_broken();
        image.reset(out);
    }
    if (image->BandFmt == VIPS_FORMAT_UCHAR) return image;
    return made([&](VipsImage** out) { return vips_cast_uchar(image.get(), out, nullptr); });
}

static int orientation_of(VipsImage* image, Format format) {
    // In HEIC turning belongs to the picture and is done with the decoding; what EXIF says beside it does not count.
    return format == Format::heic ? 1 : vips_image_get_orientation(image);
}

static int largest_power_of_two(int most, int up_to) {
    int power = 1;
    while (power * 2 <= up_to && power * 2 <= most) power *= 2;
    return power;
}

Decoded decode(std::string_view bytes, Format format, Bounds wanted, std::int64_t most_pixels) {
    const auto header = opened(bytes, format, 1);
    const int orientation = orientation_of(header.get(), format);
    if (std::int64_t{header->Xsize} * header->Ysize > most_pixels) throw Refusal{"picture.too_large", "The picture has more pixels than are taken."};
    const bool swaps = orientation >= 5;
    Decoded decoded{swaps ? header->Ysize : header->Xsize, swaps ? header->Xsize : header->Ysize, {}};
    const auto goal = fitted({decoded.width, decoded.height}, wanted);
    const int leave_out = std::max(1, std::min(decoded.width / goal.width, decoded.height / goal.height));
    const int by_decoder = format == Format::jpeg ? largest_power_of_two(8, leave_out) : format == Format::webp ? leave_out : 1;
    auto image = opened(bytes, format, by_decoder);
    image = on_white(to_srgb(image.get()));
    if (const int rest = leave_out / by_decoder; rest > 1) {
        image = made([&](VipsImage** out) { return vips_shrink(image.get(), out, double(rest), double(rest), nullptr); });
    }
    decoded.pixels = turned(pixels_of(image.get()), orientation);
    return decoded;
}

}  // namespace media::worker
