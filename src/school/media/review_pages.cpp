// The caution, the request to show a picture, and the second person's answer.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "media/ceiling.h"
#include "media/gate_facts.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_view.h"
#include "media/review.h"

namespace media {

static Picture load(const http::Call& call, db::Read& db) { return load_picture(db, call.viewer, call.id_as<PictureId>("picture")); }

static std::optional<Use> read_use(const http::Fields& fields) {
    const auto purpose = parse_purpose(fields.text("purpose"));
    const auto channel = parse_channel(fields.text("channel"));
    if (!purpose || !channel) return std::nullopt;
    return Use{*purpose, *channel};
}

static void fill_choices(const http::Call& call, db::Read& db, html::View& view) {
    auto choose = view.add("choose");
    const auto option = [&](std::string_view section, std::string_view kind, std::string_view value, bool chosen) {
        auto row = choose.add(section);
        row.set("value", value).set("label", call.text(fmt::format("media.review.{}.{}", kind, value))).set("hint", call.text(fmt::format("media.review.{}_hint.{}", kind, value))).show_if(chosen, "chosen");
        return row;
    };
    const auto open = ceilings(db).open;
    const auto& query = call.request.query;
    // A picture on which nobody can be recognised may still go there.
    for (const auto channel : channels) {
        auto row = option("channel_option", "channel", word(channel), query.text("channel") == word(channel));
        if (!open[static_cast<std::size_t>(channel)]) row.set("hint", call.text("media.review.closed"));
    }
    for (const auto purpose : purposes) option("purpose_option", "purpose", word(purpose), query.text("purpose") == word(purpose));
}

/// Who can be recognised, by name for those who may see them; why somebody may not be shown is told to nobody (clause 2.4).
static void fill_people(const http::Call& call, db::Read& db, html::View& part, const std::vector<Mark>& all, Use use) {
    int shown = 0, blurred = 0;
    for (const auto& mark : all) {
        if (mark.kind == MarkKind::blurred) ++blurred;
        if (mark.kind != MarkKind::student && mark.kind != MarkKind::adult) continue;
        ++shown;
        auto row = part.add("person");
        row.set("mark", mark.id);
        if (mark.kind == MarkKind::adult) {
            row.set("name", call.text("media.review.adult", {{"note", mark.note}})).show("allowed");
            continue;
        }
        const auto name = mark.person ? student_name(db, call.viewer, *mark.person) : "";
        row.set("name", name.empty() ? call.text("media.mark.hidden_student") : name);
        row.show(mark.person && may_show(db, *mark.person, use, call.today()).allowed() ? "allowed" : "refused");
    }
    if (shown == 0) part.show("nobody");
    if (blurred > 0) part.add("blurred").set("words", call.text("media.review.blurred", {{"n", std::to_string(blurred)}}));
}

/// What stands in the way besides the caution itself and the second person.
static std::vector<Block> other_blocks(const http::Call& call, db::Read& db, PictureId picture, Use use) {
    const auto gate = clear(db, picture, use, call.now);
    const auto* blocked = std::get_if<Blocked>(&gate);
    if (!blocked) return {};
    auto blocks = blocked->blocks;
    std::erase_if(blocks, [](Block block) { return block == Block::no_caution || block == Block::no_review; });
    return blocks;
}

static http::Response caution_page(const http::Call& call, db::Read& db, const Picture& picture, std::optional<Use> use, const Refusal& refusal) {
    html::View view;
    fill_problems(call, view, refusal.problems);
    view.set("base", path_of(picture.id)).set("title", picture.words.title).set("seen", picture.revision);
    if (!use) {
        fill_choices(call, db, view);
    } else {
        const auto all = marks(db, picture.id);
        auto part = view.add("caution");
        part.set("use", shown_use_words(call, *use)).set("who_sees", call.text(fmt::format("media.review.who_sees.{}", word(use->channel))));
        if (picture.derived) part.add("thumb").set("src", path_of(picture.id) + "/sizes/320");
        fill_people(call, db, part, all, *use);
        const auto blocks = other_blocks(call, db, picture.id, *use);
        if (!blocks.empty()) {
            auto blocked = part.add("blocked");
            for (const auto block : blocks) blocked.add("block").set("words", block_words(call, block));
        } else {
            auto send = part.add("may_send");
            send.set("channel", word(use->channel)).set("purpose", word(use->purpose)).set("place", call.request.form.text("place_words")).set("need", call.request.form.text("need_words"));
            send.show_if(call.request.form.has("read"), "has_read").show_if(needs_look(db, use->channel, gate_marks(db, picture.id)), "second");
        }
    }
    return call.page(refusal.problems.empty() ? http::ok : refusal.status, "media/caution", call.text("media.review.caution"), std::move(view));
}

static http::Response show_caution(http::ReadCall& call) {
    const auto picture = load(call, call.db);
    call.viewer.require(may_upload, picture.school.value);
    if (picture.taken_down_at) throw base::NotFound("it was taken down for good");
    for (const auto& mark : marks(call.db, picture.id)) {
        if (mark.kind == MarkKind::student && mark.person && !student_name(call.db, call.viewer, *mark.person).empty()) call.note_access("person", mark.person->value, "picture");
    }
    return caution_page(call, call.db, picture, read_use(call.request.query), {});
}

static http::Response ask(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    const auto& form = call.request.form;
    const auto use = read_use(form);
    if (!use) throw base::Invalid("channel", call.text("media.review.problem.use"));
    auto refusal = refused([&] {
        ask_to_show(call.db, call.viewer, call.now, picture, seen_of(call), {*use, base::collapse_space(form.text("place_words")), base::collapse_space(form.text("need_words")), form.has("read")});
    });
    if (!refusal) return call.redirect_with_notice(path_of(picture.id) + "#shown", call.text("media.review.asked"));
    for (auto& problem : refusal->problems) {
        if (problem.first == "state") problem.first = "who";
    }
    return caution_page(call, call.db, picture, use, *refusal);
}

static http::Response after(const http::WriteCall& call, const Picture& picture, std::optional<Refusal> refusal, std::string_view notice) {
    if (!refusal) return call.redirect_with_notice(path_of(picture.id) + "#shown", call.text(notice));
    refusal->showing = call.id("showing");
    for (auto& problem : refusal->problems) problem.first = fmt::format("showing-{}", refusal->showing);
    return picture_page(call, call.db, picture, *refusal);
}

static http::Response approve_it(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    return after(call, picture, refused([&] { approve(call.db, call.viewer, call.now, picture, call.id("showing")); }), "media.review.approved");
}

static http::Response refuse_it(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    return after(call, picture, refused([&] { refuse_showing(call.db, call.viewer, call.now, picture, call.id("showing"), call.request.form.text("words")); }), "media.review.refused");
}

static http::Response end_it(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    return after(call, picture, refused([&] { take_back(call.db, call.viewer, call.now, picture, call.id("showing")); }), "media.review.taken_back");
}

void review_routes(http::Routes& routes) {
    routes.get("/images/{picture}/caution", may_upload, show_caution);
    routes.post("/images/{picture}/showings", may_upload, ask);
    routes.post("/images/{picture}/showings/{showing}/approval", may_review, approve_it);
    routes.post("/images/{picture}/showings/{showing}/refusal", may_review, refuse_it);
    routes.post("/images/{picture}/showings/{showing}/end", may_upload, end_it);
}

}  // namespace media
