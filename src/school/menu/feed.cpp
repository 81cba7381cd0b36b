#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "calendar/calendar.h"
#include "menu/public.h"

namespace menu {

namespace json = boost::json;

base::Day week_of_interest(base::Day today) {
    const auto weekday = base::iso_weekday(today);
    return today - std::chrono::days(weekday - 1) + std::chrono::days(weekday > 5 ? 7 : 0);
}

/// Clause 11: dishes only. A calendar program may be a day behind, so what is in a dish is read on the page that it leads to.
static std::string dish_names(const MenuDay& day, html::Language language) {
    std::string text;
    for (const auto& dish : day.dishes) text += (text.empty() ? "" : ", ") + dish.name.in(language);
    return text;
}

static void fill_event(calendar::IcsEvent& event, const SchoolMenu& menu, const SchoolMeal& meal, html::Language language, const html::Messages& messages) {
    const auto name = messages.text(language, fmt::format("menu.meal.{}", word(meal.service.meal)));
    event.summary = name;
    if (!menu.how.open) {
        // Several programs hide the state, so the title says it too.
        event.cancelled = true;
        const auto closed = menu.how.because.empty() ? messages.text(language, "menu.closed_plain") : messages.text(language, "menu.closed", {{"reason", menu.how.because}});
        event.summary = messages.text(language, "menu.feed.cancelled", {{"what", fmt::format("{}. {}", name, closed)}});
    } else if (!meal.day) {
        event.cancelled = true;
        event.summary = messages.text(language, "menu.feed.cancelled", {{"what", messages.text(language, "menu.feed.withdrawn", {{"meal", name}})}});
    } else if (meal.day->no_meal) {
        event.cancelled = true;
        event.summary = messages.text(language, "menu.feed.cancelled", {{"what", fmt::format("{}. {}", name, meal.day->note.in(language))}});
    } else {
        event.summary = fmt::format("{}: {}", name, dish_names(*meal.day, language));
        if (!meal.day->note.en.empty()) event.description = meal.day->note.in(language) + "\n";
        event.description += messages.text(language, "menu.feed.allergens");
    }
}

std::string menu_ics(const FeedSchool& school, const std::vector<SchoolMenu>& menus, html::Language language, const std::string& public_url, const html::Messages& messages) {
    std::vector<calendar::IcsEvent> events;
    for (const auto& menu : menus) {
        for (const auto& meal : menu.meals) {
            if (!meal.was) continue;
            calendar::IcsEvent event;
            // Random and forever (RFC 7986, 5.3); schools that share a menu are closed on days of their own.
            event.uid = fmt::format("{}-{}", meal.was->uid, school.id.value);
            event.sequence = meal.was->sequence;
            event.changed = meal.was->changed_at;
            event.whole_days = calendar::IcsEvent::Days{menu.on, menu.on};
            event.url = fmt::format("{}{}/menu/{}/{}", public_url, language == html::Language::es ? "/es" : "", school.slug, base::to_iso(menu.on));
            fill_event(event, menu, meal, language, messages);
            events.push_back(std::move(event));
        }
    }
    const calendar::IcsCalendar about{.name = messages.text(language, "menu.feed.name", {{"school", school.name}}),
                                      .description = messages.text(language, "menu.feed.allergens"),
                                      .source = fmt::format("{}{}/menu/{}/calendar.ics", public_url, language == html::Language::es ? "/es" : "", school.slug)};
    return calendar::write_ics(about, events);
}

static json::object words_json(const Words& words) { return {{"en", words.en}, {"es", words.es.empty() ? words.en : words.es}}; }

static json::object dish_json(const Dish& dish) {
    json::object allergens, species;
    for (const auto& one : dish.allergens) {
        allergens[one.allergen.code] = word(one.state);
        if (!one.species.empty() && (one.state == State::contains || one.state == State::may_contain)) species[one.allergen.code] = one.species;
    }
    json::array tags;
    for (const auto& tag : dish.tags) tags.emplace_back(tag);
    const auto* checked = first_checked(dish.allergens);
    json::object result{{"name", words_json(dish.name)}, {"description", words_json(dish.description)}, {"course", word(dish.course)},
                        {"tags", std::move(tags)},      {"ingredients", dish.ingredients},             {"allergens", std::move(allergens)},
                        {"species", std::move(species)}, {"checked_on", checked ? json::value(base::to_iso(*checked->checked_on)) : json::value()}, {"changed", nullptr}};
    if (dish.change) {
        result["changed"] = json::object{{"at", base::to_iso(dish.change->at)},
                                         {"instead_of", dish.change->from ? json::value(words_json(dish.change->from_name)) : json::value()},
                                         {"why", dish.change->why}};
    }
    return result;
}

static json::object meal_json(const SchoolMenu& menu, const SchoolMeal& meal) {
    const bool shown = menu.how.open && meal.day;
    json::object result{{"meal", word(meal.service.meal)}, {"service", words_json(meal.service.name)}, {"published", shown}, {"served", shown && !meal.day->no_meal}, {"note", words_json({})}, {"dishes", json::array()}, {"taken_off", json::array()}};
    if (!shown) return result;
    result["note"] = words_json(meal.day->note);
    if (meal.day->no_meal) return result;
    for (const auto& dish : meal.day->dishes) result["dishes"].as_array().push_back(dish_json(dish));
    for (const auto& change : meal.day->changes) {
        if (!change.to) result["taken_off"].as_array().push_back(json::object{{"name", words_json(change.from_name)}, {"at", base::to_iso(change.at)}, {"why", change.why}});
    }
    return result;
}

json::object menu_json(const FeedSchool& school, const std::vector<Allergen>& known, const std::vector<SchoolMenu>& menus, base::Day first, base::Day last) {
    json::array allergens, days;
    for (const auto& allergen : known) allergens.push_back(json::object{{"code", allergen.code}, {"name", words_json(allergen.name)}});
    for (const auto& menu : menus) {
        json::array served;
        for (const auto& meal : menu.meals) served.push_back(meal_json(menu, meal));
        json::object day{{"date", base::to_iso(menu.on)}, {"school_day", menu.how.open}, {"closed_because", nullptr}, {"early_release", nullptr}, {"meals", std::move(served)}};
        if (!menu.how.open) day["closed_because"] = menu.how.because;
        if (menu.how.early) day["early_release"] = fmt::format("{:02}:{:02}", menu.how.early->count() / 60, menu.how.early->count() % 60);
        days.push_back(std::move(day));
    }
    return {{"school", json::object{{"slug", school.slug}, {"name", school.name}}}, {"from", base::to_iso(first)}, {"to", base::to_iso(last)}, {"allergens", std::move(allergens)}, {"days", std::move(days)}};
}

const char* const menu_schema = R"({"type":"object","required":["school","from","to","allergens","days"],"properties":{
"school":{"type":"object","required":["slug","name"],"properties":{"slug":{"type":"string"},"name":{"type":"string"}}},
"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},
"allergens":{"type":"array","description":"Every substance that recipes declare","items":{"type":"object","required":["code","name"],"properties":{"code":{"type":"string"},"name":{"type":"object"}}}},
"days":{"type":"array","items":{"type":"object","required":["date","school_day","closed_because","early_release","meals"],"properties":{
"date":{"type":"string","format":"date"},"school_day":{"type":"boolean"},"closed_because":{"type":["string","null"]},
"early_release":{"type":["string","null"],"description":"When school ends, as the clocks there show it"},
"meals":{"type":"array","items":{"type":"object","required":["meal","service","published","served","note","dishes","taken_off"],"properties":{
"meal":{"enum":["lunch","breakfast"]},"service":{"type":"object"},"published":{"type":"boolean"},"served":{"type":"boolean"},"note":{"type":"object"},
"dishes":{"type":"array","items":{"type":"object","required":["name","course","allergens","checked_on","changed"],"properties":{
"name":{"type":"object","description":"By language: en, es"},"description":{"type":"object"},"course":{"enum":["entree","side","vegetable","fruit","milk","other"]},
"tags":{"type":"array","items":{"type":"string"}},"ingredients":{"type":"string"},
"allergens":{"type":"object","description":"By code. What nobody confirmed is unknown, and is never left out","additionalProperties":{"enum":["contains","may_contain","free","unknown"]}},
"species":{"type":"object","description":"By code: which nut, fish or shellfish; absent unless every part of the dish that is not free names its own","additionalProperties":{"type":"string"}},
"checked_on":{"type":["string","null"],"format":"date"},"changed":{"type":["object","null"],"description":"at, instead_of, why"}}}},
"taken_off":{"type":"array","items":{"type":"object"}}}}}}}}}})";

}  // namespace menu
