/// Pictures for tests, made in the run: with whatever a camera or a person may have put into them.
#pragma once

#include <map>
#include <string>

#include "media/worker/pixels.h"

namespace media::worker {

/// Starts libvips in this process, once.
void start_vips();

/// Four quarters: red, green, blue, white (from the upper left, row by row).
Pixels quarters(int width, int height);
/// Waves of colour that are the same at every size, and noise of that strength over them; another `seed` is another picture.
Pixels scene(int width, int height, int noise = 0, unsigned seed = 1);
/// A drawing of a face, seen from the front, on a plain ground.
Pixels drawn_face(int side);

/// What is attached to a picture before it is written: names and bytes as libvips knows them ("exif-data", "xmp-data", "iptc-data").
using Attached = std::map<std::string, std::string>;
std::string jpeg(const Pixels& pixels, int quality = 92, const Attached& attached = {});
std::string png(const Pixels& pixels, bool interlaced = false);
std::string webp(const Pixels& pixels, bool lossless = false, const Attached& attached = {});
/// Two pictures of one size, one after the other.
std::string animated_webp(const Pixels& first, const Pixels& second);
/// With that profile of libvips ("p3", "cmyk") embedded and the colours expressed in it.
std::string jpeg_in_profile(const Pixels& pixels, const char* profile);
/// Sixteen bits and an alpha that is nothing everywhere.
std::string invisible_png(int width, int height);
/// 64 x 48 of quarters() as an iPhone would write it.
std::string heic();

/// Exif with that orientation, a maker, a place on earth, and a thumbnail.
std::string exif(int orientation);
/// A part of a JPEG put right after its beginning.
std::string with_part(const std::string& jpeg, char marker, const std::string& content);
/// A chunk put right after the header of a PNG.
std::string with_chunk(const std::string& png, const std::string& name, const std::string& content);
/// A PNG that says it is so large, and holds next to nothing.
std::string bomb(unsigned width, unsigned height);

/// What a JPEG shows, decoded in this process.
Pixels shown(const std::string& jpeg);

}  // namespace media::worker
