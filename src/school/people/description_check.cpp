#include "people/description_check.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "people/neutral_words.h"
#include "people/readability.h"

namespace people {

constexpr int most_essential = 12;             // clause 4
constexpr int most_purpose_sentences = 3;      // clause 2
constexpr int most_other_share = 5;            // clause 16, percent
constexpr int most_sentence_words = 30;        // clause 15
constexpr double most_grade = 12;              // clause 15, Flesch-Kincaid
constexpr double least_ease = 40;              // clause 15, INFLESZ: below is "very hard"
constexpr int least_words_to_grade = 100;      // the formulas were made on samples of a hundred words
constexpr int most_months = 120;               // clause 9, whatever the roles ask for

using Findings = std::vector<Finding>;

static void add(Findings& list, int clause, Weight weight, std::string name, std::string field, std::vector<std::pair<std::string, std::string>> arguments = {}) {
    list.push_back({clause, weight, std::move(name), std::move(field), std::move(arguments)});
}

static std::string numbered(std::string_view name, std::size_t index) { return fmt::format("{}{}", name, index + 1); }

static const CatalogueRole* find_role(const CheckFacts& facts, std::string_view key) {
    auto found = std::ranges::find(facts.roles, key, [](const CatalogueRole& one) -> std::string_view { return one.role.key; });
    return found == facts.roles.end() ? nullptr : &*found;
}

static bool has_licence(const Description& what, std::initializer_list<LicenceKind> kinds) {
    return std::ranges::any_of(what.licences, [&](const JobLicence& one) { return std::ranges::find(kinds, one.kind) != kinds.end(); });
}

// --- Clauses 1 to 4: what the job is ---

static void check_beginning(const Description& what, Findings& list) {
    if (base::trim(what.title).empty()) add(list, 1, Weight::error, "title", "title");
    if (base::trim(what.purpose).empty()) add(list, 2, Weight::error, "purpose", "purpose");
    if (auto count = sentences_of(what.purpose).size(); count > most_purpose_sentences) {
        add(list, 2, Weight::advice, "long_purpose", "purpose", {{"n", std::to_string(count)}});
    }
    int sum = 0;
    int essential = 0;
    for (const auto& one : what.duties) {
        sum += one.share;
        essential += one.essential ? 1 : 0;
    }
    if (what.duties.empty()) {
        add(list, 3, Weight::error, "no_duties", "duty_text1");
    } else if (sum != 100) {
        add(list, 3, Weight::error, "shares", "duty_share1", {{"sum", std::to_string(sum)}});
    }
    if (essential > most_essential) add(list, 4, Weight::advice, "many_essential", "duty_essential1", {{"n", std::to_string(essential)}});
    if (!what.duties.empty() && essential == 0) add(list, 4, Weight::error, "none_essential", "duty_essential1");
}

// --- Clauses 5 to 9: what is asked for ---

static bool is_measurable(const JobQualification& one) {
    if (!one.required) return false;
    switch (one.kind) {
        case QualificationKind::education: return !one.education.empty();
        case QualificationKind::experience: return one.months > 0;
        case QualificationKind::certificate:
        case QualificationKind::licence: return true;
        case QualificationKind::skill:
        case QualificationKind::other: return false;
    }
    return false;
}

static bool is_degree(const JobQualification& one) {
    return one.required && one.kind == QualificationKind::education && !one.education.empty() && one.education != "high_school";
}

/// The most experience that one of the roles of this job asks for; absent when they say nothing.
static std::optional<int> months_of_roles(const Description& what, const CheckFacts& facts) {
    std::optional<int> most;
    for (const auto& share : what.roles) {
        const auto* role = find_role(facts, share.role);
        if (!role || role->content.qualifications.empty()) continue;
        most = std::max(most.value_or(0), 0);
        for (const auto& one : role->content.qualifications) most = std::max(*most, one.required ? one.months : 0);
    }
    return most;
}

static void check_one_requirement(const JobQualification& one, std::size_t index, const Description& what, Findings& list) {
    if (one.duties.empty()) {
        add(list, 5, one.required ? Weight::error : Weight::advice, "no_reason", numbered("need_duties", index), {{"text", one.text}});
    }
    for (std::size_t other = 0; other < what.qualifications.size(); ++other) {
        const auto& twin = what.qualifications[other];
        if (one.required && !twin.required && base::fold(one.text) == base::fold(twin.text)) {
            add(list, 7, Weight::error, "must_and_may", numbered("need_text", other), {{"text", one.text}});
        }
    }
    // What the law asks for has no equivalent: with a licence the degree comes from the state.
    if (is_degree(one) && one.years_instead == 0 && !has_licence(what, {LicenceKind::educator, LicenceKind::administrator, LicenceKind::evaluator})) {
        add(list, 8, Weight::advice, "degree", numbered("need_instead", index), {{"text", one.text}});
    }
}

static void check_requirements(const Description& what, const CheckFacts& facts, Findings& list) {
    const auto known = months_of_roles(what, facts);
    for (std::size_t i = 0; i < what.qualifications.size(); ++i) {
        const auto& one = what.qualifications[i];
        check_one_requirement(one, i, what, list);
        const int limit = std::min(known.value_or(most_months), most_months);
        if (one.required && one.months > limit) {
            add(list, 9, Weight::advice, "experience", numbered("need_months", i), {{"months", std::to_string(one.months)}, {"usual", std::to_string(limit)}});
        }
    }
    if (std::ranges::none_of(what.qualifications, is_measurable)) add(list, 6, Weight::error, "no_minimum", "need_text1");
}

// --- Clauses 10 and 11: pay, time and class of the job ---

static void check_terms(const Description& what, Findings& list) {
    if (!what.pay_from_cents || !what.pay_to_cents || *what.pay_from_cents <= 0) {
        add(list, 10, Weight::error, "pay", "pay_from");
    } else if (*what.pay_to_cents < *what.pay_from_cents) {
        add(list, 10, Weight::error, "pay_order", "pay_to");
    }
    if (what.flsa.empty()) add(list, 11, Weight::advice, "flsa", "flsa");
    if (what.flsa == "exempt" && what.pay_unit == "hour") add(list, 11, Weight::advice, "exempt_by_hour", "flsa");
    if (what.term_months == 0) add(list, 11, Weight::advice, "term", "term_months");
    if (what.week_minutes == 0) add(list, 11, Weight::advice, "hours", "hours");
}

// --- Clauses 12 to 16: words ---

struct CheckedText {
    std::string field;
    std::string text;
};

static std::vector<CheckedText> texts_of(const Description& what) {
    std::vector<CheckedText> all{{"title", what.title},       {"purpose", what.purpose},       {"benefits", what.benefits},       {"physical", what.physical},
                           {"background", what.background}, {"success_90", what.success_90}, {"success_365", what.success_365}, {"growth", what.growth}};
    for (std::size_t i = 0; i < what.duties.size(); ++i) all.push_back({numbered("duty_text", i), what.duties[i].text});
    for (std::size_t i = 0; i < what.qualifications.size(); ++i) all.push_back({numbered("need_text", i), what.qualifications[i].text});
    for (const auto& one : what.authority) all.push_back({"authority", one});
    for (const auto& one : what.not_part) all.push_back({"not_part", one});
    return all;
}

static void check_loaded_words(const Description& what, const std::vector<CheckedText>& texts, Findings& list) {
    for (auto [kind, clause, name] : {std::tuple(LoadedKind::gender, 12, "gender"), std::tuple(LoadedKind::age, 13, "age"), std::tuple(LoadedKind::jargon, 14, "jargon")}) {
        for (const auto& place : texts) {
            for (const auto& word : find_loaded(place.text, what.language)) {
                if (word.kind != kind) continue;
                const bool grave = word.grave && kind != LoadedKind::jargon;
                add(list, clause, grave ? Weight::error : Weight::advice, name, place.field,
                    {{"word", std::string(word.phrase)}, {"instead", std::string(word.instead)}});
            }
        }
    }
}

static void check_reading(const Description& what, const std::vector<CheckedText>& texts, Findings& list) {
    std::vector<std::string> plain;
    for (const auto& place : texts) {
        plain.push_back(place.text);
        for (const auto& sentence : sentences_of(place.text)) {
            if (int words = count_words(sentence); words > most_sentence_words) {
                add(list, 15, Weight::advice, "long_sentence", place.field, {{"n", std::to_string(words)}, {"text", base::elide(sentence, 60)}});
            }
        }
    }
    const auto reading = measure(plain, what.language);
    if (reading.words < least_words_to_grade) return;
    if (what.language == "es") {
        if (double ease = szigriszt_ease(reading); ease < least_ease) add(list, 15, Weight::advice, "ease", "purpose", {{"ease", fmt::format("{:.0f}", ease)}});
    } else if (double grade = flesch_kincaid_grade(reading); grade > most_grade) {
        add(list, 15, Weight::advice, "grade", "purpose", {{"grade", fmt::format("{:.0f}", grade)}});
    }
}

static void check_other_duties(const Description& what, const std::vector<CheckedText>& texts, Findings& list) {
    static constexpr std::string_view english[] = {"other duties", "other tasks", "duties as assigned", "tasks as assigned", "as assigned", "as needed by the district"};
    static constexpr std::string_view spanish[] = {"otras tareas", "otras funciones", "otras labores", "demas funciones", "demas tareas", "que se le asignen"};
    const auto phrases = what.language == "es" ? std::span<const std::string_view>(spanish) : std::span<const std::string_view>(english);
    for (const auto& place : texts) {
        if (!says_one_of(place.text, phrases)) continue;
        const auto duty = std::ranges::find(what.duties, place.text, &JobDuty::text);
        const bool limited = place.field.starts_with("duty_text") && duty != what.duties.end() && !duty->essential && duty->share <= most_other_share;
        if (!limited) add(list, 16, Weight::error, "other_duties", place.field, {{"most", std::to_string(most_other_share)}});
    }
}

// --- Clauses 17 to 19: licences, supervision, title ---

static void check_licences(const Description& what, const CheckFacts& facts, Findings& list) {
    static constexpr std::string_view english[] = {"evaluate teachers", "evaluates teachers", "evaluating teachers", "evaluation of teachers", "teacher evaluation", "teacher evaluations",
                                                   "evaluate licensed", "evaluates licensed", "evaluate educators", "evaluates educators", "appraise teachers", "appraises teachers",
                                                   "supervise teachers", "supervises teachers", "supervise licensed", "supervises licensed"};
    static constexpr std::string_view spanish[] = {"evalua docentes", "evalua a docentes", "evaluar docentes", "evaluar a docentes", "evaluacion de docentes", "evaluacion docente",
                                                   "evalua maestros", "evalua a maestros", "evalua al profesorado", "evaluar al profesorado", "supervisa docentes", "supervisa a docentes",
                                                   "supervisar docentes", "supervisar a docentes", "evalua al personal docente", "evaluar al personal docente"};
    const auto phrases = what.language == "es" ? std::span<const std::string_view>(spanish) : std::span<const std::string_view>(english);
    const bool may_evaluate = has_licence(what, {LicenceKind::administrator, LicenceKind::evaluator});
    for (std::size_t i = 0; i < what.duties.size(); ++i) {
        if (!may_evaluate && says_one_of(what.duties[i].text, phrases)) add(list, 17, Weight::error, "evaluates", numbered("duty_text", i), {{"text", what.duties[i].text}});
    }
    for (const auto& one : what.authority) {
        if (!may_evaluate && says_one_of(one, phrases)) add(list, 17, Weight::error, "evaluates", "authority", {{"text", one}});
    }
    for (const auto& share : what.roles) {
        const auto* role = find_role(facts, share.role);
        if (role && role->role.holds_teaching_licence && !has_licence(what, {LicenceKind::educator})) {
            add(list, 17, Weight::error, "role_licence", "licence_text1", {{"role", role->role.name.in(what.language)}});
        }
    }
    for (std::size_t i = 0; i < what.licences.size(); ++i) {
        if (what.licences[i].when == LicenceWhen::months && what.licences[i].months == 0) add(list, 17, Weight::error, "licence_when", numbered("licence_months", i));
    }
}

static void check_line(const Description& what, Findings& list) {
    if (base::trim(what.reports_to).empty()) add(list, 18, Weight::error, "reports_to", "reports_to");
    if (base::trim(what.evaluated_by).empty()) {
        add(list, 18, Weight::error, "evaluated_by", "evaluated_by");
    } else if (has_licence(what, {LicenceKind::educator}) && !what.evaluator_licensed) {
        add(list, 18, Weight::error, "evaluator", "evaluator_licensed", {{"name", what.evaluated_by}});
    }
}

static std::string role_names(const CheckFacts& facts, const std::vector<std::string>& keys, std::string_view language) {
    std::vector<std::string> names;
    for (const auto& key : keys) {
        if (const auto* role = find_role(facts, key)) names.push_back(role->role.name.in(language));
    }
    return base::join(names, ", ");
}

static void check_title(const Description& what, const CheckFacts& facts, Findings& list) {
    const auto is_of_job = [&](const std::string& key) { return std::ranges::any_of(what.roles, [&](const RoleShare& share) { return share.role == key; }); };
    for (const auto& here : facts.titles_here) {
        if (base::fold(here.title) != base::fold(what.title)) continue;
        if (!is_of_job(here.role_key)) add(list, 19, Weight::advice, "title_other", "title", {{"title", what.title}, {"roles", role_names(facts, {here.role_key}, what.language)}});
        return;
    }
    const auto elsewhere = roles_called(what.title, facts.roles);
    if (elsewhere.empty()) return;
    if (std::ranges::none_of(elsewhere, is_of_job)) {
        add(list, 19, Weight::advice, "title_other", "title", {{"title", what.title}, {"roles", role_names(facts, elsewhere, what.language)}});
    } else if (elsewhere.size() > 1) {
        add(list, 19, Weight::advice, "title_several", "title", {{"title", what.title}, {"roles", role_names(facts, elsewhere, what.language)}});
    }
}

// --- Clause 20: what an applicant wants to know ---

static void check_outlook(const Description& what, Findings& list) {
    if (what.not_part.empty()) add(list, 20, Weight::advice, "not_part", "not_part");
    if (base::trim(what.background).empty()) add(list, 20, Weight::advice, "background", "background");
    if (base::trim(what.success_90).empty() || base::trim(what.success_365).empty()) add(list, 20, Weight::advice, "success", "success_90");
    if (base::trim(what.benefits).empty()) add(list, 20, Weight::advice, "benefits", "benefits");
}

Findings check_description(const Description& what, const CheckFacts& facts) {
    Findings list;
    const auto texts = texts_of(what);
    check_beginning(what, list);
    check_requirements(what, facts, list);
    check_terms(what, list);
    check_loaded_words(what, texts, list);
    check_reading(what, texts, list);
    check_other_duties(what, texts, list);
    check_licences(what, facts, list);
    check_line(what, list);
    check_title(what, facts, list);
    check_outlook(what, list);
    std::ranges::stable_sort(list, {}, &Finding::clause);
    return list;
}

bool has_errors(const Findings& findings) {
    return std::ranges::any_of(findings, [](const Finding& one) { return one.weight == Weight::error; });
}

}  // namespace people
