/// Pictures that stand within HTML itself, as addresses that begin with "data:".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/incoming.h"

namespace mail {

struct EmbeddedPictures {
    std::vector<Attachment> pictures;  // without names
    bool left_out = false;             // some were too many, too large or not readable
};

/// Where the part begins that somebody else wrote, by the marks of mail programs; npos when there is none.
std::size_t quote_in_html(std::string_view html);
/// Takes them out of the HTML: megabytes that no reader of text needs.
EmbeddedPictures take_embedded_pictures(std::string& html, std::size_t most, std::size_t most_bytes_of_one);

}  // namespace mail
