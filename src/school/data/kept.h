/// The rows of runs, in files beside the warehouse that only the server's account may read.
#pragma once

#include "data/run.h"

namespace data {

/// Written aside and renamed. Throws std::system_error.
void keep(const Place& place, RunId id, const Kept& kept);
void forget(const Place& place, RunId id);
/// Removes every file of rows that was written before the moment, those that were broken off too.
void forget_before(const Place& place, base::Instant moment);

/// A table and its notes as bytes, and back; for figures too. Throws base::FrameError.
std::string packed(const Kept& kept);
Kept unpacked(std::string_view bytes);

}  // namespace data
