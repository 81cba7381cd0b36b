/// How a question would be answered, without asking it.
#pragma once

#include <string>

#include "data/warehouse.h"

namespace data {

/// The plan of DuckDB for the question, as the text that EXPLAIN draws. It is guarded and walled in as the question itself, and reads no rows.
/// Throws Refused.
std::string explain(const Place& place, const Ask& question);

}  // namespace data
