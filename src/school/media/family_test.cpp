// Families answer by link and by account; links end, are counted, and tell nobody else anything.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "auth/account.h"
#include "db/setting.h"
#include "html/html.h"
#include "media/answer.h"
#include "media/ask.h"
#include "media/ceiling.h"
#include "media/consent_view.h"
#include "media/media.h"
#include "media/testing_consent.h"
#include "world/world.h"

using namespace media;
using std::chrono::days;

namespace {

constexpr Use site_news{Purpose::news, Channel::site};

struct Families : World {
    Families() {
        write([&](db::Write& db) {
            ana = person("student");
            db.query("UPDATE roster_person SET grade = '03' WHERE id = :id").bind("id", ana).run();
            auto rules = ceilings(db);
            rules.open = {true, false, true, false};
            set_ceilings(db, auth::Viewer::system(), now, rules);
            mother = media::testing::add_guardian(db, now, ana, "Rosa", "Silva", "rosa@families.example");
            token = make_link(db, now, mother, "es");
            other = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Ben", .family_name = "Other", .role = roster::Role::student, .grade = "04", .school = north});
        });
        link = "/consents/by-link/" + token;
    }
    http::Response answer(const http::TestClient::FormFields& fields) {
        auto all = fields;
        all.emplace_back("student", std::to_string(ana.value));
        return as("nobody").post(link + "/answers", all);
    }
    bool may(Use use = site_news) {
        return read([&](db::Read& db) { return may_show(db, ana, use, db::district_zone(db).day_of(now)).allowed(); });
    }
    std::int64_t count(const std::string& sql) {
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM " + sql).one_integer(); });
    }
    /// The token in the newest letter to this address.
    std::string mailed(std::string_view address) {
        const auto text = read([&](db::Read& db) { return db.query("SELECT text FROM mail_letter WHERE to_address = :to ORDER BY id DESC LIMIT 1").bind("to", address).maybe_text().value_or(""); });
        const auto at = text.find("/consents/by-link/");
        return at == std::string::npos ? "" : text.substr(at + 18, 43);
    }

    roster::PersonId ana, mother, other;
    std::string token, link;
};

}  // namespace

TEST_ON_EVERY_BACKEND(Families, AnswerByLinkWithoutAnAccount, Families) {
    const auto page = as("nobody").get(link);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Ana"));
    EXPECT_TRUE(shows(page, "No a todo")) << "in the language of the letter";
    EXPECT_EQ(page.find_header("Cache-Control").value_or(""), "private, no-store");
    EXPECT_EQ(page.find_header("Referrer-Policy").value_or(""), "same-origin");
    EXPECT_FALSE(shows(page, "use-news-social")) << "what the district does not show is not asked";
    EXPECT_FALSE(shows(page, " checked")) << "nothing is ticked before somebody ticks it";
    EXPECT_FALSE(shows(page, "Ben"));

    EXPECT_EQ(answer({{"all", "yes"}}).find_header("Location").value_or(""), link);
    EXPECT_TRUE(may());
    EXPECT_EQ(count("media_answer WHERE yes = 1"), 6) << "yes to what is asked";
    EXPECT_EQ(answer({{"use-news-site", "no"}}).status, 303);
    EXPECT_FALSE(may()) << "withdrawn at once";
    EXPECT_TRUE(may({Purpose::athletics, Channel::site}));
    EXPECT_TRUE(shows(as("nobody").get(link), "Su no"));
    EXPECT_EQ(answer({{"all", "no"}}).status, 303);
    EXPECT_EQ(count("media_answer WHERE ended_at IS NULL AND yes = 0"), 12) << "a no is to whatever may be asked later too";
    EXPECT_EQ(count("media_answer WHERE language = 'es' AND how = 'link' AND entered_by IS NULL"), count("media_answer"));
    EXPECT_EQ(count("media_link WHERE opened_at IS NOT NULL"), 1);
    EXPECT_EQ(answer({}).status, 303);
    EXPECT_EQ(answer({{"use-news-site", "perhaps"}}).status, 303);
    EXPECT_EQ(count("media_answer WHERE ended_at IS NULL"), 12);
}

TEST_ON_EVERY_BACKEND(Families, NobodyElsesChildIsReached, Families) {
    EXPECT_EQ(as("nobody").post(link + "/answers", {{"student", std::to_string(other.value)}, {"all", "yes"}}).status, 404);
    EXPECT_EQ(as("nobody").get(fmt::format("{}/children/{}", link, other.value)).status, 404);
    EXPECT_EQ(as("nobody").post(fmt::format("{}/children/{}", link, other.value), {{"all", "no"}}).status, 404);
    EXPECT_EQ(as("nobody").get("/consents/by-link/unknown").status, 404);
    EXPECT_TRUE(shows(as("nobody").get("/consents/by-link/unknown"), "This link has ended"));
    EXPECT_EQ(as("nobody").post("/consents/by-link/unknown/answers", {{"all", "no"}}).status, 404);
    EXPECT_EQ(count("media_answer"), 0);
    write([&](db::Write& db) { db.query("UPDATE roster_guardian SET active = 0").run(); });
    EXPECT_EQ(answer({{"all", "yes"}}).status, 403) << "a guardian no more";
}

TEST_ON_EVERY_BACKEND(Families, WhomAnImportDroppedCanStillSayNo, Families) {
    write([&](db::Write& db) {
        const auto father = media::testing::add_guardian(db, now, ana, "Leo", "Silva");
        media::testing::say_all(db, now, ana, father, true);
        db.query("UPDATE roster_guardian SET active = 0 WHERE guardian_id = :id").bind("id", mother).run();
        db.query("UPDATE roster_person SET active = 0 WHERE id = :id").bind("id", mother).run();
    });
    EXPECT_TRUE(may());
    const auto page = as("nobody").get(link);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "No a todo"));
    for (const char* hidden : {"Sí a todo", "use-news-site", "/children/", "North"}) EXPECT_FALSE(shows(page, hidden)) << hidden;
    EXPECT_EQ(answer({{"all", "yes"}}).status, 403);
    EXPECT_TRUE(shows(answer({{"use-news-site", "yes"}}), "Quien ahora no es tutor puede decir que no")) << "in the reader's words";
    EXPECT_EQ(as("nobody").get(fmt::format("{}/children/{}", link, ana.value)).status, 404);
    EXPECT_EQ(answer({{"all", "no"}}).status, 303);
    EXPECT_FALSE(may());
    EXPECT_TRUE(shows(as("nobody").get(link), "Eso vale"));
}

TEST_ON_EVERY_BACKEND(Families, AGuardianLearnsThatTheChildAnsweredAndNotWhat, Families) {
    EXPECT_FALSE(shows(as("nobody").get(link), "también respondió"));
    as("nobody").post(fmt::format("{}/children/{}", link, ana.value), {{"all", "no"}});
    EXPECT_TRUE(shows(as("nobody").get(link), "Ana también respondió"));
}

TEST_ON_EVERY_BACKEND(Families, LinksEndAndAreReplaced, Families) {
    run_jobs();  // from here on the night is waited for
    const auto newer = write([&](db::Write& db) { return make_link(db, now, mother, ""); });
    EXPECT_EQ(as("nobody").get(link).status, 404) << "replaced";
    EXPECT_EQ(as("nobody").get("/consents/by-link/" + newer).status, 200);
    EXPECT_EQ(count("media_link WHERE token_hash = '" + newer + "'"), 0) << "only the hash is kept";
    now += days(59);
    EXPECT_EQ(as("nobody").get("/consents/by-link/" + newer).status, 200);
    now += days(2);
    EXPECT_EQ(as("nobody").get("/consents/by-link/" + newer).status, 404);
    now += days(31);
    run_jobs();
    EXPECT_EQ(count("media_link"), 0);
}

TEST_ON_EVERY_BACKEND(Families, TooManyAnswersAnHourWait, Families) {
    for (int n = 0; n < 60; ++n) {
        EXPECT_EQ(answer({{"use-news-site", "yes"}}).status, 303);
        EXPECT_EQ(answer({{"use-news-site", "no"}}).status, 303);
    }
    const auto refused = answer({{"use-news-site", "yes"}});
    EXPECT_EQ(answer({{"use-news-site", "yes"}, {"use-news-print", "no"}}).status, 429);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.find_header("Retry-After").value_or(""), "3600");
    EXPECT_EQ(answer({{"use-news-site", "no"}}).status, 303) << "a no never waits";
    EXPECT_EQ(answer({{"all", "no"}}).status, 303);
    now += std::chrono::hours(2);
    EXPECT_EQ(answer({{"use-news-site", "yes"}}).status, 303);
}

TEST_ON_EVERY_BACKEND(Families, TheChildIsAskedToo, Families) {
    answer({{"all", "yes"}});
    const auto child = fmt::format("{}/children/{}", link, ana.value);
    auto page = as("nobody").get(child);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Sí, está bien"));
    EXPECT_FALSE(shows(page, "use-news-site")) << "one question for the young";
    EXPECT_EQ(as("nobody").post(child, {{"all", "no"}}).status, 303);
    EXPECT_FALSE(may()) << "clause 1.5";
    EXPECT_TRUE(shows(as("nobody").get(child), "La respuesta hasta ahora es no."));
    EXPECT_EQ(count(fmt::format("media_answer WHERE giver_id = {} AND yes = 0", ana.value)), 12);
    answer({{"all", "yes"}});
    EXPECT_FALSE(may()) << "a guardian cannot overrule it";
    EXPECT_EQ(as("nobody").post(child, {{"all", "yes"}}).status, 403) << "nor say yes in the child's place";
    EXPECT_FALSE(may());

    write([&](db::Write& db) { db.query("UPDATE roster_person SET grade = '09'").run(); });
    EXPECT_TRUE(shows(as("nobody").get(link), "también debe decir que sí"));
    page = as("nobody").get(child);
    EXPECT_FALSE(shows(page, "Sí, está bien")) << "who has an account says yes with it";
    EXPECT_EQ(as("nobody").post(child, {{"all", "yes"}}).status, 403);
    EXPECT_EQ(as("nobody").post(child, {{"use-news-site", "yes"}}).status, 403);
    EXPECT_EQ(as("nobody").post(child, {{"all", "no"}}).status, 303) << "a no counts on every way";
    EXPECT_FALSE(may());
    as("student").post("/consents/mine/answers", {{"student", std::to_string(ana.value)}, {"all", "yes"}});
    EXPECT_TRUE(may());
    write([&](db::Write& db) {
        db.query("UPDATE roster_person SET role = 'student', active = 1 WHERE id = :id").bind("id", other).run();
        db.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('test', :student, :guardian, 'guardian')").bind("student", other).bind("guardian", mother).run();
    });
    EXPECT_TRUE(shows(as("nobody").get(fmt::format("{}/children/{}", link, other.value)), "use-news-site")) << "without one, on this page, each question";
}

TEST_ON_EVERY_BACKEND(Families, LearnThatAnOptOutStandsAbove, Families) {
    EXPECT_FALSE(shows(as("nobody").get(link), "información del directorio"));
    write([&](db::Write& db) { db.query("INSERT INTO roster_directory_opt_out (person_id, since_on, noted_at) VALUES (:id, '2026-01-01', 1)").bind("id", ana).run(); });
    EXPECT_TRUE(shows(as("nobody").get(link), "información del directorio"));
    write([&](db::Write& db) { media::testing::protect(db, now, ana); });
    EXPECT_FALSE(shows(as("nobody").get(link), "debe mostrar")) << "and of a protection nothing";
}

TEST_ON_EVERY_BACKEND(Families, WithAnAccountTheyNeedNoLink, Families) {
    EXPECT_EQ(as("nobody").get("/consents/mine").status, 303);
    auto page = as("student").get("/consents/mine");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "These are your own answers"));
    EXPECT_TRUE(shows(as("student").get("/my-day"), "/consents/mine"));
    EXPECT_EQ(as("student").post("/consents/mine/answers", {{"student", std::to_string(ana.value)}, {"all", "no"}}).status, 303);
    EXPECT_EQ(count("media_answer WHERE how = 'account' AND yes = 0"), 12);
    EXPECT_FALSE(shows(as("student").get("/my-day"), "/consents/mine"));
    EXPECT_EQ(as("student").post("/consents/mine/answers", {{"student", std::to_string(other.value)}, {"all", "yes"}}).status, 404);
    EXPECT_TRUE(shows(as("tech").get("/consents/mine"), "Nothing is asked of you here"));

    write([&](db::Write& db) { roster::link_account(db, auth::Viewer::system(), now, mother, auth::create_account(db, auth::Viewer::system(), now, {"rosa@families.example", "Rosa Silva", "en", ""})); });
    EXPECT_EQ(as("tech").get(fmt::format("/consents/mine/children/{}", ana.value)).status, 404);
}

TEST_ON_EVERY_BACKEND(Families, GrownStudentsDecideAlone, Families) {
    write([&](db::Write& db) {
        db.query("UPDATE roster_person SET grade = '12', email = 'ana@students.example' WHERE id = :id").bind("id", ana).run();
        db.query("INSERT INTO roster_demographic (source, person_id, birth_on) VALUES ('test', :id, '2007-05-01')").bind("id", ana).run();
    });
    const auto page = as("nobody").get(link);
    EXPECT_TRUE(shows(page, "decide por su cuenta"));
    EXPECT_FALSE(shows(page, "No a todo"));
    EXPECT_EQ(answer({{"all", "yes"}}).status, 403);
    EXPECT_EQ(as("nobody").post(fmt::format("{}/children/{}", link, ana.value), {{"all", "yes"}}).status, 404);
    as("student").post("/consents/mine/answers", {{"student", std::to_string(ana.value)}, {"all", "yes"}});
    EXPECT_TRUE(may());
    read([&](db::Read& db) {
        const auto found = recipients(db, auth::Viewer::system(), db::district_zone(db).day_of(now), {.student = ana, .school = {}, .grade = {}, .silent_only = false});
        ASSERT_EQ(found.with_address.size(), 1u);
        EXPECT_EQ(found.with_address.front().person, ana) << "the letter goes to the student";
    });
}

TEST_ON_EVERY_BACKEND(Families, LettersGoToWhoIsSilentInTheirLanguage, Families) {
    write([&](db::Write& db) {
        auth::grant(db, auth::Viewer::system(), now, account("tech"), {"media.consents", auth::ScopeKind::school, north.value});
        const auto sibling = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "Inés", .family_name = "Silva", .role = roster::Role::student, .grade = "02", .school = south});
        db.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('test', :student, :guardian, 'guardian')").bind("student", sibling).bind("guardian", mother).run();
        const auto spoken = media::testing::add_guardian(db, now, other, "Luz", "Other", "luz@families.example");
        roster::link_account(db, auth::Viewer::system(), now, spoken, auth::create_account(db, auth::Viewer::system(), now, {"luz@families.example", "Luz Other", "es", ""}));
        media::testing::add_guardian(db, now, other, "Tom", "Other");
    });
    auto page = as("tech").get("/consents/ask");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "<dt>Letters</dt><dd>2</dd>"));
    EXPECT_TRUE(shows(page, "<dt>Without an e-mail address</dt><dd>1</dd>"));
    EXPECT_EQ(as("tech").get(fmt::format("/consents/ask?school={}", south.value)).status, 404);
    EXPECT_EQ(as("tech").post("/consents/ask", {{"school", std::to_string(south.value)}}).status, 404);
    EXPECT_EQ(as("teacher").get("/consents/ask").status, 403);

    EXPECT_EQ(as("tech").post("/consents/ask", {{"school", std::to_string(north.value)}}).find_header("Location").value_or(""), "/consents/ask");
    run_jobs();
    EXPECT_EQ(count("mail_letter"), 0) << "no link lies about while mail is not set up";
    EXPECT_FALSE(shows(as("tech").get("/consents/ask"), "Send the letters"));
    write([](db::Write& db) { media::testing::set_up_mail(db); });
    const auto sent = as("tech").post("/consents/ask", {{"school", std::to_string(north.value)}});
    EXPECT_EQ(sent.status, 303);
    run_jobs();
    EXPECT_TRUE(shows(as("tech").get(sent.find_header("Location").value_or("")), "Letters written"));
    EXPECT_EQ(count("mail_letter WHERE to_address = 'rosa@families.example' AND text LIKE '%Dear Rosa Silva%' AND text LIKE '%Hola, Rosa Silva%'"), 1) << "both languages where none is known";
    EXPECT_EQ(count("mail_letter WHERE to_address = 'luz@families.example' AND text LIKE '%Hola, Luz Other%' AND text NOT LIKE '%Dear%'"), 1);
    const auto mine = mailed("rosa@families.example");
    EXPECT_EQ(mine.size(), 43u);
    EXPECT_EQ(as("nobody").get("/consents/by-link/" + mine).status, 200);
    EXPECT_EQ(as("nobody").get(link).status, 404) << "the one before has ended";
    EXPECT_EQ(count("auth_event WHERE detail LIKE '%" + mine + "%'"), 0);

    as("nobody").post("/consents/by-link/" + mine + "/answers", {{"student", std::to_string(ana.value)}, {"all", "no"}});
    EXPECT_TRUE(shows(as("tech").get("/consents/ask"), "<dt>Letters</dt><dd>1</dd>")) << "who answered is not asked again";
    EXPECT_TRUE(shows(as("tech").get("/consents/ask?all=1"), "<dt>Letters</dt><dd>2</dd>"));
    EXPECT_TRUE(shows(as("tech").get("/consents/ask?grade=04"), "<dt>Letters</dt><dd>1</dd>"));
}

// --- Parts that others add ---

namespace {

bool fill_part(http::ReadCall&, roster::PersonId student, roster::PersonId reader, html::View& view) {
    view.set("name", fmt::format("{} read by {}", student.value, reader.value)).show("words");
    return true;
}

}  // namespace

TEST_ON_EVERY_BACKEND(Families, OthersAddTheirPart, Families) {
    family_parts().push_back({"media/family_ended", fill_part});
    const auto page = as("nobody").get(link);
    family_parts().pop_back();
    EXPECT_TRUE(shows(page, "Este enlace ya termin"));
}
