#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "people/people.h"
#include "planning/planning.h"
#include "planning/staffing.h"

namespace planning {

static void require_plan(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("The department's figures are for the CIO.");
}

/// Clause 8: what the kind of the request asks for now, by the reason that was given.
static MissingWhat missing_what(const db::Row& row) {
    std::string reason(row.text("reason"));
    auto key = row.maybe_text(reason + "_key").value_or("");
    return {std::move(reason), std::move(key)};
}

std::vector<BlockedWait> blocked_waits(db::Read& db, const auth::Viewer& viewer, base::Instant now, base::Instant from) {
    require_plan(viewer);
    // Those that go on and those that ended are asked for apart, so that each is read from the index of reasons.
    auto waits = db.query(R"sql(
        SELECT p.id, p.request_id, p.reason, p.from_at, p.to_at, r.school_id, r.category_id, c.skill_key, c.authority_key
          FROM helpdesk_pause p
          JOIN helpdesk_request r ON r.id = p.request_id
          JOIN helpdesk_category c ON c.id = r.category_id
         WHERE p.id IN (SELECT o.id FROM helpdesk_pause o WHERE o.reason IN ('skill', 'authority') AND o.to_at IS NULL
                        UNION ALL
                        SELECT e.id FROM helpdesk_pause e WHERE e.reason IN ('skill', 'authority') AND e.to_at >= :from)
           AND r.state <> 'merged'
         ORDER BY p.id DESC
    )sql").bind("from", from).all([](const db::Row& row) {
        return BlockedWait{row.integer("id"), row.integer("request_id"), row.integer("school_id"), row.integer("category_id"), missing_what(row),
                           row.instant("from_at"), row.maybe_instant("to_at")};
    });
    std::map<std::int64_t, const calendar::BusinessCalendar*> calendars;
    for (auto& wait : waits) {
        auto& calendar = calendars[wait.school];
        if (!calendar) calendar = &calendar::calendar_of(db, {wait.school}, now);
        wait.minutes = calendar->working_minutes(std::max(from, wait.from), std::min(now, wait.to.value_or(now)));
    }
    return waits;
}

std::vector<HandedOn> handed_on(db::Read& db, const auth::Viewer& viewer, base::Instant from) {
    require_plan(viewer);
    return db.query(R"sql(
        SELECT h.id, h.request_id, h.reason, h.at, r.school_id, r.category_id, c.skill_key, c.authority_key,
               f.name_en AS from_en, f.name_es AS from_es, t.name_en AS to_en, t.name_es AS to_es
          FROM helpdesk_hand_over h
          JOIN helpdesk_request r ON r.id = h.request_id
          JOIN helpdesk_category c ON c.id = r.category_id
          JOIN helpdesk_team f ON f.id = h.from_team_id
          JOIN helpdesk_team t ON t.id = h.to_team_id
         WHERE h.reason IN ('skill', 'authority') AND h.at >= :from AND r.state <> 'merged'
         ORDER BY h.id DESC
    )sql").bind("from", from).all([](const db::Row& row) {
        return HandedOn{row.integer("id"), row.integer("request_id"), row.integer("school_id"), row.integer("category_id"), missing_what(row),
                        std::string(row.text("from_en")), std::string(row.text("from_es")), std::string(row.text("to_en")), std::string(row.text("to_es")), row.instant("at")};
    });
}

// --- Who can and may ---

using PeopleByAccount = std::map<std::int64_t, CioPerson>;

/// Roles held in one's own right; who only stands in for somebody is no second person (clause 10).
static PeopleByAccount people_of(db::Read& db, base::Day day) {
    PeopleByAccount people;
    db.query(R"sql(
        SELECT p.account_id, a.name, r.key
          FROM people_assignment p JOIN auth_account a ON a.id = p.account_id JOIN people_role r ON r.id = p.role_id
         WHERE a.disabled_at IS NULL AND p.covers_id IS NULL AND p.from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day)
    )sql").bind("day", day).each([&](const db::Row& row) {
        auto& person = people[row.integer("account_id")];
        person.account = row.integer("account_id");
        person.name = row.text("name");
        person.roles.insert(std::string(row.text("key")));
    });
    return people;
}

/// Recorded at level 2 or more, or proven by a verified certificate that is current (clause 11).
static void add_skills(db::Read& db, base::Day day, PeopleByAccount& people) {
    db.query(R"sql(
        SELECT p.account_id, s.key FROM people_person_skill p JOIN people_skill s ON s.id = p.skill_id WHERE p.level >= 2
        UNION
        SELECT l.account_id, s.key
          FROM people_licence l JOIN people_credential_kind k ON k.id = l.credential_kind_id JOIN people_skill s ON s.id = k.skill_id
         WHERE k.level >= 2 AND l.verified_at IS NOT NULL AND l.status = 'active' AND l.issued_on <= :day AND (l.expires_on IS NULL OR l.expires_on >= :day)
    )sql").bind("day", day).each([&](const db::Row& row) {
        if (auto person = people.find(row.integer("account_id")); person != people.end()) person->second.skills.insert(std::string(row.text("key")));
    });
}

/// By the role or the person, at any school.
static void add_authorities(db::Read& db, base::Day day, PeopleByAccount& people) {
    db.query(R"sql(
        SELECT p.account_id, a.key FROM people_person_authority p JOIN people_authority a ON a.id = p.authority_id
        UNION
        SELECT g.account_id, a.key
          FROM people_assignment g JOIN people_role_authority ra ON ra.role_id = g.role_id JOIN people_authority a ON a.id = ra.authority_id
         WHERE g.covers_id IS NULL AND g.from_on <= :day AND (g.to_on IS NULL OR g.to_on >= :day)
    )sql").bind("day", day).each([&](const db::Row& row) {
        if (auto person = people.find(row.integer("account_id")); person != people.end()) person->second.authorities.insert(std::string(row.text("key")));
    });
}

Department department(db::Read& db, const auth::Viewer& viewer, base::Day day) {
    require_plan(viewer);
    auto people = people_of(db, day);
    add_skills(db, day, people);
    add_authorities(db, day, people);
    Department found;
    for (auto& [account, person] : people) found.people.push_back(std::move(person));
    std::ranges::sort(found.people, {}, [](const CioPerson& one) { return std::pair(one.name, one.account); });
    found.categories = db.query(R"sql(
        SELECT c.id, c.name_en, c.name_es, t.role_key, c.skill_key, c.authority_key
          FROM helpdesk_category c JOIN helpdesk_team t ON t.id = c.team_id WHERE c.active = 1 ORDER BY c.position, c.id
    )sql").all([](const db::Row& row) {
        return CioCategory{row.integer("id"), std::string(row.text("name_en")), std::string(row.text("name_es")), std::string(row.text("role_key")),
                           row.maybe_text("skill_key"), row.maybe_text("authority_key")};
    });
    db.query("SELECT DISTINCT role_key FROM helpdesk_team WHERE active = 1").each([&](const db::Row& row) { found.team_roles.insert(std::string(row.text("role_key"))); });
    db.query(R"sql(
        SELECT r.key, a.name FROM people_assignment p JOIN auth_account a ON a.id = p.account_id JOIN people_role r ON r.id = p.role_id
         WHERE a.disabled_at IS NULL AND p.covers_id IS NOT NULL AND p.from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day) ORDER BY a.name
    )sql").bind("day", day).each([&](const db::Row& row) { found.covers[std::string(row.text("key"))].emplace_back(row.text("name")); });
    return found;
}

// --- Papers ---

std::vector<EndingPaper> ending_papers(db::Read& db, const auth::Viewer& viewer, base::Day today) {
    require_plan(viewer);
    const bool sees_names = viewer.may_everywhere(people::may_manage_licences);
    return db.query(R"sql(
        SELECT l.id, l.expires_on, a.name, l.kind, COALESCE(k.name, '') AS credential, l.jurisdiction
          FROM people_licence l
          JOIN auth_account a ON a.id = l.account_id
          LEFT JOIN people_credential_kind k ON k.id = l.credential_kind_id
         WHERE l.status = 'active' AND l.expires_on >= :first AND l.expires_on <= :last AND a.disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM people_assignment p
                        WHERE p.account_id = l.account_id AND p.covers_id IS NULL AND p.from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day))
           AND NOT EXISTS (SELECT 1 FROM people_licence n
                            WHERE n.account_id = l.account_id AND n.kind = l.kind AND COALESCE(n.credential_kind_id, 0) = COALESCE(l.credential_kind_id, 0)
                              AND n.jurisdiction = l.jurisdiction AND n.id <> l.id AND n.status = 'active' AND (n.expires_on IS NULL OR n.expires_on > l.expires_on))
         ORDER BY l.expires_on, l.id
    )sql")
        .bind("first", today - std::chrono::days(paper_days_before))
        .bind("last", today + std::chrono::days(paper_days_after))
        .bind("day", today)
        .all([&](const db::Row& row) {
            EndingPaper paper;
            paper.id = row.integer("id");
            paper.ends = row.day("expires_on");
            if (!sees_names) return paper;
            paper.name = row.text("name");
            paper.kind = row.text("kind");
            paper.credential = row.text("credential");
            paper.place = row.text("jurisdiction");
            return paper;
        });
}

}  // namespace planning
