#include "people/catalogue.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace people {

constexpr std::array kinds{QualificationKind::education, QualificationKind::experience, QualificationKind::certificate,
                           QualificationKind::licence,   QualificationKind::skill,      QualificationKind::other};
constexpr std::array<std::string_view, 4> levels{"high_school", "associate", "bachelor", "postgraduate"};

std::span<const QualificationKind> qualification_kinds() { return kinds; }
std::span<const std::string_view> education_levels() { return levels; }

std::string_view word(QualificationKind kind) {
    switch (kind) {
        case QualificationKind::education: return "education";
        case QualificationKind::experience: return "experience";
        case QualificationKind::certificate: return "certificate";
        case QualificationKind::licence: return "licence";
        case QualificationKind::skill: return "skill";
        case QualificationKind::other: return "other";
    }
    return "other";
}

std::optional<QualificationKind> parse_qualification_kind(std::string_view typed) {
    for (auto kind : kinds) {
        if (word(kind) == typed) return kind;
    }
    return std::nullopt;
}

static void require_both(std::string_view field, const Words& words) {
    if (words.en.empty() || words.es.empty()) throw base::Invalid(std::string(field), "people.fault.both_languages");
    if (base::count_code_points(words.en) > 300 || base::count_code_points(words.es) > 300) throw base::Invalid(std::string(field), "people.fault.long_line");
}

static void require_duties(const std::vector<RoleDuty>& duties) {
    int sum = 0;
    for (std::size_t i = 0; i < duties.size(); ++i) {
        require_both(fmt::format("duty_en{}", i + 1), duties[i].text);
        if (duties[i].share < 1 || duties[i].share > 100) throw base::Invalid(fmt::format("duty_share{}", i + 1), "people.fault.share");
        sum += duties[i].share;
    }
    if (!duties.empty() && sum != 100) throw base::Invalid("duty_share1", "people.fault.shares");
}

static void require_qualification(const RoleQualification& one, std::size_t number, std::size_t duties) {
    require_both(fmt::format("need_en{}", number), one.text);
    auto field = fmt::format("need_duties{}", number);
    if (one.duties.empty()) throw base::Invalid(field, "people.fault.no_duty");
    for (int duty : one.duties) {
        if (duty < 1 || static_cast<std::size_t>(duty) > duties) throw base::Invalid(field, "people.fault.which_duty");
    }
    if (one.months < 0 || one.months > 600) throw base::Invalid(fmt::format("need_years{}", number), "people.fault.years");
    if (one.years_instead < 0 || one.years_instead > 50) throw base::Invalid(fmt::format("need_instead{}", number), "people.fault.years");
}

void require_usable(const RoleContent& content) {
    require_duties(content.duties);
    for (std::size_t i = 0; i < content.qualifications.size(); ++i) require_qualification(content.qualifications[i], i + 1, content.duties.size());
    for (std::size_t i = 0; i < content.references.size(); ++i) {
        const auto& one = content.references[i];
        if (one.framework.empty()) throw base::Invalid(fmt::format("ref_framework{}", i + 1), "people.problem.words");
        if (!one.url.empty() && !one.url.starts_with("https://") && !one.url.starts_with("http://")) {
            throw base::Invalid(fmt::format("ref_url{}", i + 1), "people.fault.url");
        }
        if (one.checked == base::Day{}) throw base::Invalid(fmt::format("ref_checked{}", i + 1), "people.problem.day");
    }
    for (const auto& title : content.titles) {
        if (base::count_code_points(title) > 100) throw base::Invalid("titles", "people.problem.long_title");
    }
}

static std::string duty_numbers(const std::vector<int>& duties) {
    std::vector<std::string> numbers;
    for (int number : duties) numbers.push_back(std::to_string(number));
    return base::join(numbers, ", ");
}

static Part lines_part(std::string key, const std::string& text) {
    Part part{std::move(key), {}};
    for (auto line : base::split(text, '\n')) {
        if (!base::trim(line).empty()) part.lines.emplace_back(base::trim(line));
    }
    return part;
}

template <typename T>
static std::string name_of(std::span<const T> known, std::string_view key, std::string_view language) {
    auto found = std::ranges::find(known, key, [](const T& one) -> std::string_view { return one.key; });
    return found == known.end() ? std::string(key) : found->name.in(language);
}

static Part qualification_part(const RoleContent& content, bool required, std::string_view language) {
    Part part{required ? "required" : "preferred", {}};
    for (const auto& one : content.qualifications) {
        if (one.required != required) continue;
        auto line = one.text.in(language);
        if (one.years_instead == 1) line += language == "es" ? ", o 1 año de experiencia equivalente" : ", or 1 year of equivalent experience";
        if (one.years_instead > 1) {
            line += fmt::format(fmt::runtime(language == "es" ? ", o {} años de experiencia equivalente" : ", or {} years of equivalent experience"), one.years_instead);
        }
        part.lines.push_back(fmt::format("{} ({})", line, duty_numbers(one.duties)));
    }
    return part;
}

std::vector<Part> parts_of(const CatalogueRole& all, std::string_view language, std::span<const Skill> skills, std::span<const Authority> powers) {
    const auto& [role, content, authorities, own, changed] = all;
    std::vector<Part> parts;
    parts.push_back({"name", {role.name.in(language)}});
    parts.push_back({"expertise", {role.expertise.in(language)}});
    parts.push_back({"audience", {role.audience.in(language)}});
    Part duties{"duties", {}};
    for (const auto& one : content.duties) duties.lines.push_back(fmt::format("{} % {}{}", one.share, one.text.in(language), one.essential ? "" : " *"));
    parts.push_back(std::move(duties));
    parts.push_back(qualification_part(content, true, language));
    parts.push_back(qualification_part(content, false, language));
    Part wanted{"skills", {}};
    for (const auto& one : content.skills) wanted.lines.push_back(fmt::format("{} ({})", name_of(skills, one.skill, language), one.level));
    parts.push_back(std::move(wanted));
    Part may{"authority", {}};
    for (const auto& one : authorities) may.lines.push_back(name_of(powers, one, language));
    parts.push_back(std::move(may));
    parts.push_back(lines_part("may_not", role.may_not.in(language)));
    Part sources{"references", {}};
    for (const auto& one : content.references) sources.lines.push_back(fmt::format("{} {} {}, {}", one.framework, one.code, one.name, base::to_iso(one.checked)));
    parts.push_back(std::move(sources));
    parts.push_back({"titles", content.titles});
    Part licence{"licence", {}};
    if (role.holds_teaching_licence) licence.lines.emplace_back(language == "es" ? "Pide una licencia docente vigente" : "Asks for a valid educator's licence");
    parts.push_back(std::move(licence));
    return parts;
}

/// Every word that was typed begins a word of the title.
static bool fits(const std::vector<std::string>& typed, std::string_view title) {
    const auto words = base::folded_words(title);
    return std::ranges::all_of(typed, [&](const std::string& one) {
        return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(one); });
    });
}

static std::optional<std::string> fitting_title(const std::vector<std::string>& typed, const CatalogueRole& one) {
    for (const auto& title : one.content.titles) {
        if (fits(typed, title)) return title;
    }
    for (const auto* name : {&one.role.name.en, &one.role.name.es}) {
        if (fits(typed, *name)) return *name;
    }
    return std::nullopt;
}

std::vector<Candidate> find_by_title(std::string_view text, std::span<const CatalogueRole> roles, std::span<const KnownTitle> here) {
    const auto typed = base::folded_words(text);
    std::vector<Candidate> found;
    if (typed.empty()) return found;
    for (const auto& one : roles) {
        std::optional<Candidate> candidate;
        for (const auto& title : here) {
            if (title.role_key == one.role.key && fits(typed, title.title)) candidate = Candidate{one.role.key, title.title, true};
        }
        if (!candidate) {
            if (auto title = fitting_title(typed, one)) candidate = Candidate{one.role.key, *title, false};
        }
        if (candidate) found.push_back(std::move(*candidate));
    }
    std::ranges::stable_sort(found, [](const Candidate& left, const Candidate& right) { return left.meant_here && !right.meant_here; });
    return found;
}

std::vector<std::string> roles_called(std::string_view title, std::span<const CatalogueRole> roles) {
    const auto folded = base::fold(base::collapse_space(title));
    std::vector<std::string> keys;
    if (folded.empty()) return keys;
    for (const auto& one : roles) {
        if (std::ranges::any_of(one.content.titles, [&](const std::string& known) { return base::fold(known) == folded; })) keys.push_back(one.role.key);
    }
    return keys;
}

}  // namespace people
