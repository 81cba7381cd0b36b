/// What jobs and pages of imports share.
#pragma once

#include "imports/imports.h"
#include "imports/run.h"

namespace imports {

/// The kinds that app gave.
const Kinds& served_kinds();
/// What a page of a run watches.
std::string topic_of(RunId id);

}  // namespace imports
