#include "helpdesk/settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "helpdesk/due.h"
#include "helpdesk/settings_row.h"

namespace helpdesk {

using MaybeText = std::optional<std::string>;
using MaybeInteger = std::optional<std::int64_t>;

static Cell text(std::string_view column, std::string_view value) { return {column, MaybeText(base::trim(value))}; }
static Cell number(std::string_view column, std::int64_t value) { return {column, MaybeInteger(value)}; }

static void refuse(const SettingProblems& problems) {
    if (!problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
}

std::vector<Reply> all_replies(db::Read& db) {
    return db.query("SELECT id, key, name_en, name_es, body_en, body_es, active FROM helpdesk_reply_template ORDER BY active DESC, name_en, key")
        .all([](const db::Row& row) {
            return Reply{row.integer("id"),
                         {std::string(row.text("key")), std::string(row.text("name_en")), std::string(row.text("name_es")),
                          std::string(row.text("body_en")), std::string(row.text("body_es"))},
                         row.flag("active")};
        });
}

std::vector<RoutingRuleRow> routing_rules(db::Read& db) {
    return db.query("SELECT id, category_id, school_id, device_kind, team_id, active FROM helpdesk_routing_rule ORDER BY active DESC, id")
        .all([](const db::Row& row) {
            RoutingRuleRow rule;
            rule.id = row.integer("id");
            if (auto category = row.maybe_integer("category_id")) rule.category = CategoryId{*category};
            if (auto school = row.maybe_integer("school_id")) rule.school = roster::OrgId{*school};
            rule.device_kind = row.maybe_text("device_kind").value_or("");
            rule.team = {row.integer("team_id")};
            rule.active = row.flag("active");
            return rule;
        });
}

static bool any(db::Read& db, std::string_view sql, std::int64_t id) { return db.query(sql).bind("id", id).maybe_integer().has_value(); }

SettingProblems problems_of(db::Read& db, const Team& team) {
    auto problems = word_problems(team);
    bool needed = !team.active && (any(db, "SELECT 1 FROM helpdesk_category WHERE team_id = :id AND active = 1 LIMIT 1", team.id.value) ||
                                   any(db, "SELECT 1 FROM helpdesk_routing_rule WHERE team_id = :id AND active = 1 LIMIT 1", team.id.value));
    if (needed) problems.emplace_back("active", "helpdesk.set.problem.team_needed");
    return problems;
}

SettingProblems problems_of(db::Read& db, const Category& category) {
    auto problems = word_problems(category);
    bool last = !category.active && !any(db, "SELECT 1 FROM helpdesk_category WHERE id <> :id AND active = 1 LIMIT 1", category.id.value);
    if (last) problems.emplace_back("active", "helpdesk.set.problem.last_category");
    return problems;
}

/// A key that no other row of the table has.
static std::string free_key(db::Read& db, std::string_view table, std::string_view name) {
    auto wanted = key_from(name);
    auto key = wanted;
    auto taken = fmt::format("SELECT id FROM {} WHERE key = :key", table);
    for (int n = 2; db.query(taken).bind("key", key).maybe_integer(); ++n) key = fmt::format("{}_{}", wanted, n);
    return key;
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Team& team) {
    refuse(problems_of(db, team));
    return save_row(db, viewer, now,
                    {"helpdesk_team",
                     team.id.value,
                     {text("name_en", team.name_en), text("name_es", team.name_es), text("role_key", team.role_key), number("active", team.active),
                      text("new_requests", team.gives ? "given" : "taken")}});
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Category& category) {
    refuse(problems_of(db, category));
    SettingRow row{"helpdesk_category",
                   category.id.value,
                   {text("name_en", category.name_en), text("name_es", category.name_es), text("hint_en", category.hint_en),
                    text("hint_es", category.hint_es), number("team_id", category.team.value), number("impact", category.impact),
                    number("urgency", category.urgency), number("asks_device", category.asks_device), number("asks_room", category.asks_room),
                    number("asks_class_waiting", category.asks_class_waiting), {"skill_key", category.skill_key},
                    {"authority_key", category.authority_key}, number("position", category.position), number("active", category.active)}};
    if (row.id == 0) row.cells.push_back(text("key", free_key(db, "helpdesk_category", category.name_en)));
    return save_row(db, viewer, now, row);
}

static std::string_view word(QuestionKind kind) {
    switch (kind) {
        case QuestionKind::yes_no: return "yes_no";
        case QuestionKind::choice: return "choice";
        case QuestionKind::date: return "date";
        case QuestionKind::text: break;
    }
    return "text";
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const CategoryQuestion& question) {
    refuse(problems_of(question));
    return save_row(db, viewer, now,
                    {"helpdesk_question",
                     question.id,
                     {number("category_id", question.category.value), text("label_en", question.label_en), text("label_es", question.label_es),
                      text("kind", word(question.kind)), text("choices", base::join(question.choices, "\n")), number("required", question.required),
                      number("position", question.position), number("active", question.active)}});
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Reply& reply) {
    refuse(problems_of(reply));
    SettingRow row{"helpdesk_reply_template",
                   reply.id,
                   {text("name_en", reply.words.name_en), text("name_es", reply.words.name_es), text("body_en", reply.words.body_en),
                    text("body_es", reply.words.body_es), number("active", reply.active)}};
    if (row.id == 0) row.cells.push_back(text("key", free_key(db, "helpdesk_reply_template", reply.words.name_en)));
    return save_row(db, viewer, now, row);
}

template <typename Id>
static MaybeInteger value_of(const std::optional<Id>& id) {
    return id ? MaybeInteger(id->value) : std::nullopt;
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RoutingRuleRow& rule) {
    refuse(problems_of(rule));
    return save_row(db, viewer, now,
                    {"helpdesk_routing_rule",
                     rule.id,
                     {{"category_id", value_of(rule.category)},
                      {"school_id", value_of(rule.school)},
                      {"device_kind", rule.device_kind.empty() ? MaybeText() : MaybeText(rule.device_kind)},
                      number("team_id", rule.team.value),
                      number("active", rule.active)}});
}

static std::int64_t target_id(db::Read& db, std::optional<CategoryId> category, int priority) {
    return db.query("SELECT id FROM helpdesk_target WHERE COALESCE(category_id, 0) = :category AND priority = :priority")
        .bind("category", category ? category->value : 0)
        .bind("priority", priority)
        .maybe_integer()
        .value_or(0);
}

static SettingRow target_row(std::int64_t id, const Target& target) {
    return {"helpdesk_target",
            id,
            {{"category_id", value_of(target.category)},
             number("priority", target.priority),
             number("response_minutes", target.response_minutes),
             number("resolution_minutes", target.resolution_minutes)}};
}

void save_target(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Target& target) {
    if (target.response_minutes < 1) throw base::Invalid("response", "helpdesk.set.problem.time");
    if (target.resolution_minutes < target.response_minutes) throw base::Invalid("resolution", "helpdesk.set.problem.solved_first");
    save_row(db, viewer, now, target_row(target_id(db, target.category, target.priority), target));
    retarget_later(db, now);
}

void drop_target(db::Write& db, const auth::Viewer& viewer, base::Instant now, CategoryId category, int priority) {
    auto id = target_id(db, category, priority);
    if (id == 0) return;
    delete_row(db, viewer, now, target_row(id, {category, priority}));
    retarget_later(db, now);
}

}  // namespace helpdesk
