#include "media/takedown.h"

#include <array>

namespace media {

static constexpr std::array<std::string_view, 5> reason_words{"consent", "ended", "closed", "pulled", "incident"};
std::string_view word(Reason reason) { return reason_words[static_cast<std::size_t>(reason)]; }

}  // namespace media
