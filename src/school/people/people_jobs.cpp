#include <fmt/format.h>

#include "jobs/jobs.h"
#include "people/people.h"
#include "people/reminders.h"

namespace people {

static void remind(jobs::Context& context) {
    const auto told = write_reminders(context.database(), context.services(), context.now());
    context.result(fmt::format(R"({{"holders":{},"keepers":{},"lapsed":{}}})", told.holders, told.keepers, told.lapsed));
}

void jobs(jobs::Registry& registry) { registry.add("people.licence_letters", jobs::Schedule::daily_at(std::chrono::hours(6)), remind); }

}  // namespace people
