#include "app/demo_names.h"

#include <array>
#include <span>

#include "base/text.h"

namespace app {

static constexpr std::array<std::string_view, 48> given_names{
    "Ana",   "Ben",   "Carla", "Diego", "Elena", "Felix", "Grace", "Hugo",  "Iris",   "Jonas", "Karina", "Liam",  "Maya",  "Noah",   "Olivia", "Pablo",
    "Quinn", "Rosa",  "Samir", "Tara",  "Ugo",   "Vera",  "Wyatt", "Ximena", "Yusuf", "Zoe",   "Amir",   "Bella", "Cyrus", "Dalia",  "Emil",   "Fatima",
    "Gus",   "Hana",  "Ivan",  "Jade",  "Kofi",  "Lucía", "Marco", "Nadia", "Oscar",  "Priya", "Rafael", "Sofia", "Theo",  "Valeria", "Willa", "Andrés"};
static constexpr std::array<std::string_view, 48> family_names{
    "Abbott", "Alvarez", "Baker", "Castillo", "Chen",  "Cruz",   "Dawson", "Díaz",  "Ellis", "Flores", "Foster", "García", "Grant", "Hayes",  "Herrera", "Ibarra",
    "Jensen", "Jiménez", "Kelly", "Kim",      "Lane",  "López",  "Mason",  "Mendez", "Nguyen", "Núñez", "Okafor", "Ortiz",  "Park",  "Patel",  "Quintana", "Reed",
    "Ríos",   "Rossi",   "Ruiz",  "Santos",   "Shah",  "Silva",  "Stone",  "Torres", "Ueda",  "Vargas", "Vega",   "Walker", "Weber", "Yilmaz", "Young",  "Zamora"};

DemoName demo_name(base::Random& random) {
    auto given = random.pick(std::span<const std::string_view>(given_names));
    auto family = random.pick(std::span<const std::string_view>(family_names));
    return {std::string(given), std::string(family)};
}

std::string letters_only(std::string_view name) {
    std::string out;
    for (char c : base::fold(name)) {
        if (c >= 'a' && c <= 'z') out += c;
    }
    return out;
}

}  // namespace app
