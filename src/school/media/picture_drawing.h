/// Drawings in place of photographs, for the demo and for tests: flat colours, people as circles with eyes. No picture of anybody is in this program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace media {

/// Colours of the palette, in the order of its definition.
enum class Ink : std::uint8_t { paper, sky, floor, wall, wood, skin_light, skin_dark, hair, eye, red, blue, green, yellow, grey, white, black };

class Drawing {
public:
    Drawing(int width, int height, Ink ground);
    int width() const { return width_; }
    int height() const { return height_; }

    void rectangle(int left, int top, int width, int height, Ink ink);
    void circle(int x, int y, int radius, Ink ink);
    /// A person seen from the front, the middle of the face at (x, y): head, hair, eyes, mouth, and a body in that colour.
    void person(int x, int y, int radius, Ink skin, Ink shirt);
    /// The same from behind.
    void back_of_person(int x, int y, int radius, Ink shirt);

    /// PNG with a palette, uncompressed inside.
    std::string png() const;

private:
    void set(int x, int y, Ink ink);
    int width_, height_;
    std::vector<std::uint8_t> points_;
};

}  // namespace media
