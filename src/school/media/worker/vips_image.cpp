#include "media/worker/vips_image.h"

#include <string>

#include "base/text.h"
#include "media/worker/worker.h"

namespace media::worker {

void refuse_broken() {
    const std::string words = base::to_lower_ascii(vips_error_buffer());
    vips_error_clear();
    if (words.find("memory") != words.npos) throw Refusal{"limit.memory", "The picture needs more memory than it may have."};
    throw Refusal{"picture.broken", "The picture is damaged or ends too early."};
}

Image image_over(const Pixels& pixels) {
    Image bare(vips_image_new_from_memory(pixels.bytes.data(), pixels.bytes.size(), pixels.width, pixels.height, 3, VIPS_FORMAT_UCHAR));
    if (!bare) refuse_broken();
    return made([&](VipsImage** out) { return vips_copy(bare.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr); });
}

Pixels pixels_of(VipsImage* image) {
    if (image->Bands != 3 || image->BandFmt != VIPS_FORMAT_UCHAR) throw Refusal{"picture.broken", "The picture has colours that are not known here."};
    Pixels pixels{image->Xsize, image->Ysize, std::vector<std::uint8_t>(VIPS_IMAGE_SIZEOF_IMAGE(image))};
    // Evaluated straight into our own memory: there is never a second copy.
    Image target(vips_image_new_from_memory(pixels.bytes.data(), pixels.bytes.size(), pixels.width, pixels.height, 3, VIPS_FORMAT_UCHAR));
    if (!target || vips_image_write(image, target.get()) != 0) refuse_broken();
    return pixels;
}

}  // namespace media::worker
