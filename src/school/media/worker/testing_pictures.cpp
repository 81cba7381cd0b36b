#include "media/worker/testing_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <stdexcept>

#include "media/worker/vips_image.h"

namespace media::worker {

using namespace std::string_literals;

void start_vips() {
    static const int started = VIPS_INIT("test");
    if (started != 0) throw std::runtime_error("libvips cannot be started");
}

static Pixels blank(int width, int height) { return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 255)}; }

static void put(Pixels& pixels, int x, int y, int red, int green, int blue) {
    std::uint8_t* to = pixels.at(x, y);
    for (const int value : {red, green, blue}) *to++ = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

Pixels quarters(int width, int height) {
    auto pixels = blank(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool right = x >= width / 2, low = y >= height / 2;
            put(pixels, x, y, right == low ? 255 : 0, right ? 255 : 0, low ? 255 : 0);
        }
    }
    return pixels;
}

Pixels scene(int width, int height, int noise, unsigned seed) {
    auto pixels = blank(width, height);
    std::minstd_rand random(seed);
    const double slant = 3 + seed % 5, turn = 2 + seed % 3;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double across = double(x) / width, down = double(y) / height;
            const auto wave = [&](double phase) { return 128 + 90 * std::sin(slant * across * 3 + turn * down * 5 + phase + seed); };
            const auto grain = [&] { return noise == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(2 * noise + 1)) - noise; };
            put(pixels, x, y, static_cast<int>(wave(0)) + grain(), static_cast<int>(wave(1)) + grain(), static_cast<int>(wave(2)) + grain());
        }
    }
    return pixels;
}

namespace {

/// A soft-edged ellipse: 1 inside, 0 outside. Places are parts of the drawing's side.
double blob(double x, double y, double middle_x, double middle_y, double half_width, double half_height, double softness = 0.25) {
    const double across = (x - middle_x) / half_width, down = (y - middle_y) / half_height;
    const double distance = std::sqrt(across * across + down * down);
    return std::clamp((1 + softness - distance) / (2 * softness), 0.0, 1.0);
}

/// Brightness of the drawing at a place, from 0 to 255.
double face_at(double x, double y) {
    double value = 170;
    const auto lay = [&](double how_much, double brightness) { value += how_much * (brightness - value); };
    lay(blob(x, y, 0.5, 0.46, 0.40, 0.46, 0.05), 60);    // hair
    lay(blob(x, y, 0.5, 0.54, 0.32, 0.41, 0.08), 205);   // face
    lay(blob(x, y, 0.5, 0.30, 0.24, 0.10, 0.4), 222);    // forehead
    for (const double side : {-1.0, 1.0}) {
        lay(blob(x, y, 0.5 + side * 0.155, 0.455, 0.125, 0.075, 0.5), 120);  // hollow of the eye
        lay(blob(x, y, 0.5 + side * 0.155, 0.395, 0.105, 0.022, 0.4), 60);   // brow
        lay(blob(x, y, 0.5 + side * 0.155, 0.465, 0.070, 0.032, 0.3), 215);  // eye
        lay(blob(x, y, 0.5 + side * 0.155, 0.465, 0.032, 0.034, 0.3), 25);   // iris
        lay(blob(x, y, 0.5 + side * 0.19, 0.63, 0.10, 0.08, 0.6), 228);      // cheek
        lay(blob(x, y, 0.5 + side * 0.045, 0.655, 0.028, 0.016, 0.5), 90);   // nostril
    }
    lay(blob(x, y, 0.5, 0.53, 0.035, 0.11, 0.6), 232);   // bridge of the nose
    lay(blob(x, y, 0.5, 0.685, 0.08, 0.018, 0.6), 150);  // below the nose
    lay(blob(x, y, 0.5, 0.775, 0.125, 0.030, 0.35), 95); // mouth
    lay(blob(x, y, 0.5, 0.83, 0.09, 0.022, 0.6), 165);   // below the mouth
    return value;
}

}  // namespace

Pixels drawn_face(int side) {
    auto pixels = blank(side, side);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int value = static_cast<int>(face_at((x + 0.5) / side, (y + 0.5) / side));
            put(pixels, x, y, value, value - 12, value - 25);
        }
    }
    return pixels;
}

static std::string taken(void* data, std::size_t size) {
    std::string bytes(static_cast<const char*>(data), size);
    g_free(data);
    return bytes;
}

static void must(int result) {
    if (result != 0) throw std::runtime_error(vips_error_buffer());
}

static Image with(const Pixels& pixels, const Attached& attached) {
    start_vips();
    auto image = image_over(pixels);
    for (const auto& [name, bytes] : attached) vips_image_set_blob_copy(image.get(), name.c_str(), bytes.data(), bytes.size());
    return image;
}

static std::string jpeg_of(VipsImage* image, int quality) {
    void* data = nullptr;
    std::size_t size = 0;
    must(vips_jpegsave_buffer(image, &data, &size, "Q", quality, nullptr));
    return taken(data, size);
}

std::string jpeg(const Pixels& pixels, int quality, const Attached& attached) { return jpeg_of(with(pixels, attached).get(), quality); }

std::string png(const Pixels& pixels, bool interlaced) {
    void* data = nullptr;
    std::size_t size = 0;
    must(vips_pngsave_buffer(with(pixels, {}).get(), &data, &size, "interlace", interlaced ? TRUE : FALSE, "compression", 1, nullptr));
    return taken(data, size);
}

std::string webp(const Pixels& pixels, bool lossless, const Attached& attached) {
    void* data = nullptr;
    std::size_t size = 0;
    must(vips_webpsave_buffer(with(pixels, attached).get(), &data, &size, "lossless", lossless ? TRUE : FALSE, "effort", 0, nullptr));
    return taken(data, size);
}

std::string animated_webp(const Pixels& first, const Pixels& second) {
    Pixels both{first.width, first.height + second.height, first.bytes};
    both.bytes.insert(both.bytes.end(), second.bytes.begin(), second.bytes.end());
    const auto image = with(both, {});
    vips_image_set_int(image.get(), VIPS_META_PAGE_HEIGHT, first.height);
    void* data = nullptr;
    std::size_t size = 0;
    must(vips_webpsave_buffer(image.get(), &data, &size, "lossless", TRUE, nullptr));
    return taken(data, size);
}

std::string jpeg_in_profile(const Pixels& pixels, const char* profile) {
    const auto image = with(pixels, {});
    const auto converted = made([&](VipsImage** out) { return vips_icc_transform(image.get(), out, profile, "input_profile", "srgb", nullptr); });
    return jpeg_of(converted.get(), 95);
}

std::string invisible_png(int width, int height) {
    start_vips();
    const auto black = made([&](VipsImage** out) { return vips_black(out, width, height, "bands", 4, nullptr); });
    const auto deep = made([&](VipsImage** out) { return vips_cast_ushort(black.get(), out, nullptr); });
    const auto coloured = made([&](VipsImage** out) { return vips_copy(deep.get(), out, "interpretation", VIPS_INTERPRETATION_RGB16, nullptr); });
    void* data = nullptr;
    std::size_t size = 0;
    must(vips_pngsave_buffer(coloured.get(), &data, &size, nullptr));
    return taken(data, size);
}

// --- Bytes by hand ---

std::string heic() {
    static constexpr std::string_view digits =
        "0000001c6674797068656963000000006d696631686569636d696166000001ad6d657461000000000000002168646c72000000000000000070696374000000000000000000000000000000"
        "000e7069746d0000000000020000001069646174000000000040003000000038696c6f630100000044400002000100000000000001d1000100000000000000d50002000100000000000000"
        "0100000000000000080000003869696e6600000000000200000015696e66650200000100010000687663310000000015696e666502000000000200006772696400000000d8697072700000"
        "00b66970636f00000076687663430103700000000000000000001ef000fcfdf8f800000f03200001001840010c01ffff03700000030090000003000003001eba0240210001002a42010103"
        "700000030090000003000003001ea020810596eae4a6b9b8101030200000030020000003002122000100064401c173c0890000001469737065000000000000004000000040000000146973"
        "7065000000000000004000000030000000107069786900000000030808080000001a69706d610000000000000002000102810200020203840000001a69726566000000000000000e64696d"
        "67000200010001000000dd6d646174000000d12801af09e023352dffeed9fffefd6f21ec27a474eeefd4a3ff6263bbe036fffaaf6d7dfa3bd37ff6aa3bf8e26ffa6609aa8125375fff25ac"
        "bcc8c56e3d0033a2ebaef409e8321acfd3bb7f4d291bb5449e21e1a4082c74858fa9691de14d90328687978c881c150d1b2664bc61ad86c49d246d499cff733f2714a189b403302e66f28e"
        "a5abb28a0d5139733449563344a6440ebda7cf5a767be6946af57d6ab7c486eb8a16c988e334ab108c8be07c571574d8fcfea0167f3f0cff766bd6bc4975f5af6df1c30e059f2b468d3fb8"
        "6c9bb8";
    std::string bytes;
    for (std::size_t at = 0; at < digits.size(); at += 2) bytes += static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16));
    return bytes;
}

static std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 0xFF);
    return text;
}

static std::string big(std::uint32_t value, int bytes) {
    auto text = little(value, bytes);
    std::ranges::reverse(text);
    return text;
}

static std::string entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
    return little(tag, 2) + little(type, 2) + little(count, 4) + little(value, 4);
}

std::string exif(int orientation) {
    constexpr std::uint32_t ascii = 2, short_number = 3, long_number = 4, rational = 5;
    const std::string maker = "SECRET MAKER\0"s, thumbnail = jpeg(quarters(16, 16));
    constexpr std::uint32_t first = 8, first_length = 2 + 3 * 12 + 4, second = first + first_length, second_length = 2 + 2 * 12 + 4, place = second + second_length,
                            place_length = 2 + 2 * 12 + 4, data = place + place_length;
    const auto latitude = data + static_cast<std::uint32_t>(maker.size()), small = latitude + 24;
    std::string tiff = "II*\0"s + little(first, 4);
    tiff += little(3, 2) + entry(0x010F, ascii, static_cast<std::uint32_t>(maker.size()), data) + entry(0x0112, short_number, 1, static_cast<std::uint32_t>(orientation)) +
            entry(0x8825, long_number, 1, place) + little(second, 4);
    tiff += little(2, 2) + entry(0x0201, long_number, 1, small) + entry(0x0202, long_number, 1, static_cast<std::uint32_t>(thumbnail.size())) + little(0, 4);
    tiff += little(2, 2) + entry(1, ascii, 2, 'N') + entry(2, rational, 3, latitude) + little(0, 4);
    tiff += maker;
    for (const std::uint32_t part : {44u, 58u, 30u}) tiff += little(part, 4) + little(1, 4);
    return "Exif\0\0"s + tiff + thumbnail;
}

std::string with_part(const std::string& jpeg, char marker, const std::string& content) {
    return jpeg.substr(0, 2) + '\xFF' + marker + big(static_cast<std::uint32_t>(content.size() + 2), 2) + content + jpeg.substr(2);
}

static std::uint32_t crc(const std::string& bytes) {
    std::uint32_t value = 0xFFFFFFFF;
    for (const char c : bytes) {
        value ^= static_cast<std::uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit) value = value & 1 ? value >> 1 ^ 0xEDB88320 : value >> 1;
    }
    return ~value;
}

static std::string chunk(const std::string& name, const std::string& content) {
    return big(static_cast<std::uint32_t>(content.size()), 4) + name + content + big(crc(name + content), 4);
}

std::string with_chunk(const std::string& png, const std::string& name, const std::string& content) {
    constexpr std::size_t header = 8 + 25;
    return png.substr(0, header) + chunk(name, content) + png.substr(header);
}

std::string bomb(unsigned width, unsigned height) {
    // Nothing, as zlib writes it.
    const auto nothing = "\x78\x9C\x03\0\0\0\0\x01"s;
    return "\x89PNG\r\n\x1A\n"s + chunk("IHDR", big(width, 4) + big(height, 4) + "\x08\x02\0\0\0"s) + chunk("IDAT", nothing) + chunk("IEND", "");
}

Pixels shown(const std::string& jpeg) {
    start_vips();
    const auto image = made([&](VipsImage** out) { return vips_jpegload_buffer(const_cast<char*>(jpeg.data()), jpeg.size(), out, nullptr); });
    for (const char* name : {VIPS_META_EXIF_NAME, VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME, VIPS_META_ICC_NAME, VIPS_META_PHOTOSHOP_NAME, VIPS_META_ORIENTATION}) {
        if (vips_image_get_typeof(image.get(), name) != 0) throw std::runtime_error(std::string("the picture carries ") + name);
    }
    return pixels_of(image.get());
}

}  // namespace media::worker
