#include "http/public_pages.h"

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <zlib.h>

#include "auth/auth.h"
#include "base/error.h"
#include "db/migrations.h"
#include "db/setting.h"
#include "db/testing.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/testing.h"

namespace db {
std::span<const base::EmbeddedFile> embedded();
}
namespace html {
std::span<const base::EmbeddedFile> embedded();
}

namespace http {

static std::vector<db::Migration> migrations() {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), embedded()}) {
        for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
    }
    return all;
}

static const base::EmbeddedFile bundle[] = {
    {"web/manifest.json", R"({"public.css":"public-1.css","embed.js":"embed-1.js","app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"}, {"web/public-1.css", "body{}"}};

static std::atomic<int> made = 0;

static Response show_menu(ReadCall& call) {
    ++made;
    html::View view;
    view.set("title", db::setting_or(call.db, "dish", "nothing")).set("detail", call.viewer.signed_in() ? "somebody" : call.request.query.text("q"));
    Response response = call.public_page("html/error", call.text("html.search"), std::move(view));
    if (auto until = db::setting(call.db, "until")) response.valid_until = *base::parse_instant(*until);
    return response;
}
static Response show_nothing(ReadCall&) { throw base::NotFound("no such page"); }
static Response show_chosen(ReadCall& call) {
    if (call.request.path != "/chosen/page") throw base::NotFound("no such page");
    return call.public_page("html/error", "A chosen page", {});
}
static Response set_cookie(ReadCall& call) { return call.public_page("html/error", "x", {}).header("Set-Cookie", "a=b"); }
static Response for_members(ReadCall& call) { return call.redirect("/inside"); }

class PublicSite : public ::testing::Test {
protected:
    PublicSite() : database(migrations()), assets(bundle) {
        made = 0;
        messages.add("html", html::embedded());
        templates.add("html", html::embedded());
        services = {.database = &*database, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        routes.get("/menu", anyone, show_menu).public_page();
        routes.get("/find", anyone, show_menu).public_question();
        routes.get("/lost", anyone, show_nothing).public_page();
        routes.get("/cookie", anyone, set_cookie).public_page();
        routes.get("/members", anyone, for_members);
        routes.otherwise(show_chosen);
    }

    Response get(std::string_view target, std::vector<std::pair<std::string, std::string>> headers = {}) {
        auto parsed = client.request(Method::get, target);
        for (auto& [name, value] : headers) parsed.headers.add(name, value);
        return client.send(std::move(parsed));
    }
    void serve(std::string_view dish) {
        database->write([&](db::Write& db) { db::set_setting(db, "dish", dish); });
    }
    static std::string body(const Response& response) { return std::string(response.content()); }
    static bool has(const Response& response, std::string_view words) { return body(response).find(words) != std::string::npos; }

    db::testing::FreshDatabase database;
    html::Messages messages;
    html::Templates templates{messages};
    Navigation navigation;
    Assets assets;
    Services services;
    Routes routes;
    base::Instant now = *base::parse_instant("2026-03-09T15:35:00Z");
    TestClient client{services, routes, [this] { return now; }, auth::Viewer(auth::AccountId{1}, "Dana", {}, auth::Proof::session), html::Language::en};
};

TEST_F(PublicSite, MakesAPageOnceUntilSomethingIsCommitted) {
    serve("Soup");
    EXPECT_TRUE(has(get("/menu"), "Soup"));
    EXPECT_TRUE(has(get("/menu"), "Soup"));
    EXPECT_EQ(made, 1);
    serve("Burrito");
    EXPECT_TRUE(has(get("/menu"), "Burrito")) << "the change was committed, so nobody may see the old page";
    EXPECT_EQ(made, 2);
}

TEST_F(PublicSite, IsTheSameForEverybodyAndInTheLanguageOfTheAddress) {
    EXPECT_FALSE(has(get("/menu"), "somebody")) << "who is signed in is nobody here";
    EXPECT_TRUE(has(get("/menu", {{"accept-language", "es"}}), "lang=\"en\""));
    const Response spanish = get("/es/menu");
    EXPECT_TRUE(has(spanish, "lang=\"es\""));
    EXPECT_TRUE(has(spanish, "hreflang=\"en\" href=\"https://belltower.example/menu\""));
    EXPECT_TRUE(has(spanish, "rel=\"canonical\" href=\"https://belltower.example/es/menu\""));
    EXPECT_EQ(spanish.find_header("Vary"), "Accept-Encoding");
    EXPECT_EQ(get("/es/members").status, not_found) << "pages for people who sign in have one address";
    EXPECT_EQ(get("/members").status, see_other);
}

TEST_F(PublicSite, IsMadeAnewAtLocalMidnightAndWhenWhatIsScheduledBegins) {
    database->write([](db::Write& db) { db::set_setting(db, "district.time_zone", "America/Chicago"); });
    get("/menu");
    now = *base::parse_instant("2026-03-10T04:59:59Z");
    get("/menu");
    EXPECT_EQ(made, 1);
    now = *base::parse_instant("2026-03-10T05:00:00Z");  // midnight in Chicago, on summer time
    get("/menu");
    EXPECT_EQ(made, 2);
    database->write([](db::Write& db) { db::set_setting(db, "until", "2026-03-10T12:00:00Z"); });
    get("/menu");
    now = *base::parse_instant("2026-03-10T11:59:59Z");
    get("/menu");
    EXPECT_EQ(made, 3);
    now = *base::parse_instant("2026-03-10T12:00:00Z");
    get("/menu");
    EXPECT_EQ(made, 4);
}

TEST_F(PublicSite, SaysOnlyThatNothingChangedToWhoHasThePage) {
    const Response first = get("/menu");
    const std::string tag(*first.find_header("ETag"));
    EXPECT_EQ(get("/menu", {{"if-none-match", tag}}).status, not_modified);
    EXPECT_EQ(get("/menu", {{"if-none-match", "\"other\", " + tag}}).status, not_modified);
    EXPECT_EQ(get("/menu", {{"if-none-match", "\"other\""}}).status, ok);
    serve("Burrito");
    EXPECT_EQ(get("/menu", {{"if-none-match", tag}}).status, ok);
}

static std::string unpacked(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string text(64 * 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

TEST_F(PublicSite, IsSentPackedToWhoTakesItAndWithATagOfItsOwn) {
    const Response plain = get("/menu");
    const Response packed = get("/menu", {{"accept-encoding", "br, gzip"}});
    EXPECT_EQ(packed.find_header("Content-Encoding"), "gzip");
    EXPECT_EQ(unpacked(body(packed)), body(plain));
    EXPECT_NE(packed.find_header("ETag"), plain.find_header("ETag"));
    EXPECT_FALSE(get("/menu", {{"accept-encoding", "gzip;q=0"}}).find_header("Content-Encoding"));
}

TEST_F(PublicSite, KeepsNeitherQuestionsNorWhatIsNotThere) {
    EXPECT_TRUE(has(get("/find?q=rice"), "rice"));
    EXPECT_TRUE(has(get("/find?q=beans"), "beans"));
    EXPECT_EQ(made, 2);
    EXPECT_FALSE(has(get("/menu?q=rice&utm_source=letter"), "rice")) << "it does not ask";
    EXPECT_FALSE(has(get("/menu?fbclid=beans"), "beans"));
    EXPECT_EQ(made, 3) << "marks on a link cost nothing";
    EXPECT_EQ(get("/lost").status, not_found);
    EXPECT_TRUE(has(get("/es/lost"), "lang=\"es\""));
}

TEST_F(PublicSite, IsNotPushedOutOfMemoryByWrongAddresses) {
    Dispatcher dispatcher(services, routes, [this] { return now; });
    const auto ask = [&](const std::string& target) {
        std::promise<void> answered;
        dispatcher.handle(client.request(Method::get, target), [&](Response) { answered.set_value(); });
        answered.get_future().wait();
    };
    ask("/menu");
    for (int i = 0; i < 6000; ++i) ask("/chosen/" + std::to_string(i));
    EXPECT_TRUE(dispatcher.kept(client.request(Method::get, "/menu")));
    EXPECT_EQ(made, 1);
}

TEST(PublicAnswers, HoldUntilTheEarliestOfWhatEndsThem) {
    Response answer;
    answer.ends_by(std::nullopt);
    EXPECT_FALSE(answer.valid_until);
    answer.ends_by(base::from_ms(200)).ends_by(base::from_ms(300)).ends_by(std::nullopt);
    EXPECT_EQ(answer.valid_until, base::from_ms(200));
}

TEST_F(PublicSite, AsksForChosenAddressesWhereThereIsNoRoute) {
    EXPECT_EQ(get("/chosen/page").status, ok);
    EXPECT_TRUE(has(get("/es/chosen/page"), "lang=\"es\""));
    EXPECT_EQ(get("/chosen/other").status, not_found);
    EXPECT_EQ(get("/api/v1/chosen").find_header("Content-Type"), std::nullopt);
    EXPECT_EQ(get("/api/v1/chosen").content_type, "application/problem+json");
    EXPECT_EQ(client.post("/chosen/page").status, not_found);
}

TEST_F(PublicSite, NeverSetsACookie) { EXPECT_EQ(get("/cookie").status, internal_error); }

TEST_F(PublicSite, IsMadeOnceForACrowd) {
    Dispatcher dispatcher(services, routes, [this] { return now; });
    std::vector<std::thread> crowd;
    for (int i = 0; i < 16; ++i) {
        crowd.emplace_back([&] {
            std::promise<void> answered;
            dispatcher.handle(client.request(Method::get, "/menu"), [&](Response) { answered.set_value(); });
            answered.get_future().wait();
        });
    }
    for (auto& one : crowd) one.join();
    EXPECT_EQ(made, 1);
    EXPECT_TRUE(dispatcher.kept(client.request(Method::get, "/menu")));
    dispatcher.changed_elsewhere();
    EXPECT_FALSE(dispatcher.kept(client.request(Method::get, "/menu"))) << "another process has changed something";
    EXPECT_FALSE(dispatcher.kept(client.request(Method::post, "/menu")));
}

TEST_F(PublicSite, AnswersOnlyToItsOwnName) {
    Dispatcher dispatcher(services, routes, [this] { return now; });
    std::promise<void> answered;
    dispatcher.handle(client.request(Method::get, "/menu"), [&](Response) { answered.set_value(); });
    answered.get_future().wait();
    Request request;
    request.path = "/menu";
    request.headers.add("host", "evil.example");
    EXPECT_FALSE(dispatcher.kept(request));
}

}  // namespace http
