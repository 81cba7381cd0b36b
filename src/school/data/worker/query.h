/// One question to a tier of the warehouse, answered in frames and walled in while it is.
///
/// 'Q' holds JSON: file, sql, guarded, explain, rows, bytes, time_ms, memory_bytes, parameters [[name, value]]. The answer is 'G' {tables, columns}
/// (guarded questions only), 'C' [[name, type]], any number of 'R' (rows packed one after the other), and 'D' {took_ms, cut, as_of, version};
/// or 'E' {code, detail, message} at any time, after which nothing counts.
#pragma once

#include <string_view>

#include "data/worker/worker.h"

namespace data::worker {

/// Ends the process when the question was answered: the walls stay up, and DuckDB would write and signal while it closes.
void answer_question(std::string_view question, Line& line);

}  // namespace data::worker
