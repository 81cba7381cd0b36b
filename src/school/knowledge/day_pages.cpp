// What the knowledge base asks of those who may publish, in their day (people/day.h).
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "knowledge/pages.h"
#include "people/people.h"

namespace knowledge {

/// More of one kind are found in the list, under its own filter.
static constexpr int most_of_a_kind = 20;

/// Clauses 2.4 and 4.1: second looks that are theirs to give, then articles that should be looked at again. One that gives two reasons stands once.
static std::vector<people::DayItem> to_look_at(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    if (!call.viewer.may(may_publish)) return items;
    constexpr auto kinds_of_looks = std::to_array<std::pair<Show, std::string_view>>(
        {{Show::review, "knowledge.day.review"}, {Show::stale, "knowledge.day.stale"}, {Show::doubtful, "knowledge.day.doubtful"}});
    for (const auto& [show, ask] : kinds_of_looks) {
        const Question question{.show = show, .today = call.today(), .zone = call.zone, .limit = most_of_a_kind, .theirs_to_release = true};
        for (const auto& line : list_articles(call.db, call.viewer, question).lines) {
            auto path = desk_path(line.id);
            if (std::ranges::find(items, path, &people::DayItem::path) != items.end()) continue;
            items.push_back({.title = line.content.in(shown_language(line.content, call.language)).title, .path = std::move(path), .ask = call.text(ask),
                             .about = call.text(fmt::format("knowledge.kind.{}", word(line.content.kind)))});
        }
    }
    return items;
}

void fill_day_slots() {
    auto& sources = people::day_sources();
    // A test wires several houses in one process.
    if (std::ranges::find(sources, people::DaySource(to_look_at)) == sources.end()) sources.push_back(to_look_at);
}

}  // namespace knowledge
