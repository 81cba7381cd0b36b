// Who of the department has how much: so that nobody is asked who has too much already.
#include "helpdesk/load.h"
#include "helpdesk/pages.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

static void fill_number(const http::Call& call, html::View& row, std::string_view section, std::int64_t number) {
    row.add(section).set("number", html::number_words(call.language, number)).show_if(number == 0, "nothing");
}

static http::Response show_loads(http::ReadCall& call) {
    html::View view;
    auto people = loads_of_people(call.db, call.viewer, call.now);
    view.show_if(people.empty(), "nobody");
    if (!people.empty()) {
        html::View list = view.add("list");
        for (const auto& person : people) {
            html::View row = list.add("row");
            row.set("name", person.name).show_if(!person.there, "away");
            row.set("work", person.load.work.count() == 0 ? call.text("helpdesk.hand_over.free") : html::minutes_words(call.language, person.load.work));
            fill_number(call, row, "in_queue", person.load.in_queue);
            fill_number(call, row, "paused", person.load.paused);
        }
    }
    return call.page("helpdesk/load", call.text("helpdesk.load.title"), std::move(view));
}

void load_routes(http::Routes& routes) { routes.get("/queue/people", may_work, show_loads); }

}  // namespace helpdesk
