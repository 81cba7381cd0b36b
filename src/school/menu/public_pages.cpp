// The menus as families see them: today everywhere, a school's weeks, a day in full, a week on paper, and dishes without something.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "menu/public_view.h"

namespace menu {

using Days = std::chrono::days;

static roster::Org school_in_path(const http::Call& call, db::Read& db) {
    auto org = roster::find_school_by_slug(db, call.path("school"));
    if (!org) throw base::NotFound("no such school");
    return std::move(*org);
}
static std::string school_address(const http::Call& call, std::string_view rest = {}) {
    return call.public_path(fmt::format("/menu/{}{}", call.path("school"), rest));
}
static std::string week_title(const http::Call& call, base::Day monday) { return call.text("menu.public.week_of", {{"day", day_words(call, monday)}}); }

// --- /menu ---

/// The day of these dishes in full: today, or the next school day. Schools that share a menu read the same, so any of them will do. Empty when there are none.
static std::string in_full(const http::Call& call, db::Read& db, const MenuToday& menu) {
    const bool served = menu.open && !menu.dishes.empty();
    if (menu.schools.empty() || (!served && menu.next_dishes.empty())) return {};
    return call.public_path(fmt::format("/menu/{}/{}", roster::school_slug(db, menu.schools.front().id), base::to_iso(served ? menu.on : *menu.next_on)));
}

/// With the names of its schools where they are not the page's own.
static void fill_today(const http::Call& call, db::Read& db, html::View& view, const MenuToday& menu, bool named) {
    std::vector<std::string> names;
    names.reserve(menu.schools.size());
    for (const auto& school : menu.schools) names.push_back(school.name);
    const auto schools = !named ? std::string() : menu.every_school ? call.text("menu.public.every_school") : base::join(names, ", ");
    Card card{.on = menu.on, .meal = menu.meal, .title = call.text(fmt::format("menu.meal.{}", word(menu.meal))), .subtitle = schools, .href = in_full(call, db, menu),
              .open = menu.open, .because = menu.closed_because, .early = menu.early, .early_because = menu.early_because, .published = menu.published, .no_meal = menu.no_meal,
              .note = menu.note, .dishes = &menu.dishes, .taken_off = menu.taken_off};
    auto holder = view.add("meal");
    auto part = holder.include("card", "menu/public_card");
    fill_card(call, part, card);
    if (menu.open || !menu.next_on) return;
    std::string dishes;
    for (const auto& dish : menu.next_dishes) dishes += (dishes.empty() ? "" : ", ") + dish.name.in(call.language);
    auto next = part.add("next");
    next.set("day", day_words(call, *menu.next_on)).set("iso", base::to_iso(*menu.next_on)).set("dishes", dishes.empty() ? call.text("menu.public.not_published") : dishes).show_if(menu.next_changed, "changed");
}

bool show_today(const http::Call& call, db::Read& db, html::View& view, std::optional<roster::OrgId> school) {
    const auto menus = today(db, call.today(), school);
    for (const auto& menu : menus) fill_today(call, db, view, menu, true);
    return !menus.empty();
}

static http::Response show_menus(http::ReadCall& call) {
    html::View view;
    view.set("day", day_words(call, call.today())).set("iso", base::to_iso(call.today()));
    const bool any = show_today(call, call.db, view, std::nullopt);
    view.show_if(!any, "none");
    for (const auto& school : roster::schools(call.db)) {
        if (services_of(call.db, school.id).empty()) continue;
        view.add("school").set("name", school.name).set("href", call.public_path("/menu/" + roster::school_slug(call.db, school.id)));
    }
    view.show_if(any, "some");
    return call.public_page("menu/public_menus", call.text("menu.public.title"), std::move(view));
}

// --- /menu/{school} ---

static void fill_short_day(const http::Call& call, html::View& week, const SchoolMenu& menu) {
    auto row = week.add("day");
    row.set("day", day_words(call, menu.on)).set("iso", base::to_iso(menu.on)).set("href", school_address(call, "/" + base::to_iso(menu.on))).show_if(menu.on == call.today(), "is_today");
    const auto words = school_day_words(call, menu.how);
    if (!words.empty()) row.add("notice").set("text", words);
    if (!menu.how.open) return;
    for (const auto& meal : menu.meals) {
        auto line = row.add("planned");
        line.set("title", call.text(fmt::format("menu.meal.{}", word(meal.service.meal))));
        if (!meal.day) {
            line.add("nothing").set("text", call.text("menu.public.not_published"));
        } else if (meal.day->no_meal) {
            line.add("nothing").set("text", fmt::format("{} {}", call.text("menu.no_meal"), meal.day->note.in(call.language)));
        } else {
            std::string dishes;
            for (const auto& dish : meal.day->dishes) dishes += (dishes.empty() ? "" : ", ") + dish.name.in(call.language);
            line.add("dishes").set("text", dishes);
            if (!meal.day->changes.empty()) line.show("changed");
        }
    }
}

static void fill_prices(const http::Call& call, db::Read& db, html::View& view, const std::vector<Service>& mine) {
    bool any = false;
    html::View* box = nullptr;
    std::optional<html::View> made;
    for (const auto& service : mine) {
        for (const auto& price : prices_on(db, service.id, call.today())) {
            if (!any) made = view.add("prices"), box = &*made;
            any = true;
            box->add("price")
                .set("meal", call.text(fmt::format("menu.meal.{}", word(service.meal))))
                .set("name", price.name.in(call.language))
                .set("amount", price.cents == 0 ? call.text("menu.public.no_charge") : html::money_words(call.language, price.cents, "USD"));
        }
    }
}

static http::Response show_school(http::ReadCall& call) {
    const auto org = school_in_path(call, call.db);
    const auto monday = week_of_interest(call.today());
    const auto mine = services_of(call.db, org.id);
    html::View view;
    view.set("school", org.name).set("day", day_words(call, call.today())).set("iso", base::to_iso(call.today()));
    if (mine.empty()) {
        view.show("none");
        return call.public_page("menu/public_school", call.text("menu.public.of_school", {{"school", org.name}}), std::move(view));
    }
    auto some = view.add("some");
    some.set("day", day_words(call, call.today())).set("iso", base::to_iso(call.today()));
    for (const auto& menu : today(call.db, call.today(), org.id)) fill_today(call, call.db, some, menu, false);
    for (const auto start : {monday, monday + Days(7)}) {
        auto week = some.add("week");
        week.set("title", week_title(call, start)).set("print", school_address(call, "/week/" + base::to_iso(start)));
        for (const auto& menu : school_menus(call.db, org.id, start, start + Days(6))) fill_short_day(call, week, menu);
    }
    for (const auto& allergen : allergens(call.db)) {
        some.add("allergen").set("name", allergen.name.in(call.language)).set("href", school_address(call, "/without/" + allergen.code));
    }
    fill_prices(call, call.db, some, mine);
    const auto feed = school_address(call, "/calendar.ics");
    some.set("feed", feed).set("json", school_address(call, "/menu.json"));
    // A program that knows webcal: subscribes, instead of taking a copy that never changes.
    const auto& url = call.services.public_url;
    some.set("feed_address", url + feed);
    return call.public_page("menu/public_school", call.text("menu.public.of_school", {{"school", org.name}}), std::move(view));
}

// --- The days on either side ---

/// A visitor finds no end of days by following "the day after", and programs that follow every link would not either.
constexpr Days farthest{400};

static base::Day shown_day(const http::Call& call) {
    const auto day = day_in_path(call, "on");
    if (day < call.today() - farthest || day > call.today() + farthest) throw base::NotFound("no menu is kept for that day");
    return day;
}

static void fill_neighbours(const http::Call& call, html::View& view, std::string_view way, base::Day before, base::Day after) {
    const auto reach = [&](base::Day day) { return school_address(call, std::string(way) + base::to_iso(day)); };
    if (before >= call.today() - farthest) view.add("before").set("href", reach(before));
    if (after <= call.today() + farthest) view.add("after").set("href", reach(after));
}

// --- /menu/{school}/{on} ---

static void fill_table(const http::Call& call, html::View& table, const MenuDay& day) {
    for (const auto& dish : day.dishes) {
        auto row = table.add("row");
        row.set("name", dish.name.in(call.language));
        for (const auto state : states) {
            const auto names = names_in_state(dish.allergens, state, call.language);
            row.set(word(state), names.empty() ? call.text("menu.public.none_of_them") : names);
        }
        row.set("checked", checked_words(call, dish.allergens));
        row.set("ingredients", dish.ingredients.empty() ? call.text("menu.public.no_ingredients") : dish.ingredients);
    }
}

static http::Response show_day(http::ReadCall& call) {
    const auto org = school_in_path(call, call.db);
    const auto on = shown_day(call);
    const auto menus = school_menus(call.db, org.id, on, on);
    html::View view;
    view.set("school", org.name).set("school_href", school_address(call)).set("day", day_words(call, on)).set("iso", base::to_iso(on));
    const auto weekday = base::iso_weekday(on);
    fill_neighbours(call, view, "/", on - Days(weekday == 1 ? 3 : weekday == 7 ? 2 : 1), on + Days(weekday >= 5 ? 8 - weekday : 1));
    view.set("week", school_address(call, "/week/" + base::to_iso(monday_of(on))));
    if (menus.empty() || menus.front().meals.empty()) view.add("none").set("text", menus.empty() ? call.text("menu.closed_plain") : call.text("menu.public.not_published"));
    std::optional<base::Instant> changed;
    for (const auto& menu : menus) {
        for (const auto& meal : menu.meals) {
            auto holder = view.add("meal");
            auto part = holder.include("card", "menu/public_card");
            fill_card(call, part, card_of(call, menu, meal));
            if (!menu.how.open || !meal.day || meal.day->no_meal || meal.day->dishes.empty()) continue;
            auto table = holder.add("table");
            table.set("caption", call.text("menu.public.table_caption", {{"meal", call.text(fmt::format("menu.meal.{}", word(meal.service.meal)))}, {"day", day_words(call, on)}}));
            fill_table(call, table, *meal.day);
            if (!changed || meal.day->changed_at > *changed) changed = meal.day->changed_at;
        }
    }
    if (changed) view.add("changed").set("when", fmt::format("{}, {}", day_words(call, call.zone.day_of(*changed)), html::clock_words(call.zone, *changed))).set("iso", base::to_iso(*changed));
    return call.public_page("menu/public_day", call.text("menu.public.day_of_school", {{"school", org.name}, {"day", day_words(call, on)}}), std::move(view));
}

// --- /menu/{school}/week/{on} ---

static std::string names_of(const http::Call& call, const MenuDay& day, bool main) {
    std::string text;
    for (const auto& dish : day.dishes) {
        if ((dish.course == Course::entree) == main) text += (text.empty() ? "" : ", ") + dish.name.in(call.language);
    }
    return text;
}

/// What is said, and of which dishes; in the order of the first of them.
static std::vector<std::pair<std::string, std::string>> by_sentence(const http::Call& call, const std::vector<Dish>& dishes) {
    std::vector<std::pair<std::string, std::string>> groups;
    for (const auto& dish : dishes) {
        auto said = allergen_sentence(call, dish);
        const auto found = std::ranges::find(groups, said, &std::pair<std::string, std::string>::first);
        if (found == groups.end()) groups.emplace_back(std::move(said), dish.name.in(call.language));
        else found->second += ", " + dish.name.in(call.language);
    }
    return groups;
}

static http::Response show_week(http::ReadCall& call) {
    const auto org = school_in_path(call, call.db);
    const auto monday = monday_of(shown_day(call));
    const auto menus = school_menus(call.db, org.id, monday, monday + Days(6));
    const auto mine = services_of(call.db, org.id);
    html::View view;
    view.set("school", org.name).set("school_href", school_address(call)).set("title", week_title(call, monday));
    fill_neighbours(call, view, "/week/", monday - Days(7), monday + Days(7));
    for (std::size_t i = 0; i < mine.size(); ++i) {
        auto table = view.add("table");
        table.set("caption", fmt::format("{}, {}", call.text(fmt::format("menu.meal.{}", word(mine[i].meal))), org.name));
        for (const auto& menu : menus) {
            auto row = table.add("row");
            row.set("day", day_words(call, menu.on)).set("iso", base::to_iso(menu.on)).set("href", school_address(call, "/" + base::to_iso(menu.on)));
            const auto words = school_day_words(call, menu.how);
            const auto& meal = menu.meals[i];
            const bool served = menu.how.open && meal.day && !meal.day->no_meal;
            row.show_if(served && !meal.day->changes.empty(), "changed");
            if (!words.empty() && served) row.add("notice").set("text", words);
            if (!served) {
                row.add("closed").set("text", !menu.how.open ? words : !meal.day ? call.text("menu.public.not_published") : fmt::format("{} {}", call.text("menu.no_meal"), meal.day->note.in(call.language)));
                continue;
            }
            auto cells = row.add("served");
            cells.set("main", names_of(call, *meal.day, true)).set("with", names_of(call, *meal.day, false));
            // Dishes of which the same is said stand together: a week has to fit on paper.
            for (const auto& [said, names] : by_sentence(call, meal.day->dishes)) cells.add("dish").set("name", names).set("allergens", said);
        }
    }
    view.show_if(mine.empty(), "none");
    return call.public_page("menu/public_week", call.text("menu.public.week_of_school", {{"school", org.name}, {"week", week_title(call, monday)}}), std::move(view), {.wide = true});
}

// --- /menu/{school}/without/{allergen} ---

static http::Response show_without(http::ReadCall& call) {
    const auto org = school_in_path(call, call.db);
    const auto known = allergens(call.db);
    const auto asked = std::ranges::find(known, call.path("allergen"), &Allergen::code);
    if (asked == known.end()) throw base::NotFound("no such substance");
    const auto monday = week_of_interest(call.today());
    html::View view;
    view.set("school", org.name).set("school_href", school_address(call)).set("name", asked->name.in(call.language));
    for (const auto& allergen : known) {
        view.add("other").set("name", allergen.name.in(call.language)).set("href", school_address(call, "/without/" + allergen.code)).show_if(allergen.id == asked->id, "current");
    }
    bool any = false;
    for (const auto& menu : school_menus(call.db, org.id, std::max(monday, call.today()), monday + Days(13))) {
        for (const auto& meal : menu.meals) {
            if (!menu.how.open || !meal.day || meal.day->no_meal || meal.day->dishes.empty()) continue;
            any = true;
            auto block = view.add("day");
            block.set("day", day_words(call, menu.on)).set("iso", base::to_iso(menu.on)).set("meal", call.text(fmt::format("menu.meal.{}", word(meal.service.meal))));
            for (const auto& dish : meal.day->dishes) {
                const auto one = std::ranges::find(dish.allergens, asked->id, [](const Declared& declared) { return declared.allergen.id; });
                auto row = block.add("dish");
                // Clause 2: a dish that says nothing of it is unknown, like all the others.
                const auto state = one == dish.allergens.end() ? State::unknown : one->state;
                row.set("name", dish.name.in(call.language)).set("state", call.text(fmt::format("menu.state.{}", word(state)))).show(word(state));
                if (one != dish.allergens.end() && !one->species.empty() && state != State::free && state != State::unknown) row.add("species").set("text", one->species);
            }
        }
    }
    view.show_if(!any, "none");
    return call.public_page("menu/public_without", call.text("menu.public.without", {{"school", org.name}, {"name", asked->name.in(call.language)}}), std::move(view));
}

void public_routes(http::Routes& routes) {
    routes.get("/menu", http::anyone, show_menus).public_page();
    routes.get("/menu/{school}", http::anyone, show_school).public_page();
    routes.get("/menu/{school}/{on}", http::anyone, show_day).public_page();
    routes.get("/menu/{school}/week/{on}", http::anyone, show_week).public_page();
    routes.get("/menu/{school}/without/{allergen}", http::anyone, show_without).public_page();
}

}  // namespace menu
