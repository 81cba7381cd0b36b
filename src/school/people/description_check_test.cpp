// Each clause of docs/policies/job-descriptions.md, in both languages. A description without a fault is changed in one place, and exactly that is said.
#include "people/description_check.h"

#include <algorithm>
#include <functional>

#include <gmock/gmock.h>

#include "people/neutral_words.h"
#include "people/readability.h"

using namespace people;

namespace {

std::vector<CatalogueRole> shipped() {
    std::vector<CatalogueRole> all;
    for (const auto& one : standard_roles()) all.push_back({one.role, one.content, one.authorities, false, {}});
    return all;
}
const auto& catalogue_of_tests = *new std::vector<CatalogueRole>(shipped());
const auto& titles_of_tests = *new std::vector<KnownTitle>{{"Systems Administrator", "network"}};

/// A description in which the check finds nothing.
Description flawless(std::string_view language) {
    const bool spanish = language == "es";
    auto say = [&](const char* en, const char* es) { return std::string(spanish ? es : en); };
    Description what;
    what.language = language;
    what.title = say("Device technician", "Puesto de reparación");
    what.purpose = say("Keeps the devices of two schools in use.", "Mantiene en uso los dispositivos de dos escuelas.");
    what.roles = {{"technician", 100}};
    what.reports_to = "CIO";
    what.evaluated_by = "CIO";
    what.flsa = "nonexempt";
    what.term_months = 12;
    what.week_minutes = 40 * 60;
    what.pay_from_cents = 20'00;
    what.pay_to_cents = 26'00;
    what.pay_unit = "hour";
    what.benefits = say("Health plan", "Plan de salud");
    what.background = say("Fingerprints, paid by us", "Huellas, las pagamos nosotros");
    what.success_90 = say("Repairs alone", "Repara sin ayuda");
    what.success_365 = say("Trains an intern", "Forma a un practicante");
    what.duties = {{say("Repairs devices", "Repara dispositivos"), 95, true}, {say("Labels devices", "Etiqueta dispositivos"), 5, false}};
    what.qualifications = {{say("Diploma", "Diploma"), true, QualificationKind::education, "high_school", 0, 2, {1}}};
    what.not_part = {say("Grades", "Notas")};
    return what;
}

std::vector<std::string> found(const Description& what) {
    std::vector<std::string> names;
    for (const auto& one : check_description(what, {catalogue_of_tests, titles_of_tests})) {
        names.push_back(std::to_string(one.clause) + (one.weight == Weight::error ? " error " : " advice ") + one.name + " " + one.field);
    }
    return names;
}

struct Case {
    std::string expected;
    std::function<void(Description&)> spoil;
};

class EachClause : public testing::TestWithParam<std::string> {};

void expect_each(const std::string& language, const std::vector<Case>& cases) {
    for (const auto& one : cases) {
        auto what = flawless(language);
        one.spoil(what);
        EXPECT_THAT(found(what), testing::ElementsAre(one.expected)) << language;
    }
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Languages, EachClause, testing::Values("en", "es"));

TEST_P(EachClause, AFlawlessDescriptionHasNothing) {
    EXPECT_THAT(found(flawless(GetParam())), testing::IsEmpty());
    EXPECT_FALSE(has_errors(check_description(flawless(GetParam()), {catalogue_of_tests, titles_of_tests})));
}

TEST_P(EachClause, OfWhatTheJobIs) {
    expect_each(GetParam(), {
        {"1 error title title", [](Description& d) { d.title = " "; }},
        {"2 error purpose purpose", [](Description& d) { d.purpose = ""; }},
        {"2 advice long_purpose purpose", [](Description& d) { d.purpose = "A. B. C. D."; }},
        {"3 error shares duty_share1", [](Description& d) { d.duties[0].share = 90; }},
        {"4 error none_essential duty_essential1", [](Description& d) { d.duties[0].essential = false; }},
        {"4 advice many_essential duty_essential1", [](Description& d) {
             d.duties.clear();
             for (int i = 0; i < 13; ++i) d.duties.push_back({"X", i == 0 ? 88 : 1, true});
         }},
    });
    auto empty = flawless(GetParam());
    empty.duties.clear();
    EXPECT_THAT(found(empty), testing::Contains("3 error no_duties duty_text1"));
}

TEST_P(EachClause, OfWhatIsAskedFor) {
    expect_each(GetParam(), {
        {"5 error no_reason need_duties1", [](Description& d) { d.qualifications[0].duties.clear(); }},
        {"5 advice no_reason need_duties2", [](Description& d) { d.qualifications.push_back({"X", false, QualificationKind::other, "", 0, 0, {}}); }},
        {"6 error no_minimum need_text1", [](Description& d) { d.qualifications[0].kind = QualificationKind::skill; }},
        {"6 error no_minimum need_text1", [](Description& d) { d.qualifications[0].required = false; }},
        {"7 error must_and_may need_text2", [](Description& d) { d.qualifications.push_back({"DIPLOMA", false, QualificationKind::other, "", 0, 0, {1}}); }},
        {"8 advice degree need_instead2", [](Description& d) { d.qualifications.push_back({"X", true, QualificationKind::education, "bachelor", 0, 0, {1}}); }},
        {"9 advice experience need_months2", [](Description& d) { d.qualifications.push_back({"X", true, QualificationKind::experience, "", 36, 0, {1}}); }},
    });
    auto licensed = flawless(GetParam());
    licensed.qualifications.push_back({"X", true, QualificationKind::education, "bachelor", 0, 0, {1}});
    licensed.licences = {{"Administrator", LicenceKind::administrator, LicenceWhen::start, 0}};
    EXPECT_THAT(found(licensed), testing::IsEmpty()) << "where the law asks for a licence, it asks for the degree";
    auto led = flawless(GetParam());
    led.roles = {{"cio", 100}};
    led.qualifications.push_back({"X", true, QualificationKind::experience, "", 60, 0, {1}});
    EXPECT_THAT(found(led), testing::IsEmpty()) << "the role asks for five years";
}

TEST_P(EachClause, OfPayAndTime) {
    expect_each(GetParam(), {
        {"10 error pay pay_from", [](Description& d) { d.pay_from_cents.reset(); }},
        {"10 error pay pay_from", [](Description& d) { d.pay_to_cents.reset(); }},
        {"10 error pay_order pay_to", [](Description& d) { d.pay_to_cents = 19'99; }},
        {"11 advice flsa flsa", [](Description& d) { d.flsa.clear(); }},
        {"11 advice exempt_by_hour flsa", [](Description& d) { d.flsa = "exempt"; }},
        {"11 advice term term_months", [](Description& d) { d.term_months = 0; }},
        {"11 advice hours hours", [](Description& d) { d.week_minutes = 0; }},
    });
}

TEST_P(EachClause, OfLicencesLineAndOutlook) {
    expect_each(GetParam(), {
        {"17 error role_licence licence_text1", [](Description& d) { d.roles = {{"technician", 60}, {"integration_specialist", 40}}; }},
        {"17 error licence_when licence_months1", [](Description& d) { d.licences = {{"X", LicenceKind::other, LicenceWhen::months, 0}}; }},
        {"18 error reports_to reports_to", [](Description& d) { d.reports_to = " "; }},
        {"18 error evaluated_by evaluated_by", [](Description& d) { d.evaluated_by = ""; }},
        {"18 error evaluator evaluator_licensed", [](Description& d) { d.licences = {{"X", LicenceKind::educator, LicenceWhen::start, 0}}; }},
        {"19 advice title_other title", [](Description& d) { d.title = "systems administrator"; }},
        {"19 advice title_other title", [](Description& d) { d.title = "Webmaster"; }},
        {"19 advice title_several title", [](Description& d) { d.title = "Technology Coordinator"; }},
        {"20 advice not_part not_part", [](Description& d) { d.not_part.clear(); }},
        {"20 advice background background", [](Description& d) { d.background.clear(); }},
        {"20 advice success success_90", [](Description& d) { d.success_365.clear(); }},
        {"20 advice benefits benefits", [](Description& d) { d.benefits.clear(); }},
    });
    auto coach = flawless(GetParam());
    coach.licences = {{"X", LicenceKind::educator, LicenceWhen::start, 0}};
    coach.evaluator_licensed = true;
    EXPECT_THAT(found(coach), testing::IsEmpty());
}

TEST(DescriptionCheck, FindsLoadedWordsInEnglish) {
    expect_each("en", {
        {"12 error gender duty_text2", [](Description& d) { d.duties[1].text = "He labels devices"; }},
        {"12 error gender title", [](Description& d) { d.title = "Handyman"; }},
        {"13 error age need_text1", [](Description& d) { d.qualifications[0].text = "Recent college graduate"; }},
        {"13 advice age purpose", [](Description& d) { d.purpose = "Joins a young team."; }},
        {"14 advice jargon success_90", [](Description& d) { d.success_90 = "Is a printing ninja"; }},
    });
}

TEST(DescriptionCheck, FindsLoadedWordsInSpanish) {
    expect_each("es", {
        {"12 error gender need_text1", [](Description& d) { d.qualifications[0].text = "Señorita con diploma"; }},
        {"12 advice gender duty_text2", [](Description& d) { d.duties[1].text = "Ayuda a los profesores"; }},
        {"13 error age need_text1", [](Description& d) { d.qualifications[0].text = "Recién egresado"; }},
        {"13 advice age purpose", [](Description& d) { d.purpose = "Se une a un equipo joven."; }},
        {"14 advice jargon success_90", [](Description& d) { d.success_90 = "Es un gurú de impresoras"; }},
    });
}

TEST(DescriptionCheck, EveryLoadedWordIsFoundByItselfAndSaysWhatToWrite) {
    for (std::string_view language : {"en", "es"}) {
        for (const auto& one : loaded_words(language)) {
            EXPECT_FALSE(find_loaded(one.phrase, language).empty()) << one.phrase;
            EXPECT_FALSE(one.instead.empty()) << one.phrase;
            EXPECT_TRUE(find_loaded("x" + std::string(one.phrase) + "x", language).empty()) << one.phrase << " inside another word";
        }
    }
}

TEST(DescriptionCheck, OtherDutiesHaveALimit) {
    expect_each("en", {
        {"16 error other_duties duty_text1", [](Description& d) { d.duties[0].text = "Repairs devices and performs other duties as assigned"; }},
        {"16 error other_duties growth", [](Description& d) { d.growth = "Other duties as assigned"; }},
    });
    expect_each("es", {{"16 error other_duties duty_text1", [](Description& d) { d.duties[0].text = "Repara y hace otras tareas"; }}});
    auto limited = flawless("en");
    limited.duties[1].text = "Other duties with devices";
    EXPECT_THAT(found(limited), testing::IsEmpty()) << "5 % and not essential";
}

TEST(DescriptionCheck, NobodyWithoutTheLicenceEvaluatesTeachers) {
    expect_each("en", {
        {"17 error evaluates duty_text2", [](Description& d) { d.duties[1].text = "Evaluates teachers"; }},
        {"17 error evaluates authority", [](Description& d) { d.authority = {"Supervises licensed staff"}; }},
    });
    expect_each("es", {{"17 error evaluates duty_text2", [](Description& d) { d.duties[1].text = "Evalúa a docentes"; }}});
    auto principal = flawless("en");
    principal.duties[1].text = "Evaluates teachers";
    principal.licences = {{"Administrator", LicenceKind::administrator, LicenceWhen::application, 0}};
    EXPECT_THAT(found(principal), testing::IsEmpty());
    auto limit = flawless("en");
    limit.not_part = {"Evaluates teachers"};
    EXPECT_THAT(found(limit), testing::IsEmpty()) << "it says that the job does not";
}

TEST(DescriptionCheck, LongSentencesAndHardTextsAreSaid) {
    std::string words;
    for (int i = 0; i < 31; ++i) words += "go ";
    auto what = flawless("en");
    what.growth = words;
    EXPECT_THAT(found(what), testing::ElementsAre("15 advice long_sentence growth"));
    std::string hard;
    for (int i = 0; i < 60; ++i) hard += "Organizational interoperability necessitates. ";
    what = flawless("en");
    what.growth = hard;
    EXPECT_THAT(found(what), testing::ElementsAre("15 advice grade purpose"));
    what = flawless("es");
    what.growth.clear();
    for (int i = 0; i < 60; ++i) what.growth += "Interoperabilidad organizacional institucionalizada. ";
    EXPECT_THAT(found(what), testing::ElementsAre("15 advice ease purpose"));
}

TEST(DescriptionCheck, NoRoleThatIsShippedIsWordedBadly) {
    for (const auto& role : standard_roles()) {
        for (std::string_view language : {"en", "es"}) {
            for (const auto& duty : role.content.duties) EXPECT_TRUE(find_loaded(duty.text.in(language), language).empty()) << duty.text.in(language);
            for (const auto& need : role.content.qualifications) EXPECT_TRUE(find_loaded(need.text.in(language), language).empty()) << need.text.in(language);
        }
    }
}

TEST(Readability, CountsSyllables) {
    for (auto [word, count] : {std::pair("device", 2), std::pair("time", 1), std::pair("table", 2), std::pair("the", 1), std::pair("administrator", 5), std::pair("a", 1)}) {
        EXPECT_EQ(count_syllables(word, "en"), count) << word;
    }
    for (auto [word, count] : {std::pair("escuela", 3), std::pair("día", 2), std::pair("país", 2), std::pair("aéreo", 4), std::pair("ciudad", 2), std::pair("rey", 1), std::pair("y", 1),
                               std::pair("técnico", 3), std::pair("lingüística", 4), std::pair("año", 2)}) {
        EXPECT_EQ(count_syllables(word, "es"), count) << word;
    }
}

TEST(Readability, KnowsWhereSentencesEnd) {
    EXPECT_THAT(sentences_of("One. Two at 15.5 percent!\nThree"), testing::ElementsAre("One.", "Two at 15.5 percent!", "Three"));
    EXPECT_TRUE(sentences_of(" . \n").empty());
}

TEST(Readability, FollowsThePublishedFormulas) {
    const Readability text{.sentences = 5, .words = 100, .syllables = 150};
    EXPECT_NEAR(flesch_kincaid_grade(text), 0.39 * 20 + 11.8 * 1.5 - 15.59, 1e-9);
    EXPECT_NEAR(szigriszt_ease(text), 206.835 - 62.3 * 1.5 - 20, 1e-9);
    EXPECT_EQ(flesch_kincaid_grade({}), 0);
}
