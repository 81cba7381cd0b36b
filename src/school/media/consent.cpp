#include "media/consent.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "media/consent_rule.h"

namespace media {

template <std::size_t n, typename T>
static std::optional<T> find_word(const std::array<std::string_view, n>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<T>(found - words.begin());
}

static constexpr std::array<std::string_view, 4> channel_words{"site", "social", "print", "press"};
std::string_view word(Channel channel) { return channel_words[static_cast<std::size_t>(channel)]; }
std::optional<Channel> parse_channel(std::string_view word) { return find_word<4, Channel>(channel_words, word); }

static constexpr std::array<std::string_view, 3> purpose_words{"news", "athletics", "promotion"};
std::string_view word(Purpose purpose) { return purpose_words[static_cast<std::size_t>(purpose)]; }
std::optional<Purpose> parse_purpose(std::string_view word) { return find_word<3, Purpose>(purpose_words, word); }

static constexpr std::array<std::string_view, 9> obstacle_words{"not_a_student", "withheld",    "opted_out", "ceiling",        "child_said_no",
                                                                "guardian_said_no", "no_guardian", "no_answer", "child_not_asked"};
std::string_view word(Obstacle obstacle) { return obstacle_words[static_cast<std::size_t>(obstacle)]; }

std::vector<ConsentSubscriber>& consent_changed_subscribers() {
    static std::vector<ConsentSubscriber> list;
    return list;
}

std::vector<CeilingSubscriber>& channel_closed_subscribers() {
    static std::vector<CeilingSubscriber> list;
    return list;
}

std::vector<FamilyPart>& family_parts() {
    static std::vector<FamilyPart> list;
    return list;
}

int age_on(base::Day birth, base::Day day) {
    const std::chrono::year_month_day born(birth), now(day);
    const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
    const bool before_birthday = std::pair(now.month(), now.day()) < std::pair(born.month(), born.day());
    return years - (before_birthday ? 1 : 0);
}

std::optional<int> grade_number(std::string_view grade) {
    const auto known = base::to_upper_ascii(grade);
    if (known == "KG" || known == "K") return 0;
    for (const auto before : {"IT", "PR", "PK", "TK"}) {
        if (known == before) return -1;
    }
    const auto number = base::parse_integer(grade);
    if (!number || *number < 1 || *number > 13) return std::nullopt;
    return static_cast<int>(*number);
}

AgeGroup age_group(std::optional<base::Day> birth, std::string_view grade, base::Day today) {
    constexpr int first_teen_grade = 7, first_high_grade = 9;
    const auto year = grade_number(grade);
    if (!birth) return year && *year < first_teen_grade ? AgeGroup::child : AgeGroup::teen;
    const int age = age_on(*birth, today);
    if (age < 13) return year && *year >= first_high_grade ? AgeGroup::teen : AgeGroup::child;
    if (age < 18) return AgeGroup::teen;
    return year && *year < first_high_grade ? AgeGroup::teen : AgeGroup::adult;
}

static bool holds(const Answer& said, base::Day today) { return said.yes && said.until && today < *said.until; }

namespace {

/// What the people who could answer said, on one day.
struct Voices {
    bool own_no = false, own_yes = false, own_yes_as_adult = false, guardian_no = false, guardian_yes = false;
};

}  // namespace

static Voices hear(const ConsentFacts& facts, base::Day today) {
    Voices voices;
    for (const auto& said : facts.said) {
        if (said.giver == facts.student) {
            voices.own_no |= !said.yes;
            voices.own_yes |= holds(said, today);
            // Clause 1.6: what a child answered is no decision of the adult.
            voices.own_yes_as_adult |= holds(said, today) && facts.birth && age_on(*facts.birth, said.given_on) >= 18;
        } else {
            voices.guardian_no |= !said.yes;  // Clauses 1.3 and 1.4: also of somebody who is a guardian no more.
            voices.guardian_yes |= holds(said, today) && std::ranges::find(facts.guardians, said.giver) != facts.guardians.end();
        }
    }
    return voices;
}

static void add_voices(std::vector<Obstacle>& obstacles, const ConsentFacts& facts, Use use, base::Day today) {
    const auto group = age_group(facts.birth, facts.grade, today);
    const auto voices = hear(facts, today);
    if (voices.own_no) obstacles.push_back(Obstacle::child_said_no);  // Clause 1.5.
    if (group == AgeGroup::adult) {
        if (!voices.own_no && !voices.own_yes_as_adult) obstacles.push_back(Obstacle::child_not_asked);
        return;
    }
    if (voices.guardian_no) obstacles.push_back(Obstacle::guardian_said_no);
    if (facts.guardians.empty()) obstacles.push_back(Obstacle::no_guardian);
    else if (!voices.guardian_yes) obstacles.push_back(Obstacle::no_answer);  // Clause 1.2.
    const bool open_to_all = use.channel == Channel::site || use.channel == Channel::social;
    if (group == AgeGroup::teen && open_to_all && !voices.own_no && !voices.own_yes) obstacles.push_back(Obstacle::child_not_asked);
}

static std::vector<Obstacle> obstacles_on(const ConsentFacts& facts, Use use, base::Day today) {
    if (!facts.at_school) return {Obstacle::not_a_student};
    std::vector<Obstacle> obstacles;
    if (facts.withheld) obstacles.push_back(Obstacle::withheld);
    if (facts.opted_out) obstacles.push_back(Obstacle::opted_out);
    if (!facts.channel_open) obstacles.push_back(Obstacle::ceiling);
    add_voices(obstacles, facts, use, today);
    std::ranges::sort(obstacles);
    return obstacles;
}

/// The days on which the clock alone may end a yes: its own last day, and a birthday after which another rule holds.
static std::vector<base::Day> turning_days(const ConsentFacts& facts, base::Day today) {
    std::vector<base::Day> days;
    for (const auto& said : facts.said) {
        if (said.until) days.push_back(*said.until);
    }
    if (facts.birth) {
        const std::chrono::year_month_day born(*facts.birth);
        for (const int age : {13, 18}) {
            const std::chrono::year_month_day day = born + std::chrono::years(age);
            days.push_back(day.ok() ? std::chrono::sys_days(day) : std::chrono::sys_days(day.year() / std::chrono::March / 1));
        }
    }
    std::erase_if(days, [&](base::Day day) { return day <= today; });
    std::ranges::sort(days);
    return days;
}

Decision decide(const ConsentFacts& facts, Use use, base::Day today) {
    Decision decision{obstacles_on(facts, use, today), std::nullopt};
    if (!decision.allowed()) return decision;
    for (const auto day : turning_days(facts, today)) {
        if (obstacles_on(facts, use, day).empty()) continue;
        decision.until = day;
        break;
    }
    return decision;
}

base::Day last_day_of_yes(base::Day given, unsigned month, unsigned day) {
    const auto year = std::chrono::year_month_day(given).year();
    const auto in = [&](std::chrono::year of) {
        const std::chrono::year_month_day wanted(of, std::chrono::month(month), std::chrono::day(day));
        // 29 February in a year without one.
        return wanted.ok() ? std::chrono::sys_days(wanted) : std::chrono::sys_days(of / std::chrono::month(month) / std::chrono::last);
    };
    return in(year) >= given ? in(year) : in(year + std::chrono::years(1));
}

}  // namespace media
