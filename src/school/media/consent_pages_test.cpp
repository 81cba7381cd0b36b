// The office: the list, one student, forms on paper with their scan, protection without a reason, settings, and what nobody else sees.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "auth/account.h"
#include "db/setting.h"
#include "media/answer.h"
#include "media/ceiling.h"
#include "media/consent_list.h"
#include "media/media.h"
#include "media/protection.h"
#include "media/testing_consent.h"
#include "world/world.h"

using namespace media;
using std::chrono::days;

namespace {

constexpr Use site_news{Purpose::news, Channel::site};

struct Office : World {
    Office() {
        write([&](db::Write& db) {
            ana = person("student");
            db.query("UPDATE roster_person SET grade = '03' WHERE id = :id").bind("id", ana).run();
            media::testing::open_all_channels(db, now);
            mother = media::testing::add_guardian(db, now, ana, "Rosa", "Silva", "rosa@families.example");
            auth::grant(db, auth::Viewer::system(), now, account("tech"), {"media.consents", auth::ScopeKind::school, north.value});
            auth::grant(db, auth::Viewer::system(), now, account("tech2"), {"media.consents", auth::ScopeKind::school, south.value});
        });
        page = fmt::format("/consents/students/{}", ana.value);
    }
    http::TestClient::FormFields form() {
        return {{"giver", std::to_string(mother.value)}, {"how", "paper"}, {"given_on", "2026-03-02"}, {"last_day", ""}, {"form", "Form of 2025"}, {"use-news-site", "yes"}, {"use-news-press", "no"}};
    }
    static http::TestClient::FormFields with(http::TestClient::FormFields fields, std::string_view name, std::string_view value) {
        for (auto& [key, old] : fields) {
            if (key == name) old = value;
        }
        return fields;
    }
    http::Response enter(const http::TestClient::FormFields& fields, std::string_view bytes = "") {
        std::vector<http::Upload> uploads;
        if (!bytes.empty()) uploads.push_back({"scan", "form.pdf", "application/pdf", std::string(bytes)});
        return as("tech").upload(page + "/entry", fields, uploads);
    }
    bool may(Use use = site_news) {
        return read([&](db::Read& db) { return may_show(db, ana, use, db::district_zone(db).day_of(now)).allowed(); });
    }
    std::int64_t count(const std::string& sql) {
        return read([&](db::Read& db) { return db.query("SELECT count(*) FROM " + sql).one_integer(); });
    }

    roster::PersonId ana, mother;
    std::string page;
};

}  // namespace

TEST_ON_EVERY_BACKEND(Office, EntersPaperWithItsScan, Office) {
    EXPECT_EQ(as("tech").get(page + "/entry").status, 200);
    EXPECT_EQ(enter(form(), "%PDF-1.4\nsigned\n").find_header("Location").value_or(""), page);
    EXPECT_TRUE(may());
    EXPECT_FALSE(may({Purpose::news, Channel::press}));
    const auto shown = as("tech").get(page);
    for (const char* words : {"Rosa Silva", "Yes to: Website: News", "No to: Press: News", "Form of 2025", "entered by Dana Reyes", "Open the scan", "until"}) EXPECT_TRUE(shows(shown, words)) << words;
    const auto paper = read([&](db::Read& db) { return db.query("SELECT id FROM media_paper").one_integer(); });
    const auto scan = as("tech").get(fmt::format("/consents/papers/{}", paper));
    EXPECT_EQ(scan.status, 200);
    EXPECT_EQ(scan.content_type, "application/pdf");
    EXPECT_EQ(scan.find_header("Content-Security-Policy").value_or(""), "default-src 'none'; sandbox");
    EXPECT_EQ(scan.find_header("Cache-Control").value_or(""), "private, no-store");
    EXPECT_GE(count("auth_access WHERE purpose = 'consent_scan'"), 1);
    EXPECT_GE(count("auth_access WHERE purpose = 'consents'"), 1);
    EXPECT_EQ(as("tech2").get(fmt::format("/consents/papers/{}", paper)).status, 404) << "another school's";
    EXPECT_EQ(as("teacher").get(fmt::format("/consents/papers/{}", paper)).status, 403);
    EXPECT_EQ(read([&](db::Read& db) { return named_files(db).size(); }), 1u) << "kept while a row names it";
}

TEST_ON_EVERY_BACKEND(Office, SaysWhatIsWrongWithAForm, Office) {
    const auto refused = [&](const http::Response& answer, std::string_view words) {
        EXPECT_EQ(answer.status, 422);
        EXPECT_TRUE(shows(answer, words));
        EXPECT_TRUE(shows(answer, "Form of 2025")) << "what was typed is kept";
    };
    refused(enter(with(form(), "given_on", "2026-03-10")), "Type the day of the signature");
    refused(enter(with(form(), "given_on", "2024-03-02")), "Type the day of the signature");
    refused(enter(with(form(), "given_on", "soon")), "Type the day of the signature");
    refused(enter(with(form(), "last_day", "2026-02-01")), "Type a day after the signature");
    refused(enter(with(form(), "last_day", "2027-08-01")), "Type a day after the signature");
    refused(enter(with(form(), "giver", std::to_string(person("teacher").value))), "Choose a guardian");
    refused(enter(with(form(), "giver", "x")), "Choose a guardian");
    refused(enter(with(form(), "how", "telephone")), "A call can only say no");
    refused(enter(with(with(form(), "use-news-site", ""), "use-news-press", "")), "Choose yes or no for at least one question");
    refused(enter(form(), "MZ not a scan"), "Only a PDF or a JPEG");
    EXPECT_EQ(count("media_answer"), 0);
    EXPECT_EQ(count("media_paper"), 0) << "a refused form leaves nothing behind";
}

TEST_ON_EVERY_BACKEND(Office, HearsWhoCalls, Office) {
    enter(form());
    const http::TestClient::FormFields caller{{"giver", std::to_string(mother.value)}};
    EXPECT_TRUE(shows(as("tech").post(page + "/calls", caller), "by telephone?")) << "asks first";
    EXPECT_TRUE(may());
    EXPECT_EQ(as("tech").post(page + "/calls", {{"giver", std::to_string(mother.value)}, {"confirmed", "1"}}).status, 303);
    EXPECT_FALSE(may());
    EXPECT_EQ(count("media_answer WHERE how = 'telephone' AND yes = 0"), 12);
    EXPECT_EQ(as("tech").post(page + "/calls", {{"giver", std::to_string(person("teacher").value)}, {"confirmed", "1"}}).status, 404);
}

TEST_ON_EVERY_BACKEND(Office, HearsANoOfWhomAnImportDropped, Office) {
    write([&](db::Write& db) {
        media::testing::say_all(db, now, ana, media::testing::add_guardian(db, now, ana, "Leo", "Silva"), true);
        db.query("UPDATE roster_guardian SET active = 0 WHERE guardian_id = :id").bind("id", mother).run();
    });
    EXPECT_TRUE(may());
    EXPECT_TRUE(shows(enter(form()), "only a no can be entered"));
    EXPECT_TRUE(may());
    EXPECT_EQ(enter(with(form(), "use-news-site", "no")).status, 303) << "on paper";
    EXPECT_FALSE(may());
    EXPECT_EQ(as("tech").post(page + "/aside", {{"giver", std::to_string(mother.value)}, {"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(may());
    EXPECT_EQ(as("tech").post(page + "/calls", {{"giver", std::to_string(mother.value)}, {"confirmed", "1"}}).status, 303) << "by telephone";
    EXPECT_FALSE(may());
}

TEST_ON_EVERY_BACKEND(Office, SendsOneLink, Office) {
    as("tech").post(page + "/links", {{"giver", std::to_string(mother.value)}});
    EXPECT_EQ(count("mail_letter"), 0) << "mail is not set up";
    EXPECT_EQ(count("media_link"), 0);
    write([](db::Write& db) { media::testing::set_up_mail(db); });
    EXPECT_EQ(as("tech").post(page + "/links", {{"giver", std::to_string(mother.value)}}).status, 303);
    EXPECT_EQ(count("mail_letter WHERE to_address = 'rosa@families.example' AND text LIKE '%/consents/by-link/%'"), 1);
    EXPECT_EQ(count("media_link"), 1);
    as("tech").post(page + "/links", {{"giver", std::to_string(ana.value)}});
    EXPECT_EQ(count("media_link"), 1) << "a child of grade 3 gets none";
}

TEST_ON_EVERY_BACKEND(Office, ProtectsWithoutAReason, Office) {
    enter(form());
    const auto before = as("tech").get(page);
    EXPECT_FALSE(shows(before, "textarea")) << "no field for a reason";
    EXPECT_EQ(as("tech").post(page + "/protection", {{"why", "a secret story"}}).status, 303);
    EXPECT_FALSE(may());
    EXPECT_TRUE(shows(as("tech").get(page), "This student must not be shown."));
    EXPECT_TRUE(shows(as("tech").get("/consents?show=withheld"), "Ana Silva"));
    EXPECT_TRUE(shows(as("tech").get(fmt::format("/people/{}", ana.value)), "Must not be shown"));
    EXPECT_EQ(count("auth_event WHERE detail LIKE '%secret%' OR why <> ''"), 0) << "none is kept";

    // Whoever does not keep the consents of this school learns nothing.
    for (const char* who : {"teacher", "web", "data", "tech2", "director"}) {
        EXPECT_FALSE(shows(as(who).get(fmt::format("/people/{}", ana.value)), "ust not be shown")) << who;
        EXPECT_GE(as(who).get(page).status, 403) << who;
        EXPECT_GE(as(who).post(page + "/protection/end", {{"confirmed", "1"}}).status, 403) << who;
    }
    EXPECT_EQ(as("tech2").get(page).status, 404);
    EXPECT_FALSE(shows(as("tech2").get("/consents"), "Ana Silva"));
    EXPECT_FALSE(shows(as("student").get("/consents/mine"), "ust not be shown")) << "not even the family's page tells it";
    EXPECT_FALSE(shows(as("cio").get("/audit"), "ust not be shown"));

    EXPECT_TRUE(shows(as("tech").post(page + "/protection/end"), "Lift it?")) << "asks first";
    EXPECT_FALSE(may());
    EXPECT_EQ(as("tech").post(page + "/protection/end", {{"confirmed", "1"}}).status, 303);
    EXPECT_TRUE(may());
}

TEST_ON_EVERY_BACKEND(Office, ListsAndPages, Office) {
    write([&](db::Write& db) {
        for (int n = 0; n < 55; ++n) {
            const auto id = roster::create_person(db, auth::Viewer::system(), now, {.given_name = fmt::format("Kid{}", n), .family_name = "Zorro", .role = roster::Role::student, .grade = "04", .school = north});
            if (n == 8) media::testing::say_all(db, now, id, id, true);
            if (n == 7) media::testing::say_all(db, now, id, media::testing::add_guardian(db, now, id, "G", "Z"), false);
        }
        const auto elsewhere = roster::create_person(db, auth::Viewer::system(), now, {.given_name = "South", .family_name = "Kid", .role = roster::Role::student, .grade = "04", .school = south});
        static_cast<void>(elsewhere);
    });
    const auto first = as("tech").get("/consents");
    EXPECT_EQ(first.status, 200);
    EXPECT_TRUE(shows(first, "Ana Silva"));
    EXPECT_TRUE(shows(first, "after="));
    EXPECT_FALSE(shows(first, "South Kid"));
    EXPECT_TRUE(shows(as("tech").get("/consents?q=kid12"), "Kid12 Zorro"));
    EXPECT_FALSE(shows(as("tech").get("/consents?q=kid12"), "Kid13 Zorro"));
    EXPECT_FALSE(shows(as("tech").get("/consents?grade=03"), "Zorro"));
    EXPECT_TRUE(shows(as("tech").get("/consents?show=refused"), "Kid7 Zorro"));
    EXPECT_FALSE(shows(as("tech").get("/consents?show=refused"), "Kid8 Zorro"));
    EXPECT_FALSE(shows(as("tech").get("/consents?show=silent"), "Kid7 Zorro"));
    EXPECT_TRUE(shows(as("tech").get("/consents?show=silent&q=kid8"), "Kid8 Zorro")) << "a child's own yes answers nothing";
    EXPECT_TRUE(shows(as("tech").get("/consents?q=nobody"), "No student fits"));
    EXPECT_EQ(as("tech").get("/consents?school=x&after=-4&show=odd").status, 200);
    EXPECT_EQ(as("teacher").get("/consents").status, 403);
    EXPECT_GE(count("auth_access WHERE subject_kind = 'people' AND purpose = 'consents'"), 1);
    int statements = 0;
    const auto keeper = viewer("tech");
    read([&](db::Read& db) {
        EXPECT_EQ(list_consents(db, keeper, db::district_zone(db).day_of(now), {.text = {}, .school = {}, .grade = {}, .after = {}, .limit = 50}).lines.size(), 50u);
        statements = db.statements_run();
    });
    EXPECT_LE(statements, 3) << "not a question for each student";
}

TEST_ON_EVERY_BACKEND(Office, SetsWhatPicturesMayShow, Office) {
    EXPECT_EQ(as("tech").get("/settings/pictures").status, 403);
    EXPECT_TRUE(shows(as("cio").get("/settings"), "/settings/pictures"));
    const auto shown = as("cio").get("/settings/pictures");
    EXPECT_EQ(shown.status, 200);
    const auto seen = std::to_string(read([](db::Read& db) { return ceilings(db).revision; }));
    const http::TestClient::FormFields good{{"seen", seen}, {"open", "print"}, {"second_person", "03"}, {"yes_ends_month", "6"}, {"yes_ends_day", "30"}};
    EXPECT_EQ(as("cio").post("/settings/pictures", with(good, "second_person", "01")).status, 422);
    EXPECT_EQ(as("cio").post("/settings/pictures", with(good, "yes_ends_day", "31")).status, 422) << "June has 30";
    EXPECT_EQ(as("cio").post("/settings/pictures", with(good, "yes_ends_day", "-1")).status, 422);
    EXPECT_EQ(as("cio").post("/settings/pictures", with(good, "seen", "0")).status, 409);
    EXPECT_TRUE(shows(as("cio").post("/settings/pictures", good), "Close channels for recognizable students?"));
    EXPECT_TRUE(read([](db::Read& db) { return ceilings(db).open[0]; })) << "asks first";
    auto sure = good;
    sure.emplace_back("confirmed", "1");
    EXPECT_EQ(as("cio").post("/settings/pictures", sure).status, 303);
    read([](db::Read& db) {
        const auto rules = ceilings(db);
        EXPECT_EQ(rules.open, (std::array<bool, 4>{false, false, true, false}));
        EXPECT_EQ(rules.yes_ends_month, 6u);
        EXPECT_EQ(rules.yes_ends_day, 30u);
    });
    EXPECT_EQ(count("auth_event WHERE subject_kind = 'picture_rules' AND detail LIKE '%\"site\":\"closed\"%'"), 1);
    EXPECT_TRUE(shows(as("cio").get("/audit"), "What pictures may show was changed"));
}
