/// What the files that change needs share.
#pragma once

#include <boost/json.hpp>

#include "auth/event.h"
#include "planning/need.h"

namespace planning {

constexpr std::size_t most_title = 200;
constexpr std::size_t most_need_words = 2000;

void record_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::string_view action, const boost::json::object& detail,
                 std::string_view why = {});
/// Throws base::Conflict with the key of a message when it was changed since it was seen.
Need to_change(db::Write& db, const auth::Viewer& viewer, NeedId id, std::int64_t seen);
/// Throws base::Conflict when it was withdrawn or merged.
void require_live(const Need& need);
/// Counts people and schools again, places it, and makes its version the next.
void touch_need(db::Write& db, base::Instant now, NeedId id);
/// Answers that hold are marked as taken back, and letters that are not written yet are forgotten.
void take_back_letters(db::Write& db, base::Instant now, NeedId id);

}  // namespace planning
