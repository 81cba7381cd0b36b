// The kitchen's day from its pages to what families read, and who may do what.
#include <fmt/format.h>

#include "menu/testing.h"

using namespace menu;
using menu::testing::day;
using ::testing::HasSubstr;
using ::testing::Not;
using Kitchen = menu::testing::Kitchen;

namespace {

class KitchenPages : public Kitchen {
protected:
    http::TestClient kitchen() { return as("kitchen"); }
    http::TestClient family(html::Language language = html::Language::en) { return as("nobody", language); }
    std::string day_address(std::string_view iso) { return fmt::format("/kitchen/days/{}/{}", lunch.value, iso); }
    std::string seen(std::string_view iso) { return std::to_string(on(iso).revision); }
    std::string id(RecipeId recipe) { return std::to_string(recipe.value); }
    /// From the first of these to the next of those; empty when it is not there.
    static std::string part(const std::string& body, std::string_view from, std::string_view to) {
        const auto begins = body.find(from);
        return begins == std::string::npos ? std::string() : body.substr(begins, body.find(to, begins) - begins);
    }
    std::string slug() {
        return read([&](db::Read& db) { return roster::school_slug(db, north); });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(KitchenWork, FromAnEmptyDayToWhatFamiliesRead, KitchenPages) {
    EXPECT_TRUE(shows(kitchen().get("/kitchen"), "Nothing planned"));
    const auto address = day_address("2026-03-09");
    EXPECT_TRUE(shows(kitchen().get(address), "Nothing is planned for this day yet."));
    auto added = kitchen().post(address + "/dishes", {{"recipe", id(fish)}, {"recipe", ""}, {"recipe", id(apple)}, {"seen", "0"}});
    ASSERT_EQ(added.status, 303);
    EXPECT_TRUE(shows(family().get("/menu"), "The menu is not published yet."));
    EXPECT_TRUE(shows(kitchen().get(fmt::format("/kitchen/publication?service={}&from=2026-03-09&to=2026-03-10", lunch.value)), "Dishes of which not everything is known"));
    auto published = kitchen().post("/kitchen/publication", {{"service", std::to_string(lunch.value)}, {"from", "2026-03-09"}, {"to", "2026-03-10"}});
    ASSERT_EQ(published.status, 303);
    const auto menus = family().get("/menu");
    EXPECT_TRUE(shows(menus, "Fish sticks"));
    EXPECT_TRUE(shows(menus, "Allergens are not known yet."));
    EXPECT_THAT(std::string(menus.content()), Not(HasSubstr(", by recipe.")));
    EXPECT_TRUE(shows(family().get("/es/menu"), "Palitos de pescado"));
    EXPECT_TRUE(shows(family().get("/es/menu"), "Todavía no se conocen los alérgenos."));

    auto substituted = kitchen().post(fmt::format("{}/dishes/{}/substitution", address, on("2026-03-09").dishes[0].item.value), {{"recipe", id(pizza)}, {"why", "Late delivery."}, {"seen", seen("2026-03-09")}});
    ASSERT_EQ(substituted.status, 303);
    const auto changed = family().get("/menu/" + slug() + "/2026-03-09");
    EXPECT_TRUE(shows(changed, "Changed today: instead of Fish sticks. <span lang=\"en\">Late delivery.</span>"));
    EXPECT_TRUE(shows(family().get("/es/menu/" + slug() + "/2026-03-09"), "Cambio de hoy: en lugar de Palitos de pescado. <span lang=\"en\">Late delivery.</span>")) << "it has one language";
    EXPECT_TRUE(shows(as("kitchen", html::Language::es).get(address), "<span lang=\"en\">Late delivery.</span>"));
}

TEST_ON_EVERY_BACKEND(KitchenWork, ConfirmingIsDoneOnItsPageAndStandsWithTheName, KitchenPages) {
    const auto address = fmt::format("/kitchen/recipes/{}/allergens", fish.value);
    EXPECT_TRUE(shows(kitchen().get(address), "Not checked yet"));
    http::TestClient::FormFields form{{"seen", "1"}};
    for (const auto& one : known) form.emplace_back(fmt::format("state-{}", one.id.value), one.code == "fish" ? "contains" : one.code == "sesame" ? "unknown" : "free");
    form.emplace_back(fmt::format("species-{}", allergen("fish").value), "pollock");
    ASSERT_EQ(kitchen().post(address, form).status, 303);
    plan("2026-03-09", {fish});
    publish_days("2026-03-09", "2026-03-09");
    const auto page = family().get("/menu/" + slug() + "/2026-03-09");
    EXPECT_TRUE(shows(page, "Contains fish (pollock). Not known: sesame."));
    EXPECT_TRUE(shows(page, "by Carmen Vega"));
    EXPECT_TRUE(shows(page, "<th scope=\"row\">Fish sticks</th>"));
    EXPECT_EQ(kitchen().post(address, form).status, 409) << "somebody else's look is not overwritten";
    EXPECT_EQ(kitchen().post(address, {{"seen", "2"}}).status, 422);
}

TEST_ON_EVERY_BACKEND(KitchenWork, OnlyWhatWasLookedAtGetsTheNewDay, KitchenPages) {
    confirm_all(fish, {"fish", "wheat"});
    now += std::chrono::hours(48);  // Wednesday
    const auto address = fmt::format("/kitchen/recipes/{}/allergens", fish.value);
    const auto send = [&](std::vector<std::string_view> looked, std::string_view soy, std::string species) {
        http::TestClient::FormFields form{{"seen", std::to_string(recipe(fish).revision)}, {fmt::format("species-{}", allergen("fish").value), std::move(species)}};
        for (const auto& one : known) form.emplace_back(fmt::format("state-{}", one.id.value), one.code == "fish" || one.code == "wheat" ? "contains" : one.code == "soy" ? std::string(soy) : "free");
        for (const auto code : looked) form.emplace_back(fmt::format("looked-{}", allergen(code).value), "1");
        return kitchen().post(address, form);
    };
    const auto renewed = [&](std::string_view iso) {
        std::vector<std::string> codes;
        for (const auto& one : recipe(fish).own) {
            if (one.checked_on == day(iso)) codes.push_back(one.allergen.code);
        }
        std::ranges::sort(codes);
        return codes;
    };
    EXPECT_TRUE(shows(kitchen().get(address), fmt::format("name=\"looked-{}\"", allergen("milk").value)));
    const auto nothing = send({}, "free", "");
    EXPECT_EQ(nothing.status, 422);
    EXPECT_TRUE(shows(nothing, "tick what you looked at again"));
    EXPECT_TRUE(renewed("2026-03-11").empty());
    ASSERT_EQ(send({"milk"}, "may_contain", "pollock").status, 303);
    EXPECT_EQ(renewed("2026-03-11"), (std::vector<std::string>{"fish", "milk", "soy"})) << "words, a tick, a state";
    EXPECT_EQ(renewed("2026-03-09").size(), known.size() - 3) << "the others keep theirs";
    now += std::chrono::hours(24);
    ASSERT_EQ(send({}, "unknown", "pollock").status, 303);
    EXPECT_TRUE(renewed("2026-03-12").empty()) << "nobody confirmed what is unknown";
    EXPECT_EQ(state_of(fish, "soy"), State::unknown);
    EXPECT_EQ(send({"soy"}, "unknown", "pollock").status, 422) << "nor can it be looked at";
}

TEST_ON_EVERY_BACKEND(KitchenWork, WhatCannotBeUsedComesBackWithWords, KitchenPages) {
    const auto address = day_address("2026-03-10");
    auto refused = kitchen().post(address + "/dishes", {{"recipe", ""}, {"seen", "0"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Please choose a dish."));
    refused = kitchen().post(address + "/dishes", {{"recipe", id(fish)}, {"recipe", id(fish)}, {"seen", "0"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "on the menu already"));
    EXPECT_TRUE(shows(refused, "Nothing is planned")) << "nothing of it was kept";
    plan("2026-03-10", {fish});
    auto stale = kitchen().post(address + "/dishes", {{"recipe", id(apple)}, {"seen", "0"}});
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(shows(stale, "Somebody changed this meanwhile"));
    refused = kitchen().post(address + "/words", {{"no_meal", "1"}, {"note_en", ""}, {"seen", seen("2026-03-10")}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "#note_en"));
    EXPECT_EQ(kitchen().post(day_address("2026-03-06") + "/dishes", {{"recipe", id(apple)}, {"seen", "0"}}).status, 409) << "a day that is past";
    EXPECT_EQ(kitchen().get(day_address("2026-02-30")).status, 404);
    EXPECT_EQ(kitchen().post("/kitchen/recipes", {{"name_en", " "}, {"course", "entree"}}).status, 422);
    auto price = kitchen().post("/kitchen/prices", {{"service", std::to_string(lunch.value)}, {"name_en", "Student"}, {"amount", "three"}, {"from", "2026-03-01"}});
    EXPECT_EQ(price.status, 422);
    EXPECT_TRUE(shows(price, "value=\"three\""));
    EXPECT_EQ(kitchen().post("/kitchen/cycles", {{"service", std::to_string(lunch.value)}, {"name", "C"}, {"weeks", "9"}, {"starts", "2026-03-09"}, {"closed", "shift"}}).status, 422);
    EXPECT_EQ(kitchen().post("/kitchen/publication", {{"service", std::to_string(lunch.value)}, {"from", "2026-03-20"}, {"to", "2026-03-19"}}).status, 422);
}

/// Mended in another form of the page, it would add a dish and leave the old one.
TEST_ON_EVERY_BACKEND(KitchenWork, ARefusedSubstitutionComesBackInItsOwnForm, KitchenPages) {
    plan("2026-03-09", {fish, apple});
    publish_days("2026-03-09", "2026-03-09");
    const auto item = std::to_string(on("2026-03-09").dishes[0].item.value);
    const auto send = [&](RecipeId by, std::string_view why) {
        return kitchen().post(fmt::format("{}/dishes/{}/substitution", day_address("2026-03-09"), item), {{"recipe", by.value ? id(by) : ""}, {"why", std::string(why)}, {"seen", seen("2026-03-09")}});
    };
    const auto form = [&](const std::string& body) { return part(body, fmt::format("/dishes/{}/substitution", item), "</form>"); };
    const auto summary = [&](const std::string& body) { return part(body, "role=\"alert\"", "</div>"); };
    const auto nothing = send({}, "The oven broke.");
    EXPECT_EQ(nothing.status, 422);
    EXPECT_THAT(summary(nothing.body), HasSubstr(fmt::format("<a href=\"#by-{}\">Please choose a dish.</a>", item)));
    EXPECT_THAT(form(nothing.body), HasSubstr("<p class=\"field-error\" id=\"by-error-" + item + "\">Please choose a dish.</p>"));
    EXPECT_THAT(form(nothing.body), HasSubstr("value=\"The oven broke.\""));
    EXPECT_THAT(part(nothing.body, "<details class=\"fold fold-plain\" open", "</form>"), HasSubstr("/dishes/" + item + "/")) << "open, and it alone";
    const auto add = part(nothing.body, "id=\"recipe\"", "</form>");
    EXPECT_THAT(add, Not(HasSubstr("The oven broke.")));
    EXPECT_THAT(add, Not(HasSubstr("field-error")));

    const std::string long_reason(201, 'x');
    const auto wordy = send(pizza, long_reason);
    EXPECT_EQ(wordy.status, 422);
    EXPECT_THAT(summary(wordy.body), HasSubstr(fmt::format("href=\"#why-{}\"", item)));
    EXPECT_THAT(form(wordy.body), HasSubstr(long_reason));
    EXPECT_THAT(form(wordy.body), HasSubstr("id=\"why-error-" + item));
    EXPECT_THAT(form(wordy.body), HasSubstr("<option value=\"" + id(pizza) + "\" selected>"));
    EXPECT_THAT(part(wordy.body, "id=\"recipe\"", "</form>"), Not(HasSubstr(" selected")));
    EXPECT_EQ(on("2026-03-09").dishes[0].name.en, "Fish sticks");
    EXPECT_EQ(send(pizza, "The oven broke.").status, 303);
    EXPECT_EQ(on("2026-03-09").dishes.size(), 2U);
}

TEST_ON_EVERY_BACKEND(KitchenWork, IsForTheKitchenAndNothingElseIsTheKitchens, KitchenPages) {
    for (const std::string_view path : {"/kitchen", "/kitchen/recipes", "/kitchen/cycles", "/kitchen/prices", "/kitchen/services", "/kitchen/allergens", "/kitchen/recipes/new"}) {
        EXPECT_EQ(kitchen().get(path).status, 200) << path;
        EXPECT_EQ(as("cio").get(path).status, 200) << path;
        EXPECT_EQ(as("tech").get(path).status, 403) << path;
        EXPECT_EQ(as("teacher").get(path).status, 403) << path;
        EXPECT_EQ(as("student").get(path).status, 403) << path;
    }
    EXPECT_EQ(as("web").post(day_address("2026-03-10") + "/dishes", {{"recipe", id(fish)}, {"seen", "0"}}).status, 403);
    for (const std::string_view path : {"/queue", "/settings/holidays", "/settings/access", "/devices/new", "/audit", "/website/appearance"}) {
        EXPECT_EQ(kitchen().get(path).status, 403) << path;
    }
    http::TestClient north_only(services(), app::rooms().routes, [this] { return now; }, cook_of(north));
    EXPECT_EQ(north_only.get(day_address("2026-03-10")).status, 404) << "South School eats of it too";
    EXPECT_EQ(north_only.post(day_address("2026-03-10") + "/dishes", {{"recipe", id(fish)}, {"seen", "0"}}).status, 404);
    EXPECT_EQ(north_only.get("/kitchen/services").status, 403);
    EXPECT_EQ(north_only.post("/kitchen/recipes", {{"name_en", "Soup"}, {"course", "entree"}}).status, 403);
    EXPECT_EQ(north_only.get("/kitchen").status, 200);
}

TEST_ON_EVERY_BACKEND(KitchenWork, ACycleIsMadePlannedLookedAtAndApplied, KitchenPages) {
    auto made = kitchen().post("/kitchen/cycles", {{"service", std::to_string(lunch.value)}, {"name", "Spring"}, {"weeks", "1"}, {"starts", "2026-03-16"}, {"closed", "drop"}});
    ASSERT_EQ(made.status, 303);
    const std::string address(made.find_header("Location").value());
    EXPECT_TRUE(shows(kitchen().get(address), "Week 1"));
    EXPECT_EQ(kitchen().post(address + "/1/2/dishes", {{"recipe", id(pizza)}, {"seen", "1"}}).status, 303);
    EXPECT_EQ(kitchen().post(address + "/1/2/dishes", {{"recipe", id(fish)}, {"seen", "1"}}).status, 409);
    EXPECT_EQ(kitchen().post(address + "/1/2/dishes", {{"recipe", id(fish)}, {"seen", "2"}}).status, 303);
    EXPECT_TRUE(shows(kitchen().get(address + "/1/2"), "Cheese pizza"));
    EXPECT_EQ(kitchen().post(fmt::format("{}/1/2/dishes/{}/removal", address, fish.value), {{"seen", "3"}}).status, 303);
    EXPECT_EQ(kitchen().get(address + "/2/1").status, 404);
    EXPECT_TRUE(shows(kitchen().get(address + "/application?from=2026-03-16&to=2026-03-20"), "Tuesday, 17 March"));
    EXPECT_EQ(kitchen().get(address + "/edit").status, 200);
    EXPECT_EQ(kitchen().post(address + "/application", {{"from", "2026-03-16"}, {"to", "2026-03-20"}}).status, 303);
    EXPECT_EQ(on("2026-03-17").dishes.at(0).name.en, "Cheese pizza");
    EXPECT_EQ(on("2026-03-16").revision, 0);
    // What a person changed is replaced only as it was shown.
    plan("2026-03-17", {apple});
    const auto shown = [&] { return fmt::format("2026-03-17 {}", on("2026-03-17").revision); };
    EXPECT_TRUE(shows(kitchen().get(address + "/application?from=2026-03-16&to=2026-03-20"), fmt::format("name=\"shown\" value=\"{}\"", shown())));
    const auto before = shown();
    plan("2026-03-17", {fish});
    const auto refused = kitchen().post(address + "/application", {{"from", "2026-03-16"}, {"to", "2026-03-20"}, {"replace", "1"}, {"shown", before}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(shows(refused, fmt::format("name=\"shown\" value=\"{}\"", shown()))) << "and is shown again as it is";
    EXPECT_EQ(on("2026-03-17").dishes.size(), 3U);
    EXPECT_EQ(kitchen().post(address + "/application", {{"from", "2026-03-16"}, {"to", "2026-03-20"}, {"replace", "1"}, {"shown", shown()}}).status, 303);
    EXPECT_EQ(on("2026-03-17").dishes.size(), 1U);
    EXPECT_TRUE(shows(kitchen().post(address + "/removal", {}), "Put this cycle aside?"));
    EXPECT_EQ(kitchen().post(address + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(kitchen().get("/kitchen/cycles"), "No cycles yet"));
}

TEST_ON_EVERY_BACKEND(KitchenWork, EveryPageOfARecipeWorks, KitchenPages) {
    auto made = kitchen().post("/kitchen/recipes", {{"name_en", "Chili <hot>"}, {"name_es", "Chile"}, {"course", "entree"}, {"ingredients", "Beans\nTomato"}, {"tag", "vegan"}, {"tag", "nonsense"}, {"part", id(apple)}});
    ASSERT_EQ(made.status, 303);
    const std::string address(made.find_header("Location").value());
    EXPECT_TRUE(shows(kitchen().get(address), "Chili &lt;hot&gt;"));
    EXPECT_TRUE(shows(kitchen().get(fmt::format("/kitchen/recipes/{}", apple.value)), "Cooked into"));
    EXPECT_TRUE(shows(kitchen().get(address + "/edit"), "Beans"));
    EXPECT_EQ(kitchen().post(address, {{"name_en", "Chili"}, {"course", "side"}, {"ingredients", "Beans, tomato, soy"}, {"seen", "1"}}).status, 303);
    EXPECT_EQ(kitchen().post(address, {{"name_en", "Chili"}, {"course", "side"}, {"ingredients", "Other"}, {"seen", "1"}}).status, 409);
    EXPECT_TRUE(shows(kitchen().get(address + "/versions"), "<ins>Beans, tomato, soy</ins>"));
    EXPECT_TRUE(shows(kitchen().post(address + "/retirement", {}), "Put this recipe aside?"));
    EXPECT_EQ(kitchen().post(address + "/retirement", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(kitchen().get("/kitchen/recipes?show=retired"), "Chili"));
    EXPECT_THAT(kitchen().get("/kitchen/recipes").body, Not(HasSubstr("Chili")));
    EXPECT_EQ(kitchen().post(address + "/retirement", {{"active", "1"}}).status, 303);
    EXPECT_TRUE(shows(kitchen().get("/kitchen/recipes?q=soy"), "Chili"));
    EXPECT_TRUE(shows(kitchen().get("/kitchen/recipes?q=nothing+like+it"), "No recipe fits"));
    EXPECT_TRUE(shows(as("kitchen", html::Language::es).get(address), "No se sabe"));
}

TEST_ON_EVERY_BACKEND(KitchenWork, ServicesSubstancesAndPrices, KitchenPages) {
    auto made = kitchen().post("/kitchen/services", {{"name_en", "North lunch"}, {"meal", "lunch"}, {"school", std::to_string(north.value)}});
    EXPECT_EQ(made.status, 303);
    read([&](db::Read& db) { EXPECT_EQ(find_service(db, lunch).schools.size(), 1U) << "North School changed over"; });
    EXPECT_EQ(kitchen().get("/kitchen/services/new").status, 200);
    const auto address = fmt::format("/kitchen/services/{}", lunch.value);
    EXPECT_TRUE(shows(kitchen().get(address), "School lunch"));
    EXPECT_EQ(kitchen().post(address, {{"name_en", "South lunch"}, {"school", std::to_string(south.value)}, {"active", "1"}, {"seen", "1"}}).status, 303);
    EXPECT_EQ(kitchen().post(address, {{"name_en", "South lunch"}, {"school", std::to_string(south.value)}, {"active", "1"}, {"seen", "1"}}).status, 409);
    EXPECT_EQ(kitchen().post(address, {{"name_en", "South lunch"}, {"active", "1"}, {"seen", "2"}}).status, 422);

    EXPECT_EQ(kitchen().post("/kitchen/allergens", {{"code", "coconut"}, {"name_en", "coconut"}, {"name_es", "coco"}}).status, 303);
    EXPECT_EQ(kitchen().post("/kitchen/allergens", {{"code", "coconut"}, {"name_en", "coconut"}, {"name_es", "coco"}}).status, 422);
    EXPECT_EQ(kitchen().post(fmt::format("/kitchen/allergens/{}", allergen("soy").value), {{"name_en", "soybean"}, {"name_es", "soya"}}).status, 303);
    EXPECT_EQ(kitchen().post(fmt::format("/kitchen/allergens/{}", allergen("soy").value), {{"name_en", ""}, {"name_es", "soya"}}).status, 422);
    EXPECT_TRUE(shows(kitchen().get("/kitchen/allergens"), "soybean"));

    const auto service = std::to_string(lunch.value);
    EXPECT_EQ(kitchen().get("/kitchen/prices/new").status, 200);
    EXPECT_EQ(kitchen().post("/kitchen/prices", {{"service", service}, {"name_en", "Student"}, {"name_es", "Alumno"}, {"amount", "$3.10"}, {"from", "2026-03-01"}, {"to", ""}}).status, 303);
    const auto price = read([&](db::Read& db) { return prices(db, lunch).at(0); });
    EXPECT_EQ(price.cents, 310);
    const auto price_address = fmt::format("/kitchen/prices/{}", price.id.value);
    EXPECT_TRUE(shows(kitchen().get(price_address), "value=\"3.10\""));
    const auto south_slug = read([&](db::Read& db) { return roster::school_slug(db, south); });
    EXPECT_TRUE(shows(family().get("/menu/" + south_slug), "$3.10"));
    EXPECT_EQ(kitchen().post(price_address, {{"name_en", "Student"}, {"amount", "3.25"}, {"from", "2026-03-01"}, {"seen", "1"}}).status, 303);
    EXPECT_EQ(kitchen().post(price_address, {{"name_en", "Student"}, {"amount", "3.50"}, {"from", "2026-03-01"}, {"seen", "1"}}).status, 409);
    EXPECT_TRUE(shows(kitchen().post(price_address + "/removal", {}), "Remove this price?"));
    EXPECT_EQ(kitchen().post(price_address + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(kitchen().get("/kitchen/prices"), "No price is written down."));
}

TEST_ON_EVERY_BACKEND(KitchenWork, TakingOffAndTakingBackAskAndTell, KitchenPages) {
    plan("2026-03-10", {fish, apple});
    publish_days("2026-03-10", "2026-03-10");
    const auto address = day_address("2026-03-10");
    EXPECT_EQ(kitchen().post(fmt::format("{}/dishes/{}/removal", address, on("2026-03-10").dishes[1].item.value), {{"seen", seen("2026-03-10")}}).status, 303);
    EXPECT_TRUE(shows(family().get("/menu/" + slug() + "/2026-03-10"), "Changed on Monday, 9 March: no Apple slices.")) << "it is not today's menu that changed";
    EXPECT_EQ(kitchen().post(address + "/words", {{"note_en", "Bring a hat"}, {"seen", seen("2026-03-10")}}).status, 303);
    EXPECT_TRUE(shows(family().get("/menu/" + slug() + "/2026-03-10"), "Bring a hat"));
    EXPECT_TRUE(shows(kitchen().post(address + "/take-back", {{"seen", seen("2026-03-10")}}), "Take this menu back to a draft?"));
    EXPECT_EQ(kitchen().post(address + "/take-back", {{"seen", seen("2026-03-10")}, {"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(shows(family().get("/menu/" + slug() + "/2026-03-10"), "The menu is not published yet."));
}
