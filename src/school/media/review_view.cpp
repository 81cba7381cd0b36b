// Where a picture may be shown, what stands in the way, and what the second person does, on its page.
#include <algorithm>

#include <fmt/format.h>

#include "html/format.h"
#include "media/media.h"
#include "media/picture_view.h"
#include "media/review.h"

namespace media {

/// Clause 2.4: who it is is told to those who may see them, and why to nobody.
static void name_persons(const http::Call& call, db::Read& db, html::View& row, const std::vector<Mark>& all, Use use) {
    html::View who = row.add("who");
    bool hidden = false;
    for (const auto& mark : all) {
        if (mark.kind != MarkKind::student || !mark.person || may_show(db, *mark.person, use, call.today()).allowed()) continue;
        const auto name = student_name(db, call.viewer, *mark.person);
        if (name.empty()) hidden = true;
        else who.add("person").set("name", name).add("blur").set("mark", mark.id);
    }
    if (hidden) who.add("person").set("name", call.text("media.review.somebody_hidden"));
}

static void fill_blocks(const http::Call& call, db::Read& db, html::View& view, const std::vector<Mark>& all, Use use, const std::vector<Block>& blocks) {
    if (blocks.empty()) return;
    auto part = view.add("blocks");
    for (const auto block : blocks) {
        auto row = part.add("block");
        row.set("words", block_words(call, block));
        if (block == Block::person) name_persons(call, db, row, all, use);
    }
}

static void fill_answer(const http::Call& call, html::View& row, const Showing& showing) {
    if (showing.answered_by.empty() || showing.state == ShowingState::asked) return;
    auto answer = row.add("answer");
    answer.set("answer_label", call.text(fmt::format("media.review.answer.{}", word(showing.state)))).set("answer_by", showing.answered_by);
    if (!showing.answer_words.empty()) answer.add("answer_words").set("words", showing.answer_words);
}

static void fill_second_person(const http::Call& call, db::Read& db, html::View& row, const Picture& picture, const Showing& showing, const Refusal& refusal) {
    if (!showing.waits()) return;
    switch (second_person(db, call.viewer, picture, showing)) {
        case SecondPerson::may: {
            auto look = row.add("may_look");
            look.set("showing_id", showing.id);
            if (refusal.showing == showing.id) {
                for (const auto& [field, key] : refusal.problems) look.add("words_error").set("message", call.text(key));
            }
            return;
        }
        case SecondPerson::brought_it: row.add("not_you").set("words", call.text("media.review.not_you.brought_it")); break;
        case SecondPerson::marked_it: row.add("not_you").set("words", call.text("media.review.not_you.marked_it")); break;
        case SecondPerson::asked: row.add("not_you").set("words", call.text("media.review.not_you.asked")); break;
        case SecondPerson::no_permission: break;
    }
    if (second_people(db, picture, showing).empty()) row.add("not_you").set("words", call.text("media.review.nobody_else"));
}

static void fill_showing(const http::Call& call, db::Read& db, html::View& row, const Picture& picture, const std::vector<Mark>& all, const Showing& showing, const Refusal& refusal) {
    row.set("showing_id", showing.id).set("use", showing.use ? shown_use_words(call, *showing.use) : "").set("place", showing.place_words).set("need", showing.need_words).set("by", showing.asked_by);
    row.set("when", html::moment_words(call.language, call.zone, call.now, showing.asked_at)).set("iso", base::to_iso(showing.asked_at));
    fill_answer(call, row, showing);
    if (!showing.is_open()) {
        row.show(showing.state == ShowingState::refused ? "refused" : "ended");
        return;
    }
    const auto gate = showing.use ? clear(db, picture.id, *showing.use, call.now) : std::variant<Clearance, Blocked>(Blocked{{Block::no_caution}});
    if (const auto* blocked = std::get_if<Blocked>(&gate)) {
        const bool only_look = blocked->blocks == std::vector{Block::no_review};
        row.show(only_look ? "waits" : "held_back");
        fill_blocks(call, db, row, all, showing.use.value_or(Use{}), blocked->blocks);
    } else {
        row.show("may_now");
        if (const auto until = std::get<Clearance>(gate).until()) row.add("until").set("day", html::day_words(call.language, call.today(), call.zone.day_of(*until)));
    }
    fill_second_person(call, db, row, picture, showing, refusal);
    row.show_if(call.viewer.may(may_upload, picture.school.value), "may_take_back");
}

/// What stands in the way of every use, before anybody asks for one.
static std::vector<Block> missing_for_all(const http::Call& call, db::Read& db, PictureId picture) {
    const auto gate = clear(db, picture, {Purpose::news, Channel::site}, call.now);
    const auto* blocked = std::get_if<Blocked>(&gate);
    if (!blocked) return {};
    auto blocks = blocked->blocks;
    std::erase_if(blocks, [](Block block) { return block == Block::person || block == Block::no_caution || block == Block::no_review; });
    return blocks;
}

static void fill_places(const http::Call& call, db::Read& db, html::View& view, PictureId picture) {
    constexpr int most = 20;
    const auto places = places_with(db, picture, most + 1);
    if (places.empty()) return;
    auto part = view.add("places");
    for (std::size_t i = 0; i < places.size() && i < most; ++i) part.add("place").set("path", call.public_path(places[i]));
    if (places.size() > most) view.add("more_places").set("words", call.text("media.picture.more_places", {{"n", std::to_string(count_places(db, picture) - most)}}));
}

void fill_showings(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const std::vector<Mark>& all, const Refusal& refusal) {
    constexpr int most = 12;
    const auto missing = missing_for_all(call, db, picture.id);
    if (!missing.empty()) {
        auto part = view.add("missing");
        for (const auto block : missing) part.add("block").set("words", block_words(call, block));
    } else {
        const bool may_ask = call.viewer.may(may_upload, picture.school.value);
        view.show_if(may_ask, "may_ask");
        if (may_ask && showings(db, picture.id, 1).empty()) view.show("ready");
    }
    for (const auto& showing : showings(db, picture.id, most)) {
        auto row = view.add("showing");
        fill_showing(call, db, row, picture, all, showing, refusal);
    }
    fill_places(call, db, view, picture.id);
}

}  // namespace media
