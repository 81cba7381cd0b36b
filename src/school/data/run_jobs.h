/// The jobs of runs.
#pragma once

namespace jobs {
class Registry;
}

namespace data {

void run_jobs(jobs::Registry& registry);

}  // namespace data
