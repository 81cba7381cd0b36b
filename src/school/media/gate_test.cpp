// The rule of the gate: each thing that is not known blocks, and nothing that is known unblocks another.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "base/random.h"
#include "base/text.h"
#include "media/gate_facts.h"
#include "media/gate_rules.h"

using namespace media;
using testing::ElementsAre;
using testing::IsEmpty;

static Decision yes() { return {}; }
static Decision no(Obstacle why = Obstacle::no_answer) { return {{why}, std::nullopt}; }

/// Everything as it must be, with one student who may be shown.
static GateFacts good() {
    GateFacts facts;
    facts.here = facts.derived = facts.checked = facts.described = facts.allowed = facts.stated = facts.cautioned = true;
    facts.named = facts.needs_look = false;
    facts.marks = {{MarkKind::student, roster::PersonId{7}}, {MarkKind::no_person, std::nullopt}};
    facts.decisions = {yes()};
    return facts;
}

TEST(Gate, ClearsWhatIsAsItMustBe) { EXPECT_THAT(blocks_of(good()), IsEmpty()); }

TEST(Gate, BlocksWhatNobodyFilledIn) {
    EXPECT_THAT(blocks_of({}), ElementsAre(Block::gone));
    GateFacts facts;
    facts.here = true;
    EXPECT_THAT(blocks_of(facts), ElementsAre(Block::not_ready, Block::no_words, Block::named_in_words, Block::unstated, Block::no_rights, Block::no_caution, Block::no_review));
}

TEST(Gate, NamesEachThingThatIsMissing) {
    const auto only = [](auto&& spoil) {
        auto facts = good();
        spoil(facts);
        return blocks_of(facts);
    };
    EXPECT_THAT(only([](GateFacts& f) { f.here = false; }), ElementsAre(Block::gone));
    EXPECT_THAT(only([](GateFacts& f) { f.derived = false; }), ElementsAre(Block::not_ready));
    EXPECT_THAT(only([](GateFacts& f) { f.checked = false; }), ElementsAre(Block::not_ready));
    EXPECT_THAT(only([](GateFacts& f) { f.described = false; }), ElementsAre(Block::no_words));
    EXPECT_THAT(only([](GateFacts& f) { f.named = true; }), ElementsAre(Block::named_in_words));
    EXPECT_THAT(only([](GateFacts& f) { f.marks.push_back({MarkKind::none, std::nullopt}); }), ElementsAre(Block::unmarked));
    EXPECT_THAT(only([](GateFacts& f) { f.marks.push_back({std::nullopt, std::nullopt}); }), ElementsAre(Block::unmarked)) << "a word that we do not know";
    EXPECT_THAT(only([](GateFacts& f) { f.stated = false; }), ElementsAre(Block::unstated));
    EXPECT_THAT(only([](GateFacts& f) { f.decisions = {no()}; }), ElementsAre(Block::person));
    EXPECT_THAT(only([](GateFacts& f) { f.decisions = {}; }), ElementsAre(Block::person)) << "no answer of the consents";
    EXPECT_THAT(only([](GateFacts& f) { f.marks.push_back({MarkKind::student, std::nullopt}); }), ElementsAre(Block::person)) << "a student without a name";
    EXPECT_THAT(only([](GateFacts& f) { f.allowed = false; }), ElementsAre(Block::no_rights));
    EXPECT_THAT(only([](GateFacts& f) { f.cautioned = false; }), ElementsAre(Block::no_caution));
    EXPECT_THAT(only([](GateFacts& f) { f.needs_look = true; }), ElementsAre(Block::no_review));
    EXPECT_THAT(only([](GateFacts& f) { f.needs_look = f.looked_at = true; }), IsEmpty());
}

TEST(Gate, AsksForEveryStudentAndForNobodyWhoIsBlurred) {
    EXPECT_THAT(students_of({{MarkKind::student, roster::PersonId{3}}, {MarkKind::blurred, roster::PersonId{4}}, {MarkKind::student, roster::PersonId{3}},
                             {MarkKind::adult, std::nullopt}, {MarkKind::student, roster::PersonId{1}}}),
                ElementsAre(roster::PersonId{3}, roster::PersonId{1}));
}

TEST(Gate, NeverClearsAPictureWithSomebodyUnaccountedOrRefusedWhateverElseHolds) {
    base::Random luck(20260309);
    int cleared = 0, refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        GateFacts facts = good();
        facts.marks.clear();
        facts.decisions.clear();
        bool safe = true;
        const auto people = luck.between(0, 5);
        for (int i = 0; i < people; ++i) {
            const auto what = luck.below(8);
            if (what == 7) facts.marks.push_back({std::nullopt, std::nullopt});
            else if (what == 6) facts.marks.push_back({MarkKind::student, std::nullopt});
            else facts.marks.push_back({static_cast<MarkKind>(what), luck.chance(0.5) ? std::optional(roster::PersonId{luck.between(1, 4)}) : std::nullopt});
            const auto& mark = facts.marks.back();
            safe = safe && mark.kind && *mark.kind != MarkKind::none && (*mark.kind != MarkKind::student || mark.student);
        }
        for (std::size_t i = 0; i < students_of(facts.marks).size(); ++i) {
            facts.decisions.push_back(luck.chance(0.8) ? yes() : no(static_cast<Obstacle>(luck.below(9))));
            safe = safe && facts.decisions.back().allowed();
        }
        if (luck.chance(0.05) && !facts.decisions.empty()) {
            facts.decisions.pop_back();
            safe = false;
        }
        for (bool* needed : {&facts.derived, &facts.checked, &facts.described, &facts.allowed, &facts.stated, &facts.cautioned}) {
            *needed = luck.chance(0.97);
            safe = safe && *needed;
        }
        facts.named = luck.chance(0.03);
        facts.needs_look = luck.chance(0.5);
        facts.looked_at = luck.chance(0.7);
        safe = safe && !facts.named && (!facts.needs_look || facts.looked_at);
        const auto blocks = blocks_of(facts);
        EXPECT_EQ(blocks.empty(), safe);
        EXPECT_TRUE(std::ranges::is_sorted(blocks));
        EXPECT_EQ(std::ranges::adjacent_find(blocks), blocks.end());
        ++(safe ? cleared : refused);
    }
    EXPECT_GT(cleared, 1000) << "the test proves something of both";
    EXPECT_GT(refused, 1000);
}

static bool in_full(std::string_view text, const StudentNames& names) { return names_in_full(base::folded_words(text), names); }
static bool in_part(std::string_view text, const StudentNames& names) { return names_part_of(base::folded_words(text), names); }

TEST(Names, AreFoundAsWholeWordsNearEachOther) {
    const StudentNames ana{{"ana"}, {"silva"}};
    EXPECT_TRUE(in_full("Ana Silva on the stage", ana));
    EXPECT_TRUE(in_full("SILVA, Ána wins", ana));
    EXPECT_TRUE(in_full("Ana Maria da Silva", ana));
    EXPECT_FALSE(in_full("Banana and silvan leaves", ana));
    EXPECT_FALSE(in_full("Ana on the stage", ana));
    EXPECT_FALSE(in_full("Ana shows the robot to the class while Mr Silva claps", ana));
    EXPECT_TRUE(in_part("Ana on the stage", ana)) << "of somebody on the picture one part tells";
    EXPECT_TRUE(in_part("Team Silva", ana));
    EXPECT_FALSE(in_part("Students build a robot", ana));
    const StudentNames particles{{"jo"}, {"de", "la", "cruz"}};
    EXPECT_FALSE(in_part("Jo de la escuela", particles)) << "parts that are words of every sentence";
    EXPECT_FALSE(in_full("jo de la escuela", particles));
    EXPECT_TRUE(in_full("Jo Cruz", particles));
    EXPECT_TRUE(in_full("Ali Ali", {{"ali"}, {"ali"}}));
    EXPECT_FALSE(in_full("Ali", {{"ali"}, {"ali"}}));
}
