/// What requests are about, who takes them by default, and what the form asks for each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"

namespace helpdesk {

struct Team {
    TeamId id;
    std::string name_en;
    std::string name_es;
    std::string role_key;  // whose holders are its members: people_role
    bool active = true;
    /// New requests go to the person on duty with the least work who can do them (helpdesk/giving.h); otherwise anyone takes them.
    bool gives = false;

    const std::string& name(std::string_view language) const { return language == "es" ? name_es : name_en; }
};

struct Category {
    CategoryId id;
    std::optional<CategoryId> parent;
    std::string key;
    std::string name_en;
    std::string name_es;
    std::string hint_en;
    std::string hint_es;
    TeamId team;
    int impact = 3;
    int urgency = 3;
    bool asks_device = false;
    bool asks_room = true;
    bool asks_class_waiting = true;
    std::optional<std::string> skill_key;
    std::optional<std::string> authority_key;
    int position = 100;
    bool active = true;

    const std::string& name(std::string_view language) const { return language == "es" ? name_es : name_en; }
    const std::string& hint(std::string_view language) const { return language == "es" ? hint_es : hint_en; }
};

enum class QuestionKind { text, yes_no, choice, date };

struct CategoryQuestion {
    std::int64_t id = 0;
    CategoryId category;
    std::string label_en;
    std::string label_es;
    QuestionKind kind = QuestionKind::text;
    std::vector<std::string> choices;
    bool required = false;
    int position = 100;
    bool active = true;

    const std::string& label(std::string_view language) const { return language == "es" ? label_es : label_en; }
};

struct Target {
    std::optional<CategoryId> category;
    int priority = 4;
    int response_minutes = 0;    // working minutes of the site
    int resolution_minutes = 0;
};

/// What everybody may know: the words of the form. By position, then name.
std::vector<Team> teams(db::Read& db);
std::vector<Category> categories(db::Read& db);
Category category(db::Read& db, CategoryId id);
/// The one in use with this number or key.
std::optional<Category> find_category(db::Read& db, std::string_view id_or_key);
std::vector<CategoryQuestion> questions(db::Read& db, CategoryId id);
/// The category's own target for the priority, else the one for all categories. Throws base::NotFound when the settings have neither.
Target target(db::Read& db, CategoryId id, int priority);

struct ReplyTemplate {
    std::string key;
    std::string name_en;
    std::string name_es;
    std::string body_en;
    std::string body_es;
};
std::vector<ReplyTemplate> reply_templates(db::Read& db);

/// For the settings: those out of use too, after the others.
std::vector<Team> all_teams(db::Read& db);
std::vector<Category> all_categories(db::Read& db);
std::vector<CategoryQuestion> all_questions(db::Read& db, CategoryId id);
/// Throws base::NotFound.
CategoryQuestion find_question(db::Read& db, std::int64_t id);
/// Of all categories together, and of single ones; by category, then priority.
std::vector<Target> targets(db::Read& db);

}  // namespace helpdesk
