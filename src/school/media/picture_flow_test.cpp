// A picture on its way from whoever brought it in to where others see it.
#include <gmock/gmock.h>

#include "media/ceiling.h"
#include "media/takedown.h"
#include "media/testing_gallery.h"

using namespace media;
using media::testing::Gallery;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

static constexpr Use on_social{Purpose::news, Channel::social};

TEST_ON_EVERY_BACKEND(Picture, ClearsOnlyWhenEverythingIsSaid, Gallery) {
    const auto id = bring_in();
    EXPECT_THAT(blocks(id), ElementsAre(Block::not_ready, Block::unstated, Block::no_caution, Block::no_review));
    looked(id, {{1000, 1000, 500, 800}});
    EXPECT_THAT(blocks(id), ElementsAre(Block::unmarked, Block::unstated, Block::no_caution, Block::no_review));
    say_student(id, marks_of(id).front().id, ana);
    EXPECT_THAT(blocks(id), ElementsAre(Block::unstated, Block::person, Block::no_caution, Block::no_review)) << "nobody said yes for Ana";
    allow(ana);
    state(id);
    EXPECT_THAT(blocks(id), ElementsAre(Block::no_caution, Block::no_review));
    ask(id);
    EXPECT_THAT(blocks(id), ElementsAre(Block::no_review)) << "Ana's grade is not known";
    approve_last(id);
    EXPECT_TRUE(clears(id));
    EXPECT_FALSE(clears(id, {Purpose::promotion, Channel::site})) << "each use is asked for itself";
}

TEST_ON_EVERY_BACKEND(Picture, IsLookedAtByASecondPersonForYoungChildrenAndWhereNothingComesBack, Gallery) {
    const auto older = add_student("Bea", "Lopez", "08"), young = add_student("Cy", "Ng", "02");
    allow(older);
    allow(young);
    EXPECT_TRUE(clears(ready({older})));
    EXPECT_THAT(blocks(ready({older, young}, "Second")), ElementsAre(Block::no_review));
    const auto social = ready({older}, "Third");
    ask(social, on_social);
    EXPECT_THAT(blocks(social, on_social), ElementsAre(Block::no_review));
    EXPECT_THROW(approve_last(social, "web"), base::Forbidden) << "who brought it in, marked it and asked";
    let("tech", may_upload);
    EXPECT_THROW(approve_last(social, "tech"), base::Forbidden) << "without the permission";
    approve_last(social);
    EXPECT_TRUE(clears(social, on_social));
}

TEST_ON_EVERY_BACKEND(Picture, CanBeLookedAtWhenTheRuleAsksForItLater, Gallery) {
    const auto bea = add_student("Bea", "Lopez", "05");
    allow(bea);
    const auto id = ready({bea});
    EXPECT_TRUE(clears(id));
    write([&](db::Write& db) {
        auto rules = ceilings(db);
        rules.second_person = "08";
        set_ceilings(db, auth::Viewer::system(), now, rules);
    });
    EXPECT_THAT(blocks(id), ElementsAre(Block::no_review));
    EXPECT_TRUE(shows(as("coach").get("/my-day"), "Robot club")) << "the second person is told";
    approve_last(id);
    EXPECT_TRUE(clears(id));
}

TEST_ON_EVERY_BACKEND(Picture, LosesWhatWasStatedWithEveryChange, Gallery) {
    const auto bea = add_student("Bea", "Lopez");
    allow(bea);
    const auto id = ready({bea});
    ASSERT_TRUE(clears(id));
    const auto before = address_of(id);
    change(id, "web", [&](db::Write& db, const auth::Viewer& by, const Picture& seen) {
        auto said = seen.words;
        said.alt_en = "A robot";
        change_words(db, by, now, seen, seen.revision, said);
    });
    EXPECT_THAT(blocks(id), ElementsAre(Block::unstated, Block::no_caution, Block::no_review));
    EXPECT_EQ(as("nobody").get(before).status, 410) << "clause 8.2";
    state(id);
    ask(id);
    EXPECT_NE(address_of(id), before) << "clause 8.3";
    EXPECT_EQ(as("web").get(address_of(id)).status, 200);
    // Whoever looked at an older state of it is told.
    EXPECT_THROW(change(id, "web", [&](db::Write& db, const auth::Viewer& by, const Picture& seen) { change_words(db, by, now, seen, seen.revision - 1, words("Other")); }), base::Conflict);
}

TEST_ON_EVERY_BACKEND(Picture, NamesNoStudent, Gallery) {
    const auto bea = add_student("Bea", "Lopez");
    allow(bea);
    const auto id = ready({bea});
    const auto describe = [&](std::string alt) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& by, const Picture& seen) {
            auto said = seen.words;
            said.alt_es = std::move(alt);
            change_words(db, by, now, seen, seen.revision, said);
        });
        return picture(id).named;
    };
    EXPECT_TRUE(describe("Bea en el club")) << "who is on it, by any part of the name";
    EXPECT_FALSE(describe("Ana en el club")) << "another's given name alone is nobody's";
    EXPECT_TRUE(describe("SILVA, Ana")) << "any student by full name";
    EXPECT_THAT(blocks(id), ::testing::Contains(Block::named_in_words));
    EXPECT_FALSE(describe("Leo Peña enseña robótica")) << "a teacher is no student";
}

TEST_ON_EVERY_BACKEND(Picture, StandsInAPlaceOnlyWhileItClears, Gallery) {
    const auto bea = add_student("Bea", "Lopez");
    const auto id = ready({});
    place(id, 1);
    EXPECT_TRUE(stands_in(id, 1));
    place(id, 1);
    EXPECT_EQ(count("media_place"), 1) << "once more: nothing happens";
    const auto other = bring_in("Other");
    EXPECT_THROW(place(other, 1), base::Conflict);
    const auto teacher = viewer("teacher"), web = viewer("web"), tech = viewer("tech");
    EXPECT_THROW(write([&](db::Write& db) { show_in(db, web, now, id, Purpose::athletics, {"test.page", 2, "/x"}); }), base::Conflict) << "it was asked for as news";
    EXPECT_THROW(write([&](db::Write& db) { show_in(db, tech, now, id, Purpose::news, {"test.page", 2, "/x"}); }), base::Forbidden);
    const auto offers = [&](const auth::Viewer& who) { return read([&](db::Read& db) { return offered(db, who, Purpose::news, now, {}, 10); }); };
    ASSERT_EQ(offers(web).size(), 1u);
    EXPECT_EQ(offers(web).front().picture, id);
    EXPECT_EQ(offers(teacher).size(), 1u);
    EXPECT_EQ(offers(tech).size(), 0u);
    const auto mark = add_on(id, bea);
    EXPECT_FALSE(stands_in(id, 1)) << "a change took the request back";
    const auto placed = read([&](db::Read& db) { return placed_in(db, web, "test.page", 1, now); });
    ASSERT_EQ(placed.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<Blocked>(placed.front().state));
    EXPECT_GT(mark, 0);
    write([&](db::Write& db) { remove_from(db, web, now, id, {"test.page", 1, ""}); });
    EXPECT_EQ(count("media_place"), 0);
}

TEST_ON_EVERY_BACKEND(Picture, IsServedToNobodyButWhoMaySeeIt, Gallery) {
    const auto id = ready({});
    const auto path = address_of(id);
    EXPECT_EQ(as("nobody").get(path).status, 410) << "it stands nowhere yet";
    EXPECT_EQ(as("web").get(path).status, 200) << "who puts it on a page sees it before";
    const auto web = viewer("web");
    const auto put = [&](std::string kind) { write([&](db::Write& db) { show_in(db, web, now, id, Purpose::news, {std::move(kind), 1, "/news/1"}); }); };
    put("test.draft");
    EXPECT_EQ(as("nobody").get(path).status, 410) << "on a draft it is not public";
    place(id, 2);
    const auto answer = as("nobody").get(path);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.content_type, "image/jpeg");
    EXPECT_EQ(answer.find_header("Cache-Control"), "private, no-cache");
    EXPECT_EQ(answer.find_header("X-Robots-Tag"), "noimageindex, noindex");
    EXPECT_EQ(answer.find_header("X-Content-Type-Options"), "nosniff");
    auto guest = as("nobody");
    auto again = guest.request(http::Method::get, path);
    again.headers.add("if-none-match", std::string(*answer.find_header("ETag")));
    EXPECT_EQ(guest.send(again).status, 304);
    EXPECT_EQ(as("nobody").get("/pictures/nothing-800.jpg").status, 404);
    EXPECT_EQ(as("nobody").get(path.substr(0, path.size() - 7) + "801.jpg").status, 404);
    EXPECT_EQ(as("nobody").get("/pictures/..jpg").status, 404);
    write([&](db::Write& db) { remove_from(db, web, now, id, {"test.page", 2, ""}); });
    EXPECT_EQ(as("nobody").get(path).status, 410) << "taken off its only public page";
    EXPECT_EQ(guest.send(again).status, 410);
    place(id, 2);
    EXPECT_EQ(as("nobody").get(path).status, 200);
    // While it is not asked for on the site nobody gets it, whatever address they have.
    change(id, "web", [&](db::Write& db, const auth::Viewer& by, const Picture& seen) { take_back(db, by, now, seen, showings(db, id, 1).front().id); });
    EXPECT_EQ(as("nobody").get(path).status, 410);
    EXPECT_EQ(guest.send(again).status, 410) << "also to a browser that has it";
    EXPECT_EQ(as("web").get(path).status, 410);
    EXPECT_EQ(count("media_place"), 0) << "a new request says anew where it is to stand";
    ask(id);
    EXPECT_EQ(as("web").get(path).status, 410) << "and has another address";
    const auto inside = fmt::format("/images/{}/sizes/800", id.value);
    EXPECT_EQ(as("web").get(inside).status, 200);
    EXPECT_EQ(as("web").get(inside).find_header("Cache-Control"), "private, no-store");
    EXPECT_EQ(as("tech").get(inside).status, 404);
    EXPECT_NE(as("nobody").get(inside).status, 200);
}

TEST_ON_EVERY_BACKEND(Picture, IsNotTakenInTwiceNorAfterItWasTakenDown, Gallery) {
    const auto web = viewer("web");
    auto made = derived();
    const auto add = [&](const Derived& derived) {
        return write([&](db::Write& db) { return add_picture(db, web, now, north, words(), derived); });
    };
    const auto id = add(made);
    EXPECT_THROW(add(made), base::Invalid) << "the same is here";
    looked(id);
    add_on(id, ana);
    const auto cio = viewer("cio");
    EXPECT_EQ(write([&](db::Write& db) { return pull_everything_of(db, cio, now, ana); }), 1);
    EXPECT_THROW(add(made), base::Invalid) << "the same";
    made.content_hash = derived().content_hash;
    made.fingerprint ^= 0b101;
    EXPECT_THROW(add(made), base::Invalid) << "one that looks the same";
    EXPECT_NO_THROW(add(derived())) << "another";
}

TEST_ON_EVERY_BACKEND(Picture, IsBlockedWhenFacesCouldNotBeLookedFor, Gallery) {
    const auto id = bring_in();
    write([&](db::Write& db) { take_failed_check(db, now, id, "limit.time"); });
    EXPECT_THAT(blocks(id), ElementsAre(Block::not_ready, Block::unstated, Block::no_caution, Block::no_review));
    const auto page = as("web").get(fmt::format("/images/{}", id.value));
    EXPECT_TRUE(shows(page, "Faces could not be looked for."));
    EXPECT_TRUE(shows(page, "It took too long."));
    EXPECT_THROW(state(id), base::Conflict);
    EXPECT_EQ(as("web").post(fmt::format("/images/{}/check", id.value), {{"seen", std::to_string(picture(id).revision)}}).status, 303);
    EXPECT_EQ(picture(id).check, CheckState::waiting);
}

TEST_ON_EVERY_BACKEND(Picture, LosesItsStatementWhenABetterDetectorFindsMore, Gallery) {
    const auto id = ready({});
    ASSERT_TRUE(clears(id));
    looked(id, {});
    EXPECT_TRUE(clears(id)) << "the same detector found the same";
    looked(id, {{100, 100, 900, 900}});
    EXPECT_THAT(blocks(id), ElementsAre(Block::unmarked, Block::unstated, Block::no_caution, Block::no_review));
    looked(id, {{120, 110, 880, 900}});
    EXPECT_EQ(marks_of(id).size(), 1u) << "the same face is proposed once";
}

TEST_ON_EVERY_BACKEND(Picture, IsBlurredOnlyInSizesThatWereMadeSo, Gallery) {
    const auto id = bring_in();
    looked(id, {{100, 100, 900, 900}, {4000, 4000, 900, 900}});
    const auto all = marks_of(id);
    const auto blur = [&](std::int64_t mark, const std::optional<Rerendered>& anew) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& by, const Picture& seen) { say_of_mark(db, by, now, seen, seen.revision, mark, {MarkKind::blurred, {}, ""}, anew); });
    };
    EXPECT_THROW(blur(all[0].id, {}), base::Conflict);
    EXPECT_THROW(blur(all[0].id, Rerendered{{all[1].box}, sizes()}), base::Conflict) << "made for another place";
    const auto before = count("media_doomed_file");
    blur(all[0].id, Rerendered{{all[0].box}, sizes()});
    EXPECT_EQ(count("media_doomed_file") - before, 3) << "the unblurred sizes go";
    EXPECT_EQ(marks_of(id)[0].kind, MarkKind::blurred);
    const auto web = viewer("web");
    const auto whole = write([&](db::Write& db) {
        const auto seen = load_picture(db, web, id);
        return add_mark(db, web, now, seen, seen.revision, {});
    });
    EXPECT_THROW(blur(whole, Rerendered{{all[0].box}, sizes()}), base::Invalid) << "no place";
    // To say who it is after all shows the face again, in sizes made so.
    EXPECT_THROW(say_student(id, all[0].id, ana), base::Conflict);
    change(id, "web", [&](db::Write& db, const auth::Viewer& marker, const Picture& seen) {
        say_of_mark(db, marker, now, seen, seen.revision, all[0].id, {MarkKind::student, ana, ""}, Rerendered{{}, sizes()});
    });
    EXPECT_EQ(marks_of(id)[0].person, ana);
}
