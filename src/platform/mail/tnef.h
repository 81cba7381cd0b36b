/// winmail.dat: how Outlook packs attachments when it believes that the reader is Outlook too (MS-OXTNEF). Everything in it may be a lie: lengths are
/// checked against what is there, nesting and counts are limited, and what cannot be read is left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/incoming.h"

namespace mail {

struct TnefLimits {
    std::size_t most_attachments = 100;
    std::size_t most_attachment_bytes = std::size_t{25} << 20;
    int deepest = 5;  // messages within messages
};

struct Tnef {
    std::vector<Attachment> attachments;  // those of messages within it too
    std::string text;                     // when it has the message as plain text or HTML
    bool broken = false;                  // not TNEF at all, or it breaks off, or something was left out
};

Tnef read_tnef(std::string_view bytes, const TnefLimits& limits = {});

}  // namespace mail
