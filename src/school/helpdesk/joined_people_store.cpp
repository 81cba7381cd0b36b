// Who told us of a known problem: how many everybody may know, who only the department of their school.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "db/db.h"
#include "helpdesk/joining.h"

namespace helpdesk {

std::int64_t count_people(db::Read& db, ProblemId id) {
    // An address stands for the person; whoever has none (somebody stopped in a corridor) is one by the request.
    return db.query(R"sql(
        SELECT count(DISTINCT who) + (SELECT forgotten FROM helpdesk_problem WHERE id = :problem) FROM (
            SELECT COALESCE(lower(a.email), p.email) AS who
              FROM helpdesk_problem_person p LEFT JOIN auth_account a ON a.id = p.account_id
             WHERE p.problem_id = :problem AND p.state = 'joined'
            UNION ALL
            SELECT COALESCE(lower(a.email), NULLIF(lower(r.requester_email), ''), 'request ' || r.id)
              FROM helpdesk_problem_request l
              JOIN helpdesk_request r ON r.id = l.request_id
              LEFT JOIN auth_account a ON a.id = r.requester_id
             WHERE l.problem_id = :problem
            UNION ALL
            SELECT COALESCE(lower(a.email), NULLIF(lower(r.requester_email), ''), 'request ' || r.id)
              FROM helpdesk_problem_request l
              JOIN helpdesk_request r ON r.merged_into_id = l.request_id
              LEFT JOIN auth_account a ON a.id = r.requester_id
             WHERE l.problem_id = :problem
        ) people
    )sql").bind("problem", id).one_integer();
}

std::vector<JoinedPerson> joined_people(db::Read& db, const auth::Viewer& viewer, ProblemId id, std::int64_t after, int limit) {
    auto reach = viewer.reach(may_work);
    if (reach.nowhere()) return {};
    auto sql = fmt::format(R"sql(
        SELECT p.id, p.name, COALESCE(o.name, '') AS school, p.at
          FROM helpdesk_problem_person p LEFT JOIN roster_org o ON o.id = p.school_id
         WHERE p.problem_id = :problem AND p.state = 'joined' AND p.id > :after{}
         ORDER BY p.id
         LIMIT :limit
    )sql", reach.everywhere ? "" : fmt::format(" AND p.school_id IN ({})", fmt::join(reach.schools, ", ")));
    return db.query(sql).bind("problem", id).bind("after", after).bind("limit", limit).all([](const db::Row& row) {
        return JoinedPerson{row.integer("id"), std::string(row.text("name")), std::string(row.text("school")), row.instant("at")};
    });
}

Belonging count_belonging(db::Read& db, const auth::Viewer& viewer, ProblemId id) {
    auto reach = viewer.reach(may_work);
    auto elsewhere = [&](std::string_view column) {
        if (reach.everywhere) return std::string("0");
        auto schools = reach.schools.empty() ? "0" : fmt::format("{}", fmt::join(reach.schools, ", "));
        return fmt::format("CASE WHEN {0} IN ({1}) THEN 0 ELSE 1 END", column, schools);
    };
    auto sql = fmt::format(R"sql(
        SELECT (SELECT count(*) FROM helpdesk_problem_request l WHERE l.problem_id = :problem) AS requests,
               (SELECT COALESCE(SUM({}), 0) FROM helpdesk_problem_request l JOIN helpdesk_request r ON r.id = l.request_id WHERE l.problem_id = :problem) AS requests_elsewhere,
               (SELECT count(*) FROM helpdesk_problem_person p WHERE p.problem_id = :problem AND p.state = 'joined') AS people,
               (SELECT COALESCE(SUM({}), 0) FROM helpdesk_problem_person p WHERE p.problem_id = :problem AND p.state = 'joined') AS people_elsewhere
    )sql", elsewhere("r.school_id"), elsewhere("p.school_id"));
    return db.query(sql).bind("problem", id).one([](const db::Row& row) {
        return Belonging{row.integer("requests"), row.integer("requests_elsewhere"), row.integer("people"), row.integer("people_elsewhere")};
    });
}

}  // namespace helpdesk
