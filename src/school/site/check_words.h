/// Words that say nothing, shouting, strings of little pictures: what the checks know about words. Pure.
#pragma once

#include <string_view>

namespace site {

/// "Click here", "read more", "leer más": heard alone, as a screen reader lists links, it leads nobody anywhere.
bool says_nothing(std::string_view link_words);
/// An address in place of words: "https://...", "www....".
bool is_address(std::string_view link_words);
/// "IMG_2041.jpg", "north_school": a name of a file, not what the picture shows.
bool is_file_name(std::string_view image_words);
/// Four words or more without a small letter.
bool is_shouting(std::string_view text);
/// Three emoji or more in a row.
bool has_emoji_run(std::string_view text);

}  // namespace site
