#include "planning/need_view.h"

#include <fmt/format.h>

#include "html/format.h"

namespace planning {

void fill_need_problems(const http::Call& call, html::View& view, const NeedProblems& problems) {
    if (problems.empty()) return;
    auto box = view.include("problems", "html/problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_error").set("message", call.text(key));
    }
}

void fill_need_schools(const http::Call&, db::Read& db, html::View& view, std::string_view selected) {
    for (const auto& school : roster::schools(db)) {
        view.add("school_option").set("id", school.id.value).set("name", school.name).show_if(std::to_string(school.id.value) == selected, "selected");
    }
}

void fill_need_categories(const http::Call& call, db::Read& db, html::View& view, std::string_view selected) {
    const bool spanish = call.language == html::Language::es;
    for (const auto& category : need_categories(db)) {
        const bool chosen = std::to_string(category.id) == selected;
        if (!category.active && !chosen) continue;
        view.add("category_option").set("id", category.id).set("name", spanish ? category.name_es : category.name_en).show_if(chosen, "selected");
    }
}

void fill_need_state(const http::Call& call, html::View& view, NeedState state) {
    static constexpr std::string_view pills[] = {"pill-wait", "pill-info", "pill-info", "", "pill-good", "", ""};
    static constexpr std::string_view icons[] = {"message-circle", "adjustments", "calendar-event", "clock-pause", "circle-check", "arrow-back-up", "git-merge"};
    const auto at = static_cast<std::size_t>(state);
    view.set("pill", pills[at]).set("icon", icons[at]).set("state", call.text(fmt::format("planning.need.state.{}", word(state))));
}

std::string standing_words(const http::Call& call, const Standing& standing) {
    return call.text("planning.need.standing", {{"rank", call.text(fmt::format("planning.need.rank_{}", standing.rank))},
                                                {"because", call.text(fmt::format("planning.need.because.{}", word(standing.because)))}});
}

std::string touch_words(const http::Call& call, const Touch& touch) {
    auto people = call.text("planning.need.people_n", {{"n", html::number_words(call.language, touch.people)}});
    if (touch.schools == 0) return people;
    return call.text("planning.need.touch", {{"people", people}, {"schools", call.text("planning.need.schools_n", {{"n", html::number_words(call.language, touch.schools)}})}});
}

void fill_need_line(const http::Call& call, html::View& view, const NeedLine& line) {
    view.set("id", line.id.value).set("title", line.title).set("standing", standing_words(call, line.standing)).set("touch", touch_words(call, line.touch));
    view.set("people", line.touch.people).set("schools", line.touch.schools);
    view.set("owner", line.owner.empty() ? call.text("planning.need.nobody") : line.owner);
    view.set("iso", base::to_iso(line.created_at)).set("since", html::day_words(call.language, call.today(), call.zone.day_of(line.created_at)));
    fill_need_state(call, view, line.state);
    view.show(line.mine ? "mine" : "not_mine");
}

std::optional<http::Response> ask_need_first(http::WriteCall& call, std::string_view question, std::string_view yes, std::string_view back) {
    if (call.request.form.text("confirmed") == "1") return std::nullopt;
    html::View view;
    view.set("question", question).set("detail", "").set("action", call.request.path).set("yes", yes).set("back", back);
    for (const auto& [name, value] : call.request.form.items()) view.add("kept").set("name", name).set("value", value);
    return call.page("html/confirm", question, std::move(view));
}

}  // namespace planning
