#include <string>

#include "db/db.h"
#include "helpdesk/request.h"
#include "helpdesk/request_row.h"

namespace helpdesk {

template <typename Id>
static std::optional<Id> maybe_id(const db::Row& row, std::string_view column) {
    auto value = row.maybe_integer(column);
    if (!value) return std::nullopt;
    return Id{*value};
}

template <typename Value>
static Value known(std::optional<Value> value, std::string_view column) {
    if (!value) throw db::Failure("helpdesk_request holds an unknown word in " + std::string(column));
    return *value;
}

Request read_request(const db::Row& row) {
    Request request;
    request.id = {row.integer("id")};
    request.token = row.text("token");
    request.title = row.text("title");
    request.description = row.text("description");
    request.category = {row.integer("category_id")};
    request.team = {row.integer("team_id")};
    request.assignee = maybe_id<auth::AccountId>(row, "assignee_id");
    request.school = {row.integer("school_id")};
    request.room = row.text("room");
    request.device = maybe_id<inventory::DeviceId>(row, "device_id");
    request.requester = maybe_id<auth::AccountId>(row, "requester_id");
    request.requester_person = maybe_id<roster::PersonId>(row, "requester_person_id");
    request.requester_name = row.text("requester_name");
    request.requester_email = row.text("requester_email");
    request.language = row.text("language");
    request.origin = known(parse_origin(row.text("origin")), "origin");
    request.state = known(parse_state(row.text("state")), "state");
    if (!row.null("waiting_reason")) request.waiting_reason = known(parse_waiting_reason(row.text("waiting_reason")), "waiting_reason");
    request.waiting_words = row.text("waiting_words");
    request.waiting_until = row.maybe_day("waiting_until_on");
    request.scheduled_at = row.maybe_instant("scheduled_at");
    request.impact = static_cast<int>(row.integer("impact"));
    request.urgency = static_cast<int>(row.integer("urgency"));
    request.class_waiting = row.flag("class_waiting");
    request.priority = static_cast<int>(row.integer("priority"));
    request.routing_reason = row.text("routing_reason");
    request.routing_confidence = row.real("routing_confidence");
    request.created_at = row.instant("created_at");
    request.updated_at = row.instant("updated_at");
    request.response_due_at = row.instant("response_due_at");
    request.due_at = row.instant("due_at");
    request.responded_at = row.maybe_instant("responded_at");
    request.resolved_at = row.maybe_instant("resolved_at");
    request.merged_into = maybe_id<RequestId>(row, "merged_into_id");
    request.reopened = static_cast<int>(row.integer("reopened"));
    request.given_to = maybe_id<auth::AccountId>(row, "given_to_id");
    return request;
}

static std::string select_where(std::string_view condition) {
    return std::string("SELECT ").append(request_columns).append(" FROM helpdesk_request r WHERE ").append(condition);
}

static std::optional<Request> find_request(db::Read& db, RequestId id) {
    static const std::string sql = select_where("r.id = :id");
    return db.query(sql).bind("id", id).maybe(read_request);
}

/// What the viewer asked for and was joined with the request: the first of them.
static std::optional<Request> find_joined(db::Read& db, const auth::Viewer& viewer, RequestId with) {
    static const std::string sql = select_where("r.merged_into_id = :with AND r.requester_id = :viewer ORDER BY r.id LIMIT 1");
    return db.query(sql).bind("with", with).bind("viewer", viewer.account()).maybe(read_request);
}

/// Whatever the other person wrote or is known by gives way to what the reader wrote.
static Request without_the_other(Request request, const Request& own) {
    request.title = own.title;
    request.description = own.description;
    request.room = own.room;
    request.device = own.device;
    request.requester = own.requester;
    request.requester_person = own.requester_person;
    request.requester_name = own.requester_name;
    request.requester_email = own.requester_email;
    request.language = own.language;
    return request;
}

Seen fetch(db::Read& db, const auth::Viewer& viewer, RequestId id) {
    auto request = find_request(db, id);
    if (request && viewer.may(may_work, request->school.value)) return {std::move(*request), Standing::worker};
    bool own = request && viewer.signed_in() && request->requester == viewer.account();
    if (own) return {std::move(*request), Standing::requester};
    auto joined = request && viewer.signed_in() ? find_joined(db, viewer, id) : std::nullopt;
    if (joined) return {without_the_other(std::move(*request), *joined), Standing::joined, joined->id};
    throw base::NotFound("no such request");
}

Request fetch_for_work(db::Read& db, const auth::Viewer& viewer, RequestId id) {
    Seen seen = fetch(db, viewer, id);
    if (seen.standing != Standing::worker) throw base::NotFound("no such request");
    return std::move(seen.request);
}

std::optional<Request> joined_with(db::Read& db, const Request& own) {
    auto found = own.merged_into ? find_request(db, *own.merged_into) : std::nullopt;
    if (!found) return std::nullopt;
    return without_the_other(std::move(*found), own);
}

Request fetch_by_token(db::Read& db, std::string_view token) {
    static const std::string sql = select_where("r.token = :token AND r.state <> 'held'");
    return db.query(sql).bind("token", token).one(read_request);
}

}  // namespace helpdesk
