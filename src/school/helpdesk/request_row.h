/// How a row of helpdesk_request is read; only for the stores of this room.
#pragma once

#include <string_view>

#include "db/db.h"
#include "helpdesk/request.h"

namespace helpdesk {

/// The columns of a whole request, for "SELECT <these> FROM helpdesk_request r".
constexpr std::string_view request_columns =
    "r.id, r.token, r.title, r.description, r.category_id, r.team_id, r.assignee_id, r.school_id, r.room, r.device_id, r.requester_id, "
    "r.requester_person_id, r.requester_name, r.requester_email, r.language, r.origin, r.state, r.waiting_reason, r.waiting_words, "
    "r.waiting_until_on, r.scheduled_at, r.impact, r.urgency, r.class_waiting, r.priority, r.routing_reason, r.routing_confidence, "
    "r.created_at, r.updated_at, r.response_due_at, r.due_at, r.responded_at, r.resolved_at, r.merged_into_id, r.reopened, r.given_to_id";

Request read_request(const db::Row& row);

}  // namespace helpdesk
