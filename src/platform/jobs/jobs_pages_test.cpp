#include <gmock/gmock.h>

#include "auth/account.h"
#include "db/testing.h"
#include "http/assets.h"
#include "http/live.h"
#include "http/testing.h"
#include "jobs/jobs.h"
#include "jobs/testing.h"

using testing::HasSubstr;
using testing::Not;

namespace {

const base::Instant monday = base::from_ms(1'700'000'000'000);
const base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"a.css","app.js":"a.js","icon.svg":"i.svg"})"}, {"web/a.css", "body{}"}};

class JobPages : public ::testing::Test {
protected:
    JobPages() : assets_(bundle) {
        messages_.add("html", html::embedded());
        messages_.add("jobs", jobs::embedded());
        templates_.add("html", html::embedded());
        templates_.add("jobs", jobs::embedded());
        services_ = {.database = &*database_, .messages = &messages_, .templates = &templates_, .navigation = &navigation_, .assets = &assets_};
        jobs::routes(routes_);
        owner_ = database_->write([](db::Write& db) {
            return auth::create_account(db, auth::Viewer::system(), monday, {.email = "ana@example.org", .name = "Ana"});
        });
    }
    http::TestClient owner(html::Language language = html::Language::en) {
        return {services_, routes_, [] { return monday; }, auth::Viewer(owner_, "Ana", {}, auth::Proof::session), language};
    }
    http::TestClient stranger() {
        return {services_, routes_, [] { return monday; }, auth::Viewer({99}, "Ben", {}, auth::Proof::session)};
    }
    jobs::JobId enqueue(std::string_view name) {
        return database_->write([&](db::Write& db) { return jobs::enqueue(db, monday, {.name = name, .owner = owner_}); });
    }
    static std::string path(jobs::JobId id) { return "/jobs/" + std::to_string(id.value); }

    db::testing::FreshDatabase database_{jobs::testing::migrations()};
    html::Messages messages_;
    html::Templates templates_{messages_};
    http::Assets assets_;
    http::Navigation navigation_;
    http::Services services_;
    http::Routes routes_;
    jobs::Registry registry_;
    auth::AccountId owner_;
};

}  // namespace

TEST_F(JobPages, AreSeenByTheOwnerAndNobodyElse) {
    auto id = enqueue("jobs.forget_ended");
    EXPECT_THAT(owner().get("/jobs").body, HasSubstr("Forget ended jobs"));
    EXPECT_THAT(owner(html::Language::es).get(path(id)).body, HasSubstr("Olvidar trabajos terminados"));
    EXPECT_THAT(stranger().get("/jobs").body, HasSubstr("Nothing here"));
    EXPECT_EQ(stranger().get(path(id)).status, 404);
    EXPECT_EQ(stranger().post(path(id) + "/cancellation").status, 404);
    EXPECT_EQ(owner().get("/jobs/999").status, 404);
    EXPECT_EQ(owner().get("/jobs/x").status, 404);
}

TEST_F(JobPages, ShowProgressWhileItRunsAndTheResultAfterwards) {
    registry_.add("imports.apply", [&](jobs::Context& context) {
        context.progress(1240, 2000);
        auto page = owner().get(path(context.id())).body;
        EXPECT_THAT(page, HasSubstr("1,240 of 2,000"));
        EXPECT_THAT(page, HasSubstr("max=\"2000\" value=\"1240\""));
        EXPECT_THAT(page, HasSubstr("data-live=\"job/" + std::to_string(context.id().value)));
        context.result(R"({"created":1500,"note":"<b>","dry":true,"see":"/imports/5","more":[1]})");
    });
    auto id = enqueue("imports.apply");
    jobs::run_due(*database_, services_, registry_, monday);
    auto page = owner().get(path(id)).body;
    EXPECT_THAT(page, HasSubstr("1,500"));
    EXPECT_THAT(page, HasSubstr("&lt;b&gt;"));
    EXPECT_THAT(page, HasSubstr("href=\"/imports/5\""));
    EXPECT_THAT(page, Not(HasSubstr("/cancellation")));
    auto events = database_->read([](db::Read& db) { return http::live_events_after(db, 0, 10); });
    EXPECT_GE(events.size(), 2u);
}

TEST_F(JobPages, AResultLeadsToOurOwnPagesOnly) {
    registry_.add("x.y", [&](jobs::Context& context) { context.result(R"({"see":"//evil.example"})"); });
    auto id = enqueue("x.y");
    jobs::run_due(*database_, services_, registry_, monday);
    EXPECT_THAT(owner().get(path(id)).body, Not(HasSubstr("evil")));
}

TEST_F(JobPages, SayWhatWentWrongAndWhenItIsTriedAgain) {
    registry_.add("x.y", [&](jobs::Context&) { throw std::runtime_error("The file has no header."); });
    auto id = enqueue("x.y");
    jobs::run_due(*database_, services_, registry_, monday);
    auto page = owner().get(path(id)).body;
    EXPECT_THAT(page, HasSubstr("The file has no header."));
    EXPECT_THAT(page, HasSubstr("Tried next"));
}

TEST_F(JobPages, CancelAJob) {
    auto id = enqueue("x.y");
    EXPECT_THAT(owner().get(path(id)).body, HasSubstr("/cancellation"));
    EXPECT_EQ(owner().post(path(id) + "/cancellation").status, 303);
    EXPECT_THAT(owner().get(path(id)).body, HasSubstr("Cancelled"));
    EXPECT_THAT(owner().get("/jobs?state=cancelled").body, HasSubstr("x.y"));
    EXPECT_THAT(owner().get("/jobs?state=waiting").body, HasSubstr("Nothing here"));
}

TEST_F(JobPages, GoOnOnTheNextPage) {
    for (int i = 0; i < 51; ++i) enqueue("x.y");
    EXPECT_THAT(owner().get("/jobs").body, HasSubstr("before=2"));
    EXPECT_THAT(owner().get("/jobs?before=2").body, HasSubstr("href=\"/jobs/1\""));
}
