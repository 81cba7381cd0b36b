/// What the pages of this room share.
#pragma once

#include <optional>
#include <string_view>

#include "calendar/calendar_form.h"
#include "calendar/event.h"
#include "http/call.h"

namespace http {
class Routes;
}

namespace calendar {

void bell_routes(http::Routes& routes);
void event_routes(http::Routes& routes);
void public_event_routes(http::Routes& routes);

/// Adds {{#problems}} with each {{#problem}}, and what is beside its field.
void fill_problems(http::Call& call, html::View& view, const Problems& problems);
/// The schools for which this person has the permission; the first option, all schools, only for whoever has it everywhere.
void fill_schools(http::Call& call, db::Read& db, html::View& view, auth::Permission permission, std::string_view selected);
/// Adds {{#has_place}} with place, and lang: places are written in English alone. Nothing without one.
void show_place(html::View& view, const PublicEvent& event);

}  // namespace calendar
