/// Files that the program carries with it: migrations, templates, messages, help and the front end.
///
/// The build embeds a room's schema/, pages/, messages/ and help/ and defines `<room>::embedded()`. The room declares it in its
/// front header: `std::span<const base::EmbeddedFile> embedded();`
#pragma once

#include <span>
#include <string_view>

namespace base {

/// One embedded file. Both views live as long as the program; a zero byte follows the last of `bytes`.
struct EmbeddedFile {
    std::string_view path;  // "helpdesk/pages/queue.html"
    std::string_view bytes;
};

}  // namespace base
