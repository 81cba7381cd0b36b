// The queue as a file: the same filters and the same order as the page, whole.
#include <sstream>

#include <fmt/format.h>

#include "base/csv.h"
#include "helpdesk/pages.h"
#include "helpdesk/queue_address.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int rows_at_once = 1'000;

static void write_row(const http::Call& call, base::csv::Writer& file, const QueueRow& row) {
    file.number(row.id.value).text(row.title).text(call.text(fmt::format("helpdesk.state.{}", word(row.state))));
    file.text(waiting_words(call, row));
    file.number(std::int64_t{row.priority}).text(row.class_waiting ? call.text("helpdesk.fact.yes") : "");
    file.text(row.school).text(row.room).text(row.device_tag).text(row.requester_name).text(row.assignee_name);
    file.text(base::to_iso(row.due_at)).text(base::to_iso(row.created_at));
    file.end_row();
}

static http::Response export_queue(http::ReadCall& call) {
    auto asked = asked_of(call);
    std::ostringstream text;
    base::csv::Writer file(text, base::csv::Writer::Mark::byte_order);
    for (std::string_view column : {"number", "title", "state", "waits", "priority", "class_waiting", "school", "room", "device", "requester", "assignee",
                                    "due", "created"}) {
        file.text(call.text(fmt::format("helpdesk.csv.{}", column)));
    }
    file.end_row();
    call.note_access("requests", 0, "export");
    std::optional<QueueKey> after;
    do {
        auto page = queue(call.db, call.viewer, asked.filter, after, rows_at_once);
        for (const auto& row : page.rows) write_row(call, file, row);
        after = page.next;
    } while (after);
    return call.download(fmt::format("queue-{}.csv", base::to_iso(call.today())), "text/csv; charset=utf-8", text.str());
}

void queue_export_routes(http::Routes& routes) { routes.get("/queue.csv", may_work, export_queue); }

}  // namespace helpdesk
