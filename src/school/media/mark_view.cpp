// The list of marks on the page of a picture: the main way, which works without script and without seeing the picture.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "media/media.h"
#include "media/picture_view.h"

namespace media {

static void fill_crop(html::View& row, const Picture& picture, const Mark& mark) {
    constexpr int shown = 800;
    if (!picture.derived || mark.origin == Origin::whole) {
        row.show("no_crop");
        return;
    }
    const int width = std::min(shown, picture.width);
    const int height = static_cast<int>(static_cast<std::int64_t>(picture.height) * width / picture.width);
    const auto scaled = [](int part, int side) { return part * side / 10'000; };
    auto crop = row.add("crop");
    crop.set("x", scaled(mark.box.left, width)).set("y", scaled(mark.box.top, height)).set("w", std::max(1, scaled(mark.box.width, width))).set("h", std::max(1, scaled(mark.box.height, height)));
    crop.set("width", width).set("height", height).set("src", path_of(picture.id) + "/sizes/800");
}

/// "at the top left": for those who do not see the box.
static std::string place_words(const http::Call& call, const Mark& mark) {
    if (mark.origin == Origin::whole) return call.text("media.mark.place.whole");
    constexpr int third = 3'333;
    const auto third_of = [](int begin, int size) { return std::clamp((begin + size / 2) / third, 0, 2); };
    static constexpr std::string_view rows[] = {"top", "middle", "bottom"}, columns[] = {"left", "centre", "right"};
    const auto at = fmt::format("media.mark.place.{}_{}", rows[third_of(mark.box.top, mark.box.height)], columns[third_of(mark.box.left, mark.box.width)]);
    return call.text(mark.origin == Origin::proposed ? "media.mark.place.proposed" : "media.mark.place.drawn", {{"where", call.text(at)}});
}

static void fill_who(const http::Call& call, db::Read& db, html::View& row, const Mark& mark) {
    if (mark.kind != MarkKind::student || !mark.person) return;
    const auto person = roster::find_person(db, call.viewer, *mark.person);
    auto who = row.add("who");
    who.set("name", person ? person->name() : call.text("media.mark.hidden_student"));
    if (person && !person->grade.empty()) who.add("detail").set("detail", call.text("media.mark.grade", {{"grade", person->grade}}));
}

static void fill_form(const http::Call& call, html::View& row, const Mark& mark, const Refusal& refusal, const std::string& name, bool first_open) {
    const bool refused = refusal.mark == mark.id && !refusal.problems.empty();
    const auto& form = call.request.form;
    auto part = row.add("form");
    part.show_if(refused || (refusal.mark == 0 && first_open), "open");
    const auto kind = refused ? parse_mark_kind(form.text("what")).value_or(MarkKind::none) : mark.kind;
    if (kind != MarkKind::none) part.show(fmt::format("is_{}", word(kind)));
    part.set("name", refused ? form.text("name") : name).set("note", refused ? form.text("note") : mark.note);
    part.set("person", refused ? form.text("person") : mark.kind == MarkKind::student && mark.person && !name.empty() ? std::to_string(mark.person->value) : "");
    part.show(call.viewer.may(roster::may_see_people) ? "may_search" : "may_not_search").show(mark.kind == MarkKind::none ? "unsaid" : "said");
    part.show_if(mark.origin != Origin::whole, "may_blur").show_if(mark.origin != Origin::proposed && mark.kind != MarkKind::blurred, "may_remove");
    if (!refused) return;
    for (const auto& [field, key] : refusal.problems) part.add("problem").set("message", call.text(key));
    if (refusal.candidates.empty()) return;
    auto candidates = part.add("candidates");
    for (const auto& person : refusal.candidates) {
        const auto grade = person.grade.empty() ? std::string() : call.text("media.mark.grade", {{"grade", person.grade}}) + ", ";
        candidates.add("candidate").set("value", person.id.value).set("label", person.name).set("detail", grade + person.school);
    }
}

static void fill_statement(const http::Call& call, html::View& view, const Picture& picture, const std::vector<Mark>& all) {
    if (picture.stated_at) {
        view.add("stated").set("by", picture.stated_by).set("when", html::moment_words(call.language, call.zone, call.now, *picture.stated_at)).set("iso", base::to_iso(*picture.stated_at));
        return;
    }
    const bool all_said = std::ranges::none_of(all, [](const Mark& mark) { return mark.kind == MarkKind::none; });
    const bool ready = all_said && picture.check == CheckState::done && picture.derived && call.viewer.may(may_upload, picture.school.value);
    view.show(ready ? "may_state" : "not_yet");
}

void fill_marks(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const std::vector<Mark>& all, const Refusal& refusal) {
    view.show("may_see_marks");
    if (all.empty()) view.show(picture.check == CheckState::done ? "none_marked" : "not_looked");
    const bool may_change = call.viewer.may(may_upload, picture.school.value);
    bool opened = false;
    int number = 0;
    for (const auto& mark : all) {
        auto row = view.add("mark");
        row.set("id", mark.id).set("number", ++number).show(mark.kind == MarkKind::none ? "unsaid" : "said").set("where", place_words(call, mark));
        if (mark.kind != MarkKind::none) row.set("what", call.text(fmt::format("media.mark.kind.{}", word(mark.kind))));
        fill_crop(row, picture, mark);
        fill_who(call, db, row, mark);
        if (!mark.note.empty()) row.add("told").set("note", mark.note);
        if (!mark.marked_by.empty()) row.add("by").set("by", call.text("media.mark.said_by", {{"name", mark.marked_by}}));
        if (!may_change) continue;
        const bool first_open = !opened && mark.kind == MarkKind::none;
        opened = opened || first_open;
        fill_form(call, row, mark, refusal, mark.person ? student_name(db, call.viewer, *mark.person) : "", first_open);
    }
    fill_statement(call, view, picture, all);
    const bool add_refused = std::ranges::any_of(refusal.problems, [](const auto& problem) { return problem.first == "left"; });
    view.show_if(add_refused || (all.empty() && picture.check == CheckState::done && !picture.stated_at), "add_open");
}

}  // namespace media
