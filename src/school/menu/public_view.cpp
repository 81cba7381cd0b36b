#include "menu/public_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "html/format.h"

namespace menu {

std::string school_day_words(const http::Call& call, const SchoolDay& how) {
    if (!how.open) return how.because.empty() ? call.text("menu.closed_plain") : call.text("menu.closed", {{"reason", how.because}});
    if (how.early) return call.text("menu.early", {{"time", minutes_clock(*how.early)}, {"reason", how.because}});
    return {};
}

static void fill_dish(const http::Call& call, html::View& list, const Dish& dish, base::Day on) {
    auto row = list.add("dish");
    row.set("name", dish.name.in(call.language)).set("allergens", allergen_sentence(call, dish));
    const auto& description = dish.description.in(call.language);
    if (!description.empty()) row.add("description").set("text", description);
    if (!dish.tags.empty()) row.add("tags").set("text", tag_words(call, dish.tags));
    if (dish.change) fill_change(call, row, "changed", *dish.change, on);
}

void fill_card(const http::Call& call, html::View& view, const Card& card) {
    view.set("title", card.title);
    if (!card.subtitle.empty()) view.add("subtitle").set("text", card.subtitle);
    if (!card.href.empty()) view.add("more").set("href", card.href).set("title", card.subtitle.empty() ? card.title : fmt::format("{}, {}", card.title, card.subtitle));
    if (card.open && card.early) view.add("early").set("text", school_day_words(call, {true, card.early_because, card.early}));
    if (!card.open) {
        view.add("nothing").set("text", school_day_words(call, {false, card.because, {}}));
        return;
    }
    if (!card.published) {
        view.add("nothing").set("text", call.text("menu.public.not_published"));
        return;
    }
    if (card.no_meal) {
        view.add("nothing").set("text", fmt::format("{} {}", call.text("menu.no_meal"), card.note.in(call.language)));
        return;
    }
    if (!card.note.en.empty()) view.add("note").set("text", card.note.in(call.language));
    for (const auto course : courses) {
        const auto of_course = std::ranges::count(*card.dishes, course, &Dish::course);
        if (of_course == 0) continue;
        auto group = view.add("course");
        group.set("label", call.text(fmt::format("menu.course.{}", word(course))));
        // Of main dishes and milk a person takes one; of the others what they like.
        if (of_course > 1 && (course == Course::entree || course == Course::milk)) group.show("choose");
        for (const auto& dish : *card.dishes) {
            if (dish.course == course) fill_dish(call, group, dish, card.on);
        }
    }
    for (const auto& change : card.taken_off) fill_change(call, view, "taken_off", change, card.on);
}

Card card_of(const http::Call& call, const SchoolMenu& menu, const SchoolMeal& meal) {
    Card card{.on = menu.on, .meal = meal.service.meal, .title = call.text(fmt::format("menu.meal.{}", word(meal.service.meal))), .open = menu.how.open};
    if (!menu.how.open) card.because = menu.how.because;
    else if (menu.how.early) card.early = menu.how.early, card.early_because = menu.how.because;
    if (!meal.day) return card;
    card.published = true;
    card.no_meal = meal.day->no_meal;
    card.note = meal.day->note;
    card.dishes = &meal.day->dishes;
    for (const auto& change : meal.day->changes) {
        if (!change.to) card.taken_off.push_back(change);
    }
    return card;
}

}  // namespace menu
