/// Pictures in the small world, for tests of this room and of those that show pictures. Their sizes are made-up bytes: the gate, not the worker, is tried.
#pragma once

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "db/testing.h"
#include "files/files.h"
#include "media/mark.h"
#include "media/media.h"
#include "media/picture.h"
#include "media/review.h"
#include "media/testing_consent.h"
#include "world/world.h"

namespace media::testing {

class Gallery : public World {
public:
    Gallery() {
        // "web" brings in, marks and asks; "cio" may do everything; "coach" is the second person; "teacher" brings in at North School alone.
        let("coach", may_review);
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {std::string(may_upload.name), auth::ScopeKind::school, north.value}); });
        ana = person("student");
        kinds_of_place()["test.page"] = [](db::Read&, std::int64_t, base::Instant) { return true; };
        kinds_of_place()["test.draft"] = [](db::Read&, std::int64_t, base::Instant) { return false; };
    }

    roster::PersonId ana;

    void let(std::string_view who, auth::Permission permission) {
        write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account(who), {std::string(permission.name), auth::ScopeKind::everywhere, 0}); });
    }
    roster::PersonId add_student(std::string given, std::string family, std::string grade = "08") {
        return write([&](db::Write& db) {
            return roster::create_person(db, auth::Viewer::system(), now, {.given_name = std::move(given), .family_name = std::move(family), .role = roster::Role::student, .grade = std::move(grade), .school = north});
        });
    }
    void allow(roster::PersonId student) {
        write([&](db::Write& db) { allow_everywhere(db, now, student); });
    }

    /// Another picture each time.
    Derived derived() {
        ++made_;
        auto* store = services().files;
        Derived made{store->put(fmt::format("original {}", made_)).hex, 0x9e37'79b9'7f4a'7c15ULL * static_cast<std::uint64_t>(made_), {}};
        made.sizes = sizes();
        return made;
    }
    std::vector<StoredRendition> sizes() {
        ++sized_;
        std::vector<StoredRendition> made;
        for (const int width : {320, 800, 1600}) made.push_back({width, width * 3 / 4, services().files->put(fmt::format("jpeg {} {}", sized_, width)).hex});
        return made;
    }
    static PictureWords words(std::string title = "Robot club") { return {std::move(title), "Students build a robot", "Estudiantes construyen un robot", false, "Paul Meyer", true, {}}; }

    PictureId bring_in(std::string title = "Robot club", std::string_view who = "web") {
        const auto viewer_of = viewer(who);
        const auto made = derived();
        return write([&](db::Write& db) { return add_picture(db, viewer_of, now, north, words(std::move(title)), made); });
    }
    /// Faces were looked for, and these are where they may be.
    void looked(PictureId id, const std::vector<Box>& boxes = {}) {
        write([&](db::Write& db) { take_proposals(db, now, id, {boxes, "test detector 1"}); });
    }
    Picture picture(PictureId id, std::string_view who = "cio") {
        const auto viewer_of = viewer(who);
        return read([&](db::Read& db) { return load_picture(db, viewer_of, id); });
    }
    std::vector<Mark> marks_of(PictureId id) {
        return read([&](db::Read& db) { return marks(db, id); });
    }
    template <typename F>
    void change(PictureId id, std::string_view who, F&& body) {
        const auto viewer_of = viewer(who);
        write([&](db::Write& db) {
            const auto loaded = load_picture(db, viewer_of, id);
            body(db, viewer_of, loaded);
        });
    }
    void say_student(PictureId id, std::int64_t mark, roster::PersonId student) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& viewer_of, const Picture& seen) { say_of_mark(db, viewer_of, now, seen, seen.revision, mark, {MarkKind::student, student, ""}, {}); });
    }
    /// The student is on the picture as a whole.
    std::int64_t add_on(PictureId id, roster::PersonId student) {
        std::int64_t mark = 0;
        change(id, "web", [&](db::Write& db, const auth::Viewer& viewer_of, const Picture& seen) { mark = add_mark(db, viewer_of, now, seen, seen.revision, {}); });
        say_student(id, mark, student);
        return mark;
    }
    void state(PictureId id) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& viewer_of, const Picture& seen) { state_everybody_marked(db, viewer_of, now, seen, seen.revision); });
    }
    void ask(PictureId id, Use use = {}) {
        change(id, "web", [&](db::Write& db, const auth::Viewer& viewer_of, const Picture& seen) { ask_to_show(db, viewer_of, now, seen, seen.revision, {use, "News", "It shows the work", true}); });
    }
    void approve_last(PictureId id, std::string_view who = "coach") {
        change(id, who, [&](db::Write& db, const auth::Viewer& viewer_of, const Picture& seen) {
            const auto asked = showings(db, id, 1);
            if (asked.empty()) throw base::Conflict("nobody asked");
            approve(db, viewer_of, now, seen, asked.front().id);
        });
    }
    /// Brought in, marked, stated, asked for: it clears for news on the site when the students may be shown.
    PictureId ready(const std::vector<roster::PersonId>& students, std::string title = "Robot club") {
        const auto id = bring_in(std::move(title));
        looked(id);
        for (const auto student : students) add_on(id, student);
        state(id);
        ask(id);
        return id;
    }
    std::variant<Clearance, Blocked> gate(PictureId id, Use use = {}) {
        return read([&](db::Read& db) { return clear(db, id, use, now); });
    }
    bool clears(PictureId id, Use use = {}) { return std::holds_alternative<Clearance>(gate(id, use)); }
    std::vector<Block> blocks(PictureId id, Use use = {}) {
        const auto found = gate(id, use);
        const auto* blocked = std::get_if<Blocked>(&found);
        return blocked ? blocked->blocks : std::vector<Block>();
    }
    std::string address_of(PictureId id, int width = 800, Use use = {}) {
        const auto found = gate(id, use);
        return address(std::get<Clearance>(found), width);
    }
    void place(PictureId id, std::int64_t at = 1, Purpose purpose = Purpose::news) {
        const auto viewer_of = viewer("web");
        write([&](db::Write& db) { show_in(db, viewer_of, now, id, purpose, {"test.page", at, fmt::format("/news/{}", at)}); });
    }
    bool stands_in(PictureId id, std::int64_t at = 1) {
        return read([&](db::Read& db) {
            for (const auto& shown : shown_in(db, "test.page", at, now)) {
                if (shown.picture() == id) return true;
            }
            return false;
        });
    }
    std::int64_t count(std::string_view table) {
        return read([&](db::Read& db) { return db.query(fmt::format("SELECT count(*) FROM {}", table)).one_integer(); });
    }

private:
    int made_ = 0, sized_ = 0;
};

}  // namespace media::testing
