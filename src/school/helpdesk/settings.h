/// What the CIO sets up: teams, categories with their questions, targets, prepared replies, routing rules.
///
/// Every change is an event with the old and the new words, so that it can be undone by writing the old ones again. Nothing is deleted but
/// a category's own target; what is out of use is set so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "helpdesk/category.h"

namespace helpdesk {

/// Field and message key of what cannot be used.
using SettingProblems = std::vector<std::pair<std::string, std::string>>;

/// "4 h", "30 min", "2 h 30 min", "1.5 h", "1:30", in English or Spanish; absent when it is no length of at least a minute and at most
/// a thousand hours. A bare number is refused, because nobody can know whether hours or minutes were meant.
std::optional<int> parse_working_time(std::string_view text);
/// "2 h 30 min": what parse_working_time reads back.
std::string working_time_text(int minutes);
/// "projector_screen_or_sound" from "Projector, screen or sound".
std::string key_from(std::string_view name);

struct Reply {
    std::int64_t id = 0;
    ReplyTemplate words;
    bool active = true;
};

struct RoutingRuleRow {
    std::int64_t id = 0;
    std::optional<CategoryId> category;
    std::optional<roster::OrgId> school;
    std::string device_kind;  // empty: any
    TeamId team;
    bool active = true;
};

std::vector<Reply> all_replies(db::Read& db);
/// Those in use first, each in the order in which they are asked.
std::vector<RoutingRuleRow> routing_rules(db::Read& db);
/// Words that inventory_model knows: "chromebook". Message key: helpdesk.device_kind.<word>.
const std::vector<std::string_view>& device_kinds();

/// What keeps each from being saved; empty when nothing does.
SettingProblems problems_of(db::Read& db, const Team& team);
SettingProblems problems_of(db::Read& db, const Category& category);
/// The part of the two above that needs no look into the tables.
SettingProblems word_problems(const Team& team);
SettingProblems word_problems(const Category& category);
SettingProblems problems_of(const CategoryQuestion& question);
SettingProblems problems_of(const Reply& reply);
SettingProblems problems_of(const RoutingRuleRow& rule);

/// Each needs helpdesk.manage everywhere (base::Forbidden). An id of 0 makes a new one. Throws base::Invalid with the first problem, and
/// base::NotFound when the id is unknown. Saving what is there already writes nothing.
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team);
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Category& category);
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const CategoryQuestion& question);
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Reply& reply);
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RoutingRuleRow& rule);
/// Without a category: for all that have none of their own.
void save_target(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Target& target);
/// The category goes by the target of all again. Nothing happens when it has none of its own.
void drop_target(db::Write& db, const auth::Viewer& viewer, base::Instant now, CategoryId category, int priority);

}  // namespace helpdesk
