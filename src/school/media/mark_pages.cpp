// Saying who is on a picture.
#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_jobs.h"
#include "media/picture_view.h"

namespace media {

static Picture load(const http::Call& call, db::Read& db) { return load_picture(db, call.viewer, call.id_as<PictureId>("picture")); }

namespace {

/// Made before the transaction when other places are blurred afterwards than before.
struct Blurring {
    bool needed = false;
    std::optional<Rerendered> sizes;
};

}  // namespace

static Blurring prepare_blur(http::PrepareCall& call) {
    const auto said = parse_mark_kind(call.request.form.text("what"));
    const auto id = call.id_as<PictureId>("picture");
    const auto mark = call.id("mark");
    if (!said || *said == MarkKind::none) return {};
    const auto [hash, before, after] = call.services.database->read([&](db::Read& db) {
        const auto picture = load_picture(db, call.viewer, id);
        call.viewer.require(may_upload, picture.school.value);
        const auto all = marks(db, id);
        return std::tuple(picture.content_hash, blurred_boxes(all), blurred_after(all, mark, *said));
    });
    const bool has_place = std::ranges::all_of(after, is_place);
    if ((before == after && *said != MarkKind::blurred) || !has_place) return {};
    auto made = make_again(call.services, hash, after);
    if (!made.derived) return {true, std::nullopt};
    return {true, Rerendered{after, std::move(made.derived->sizes)}};
}

static http::Response say(http::WriteCall& call, Blurring& blurring) {
    const auto picture = load(call, call.db);
    const auto id = call.id("mark");
    std::vector<roster::PersonLine> candidates;
    auto refusal = refused([&] {
        Said said{parse_mark_kind(call.request.form.text("what")).value_or(MarkKind::none), std::nullopt, base::collapse_space(call.request.form.text("note"))};
        if (said.kind == MarkKind::student) said.person = read_student(call, call.db, candidates);
        if (!candidates.empty()) throw base::Invalid("person", "media.mark.problem.several");
        if (blurring.needed && !blurring.sizes) throw base::Conflict("media.picture.problem.not_made");
        say_of_mark(call.db, call.viewer, call.now, picture, seen_of(call), id, said, blurring.sizes);
    });
    if (!refusal) return call.redirect_with_notice(fmt::format("{}#who", path_of(picture.id)), call.text("media.mark.saved"));
    refusal->mark = id;
    refusal->candidates = std::move(candidates);
    for (auto& problem : refusal->problems) problem.first = fmt::format("mark-{}", id);
    return picture_page(call, call.db, picture, *refusal);
}

/// "12.5" percent as parts of ten thousand; absent when it is no such number.
static std::optional<int> read_percent(std::string_view text) {
    const auto cents = base::parse_cents(text);
    if (!cents || *cents < 0 || *cents > 10'000) return std::nullopt;
    return static_cast<int>(*cents);
}

static http::Response add(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    const auto& form = call.request.form;
    const bool whole = form.text("place") == "whole";
    std::int64_t id = 0;
    const auto refusal = refused([&] {
        std::optional<Box> box;
        if (!whole) {
            const auto left = read_percent(form.text("left")), top = read_percent(form.text("top")), width = read_percent(form.text("width")), height = read_percent(form.text("height"));
            if (!left || !top || !width || !height) throw base::Invalid("left", "media.mark.problem.place");
            box = Box{*left, *top, *width, *height};
        }
        id = add_mark(call.db, call.viewer, call.now, picture, seen_of(call), box);
    });
    if (refusal) return picture_page(call, call.db, picture, *refusal);
    return call.redirect_with_notice(fmt::format("{}#mark-{}", path_of(picture.id), id), call.text("media.mark.added"));
}

static http::Response remove(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    const auto refusal = refused([&] { remove_mark(call.db, call.viewer, call.now, picture, seen_of(call), call.id("mark")); });
    if (refusal) return picture_page(call, call.db, picture, *refusal);
    return call.redirect_with_notice(fmt::format("{}#who", path_of(picture.id)), call.text("media.mark.removed"));
}

/// For the field that suggests: students whom the viewer may see.
static http::Response suggest(http::ReadCall& call) {
    constexpr int most = 10;
    boost::json::array list;
    const auto typed = base::trim(call.request.query.text("q"));
    if (!typed.empty() && (call.viewer.may(may_upload) || call.viewer.may(may_manage))) {
        roster::PeopleQuestion question;
        question.text = typed;
        question.role = roster::Role::student;
        question.limit = most;
        for (const auto& person : roster::find_people(call.db, call.viewer, question).lines) {
            const auto grade = person.grade.empty() ? std::string() : call.text("media.mark.grade", {{"grade", person.grade}}) + ", ";
            list.push_back({{"value", std::to_string(person.id.value)}, {"label", person.name}, {"detail", grade + person.school}});
        }
    }
    if (!list.empty()) call.note_access("people", 0, "suggestions");
    return call.json(list);
}

void mark_routes(http::Routes& routes) {
    routes.get("/images/students", http::signed_in, suggest);
    routes.post("/images/{picture}/marks", may_upload, add);
    routes.post("/images/{picture}/marks/{mark}", may_upload, prepare_blur, say);
    routes.post("/images/{picture}/marks/{mark}/removal", may_upload, remove);
}

}  // namespace media
