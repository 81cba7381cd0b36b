// The pure part of the settings: what people type, and what cannot be used.
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/settings.h"

namespace helpdesk {

constexpr std::size_t most_name_points = 100;
constexpr std::size_t most_hint_points = 300;
constexpr std::size_t most_reply_points = 4'000;
constexpr int most_minutes = 60'000;

/// A run of digits with at most one decimal point or comma, in hundredths; taken off the text.
static std::optional<std::int64_t> take_hundredths(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.' || text[end] == ',')) ++end;
    std::string number(text.substr(0, end));
    for (char& letter : number) {
        if (letter == ',') letter = '.';
    }
    text.remove_prefix(end);
    if (number.empty() || number.size() > 7) return std::nullopt;
    return base::parse_cents(number);
}

static std::string_view take_word(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    auto word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// Minutes in one of the unit; absent when it is none.
static std::optional<int> minutes_in(std::string_view unit) {
    for (std::string_view word : {"h", "hr", "hrs", "hour", "hours", "hora", "horas"}) {
        if (unit == word) return 60;
    }
    for (std::string_view word : {"m", "min", "mins", "minute", "minutes", "minuto", "minutos"}) {
        if (unit == word) return 1;
    }
    return std::nullopt;
}

static std::optional<std::int64_t> clock_minutes(std::string_view text) {
    auto parts = base::split(text, ':');
    if (parts.size() != 2 || parts[0].empty() || parts[0].size() > 3 || parts[1].size() != 2) return std::nullopt;
    auto hours = base::parse_integer(parts[0]);
    auto minutes = base::parse_integer(parts[1]);
    if (!hours || !minutes || *hours < 0 || *minutes < 0 || *minutes > 59) return std::nullopt;
    return *hours * 60 + *minutes;
}

static std::optional<std::int64_t> unit_minutes(std::string_view text) {
    std::int64_t hundredths = 0;
    while (!text.empty()) {
        auto amount = take_hundredths(text);
        text = base::trim(text);
        auto unit = minutes_in(take_word(text));
        if (!amount || *amount < 0 || !unit) return std::nullopt;
        hundredths += *amount * *unit;
        text = base::trim(text);
    }
    return (hundredths + 50) / 100;
}

std::optional<int> parse_working_time(std::string_view text) {
    auto lower = base::to_lower_ascii(base::trim(text));
    auto minutes = lower.find(':') == std::string::npos ? unit_minutes(lower) : clock_minutes(lower);
    if (!minutes || *minutes < 1 || *minutes > most_minutes) return std::nullopt;
    return static_cast<int>(*minutes);
}

std::string working_time_text(int minutes) {
    if (minutes < 60) return fmt::format("{} min", minutes);
    return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string key_from(std::string_view name) {
    auto key = base::join(base::folded_words(name), "_");
    std::erase_if(key, [](unsigned char letter) { return letter > 0x7f; });
    if (key.size() > 40) key.resize(40);
    return key.empty() ? "kind" : key;
}

const std::vector<std::string_view>& device_kinds() {
    static const std::vector<std::string_view> kinds{"chromebook", "laptop", "desktop", "tablet", "phone", "printer", "projector", "display", "camera",
                                                     "document_camera", "switch", "access_point", "server", "peripheral", "other"};
    return kinds;
}

/// A text that has to be there and is not too long.
static void check_text(SettingProblems& problems, std::string_view field, std::string_view text, std::size_t most) {
    if (base::trim(text).empty()) problems.emplace_back(field, "helpdesk.set.problem.missing");
    else if (base::count_code_points(text) > most) problems.emplace_back(field, "helpdesk.set.problem.long");
}

SettingProblems problems_of(const CategoryQuestion& question) {
    SettingProblems problems;
    check_text(problems, "label_en", question.label_en, most_hint_points);
    check_text(problems, "label_es", question.label_es, most_hint_points);
    if (question.kind == QuestionKind::choice && question.choices.size() < 2) problems.emplace_back("choices", "helpdesk.set.problem.choices");
    return problems;
}

SettingProblems problems_of(const Reply& reply) {
    SettingProblems problems;
    check_text(problems, "name_en", reply.words.name_en, most_name_points);
    check_text(problems, "name_es", reply.words.name_es, most_name_points);
    check_text(problems, "body_en", reply.words.body_en, most_reply_points);
    check_text(problems, "body_es", reply.words.body_es, most_reply_points);
    return problems;
}

SettingProblems problems_of(const RoutingRuleRow& rule) {
    SettingProblems problems;
    if (!rule.category && !rule.school && rule.device_kind.empty()) problems.emplace_back("category", "helpdesk.set.problem.rule_without_condition");
    if (rule.team.value == 0) problems.emplace_back("team", "helpdesk.set.problem.choose");
    return problems;
}

SettingProblems word_problems(const Team& team) {
    SettingProblems problems;
    check_text(problems, "name_en", team.name_en, most_name_points);
    check_text(problems, "name_es", team.name_es, most_name_points);
    if (team.role_key.empty()) problems.emplace_back("role", "helpdesk.set.problem.choose");
    return problems;
}

SettingProblems word_problems(const Category& category) {
    SettingProblems problems;
    check_text(problems, "name_en", category.name_en, most_name_points);
    check_text(problems, "name_es", category.name_es, most_name_points);
    if (base::count_code_points(category.hint_en) > most_hint_points) problems.emplace_back("hint_en", "helpdesk.set.problem.long");
    if (base::count_code_points(category.hint_es) > most_hint_points) problems.emplace_back("hint_es", "helpdesk.set.problem.long");
    if (category.team.value == 0) problems.emplace_back("team", "helpdesk.set.problem.choose");
    return problems;
}

}  // namespace helpdesk
