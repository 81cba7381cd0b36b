#include "helpdesk/category.h"

#include "base/text.h"
#include "db/db.h"

namespace helpdesk {

static Team read_team(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("name_en")), std::string(row.text("name_es")), std::string(row.text("role_key")), row.flag("active"),
            row.text("new_requests") == "given"};
}

std::vector<Team> teams(db::Read& db) {
    return db.query("SELECT id, name_en, name_es, role_key, active, new_requests FROM helpdesk_team WHERE active = 1 ORDER BY name_en, id").all(read_team);
}

std::vector<Team> all_teams(db::Read& db) {
    return db.query("SELECT id, name_en, name_es, role_key, active, new_requests FROM helpdesk_team ORDER BY active DESC, name_en, id").all(read_team);
}

static Category read_category(const db::Row& row) {
    Category category;
    category.id = {row.integer("id")};
    if (auto parent = row.maybe_integer("parent_id")) category.parent = CategoryId{*parent};
    category.key = row.text("key");
    category.name_en = row.text("name_en");
    category.name_es = row.text("name_es");
    category.hint_en = row.text("hint_en");
    category.hint_es = row.text("hint_es");
    category.team = {row.integer("team_id")};
    category.impact = static_cast<int>(row.integer("impact"));
    category.urgency = static_cast<int>(row.integer("urgency"));
    category.asks_device = row.flag("asks_device");
    category.asks_room = row.flag("asks_room");
    category.asks_class_waiting = row.flag("asks_class_waiting");
    category.skill_key = row.maybe_text("skill_key");
    category.authority_key = row.maybe_text("authority_key");
    category.position = static_cast<int>(row.integer("position"));
    category.active = row.flag("active");
    return category;
}

static std::string select_category(std::string_view rest) {
    return std::string(R"sql(
        SELECT id, parent_id, key, name_en, name_es, hint_en, hint_es, team_id, impact, urgency, asks_device, asks_room,
               asks_class_waiting, skill_key, authority_key, position, active
          FROM helpdesk_category )sql").append(rest);
}

std::vector<Category> categories(db::Read& db) {
    static const std::string sql = select_category("WHERE active = 1 ORDER BY position, name_en, id");
    return db.query(sql).all(read_category);
}

std::vector<Category> all_categories(db::Read& db) {
    static const std::string sql = select_category("ORDER BY active DESC, position, name_en, id");
    return db.query(sql).all(read_category);
}

Category category(db::Read& db, CategoryId id) {
    static const std::string sql = select_category("WHERE id = :id");
    return db.query(sql).bind("id", id).one(read_category);
}

std::optional<Category> find_category(db::Read& db, std::string_view id_or_key) {
    static const std::string by_id = select_category("WHERE id = :id AND active = 1");
    static const std::string by_key = select_category("WHERE key = :key AND active = 1");
    if (auto id = base::parse_integer(id_or_key)) return db.query(by_id).bind("id", *id).maybe(read_category);
    return db.query(by_key).bind("key", id_or_key).maybe(read_category);
}

static QuestionKind parse_kind(std::string_view word) {
    if (word == "yes_no") return QuestionKind::yes_no;
    if (word == "choice") return QuestionKind::choice;
    if (word == "date") return QuestionKind::date;
    return QuestionKind::text;
}

static CategoryQuestion read_question(const db::Row& row) {
    CategoryQuestion question;
    question.id = row.integer("id");
    question.category = {row.integer("category_id")};
    question.label_en = row.text("label_en");
    question.label_es = row.text("label_es");
    question.kind = parse_kind(row.text("kind"));
    for (auto choice : base::split(row.text("choices"), '\n')) {
        if (!base::trim(choice).empty()) question.choices.emplace_back(base::trim(choice));
    }
    question.required = row.flag("required");
    question.position = static_cast<int>(row.integer("position"));
    question.active = row.flag("active");
    return question;
}

std::vector<CategoryQuestion> questions(db::Read& db, CategoryId id) {
    return db.query(R"sql(
        SELECT id, category_id, label_en, label_es, kind, choices, required, position, active
          FROM helpdesk_question
         WHERE category_id = :category AND active = 1
         ORDER BY position, id
    )sql").bind("category", id).all(read_question);
}

std::vector<CategoryQuestion> all_questions(db::Read& db, CategoryId id) {
    return db.query(R"sql(
        SELECT id, category_id, label_en, label_es, kind, choices, required, position, active
          FROM helpdesk_question
         WHERE category_id = :category
         ORDER BY active DESC, position, id
    )sql").bind("category", id).all(read_question);
}

CategoryQuestion find_question(db::Read& db, std::int64_t id) {
    return db.query(R"sql(
        SELECT id, category_id, label_en, label_es, kind, choices, required, position, active
          FROM helpdesk_question
         WHERE id = :id
    )sql").bind("id", id).one(read_question);
}

static Target read_target(const db::Row& row) {
    Target target;
    if (auto category = row.maybe_integer("category_id")) target.category = CategoryId{*category};
    target.priority = static_cast<int>(row.integer("priority"));
    target.response_minutes = static_cast<int>(row.integer("response_minutes"));
    target.resolution_minutes = static_cast<int>(row.integer("resolution_minutes"));
    return target;
}

Target target(db::Read& db, CategoryId id, int priority) {
    return db.query(R"sql(
        SELECT category_id, priority, response_minutes, resolution_minutes
          FROM helpdesk_target
         WHERE priority = :priority AND (category_id = :category OR category_id IS NULL)
         ORDER BY CASE WHEN category_id IS NULL THEN 1 ELSE 0 END
         LIMIT 1
    )sql").bind("priority", priority).bind("category", id).one(read_target);
}

std::vector<Target> targets(db::Read& db) {
    return db.query(R"sql(
        SELECT category_id, priority, response_minutes, resolution_minutes
          FROM helpdesk_target
         ORDER BY COALESCE(category_id, 0), priority
    )sql").all(read_target);
}

std::vector<ReplyTemplate> reply_templates(db::Read& db) {
    return db.query("SELECT key, name_en, name_es, body_en, body_es FROM helpdesk_reply_template WHERE active = 1 ORDER BY name_en, key")
        .all([](const db::Row& row) {
            return ReplyTemplate{std::string(row.text("key")), std::string(row.text("name_en")), std::string(row.text("name_es")),
                                 std::string(row.text("body_en")), std::string(row.text("body_es"))};
        });
}

}  // namespace helpdesk
