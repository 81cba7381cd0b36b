// What is left out of an article that is begun from a request.
#include "helpdesk/drafting.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/random.h"
#include "base/text.h"
#include "helpdesk/repair.h"
#include "knowledge/testing.h"

namespace helpdesk {

static const Markers marks{"[name]", "[mail]", "[number]", "[device]"};

TEST(LeavingOut, TakesWhatNamesPeopleAndDevices) {
    const Known known{{"leo", "pena"}, {"ana", "silva", "will", "black", "grace"}, {"cb-0412", "5cd1234xyz"}};
    struct Case {
        const char *text, *cleaned;
    };
    const Case cases[] = {
        {"Ana Silva's laptop is broken", "[name]'s laptop is broken"},
        {"the laptop of ana", "the laptop of ana"},  // nobody of the request, and not written like a name
        {"Please call leo peña", "Please call [name]"},
        {"LEO PEÑA", "[name]"},
        {"Will not charge", "Will not charge"},
        {"I gave it to Will. Black screen", "I gave it to [name]. Black screen"},
        {"Ask Ana Black", "Ask [name]"},
        {"Write to ana.silva@north.example, or leo@x.example.", "Write to [mail], or [mail]."},
        {"Call +1 (555) 123-4567 or 555.123.4567", "Call [number] or [number]"},
        {"Student 20251234 on 2026-03-09 at 10:35", "Student [number] on 2026-03-09 at 10:35"},
        {"Since 2026-03-09 10:35 it is dark", "Since 2026-03-09 10:35 it is dark"},
        {"The server is 192.168.10.20", "The server is 192.168.10.20"},
        {"Code 12345 stays", "Code 12345 stays"},
        {"CB-0412 (serial 5CD1234XYZ) is dead", "[device] (serial [device]) is dead"},
        {"tag:cb-0412.", "tag:[device]."},
        {"Lamp of the projector, 120 V", "Lamp of the projector, 120 V"},
        {"", ""},
        {"日本 Ana 漢字", "日本 [name] 漢字"},
    };
    for (const auto& one : cases) EXPECT_EQ(leave_out(one.text, known, marks).text, one.cleaned) << one.text;
    const auto counts = leave_out("Ana Silva (ana@x.example, 555-123-4567) has CB-0412 and Grace too", known, marks).counts;
    EXPECT_EQ(counts, (std::array<int, 4>{2, 1, 1, 1}));
}

TEST(LeavingOut, KnowsCapitalsWithEveryMark) {
    const Known known{{}, {"lukasz", "dang", "simon", "stefan", "zofia", "omer", "uong", "ivan", "иван", "ngo"}, {}};
    for (const std::string name : {"Łukasz", "Đặng", "Šimon", "Ştefan", "Ștefan", "Żofia", "Ömer", "Ương", "İvan", "Иван", "Ǹgo", "S\u030Cimon"}) {
        EXPECT_EQ(leave_out("Ask " + name + " today", known, marks).text, "Ask [name] today") << name;
        EXPECT_EQ(name_like_words("ask " + name), std::vector<std::string>{base::fold(name)}) << name;
    }
    for (const std::string word : {"łukasz", "đặng", "šimon", "ştefan", "ștefan", "żofia", "ömer", "ương", "ıvan", "иван", "ǹgo"}) {
        EXPECT_EQ(leave_out("Ask " + word + " today", known, marks).text, "Ask " + word + " today") << word;
        EXPECT_TRUE(name_like_words("ask " + word).empty()) << word;
    }
}

TEST(LeavingOut, LeavesALineThatReads) {
    const Known known{{"leo", "pena"}, {"ana", "silva", "mia", "torres"}, {"cb-0412", "5cd1234"}};
    struct Case {
        const char *line, *left;
    };
    const Case cases[] = {
        {"Ana Silva's screen is dark", "Screen is dark"},
        {"Laptop for leo peña, no sound", "Laptop, no sound"},
        {"Chromebook 5CD1234 of Mia Torres", "Chromebook"},
        {"Chromebook 5CD1234 of Mia Torres is dark", "Chromebook is dark"},
        {"Pantalla rota de Penà", "Pantalla rota"},
        {"Call 312-555-0100 about the printer", "Call about the printer"},
        {"ana@riverbend.example cannot sign in", "Cannot sign in"},
        {"A cart (Ana-Silva) for room 214", "A cart for room 214"},
        {"Show a phone's screen in room 214", "Show a phone's screen in room 214"},
        {"Silva", ""},
        {"", ""},
    };
    for (const auto& one : cases) EXPECT_EQ(left_of(one.line, known), one.left) << one.line;
}

TEST(LeavingOut, ChangesNothingElse) {
    // Whatever the text, what is not named stays in its order, and it ends.
    const Known nobody;
    for (const char* text : {"@@@@", "@", "a@", "+", "(((", "1 2 3 4 5", "....", "- - -", "1234567a", "10.0.0.255:8080 since 2026-03-09."}) {
        EXPECT_EQ(leave_out(text, nobody, marks).text, text);
    }
    const std::string lorem = "Open Settings, then Network.\nChoose 5 GHz; press OK twice.";
    EXPECT_EQ(leave_out(lorem, nobody, marks).text, lorem);
}

TEST(LeavingOut, LetsNothingKnownThroughWhateverStandsAround) {
    // Pieces of what people write, in every order that the seed gives: nothing that was known is in what is left.
    const Known known{{"leo", "pena"}, {"silva", "okafor"}, {"cb-0412", "5cd1234xyz"}};
    const std::vector<std::string> secret{"Leo Peña", "leo", "PEÑA", "Silva", "Okafor", "ana@north.example", "CB-0412", "5CD1234XYZ", "555-123-4567", "20251234", "(555) 123 4567"};
    const std::vector<std::string> plain{"the laptop", "is dark.", "Then", "in room 214,", "on 2026-03-09", "\n", "- ", "\"", "(", ")", "¿no?", "5 GHz", "and", "/"};
    base::Random luck(6);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (auto pieces = luck.between(1, 12); pieces > 0; --pieces) {
            text += luck.pick(std::span<const std::string>(luck.chance(0.4) ? secret : plain));
            text += ' ';
        }
        const auto folded = base::fold(leave_out(text, known, marks).text);
        for (const auto bad : {"leo", "pena", "silva", "okafor", "@", "cb-0412", "5cd1234xyz", "123-4567", "20251234", "123 4567"}) {
            ASSERT_EQ(folded.find(bad), std::string::npos) << text << " -> " << folded;
        }
    }
}

namespace {

class Drafting : public knowledge::testing::Shelf {
protected:
    std::string ask(std::string title, std::string description) {
        const auto response = as("teacher").post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"description", std::move(description)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Draft, IsMadeInOneStepAndNamesNobody, Drafting) {
    const auto address = ask("Ana Silva cannot use CB-0412", "Chromebook CB-0412 of Ana Silva stays dark. Write to ana.silva@north.example or 555-123-4567. Leo Peña");
    EXPECT_EQ(as("tech").post(address + "/article").status, 409) << "not solved yet";
    const auto technician = viewer("tech");
    write([&](db::Write& db) {
        const auto request = fetch_for_work(db, technician, {std::stoll(address.substr(10))});
        correct(db, technician, now, request, {.device = chromebook});
        Repair repair{.device = chromebook, .symptom = "dark", .diagnosis = "The battery of CB-0412 was empty", .action = "Held refresh and power for ten seconds", .outcome = "fixed"};
        record_repair(db, technician, now, fetch_for_work(db, technician, request.id), repair);
    });
    EXPECT_EQ(as("tech").post(address + "/resolution", {{"words", "Told Ana Silva to charge it over night."}}).status, 303);
    EXPECT_TRUE(shows(as("tech").get(address), "Write an article from this"));
    EXPECT_EQ(as("teacher").post(address + "/article").status, 403);
    const auto made = as("tech").post(address + "/article");
    ASSERT_EQ(made.status, 303) << made.body;
    const std::string edit(made.find_header("Location").value_or(""));
    EXPECT_TRUE(edit.ends_with("/edit"));
    const auto id = knowledge::ArticleId{std::stoll(edit.substr(11))};
    const auto made_of_it = article(id);
    const auto& words = made_of_it.latest.content.en;
    EXPECT_EQ(words.title, "[name] cannot use [device]");
    EXPECT_EQ(words.symptom, "Chromebook [device] of [name] stays dark. Write to [mail address] or [number]. [name]");
    EXPECT_NE(words.body.find("The battery of [device] was empty"), std::string::npos) << words.body;
    EXPECT_NE(words.body.find("Held refresh and power for ten seconds"), std::string::npos);
    EXPECT_NE(words.body.find("Told [name] to charge it over night."), std::string::npos) << words.body;
    EXPECT_EQ(made_of_it.latest.content.audience, knowledge::Audience::staff);
    EXPECT_EQ(made_of_it.latest.content.category, "device");
    // Nothing of it in the record of events either.
    for (const auto& event : read([&](db::Read& db) { return auth::history(db, "article", id.value); })) {
        for (const auto name : {"Silva", "CB-0412", "north.example"}) EXPECT_EQ(event.detail.find(name), std::string::npos) << event.detail;
    }
    const auto again = as("tech").post(address + "/article");
    EXPECT_EQ(again.find_header("Location").value_or(""), fmt::format("/knowledge/{}", id.value)) << "one article of one request";
    EXPECT_TRUE(shows(as("tech").get(address), "Written from this request:"));
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/knowledge/{}", id.value)), "The article was begun from it"));
    EXPECT_EQ(as("teacher").get(address).content().find("/knowledge/"), std::string_view::npos);
}

}  // namespace helpdesk
