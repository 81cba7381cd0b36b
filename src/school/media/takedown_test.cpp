// What a withdrawal takes with it, and what a person then has to do.
#include <gmock/gmock.h>

#include "imports/imports.h"
#include "media/ceiling.h"
#include "media/picture_family.h"
#include "media/post.h"
#include "media/takedown.h"
#include "media/testing_gallery.h"

using namespace media;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class Withdrawal : public media::testing::Gallery {
protected:
    Withdrawal() {
        bea = add_student("Bea", "Lopez");
        dan = add_student("Dan", "Ruiz");
        guardian = write([&](db::Write& db) { return media::testing::allow_everywhere(db, now, bea); });
        allow(dan);
    }
    roster::PersonId bea, dan, guardian;

    void say_no(roster::PersonId giver, Use use = {}) {
        write([&](db::Write& db) { media::testing::say(db, now, bea, giver, use, false); });
    }
    std::vector<Takedown> record(PictureId id) {
        const auto cio = viewer("cio");
        return read([&](db::Read& db) { return takedowns_of(db, load_picture(db, cio, id)); });
    }
    void post(PictureId id, Use use, std::string address) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& web, const Picture& seen) { record_post(db, web, now, seen, {use, address, day()}, day()); });
    }
    base::Day day() const { return base::TimeZone::find("America/Chicago")->day_of(now); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Takedown, OfAWithdrawalTakesEverythingAtOnceAndKeepsARecord, Withdrawal) {
    const auto id = ready({bea, dan});
    const auto other = ready({dan}, "Other");
    for (std::int64_t at = 1; at <= 5; ++at) place(id, at);
    place(other, 1);
    const std::vector<std::string> addresses{address_of(id, 320), address_of(id, 800), address_of(id, 1600)};
    const auto files = read([&](db::Read& db) { return renditions(db, id); });
    for (const auto& path : addresses) EXPECT_EQ(as("nobody").get(path).status, 200);

    say_no(guardian);
    for (const auto& path : addresses) EXPECT_EQ(as("nobody").get(path).status, 410);
    for (std::int64_t at = 1; at <= 5; ++at) EXPECT_FALSE(stands_in(id, at));
    EXPECT_EQ(read([&](db::Read& db) { return renditions(db, id).size(); }), 0u);
    EXPECT_TRUE(stands_in(other, 1)) << "what shows somebody else stays";
    run_jobs();
    for (const auto& file : files) EXPECT_FALSE(services().files->contains({file.file_hash}));
    const auto records = record(id);
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records.front().reason, Reason::consent);
    EXPECT_EQ(records.front().places, 5);
    EXPECT_TRUE(records.front().verified_at.has_value());
    EXPECT_EQ(records.front().left_over, 0);
    EXPECT_EQ(records.front().addresses, 5 + 3);
    EXPECT_TRUE(services().files->contains({picture(id).content_hash})) << "the original is kept, so that she can be blurred";
    EXPECT_TRUE(shows(as("web").get(fmt::format("/images/{}", id.value)), "Its sizes are gone."));
}

TEST_ON_EVERY_BACKEND(Takedown, OfOneUseLeavesTheOthers, Withdrawal) {
    const auto id = ready({bea});
    ask(id, {Purpose::athletics, Channel::site});
    place(id, 1, Purpose::news);
    place(id, 2, Purpose::athletics);
    const auto path = address_of(id, 800, {Purpose::athletics, Channel::site});
    say_no(guardian, {Purpose::news, Channel::site});
    EXPECT_FALSE(stands_in(id, 1));
    EXPECT_TRUE(stands_in(id, 2));
    EXPECT_EQ(as("nobody").get(path).status, 200);
    say_no(guardian, {Purpose::athletics, Channel::site});
    EXPECT_FALSE(stands_in(id, 2));
    EXPECT_EQ(as("nobody").get(path).status, 410);
    EXPECT_EQ(record(id).size(), 2u);
}

TEST_ON_EVERY_BACKEND(Takedown, OpensATaskForEachUseElsewhere, Withdrawal) {
    const Use social{Purpose::news, Channel::social}, print{Purpose::news, Channel::print};
    const auto id = ready({bea});
    EXPECT_THROW(post(id, social, "https://social.example/1"), base::Conflict) << "not asked for";
    ask(id, social);
    EXPECT_THROW(post(id, social, "https://social.example/1"), base::Conflict) << "not looked at";
    approve_last(id);
    ask(id, print);
    EXPECT_THROW(post(id, social, "a post of ours"), base::Invalid);
    post(id, social, "https://social.example/1");
    post(id, print, "Yearbook, page 12");
    EXPECT_THROW(post(id, social, "https://social.example/1"), base::Conflict) << "recorded already";
    say_no(bea, social);
    const auto cio = viewer("cio");
    auto tasks = read([&](db::Read& db) { return open_tasks(db, cio, 10); });
    ASSERT_EQ(tasks.size(), 1u) << "print is still allowed";
    EXPECT_EQ(tasks.front().address, "https://social.example/1");
    EXPECT_TRUE(shows(as("cio").get("/my-day"), "https://social.example/1"));
    const auto page = as("cio").get("/images/takedowns");
    EXPECT_TRUE(shows(page, "https://social.example/1"));
    EXPECT_EQ(as("web").get("/images/takedowns").status, 403);
    const auto done = fmt::format("/images/tasks/{}", tasks.front().id);
    EXPECT_EQ(as("web").post(done, {{"words", "Deleted"}}).status, 403);
    EXPECT_EQ(as("cio").post(done, {{"words", ""}}).status, 422);
    EXPECT_EQ(as("cio").post(done, {{"words", "Deleted the post"}}).status, 303);
    EXPECT_EQ(as("cio").post(done, {{"words", "Deleted the post"}}).status, 409);
    EXPECT_TRUE(shows(as("cio").get(fmt::format("/images/takedowns/{}", record(id).front().id)), "Deleted the post"));
    say_no(bea, print);
    tasks = read([&](db::Read& db) { return open_tasks(db, cio, 10); });
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_EQ(tasks.front().address, "Yearbook, page 12");
}

TEST_ON_EVERY_BACKEND(Takedown, OpensATaskForWhomAPostShowsThoughTheyAreBlurredHereSince, Withdrawal) {
    const Use social{Purpose::news, Channel::social};
    const auto id = ready({bea});
    ask(id, social);
    approve_last(id);
    post(id, social, "https://social.example/1");
    const auto mark = marks_of(id).front().id;
    change(id, "web", [&](db::Write& db, const auth::Viewer& web, const Picture& seen) { say_of_mark(db, web, now, seen, seen.revision, mark, {MarkKind::unrecognisable, {}, ""}, {}); });
    say_no(guardian, social);
    const auto cio = viewer("cio");
    const auto tasks = read([&](db::Read& db) { return open_tasks(db, cio, 10); });
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_EQ(tasks.front().address, "https://social.example/1");
    EXPECT_GT(count("media_rendition"), 0) << "here nobody can recognise her";
}

TEST_ON_EVERY_BACKEND(Takedown, FollowsAnOptOutSoonAfterItsImportThoughNothingIsAskedForAnyMore, Withdrawal) {
    const Use social{Purpose::news, Channel::social};
    const auto id = ready({bea});
    ask(id, social);
    approve_last(id);
    post(id, social, "https://social.example/1");
    change(id, "web", [&](db::Write& db, const auth::Viewer& web, const Picture& seen) { change_words(db, web, now, seen, seen.revision, words("Another title")); });
    write([&](db::Write& db) {
        db.query("INSERT INTO roster_directory_opt_out (person_id, since_on, noted_at) VALUES (:id, '2026-01-01', 1)").bind("id", bea).run();
        for (const auto subscriber : imports::applied_subscribers()) subscriber(db, now);
    });
    run_jobs();
    const auto cio = viewer("cio");
    EXPECT_EQ(read([&](db::Read& db) { return open_tasks(db, cio, 10).size(); }), 1u);
}

TEST_ON_EVERY_BACKEND(Takedown, FollowsAChannelThatTheDistrictCloses, Withdrawal) {
    const auto id = ready({bea});
    const auto empty = ready({}, "Nobody on it");
    place(id, 1);
    place(empty, 2);
    write([&](db::Write& db) {
        auto rules = ceilings(db);
        rules.open[static_cast<std::size_t>(Channel::site)] = false;
        set_ceilings(db, auth::Viewer::system(), now, rules);
    });
    run_jobs();
    EXPECT_FALSE(clears(id));
    ASSERT_EQ(record(id).size(), 1u);
    EXPECT_EQ(record(id).front().reason, Reason::closed);
    EXPECT_TRUE(stands_in(empty, 2));
}

TEST_ON_EVERY_BACKEND(Takedown, WhoBroughtAPictureInDeletesItForGood, Withdrawal) {
    const auto id = ready({bea});
    place(id, 1);
    const auto address = fmt::format("/images/{}/deletion", id.value);
    const auto original = picture(id).content_hash;
    EXPECT_EQ(as("teacher").post(address, {{"confirmed", "1"}}).status, 403) << "who works with pictures there and did not bring this one in";
    EXPECT_EQ(as("web").post(address, {}).status, 200) << "it asks first";
    EXPECT_TRUE(stands_in(id, 1));
    EXPECT_EQ(as("web").post(address, {{"confirmed", "1"}}).status, 303);
    run_jobs();
    EXPECT_FALSE(stands_in(id, 1));
    EXPECT_FALSE(services().files->contains({original}));
    EXPECT_EQ(record(id).size(), 1u);
    EXPECT_EQ(count("media_mark"), 0);
}

TEST_ON_EVERY_BACKEND(Takedown, ComesByTheClockToo, Withdrawal) {
    const auto id = ready({bea});
    place(id, 1);
    const auto gate_now = gate(id);
    ASSERT_TRUE(std::holds_alternative<Clearance>(gate_now));
    const auto until = std::get<Clearance>(gate_now).until();
    ASSERT_TRUE(until.has_value());
    const auto path = address_of(id);
    now = *until - std::chrono::milliseconds(1);
    EXPECT_EQ(as("nobody").get(path).status, 200);
    now = *until;
    EXPECT_EQ(as("nobody").get(path).status, 410) << "nobody pressed anything";
    EXPECT_FALSE(stands_in(id, 1));
    run_jobs();
    now += std::chrono::hours(24);
    run_jobs();
    ASSERT_EQ(record(id).size(), 1u);
    EXPECT_EQ(record(id).front().reason, Reason::ended);
    EXPECT_EQ(count("media_rendition"), 0);
}

TEST_ON_EVERY_BACKEND(Takedown, FollowsProtectionAndTheCeiling, Withdrawal) {
    const auto id = ready({bea});
    const auto empty = ready({}, "Nobody on it");
    write([&](db::Write& db) { media::testing::protect(db, now, bea); });
    EXPECT_FALSE(clears(id));
    EXPECT_EQ(record(id).front().reason, Reason::consent);
    const auto page = as("web").get(fmt::format("/images/{}", id.value));
    EXPECT_FALSE(shows(page, "rotect")) << "why is told to nobody";
    EXPECT_TRUE(clears(empty));
}

TEST_ON_EVERY_BACKEND(Takedown, ByHandNeedsThePermissionAndAsksFirst, Withdrawal) {
    const auto id = ready({bea});
    place(id, 1);
    const auto pull = fmt::format("/images/{}/takedown", id.value);
    EXPECT_EQ(as("web").post(pull, {{"confirmed", "1"}}).status, 403);
    EXPECT_TRUE(shows(as("cio").post(pull), "Pull this picture from every page now?"));
    EXPECT_TRUE(stands_in(id, 1));
    EXPECT_EQ(as("cio").post(pull, {{"confirmed", "1"}}).status, 303);
    EXPECT_FALSE(stands_in(id, 1));
    EXPECT_EQ(picture(id).stated_at, std::nullopt) << "clause 9.3: it comes back only through the whole gate";
}

TEST_ON_EVERY_BACKEND(Takedown, PullsEverythingOfOneStudentForGood, Withdrawal) {
    const auto first = ready({bea, dan}), second = ready({bea}, "Second"), third = ready({dan}, "Third");
    const auto original = picture(first).content_hash;
    EXPECT_EQ(as("web").post("/images/incident", {{"name", "Bea Lopez"}}).status, 403);
    EXPECT_EQ(as("cio").post("/images/incident", {{"name", "Nobody Known"}}).status, 422);
    EXPECT_TRUE(shows(as("cio").post("/images/incident", {{"name", "Bea Lopez"}}), "They are 2."));
    EXPECT_TRUE(clears(first)) << "it asks first";
    EXPECT_EQ(as("cio").post("/images/incident", {{"name", "Bea Lopez"}, {"confirmed", "1"}}).status, 303);
    EXPECT_THAT(blocks(first), ElementsAre(Block::gone));
    EXPECT_THAT(blocks(second), ElementsAre(Block::gone));
    EXPECT_TRUE(clears(third));
    run_jobs();
    EXPECT_FALSE(services().files->contains({original}));
    EXPECT_TRUE(shows(as("web").get(fmt::format("/images/{}", first.value)), "taken down for good"));
    EXPECT_EQ(read([&](db::Read& db) { return marks(db, first).size(); }), 0u);
}

TEST_ON_EVERY_BACKEND(Takedown, RefusesWhatLooksLikeItUntilSomebodySaysThatItIsAnother, Withdrawal) {
    const auto id = ready({bea});
    const auto gone = picture(id);
    const auto fingerprint = read([&](db::Read& db) { return db.query("SELECT fingerprint FROM media_picture WHERE id = :id").bind("id", id).one_integer(); });
    const auto asked = [&](std::string_view hash, std::uint64_t different_bits) {
        return read([&](db::Read& db) { return refusal_of(db, hash, static_cast<std::uint64_t>(fingerprint) ^ different_bits); });
    };
    EXPECT_FALSE(asked("another", 0b111)) << "nothing was taken down yet";
    say_no(guardian);
    const auto takedown = record(id).front().id;
    const auto refusal = asked("another", 0b111);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->looks_like, takedown);
    EXPECT_FALSE(asked("another", 0x7f)) << "seven bits differ: another picture";

    write([&](db::Write& db) { note_refused_alike(db, now, takedown); });
    const auto page = fmt::format("/images/takedowns/{}", takedown);
    EXPECT_TRUE(shows(as("cio").get(page), "One was refused"));
    EXPECT_TRUE(shows(as("cio").get("/images/takedowns"), "One that looks like it was refused"));
    EXPECT_EQ(as("web").post(page + "/alike", {{"allowed", "1"}}).status, 403);
    EXPECT_TRUE(asked("another", 0b111));
    EXPECT_EQ(as("cio").post(page + "/alike", {{"allowed", "1"}}).status, 303);
    EXPECT_FALSE(asked("another", 0b111));
    EXPECT_TRUE(asked(gone.content_hash, 0)) << "the very file is not taken in";
    EXPECT_TRUE(shows(as("cio").get(page), "let them in"));
    EXPECT_EQ(as("cio").post(page + "/alike").status, 303);
    EXPECT_TRUE(asked("another", 0b111));
}

TEST_ON_EVERY_BACKEND(Takedown, LeavesFilesThatAnotherRoomNeeds, Withdrawal) {
    const auto id = ready({bea});
    const auto file = read([&](db::Read& db) { return renditions(db, id).front().file_hash; });
    const auto before = named_elsewhere();
    named_elsewhere() = [&](db::Read&) { return std::vector<files::Hash>{{file}}; };
    say_no(guardian);
    run_jobs();
    named_elsewhere() = before;
    EXPECT_TRUE(services().files->contains({file})) << "somebody attached the same bytes to something else";
    EXPECT_EQ(count("media_doomed_file"), 0);
}

TEST_ON_EVERY_BACKEND(Takedown, IsSeenByTheFamily, Withdrawal) {
    const auto id = ready({bea});
    place(id, 3);
    const auto now_shown = [&] { return read([&](db::Read& db) { return pictures_now(db, bea, now, 10); }); };
    ASSERT_EQ(now_shown().size(), 1u);
    EXPECT_THAT(now_shown().front().paths, ElementsAre("/news/3"));
    say_no(guardian);
    EXPECT_THAT(now_shown(), IsEmpty());
}
