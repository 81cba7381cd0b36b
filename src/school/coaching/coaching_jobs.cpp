#include <fmt/format.h>

#include "coaching/coaching.h"
#include "coaching/letters.h"
#include "jobs/jobs.h"

namespace coaching {

static void letters(jobs::Context& context) { context.result(fmt::format(R"({{"letters":{}}})", write_letters(context.services(), context.now()))); }

void jobs(jobs::Registry& registry) { registry.add("coaching.letters", ::jobs::Schedule::every(std::chrono::minutes(1)), letters); }

}  // namespace coaching
