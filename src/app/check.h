/// Is the district whole? What `belltower check` finds out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/house.h"

namespace app {

struct CheckReport {
    std::vector<std::string> problems;  // sentences; none when all is well
    std::int64_t events = 0;
    std::int64_t chained = 0;
    std::int64_t files = 0;             // that rows name
};

/// Changes nothing, and goes on after a problem as far as it can: the tables are those of this program, the engine finds its data
/// consistent, every reference has its row, no event was altered, every named file and the key are there, each room agrees.
CheckReport check_district(const Databases& databases, const House::Places& places);

/// What the engine itself says of its data, and references without their row. In check_database.cpp.
std::vector<std::string> check_data(db::Read& db);

}  // namespace app
