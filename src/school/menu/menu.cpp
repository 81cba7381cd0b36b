#include "menu/menu.h"

#include <fmt/format.h>

#include "html/format.h"
#include "http/call.h"
#include "menu/pages.h"

namespace menu {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_edit, .by_school = true}};
    return list;
}

std::string allergen_sentence(const http::Call& call, const Dish& dish) {
    std::string text;
    const auto say = [&](State state, std::string_view key) {
        const auto names = names_in_state(dish.allergens, state, call.language);
        if (names.empty()) return;
        if (!text.empty()) text += ' ';
        text += call.text(key, {{"names", names}});
    };
    bool all_unknown = !dish.allergens.empty();
    for (const auto& one : dish.allergens) all_unknown = all_unknown && one.state == State::unknown;
    // Clause 2: unknown is said, and never by a gap.
    if (all_unknown) return call.text("menu.sentence.nothing_known");
    say(State::contains, "menu.sentence.contains");
    say(State::may_contain, "menu.sentence.may_contain");
    say(State::unknown, "menu.sentence.unknown");
    if (text.empty()) text = call.text("menu.sentence.free");
    return text;
}

std::string change_sentence(const http::Call& call, const Change& change, base::Day of) {
    const auto day = call.zone.day_of(change.at);
    // "Changed today" beside another day's dish would be read as today's menu.
    const auto when = day == call.today() && of == day ? call.text("menu.change.today") : call.text("menu.change.on", {{"day", html::day_words(call.language, call.today(), day)}});
    if (change.from && change.to) return call.text("menu.change.instead", {{"when", when}, {"from", change.from_name.in(call.language)}});
    if (change.to) return call.text("menu.change.added", {{"when", when}});
    return call.text("menu.change.taken_off", {{"when", when}, {"from", change.from_name.in(call.language)}});
}

void routes(http::Routes& routes) {
    public_routes(routes);
    feed_routes(routes);
    kitchen_routes(routes);
    day_routes(routes);
    recipe_routes(routes);
    allergen_routes(routes);
    cycle_routes(routes);
    service_routes(routes);
}

}  // namespace menu
