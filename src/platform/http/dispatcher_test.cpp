#include "http/dispatcher.h"

#include <gtest/gtest.h>

#include "auth/auth.h"
#include "db/migrations.h"
#include "db/outcome.h"
#include "db/setting.h"
#include "db/testing.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/live.h"
#include "http/testing.h"

namespace db {
std::span<const base::EmbeddedFile> embedded();
}
namespace html {
std::span<const base::EmbeddedFile> embedded();
}

namespace http {

static const auth::Permission may_paint{"room.paint"};

static std::vector<db::Migration> migrations() {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), embedded()}) {
        for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
    }
    return all;
}

static const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"},
                                            {"web/app-1.css", "body{}"}};

static Response show(ReadCall& call) {
    html::View view;
    return call.page("html/error", "Hello", std::move(view.set("title", call.text("html.search")).set("detail", call.request.query.text("q"))));
}
static Response show_id(ReadCall& call) { return call.redirect("/" + std::to_string(call.id("thing"))); }
static Response show_literal(ReadCall& call) { return call.redirect("/literal"); }
static Response paint(WriteCall& call) {
    db::set_setting(call.db, "room.colour", call.request.form.text("colour"));
    if (call.request.form.text("colour") == "none") return call.problem(unprocessable, "No colour", "Choose one.");
    if (call.request.form.text("colour") == "taken") throw base::Conflict("Somebody was first.");
    if (call.request.form.text("colour") == "broken") throw std::runtime_error("secret detail");
    if (call.request.form.text("colour") == "full") throw db::DiskFull("no room");
    if (call.request.form.text("colour") == "lost") throw db::OutcomeUnknown("the line was cut");
    return call.redirect_with_notice("/", "Painted");
}
/// Writes into the room's own database what the district's is called.
static Response keep(WriteCall& call) {
    db::set_setting(call.db, "room.kept", std::string(call.request.form.text("word")) + " of " + db::setting_or(call.main, "district.name", "nobody"));
    if (call.request.form.text("word") == "none") throw base::Conflict("Somebody was first.");
    return call.redirect("/kept");
}
static Response show_kept(ReadCall& call) {
    return call.download("kept.txt", "text/plain", db::setting_or(call.db, "room.kept", "nothing") + "; " + db::setting_or(call.main, "room.kept", "nothing"));
}
static int prepare_paint(PrepareCall& call) { return static_cast<int>(call.request.form.text("colour").size()); }
static Response apply_prepared(WriteCall& call, int& size) { return call.redirect("/" + std::to_string(size)); }

class House : public ::testing::Test {
protected:
    House() : database(migrations(), {{"room", db::migrations_of(db::embedded(), db::testing::engine_under_test())}}), own(database.open_beside("room")), assets(bundle) {
        messages.add("html", html::embedded());
        templates.add("html", html::embedded());
        services = {.database = &*database, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example", .stores = {{"room", own.get(), nullptr}}};
        routes.get("/hello", anyone, show);
        routes.get("/mine", signed_in, show);
        routes.get("/things/{thing}", anyone, show_id);
        routes.get("/things/new", anyone, show_literal);
        routes.post("/paint", may_paint, paint);
        routes.post("/keep", signed_in, keep).in_store("room");
        routes.get("/kept", signed_in, show_kept).in_store("room");
        routes.get("/lost", anyone, show_kept).in_store("attic");
        routes.post("/prepared", signed_in, prepare_paint, apply_prepared);
        navigation.add({"html.search", "/hello", anyone, 1});
    }
    TestClient client(auth::Viewer viewer = {}, html::Language language = html::Language::en) {
        return {services, routes, [] { return base::from_ms(1'000'000); }, std::move(viewer), language};
    }
    static auth::Viewer painter() { return {{7}, "Pat", {{"room.paint", auth::ScopeKind::everywhere, 0}}, auth::Proof::session}; }
    static auth::Viewer guest() { return {{8}, "Gil", {}, auth::Proof::session}; }
    std::optional<std::string> colour() {
        return database->read([](db::Read& db) { return db::setting(db, "room.colour"); });
    }

    db::testing::FreshDatabase database;
    std::unique_ptr<db::Database> own;
    html::Messages messages;
    html::Templates templates{messages};
    Assets assets;
    Navigation navigation;
    Routes routes;
    Services services;
};

TEST_F(House, FramesPagesInTheReadersLanguage) {
    auto page = client({}, html::Language::es).get("/hello?q=%3Cb%3E");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("<html lang=\"es\">"), std::string::npos);
    EXPECT_NE(page.body.find("&lt;b&gt;"), std::string::npos);
    EXPECT_NE(page.find_header("Content-Security-Policy")->find("default-src 'none'"), std::string_view::npos);
}

TEST_F(House, ARouteInAStoreOfItsOwnWritesThereAndReadsTheDistrict) {
    database->write([](db::Write& db) { db::set_setting(db, "district.name", "Riverbend"); });
    EXPECT_EQ(client().post("/keep", {{"word", "bells"}}).status, 401) << "the same guards";
    EXPECT_EQ(client(guest()).get("/kept").body, "nothing; nothing");
    EXPECT_EQ(client(guest()).post("/keep", {{"word", "bells"}}).status, 303);
    EXPECT_EQ(client(guest()).get("/kept").body, "bells of Riverbend; nothing") << "the district's own database has nothing of it";
    EXPECT_EQ(client(guest()).post("/keep", {{"word", "none"}}).status, 409);
    EXPECT_EQ(client(guest()).get("/kept").body, "bells of Riverbend; nothing") << "an error undoes";
    EXPECT_EQ(client(guest()).get("/lost").status, 500) << "a store that nobody opened";
}

TEST_F(House, LeadsStrangersToSignInAndBack) {
    auto response = client().get("/mine?a=1");
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.find_header("Location"), "/sign-in?next=%2Fmine%3Fa%3D1");
    EXPECT_EQ(client(guest()).get("/mine").status, 200);
}

TEST_F(House, LetsInOnlyWhoHoldsThePermission) {
    EXPECT_EQ(client(guest()).post("/paint", {{"colour", "red"}}).status, 403);
    EXPECT_EQ(client().post("/paint", {{"colour", "red"}}).status, 401);
    EXPECT_FALSE(colour());
    EXPECT_EQ(client(painter()).post("/paint", {{"colour", "red"}}).status, 303);
    EXPECT_EQ(colour(), "red");
}

TEST_F(House, RefusesFormsOfOtherSitesAndWithoutToken) {
    auto someone = client(painter());
    auto request = someone.request(Method::post, "/paint");
    request.form.add("colour", "red");
    EXPECT_EQ(someone.send(request).status, 403);
    auto cross = someone.request(Method::post, "/paint");
    cross.headers.add("sec-fetch-site", "cross-site");
    EXPECT_EQ(someone.send(cross).status, 403);
    auto foreign = someone.request(Method::post, "/paint");
    foreign.headers.add("origin", "https://evil.example");
    EXPECT_EQ(someone.send(foreign).status, 403);
    EXPECT_FALSE(colour());
}

TEST_F(House, AnswersOnlyToItsOwnName) {
    auto someone = client();
    Request request = someone.request(Method::get, "/hello");
    request.headers = {};
    request.headers.add("host", "evil.example");
    EXPECT_EQ(someone.send(request).status, 400);
    request.headers = {};
    request.headers.add("host", "belltower.example");
    EXPECT_EQ(someone.send(request).status, 200);
}

TEST_F(House, UndoesWhatAHandlerWroteBeforeItRefused) {
    for (auto [word, status] : {std::pair{"none", 422}, std::pair{"taken", 409}, std::pair{"broken", 500}}) {
        auto response = client(painter()).post("/paint", {{"colour", word}});
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.body.find("secret detail"), std::string::npos);
        EXPECT_FALSE(colour());
    }
}

TEST_F(House, SaysWhetherAnythingWasSavedWhenTheDatabaseFails) {
    auto full = client(painter()).post("/paint", {{"colour", "full"}});
    EXPECT_EQ(full.status, 507);
    EXPECT_NE(full.body.find("Nothing was saved"), std::string::npos);
    auto lost = client(painter()).post("/paint", {{"colour", "lost"}});
    EXPECT_EQ(lost.status, 500);
    EXPECT_NE(lost.body.find("Look whether it is there before you send it again."), std::string::npos);
    auto perdido = client(painter(), html::Language::es).post("/paint", {{"colour", "lost"}});
    EXPECT_NE(perdido.body.find("Compruebe si ya está antes de enviarlo otra vez."), std::string::npos);
}

TEST_F(House, PrefersLiteralAddressesAndRefusesNumbersThatAreNone) {
    EXPECT_EQ(client().get("/things/new").find_header("Location"), "/literal");
    EXPECT_EQ(client().get("/things/12").find_header("Location"), "/12");
    EXPECT_EQ(client().get("/things/x").status, 404);
    EXPECT_EQ(client().get("/nothing").status, 404);
    EXPECT_EQ(client(painter()).get("/paint").status, 405);
}

TEST_F(House, HandsWhatWasPreparedToTheTransaction) {
    EXPECT_EQ(client(guest()).post("/prepared", {{"colour", "green"}}).find_header("Location"), "/5");
}

TEST_F(House, AnswersProgramsInJson) {
    auto response = client().send_json(Method::get, "/mine", "");
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.content_type, "application/problem+json");
}

TEST_F(House, TellsLiveTopicsInOrder) {
    database->write([](db::Write& db) {
        touch(db, base::from_ms(1), "queue");
        touch(db, base::from_ms(2), "request/x");
    });
    auto events = database->read([](db::Read& db) { return live_events_after(db, 0, 10); });
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].topic, "request/x");
    EXPECT_EQ(database->read(last_live_event), events[1].id);
    database->write([](db::Write& db) { forget_live_events(db, base::from_ms(10 * 60 * 1000 + 2)); });
    EXPECT_EQ(database->read([](db::Read& db) { return live_events_after(db, 0, 10); }).size(), 1u);
}

}  // namespace http
