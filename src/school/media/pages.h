/// The pages of the room, each subject with its own block of routes; media.cpp puts them together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "roster/roster.h"

namespace html {
class View;
}
namespace http {
class Call;
class ReadCall;
class Routes;
}  // namespace http
namespace jobs {
class Registry;
}

namespace media {

struct Decision;

void ask_routes(http::Routes& routes);
void ceiling_routes(http::Routes& routes);
void consent_jobs(jobs::Registry& registry);
void consent_list_routes(http::Routes& routes);
void consent_student_routes(http::Routes& routes);
void family_routes(http::Routes& routes);
void fill_consent_slots();
void fill_family_slots();
void fill_picture_slots();
void mark_routes(http::Routes& routes);
void paper_routes(http::Routes& routes);
void picture_jobs(jobs::Registry& registry);
void picture_routes(http::Routes& routes);
void post_routes(http::Routes& routes);
void review_routes(http::Routes& routes);
void serve_routes(http::Routes& routes);
void takedown_routes(http::Routes& routes);

/// "/consents/students/12".
std::string consent_path(roster::PersonId student);
/// {{#school_option}} and {{#grade_option}}: where the viewer keeps consents.
void fill_scope(http::ReadCall& call, html::View& view, std::optional<roster::OrgId> school, std::string_view grade);
/// What stands in the way, for those who keep consents.
std::string obstacle_words(const http::Call& call, const Decision& decision);

}  // namespace media
