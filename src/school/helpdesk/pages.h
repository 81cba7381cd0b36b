/// The pages of the room, each subject with its own block of routes; helpdesk.cpp puts them together.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace http {
class ReadCall;
class Routes;
}
namespace people {
struct DayItem;
}

namespace inventory {
struct DeviceId;
}

namespace helpdesk {

/// For inventory::device_panels(): "I suspect something bigger", and what is known about the model.
std::optional<std::string> suspicion_panel(http::ReadCall& call, inventory::DeviceId device);
/// For people::day_sources().
std::vector<people::DayItem> asked_today(http::ReadCall& call);

void my_requests_routes(http::Routes& routes);
void new_request_routes(http::Routes& routes);
void queue_routes(http::Routes& routes);
void request_routes(http::Routes& routes);
void walk_up_routes(http::Routes& routes);
void hand_over_routes(http::Routes& routes);
void assignment_routes(http::Routes& routes);
void load_routes(http::Routes& routes);
void merge_routes(http::Routes& routes);
void correction_routes(http::Routes& routes);
void repair_routes(http::Routes& routes);
void follow_routes(http::Routes& routes);
void overview_routes(http::Routes& routes);
void queue_export_routes(http::Routes& routes);
void request_api_routes(http::Routes& routes);
void settings_routes(http::Routes& routes);
void problem_routes(http::Routes& routes);
void problem_desk_routes(http::Routes& routes);
void problem_form_routes(http::Routes& routes);
void problem_request_routes(http::Routes& routes);
void joining_routes(http::Routes& routes);
void suspicion_routes(http::Routes& routes);

}  // namespace helpdesk
