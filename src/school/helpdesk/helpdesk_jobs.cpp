#include "helpdesk/forecast_store.h"
#include "helpdesk/helpdesk.h"
#include "helpdesk/letters.h"
#include "jobs/jobs.h"

namespace helpdesk {

constexpr int letters_at_once = 200;

static void write_waiting_letters(jobs::Context& context) {
    while (!context.cancelled() && write_letters(context.database(), context.services(), context.now(), letters_at_once) == letters_at_once) {
    }
}

static void rebuild(jobs::Context& context) { rebuild_forecasts(context.database(), context.now()); }

void jobs(jobs::Registry& registry) {
    registry.add("helpdesk.letters", write_waiting_letters);
    registry.add("helpdesk.forecasts", jobs::Schedule::daily_at(std::chrono::hours(2)), rebuild);
}

}  // namespace helpdesk
