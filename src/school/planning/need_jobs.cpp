#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "planning/need.h"
#include "planning/pages.h"

namespace planning {

static void write_letters_of_answer(jobs::Context& context) {
    const auto answer = boost::json::parse(context.payload()).at("answer").as_int64();
    context.result(fmt::format(R"({{"need_letters":{}}})", write_need_letters(context.database(), context.services(), context.now(), answer)));
}

void need_jobs(jobs::Registry& registry) { registry.add("planning.need_letters", write_letters_of_answer); }

}  // namespace planning
