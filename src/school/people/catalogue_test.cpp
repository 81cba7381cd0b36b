#include "people/catalogue.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "base/error.h"
#include "base/line_diff.h"
#include "people/rows_form.h"

using namespace people;
using base::compare_lines;
using base::differs;
using base::Mark;
using base::MarkedLine;
using testing::ElementsAre;

namespace {

RoleContent usable() {
    return {{{{"Repairs", "Repara"}, 60, true}, {{"Teaches", "Enseña"}, 40, false}},
            {{{"Diploma", "Diploma"}, true, QualificationKind::education, "high_school", 0, 2, {1, 2}}},
            {{"hardware", 2}},
            {{"O*NET-SOC 2019", "15-1232.00", "Computer User Support Specialists", "https://www.onetonline.org/", base::parse_day("2026-11-23").value()}},
            {"Technician"}};
}

std::string refused(const RoleContent& content) {
    try {
        require_usable(content);
        return "";
    } catch (const base::Invalid& problem) {
        return problem.field() + ": " + problem.what();
    }
}

std::vector<CatalogueRole> shipped() {
    std::vector<CatalogueRole> all;
    for (const auto& one : standard_roles()) all.push_back({one.role, one.content, one.authorities, false, {}});
    return all;
}

std::vector<std::string> keys(const std::vector<Candidate>& found) {
    std::vector<std::string> list;
    for (const auto& one : found) list.push_back(one.role_key);
    return list;
}

}  // namespace

TEST(Catalogue, EveryRoleThatIsShippedIsWhole) {
    std::set<std::string> seen;
    for (const auto& one : standard_roles()) {
        EXPECT_EQ(refused(one.content), "") << one.role.key;
        EXPECT_TRUE(seen.insert(one.role.key).second) << one.role.key;
        EXPECT_GE(one.content.duties.size(), 4u) << one.role.key;
        EXPECT_FALSE(one.content.qualifications.empty()) << one.role.key;
        EXPECT_FALSE(one.content.references.empty()) << one.role.key;
        EXPECT_FALSE(one.content.titles.empty()) << one.role.key;
        EXPECT_EQ(std::ranges::count(one.role.may_not.en, '\n'), std::ranges::count(one.role.may_not.es, '\n')) << one.role.key;
    }
    EXPECT_EQ(seen.size(), 11u);
    EXPECT_EQ(find_standard("wizard"), nullptr);
}

TEST(Catalogue, OnlyTheIntegrationSpecialistNeedsATeachingLicence) {
    for (const auto& one : standard_roles()) EXPECT_EQ(one.role.holds_teaching_licence, one.role.key == "integration_specialist") << one.role.key;
}

TEST(Catalogue, SaysWhatCannotBeUsed) {
    EXPECT_EQ(refused(usable()), "");
    EXPECT_EQ(refused({}), "") << "a new role may be empty";
    auto content = usable();
    content.duties[1].share = 39;
    EXPECT_EQ(refused(content), "duty_share1: people.fault.shares");
    content = usable();
    content.duties[0].share = 0;
    EXPECT_EQ(refused(content), "duty_share1: people.fault.share");
    content = usable();
    content.duties[1].text.es.clear();
    EXPECT_EQ(refused(content), "duty_en2: people.fault.both_languages");
    content = usable();
    content.qualifications[0].duties.clear();
    EXPECT_EQ(refused(content), "need_duties1: people.fault.no_duty");
    content.qualifications[0].duties = {3};
    EXPECT_EQ(refused(content), "need_duties1: people.fault.which_duty");
    content = usable();
    content.references[0].url = "javascript:alert(1)";
    EXPECT_EQ(refused(content), "ref_url1: people.fault.url");
    content = usable();
    content.references[0].checked = {};
    EXPECT_EQ(refused(content), "ref_checked1: people.problem.day");
}

TEST(Catalogue, WhatIsWrittenIsReadAgain) {
    EXPECT_EQ(parse_content(to_json(usable())), usable());
    for (const auto& one : standard_roles()) EXPECT_EQ(parse_content(to_json(one.content)), one.content) << one.role.key;
    EXPECT_ANY_THROW(parse_content("{}"));
}

TEST(Catalogue, AnAmbiguousTitleLeadsToSeveralRoles) {
    const auto all = shipped();
    EXPECT_THAT(keys(find_by_title("technology COORDINATOR", all, {})), testing::IsSupersetOf({"technician", "network", "integration_specialist", "cio"}));
    EXPECT_THAT(keys(find_by_title("webmaster", all, {})), ElementsAre("webmaster"));
    EXPECT_THAT(keys(find_by_title("técnico", all, {})), testing::Contains("technician")) << "the Spanish name, and without its accent";
    EXPECT_TRUE(find_by_title("  ", all, {}).empty());
    EXPECT_TRUE(find_by_title("plumber", all, {}).empty());
}

TEST(Catalogue, WhatTheDistrictSaysOfATitleComesFirst) {
    const KnownTitle here[] = {{"Technology Coordinator", "cio"}};
    auto found = find_by_title("technology coordinator", shipped(), here);
    ASSERT_GT(found.size(), 1u);
    EXPECT_EQ(found[0].role_key, "cio");
    EXPECT_TRUE(found[0].meant_here);
    EXPECT_FALSE(found[1].meant_here);
}

TEST(Catalogue, ATitleIsOneOfARoleOnlyWhole) {
    EXPECT_THAT(roles_called("chief technology officer", shipped()), ElementsAre("cio"));
    EXPECT_TRUE(roles_called("technology", shipped()).empty());
    EXPECT_TRUE(roles_called("", shipped()).empty());
}

TEST(Catalogue, PartsAreAlwaysTheSameOnes) {
    const auto all = shipped();
    for (const auto& one : all) {
        auto parts = parts_of(one, "en", {}, {});
        ASSERT_EQ(parts.size(), part_count);
        EXPECT_EQ(parts[3].key, "duties");
        EXPECT_EQ(parts[3].lines.size(), one.content.duties.size());
    }
    EXPECT_THAT(parts_of(all[0], "es", {}, {})[4].lines[0], testing::HasSubstr("o 2 años de experiencia equivalente"));
}

TEST(LineDiff, MarksTheFewestLines) {
    using Lines = std::vector<MarkedLine>;
    EXPECT_EQ(compare_lines({"a", "b", "c"}, {"a", "x", "c"}), (Lines{{Mark::same, "a"}, {Mark::removed, "b"}, {Mark::added, "x"}, {Mark::same, "c"}}));
    EXPECT_EQ(compare_lines({}, {"a"}), (Lines{{Mark::added, "a"}}));
    EXPECT_EQ(compare_lines({"a"}, {}), (Lines{{Mark::removed, "a"}}));
    EXPECT_EQ(compare_lines({"a", "b"}, {"b", "a"}), (Lines{{Mark::removed, "a"}, {Mark::same, "b"}, {Mark::added, "a"}}));
    EXPECT_FALSE(differs(compare_lines({"a"}, {"a"})));
    EXPECT_FALSE(differs(compare_lines({}, {})));
    EXPECT_TRUE(differs(compare_lines({"a"}, {"b"})));
}

namespace {

http::Fields form_of(std::initializer_list<std::pair<std::string, std::string>> fields) {
    http::Fields form;
    for (auto& [name, value] : fields) form.add(name, value);
    return form;
}

}  // namespace

TEST(Rows, StandInTheOrderOfTheirNumbersAndTakeTheirQualificationsAlong) {
    auto form = form_of({{"duty_text1", "one"}, {"duty_order1", "1"}, {"duty_text2", " "}, {"duty_text3", "three"}, {"duty_order3", "1"}, {"duty_share3", "x"},
                         {"need_text1", "needed"}, {"need_duties1", "3, 1, 3"}, {"need_kind1", "education"}, {"need_education1", "bachelor"},
                         {"need_text2", "gone"}, {"need_duties2", "2"}, {"need_required2", "0"}, {"need_text3", "wrong"}, {"need_duties3", "99"}});
    auto duties = read_duties<std::string>(form);
    ASSERT_EQ(duties.duties.size(), 2u);
    EXPECT_EQ(duties.duties[0].text, "three") << "moved to the first place";
    EXPECT_EQ(duties.duties[0].share, -1) << "no number: the rules refuse it";
    auto needs = read_qualifications<std::string>(form, duties.number_of_row);
    ASSERT_EQ(needs.size(), 3u);
    EXPECT_THAT(needs[0].duties, ElementsAre(1, 2));
    EXPECT_EQ(needs[0].education, "bachelor");
    EXPECT_TRUE(needs[1].duties.empty()) << "its duty was left out";
    EXPECT_FALSE(needs[1].required);
    EXPECT_THAT(needs[2].duties, ElementsAre(-1));
}
