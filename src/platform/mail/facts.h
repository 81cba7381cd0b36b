/// What was read of a message, as JSON in its row. Another reading of the bytes gives it again.
#pragma once

#include <string>
#include <string_view>

#include "mail/incoming.h"

namespace mail {

/// Everything but attachments and the whole text; of the new text the first 64 KiB.
std::string facts_of(const Incoming& message);
/// The other way; what is missing or broken stays empty.
Incoming read_facts(std::string_view json);

}  // namespace mail
