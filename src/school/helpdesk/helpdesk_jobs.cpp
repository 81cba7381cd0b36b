#include <boost/json.hpp>
#include <fmt/format.h>

#include "helpdesk/closing.h"
#include "helpdesk/due.h"
#include "helpdesk/forecast_store.h"
#include "helpdesk/giving.h"
#include "helpdesk/helpdesk.h"
#include "helpdesk/intake.h"
#include "helpdesk/joining.h"
#include "helpdesk/letters.h"
#include "helpdesk/problem_news.h"
#include "helpdesk/resuming.h"
#include "helpdesk/stranger.h"
#include "jobs/jobs.h"

namespace helpdesk {

constexpr int letters_at_once = 200;

static void write_waiting_letters(jobs::Context& context) {
    Written all;
    for (bool more = true; more && !context.cancelled();) {
        auto written = write_letters(context.database(), context.services(), context.now(), letters_at_once);
        all.notices += written.notices;
        all.set_aside += written.set_aside;
        more = written.notices == letters_at_once;
    }
    context.result(fmt::format(R"({{"notices":{},"set_aside":{}}})", all.notices, all.set_aside));
}

static void write_set_aside(jobs::Context& context) { write_set_aside_letters(context.database(), context.services(), context.now()); }

static void rebuild(jobs::Context& context) { rebuild_forecasts(context.database(), context.now()); }

static void renew_due_times(jobs::Context& context) {
    context.result(fmt::format(R"({{"changed":{}}})", retarget_unfinished(context.database(), context.now())));
}

static void close_what_nobody_answers(jobs::Context& context) {
    context.result(fmt::format(R"({{"closed":{}}})", close_unanswered(context.database(), context.now())));
}

static void resume_what_is_due(jobs::Context& context) {
    context.result(fmt::format(R"({{"resumed":{}}})", resume_due(context.database(), context.now())));
}

static void forget_what_nobody_confirmed(jobs::Context& context) {
    auto requests = forget_unconfirmed(context.database(), context.now());
    auto joinings = forget_unconfirmed_joinings(context.database(), context.now()) + forget_strangers_who_joined(context.database(), context.now());
    context.database().write([&](db::Write& db) { return forget_caused(db, context.now()); });
    context.result(fmt::format(R"({{"forgotten":{}}})", requests + joinings));
}

static void write_letters_of_joining(jobs::Context& context) {
    while (!context.cancelled() && write_joining_letters(context.database(), context.services(), context.now(), letters_at_once) == letters_at_once) {
    }
}

static void give_to_somebody(jobs::Context& context) {
    RequestId id{boost::json::parse(context.payload()).at("request").as_int64()};
    context.result(fmt::format(R"({{"given":{}}})", give(context.database(), context.now(), id)));
}

void jobs(jobs::Registry& registry) {
    registry.add("helpdesk.letters", write_waiting_letters);
    registry.add("helpdesk.set_aside_letters", jobs::Schedule::daily_at(std::chrono::hours(4)), write_set_aside);
    registry.add("helpdesk.retarget", renew_due_times);
    registry.add("helpdesk.closing", jobs::Schedule::daily_at(std::chrono::hours(5)), close_what_nobody_answers);
    registry.add("helpdesk.resume_due", jobs::Schedule::every(std::chrono::minutes(5)), resume_what_is_due);
    registry.add("helpdesk.forget_unconfirmed", jobs::Schedule::daily_at(std::chrono::hours(3)), forget_what_nobody_confirmed);
    registry.add("helpdesk.give", give_to_somebody);
    registry.add("helpdesk.joining_letters", write_letters_of_joining);
    registry.add("helpdesk.problem_news", tell_of_problem);
    registry.add("helpdesk.forecasts", jobs::Schedule::daily_at(std::chrono::hours(2)), rebuild);
}

}  // namespace helpdesk
