// Which article comes first, and that nothing else comes.
#include <gtest/gtest.h>

#include <cmath>

#include "knowledge/ranking.h"
#include "knowledge/terms.h"
#include "knowledge/testing.h"

using namespace knowledge;
using knowledge::testing::Shelf;

TEST(Terms, AreWhatAPluralAndAFormShare) {
    struct Case {
        const char *left, *right;
        bool same;
    };
    const Case cases[] = {{"charger", "Chargers", true},      {"charge", "charging", true},      {"charged", "charge", true},     {"jammed", "jam", true},
                          {"battery", "batteries", true},     {"cable", "cables", true},         {"cargadores", "cargador", true}, {"Impresoras", "impresora", true},
                          {"contraseñas", "contrasena", true}, {"wireless", "wireles", false},   {"printer", "paper", false},     {"key", "keys", true},
                          {"install", "installed", true},     {"pantalla", "pantallas", true}};
    for (const auto& one : cases) EXPECT_EQ(terms(one.left) == terms(one.right), one.same) << one.left << " " << one.right;
}

TEST(Terms, LeaveTheSmallWordsOut) {
    EXPECT_EQ(terms("My Chromebook is not charging, please help with it"), (std::vector<std::string>{"chromebook", "charg", "help"}));
    EXPECT_EQ(terms("¿Qué hago con la impresora?"), (std::vector<std::string>{"hago", "impresora"}));
    EXPECT_TRUE(terms("the and of — ¡!").empty());
}

TEST(Weighing, IsBm25AsItsFormulaSays) {
    // By hand: N = 10, one of them has the word, once in a title of average length. ln(1 + 9.5 / 1.5) * 3 / (1.2 + 3).
    const Corpus corpus{10, {5, 10, 100}};
    const double expected = std::log(1 + 9.5 / 1.5) * 3 / 4.2;
    EXPECT_NEAR(weigh(corpus, {1, 0, 0}, {5, 10, 100}, 1), expected, 1e-12);
    EXPECT_GT(weigh(corpus, {1, 0, 0}, {5, 10, 100}, 1), weigh(corpus, {0, 1, 0}, {5, 10, 100}, 1)) << "a title weighs more than a symptom";
    EXPECT_GT(weigh(corpus, {0, 1, 0}, {5, 10, 100}, 1), weigh(corpus, {0, 0, 1}, {5, 10, 100}, 1)) << "a symptom more than a body";
    EXPECT_GT(weigh(corpus, {0, 0, 1}, {5, 10, 50}, 1), weigh(corpus, {0, 0, 1}, {5, 10, 400}, 1)) << "a short text more than a long one";
    EXPECT_GT(weigh(corpus, {1, 0, 0}, {5, 10, 100}, 1), weigh(corpus, {1, 0, 0}, {5, 10, 100}, 9)) << "a rare word more than a common one";
}

TEST(Weighing, NeverFallsWhenAWordIsAddedAndNeverIsNegative) {
    for (double documents = 1; documents <= 64; documents *= 2) {
        const Corpus corpus{documents, {4, 12, 80}};
        for (double with_word = 1; with_word <= documents; ++with_word) {
            double before = 0;
            for (double count = 0; count < 20; ++count) {
                const double score = weigh(corpus, {count / 10, count / 4, count}, {4, 12, 80}, with_word);
                EXPECT_GE(score, before);
                before = score;
            }
            EXPECT_GT(before, 0);
        }
    }
}

namespace {

class Corpora : public Shelf {
protected:
    Corpora() {
        jam = published(Audience::everybody, "The printer is jammed", "Paper sticks in the printer and the light blinks.", "Open the door and pull the paper out slowly.");
        offline = published(Audience::everybody, "Printer is offline", "Nothing prints, the computer says offline.", "Switch the printer off and on.");
        charge = published(Audience::everybody, "Chromebook does not charge", "The battery stays empty with the charger in.", "Try another charger, then press refresh and power together.");
        password = published(Audience::everybody, "Forgot the password", "You cannot sign in.", "Ask the office for a new password. It is not the printer's code.");
        Content spanish = content(Audience::everybody, "", "", "");
        spanish.es = {"El proyector no muestra imagen", "La pantalla está azul o negra.", "Revise el cable y elija la entrada correcta."};
        projector = draft(spanish);
        publish_it(projector);
        secret = published(Audience::staff, "Reset the printer's controller", "The printer is jammed again and again.", "Hold cancel for ten seconds; the code is in the safe.");
    }
    std::vector<std::int64_t> found(std::string_view who, std::string_view text, Wanted wanted = Wanted::every) {
        const auto reader = who == "nobody" ? auth::Viewer() : viewer(who);
        std::vector<std::int64_t> ids;
        for (const auto& one : read([&](db::Read& db) { return rank(db, reader, Which::live, text, wanted); })) ids.push_back(one.article.value);
        return ids;
    }
    ArticleId jam, offline, charge, password, projector, secret;
};

}  // namespace

TEST_ON_EVERY_BACKEND(Ranking, PutsTheBestFirst, Corpora) {
    const auto paper = found("nobody", "paper jam in the printer");
    ASSERT_GE(paper.size(), 2u);
    EXPECT_EQ(paper[0], jam.value);
    EXPECT_EQ(paper[1], offline.value) << "a title with the printer before a body that names it";
    EXPECT_EQ(found("nobody", "printers offline").at(0), offline.value);
    EXPECT_EQ(found("nobody", "chromebook charging").at(0), charge.value);
    EXPECT_EQ(found("nobody", "passw"), std::vector<std::int64_t>{password.value}) << "a beginning is enough";
    EXPECT_EQ(found("nobody", "PROYECTOR imágen").at(0), projector.value) << "accents and capitals do not matter";
    EXPECT_TRUE(found("nobody", "the of and").empty());
    EXPECT_TRUE(found("nobody", "'; DROP TABLE x; -- %_").empty());
}

TEST_ON_EVERY_BACKEND(Ranking, SuggestsOnlyWhatIsLikely, Corpora) {
    EXPECT_EQ(found("nobody", "the printer in room 7 is jammed and the bell rings", Wanted::likely).at(0), jam.value);
    // One word in common, in a body, is no answer.
    EXPECT_TRUE(found("nobody", "Somebody left a bicycle at the door of the gymnasium", Wanted::likely).empty());
}

TEST_ON_EVERY_BACKEND(Ranking, TellsNothingOfWhatOneMayNotRead, Corpora) {
    for (const std::string_view who : {"nobody", "teacher", "student", "kitchen"}) {
        for (const auto id : found(who, "reset printer controller jammed safe code")) EXPECT_NE(id, secret.value) << who;
    }
    EXPECT_EQ(found("tech", "reset printer controller").at(0), secret.value);
    EXPECT_EQ(found("data", "reset printer controller").at(0), secret.value) << "who works with requests reads them too";

    // The scores are the same whether it is there or not.
    const auto score = [&] {
        const auto ranked = read([&](db::Read& db) { return rank(db, auth::Viewer(), Which::live, "printer jammed", Wanted::every); });
        return ranked.at(0).score;
    };
    const double with = score();
    const auto chief = viewer("cio");
    write([&](db::Write& db) {
        const auto shown = load_article(db, chief, secret);
        withdraw(db, chief, now, shown, shown.revision, "wrong");
    });
    EXPECT_DOUBLE_EQ(score(), with);
}

TEST_ON_EVERY_BACKEND(Ranking, ReadsThePublishedVersionOnly, Corpora) {
    const auto author = viewer("tech");
    write([&](db::Write& db) {
        const auto shown = load_article(db, author, offline);
        save_version(db, author, now, shown, shown.revision, content(Audience::everybody, "Zeppelin", "Zeppelin", "Zeppelin"), "");
    });
    EXPECT_TRUE(found("nobody", "zeppelin").empty());
    EXPECT_EQ(found("nobody", "printer offline").at(0), offline.value);
    publish_it(offline);
    EXPECT_EQ(found("nobody", "zeppelin").at(0), offline.value);
    // Words of versions that nobody looks for are gone.
    EXPECT_EQ(read([&](db::Read& db) { return db.query("SELECT count(DISTINCT version_id) FROM knowledge_word").one_integer(); }), 6);
}
