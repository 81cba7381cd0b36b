/// Asking one statement and streaming what it answers.
#pragma once

#include "duck/session.h"

namespace duck {

std::unique_ptr<Rows> start_query(Session::Handles& handles, std::string_view sql, const Parameters& parameters);

}  // namespace duck
