/// Holds an image of libvips. Its words about errors are never told: they may quote what stands in a picture.
#pragma once

#include <vips/vips.h>

#include <memory>

#include "media/worker/pixels.h"

namespace media::worker {

struct FreeImage {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, FreeImage>;

/// Throws Refusal: picture.broken, or limit.memory when that was the reason.
[[noreturn]] void refuse_broken();

/// What an operation of libvips makes: `make` gets the place for it and answers as libvips does. Throws as refuse_broken().
template <typename Make>
Image made(Make&& make) {
    VipsImage* out = nullptr;
    if (make(&out) != 0) {
        if (out) g_object_unref(out);
        refuse_broken();
    }
    return Image(out);
}

/// The image over these pixels, which must outlive it.
Image image_over(const Pixels& pixels);
/// All of it, evaluated now. The image has three bands of eight bits.
Pixels pixels_of(VipsImage* image);

}  // namespace media::worker
