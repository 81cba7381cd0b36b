// The page of one need: what is missing, who hears it, how it was weighed, what was answered, and what may be done.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "html/format.h"
#include "planning/need_evidence.h"
#include "planning/need_view.h"
#include "planning/planning.h"

namespace planning {

constexpr int most_requests = 20;

static std::string moment(const http::Call& call, base::Instant at) { return html::moment_words(call.language, call.zone, call.now, at); }

/// What was typed when it is shown again, else what is there.
static std::string shown(const NeedTyped& typed, std::string_view field, std::string current) {
    return typed.fields && typed.fields->has(field) ? std::string(typed.fields->text(field)) : std::move(current);
}

static void fill_facts(const http::Call& call, html::View& view, const Need& need) {
    view.set("id", need.id.value).set("title", need.title).set("seen", need.version);
    fill_need_state(call, view, need.state);
    if (!need.words.empty()) view.add("said").set("words", need.words);
    view.set("touch", touch_words(call, need.touch)).set("raiser", need.raiser).set("raised_iso", base::to_iso(need.created_at)).set("raised", moment(call, need.created_at));
    view.set("owner", need.owner_name.empty() ? call.text("planning.need.nobody") : need.owner_name);
    if (need.category) view.add("about").set("category", call.language == html::Language::es ? need.category_es : need.category_en);
    if (need.merged_into) view.add("merged").set("into", need.merged_into->value);
    view.set("standing", standing_words(call, need.standing));
    if (!need.weighing) return;
    auto weighed = view.add("weighed");
    weighed.set("learning", call.text(fmt::format("planning.need.effect_{}", need.weighing->learning)));
    weighed.set("safety", call.text(fmt::format("planning.need.effect_{}", need.weighing->safety)));
    weighed.set("law", call.text(need.weighing->law ? "planning.need.law_yes" : "planning.need.law_no"));
    weighed.set("effort", call.text(fmt::format("planning.need.effort_{}", word(need.weighing->effort)))).set("words", need.weighing->words);
}

static void fill_answer(const http::Call& call, html::View& view, const NeedAnswer& answer, std::string_view section) {
    auto item = view.add(section);
    item.set("kind", call.text(fmt::format("planning.need.state.{}", word(answer.kind)))).set("words", answer.words).set("by", answer.by);
    item.set("iso", base::to_iso(answer.at)).set("at", moment(call, answer.at));
    if (answer.on) {
        item.add("day").set("label", call.text(fmt::format("planning.need.letter.{}_on", word(answer.kind)))).set("day", html::day_words(call.language, call.today(), *answer.on));
    }
    if (answer.taken_back) item.add("told").set("told", call.text("planning.need.taken_back"));
    else if (answer.waiting > 0) item.add("told").set("told", call.text("planning.need.letters_wait", {{"n", std::to_string(answer.waiting)}, {"time", html::clock_words(call.zone, answer.at + letters_wait)}}));
    else if (answer.letters > 0) item.add("told").set("told", call.text("planning.need.letters_written", {{"n", std::to_string(answer.letters)}}));
}

static void fill_answers(const http::Call& call, db::Read& db, html::View& view, const Need& need) {
    const auto answers = answers_of(db, call.viewer, need.id);
    const NeedAnswer* holds = nullptr;
    for (const auto& answer : answers) {
        if (!answer.taken_back && answer.kind == need.state) holds = &answer;
    }
    if (holds) fill_answer(call, view, *holds, "answer");
    std::optional<html::View> before;
    for (const auto& answer : answers) {
        if (&answer == holds) continue;
        if (!before) before.emplace(view.add("before"));
        fill_answer(call, *before, answer, "earlier");
    }
}

static void fill_evidence(const http::Call& call, db::Read& db, html::View& view, const Need& need) {
    for (const auto& voice : voices_of(db, call.viewer, need.id)) {
        auto item = view.add("voice");
        item.set("name", voice.name).set("iso", base::to_iso(voice.at)).set("at", moment(call, voice.at));
        if (!voice.school.empty()) item.add("at_school").set("school", voice.school);
    }
    const auto all = count_requests_of_need(db, call.viewer, need.id);
    if (all > 0) {
        auto list = view.add("requests");
        for (const auto& request : requests_of_need(db, call.viewer, need.id, most_requests)) {
            auto item = list.add("request");
            item.set("where", request.school).set("at", moment(call, request.created_at));
            if (request.title.empty()) item.show("elsewhere");
            else item.add("open").set("id", request.id.value).set("title", request.title);
        }
        if (all > most_requests) list.add("more").set("words", call.text("planning.need.newest_of", {{"n", std::to_string(most_requests)}, {"all", std::to_string(all)}}));
    }
    const auto places = places_of(db, call.viewer, need.id);
    if (places.size() > 1 || (places.size() == 1 && !places.front().school.empty())) {
        auto table = view.add("places");
        for (const auto& place : places) {
            table.add("place").set("school", place.school.empty() ? call.text("planning.need.no_school") : place.school).set("people", place.people).set("requests", place.requests);
        }
    }
    fill_category_evidence(call, db, view, need);
}

static void fill_history(const http::Call& call, db::Read& db, html::View& view, const Need& need) {
    for (const auto& event : auth::history(db, "need", need.id.value)) {
        auto item = view.add("event");
        item.set("iso", base::to_iso(event.at)).set("at", moment(call, event.at)).set("by", event.actor);
        item.set("words", call.services.messages->find(call.language, fmt::format("planning.event.need.{}", event.action)).value_or(event.action));
        const bool is_answer = parse_need_state(event.action) && is_answered(*parse_need_state(event.action));
        if (!event.why.empty() && !is_answer) item.add("why").set("why", event.why);
    }
}

static void fill_choice(html::View& view, std::string_view section, std::string_view value, const std::string& name, bool selected) {
    view.add(section).set("value", value).set("name", name).show_if(selected, "selected");
}

static void fill_weigh_form(const http::Call& call, html::View& view, const Need& need, const NeedTyped& typed) {
    auto form = view.add("weigh");
    form.set("id", need.id.value).set("seen", need.version).show_if(typed.form == "weigh" || need.state == NeedState::heard, "open");
    const auto was = need.weighing.value_or(Weighing{});
    for (auto [field, value] : {std::pair<std::string_view, int>{"learning", was.learning}, {"safety", was.safety}}) {
        const auto chosen = shown(typed, field, std::to_string(value));
        for (auto level : {"0", "1", "2"}) fill_choice(form, fmt::format("{}_option", field), level, call.text(fmt::format("planning.need.effect_{}", level)), chosen == level);
    }
    const auto effort = shown(typed, "effort", need.weighing ? std::string(word(was.effort)) : std::string());
    for (auto one : {Effort::small, Effort::middle, Effort::large}) {
        fill_choice(form, "effort_option", word(one), call.text(fmt::format("planning.need.effort_{}", word(one))), effort == word(one));
    }
    form.show_if(shown(typed, "law", typed.fields && typed.form == "weigh" ? "" : was.law ? "1" : "") == "1", "law");
    form.set("weighing_words", shown(typed, "weighing_words", was.words));
    if (typed.form == "weigh") fill_need_problems(call, form, typed.problems);
}

static void fill_answer_form(const http::Call& call, html::View& view, const Need& need, const NeedTyped& typed) {
    auto form = view.add("answer_form");
    form.set("id", need.id.value).set("seen", need.version).show_if(typed.form == "answer" || need.state == NeedState::weighed, "open");
    const auto kind = shown(typed, "kind", need.state == NeedState::planned ? "met" : "planned");
    for (auto one : {NeedState::planned, NeedState::not_now, NeedState::met}) {
        fill_choice(form, "kind_option", word(one), call.text(fmt::format("planning.need.choose_{}", word(one))), kind == word(one));
    }
    form.set("answer_words", shown(typed, "answer_words", "")).set("on", shown(typed, "on", ""));
    if (typed.form == "answer") fill_need_problems(call, form, typed.problems);
}

static void fill_words_form(const http::Call& call, db::Read& db, html::View& view, const Need& need, const NeedTyped& typed) {
    auto form = view.add("words_form");
    // Who has just raised it in one tap finds the field for a sentence open.
    const bool fresh = need.words.empty() && need.raised_by == call.viewer.account() && call.now - need.created_at < std::chrono::hours(1);
    form.set("id", need.id.value).set("seen", need.version).show_if(typed.form == "words" || fresh, "open");
    form.set("typed_title", shown(typed, "title", need.title)).set("typed_words", shown(typed, "words", need.words));
    fill_need_categories(call, db, form, shown(typed, "category", need.category ? std::to_string(*need.category) : ""));
    if (typed.form == "words") fill_need_problems(call, form, typed.problems);
}

static void fill_owner_form(const http::Call& call, db::Read& db, html::View& view, const Need& need, const NeedTyped& typed) {
    auto form = view.add("owner_form");
    form.set("id", need.id.value).set("seen", need.version).show_if(typed.form == "owner", "open");
    const auto chosen = shown(typed, "owner", need.owner ? std::to_string(need.owner->value) : "");
    for (const auto& one : possible_owners(db, call.viewer, call.today())) {
        const auto id = std::to_string(one.account.value);
        fill_choice(form, "owner_option", id, one.name, id == chosen);
    }
    if (typed.form == "owner") fill_need_problems(call, form, typed.problems);
}

static void fill_merge_form(const http::Call& call, db::Read& db, html::View& view, const Need& need, const NeedTyped& typed) {
    auto others = needs_to_compare(db, call.viewer);
    std::erase_if(others, [&](const NeedLine& line) { return line.id == need.id; });
    const auto alike = similar_of(need.title + "\n" + need.words, need.category, others, 5);
    if (alike.empty()) return;
    auto form = view.add("merge_form");
    form.set("id", need.id.value).set("seen", need.version);
    for (const auto& line : alike) fill_choice(form, "into_option", std::to_string(line.id.value), fmt::format("{} ({})", line.title, touch_words(call, line.touch)), false);
    if (typed.form == "merge") fill_need_problems(call, form, typed.problems);
}

static void fill_acts(const http::Call& call, db::Read& db, html::View& view, const Need& need, const NeedTyped& typed) {
    const bool plans = call.viewer.may_everywhere(may_plan);
    const bool raised = need.raised_by == call.viewer.account();
    const bool answers = may_answer(call.viewer, need);
    if (need.state == NeedState::withdrawn) {
        if (may_restore(db, call.viewer, need)) view.add("restore").set("id", need.id.value).set("seen", need.version);
        return;
    }
    if (!is_live(need.state)) return;
    const bool hears = hears_it(db, call.viewer, need.id);
    if (!hears) {
        auto join = view.add("join");
        join.set("id", need.id.value).show_if(!answers, "first");  // to answer is the first thing for whoever may
        fill_need_schools(call, db, join, "");
    } else if (!raised) {
        view.add("leave").set("id", need.id.value);
    }
    if (answers && need.weighing && need.state != NeedState::met) fill_answer_form(call, view, need, typed);
    if (answers && is_answered(need.state)) view.add("again").set("id", need.id.value).set("seen", need.version);
    if (answers) fill_weigh_form(call, view, need, typed);
    if (plans) fill_owner_form(call, db, view, need, typed);
    if (answers || raised) fill_words_form(call, db, view, need, typed);
    const bool alone = raised && need.touch.people <= 1 && need.state == NeedState::heard;
    if (plans || alone) {
        fill_merge_form(call, db, view, need, typed);
        view.add("withdraw").set("id", need.id.value).set("seen", need.version);
    }
}

http::Response need_page(const http::Call& call, db::Read& db, const Need& need, const NeedTyped& typed, http::Status status) {
    html::View view;
    fill_facts(call, view, need);
    fill_answers(call, db, view, need);
    fill_evidence(call, db, view, need);
    fill_history(call, db, view, need);
    fill_acts(call, db, view, need, typed);
    if (typed.form.empty() && !typed.problems.empty()) view.add("stale").set("words", call.text(typed.problems.front().second));
    return call.page(status, "planning/need", need.title, std::move(view));
}

}  // namespace planning
