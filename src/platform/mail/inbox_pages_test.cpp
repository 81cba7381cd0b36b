#include <gmock/gmock.h>

#include "auth/account.h"
#include "http/assets.h"
#include "http/testing.h"
#include "mail/mail.h"
#include "mail/settings.h"
#include "mail/testing_inbox.h"

using mail::Taken;
using mail::testing::ImapStub;
using mail::testing::message;
using mail::testing::monday;
using testing::HasSubstr;
using testing::Not;

namespace {

const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"a.css","app.js":"a.js","icon.svg":"i.svg"})"}, {"web/a.css", "body{}"}};

/// The pages of mail that comes in, as somebody who manages it and somebody who does not.
class InboxPages : public mail::testing::PostOffice {
protected:
    InboxPages() : assets_(bundle) {
        messages_.add("html", html::embedded());
        messages_.add("mail", mail::embedded());
        templates_.add("html", html::embedded());
        templates_.add("mail", mail::embedded());
        services_.messages = &messages_;
        services_.templates = &templates_;
        services_.navigation = &navigation_;
        services_.assets = &assets_;
        services_.public_url = "https://bell.example";
        mail::routes(routes_);
        manager_ = write([&](db::Write& db) { return auth::create_account(db, auth::Viewer::system(), monday, {.email = "cleo@example.org", .name = "Cleo"}); });
    }
    http::TestClient client(html::Language language = html::Language::en) {
        auth::Viewer cleo(manager_, "Cleo", {{"mail.manage"}}, auth::Proof::session);
        return {services_, routes_, [] { return monday; }, cleo, language};
    }
    static http::TestClient::FormFields form_for(const ImapStub& server) {
        return {{"revision", "0"}, {"box_name", "Help desk"}, {"address", "help@school.example"}, {"host", "127.0.0.1"}, {"port", std::to_string(server.port())}, {"tls", "none"},
                {"user", "help"}, {"sign_in", "password"}, {"password", "hush"}, {"folder", "INBOX"}, {"after", "mark"}, {"move_to", ""}};
    }
    static void set(http::TestClient::FormFields& form, const std::string& name, const std::string& value) {
        for (auto& field : form) {
            if (field.first == name) field.second = value;
        }
    }
    std::int64_t notes() {
        return read([](db::Read& db) { return db.query("SELECT count(*) FROM auth_access").one_integer(); });
    }

    html::Messages messages_;
    html::Templates templates_{messages_};
    http::Assets assets_;
    http::Navigation navigation_;
    http::Routes routes_;
    auth::AccountId manager_;
};

}  // namespace

TEST_F(InboxPages, AreForThoseWhoManageMail) {
    receive(message("a@x"));
    http::TestClient other(services_, routes_, [] { return monday; }, auth::Viewer({99}, "Ben", {}, auth::Proof::session));
    for (auto path : {"/settings/mail/boxes/new", "/settings/mail/received", "/settings/mail/received/1", "/settings/mail/received/1/text", "/settings/mail/received/1/raw"}) {
        EXPECT_EQ(other.get(path).status, 403) << path;
    }
    for (auto path : {"/settings/mail/boxes", "/settings/mail/received/1/let-in", "/settings/mail/received/1/leave-out", "/settings/mail/received/keeping"}) {
        EXPECT_EQ(other.post(path).status, 403) << path;
    }
}

TEST_F(InboxPages, LetSomebodyDecideWhoSetsNothingUp) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    receive(message("a@x"));
    http::TestClient decider(services_, routes_, [] { return monday; }, auth::Viewer(manager_, "Cleo", {{"mail.decide"}}, auth::Proof::session));
    EXPECT_THAT(decider.get("/settings/mail/received?state=held").body, testing::AllOf(HasSubstr("Projector"), Not(HasSubstr("How long messages are kept"))));
    for (auto path : {"/settings/mail", "/settings/mail/boxes/new", "/settings/mail/outbox"}) EXPECT_EQ(decider.get(path).status, 403) << path;
    EXPECT_EQ(decider.post("/settings/mail/received/keeping", {{"days", "30"}}).status, 403);
    EXPECT_EQ(decider.get("/settings/mail/received/1/raw").status, 403) << "the whole message holds links that open doors";
    mail::set_cleaner([](std::string_view) { return std::string("without doors"); });
    EXPECT_THAT(decider.get("/settings/mail/received/1/text").body, testing::AllOf(HasSubstr("without doors"), Not(HasSubstr("/raw"))));
    mail::set_cleaner({});
    room = nullptr;
    EXPECT_EQ(decider.post("/settings/mail/received/1/let-in").status, 303);
    EXPECT_TRUE(taken.back().released);
}

TEST_F(InboxPages, PromiseNoLetterToWhoHasNoAddress) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "no_sender", ""}; };
    const auto id = receive("From: KMBT_C364\r\nSubject: Toner low\r\nMessage-ID: <c@x>\r\n\r\nToner is low").id.value;
    EXPECT_THAT(client().get("/settings/mail/received/" + std::to_string(id)).body, testing::AllOf(HasSubstr("KMBT_C364"), HasSubstr("gets no letter")));
}

TEST_F(InboxPages, DecideAboutSeveralAtOnce) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    for (int i = 1; i <= 4; ++i) receive(message("m" + std::to_string(i) + "@x", "Number " + std::to_string(i)));
    EXPECT_THAT(client().get("/settings/mail/received").body, HasSubstr("name=\"pick\" value=\"4\""));
    const std::string decisions = "/settings/mail/received/decisions";
    for (auto wish : {"", "zzz"}) client().post(decisions, {{"do", wish}, {"pick", "1"}});
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).size(), 4u) << "without a button nobody has decided";
    EXPECT_EQ(client().post(decisions, {{"do", "leave_out"}, {"pick", "1"}, {"pick", "2"}}).status, 303);
    EXPECT_EQ(all({.state = mail::ReceivedState::dropped}).size(), 2u);
    room = [](db::Write&, const mail::Received& received) -> Taken {
        if (received.message.subject == "Number 4") throw std::runtime_error("no such school");
        return {Taken::State::taken, "new", "/requests/1"};
    };
    auto refused = client().post(decisions, {{"do", "let_in"}, {"pick", "3"}, {"pick", "4"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Number 4"));
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).size(), 2u) << "all or none";
    room = nullptr;
    EXPECT_EQ(client().post(decisions, {{"do", "let_in"}, {"pick", "3"}, {"pick", "4"}, {"pick", "1"}}).status, 303);
    EXPECT_EQ(all({.state = mail::ReceivedState::taken}).size(), 2u) << "what was left out meanwhile is passed over";
    EXPECT_EQ(all({.state = mail::ReceivedState::dropped}).size(), 2u);
    EXPECT_EQ(client().post(decisions, {{"do", "let_in"}}).status, 303);
    EXPECT_EQ(client().post(decisions, {{"do", "let_in"}, {"pick", "999"}}).status, 404);
}

TEST_F(InboxPages, NameAMessageThatCannotBeReadAnyMore) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    receive(message("a@x", "Still there"));
    receive(message("b@x", "Lost"));
    files_.remove({all().at(0).raw_hash});
    room = nullptr;
    auto refused = client().post("/settings/mail/received/decisions", {{"do", "let_in"}, {"pick", "1"}, {"pick", "2"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("Lost"));
    EXPECT_EQ(all({.state = mail::ReceivedState::held}).size(), 2u);
}

TEST_F(InboxPages, FindMessagesByWordsAndTheWayTheyCame) {
    ImapStub server;
    auto id = add_mailbox(server.mailbox());
    receive(message("a@x", "Beamer 100% dark"), id);
    receive(message("b@x", "Laptop"));
    auto capitals = message("c@x", "ÑANDÚ");
    receive(capitals);
    const auto list = [&](const std::string& query) { return client().get("/settings/mail/received?" + query).body; };
    EXPECT_THAT(list("words=beamer+100%25"), testing::AllOf(HasSubstr("Beamer 100% dark"), Not(HasSubstr(">Laptop<"))));
    EXPECT_THAT(list("words=100_"), HasSubstr("Nothing was found")) << "a sign of LIKE is a sign like others";
    EXPECT_THAT(list("words=ANA%40school"), testing::AllOf(HasSubstr("Beamer"), HasSubstr(">Laptop<")));
    for (auto written : {"%C3%91AND%C3%9A", "nandu", "%C3%B1and%C3%BA"}) EXPECT_THAT(list(std::string("words=") + written), HasSubstr("ÑANDÚ")) << written;
    EXPECT_THAT(list("about=/requests/1"), HasSubstr("Beamer"));
    EXPECT_THAT(list("about=/requests/2"), Not(HasSubstr("Beamer")));
    EXPECT_THAT(list("mailbox=pipe"), testing::AllOf(HasSubstr(">Laptop<"), Not(HasSubstr("Beamer"))));
    EXPECT_THAT(list("mailbox=" + std::to_string(id.value)), testing::AllOf(HasSubstr("Beamer"), Not(HasSubstr(">Laptop<"))));
}

TEST_F(InboxPages, AMailboxIsAddedTriedStoppedAndRemoved) {
    ImapStub server;
    server.add(1, message("a@x"));
    EXPECT_THAT(client().get("/settings/mail").body, HasSubstr("No mailbox yet"));
    EXPECT_THAT(client().get("/settings/mail/boxes/new").body, HasSubstr("value=\"INBOX\""));
    auto saved = client().post("/settings/mail/boxes", form_for(server));
    ASSERT_EQ(saved.status, 303) << saved.body;
    const std::string address(saved.find_header("location").value());
    auto page = client().get(address).body;
    EXPECT_THAT(page, HasSubstr("Not asked yet"));
    EXPECT_THAT(page, Not(HasSubstr("hush")));
    EXPECT_THAT(client().get(address + "/edit").body, Not(HasSubstr("hush")));

    EXPECT_EQ(client().post(address + "/trial").status, 303);
    EXPECT_THAT(taken, testing::IsEmpty()) << "trying takes nothing";
    run_jobs(monday);
    run_jobs(monday + std::chrono::minutes(2));
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_THAT(client().get("/settings/mail").body, HasSubstr("Works"));

    server.answer("AUTHENTICATE", "NO [AUTHENTICATIONFAILED] nobody of that name");
    client().post(address + "/trial");
    page = client().get(address).body;
    EXPECT_THAT(page, HasSubstr("refused the user or the password"));
    EXPECT_THAT(page, HasSubstr("nobody of that name"));
    EXPECT_THAT(client(html::Language::es).get(address).body, HasSubstr("El servidor rechazó"));

    client().post(address + "/activity", {{"active", "0"}});
    EXPECT_THAT(client().get(address).body, HasSubstr("Stopped"));
    EXPECT_THAT(client().post(address + "/removal").body, HasSubstr("Remove the mailbox Help desk?"));
    EXPECT_EQ(client().post(address + "/removal", {{"confirmed", "1"}}).status, 303);
    EXPECT_EQ(client().get(address).status, 404);
    EXPECT_THAT(client().get("/settings/mail/received").body, HasSubstr("Projector")) << "what it brought stays";
}

TEST_F(InboxPages, NameEachFieldThatCannotBeUsedAndKeepTheForm) {
    ImapStub server;
    for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{{"box_name", ""}, {"address", "nobody"}, {"host", "imap://x/y"}, {"port", "99999"}, {"user", ""}, {"password", ""},
                                                                                       {"folder", ""}, {"host", "evil.example/;UID=1"}}) {
        auto form = form_for(server);
        set(form, field, value);
        auto answer = client().post("/settings/mail/boxes", form);
        EXPECT_EQ(answer.status, 422) << field;
        EXPECT_THAT(answer.body, HasSubstr("id=\"" + field + "-error\"")) << field;
        EXPECT_THAT(answer.body, HasSubstr("value=\"" + (field == "address" ? value : std::string("help@school.example")) + '"')) << field;
    }
    auto open = form_for(server);
    set(open, "host", "imap.school.example");
    EXPECT_THAT(client().post("/settings/mail/boxes", open).body, HasSubstr("Without encryption only"));
    auto token = form_for(server);
    set(token, "sign_in", "xoauth2");
    auto answer = client().post("/settings/mail/boxes", token).body;
    for (auto id : {"token_url-error", "client_id-error", "refresh_token-error"}) EXPECT_THAT(answer, HasSubstr(id));
    auto moving = form_for(server);
    set(moving, "after", "move");
    EXPECT_THAT(client().post("/settings/mail/boxes", moving).body, HasSubstr("id=\"move_to-error\""));
}

TEST_F(InboxPages, ASecretIsNotHandedToAnotherServer) {
    ImapStub server, another;
    const std::string address(client().post("/settings/mail/boxes", form_for(server)).find_header("location").value());
    for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{{"host", "localhost"}, {"port", std::to_string(another.port())}, {"user", "somebody@else.example"}}) {
        auto form = form_for(server);
        set(form, "revision", "2");
        set(form, "password", "");
        set(form, field, value);
        const auto answer = client().post(address, form);
        EXPECT_EQ(answer.status, 422) << field;
        EXPECT_THAT(answer.body, HasSubstr("id=\"password-error\"")) << field;
    }
    auto form = form_for(server);
    set(form, "revision", "2");
    set(form, "password", "");
    set(form, "folder", "Help");
    EXPECT_EQ(client().post(address, form).status, 303) << "the same server keeps it";
}

TEST_F(InboxPages, AStaleChangeIsRefused) {
    ImapStub server;
    const std::string address(client().post("/settings/mail/boxes", form_for(server)).find_header("location").value());
    auto form = form_for(server);
    set(form, "revision", "2");
    set(form, "password", "");
    EXPECT_EQ(client().post(address, form).status, 303) << "an empty password keeps the old one";
    EXPECT_EQ(client().post(address, form).status, 409);
}

TEST_F(InboxPages, ListsMessagesByStateAndGoesOnOnTheNextPage) {
    for (int i = 0; i < 51; ++i) receive(message("m" + std::to_string(i) + "@x", "Number <" + std::to_string(i) + ">"));
    auto page = client().get("/settings/mail/received").body;
    EXPECT_THAT(page, HasSubstr("Number &lt;50&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("It flickers")));
    EXPECT_THAT(page, Not(HasSubstr("Number &lt;0&gt;")));
    EXPECT_THAT(page, HasSubstr("before=2"));
    EXPECT_THAT(client().get("/settings/mail/received?state=taken&before=2").body, HasSubstr("Number &lt;0&gt;"));
    EXPECT_THAT(client().get("/settings/mail/received?state=held").body, HasSubstr("Nothing waits for a decision"));
    EXPECT_EQ(client().get("/settings/mail/received?state=%27&before=x&mailbox=y").status, 200);
}

TEST_F(InboxPages, ShowTheTextOnlyWithANote) {
    auto id = receive(message("a@x", "Projector", "It flickers.\r\nAnd hums.")).id.value;
    const auto address = "/settings/mail/received/" + std::to_string(id);
    auto page = client().get(address).body;
    EXPECT_THAT(page, HasSubstr("Ana Reyes &lt;ana@school.example&gt;"));
    EXPECT_THAT(page, HasSubstr("href=\"/requests/1\""));
    EXPECT_THAT(page, Not(HasSubstr("It flickers")));
    EXPECT_EQ(notes(), 0);
    EXPECT_THAT(client().get(address + "/text").body, HasSubstr("It flickers.\nAnd hums."));
    EXPECT_EQ(notes(), 1);
    auto raw = client().get(address + "/raw");
    EXPECT_EQ(raw.body, message("a@x", "Projector", "It flickers.\r\nAnd hums."));
    EXPECT_THAT(std::string(raw.find_header("content-disposition").value()), HasSubstr("attachment"));
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(client().get("/settings/mail/received/999").status, 404);
}

TEST_F(InboxPages, LetInAndLeaveOut) {
    room = [](db::Write&, const mail::Received&) { return Taken{Taken::State::held, "stranger", ""}; };
    const auto first = "/settings/mail/received/" + std::to_string(receive(message("a@x")).id.value), second = "/settings/mail/received/" + std::to_string(receive(message("b@x")).id.value);
    EXPECT_THAT(client().get("/settings/mail").body, HasSubstr("2 messages wait for a decision"));
    EXPECT_THAT(client().get(first).body, HasSubstr("Let it in"));
    room = [](db::Write&, const mail::Received&) -> Taken { throw std::runtime_error("no such school"); };
    EXPECT_EQ(client().post(first + "/let-in").status, 422);
    EXPECT_THAT(client().get(first).body, HasSubstr("Let it in")) << "it still waits";
    room = nullptr;
    EXPECT_EQ(client().post(first + "/let-in").status, 303);
    EXPECT_TRUE(taken.back().released);
    EXPECT_THAT(client().get(first).body, HasSubstr("Cleo"));
    const auto released = taken.size();
    EXPECT_EQ(client().post(first + "/let-in").status, 303) << "whoever was slower reads what became of it";
    EXPECT_EQ(taken.size(), released);
    EXPECT_EQ(client().post(first + "/leave-out").status, 303);
    EXPECT_EQ(all({.state = mail::ReceivedState::taken}).size(), 1u);
    EXPECT_EQ(client().post(second + "/leave-out").status, 303);
    EXPECT_THAT(client().get(second).body, HasSubstr("Somebody left it out"));
    EXPECT_THAT(client().get(second).body, HasSubstr("Let it in after all"));
    EXPECT_EQ(client().post(second + "/let-in").status, 303);
    EXPECT_TRUE(taken.back().released);
}

TEST_F(InboxPages, SetHowLongMessagesAreKept) {
    EXPECT_EQ(client().post("/settings/mail/received/keeping", {{"days", "30"}}).status, 303);
    EXPECT_EQ(read([](db::Read& db) { return mail::keep_received_days(db); }), 30);
    auto refused = client().post("/settings/mail/received/keeping", {{"days", "3"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("id=\"days-error\""));
    EXPECT_THAT(refused.body, HasSubstr("value=\"3\""));
}
