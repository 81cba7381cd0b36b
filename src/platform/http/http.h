/// The front of the room: what a room needs to answer requests. Start with http/call.h and http/routes.h.
#pragma once

#include <span>

#include "base/embedded.h"

namespace http {

std::span<const base::EmbeddedFile> embedded();

}  // namespace http
