// Needs as the department reads them.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "planning/need.h"
#include "planning/planning.h"

namespace planning {

bool may_read_needs(const auth::Viewer& viewer) { return viewer.may(helpdesk::may_work) || viewer.may_everywhere(may_plan); }

void require_need_reader(const auth::Viewer& viewer) {
    if (!may_read_needs(viewer)) throw base::Forbidden("Needs are for those who work in the department.");
}

bool may_answer(const auth::Viewer& viewer, const Need& need) {
    return viewer.may_everywhere(may_plan) || (need.owner && viewer.signed_in() && *need.owner == viewer.account() && may_read_needs(viewer));
}

bool may_restore(db::Read& db, const auth::Viewer& viewer, const Need& need) {
    if (need.state != NeedState::withdrawn) return false;
    if (viewer.may_everywhere(may_plan)) return true;
    if (need.raised_by != viewer.account()) return false;
    const auto story = auth::history(db, "need", need.id.value);
    const auto last = std::find_if(story.rbegin(), story.rend(), [](const auth::Event& event) { return event.action == "withdrawn"; });
    return last != story.rend() && last->account == viewer.account().value;
}

/// Schools are numbers of ours, so they can stand in the text of the statement.
static std::string at_work_schools(const auth::Viewer& viewer, std::string_view column) {
    const auto reach = viewer.reach(helpdesk::may_work);
    if (reach.everywhere) return "1 = 1";
    return fmt::format("{} IN ({})", column, reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", ")));
}

static std::optional<Weighing> read_weighing(const db::Row& row) {
    if (row.null("effort")) return std::nullopt;
    return Weighing{static_cast<int>(row.integer("learning")), static_cast<int>(row.integer("safety")), row.flag("law"), *parse_effort(row.text("effort")),
                    std::string(row.text("weighing_words"))};
}

Need fetch_need(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    require_need_reader(viewer);
    return db.query(R"sql(
        SELECT n.id, n.title, n.words, n.state, n.category_id, COALESCE(c.name_en, '') AS category_en, COALESCE(c.name_es, '') AS category_es, n.merged_into_id,
               n.owner_id, COALESCE(o.name, '') AS owner, n.raised_by_id, r.name AS raiser, n.learning, n.safety, n.law, n.effort, n.weighing_words, n.people,
               n.schools, n.version, n.created_at
          FROM planning_need n
          JOIN auth_account r ON r.id = n.raised_by_id
          LEFT JOIN auth_account o ON o.id = n.owner_id
          LEFT JOIN helpdesk_category c ON c.id = n.category_id
         WHERE n.id = :id
    )sql").bind("id", id).one([](const db::Row& row) {
        Need need;
        need.id = {row.integer("id")};
        need.title = row.text("title");
        need.words = row.text("words");
        need.state = *parse_need_state(row.text("state"));
        need.category = row.maybe_integer("category_id");
        need.category_en = row.text("category_en");
        need.category_es = row.text("category_es");
        if (auto into = row.maybe_integer("merged_into_id")) need.merged_into = NeedId{*into};
        if (auto owner = row.maybe_integer("owner_id")) need.owner = auth::AccountId{*owner};
        need.owner_name = row.text("owner");
        need.raised_by = {row.integer("raised_by_id")};
        need.raiser = row.text("raiser");
        need.weighing = read_weighing(row);
        need.touch = {row.integer("people"), row.integer("schools")};
        need.standing = stand(need.weighing, need.touch);
        need.version = row.integer("version");
        need.created_at = row.instant("created_at");
        return need;
    });
}

std::vector<NeedVoice> voices_of(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    require_need_reader(viewer);
    return db.query(R"sql(
        SELECT v.account_id, a.name, COALESCE(o.name, '') AS school, v.at
          FROM planning_need_voice v JOIN auth_account a ON a.id = v.account_id LEFT JOIN roster_org o ON o.id = v.school_id
         WHERE v.need_id = :id ORDER BY v.at, v.account_id
    )sql").bind("id", id).all([](const db::Row& row) {
        return NeedVoice{{row.integer("account_id")}, std::string(row.text("name")), std::string(row.text("school")), row.instant("at")};
    });
}

std::vector<NeedRequest> requests_of_need(db::Read& db, const auth::Viewer& viewer, NeedId id, int most) {
    require_need_reader(viewer);
    return db.query(fmt::format(R"sql(
        SELECT r.id, CASE WHEN {} THEN r.title ELSE '' END AS title, o.name AS school, r.created_at
          FROM helpdesk_request r JOIN roster_org o ON o.id = r.school_id
         WHERE r.id IN (SELECT q.request_id FROM planning_need_request q WHERE q.need_id = :id) ORDER BY r.id DESC LIMIT :most
    )sql", at_work_schools(viewer, "r.school_id"))).bind("id", id).bind("most", most).all([](const db::Row& row) {
        return NeedRequest{{row.integer("id")}, std::string(row.text("title")), std::string(row.text("school")), row.instant("created_at")};
    });
}

std::int64_t count_requests_of_need(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    require_need_reader(viewer);
    return db.query("SELECT count(DISTINCT request_id) FROM planning_need_request WHERE need_id = :id").bind("id", id).one_integer();
}

std::vector<NeedPlace> places_of(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    require_need_reader(viewer);
    return db.query(R"sql(
        SELECT COALESCE(o.name, '') AS school, SUM(p.people) AS people, SUM(p.requests) AS requests
          FROM (SELECT school_id, 1 AS people, 0 AS requests FROM planning_need_voice WHERE need_id = :id
                UNION ALL
                SELECT r.school_id, 0, 1 FROM helpdesk_request r WHERE r.id IN (SELECT q.request_id FROM planning_need_request q WHERE q.need_id = :id)) p
          LEFT JOIN roster_org o ON o.id = p.school_id
         GROUP BY o.id, o.name
         ORDER BY people DESC, requests DESC, school
    )sql").bind("id", id).all([](const db::Row& row) {
        return NeedPlace{std::string(row.text("school")), row.integer("people"), row.integer("requests")};
    });
}

std::vector<NeedAnswer> answers_of(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    require_need_reader(viewer);
    return db.query(R"sql(
        SELECT w.id, w.kind, w.words, w.on_day, a.name AS by_name, w.at, w.taken_back_at,
               (SELECT count(*) FROM planning_need_letter l WHERE l.answer_id = w.id AND l.written_at IS NOT NULL) AS letters,
               (SELECT count(*) FROM planning_need_letter l JOIN auth_account e ON e.id = l.account_id
                 WHERE l.answer_id = w.id AND l.written_at IS NULL AND e.disabled_at IS NULL) AS waiting
          FROM planning_need_answer w JOIN auth_account a ON a.id = w.by_id
         WHERE w.need_id = :id ORDER BY w.id
    )sql").bind("id", id).all([](const db::Row& row) {
        return NeedAnswer{row.integer("id"), *parse_need_state(row.text("kind")), std::string(row.text("words")), row.maybe_day("on_day"), std::string(row.text("by_name")),
                          row.instant("at"), !row.null("taken_back_at"), row.integer("letters"), row.integer("waiting")};
    });
}

std::vector<NeedOwner> possible_owners(db::Read& db, const auth::Viewer& viewer, base::Day day) {
    require_need_reader(viewer);
    return db.query(R"sql(
        SELECT a.id, a.name FROM auth_account a
         WHERE a.disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM people_assignment p
                        WHERE p.account_id = a.id AND p.covers_id IS NULL AND p.from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day))
           AND EXISTS (SELECT 1 FROM auth_grant g WHERE g.account_id = a.id AND g.permission IN ('helpdesk.work', 'planning.plan'))
         ORDER BY a.name_folded, a.id
    )sql").bind("day", day).all([](const db::Row& row) { return NeedOwner{{row.integer("id")}, std::string(row.text("name"))}; });
}

std::vector<NeedCategory> need_categories(db::Read& db) {
    return db.query("SELECT id, name_en, name_es, active FROM helpdesk_category ORDER BY position, id").all([](const db::Row& row) {
        return NeedCategory{row.integer("id"), std::string(row.text("name_en")), std::string(row.text("name_es")), row.flag("active")};
    });
}

bool hears_it(db::Read& db, const auth::Viewer& viewer, NeedId id) {
    return db.query("SELECT 1 FROM planning_need_voice WHERE need_id = :id AND account_id = :account").bind("id", id).bind("account", viewer.account()).maybe_integer().has_value();
}

std::vector<std::pair<roster::OrgId, std::int64_t>> requests_of_kind(db::Read& db, const auth::Viewer& viewer, std::int64_t category, base::Instant from) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("The department's figures are for the CIO.");
    // From the index of a category's requests.
    return db.query(R"sql(
        SELECT school_id, count(*) AS requests FROM helpdesk_request
         WHERE category_id = :category AND created_at >= :from AND state NOT IN ('held', 'merged') GROUP BY school_id ORDER BY school_id
    )sql").bind("category", category).bind("from", from).all([](const db::Row& row) {
        return std::pair(roster::OrgId{row.integer("school_id")}, row.integer("requests"));
    });
}

HeardIn heard_in(db::Read& db, const auth::Viewer& viewer, helpdesk::RequestId request) {
    if (viewer.reach(helpdesk::may_work).nowhere()) throw base::NotFound("no such request");
    struct Asked {
        std::string title, kind;
        std::int64_t category;
        roster::OrgId school;
    };
    const auto asked = db.query(fmt::format(R"sql(
        SELECT r.title, r.category_id, r.school_id, c.name_en
          FROM helpdesk_request r JOIN helpdesk_category c ON c.id = r.category_id
         WHERE r.id = :id AND r.state <> 'held' AND {}
    )sql", at_work_schools(viewer, "r.school_id"))).bind("id", request).maybe([](const db::Row& row) {
        return Asked{std::string(row.text("title")), std::string(row.text("name_en")), row.integer("category_id"), {row.integer("school_id")}};
    });
    if (!asked) throw base::NotFound("no such request");
    auto title = helpdesk::without_names(db, viewer, request, asked->title);
    if (title.empty()) title = asked->kind;
    return {request, std::move(title), asked->category, asked->school};
}

}  // namespace planning
