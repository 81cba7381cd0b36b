#include "db/drivers.h"

namespace db::detail {

std::unique_ptr<Database> open_postgres(const Settings&) {
    throw Failure("PostgreSQL cannot be opened yet.");
}

}  // namespace db::detail
