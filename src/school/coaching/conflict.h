/// How long coaching keeps somebody from evaluating (clause 25). Pure.
#pragma once

#include "base/time.h"

namespace coaching {

constexpr int months_apart = 24;

/// The last day on which whoever coached may not evaluate, by the day of the last lesson; the last of the month where there is no such day.
base::Day conflict_until(base::Day last_lesson);

}  // namespace coaching
