#include "helpdesk/overview.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "helpdesk/category.h"

namespace helpdesk {

constexpr int most_oldest = 10;

using Lines = std::map<std::int64_t, OverviewLine>;

/// What one pass over the unfinished requests collects.
struct Collected {
    OverviewLine all;
    Lines teams;
    Lines schools;
    std::map<std::int64_t, std::vector<base::Day>> came;  // by school
};

static void count(OverviewLine& line, const db::Row& row, const AgeBounds& bounds, base::Instant now) {
    if (!in_queue(*parse_state(row.text("state")))) {
        ++line.waiting;
        return;
    }
    auto created = row.instant("created_at");
    ++line.open;
    ++(created >= bounds.today ? line.today : created >= bounds.week ? line.week : line.older);
    if (row.instant("due_at") < now) ++line.late;
    else if (row.instant("risk_at") <= now) ++line.at_risk;
}

static Collected collect(db::Read& db, const OverviewTime& time, const AgeBounds& bounds) {
    Collected found;
    // The condition is that of the index helpdesk_request_of_assignee: of the ended ones none is read.
    db.query(R"sql(
        SELECT team_id, school_id, state, created_at, due_at, risk_at FROM helpdesk_request WHERE state IN ('new', 'open', 'waiting', 'scheduled')
    )sql").each([&](const db::Row& row) {
        auto school = row.integer("school_id");
        for (auto* line : {&found.all, &found.teams[row.integer("team_id")], &found.schools[school]}) count(*line, row, bounds, time.now);
        found.came[school].push_back(time.zone.day_of(row.instant("created_at")));
    });
    return found;
}

static std::optional<int> median_age(db::Read& db, const OverviewTime& time, const Collected& found) {
    std::vector<int> ages;
    auto today = time.zone.day_of(time.now);
    for (const auto& [school, days] : found.came) {
        const auto& calendar = calendar::calendar_of(db, {school}, time.now);
        for (auto day : days) ages.push_back(std::max(0, calendar.school_days_between(day, today)));
    }
    if (ages.empty()) return std::nullopt;
    auto middle = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 2);
    std::ranges::nth_element(ages, middle);
    return *middle;
}

static std::vector<OverviewLine> named(const Lines& lines, const std::map<std::int64_t, std::string>& names) {
    std::vector<OverviewLine> sorted;
    sorted.reserve(lines.size());
    for (const auto& [id, line] : lines) {
        auto& one = sorted.emplace_back(line);
        one.id = id;
        one.name = names.at(id);
    }
    std::ranges::stable_sort(sorted, [](const auto& left, const auto& right) { return left.open != right.open ? left.open > right.open : left.name < right.name; });
    return sorted;
}

static std::vector<OldRequest> oldest(db::Read& db, const OverviewTime& time) {
    return db.query(R"sql(
        SELECT r.id, r.title, r.state, r.created_at, r.school_id, o.name AS school, t.name_en AS team_en, t.name_es AS team_es, COALESCE(a.name, '') AS assignee
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
          JOIN helpdesk_team t ON t.id = r.team_id
          LEFT JOIN auth_account a ON a.id = r.assignee_id
         WHERE r.state IN ('new', 'open', 'waiting', 'scheduled')
         ORDER BY r.created_at, r.id
         LIMIT :most
    )sql").bind("most", most_oldest).all([&](const db::Row& row) {
        const auto& calendar = calendar::calendar_of(db, {row.integer("school_id")}, time.now);
        int age = calendar.school_days_between(time.zone.day_of(row.instant("created_at")), time.zone.day_of(time.now));
        return OldRequest{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), std::string(row.text("school")),
                          std::string(row.text(time.language == "es" ? "team_es" : "team_en")), std::string(row.text("assignee")), std::max(0, age)};
    });
}

Overview overview(db::Read& db, const auth::Viewer& viewer, const OverviewTime& time) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("The overview is for those who set up the help desk.");
    AgeBounds bounds = age_bounds(time.zone, time.zone.day_of(time.now));
    auto found = collect(db, time, bounds);
    std::map<std::int64_t, std::string> team_names;
    for (const auto& team : all_teams(db)) team_names[team.id.value] = team.name(time.language);
    std::map<std::int64_t, std::string> school_names;
    for (const auto& org : roster::orgs(db)) school_names[org.id.value] = org.name;
    Overview shown;
    shown.median_school_days = median_age(db, time, found);
    shown.solved = db.query("SELECT count(*) FROM helpdesk_request WHERE resolved_at >= :week AND state IN ('resolved', 'closed')")
                       .bind("week", bounds.week)
                       .one_integer();
    shown.oldest = oldest(db, time);
    shown.all = std::move(found.all);
    shown.teams = named(std::move(found.teams), team_names);
    shown.schools = named(std::move(found.schools), school_names);
    return shown;
}

}  // namespace helpdesk
