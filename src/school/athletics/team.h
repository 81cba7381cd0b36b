/// Teams, and who may change what of them. Only for this room.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "athletics/athletics.h"

namespace athletics {

/// The words that may stand in the columns of those names, in the order in which forms offer them.
std::span<const std::string_view> sports();
std::span<const std::string_view> levels();
std::span<const std::string_view> genders();
std::span<const std::string_view> seasons();
bool is_one_of(std::span<const std::string_view> words, std::string_view word);

struct Team {
    TeamId id;
    std::string slug;
    roster::OrgId school;
    std::string school_name;
    std::string sport = "basketball";
    std::string level = "varsity";
    std::string gender = "girls";
    std::string season = "winter";
    calendar::Bilingual name;
    std::string partners;
    bool ended = false;
    std::int64_t revision = 0;
    std::vector<roster::OrgId> partner_schools;  // filled where a comment says so
    std::string path() const { return "/teams/" + slug; }
};
/// Field and message key of what keeps a team from being saved.
std::vector<std::pair<std::string, std::string>> team_problems(const Team& team);

/// All, by school and name; those that play no more only when asked for. With their partner schools.
std::vector<Team> teams(db::Read& db, bool with_ended);
/// Each throws base::NotFound. With its partner schools.
Team find_team(db::Read& db, TeamId id);
Team find_team(db::Read& db, std::string_view slug);

/// Teams of a school, their names, and who coaches them.
bool may_edit_at(const auth::Viewer& viewer, roster::OrgId school);
/// The games of that team: an athletic director's, or somebody's who was named for it.
bool may_edit_games(db::Read& db, const auth::Viewer& viewer, const Team& team);
/// Throws base::Forbidden.
void require_games(db::Read& db, const auth::Viewer& viewer, const Team& team);
/// The teams of which the viewer may change at least the games.
std::vector<Team> teams_of(db::Read& db, const auth::Viewer& viewer);

/// Each throws base::Forbidden, base::Invalid naming the field; change_team base::Conflict when it has changed since `team.revision`. A new name,
/// or a school for which it plays no more, raises the sequence of the games to come, so that calendar programs take it over.
TeamId add_team(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team);
void change_team(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team);

struct Editor {
    auth::AccountId account;
    std::string name;
    bool may_coach = false;  // holds the permission at the team's school; without it the name on the list opens no door
};
std::vector<Editor> editors(db::Read& db, const auth::Viewer& viewer, TeamId team);
/// By the address with which the person signs in. Throws base::Invalid("email") when there is no such account.
void add_editor(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId team, std::string_view email);
void remove_editor(db::Write& db, const auth::Viewer& viewer, base::Instant now, TeamId team, auth::AccountId account);

}  // namespace athletics
