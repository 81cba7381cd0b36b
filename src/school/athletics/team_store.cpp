#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "athletics/team.h"
#include "auth/account.h"
#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"

namespace athletics {

using roster::OrgId;

static constexpr std::string_view select_teams = R"sql(
    SELECT t.id, t.slug, t.org_id, o.name AS org_name, t.sport, t.level, t.gender, t.season, t.name, t.name_es, t.partners, t.ended, t.revision
      FROM athletics_team t JOIN roster_org o ON o.id = t.org_id
)sql";

static Team read_team(const db::Row& row) {
    Team team;
    team.id = {row.integer("id")};
    team.slug = row.text("slug");
    team.school = {row.integer("org_id")};
    team.school_name = row.text("org_name");
    team.sport = row.text("sport");
    team.level = row.text("level");
    team.gender = row.text("gender");
    team.season = row.text("season");
    team.name = {std::string(row.text("name")), std::string(row.text("name_es"))};
    team.partners = row.text("partners");
    team.ended = row.flag("ended");
    team.revision = row.integer("revision");
    return team;
}

static void fill_partners(db::Read& db, std::vector<Team>& teams) {
    db.query("SELECT team_id, org_id FROM athletics_partner ORDER BY team_id, org_id").each([&](const db::Row& row) {
        const auto found = std::ranges::find(teams, TeamId{row.integer("team_id")}, &Team::id);
        if (found != teams.end()) found->partner_schools.push_back({row.integer("org_id")});
    });
}

std::vector<Team> teams(db::Read& db, bool with_ended) {
    auto all = db.query(std::string(select_teams) + (with_ended ? "" : " WHERE t.ended = 0") + " ORDER BY o.name_folded, o.id, t.name, t.id").all(read_team);
    fill_partners(db, all);
    return all;
}

static Team with_partners(db::Read& db, Team team) {
    std::vector<Team> one{std::move(team)};
    fill_partners(db, one);
    return std::move(one.front());
}

Team find_team(db::Read& db, TeamId id) { return with_partners(db, db.query(std::string(select_teams) + " WHERE t.id = :id").bind("id", id).one(read_team)); }

Team find_team(db::Read& db, std::string_view slug) {
    return with_partners(db, db.query(std::string(select_teams) + " WHERE t.slug = :slug").bind("slug", slug).one(read_team));
}

bool may_edit_at(const auth::Viewer& viewer, OrgId school) { return viewer.may(may_edit, school.value); }

static bool is_editor(db::Read& db, const auth::Viewer& viewer, const Team& team) {
    return db.query("SELECT team_id FROM athletics_editor WHERE team_id = :team AND account_id = :account")
        .bind("team", team.id)
        .bind("account", viewer.account())
        .maybe_integer()
        .has_value();
}

bool may_edit_games(db::Read& db, const auth::Viewer& viewer, const Team& team) {
    if (may_edit_at(viewer, team.school)) return true;
    return viewer.signed_in() && viewer.may(may_coach, team.school.value) && is_editor(db, viewer, team);
}

void require_games(db::Read& db, const auth::Viewer& viewer, const Team& team) {
    if (!may_edit_games(db, viewer, team)) throw base::Forbidden("The games of this team are kept by others.");
}

std::vector<Team> teams_of(db::Read& db, const auth::Viewer& viewer) {
    auto all = teams(db, true);
    std::set<TeamId> named;
    if (viewer.signed_in()) {
        db.query("SELECT team_id FROM athletics_editor WHERE account_id = :account").bind("account", viewer.account()).each([&](const db::Row& row) {
            named.insert({row.integer("team_id")});
        });
    }
    std::erase_if(all, [&](const Team& team) {
        return !may_edit_at(viewer, team.school) && !(named.contains(team.id) && viewer.may(may_coach, team.school.value));
    });
    return all;
}

static void require_team(const auth::Viewer& viewer, OrgId school) {
    if (!may_edit_at(viewer, school)) throw base::Forbidden("The teams of this school are kept by others.");
}

static std::string free_slug(db::Read& db, const std::string& wanted) {
    std::string slug = wanted;
    auto taken = [&] { return db.query("SELECT id FROM athletics_team WHERE slug = :slug").bind("slug", slug).maybe_integer().has_value(); };
    for (int i = 2; taken() || slug == "school"; ++i) slug = fmt::format("{}-{}", wanted, i);
    return slug;
}

static void write_partners(db::Write& db, TeamId id, const Team& team) {
    db.query("DELETE FROM athletics_partner WHERE team_id = :id").bind("id", id).run();
    for (auto school : team.partner_schools) {
        if (school == team.school) continue;
        db.query("INSERT INTO athletics_partner (team_id, org_id) VALUES (:id, :org) ON CONFLICT DO NOTHING").bind("id", id).bind("org", school).run();
    }
}

static void record_team(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId id, const Team& team, std::string_view action) {
    const boost::json::value detail{{"school", team.school.value}, {"sport", team.sport},     {"level", team.level},       {"gender", team.gender},  {"season", team.season},
                                    {"name", team.name.en},        {"name_es", team.name.es}, {"partners", team.partners}, {"ended", team.ended}};
    auth::record(db, viewer, now, {.subject_kind = "team", .subject_id = id.value, .action = action, .detail = boost::json::serialize(detail)});
}

static void refuse_bad(db::Read& db, const Team& team) {
    for (const auto& [field, key] : team_problems(team)) throw base::Invalid(field, key);
    if (!roster::find_org(db, team.school)) throw base::Invalid("school", "athletics.problem.school");
    for (auto school : team.partner_schools) {
        if (!roster::find_org(db, school)) throw base::Invalid("partner", "athletics.problem.school");
    }
}

/// What both an INSERT and an UPDATE of a team are told.
static db::Query&& bind_team(db::Query&& query, const Team& team) {
    return std::move(std::move(query)
        .bind("org", team.school).bind("sport", team.sport).bind("level", team.level).bind("gender", team.gender).bind("season", team.season)
        .bind("name", team.name.en).bind("name_es", team.name.es).bind("partners", team.partners).bind("ended", team.ended));
}

TeamId add_team(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team) {
    require_team(viewer, team.school);
    refuse_bad(db, team);
    const auto school = roster::find_org(db, team.school);
    const auto slug = free_slug(db, roster::slug_of(fmt::format("{} {}", school->name, team.name.en)));
    auto query = db.query(R"sql(
        INSERT INTO athletics_team (slug, org_id, sport, level, gender, season, name, name_es, partners, ended, created_at, changed_at)
        VALUES (:slug, :org, :sport, :level, :gender, :season, :name, :name_es, :partners, :ended, :now, :now) RETURNING id
    )sql");
    const TeamId id{bind_team(std::move(query), team).bind("slug", slug).bind("now", now).one_integer()};
    write_partners(db, id, team);
    record_team(db, viewer, now, id, team, "added");
    return id;
}

static std::vector<OrgId> plays_for(const Team& team) {
    auto schools = team.partner_schools;
    schools.push_back(team.school);
    return schools;
}

/// Clause 1 of events.md: the games of a team that leaves a school are told there as cancelled. True when it leaves one.
static bool remember_schools(db::Write& db, base::Instant now, const Team& before, const Team& team) {
    const auto here = plays_for(team);
    bool left = false;
    for (auto school : plays_for(before)) {
        if (std::ranges::find(here, school) != here.end()) continue;
        left = true;
        db.query("INSERT INTO athletics_former_school (team_id, org_id, left_at) VALUES (:team, :org, :now) ON CONFLICT (team_id, org_id) DO UPDATE SET left_at = :now")
            .bind("team", team.id)
            .bind("org", school)
            .bind("now", now)
            .run();
    }
    return left;
}

void change_team(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team) {
    const auto before = find_team(db, team.id);
    require_team(viewer, before.school);
    require_team(viewer, team.school);
    refuse_bad(db, team);
    auto query = db.query(R"sql(
        UPDATE athletics_team SET org_id = :org, sport = :sport, level = :level, gender = :gender, season = :season, name = :name, name_es = :name_es,
               partners = :partners, ended = :ended, changed_at = :now, revision = revision + 1
         WHERE id = :id AND revision = :seen
    )sql");
    const auto changed = bind_team(std::move(query), team).bind("now", now).bind("id", team.id).bind("seen", team.revision).run();
    if (changed == 0) throw base::Conflict("athletics.problem.stale");
    write_partners(db, team.id, team);
    const bool left = remember_schools(db, now, before, team);
    if (left || before.name != team.name) {
        db.query("UPDATE athletics_game SET sequence = sequence + 1, changed_at = :now WHERE team_id = :id AND ends_at > :now").bind("now", now).bind("id", team.id).run();
    }
    record_team(db, viewer, now, team.id, team, "changed");
}

std::vector<Editor> editors(db::Read& db, const auth::Viewer& viewer, TeamId id) {
    const auto team = find_team(db, id);
    require_team(viewer, team.school);
    auto all = db.query("SELECT a.id, a.name FROM athletics_editor e JOIN auth_account a ON a.id = e.account_id WHERE e.team_id = :team ORDER BY a.name, a.id")
                   .bind("team", id)
                   .all([](const db::Row& row) { return Editor{{row.integer("id")}, std::string(row.text("name")), false}; });
    for (auto& one : all) {
        const auth::Viewer person(one.account, one.name, auth::grants(db, auth::Viewer::system(), one.account), auth::Proof::session);
        one.may_coach = person.may(may_coach, team.school.value) || person.may(may_edit, team.school.value);
    }
    return all;
}

static void record_editor(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId team, std::int64_t account, std::string_view action) {
    auth::record(db, viewer, now, {.subject_kind = "team", .subject_id = team.value, .action = action, .detail = fmt::format(R"({{"account":{}}})", account)});
}

void add_editor(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId team, std::string_view email) {
    require_team(viewer, find_team(db, team).school);
    const auto person = auth::find_account(db, auth::Viewer::system(), email);
    if (!person || person->disabled_at) throw base::Invalid("email", "athletics.problem.email");
    const auto added = db.query("INSERT INTO athletics_editor (team_id, account_id) VALUES (:team, :account) ON CONFLICT DO NOTHING").bind("team", team).bind("account", person->id).run();
    if (added > 0) record_editor(db, viewer, now, team, person->id.value, "coach_added");
}

void remove_editor(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId team, auth::AccountId account) {
    require_team(viewer, find_team(db, team).school);
    const auto gone = db.query("DELETE FROM athletics_editor WHERE team_id = :team AND account_id = :account").bind("team", team).bind("account", account).run();
    if (gone > 0) record_editor(db, viewer, now, team, account.value, "coach_removed");
}

}  // namespace athletics
