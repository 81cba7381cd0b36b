#include "helpdesk/settings_view.h"

#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/priority.h"
#include "http/routes.h"
#include "people/people.h"

namespace helpdesk {

constexpr Subject categories_subject{"categories"};

static std::string address(CategoryId id) { return fmt::format("/settings/categories/{}", id.value); }

static http::Response list_categories(http::ReadCall& call) {
    html::View view;
    fill_list_head(call, view, categories_subject);
    auto all = all_categories(call.db);
    auto teams = team_choices(call, call.db, {});
    SettingsList list(call, view, categories_subject, all.empty());
    list.column("name").column("team").column("priority");
    for (const auto& category : all) {
        list.row(address(category.id), category.name(html::code(call.language)),
                 {name_in(teams, std::to_string(category.team.value)),
                  call.text(fmt::format("helpdesk.priority.{}", priority_of(category.impact, category.urgency, false)))},
                 category.active);
    }
    return call.page("helpdesk/settings", call.text("helpdesk.set.categories.title"), std::move(view));
}

static std::vector<Choice> three(const http::Call& call, std::string_view what) {
    std::vector<Choice> choices;
    for (int n = 1; n <= 3; ++n) choices.push_back({std::to_string(n), call.text(fmt::format("helpdesk.set.{}.{}", what, n))});
    return choices;
}

template <typename List>
static std::vector<Choice> key_choices(const http::Call& call, const List& all) {
    std::vector<Choice> choices;
    choices.reserve(all.size());
    for (const auto& one : all) choices.push_back({one.key, one.name.in(html::code(call.language))});
    return or_none(call, "helpdesk.set.none_needed", std::move(choices));
}

static std::string question_kind(const http::Call& call, QuestionKind kind) {
    static constexpr std::string_view words[] = {"text", "yes_no", "choice", "date"};
    return call.text(fmt::format("helpdesk.set.kind.{}", words[static_cast<std::size_t>(kind)]));
}

static void fill_questions(const http::Call& call, db::Read& db, html::View& view, CategoryId id) {
    constexpr Subject questions_subject{"questions"};
    auto all = all_questions(db, id);
    view.add("below")
        .set("heading", call.text("helpdesk.set.questions.title"))
        .set("href", address(id) + "/questions/new")
        .set("label", call.text("helpdesk.set.questions.add"));
    SettingsList list(call, view, questions_subject, all.empty());
    list.column("label").column("kind").column("required");
    for (const auto& question : all) {
        list.row(fmt::format("/settings/questions/{}", question.id), question.label(html::code(call.language)),
                 {question_kind(call, question.kind), question.required ? call.text("helpdesk.fact.yes") : ""}, question.active);
    }
}

static http::Response form_page(const http::Call& call, db::Read& db, const Category& category, const SettingProblems& problems) {
    html::View view;
    bool fresh = category.id.value == 0;
    auto title = fresh ? call.text("helpdesk.set.categories.add") : category.name(html::code(call.language));
    fill_one_head(call, view, categories_subject, title);
    SettingsForm form(call, view, categories_subject, fresh ? "/settings/categories" : address(category.id), problems);
    form.line("name_en", category.name_en).line("name_es", category.name_es);
    form.line("hint_en", category.hint_en, false).line("hint_es", category.hint_es, false);
    form.choose("team", team_choices(call, db, category.team), std::to_string(category.team.value));
    form.choose("impact", three(call, "impact"), std::to_string(category.impact));
    form.choose("urgency", three(call, "urgency"), std::to_string(category.urgency));
    form.check("asks_device", category.asks_device).check("asks_room", category.asks_room).check("asks_class_waiting", category.asks_class_waiting);
    form.choose("skill", key_choices(call, people::skills(db)), category.skill_key.value_or(""));
    form.choose("authority", key_choices(call, people::authorities(db)), category.authority_key.value_or(""));
    form.line("position", std::to_string(category.position));
    if (!fresh) form.check("active", category.active);
    if (!fresh) fill_questions(call, db, view, category.id);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static http::Response new_category(http::ReadCall& call) { return form_page(call, call.db, {}, {}); }
static http::Response show_category(http::ReadCall& call) { return form_page(call, call.db, category(call.db, call.id_as<CategoryId>("category")), {}); }

/// The key when it is one of the list; a key that is not known is no key.
template <typename List>
static std::optional<std::string> known_key(const List& all, std::string_view key) {
    for (const auto& one : all) {
        if (one.key == key) return one.key;
    }
    return std::nullopt;
}

static int one_to_three(std::string_view text) {
    auto number = base::parse_integer(text).value_or(3);
    return number < 1 || number > 3 ? 3 : static_cast<int>(number);
}

/// What was typed, over what was there.
static Category typed(http::WriteCall& call, Category category, SettingProblems& problems) {
    const auto& form = call.request.form;
    category.name_en = form.text("name_en");
    category.name_es = form.text("name_es");
    category.hint_en = form.text("hint_en");
    category.hint_es = form.text("hint_es");
    auto teams = team_choices(call, call.db, category.team);
    auto team = chosen_id(call, "team");
    category.team = {team && !name_in(teams, std::to_string(*team)).empty() ? *team : 0};
    category.impact = one_to_three(form.text("impact"));
    category.urgency = one_to_three(form.text("urgency"));
    category.asks_device = form.has("asks_device");
    category.asks_room = form.has("asks_room");
    category.asks_class_waiting = form.has("asks_class_waiting");
    category.skill_key = known_key(people::skills(call.db), form.text("skill"));
    category.authority_key = known_key(people::authorities(call.db), form.text("authority"));
    category.active = category.id.value == 0 || form.has("active");
    auto position = base::parse_integer(form.text("position"));
    if (position && *position >= 0 && *position <= 100'000) category.position = static_cast<int>(*position);
    else problems.emplace_back("position", "helpdesk.set.problem.position");
    return category;
}

static http::Response keep(http::WriteCall& call, const Category& before) {
    SettingProblems problems;
    auto category = typed(call, before, problems);
    for (auto& problem : problems_of(call.db, category)) problems.push_back(std::move(problem));
    if (!problems.empty()) return form_page(call, call.db, category, problems);
    CategoryId id{save(call.db, call.viewer, call.now, category)};
    auto notice = call.text("helpdesk.set.saved", {{"name", category.name(html::code(call.language))}});
    return call.redirect_with_notice(before.id.value == 0 ? address(id) : "/settings/categories", notice);
}

static http::Response create_category(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_category(http::WriteCall& call) { return keep(call, category(call.db, call.id_as<CategoryId>("category"))); }

void category_settings_routes(http::Routes& routes) {
    routes.get("/settings/categories", may_manage, list_categories);
    routes.get("/settings/categories/new", may_manage, new_category);
    routes.post("/settings/categories", may_manage, create_category);
    routes.get("/settings/categories/{category}", may_manage, show_category);
    routes.post("/settings/categories/{category}", may_manage, change_category);
}

}  // namespace helpdesk
