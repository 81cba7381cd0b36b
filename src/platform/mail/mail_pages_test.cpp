#include <gmock/gmock.h>

#include "auth/account.h"
#include "auth/secret.h"
#include "db/testing.h"
#include "http/assets.h"
#include "http/testing.h"
#include "mail/letter.h"
#include "mail/outbox.h"
#include "mail/settings.h"
#include "mail/testing.h"

using testing::HasSubstr;
using testing::Not;

namespace {

const base::Instant monday = base::from_ms(1'700'000'000'000);
const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"a.css","app.js":"a.js","icon.svg":"i.svg"})"}, {"web/a.css", "body{}"}};

/// The pages of mail, as somebody who manages it and somebody who does not.
class MailPages : public ::testing::Test {
protected:
    MailPages() : assets_(bundle), box_(std::string(::testing::TempDir()) + "mail_pages_test_key") {
        messages_.add("html", html::embedded());
        messages_.add("mail", mail::embedded());
        templates_.add("html", html::embedded());
        templates_.add("mail", mail::embedded());
        services_ = {.database = &*database_, .messages = &messages_, .templates = &templates_, .secrets = &box_, .navigation = &navigation_,
                     .assets = &assets_, .public_url = "https://bell.example"};
        mail::routes(routes_);
        manager_ = database_->write([](db::Write& db) {
            return auth::create_account(db, auth::Viewer::system(), monday, {.email = "cleo@example.org", .name = "Cleo"});
        });
    }
    http::TestClient client(html::Language language = html::Language::en) {
        auth::Viewer cleo(manager_, "Cleo", {{"mail.manage"}}, auth::Proof::session);
        return {services_, routes_, [] { return monday; }, cleo, language};
    }
    void send_to(const std::string& address) {
        database_->write([&](db::Write& db) { mail::send(db, monday, {.to_address = address, .subject = "Projector <1>", .text = "A secret."}); });
    }
    mail::Settings settings() {
        return database_->read([](db::Read& db) { return mail::settings(db); });
    }

    db::testing::FreshDatabase database_{mail::testing::migrations()};
    html::Messages messages_;
    html::Templates templates_{messages_};
    http::Assets assets_;
    http::Navigation navigation_;
    auth::SecretBox box_;
    http::Services services_;
    http::Routes routes_;
    auth::AccountId manager_;
};

const http::TestClient::FormFields good{{"url", "smtp://127.0.0.1:2525"}, {"user", "bell"}, {"password", "hush"},
                                        {"address", "help@example.org"}, {"name", "Help desk"}};

}  // namespace

TEST_F(MailPages, AreForThoseWhoManageMail) {
    http::TestClient other(services_, routes_, [] { return monday; }, auth::Viewer({99}, "Ben", {}, auth::Proof::session));
    EXPECT_EQ(other.get("/settings/mail").status, 403);
    EXPECT_EQ(other.get("/settings/mail/outbox").status, 403);
    EXPECT_EQ(other.post("/settings/mail", good).status, 403);
    EXPECT_EQ(other.post("/settings/mail/test").status, 403);
}

TEST_F(MailPages, SayPlainlyThatLettersWait) {
    send_to("ana@example.org");
    EXPECT_THAT(client().get("/settings/mail").body, HasSubstr("1 letter waits and is kept"));
    EXPECT_THAT(client(html::Language::es).get("/settings/mail/outbox").body, HasSubstr("1 carta espera"));
}

TEST_F(MailPages, KeepSettingsAndSealThePassword) {
    EXPECT_EQ(client().post("/settings/mail", good).status, 303);
    EXPECT_EQ(settings().smtp_url, "smtp://127.0.0.1:2525");
    auto page = client().get("/settings/mail").body;
    EXPECT_THAT(page, HasSubstr("smtp://127.0.0.1:2525"));
    EXPECT_THAT(page, Not(HasSubstr("hush")));
    auto server = database_->read([&](db::Read& db) { return mail::smtp_server(db, &box_); });
    EXPECT_EQ(server.password, "hush");

    auto again = good;
    again[2].second = "";
    client().post("/settings/mail", again);
    EXPECT_TRUE(settings().has_password) << "an empty field keeps the password";
    again.push_back({"forget_password", "1"});
    client().post("/settings/mail", again);
    EXPECT_FALSE(settings().has_password);
}

TEST_F(MailPages, HandAPasswordToNoOtherServer) {
    for (std::size_t field : {0u, 1u}) {
        client().post("/settings/mail", good);
        auto elsewhere = good;
        elsewhere[field].second = field == 0 ? "smtp://127.0.0.1:2526" : "another";
        elsewhere[2].second = "";
        EXPECT_EQ(client().post("/settings/mail", elsewhere).status, 303);
        EXPECT_FALSE(settings().has_password) << elsewhere[field].first;
    }
    auto renamed = good;
    client().post("/settings/mail", good);
    renamed[2].second = "";
    renamed[4].second = "Another name";
    client().post("/settings/mail", renamed);
    EXPECT_TRUE(settings().has_password);
}

TEST_F(MailPages, NameTheFieldThatCannotBeUsedAndKeepWhatWasTyped) {
    auto answer = client().post("/settings/mail", {{"url", "http://x"}, {"address", "nobody"}, {"name", "Help"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, HasSubstr("href=\"#url\""));
    EXPECT_THAT(answer.body, HasSubstr("id=\"address-error\""));
    EXPECT_THAT(answer.body, HasSubstr("value=\"nobody\""));
    EXPECT_EQ(settings().from_name, "");
}

TEST_F(MailPages, SendATestLetterToTheOneWhoAsks) {
    client().post("/settings/mail", good);
    EXPECT_THAT(client().get("/settings/mail").body, HasSubstr("cleo@example.org"));
    EXPECT_EQ(client().post("/settings/mail/test").status, 303);
    auto outbox = client().get("/settings/mail/outbox").body;
    EXPECT_THAT(outbox, HasSubstr("Mail from Belltower works"));
    EXPECT_THAT(outbox, HasSubstr("Cleo &lt;cleo@example.org&gt;"));
}

TEST_F(MailPages, TheOutboxShowsNoTextAndGoesOnOnTheNextPage) {
    for (int i = 0; i < 51; ++i) send_to("reader" + std::to_string(i) + "@example.org");
    auto page = client().get("/settings/mail/outbox").body;
    EXPECT_THAT(page, HasSubstr("Projector &lt;1&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("A secret")));
    EXPECT_THAT(page, Not(HasSubstr("reader0@")));
    EXPECT_THAT(page, HasSubstr("before=2"));
    EXPECT_THAT(client().get("/settings/mail/outbox?state=waiting&before=2").body, HasSubstr("reader0@"));
    EXPECT_THAT(client().get("/settings/mail/outbox?state=sent").body, HasSubstr("No letters here"));
    EXPECT_EQ(client().get("/settings/mail/outbox?state=%27&before=x").status, 200);
}

TEST_F(MailPages, TheOutboxFindsLettersByAddresseeAndSubjectAndLeadsToWhatTheyAreAbout) {
    mail::thread_pages() = {{"request", "/requests/"}};
    database_->write([&](db::Write& db) {
        mail::send(db, monday, {.to_address = "pena@example.org", .to_name = "Zoë Peña", .subject = "Tóner 100%", .text = "x", .thread = "request/12"});
        mail::send(db, monday, {.to_address = "ben@example.org", .subject = "Chair", .text = "x", .thread = "chair/12"});
    });
    for (auto words : {"zoe", "PENA@", "toner+100%25", "peña"}) {
        auto page = client().get(std::string("/settings/mail/outbox?words=") + words).body;
        EXPECT_THAT(page, HasSubstr("href=\"/requests/12\"")) << words;
        EXPECT_THAT(page, Not(HasSubstr("Chair"))) << words;
    }
    EXPECT_THAT(client().get("/settings/mail/outbox?words=%25").body, Not(HasSubstr("Chair"))) << "a sign of LIKE is a letter like others";
    auto chair = client().get("/settings/mail/outbox?words=chair&state=waiting").body;
    EXPECT_THAT(chair, HasSubstr("Chair"));
    EXPECT_THAT(chair, Not(HasSubstr("/12\""))) << "no room has a page for it";
    mail::thread_pages().clear();
}

TEST_F(MailPages, TheOutboxSaysThatTheServerDoesNotTakeLetters) {
    database_->write([](db::Write& db) { mail::note_trouble(db, monday, "Connection refused"); });
    EXPECT_THAT(client().get("/settings/mail/outbox").body, testing::AllOf(HasSubstr("Connection refused"), HasSubstr("none is lost")));
}

TEST_F(MailPages, ALetterSaysTheSameInBothForms) {
    auto letter = mail::render_letter(services_, html::Language::es,
                                      {.title = "Su proyector <b>",
                                       .greeting = "Hola, Ana:",
                                       .paragraphs = {"Espera."},
                                       .quote = {{"La lámpara\nestá gastada", "Dana Reyes"}},
                                       .facts = {{"Por qué espera", "una pieza"}},
                                       .action = {{"Ver su solicitud", "https://bell.example/r/1"}},
                                       .closing = "Puede responder.",
                                       .district = "Distrito Norte"});
    EXPECT_EQ(letter.subject, "Su proyector <b>");
    for (auto words : {"Hola, Ana:", "Espera.", "está gastada", "Dana Reyes", "una pieza", "https://bell.example/r/1", "Puede responder.", "Distrito Norte"}) {
        EXPECT_THAT(letter.html, HasSubstr(words));
        EXPECT_THAT(letter.text, HasSubstr(words));
    }
    EXPECT_THAT(letter.html, HasSubstr("Su proyector &lt;b&gt;"));
    EXPECT_THAT(letter.html, HasSubstr("O copie esta dirección"));
    EXPECT_THAT(letter.html, HasSubstr("lang=\"es\""));
    EXPECT_THAT(letter.html, HasSubstr("La lámpara\nestá gastada")) << "line breaks are kept";
}
