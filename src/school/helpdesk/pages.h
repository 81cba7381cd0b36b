/// The pages of the room, each subject with its own block of routes; helpdesk.cpp puts them together.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace db {
class Read;
}
namespace http {
class Call;
class Fields;
class ReadCall;
class Routes;
struct Response;
}
namespace people {
struct DayItem;
}

namespace inventory {
struct DeviceId;
}

namespace helpdesk {

struct Answers;

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
void suggestion_routes(http::Routes& routes);
void drafting_routes(http::Routes& routes);

/// The form for a request with what was typed, and answers beside it. Back to the choice of what it is about when that is missing.
http::Response new_request_page(const http::Call& call, db::Read& db, const http::Fields& typed, const Answers& answers);
void problem_routes(http::Routes& routes);
void problem_desk_routes(http::Routes& routes);
void problem_form_routes(http::Routes& routes);
void problem_request_routes(http::Routes& routes);
void joining_routes(http::Routes& routes);
void suspicion_routes(http::Routes& routes);
void unsubscribe_routes(http::Routes& routes);
void mail_rule_routes(http::Routes& routes);
void returned_routes(http::Routes& routes);

}  // namespace helpdesk
