// /staff for everybody: /staff/{school}/{letter}/{page}, "all" standing for every school and every letter.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/parse.h"
#include "http/routes.h"
#include "site/directory.h"
#include "site/directory_pages.h"

namespace site {

constexpr int staff_on_a_page = 60;
constexpr std::string_view all = "all";

/// What an address of the directory asks for.
struct Place {
    StaffQuestion question;
    std::string school = std::string(all);  // as in the address
    std::string school_name;

    std::string path(std::string_view letter, int page) const {
        std::string address = "/staff";
        if (school == all && letter.empty() && page == 1) return address;
        address += "/" + school;
        if (!letter.empty() || page > 1) address += "/" + (letter.empty() ? std::string(all) : http::percent_encode(letter));
        if (page > 1) address += fmt::format("/{}", page);
        return address;
    }
};

static Place place_of(http::ReadCall& call, std::string_view school, std::string_view letter, std::string_view page) {
    Place place;
    place.question.limit = staff_on_a_page;
    if (school != all) {
        const auto org = roster::find_school_by_slug(call.db, school);
        if (!org) throw base::NotFound("no such school");
        place.question.school = org->id;
        place.school = school;
        place.school_name = org->name;
    }
    if (letter != all) {
        if (base::count_code_points(letter) != 1 || base::fold(letter) != letter) throw base::NotFound("not a letter of the directory");
        place.question.letter = letter;
    }
    const auto number = base::parse_integer(page);
    if (!number || *number < 1 || *number > 10'000) throw base::NotFound("no such page");
    place.question.page = static_cast<int>(*number);
    return place;
}

std::string role_words(const http::Call& call, const StaffLine& line) {
    std::string words;
    for (const auto& role : line.roles) words += (words.empty() ? "" : ", ") + call.text("roster.role." + role);
    return words;
}

static void show_schools(http::ReadCall& call, html::View& view, const Place& place) {
    view.add("school").set("href", call.public_path("/staff")).set("name", call.text("site.directory.all_schools")).show_if(place.school == all, "current");
    for (const auto& address : roster::school_addresses(call.db)) {
        view.add("school").set("href", call.public_path("/staff/" + address.slug)).set("name", address.school.name).show_if(place.school == address.slug, "current");
    }
}

static void show_letters(http::ReadCall& call, html::View& view, const Place& place) {
    const auto letters = staff_letters(call.db, call.today(), place.question.school);
    if (letters.size() < 2) return;
    auto part = view.add("letters");
    part.add("letter").set("href", call.public_path(place.path("", 1))).set("name", call.text("site.directory.all")).show_if(place.question.letter.empty(), "current");
    for (const auto& letter : letters) {
        part.add("letter").set("href", call.public_path(place.path(letter, 1))).set("name", base::to_upper_ascii(letter)).show_if(place.question.letter == letter, "current");
    }
}

static http::Response directory_page(http::ReadCall& call, std::string_view school, std::string_view letter, std::string_view page_number) {
    if (!directory_settings(call.db).on) throw base::NotFound("the directory is not public");
    const auto place = place_of(call, school, letter, page_number);
    const auto page = public_staff(call.db, call.today(), place.question);
    if (page.lines.empty() && place.question.page > 1) throw base::NotFound("behind the last page");
    html::View view;
    const auto title = place.school_name.empty() ? call.text("site.directory.title") : call.text("site.directory.title_of", {{"school", place.school_name}});
    view.set("title", title);
    show_schools(call, view, place);
    show_letters(call, view, place);
    for (const auto& line : page.lines) {
        auto row = view.add("person");
        row.set("name", line.name).set("role", role_words(call, line)).set("school", line.org_name);
        if (!line.email.empty()) row.add("email").set("address", line.email);
    }
    view.show(page.lines.empty() ? "nobody" : "list");
    const auto& question = place.question;
    if (question.page > 1) view.add("previous").set("href", call.public_path(place.path(question.letter, question.page - 1)));
    if (static_cast<std::int64_t>(question.page) * question.limit < page.total) view.add("next").set("href", call.public_path(place.path(question.letter, question.page + 1)));
    view.set("count", call.text("site.directory.count", {{"n", std::to_string(page.total)}}));
    return call.public_page("site/staff", title, std::move(view));
}

static http::Response show_all(http::ReadCall& call) { return directory_page(call, all, all, "1"); }
static http::Response show_of_school(http::ReadCall& call) { return directory_page(call, call.path("school"), all, "1"); }
static http::Response show_letter(http::ReadCall& call) { return directory_page(call, call.path("school"), call.path("letter"), "1"); }
static http::Response show_page(http::ReadCall& call) { return directory_page(call, call.path("school"), call.path("letter"), call.path("page")); }

void directory_routes(http::Routes& routes) {
    routes.get("/staff", http::anyone, show_all).public_page();
    routes.get("/staff/{school}", http::anyone, show_of_school).public_page();
    routes.get("/staff/{school}/{letter}", http::anyone, show_letter).public_page();
    routes.get("/staff/{school}/{letter}/{page}", http::anyone, show_page).public_page();
    directory_keep_routes(routes);
}

}  // namespace site
