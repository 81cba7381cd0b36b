/// The part of a text that shows why it was found.
#pragma once

#include <string>
#include <string_view>

#include "search/query.h"

namespace search {

/// About 160 code points around the first match of any wanted term (the beginning when the match is in the title only), cut between
/// words, with an ellipsis where something was left out. Matches stand between U+0002 and U+0003; control characters of the text
/// become spaces, so a text cannot fake a mark. The text must be valid UTF-8.
std::string snippet(std::string_view text, const Query& query);

}  // namespace search
