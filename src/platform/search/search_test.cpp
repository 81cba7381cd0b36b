#include "search/search.h"

#include <gmock/gmock.h>

#include "base/random.h"
#include "db/testing.h"
#include "search/testing.h"

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

/// A database with documents, asked as a person would.
class Search : public ::testing::Test {
protected:
    void put(std::int64_t id, const std::string& title, const std::string& text, std::vector<std::string> scopes = {"all"},
             std::int64_t at = 0, const char* kind = "request") {
        database_->write([&](db::Write& db) {
            search::put(db, {.kind = kind,
                             .id = id,
                             .title = title,
                             .text = text,
                             .scopes = scopes,
                             .at = base::from_ms(at ? at : 1'700'000'000'000 + id * 1000)});
        });
    }
    void remove(std::int64_t id) {
        database_->write([&](db::Write& db) { search::remove(db, "request", id); });
    }
    std::vector<search::Hit> hits(const search::Question& question) {
        return database_->read([&](db::Read& db) { return search::find(db, question); });
    }
    std::vector<std::int64_t> ids(const search::Question& question) {
        std::vector<std::int64_t> found;
        for (const auto& hit : hits(question)) found.push_back(hit.id);
        return found;
    }
    std::vector<std::int64_t> found(const std::string& text, std::vector<std::string> scopes = {"all"}) {
        return ids({.text = text, .scopes = std::move(scopes)});
    }

    db::testing::FreshDatabase database_{search::testing::migrations()};
};

}  // namespace

TEST_F(Search, FindsWordsInTitleAndTextNewestFirst) {
    put(1, "Projector flickers", "since Monday");
    put(2, "Printer jams", "the projector works");
    put(3, "Wi-Fi is slow", "in the library");
    EXPECT_THAT(found("projector"), ElementsAre(2, 1));
    EXPECT_THAT(found("projector monday"), ElementsAre(1));
    EXPECT_THAT(found("projector library"), IsEmpty());
}

TEST_F(Search, ReturnsTitleSnippetAndMoment) {
    put(7, "Projector — sala 2", "La lámpara parpadea");
    auto all = hits({.text = "lampara", .scopes = {"all"}});
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].kind, "request");
    EXPECT_EQ(all[0].title, "Projector — sala 2");
    EXPECT_EQ(all[0].snippet, "La \x02lámpara\x03 parpadea");
    EXPECT_EQ(base::to_ms(all[0].at), 1'700'000'007'000);
}

TEST_F(Search, AccentsAndCaseMakeNoDifference) {
    put(1, "SEÑOR PEÑA", "straße");
    for (auto text : {"senor pena", "señor", "Peña", "STRASSE", "straße"}) EXPECT_THAT(found(text), ElementsAre(1)) << text;
}

TEST_F(Search, TheLastWordIsAlsoABeginning) {
    put(1, "Chromebook", "won't charge");
    EXPECT_THAT(found("chro"), ElementsAre(1));
    EXPECT_THAT(found("charge chro"), ElementsAre(1));
    EXPECT_THAT(found("chro charge"), IsEmpty());
    EXPECT_THAT(found("\"chro\""), IsEmpty());
}

TEST_F(Search, APhraseStandsSideBySideAndDoesNotCrossFromTitleToText) {
    put(1, "The lamp", "is worn out");
    put(2, "Other", "lamp is new");
    EXPECT_THAT(found("\"lamp is\""), ElementsAre(2));
    EXPECT_THAT(found("\"is worn\""), ElementsAre(1));
    EXPECT_THAT(found("-\"is worn\" lamp"), ElementsAre(2));
}

TEST_F(Search, DeviceTagsAreFoundAsTheyAreTyped) {
    put(1, "Broken", "CB-0412 in 7B");
    put(2, "Broken", "0412 CB");
    EXPECT_THAT(found("CB-0412"), ElementsAre(1));
    EXPECT_THAT(found("cb-04"), ElementsAre(1));
}

TEST_F(Search, MinusExcludes) {
    put(1, "Printer", "jams");
    put(2, "Printer", "is loud");
    EXPECT_THAT(found("printer -loud"), ElementsAre(1));
    EXPECT_THAT(found("-loud"), IsEmpty());
}

TEST_F(Search, WhatPutReplacesIsFoundNoMore) {
    put(1, "Printer", "jams");
    put(1, "Projector", "flickers", {"school:2"}, 1'800'000'000'000);
    EXPECT_THAT(found("printer", {"all", "school:2"}), IsEmpty());
    EXPECT_THAT(found("flickers", {"all"}), IsEmpty());
    EXPECT_THAT(found("flickers", {"school:2"}), ElementsAre(1));
    remove(1);
    remove(1);
    EXPECT_THAT(found("flickers", {"school:2"}), IsEmpty());
}

TEST_F(Search, AHitOutsideTheScopesNeverCounts) {
    put(1, "Printer at North", "x", {"school:1"});
    put(2, "Printer at South", "x", {"school:2"});
    put(3, "Printer of Ana", "x", {"account:17", "school:1"});
    EXPECT_THAT(found("printer", {"school:1"}), ElementsAre(3, 1));
    EXPECT_THAT(found("printer", {"school:2", "account:17"}), ElementsAre(3, 2));
    EXPECT_THAT(found("printer", {"school:12"}), IsEmpty());
    EXPECT_THAT(found("printer", {}), IsEmpty());
    EXPECT_THAT(found("school", {"school:1"}), IsEmpty()) << "a scope is not a word";
}

TEST_F(Search, KindsNarrow) {
    put(1, "Printer", "x");
    put(1, "Printer", "x", {"all"}, 0, "device");
    EXPECT_EQ(hits({.text = "printer", .scopes = {"all"}}).size(), 2u);
    auto devices = hits({.text = "printer", .scopes = {"all"}, .kinds = {"device"}});
    ASSERT_EQ(devices.size(), 1u);
    EXPECT_EQ(devices[0].kind, "device");
}

TEST_F(Search, PagesGoOnWhereTheLastEndedAlsoAmongManyForeignHits) {
    for (int id = 1; id <= 300; ++id) put(id, "printer", "x", {id % 29 == 0 ? "account:1" : "all"}, id < 200 ? 5000 + id / 50 : 0);
    std::vector<std::int64_t> seen;
    search::Question question{.text = "printer", .scopes = {"account:1"}, .limit = 3};
    for (auto page = hits(question); !page.empty(); page = hits(question)) {
        EXPECT_LE(page.size(), 3u);
        for (const auto& hit : page) seen.push_back(hit.id);
        question.before_at = base::to_ms(page.back().at);
        question.before_document = page.back().document;
    }
    EXPECT_THAT(seen, ElementsAre(290, 261, 232, 203, 174, 145, 116, 87, 58, 29));
}

TEST_F(Search, DocumentsOfOneMomentAreAllKept) {
    for (int id = 1; id <= 20; ++id) put(id, "printer", "x", {"all"}, 5000);
    for (int id = 1; id <= 20; ++id) put(id, "printer", "x", {"all"}, 5000, "device");
    EXPECT_EQ(hits({.text = "printer", .scopes = {"all"}}).size(), 40u);
}

TEST_F(Search, NewestFirstFollowsTheMomentAndNotTheOrderOfPutting) {
    put(1, "printer", "a", {"all"}, 9000);
    put(2, "printer", "a", {"all"}, 7000);
    put(3, "printer", "a", {"all"}, 8000);
    EXPECT_THAT(found("printer"), ElementsAre(1, 3, 2));
    put(2, "printer", "a", {"all"}, 9500);
    EXPECT_THAT(found("printer"), ElementsAre(2, 1, 3));
}

TEST_F(Search, NothingTypedIsAnError) {
    put(1, "Printer", "jams");
    for (auto text : {"\"", "\"\"\"", "a AND", "NEAR(a b)", "title:printer", "{a b}:c", "^printer", "a*b", "(((", "'; DROP TABLE x", "!&|",
                      "<->", ":*", "\\", "\xff\xfe\xfd", "-", "--", "- -a", "s:all", "k:request", "\u0000"}) {
        EXPECT_NO_THROW(found(text)) << text;
    }
    EXPECT_THAT(found("s:all"), IsEmpty());
    EXPECT_THAT(found("k:request"), IsEmpty());
    EXPECT_THAT(found(std::string("prin\0ter", 8)), IsEmpty());
}

TEST_F(Search, LongAndHostileTextsAreKeptAndFound) {
    std::string distinct, repeated;
    base::Random random(1);
    for (int i = 0; i < 20'000; ++i) distinct += std::to_string(random.next()) + "abcdefghijklmnopqrstuvwxyz ";
    for (int i = 0; i < 9'000; ++i) repeated += "printer ";
    put(1, "needle", distinct);
    put(2, "needle", repeated + "end");
    put(3, "needle", std::string(100'000, 'x'));
    put(4, "needle", "\xff\xfe quote ' \" \\ \x02");
    EXPECT_THAT(found("needle"), ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(found("printer end"), ElementsAre(2));
    EXPECT_THAT(found(std::string(100'000, 'x')), ElementsAre(3));
    remove(2);
    EXPECT_THAT(found("printer"), IsEmpty());
}

TEST_F(Search, RebuildMakesTheSameIndex) {
    for (int id = 1; id <= 50; ++id) put(id, "printer", id % 2 ? "odd" : "even", {id % 3 ? "all" : "school:1"});
    auto before = found("printer odd");
    database_->write([](db::Write& db) { search::rebuild(db); });
    EXPECT_EQ(found("printer odd"), before);
    put(49, "projector", "odd");
    EXPECT_EQ(found("printer odd").size(), before.size() - 1);
}

TEST_F(Search, IsRebuiltAloneInItsTransaction) {
    put(1, "printer", "odd");
    EXPECT_THROW(database_->write([](db::Write& db) {
        search::put(db, {"note", 2, "printer", "even", {"all"}, base::from_ms(1)});
        search::rebuild(db);
    }),
                 std::logic_error);
    EXPECT_EQ(found("printer").size(), 1u);
}

TEST_F(Search, KeysOtherThanPlainWordsAreABug) {
    EXPECT_THROW(put(1, "a", "b", {"school 1"}), std::invalid_argument);
    EXPECT_THROW(put(1, "a", "b", {""}), std::invalid_argument);
    EXPECT_THROW(found("a", {"x\" OR \"s:all"}), std::invalid_argument);
}
