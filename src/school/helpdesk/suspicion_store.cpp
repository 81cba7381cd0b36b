#include "helpdesk/suspicion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/text.h"
#include "helpdesk/change.h"

namespace helpdesk {

static Suspicion read_suspicion(const db::Row& row) {
    Suspicion one;
    one.id = {row.integer("id")};
    one.account = {row.integer("account_id")};
    one.by = row.text("by_name");
    if (auto id = row.maybe_integer("request_id")) one.request = RequestId{*id};
    one.request_title = row.text("request_title");
    if (auto id = row.maybe_integer("device_id")) one.device = inventory::DeviceId{*id};
    one.device_tag = row.text("device_tag");
    one.model = row.maybe_integer("model_id");
    one.model_name = row.text("model_name");
    if (auto id = row.maybe_integer("school_id")) one.school = roster::OrgId{*id};
    one.school_name = row.text("school_name");
    if (auto id = row.maybe_integer("category_id")) one.category = CategoryId{*id};
    one.words = row.text("words");
    one.state = row.text("state") == "open" ? SuspicionState::open : row.text("state") == "taken" ? SuspicionState::taken : SuspicionState::set_aside;
    if (auto id = row.maybe_integer("problem_id")) one.problem = ProblemId{*id};
    one.reason = row.text("reason");
    one.decided_by = row.text("decided_by");
    one.decided_at = row.maybe_instant("decided_at");
    one.raised_at = row.instant("raised_at");
    one.updated_at = row.instant("updated_at");
    return one;
}

/// Those of the schools in whose queue the viewer works; of no school, for who works everywhere.
static std::string within_reach(const auth::Viewer& viewer) {
    auto reach = viewer.reach(may_work);
    if (reach.everywhere) return "1 = 1";
    return reach.schools.empty() ? "1 = 0" : fmt::format("s.school_id IN ({})", fmt::join(reach.schools, ", "));
}

static std::string select_where(const auth::Viewer& viewer, std::string_view condition) {
    return fmt::format(R"sql(
        SELECT s.id, s.account_id, a.name AS by_name, s.request_id, COALESCE(r.title, '') AS request_title, s.device_id,
               COALESCE(d.asset_tag, d.serial, '') AS device_tag, s.model_id, COALESCE(TRIM(m.manufacturer || ' ' || m.name), '') AS model_name,
               s.school_id, COALESCE(o.name, '') AS school_name, s.category_id, s.words, s.state, s.problem_id, s.reason,
               COALESCE(b.name, '') AS decided_by, s.decided_at, s.raised_at, s.updated_at
          FROM helpdesk_suspicion s
          JOIN auth_account a ON a.id = s.account_id
          LEFT JOIN helpdesk_request r ON r.id = s.request_id
          LEFT JOIN inventory_device d ON d.id = s.device_id
          LEFT JOIN inventory_model m ON m.id = s.model_id
          LEFT JOIN roster_org o ON o.id = s.school_id
          LEFT JOIN auth_account b ON b.id = s.decided_by_id
         WHERE {} AND {}
    )sql", within_reach(viewer), condition);
}

Suspicion fetch_suspicion(db::Read& db, const auth::Viewer& viewer, SuspicionId id) {
    return db.query(select_where(viewer, "s.id = :id")).bind("id", id).one(read_suspicion);
}

std::vector<Suspicion> suspicions(db::Read& db, const auth::Viewer& viewer, SuspicionState state, std::int64_t before, int limit) {
    return db.query(select_where(viewer, "s.state = :state AND (:before = 0 OR s.id < :before) ORDER BY s.id DESC LIMIT :limit"))
        .bind("state", word(state))
        .bind("before", before)
        .bind("limit", limit)
        .all(read_suspicion);
}

std::vector<OpenSuspicion> open_suspicions(db::Read& db, const auth::Viewer& viewer, int limit) {
    std::vector<OpenSuspicion> open;
    for (auto& one : suspicions(db, viewer, SuspicionState::open, 0, limit)) {
        open.push_back({one.id, one.raised_at, std::move(one.by), one.request, one.device, one.model, one.school, one.category, std::move(one.words)});
    }
    return open;
}

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, SuspicionId id, const Change& change) {
    auth::record(db, viewer, now, {.subject_kind = "suspicion", .subject_id = id.value, .action = change.action, .why = change.why, .detail = change.detail});
}

/// Where something is that the suspicion is about.
struct About {
    std::optional<RequestId> request;
    std::optional<inventory::DeviceId> device;
    std::optional<std::int64_t> model;
    std::optional<std::int64_t> school;
    std::optional<CategoryId> category;
};

std::optional<SuspicionId> own_suspicion(db::Read& db, const auth::Viewer& viewer, std::optional<RequestId> request, std::optional<inventory::DeviceId> device) {
    // On a device's page those about a request of it are not meant: that request has its own button.
    auto id = db.query(R"sql(
        SELECT id FROM helpdesk_suspicion
         WHERE account_id = :viewer AND state = 'open' AND COALESCE(request_id, 0) = :request AND (:request <> 0 OR device_id = :device)
         ORDER BY id LIMIT 1
    )sql")
                  .bind("viewer", viewer.account())
                  .bind("request", request.value_or(RequestId{}))
                  .bind("device", device.value_or(inventory::DeviceId{}))
                  .maybe_integer();
    if (!id) return std::nullopt;
    return SuspicionId{*id};
}

std::int64_t count_suspicions(db::Read& db, std::optional<RequestId> request, std::optional<inventory::DeviceId> device) {
    return db.query(R"sql(
        SELECT count(DISTINCT account_id) FROM helpdesk_suspicion WHERE state = 'open' AND ((:request <> 0 AND request_id = :request) OR (:device <> 0 AND device_id = :device))
    )sql")
        .bind("request", request.value_or(RequestId{}))
        .bind("device", device.value_or(inventory::DeviceId{}))
        .one_integer();
}

static SuspicionId raise(db::Write& db, const auth::Viewer& viewer, base::Instant now, const About& about) {
    if (auto own = own_suspicion(db, viewer, about.request, about.device)) return *own;
    SuspicionId id{db.query(R"sql(
        INSERT INTO helpdesk_suspicion (account_id, request_id, device_id, model_id, school_id, category_id, state, raised_at, updated_at)
        VALUES (:account, :request, :device, :model, :school, :category, 'open', :now, :now) RETURNING id
    )sql")
                       .bind("account", viewer.account())
                       .bind("request", about.request)
                       .bind("device", about.device)
                       .bind("model", about.model)
                       .bind("school", about.school)
                       .bind("category", about.category)
                       .bind("now", now)
                       .one_integer()};
    note(db, viewer, now, id, {.action = "raised"});
    return id;
}

struct Device {
    std::int64_t model;
    std::optional<std::int64_t> school;
};

static Device device_row(db::Read& db, inventory::DeviceId id) {
    return db.query("SELECT model_id, school_id FROM inventory_device WHERE id = :id").bind("id", id).one([](const db::Row& row) {
        return Device{row.integer("model_id"), row.maybe_integer("school_id")};
    });
}

SuspicionId suspect_request(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    viewer.require(may_work, request.school.value);
    if (request.state == State::held) throw base::Conflict("The request waits for its sender's confirmation. Nothing was changed.");
    About about{request.id, request.device, std::nullopt, request.school.value, request.category};
    if (request.device) about.model = device_row(db, *request.device).model;
    return raise(db, viewer, now, about);
}

SuspicionId suspect_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, inventory::DeviceId device) {
    if (!inventory::find_device(db, viewer, device)) throw base::NotFound("no such device");
    auto row = device_row(db, device);
    if (row.school ? !viewer.may(may_work, *row.school) : !viewer.may_everywhere(may_work)) throw base::Forbidden("You do not work at the school of this device.");
    return raise(db, viewer, now, {std::nullopt, device, row.model, row.school, std::nullopt});
}

static void require_own(const auth::Viewer& viewer, const Suspicion& suspicion) {
    if (suspicion.account != viewer.account()) throw base::Forbidden("Only whoever raised it may do this.");
}

static void require_open(const Suspicion& suspicion) {
    if (suspicion.state != SuspicionState::open) throw base::Conflict("Somebody has decided about it by now. Nothing was changed.");
}

void add_suspicion_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, std::string_view words) {
    require_own(viewer, suspicion);
    require_open(suspicion);
    words = base::trim(words);
    if (base::count_code_points(words) > most_suspicion_words_points) throw base::Invalid("words", "helpdesk.suspicion.words_long");
    if (words == suspicion.words) return;
    db.query("UPDATE helpdesk_suspicion SET words = :words, updated_at = :now WHERE id = :id").bind("words", words).bind("now", now).bind("id", suspicion.id).run();
    note(db, viewer, now, suspicion.id, {.action = "worded"});
}

void withdraw_suspicion(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion) {
    require_own(viewer, suspicion);
    require_open(suspicion);
    db.query("DELETE FROM helpdesk_suspicion WHERE id = :id").bind("id", suspicion.id).run();
    note(db, viewer, now, suspicion.id, {.action = "withdrawn"});
}

static void decide(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, SuspicionState to, std::optional<ProblemId> problem,
                   std::string_view reason) {
    db.query(R"sql(
        UPDATE helpdesk_suspicion
           SET state = :to, problem_id = :problem, reason = :reason, decided_by_id = :by, decided_at = :now, updated_at = :now
         WHERE id = :id
    )sql")
        .bind("to", word(to))
        .bind("problem", problem)
        .bind("reason", reason)
        .bind("by", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
        .bind("now", now)
        .bind("id", suspicion.id)
        .run();
}

void set_suspicion_aside(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, std::string_view reason) {
    reason = base::trim(reason);
    if (reason.empty()) throw base::Invalid("reason", "helpdesk.suspicion.reason_missing");
    if (base::count_code_points(reason) > most_suspicion_words_points) throw base::Invalid("reason", "helpdesk.suspicion.words_long");
    require_open(suspicion);
    decide(db, viewer, now, suspicion, SuspicionState::set_aside, std::nullopt, reason);
    note(db, viewer, now, suspicion.id, {.action = "set_aside", .why = reason});
}

void take_suspicion(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Suspicion& suspicion, const KnownProblem& problem) {
    require_open(suspicion);
    decide(db, viewer, now, suspicion, SuspicionState::taken, problem.id, {});
    note(db, viewer, now, suspicion.id, {.action = "taken", .detail = detail({{"problem", std::to_string(problem.id.value)}})});
    if (!suspicion.request) return;
    auto request = fetch_for_work(db, viewer, *suspicion.request);
    if (unfinished(request.state) && !problem_of(db, request.id)) link_request(db, viewer, now, problem, request);
}

}  // namespace helpdesk
