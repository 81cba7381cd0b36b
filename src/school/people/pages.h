/// What the pages of this room share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/routes.h"
#include "people/manage.h"

namespace people {

/// Field and message key of what cannot be used.
using Problems = std::vector<std::pair<std::string, std::string>>;

void fill_problems(http::Call& call, html::View& view, const Problems& problems);
/// Sections school_option and role_option.
void fill_schools(db::Read& db, html::View& view, std::string_view selected);
void fill_roles(http::Call& call, db::Read& db, html::View& view, std::string_view selected);
std::string where_words(http::Call& call, const std::string& org_name);
/// "“Technology Director” usually means Chief information officer": shown where a title and the work differ.
std::optional<std::string> mismatch_words(http::Call& call, const std::vector<Role>& all, const Assignment& one);
/// What was typed, with the version that is there now: saving it again replaces what somebody else wrote meanwhile.
http::Fields with_seen(const http::Fields& form, std::int64_t version);
/// 409 in the reader's words; `key` names the message.
http::Response clash_page(http::Call& call, std::string_view key);

void role_routes(http::Routes& routes);
void role_form_routes(http::Routes& routes);
void staff_routes(http::Routes& routes);
void title_routes(http::Routes& routes);
void api_routes(http::Routes& routes);
void day_routes(http::Routes& routes);
/// What this room itself asks, for My day.
std::vector<DayItem> asked_of_staff(http::ReadCall& call);
void description_routes(http::Routes& routes);
void posting_routes(http::Routes& routes);
void licence_routes(http::Routes& routes);
void licence_form_routes(http::Routes& routes);
void learning_routes(http::Routes& routes);
void renewal_rule_routes(http::Routes& routes);
void credential_routes(http::Routes& routes);
void licence_api_routes(http::Routes& routes);
void supervision_routes(http::Routes& routes);
void pack_routes(http::Routes& routes);
void org_chart_routes(http::Routes& routes);
void relation_api_routes(http::Routes& routes);
void evaluation_routes(http::Routes& routes);

}  // namespace people
