/// The failures that a rate is made of, one by one: what stands behind every number of a model or a device. Only for this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "planning/hazard.h"

namespace db {
class Read;
}

namespace planning {

struct ModelName {
    std::int64_t id = 0;
    std::string kind;
    std::string name;
    std::int64_t devices = 0;  // in service or not
};
/// Throws base::NotFound when there is none. Anybody who may see some inventory may know a model.
ModelName find_model(db::Read& db, const auth::Viewer& viewer, std::int64_t model);

/// A failure with the words of its first repair.
struct ToldFailure {
    Failure failure;
    int age_year = 0;
    bool counted = true;  // false: before the log was complete (H7), or since the last count
    std::int64_t device = 0;
    std::string device_label;
    std::string component, cause, symptom, action;
    std::optional<std::int64_t> request;
};
/// Whose failures. What is absent does not restrict; school 0: devices of no school.
struct FailuresOf {
    std::optional<std::int64_t> model, device, school;
    std::string kind;
};
/// Newest first; those of schools whose inventory the viewer may see.
std::vector<ToldFailure> told_failures(db::Read& db, const auth::Viewer& viewer, const FailuresOf& whose);

/// A condition on `d` (inventory_device): the schools whose inventory the viewer may see.
std::string of_inventory(const auth::Viewer& viewer);

}  // namespace planning
