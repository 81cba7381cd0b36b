/// What the server and the program `belltower-images` say to each other, in frames (base/frames.h) whose cells stand in this order.
#pragma once

namespace media::frames {

// To the program: first what is wanted, then the picture. It reads both before it does anything.
constexpr char question = 'Q';  // memory_bytes, time_ms, most_pixels, count of boxes, then left, top, width, height of each
constexpr char picture = 'P';   // the bytes as they were uploaded

// From it: of `render` one `head` and then the sizes, of `faces` one `boxes`; `done` says that nothing is missing.
constexpr char head = 'H';       // width, height, format, fingerprint
constexpr char rendition = 'R';  // width, height, bytes
constexpr char boxes = 'B';      // detector, count of boxes, then left, top, width, height of each
constexpr char done = 'D';       // nothing
constexpr char refusal = 'E';    // code, message

}  // namespace media::frames
