#include "media/picture_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "media/media.h"
#include "media/review.h"
#include "media/takedown.h"

namespace media {

std::string path_of(PictureId id) { return fmt::format("/images/{}", id.value); }

std::int64_t seen_of(const http::Call& call) { return base::parse_integer(call.request.form.text("seen")).value_or(0); }

void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto summary = view.add("problems");
    for (const auto& [field, key] : problems) {
        const auto message = call.text(key);
        summary.add("problem").set("field", field).set("message", message);
        view.add(field + "_error").set("message", message);
    }
}

std::string shown_use_words(const http::Call& call, Use use) {
    return call.text("media.review.use", {{"channel", call.text(fmt::format("media.review.channel.{}", word(use.channel)))}, {"purpose", call.text(fmt::format("media.review.purpose.{}", word(use.purpose)))}});
}

std::string block_words(const http::Call& call, Block block) { return call.text(fmt::format("media.gate.{}", word(block))); }

std::vector<roster::Org> schools_with(db::Read& db, const auth::Viewer& viewer, auth::Permission permission) {
    auto schools = roster::schools(db);
    std::erase_if(schools, [&](const roster::Org& school) { return !viewer.may(permission, school.id.value); });
    return schools;
}

std::string student_name(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    const auto person = roster::find_person(db, viewer, student);
    return person ? person->name() : "";
}

static void fill_when(const http::Call& call, html::View& view, base::Instant at) {
    view.set("when", html::moment_words(call.language, call.zone, call.now, at)).set("iso", base::to_iso(at));
}

/// The picture in the size in which it is looked at here, with a box over each place. Points of that size.
static void fill_canvas(const http::Call& call, html::View& view, const Picture& picture, const std::vector<Mark>& all) {
    constexpr int shown = 800, unknown_height = 600;
    auto canvas = view.add("canvas");
    const int width = picture.derived ? std::min(shown, picture.width) : shown;
    const int height = picture.derived ? std::max(1, static_cast<int>(static_cast<std::int64_t>(picture.height) * width / picture.width)) : unknown_height;
    canvas.set("width", width).set("height", height).set("label", call.text("media.picture.canvas", {{"title", picture.words.title}}));
    if (picture.derived) {
        canvas.add("sizes").set("src", path_of(picture.id) + "/sizes/800").set("width", width).set("height", height);
        view.add("full").set("src", path_of(picture.id) + "/sizes/1600");
    } else {
        canvas.add("no_sizes").set("width", width).set("height", height);
    }
    int number = 0;
    for (const auto& mark : all) {
        ++number;
        if (mark.origin == Origin::whole) continue;
        auto box = canvas.add("box");
        const auto scaled = [](int part, int side) { return part * side / 10'000; };
        const int top = scaled(mark.box.top, height);
        box.set("id", mark.id).set("x", scaled(mark.box.left, width)).set("y", top).set("w", scaled(mark.box.width, width)).set("h", scaled(mark.box.height, height));
        box.set("ty", std::max(22, top - 6)).set("number", number).show(mark.kind == MarkKind::none ? "unsaid" : "said");
        const auto kind = mark.kind == MarkKind::none ? "none" : std::string(word(mark.kind));
        box.set("label", fmt::format("{}: {}", number, call.text(fmt::format("media.mark.kind.{}", kind))));
    }
}

/// What stands at the title: the same words as in the list.
static void fill_state(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const std::vector<Mark>& all) {
    const auto asked = showings(db, picture.id, 50);
    const bool waits = std::ranges::any_of(asked, &Showing::waits);
    const bool unmarked = picture.check != CheckState::done || !picture.stated_at || std::ranges::any_of(all, [](const Mark& mark) { return mark.kind == MarkKind::none; });
    const bool clears = std::ranges::any_of(asked, [&](const Showing& showing) {
        return showing.is_open() && showing.use && std::holds_alternative<Clearance>(clear(db, picture.id, *showing.use, call.now));
    });
    view.show(picture.taken_down_at ? "down" : clears ? "may" : unmarked ? "marks" : waits ? "review" : std::ranges::any_of(asked, &Showing::is_open) ? "blocked" : "ready");
}

static void fill_facts(const http::Call& call, html::View& view, const Picture& picture) {
    const auto fact = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) view.add("fact").set("name", call.text(fmt::format("media.picture.fact.{}", key))).set("value", value);
    };
    fact("school", picture.school_name);
    if (!picture.taken_down_at) {
        fact("alt_en", picture.words.alt_en);
        fact("alt_es", picture.words.alt_es);
        if (picture.words.decoration) fact("decoration", call.text("media.picture.yes"));
        fact("taken_by", picture.words.taken_by);
        fact("allowed", call.text(picture.words.allowed ? "media.picture.yes" : "media.picture.no"));
    }
    if (picture.words.taken_on) fact("taken_on", html::day_words(call.language, call.today(), *picture.words.taken_on));
    fact("uploaded", fmt::format("{}, {}", picture.uploaded_by, html::moment_words(call.language, call.zone, call.now, picture.uploaded_at)));
    if (picture.derived) fact("size", fmt::format("{} × {}", picture.width, picture.height));
    if (!picture.detector.empty()) view.add("detector").set("words", picture.detector);
}

static void fill_takedowns(const http::Call& call, db::Read& db, html::View& view, const Picture& picture) {
    const auto list = takedowns_of(db, picture);
    if (list.empty()) return;
    auto part = view.add("takedowns");
    for (const auto& takedown : list) {
        auto row = part.add("takedown");
        row.set("reason", call.text(fmt::format("media.takedown.reason.{}", word(takedown.reason)))).set("takedown_id", takedown.id);
        fill_when(call, row, takedown.at);
        if (!takedown.by.empty()) row.add("by").set("name", takedown.by);
        row.show_if(call.viewer.may_everywhere(may_manage), "href");
    }
}

http::Response picture_page(const http::Call& call, db::Read& db, const Picture& picture, const Refusal& refusal) {
    html::View view;
    fill_problems(call, view, refusal.problems);
    const auto all = marks(db, picture.id);
    const bool here = !picture.taken_down_at;
    view.set("base", path_of(picture.id)).set("id", picture.id.value).set("title", picture.words.title).set("seen", picture.revision);
    for (const auto name : {"left", "top", "width", "height"}) view.set(name, call.request.form.text(name));
    fill_state(call, db, view, picture, all);
    view.show_if(!here, "down_words");
    if (here && picture.check == CheckState::waiting) view.show("waiting");
    if (here && picture.check == CheckState::failed) {
        const auto trouble = call.services.messages->find(call.language, fmt::format("media.picture.trouble.{}", picture.check_trouble));
        view.add("failed").set("trouble", trouble.value_or(call.text("media.picture.trouble.other")));
    }
    if (here && !picture.derived) view.show("gone_sizes");
    const bool may_change = here && call.viewer.may(may_upload, picture.school.value);
    view.show_if(may_change, "may_change");
    if (here) {
        fill_canvas(call, view, picture, all);
        fill_marks(call, db, view, picture, all, refusal);
        fill_showings(call, db, view, picture, all, refusal);
        fill_posts(call, db, view, picture, refusal);
    }
    view.show_if(may_change && picture.check == CheckState::done, "may_check");
    view.show_if(here && call.viewer.may_everywhere(may_manage), "may_pull").show_if(here && may_delete(call.viewer, picture), "may_delete");
    fill_facts(call, view, picture);
    fill_takedowns(call, db, view, picture);
    return call.page(refusal.problems.empty() ? http::ok : refusal.status, "media/picture", picture.words.title, std::move(view));
}

}  // namespace media
