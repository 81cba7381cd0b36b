#include "helpdesk/settings_view.h"

#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/pages.h"

namespace helpdesk {

static std::string words_of(const Subject& subject) { return fmt::format("helpdesk.set.{}", subject.word); }

void fill_list_head(const http::Call& call, html::View& view, const Subject& subject) {
    auto words = words_of(subject);
    view.set("title", call.text(words + ".title")).set("lead", call.text(words + ".lead")).set("back", subject.back);
    view.set("back_label", call.text("helpdesk.set.settings"));
    view.add("add").set("href", fmt::format("/settings/{}/new", subject.word)).set("label", call.text(words + ".add"));
}

void fill_one_head(const http::Call& call, html::View& view, const Subject& subject, std::string_view title) {
    view.set("title", title).set("lead", "").set("back", fmt::format("/settings/{}", subject.word));
    view.set("back_label", call.text(words_of(subject) + ".title"));
}

SettingsList::SettingsList(const http::Call& call, html::View& view, const Subject& subject, bool empty)
    : call_(call), words_(words_of(subject)), list_(view.add(empty ? "no_list" : "list")) {
    list_.set("none", call.text(words_ + ".none")).set("list_title", call.text(words_ + ".title"));
}

SettingsList& SettingsList::column(std::string_view field) {
    columns_.push_back(call_.text(fmt::format("{}.{}", words_, field)));
    list_.add("column").set("heading", columns_.back());
    return *this;
}

void SettingsList::row(const std::string& href, std::string_view name, const std::vector<std::string>& cells, bool active) {
    auto row = list_.add("row");
    row.set("href", href).set("name", name).show_if(!active, "resting");
    for (std::size_t i = 0; i < cells.size(); ++i) row.add("cell").set("heading", columns_.at(i + 1)).set("value", cells[i]);
}

SettingsForm::SettingsForm(const http::Call& call, html::View& view, const Subject& subject, const std::string& action,
                           const SettingProblems& problems)
    : call_(call), words_(words_of(subject)), page_(view), form_(view.add("form")), problems_(problems) {
    form_.set("action", action);
    if (problems.empty()) return;
    auto box = page_.add("problems");
    for (const auto& [name, key] : problems) {
        auto label = call.text(fmt::format("{}.{}", words_, name));
        box.add("problem").set("field", name).set("message", fmt::format("{}: {}", label, call.text(key)));
    }
}

html::View SettingsForm::field(std::string_view kind, std::string_view name) {
    auto part = form_.add("field").add(kind);
    auto key = fmt::format("{}.{}", words_, name);
    part.set("name", name).set("label", call_.text(key));
    if (auto hint = call_.services.messages->find(call_.language, key + "_hint")) part.add("hint").set("hint", *hint);
    for (const auto& [field, problem] : problems_) {
        if (field == name) part.add("error").set("message", call_.text(problem));
    }
    return part;
}

SettingsForm& SettingsForm::line(std::string_view name, std::string_view value, bool required) {
    field("line", name).set("value", value).show(required ? "required" : "optional");
    return *this;
}

SettingsForm& SettingsForm::area(std::string_view name, std::string_view value, bool required) {
    field("area", name).set("value", value).show(required ? "required" : "optional");
    return *this;
}

SettingsForm& SettingsForm::choose(std::string_view name, const std::vector<Choice>& choices, std::string_view chosen) {
    auto part = field("choose", name);
    for (const auto& choice : choices) {
        part.add("option").set("value", choice.value).set("text", choice.label).show_if(choice.value == chosen, "selected");
    }
    return *this;
}

SettingsForm& SettingsForm::check(std::string_view name, bool on) {
    field("check", name).show_if(on, "checked");
    return *this;
}

SettingsForm& SettingsForm::hidden(std::string_view name, std::string_view value) {
    form_.add("hidden").set("name", name).set("value", value);
    return *this;
}

std::optional<std::int64_t> chosen_id(const http::Call& call, std::string_view field) {
    auto id = base::parse_integer(call.request.form.text(field));
    return id && *id > 0 ? id : std::nullopt;
}

std::vector<Choice> team_choices(const http::Call& call, db::Read& db, TeamId present) {
    std::vector<Choice> choices;
    for (const auto& team : all_teams(db)) {
        if (team.active || team.id == present) choices.push_back({std::to_string(team.id.value), team.name(html::code(call.language))});
    }
    return choices;
}

std::vector<Choice> category_choices(const http::Call& call, db::Read& db, std::optional<CategoryId> present) {
    std::vector<Choice> choices;
    for (const auto& category : all_categories(db)) {
        if (category.active || category.id == present) choices.push_back({std::to_string(category.id.value), category.name(html::code(call.language))});
    }
    return choices;
}

std::vector<Choice> school_choices(db::Read& db) {
    std::vector<Choice> choices;
    for (const auto& school : roster::schools(db)) choices.push_back({std::to_string(school.id.value), school.name});
    return choices;
}

std::vector<Choice> or_none(const http::Call& call, std::string_view key, std::vector<Choice> choices) {
    choices.insert(choices.begin(), {"", call.text(key)});
    return choices;
}

std::string name_in(const std::vector<Choice>& choices, std::string_view value) {
    for (const auto& choice : choices) {
        if (choice.value == value) return choice.label;
    }
    return {};
}

void settings_routes(http::Routes& routes) {
    team_settings_routes(routes);
    category_settings_routes(routes);
    question_settings_routes(routes);
    target_settings_routes(routes);
    reply_settings_routes(routes);
    routing_settings_routes(routes);
    closing_settings_routes(routes);
}

}  // namespace helpdesk
