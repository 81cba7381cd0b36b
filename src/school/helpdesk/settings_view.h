/// The pages of the settings look alike: a list of what there is, and a form for one of it. Both are filled here, field by field, with the
/// words of messages helpdesk.set.<subject>.<field> and, where there is one, <field>_hint.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "helpdesk/settings.h"
#include "http/call.h"

namespace helpdesk {

/// One of these subjects has its own addresses: /settings/<subject>, /settings/<subject>/new, /settings/<subject>/{id}.
struct Subject {
    std::string_view word;  // "teams"
    std::string_view back = "/settings";
};

struct Choice {
    std::string value;
    std::string label;
};

class SettingsList {
public:
    SettingsList(const http::Call& call, html::View& view, const Subject& subject, bool empty);
    /// A column's heading; the first is the name.
    SettingsList& column(std::string_view field);
    /// A row whose name leads to `href`; the other columns follow in order.
    void row(const std::string& href, std::string_view name, const std::vector<std::string>& cells, bool active);

private:
    const http::Call& call_;
    std::string words_;
    html::View list_;
    std::vector<std::string> columns_;
};

class SettingsForm {
public:
    SettingsForm(const http::Call& call, html::View& view, const Subject& subject, const std::string& action, const SettingProblems& problems);
    SettingsForm& line(std::string_view name, std::string_view value, bool required = true);
    SettingsForm& area(std::string_view name, std::string_view value, bool required = false);
    SettingsForm& choose(std::string_view name, const std::vector<Choice>& choices, std::string_view chosen);
    SettingsForm& check(std::string_view name, bool on);
    /// Sent along unseen.
    SettingsForm& hidden(std::string_view name, std::string_view value);

private:
    html::View field(std::string_view kind, std::string_view name);
    const http::Call& call_;
    std::string words_;
    html::View& page_;
    html::View form_;
    const SettingProblems& problems_;
};

/// Title, lead and way back of a subject's list; of one thing.
void fill_list_head(const http::Call& call, html::View& view, const Subject& subject);
void fill_one_head(const http::Call& call, html::View& view, const Subject& subject, std::string_view title);

/// The field's number; absent when it is empty or no number.
std::optional<std::int64_t> chosen_id(const http::Call& call, std::string_view field);
std::vector<Choice> team_choices(const http::Call& call, db::Read& db, TeamId present);
std::vector<Choice> category_choices(const http::Call& call, db::Read& db, std::optional<CategoryId> present);
std::vector<Choice> school_choices(db::Read& db);
/// With an empty choice before the others.
std::vector<Choice> or_none(const http::Call& call, std::string_view key, std::vector<Choice> choices);
std::string name_in(const std::vector<Choice>& choices, std::string_view value);

void team_settings_routes(http::Routes& routes);
void category_settings_routes(http::Routes& routes);
void question_settings_routes(http::Routes& routes);
void target_settings_routes(http::Routes& routes);
void reply_settings_routes(http::Routes& routes);
void routing_settings_routes(http::Routes& routes);
void closing_settings_routes(http::Routes& routes);

}  // namespace helpdesk
