/// When nobody can say whether a change was saved.
#pragma once

#include "db/db.h"

namespace db {

/// The connection went away between "save it" and the answer. The body is not run again: the change may be there already. Whoever asked
/// must look before they repeat it.
class OutcomeUnknown : public Failure {
public:
    using Failure::Failure;
};

}  // namespace db
