#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/pages.h"

namespace people {

static constexpr std::size_t most_on_page = 50;

std::vector<DaySource>& day_sources() {
    static std::vector<DaySource> sources;
    return sources;
}

/// The heading under which something stands: by where it stands, not by its own day, so that headings never go back.
static std::string_view part_of(const http::Call& call, const PlacedItem& one) {
    if (!one.stands_at) return "some_time";
    const bool now_late = one.item.whole_day ? call.zone.day_of(*one.stands_at) < call.today() : *one.stands_at < call.now;
    if (now_late && !one.item.begins) return "late";
    const base::Day day = call.zone.day_of(*one.stands_at);
    if (day <= call.today()) return "today";
    return day < call.today() + std::chrono::days(7) ? "week" : "later";
}

static std::string when_words(const http::Call& call, const DayItem& item) {
    if (item.begins) return html::moment_words(call.language, call.zone, call.now, *item.begins);
    if (!item.due) return "";
    return item.whole_day ? html::day_words(call.language, call.today(), call.zone.day_of(*item.due)) : html::due_words(call.language, call.zone, call.now, *item.due);
}

static void fill_item(const http::Call& call, html::View row, const PlacedItem& one) {
    const DayItem& item = one.item;
    row.set("href", item.path).set("title", item.title).set("ask", item.ask).show_if(part_of(call, one) == "late", "urgent");
    if (!item.about.empty()) row.add("about").set("about", item.about);
    const auto moment = item.begins ? item.begins : item.due;
    if (moment) row.add("moment").set("iso", base::to_iso(*moment)).set("when", when_words(call, item));
}

static void fill_list(const http::Call& call, html::View& view, const std::vector<PlacedItem>& list, std::size_t page) {
    const std::size_t from = (page - 1) * most_on_page;
    const std::size_t to = std::min(list.size(), from + most_on_page);
    std::string_view under;
    std::optional<html::View> part;
    for (std::size_t i = from; i < to; ++i) {
        const auto here = part_of(call, list[i]);
        if (!part || here != under) {
            part = view.add("part");
            part->set("heading", call.text(fmt::format("people.day.{}", here))).set("key", here).set("start", i + 1);
            under = here;
        }
        fill_item(call, part->add("item"), list[i]);
    }
    if (list.size() <= most_on_page) return;
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("people.day.shown", {{"from", std::to_string(from + 1)}, {"to", std::to_string(to)}, {"all", std::to_string(list.size())}}));
    if (page > 1) pager.add("previous").set("href", fmt::format("/my-day?page={}", page - 1));
    if (to < list.size()) pager.add("next").set("href", fmt::format("/my-day?page={}", page + 1));
}

static std::vector<PlacedItem> day_of(http::ReadCall& call) {
    std::vector<std::vector<DayItem>> asked{asked_of_staff(call)};
    for (const DaySource source : day_sources()) asked.push_back(source(call));
    return order_of_day(std::move(asked));
}

static void fill_roles_held(http::ReadCall& call, html::View& view) {
    std::vector<std::string> names;
    for (const auto& key : role_keys_of(call.db, call.viewer.account(), call.today())) names.push_back(role(call.db, key).name.in(html::code(call.language)));
    if (!names.empty()) view.add("roles").set("names", base::join(names, ", "));
}

static http::Response show_day(http::ReadCall& call) {
    html::View view;
    const auto list = day_of(call);
    view.set("day", html::day_words(call.language, call.today(), call.today()));
    fill_roles_held(call, view);
    const auto pages = std::max<std::size_t>(1, (list.size() + most_on_page - 1) / most_on_page);
    const auto asked = base::parse_integer(call.request.query.text("page")).value_or(1);
    const auto page = static_cast<std::size_t>(std::clamp<std::int64_t>(asked, 1, static_cast<std::int64_t>(pages)));
    if (list.empty()) view.show("nothing");
    else fill_list(call, view, list, page);
    return call.page("people/day", call.text("people.day.title"), std::move(view));
}

void day_routes(http::Routes& routes) { routes.get("/my-day", http::signed_in, show_day); }

}  // namespace people
