/// How a menu looks to families: the same parts on every public page. Only for this room.
#pragma once

#include "menu/pages.h"
#include "menu/public.h"

namespace menu {

/// Fills the card "menu/public_card": what a meal offers on a day, or why it offers nothing.
struct Card {
    base::Day on;
    Meal meal = Meal::lunch;
    std::string title;      // "Lunch"
    std::string subtitle;   // schools, or nothing
    std::string href;       // of the day in full, with allergens and ingredients; empty: it is this page, or there is none
    bool open = false;
    std::string because;
    std::optional<base::Minutes> early;
    std::string early_because;
    bool published = false;
    bool no_meal = false;
    Words note;
    const std::vector<Dish>* dishes = nullptr;
    std::vector<Change> taken_off;
};
void fill_card(const http::Call& call, html::View& view, const Card& card);
Card card_of(const http::Call& call, const SchoolMenu& menu, const SchoolMeal& meal);

/// "No school: Thanksgiving", "School ends early at 12:30: ..."; empty on a usual day.
std::string school_day_words(const http::Call& call, const SchoolDay& how);

}  // namespace menu
