/// What the help desk asks of a person: requests they have, in the order of the queue; answers that others wait for; what nobody of their teams has
/// yet. For My day (people/day.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

struct AskedRequest {
    RequestId id;
    std::string title;
    std::string school;
    std::string room;
    base::Instant due_at;
    std::optional<base::Instant> scheduled_at;
};

/// In the queue and given to the viewer, in the order of work. At most `most`.
std::vector<AskedRequest> to_solve(db::Read& db, const auth::Viewer& viewer, int most);
/// Given to the viewer, with an appointment; the earliest first.
std::vector<AskedRequest> with_appointment(db::Read& db, const auth::Viewer& viewer, int most);
/// The viewer's own requests that wait for their answer, oldest first; `due_at` is no promise to them and means nothing here.
std::vector<AskedRequest> to_answer(db::Read& db, const auth::Viewer& viewer, int most);

/// What nobody has, of the teams to which the viewer's roles belong, at the schools where they work.
struct Unclaimed {
    std::int64_t requests = 0;
    std::optional<base::Instant> first_due;
};
Unclaimed unclaimed(db::Read& db, const auth::Viewer& viewer, base::Day today);

}  // namespace helpdesk
