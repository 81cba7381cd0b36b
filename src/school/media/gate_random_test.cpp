// No route clears a picture with somebody unaccounted or refused, whatever happened to it before.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/random.h"
#include "media/serve.h"
#include "media/takedown.h"
#include "media/testing_gallery.h"

using namespace media;

namespace {

class Storm : public media::testing::Gallery {
protected:
    Storm() : luck(20260309) {
        for (const auto& [given, family] : {std::pair("Bea", "Lopez"), std::pair("Cy", "Ng"), std::pair("Dan", "Ruiz")}) {
            students.push_back(add_student(given, family, luck.chance(0.5) ? "01" : "09"));
            guardians.push_back(write([&](db::Write& db) { return media::testing::allow_everywhere(db, now, students.back()); }));
        }
    }

    base::Random luck;
    std::vector<roster::PersonId> students, guardians;
    std::vector<PictureId> pictures;
    std::vector<std::string> addresses;
    int cleared = 0, held_back = 0;

    Use any_use() { return {purposes[luck.below(3)], luck.chance(0.7) ? Channel::site : channels[luck.below(4)]}; }

    /// Something that somebody does; what is refused changes nothing.
    void step() {
        constexpr std::size_t most = 8;
        if (pictures.empty() || (pictures.size() < most && luck.chance(0.2))) pictures.push_back(bring_in(fmt::format("Picture {}", pictures.size())));
        const auto id = pictures[luck.below(pictures.size())];
        try {
            switch (luck.below(20)) {
                case 0: looked(id, luck.chance(0.6) ? std::vector<Box>() : std::vector<Box>{{static_cast<int>(luck.between(0, 8000)), 100, 900, 900}}); break;
                case 1: write([&](db::Write& db) { take_failed_check(db, now, id, "limit.time"); }); break;
                case 2: add_on(id, students[luck.below(students.size())]); break;
                case 3: say_something(id); break;
                case 4:
                case 5: state(id); break;
                case 6:
                case 7: ask(id, any_use()); break;
                case 8: approve_last(id); break;
                case 9: place(id, luck.between(1, 3), purposes[luck.below(3)]); break;
                case 10: say_consent(); break;
                case 11:
                    if (luck.chance(0.1)) pull_one(id);
                    break;
                default: advance(id);
            }
        } catch (const base::Conflict&) {
        } catch (const base::Invalid&) {
        } catch (const base::Forbidden&) {
        }
    }

    /// As somebody does who wants to show it; each part may be refused.
    void advance(PictureId id) {
        if (picture(id).check == CheckState::waiting) looked(id);
        for (const auto& mark : marks_of(id)) {
            if (mark.kind == MarkKind::none) say_student(id, mark.id, students[luck.below(students.size())]);
        }
        if (!picture(id).stated_at) state(id);
        ask(id, any_use());
        approve_last(id);
    }

    void say_something(PictureId id) {
        const auto all = marks_of(id);
        if (all.empty()) return;
        const auto mark = all[luck.below(all.size())];
        const auto kind = static_cast<MarkKind>(luck.between(1, 5));
        change(id, "web", [&](db::Write& db, const auth::Viewer& web, const Picture& seen) {
            const Said said{kind, students[luck.below(students.size())], "asked"};
            say_of_mark(db, web, now, seen, seen.revision, mark.id, said, Rerendered{blurred_after(all, mark.id, kind), sizes()});
        });
    }

    void say_consent() {
        const auto who = luck.below(students.size());
        const bool yes = luck.chance(0.6);
        if (luck.chance(0.2)) write([&](db::Write& db) { media::testing::protect(db, now, students[who], !yes); });
        else write([&](db::Write& db) { media::testing::say(db, now, students[who], luck.chance(0.7) ? guardians[who] : students[who], any_use(), yes); });
    }

    void pull_one(PictureId id) {
        const auto cio = viewer("cio");
        write([&](db::Write& db) { pull(db, cio, now, id); });
    }

    /// Asked of the rows themselves, not of the gate.
    bool is_safe(db::Read& db, PictureId id, Use use) {
        const auto today = base::TimeZone::find("America/Chicago")->day_of(now);
        for (const auto& mark : marks(db, id)) {
            if (mark.kind == MarkKind::none) return false;
            if (mark.kind == MarkKind::student && (!mark.person || !may_show(db, *mark.person, use, today).allowed())) return false;
        }
        return true;
    }

    void look_at_every_route() {
        const auto web = viewer("web");
        read([&](db::Read& db) {
            for (const auto id : pictures) {
                bool safe_somewhere_on_site = false;
                for (const auto purpose : purposes) {
                    for (const auto channel : channels) {
                        const Use use{purpose, channel};
                        const auto found = clear(db, id, use, now);
                        const bool safe = is_safe(db, id, use);
                        if (const auto* clearance = std::get_if<Clearance>(&found)) {
                            EXPECT_TRUE(safe) << "clear()";
                            if (channel == Channel::site) addresses.push_back(clearance->token());
                            ++cleared;
                        } else {
                            ++held_back;
                        }
                        safe_somewhere_on_site = safe_somewhere_on_site || (safe && channel == Channel::site);
                    }
                }
                const auto token = db.query("SELECT token FROM media_picture WHERE id = :id").bind("id", id).one([](const db::Row& row) { return row.maybe_text("token"); });
                if (token && std::holds_alternative<StoredRendition>(serve(db, *token, 800, now))) {
                    EXPECT_TRUE(safe_somewhere_on_site) << "serve()";
                }
            }
            for (std::int64_t at = 1; at <= 3; ++at) {
                for (const auto& shown : shown_in(db, "test.page", at, now)) EXPECT_TRUE(is_safe(db, shown.picture(), shown.use())) << "shown_in()";
            }
            for (const auto purpose : purposes) {
                for (const auto& offer : offered(db, web, purpose, now, {}, 100)) EXPECT_TRUE(is_safe(db, offer.picture, {purpose, Channel::site})) << "offered()";
            }
            // An address that a picture had once serves only while it is the address of now.
            for (const auto& old : addresses) {
                const auto still = db.query("SELECT count(*) FROM media_picture WHERE token = :token").bind("token", old).one_integer();
                if (still == 0) {
                    EXPECT_TRUE(std::holds_alternative<Gone>(serve(db, old, 800, now))) << "clause 8.2";
                }
            }
        });
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Routes, ClearByNoRouteWhomItMayNotShow, Storm) {
    for (int round = 0; round < 30; ++round) {
        for (int i = 0; i < 8; ++i) step();
        look_at_every_route();
    }
    EXPECT_GT(cleared, 50) << "the test proves something of both";
    EXPECT_GT(held_back, 500);
}
