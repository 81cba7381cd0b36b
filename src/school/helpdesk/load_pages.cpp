// Who of the department has how much: so that nobody is asked who has too much already.
#include "helpdesk/load.h"
#include "helpdesk/pages.h"
#include "helpdesk/queue_address.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

/// What there is of leads to the requests themselves, in the view of the queue that holds them.
static void fill_number(const http::Call& call, html::View& row, std::string_view section, std::int64_t number, QueueView where, auth::AccountId person) {
    auto words = html::number_words(call.language, number);
    auto cell = row.add(section);
    if (number == 0) cell.add("nothing").set("number", words);
    QueueAsked asked;
    asked.filter.view = where;
    asked.filter.assignee = person;
    if (number > 0) cell.add("some").set("number", words).set("href", "/queue?" + query_of(asked));
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
            fill_number(call, row, "in_queue", person.load.in_queue, QueueView::team, person.account);
            fill_number(call, row, "paused", person.load.paused, QueueView::waiting, person.account);
        }
    }
    return call.page("helpdesk/load", call.text("helpdesk.load.title"), std::move(view));
}

void load_routes(http::Routes& routes) { routes.get("/queue/people", may_work, show_loads); }

}  // namespace helpdesk
