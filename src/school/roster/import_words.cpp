#include "roster/import_words.h"

#include <array>
#include <optional>
#include <utility>

#include "base/text.h"

namespace roster {

namespace {
template <typename T>
struct Word {
    std::string_view word;
    T value;
    bool known;
};
}  // namespace

template <typename T, std::size_t n>
static std::optional<Meaning<T>> look_up(const Word<T> (&words)[n], std::string_view word) {
    for (const auto& entry : words) {
        if (base::equal_ignoring_ascii_case(entry.word, word)) return Meaning<T>{entry.value, entry.known};
    }
    return std::nullopt;
}

// Known: OneRoster 1.1 and 1.2.1. The others are met in SDS files and are near enough to one of ours.
static constexpr Word<Role> role_words[] = {
    {"student", Role::student, true},
    {"teacher", Role::teacher, true},
    {"administrator", Role::administrator, true},
    {"districtAdministrator", Role::administrator, true},
    {"siteAdministrator", Role::administrator, true},
    {"systemAdministrator", Role::administrator, true},
    {"principal", Role::administrator, true},
    {"aide", Role::aide, true},
    {"counselor", Role::counselor, true},
    {"proctor", Role::proctor, true},
    {"guardian", Role::guardian, true},
    {"parent", Role::guardian, true},
    {"relative", Role::relative, true},
    {"professor", Role::teacher, false},
    {"lecturer", Role::teacher, false},
    {"faculty", Role::teacher, false},
    {"instructor", Role::teacher, false},
    {"adjunct", Role::teacher, false},
    {"substitute", Role::teacher, false},
    {"tutor", Role::aide, false},
    {"teacherAssistant", Role::aide, false},
    {"teachingAssistant", Role::aide, false},
    {"paraprofessional", Role::aide, false},
    {"assistantPrincipal", Role::administrator, false},
    {"vicePrincipal", Role::administrator, false},
    {"superintendent", Role::administrator, false},
    {"advisor", Role::counselor, false},
    {"other", Role::other, true},
};

static constexpr Word<OrgType> org_type_words[] = {
    {"department", OrgType::department, true},
    {"school", OrgType::school, true},
    {"district", OrgType::district, true},
    {"local", OrgType::local, true},
    {"state", OrgType::state, true},
    {"national", OrgType::national, true},
    {"college", OrgType::school, false},
    {"university", OrgType::school, false},
    {"campus", OrgType::school, false},
    {"academy", OrgType::school, false},
    {"region", OrgType::local, false},
    {"localEducationAgency", OrgType::district, false},
};

static constexpr Word<std::string_view> session_words[] = {
    {"gradingPeriod", "gradingPeriod", true},
    {"semester", "semester", true},
    {"schoolYear", "schoolYear", true},
    {"term", "term", true},
};

Meaning<Role> role_of(std::string_view word) { return look_up(role_words, word).value_or(Meaning<Role>{Role::other, false}); }

Meaning<OrgType> org_type_of(std::string_view word) {
    return look_up(org_type_words, word).value_or(Meaning<OrgType>{OrgType::other, false});
}

Meaning<std::string_view> session_type_of(std::string_view word) {
    return look_up(session_words, word).value_or(Meaning<std::string_view>{"other", false});
}

std::string grade_of(std::string_view word) {
    static constexpr std::string_view letters[] = {"IT", "PR", "PK", "TK", "KG", "AE", "UG", "PS", "PS1", "PS2", "PS3", "PS4"};
    if (auto number = base::parse_integer(word); number && *number >= 1 && *number <= 13) {
        return (*number < 10 ? "0" : "") + std::to_string(*number);
    }
    if (word == "0" || base::equal_ignoring_ascii_case(word, "K")) return "KG";
    for (auto code : letters) {
        if (base::equal_ignoring_ascii_case(code, word)) return std::string(code);
    }
    if (base::equal_ignoring_ascii_case(word, "Other")) return "Other";
    return {};
}

}  // namespace roster
