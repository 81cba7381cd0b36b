#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/due.h"
#include "helpdesk/giving.h"
#include "helpdesk/intake.h"
#include "helpdesk/priority.h"
#include "helpdesk/routed.h"

namespace helpdesk {

constexpr std::size_t most_description_points = 20'000;
constexpr base::Milliseconds confirmation_lasts = std::chrono::hours(48);

std::vector<std::pair<std::string_view, std::string_view>> find_problems(const NewRequest& what) {
    std::vector<std::pair<std::string_view, std::string_view>> problems;
    if (base::trim(what.title).empty()) problems.emplace_back("title", "helpdesk.form.title_missing");
    if (base::count_code_points(what.title) > most_title_points) problems.emplace_back("title", "helpdesk.form.title_long");
    if (base::count_code_points(what.description) > most_description_points) problems.emplace_back("description", "helpdesk.form.description_long");
    if (base::trim(what.requester_name).empty()) problems.emplace_back("requester_name", "helpdesk.form.name_missing");
    // Whoever stopped somebody in a corridor was given the address of the request there.
    bool reachable = what.requester || what.requester_person || !what.requester_email.empty() || what.origin == Origin::walk_up || what.origin == Origin::mail;
    if (!reachable || (!what.requester_email.empty() && !base::parse_email(what.requester_email))) {
        problems.emplace_back("requester_email", "helpdesk.form.email_wrong");
    }
    return problems;
}

/// The state a request begins in: what nobody vouches for waits outside the queue until its mailed link is opened.
static State first_state(const auth::Viewer& viewer, const NewRequest& what) {
    return what.vouched || viewer.signed_in() || viewer.proof() == auth::Proof::command_line || viewer.proof() == auth::Proof::system ? State::fresh : State::held;
}

struct Placed {
    State state;
    Routed routed;
    int priority;
    std::string token;
};

static RequestId insert_request(db::Write& db, base::Instant now, const NewRequest& what, const Category& category, const Placed& placed) {
    Due due = due_of(db, what.school, what.category, placed.priority, now, {});
    auto id = db.query(R"sql(
        INSERT INTO helpdesk_request
            (token, title, description, category_id, team_id, school_id, room, device_id, requester_id, requester_person_id, requester_name,
             requester_email, language, origin, state, impact, urgency, class_waiting, priority, routing_reason, routing_confidence,
             created_at, updated_at, response_due_at, due_at, risk_at)
        VALUES
            (:token, :title, :description, :category, :team, :school, :room, :device, :requester, :person, :name,
             :email, :language, :origin, :state, :impact, :urgency, :class_waiting, :priority, :reason, :confidence,
             :now, :now, :response_due, :due, :risk)
        RETURNING id
    )sql")
        .bind("token", placed.token)
        .bind("title", base::collapse_space(what.title))
        .bind("description", base::trim(what.description))
        .bind("category", what.category)
        .bind("team", placed.routed.team)
        .bind("school", what.school)
        .bind("room", base::collapse_space(what.room))
        .bind("device", what.device)
        .bind("requester", what.requester)
        .bind("person", what.requester_person)
        .bind("name", base::collapse_space(what.requester_name))
        .bind("email", what.requester_email)
        .bind("language", what.language)
        .bind("origin", word(what.origin))
        .bind("state", word(placed.state))
        .bind("impact", category.impact)
        .bind("urgency", category.urgency)
        .bind("class_waiting", what.class_waiting)
        .bind("priority", placed.priority)
        .bind("reason", placed.routed.reason)
        .bind("confidence", placed.routed.confidence)
        .bind("now", now)
        .bind("response_due", due.response)
        .bind("due", due.resolution)
        .bind("risk", due.at_risk)
        .one_integer();
    return {id};
}

static void insert_answers(db::Write& db, RequestId id, const NewRequest& what) {
    for (const auto& [question, value] : what.answers) {
        db.query("INSERT INTO helpdesk_answer (request_id, question_id, value) VALUES (:request, :question, :value)")
            .bind("request", id)
            .bind("question", question)
            .bind("value", value)
            .run();
    }
}

static std::string hold(db::Write& db, base::Instant now, RequestId id) {
    std::string secret = auth::random_token();
    db.query("INSERT INTO helpdesk_confirmation (request_id, token_hash, expires_at) VALUES (:request, :hash, :expires)")
        .bind("request", id)
        .bind("hash", auth::hash_token(secret))
        .bind("expires", now + confirmation_lasts)
        .run();
    notify(db, now, {.request = id, .kind = NoticeKind::confirm, .secret = secret});
    return secret;
}

static Request by_id(db::Read& db, RequestId id) { return fetch_for_work(db, auth::Viewer::system(), id); }

/// What follows when a request enters the queue, at once or after its link was opened.
static void enter_queue(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, bool quiet = false) {
    index_request(db, request.id);
    note_change(db, viewer, now, request,
                {.action = "created",
                 .detail = detail({{"origin", std::string(word(request.origin))},
                                   {"team", std::to_string(request.team.value)},
                                   {"routing", request.routing_reason}})});
    if (!quiet) notify(db, now, {.request = request.id, .kind = request.origin == Origin::walk_up ? NoticeKind::walk_up : NoticeKind::received});
}

Created create(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewRequest& what) {
    if (auto problems = find_problems(what); !problems.empty()) {
        throw base::Invalid(std::string(problems.front().first), "The request cannot be taken as it is: " + std::string(problems.front().second));
    }
    Category about = category(db, what.category);
    about.urgency = what.urgency.value_or(about.urgency);
    Placed placed{first_state(viewer, what), what.team ? Routed{*what.team, std::string(what.team_reason), 1.0} : route(db, what, about),
                  priority_of(about.impact, about.urgency, what.class_waiting), auth::random_token()};
    RequestId id = insert_request(db, now, what, about, placed);
    add_attachments(db, now, id, std::nullopt, what.attachments);
    insert_answers(db, id, what);
    if (placed.state == State::held) return {id, placed.token, hold(db, now, id)};
    enter_queue(db, viewer, now, by_id(db, id), what.quiet);
    if (team_gives(db, placed.routed.team)) give_later(db, now, id);
    return {id, placed.token, {}};
}

Request confirm(db::Write& db, base::Instant now, std::string_view confirmation) {
    RequestId id{db.query("SELECT request_id FROM helpdesk_confirmation WHERE token_hash = :hash AND expires_at > :now")
                     .bind("hash", auth::hash_token(confirmation))
                     .bind("now", now)
                     .one_integer()};
    Request held = by_id(db, id);
    // A link that is opened twice leads to the same request.
    if (held.state != State::held) return held;
    Due due = due_of(db, held.school, held.category, held.priority, now, {});
    db.query(R"sql(
        UPDATE helpdesk_request SET state = 'new', created_at = :now, response_due_at = :response_due, due_at = :due, risk_at = :risk
         WHERE id = :id AND state = 'held'
    )sql").bind("now", now).bind("response_due", due.response).bind("due", due.resolution).bind("risk", due.at_risk).bind("id", id).run();
    Request request = by_id(db, id);
    note_confirmed_address(db, now, request.requester_email);
    enter_queue(db, auth::Viewer(), now, request);
    if (team_gives(db, request.team)) give_later(db, now, id);
    return request;
}

}  // namespace helpdesk
