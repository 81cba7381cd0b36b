#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "people/people.h"

namespace coaching {

using std::chrono::days;

/// By the licence records on the day of the lesson.
static Licence licence_of(const http::Call& call, db::Read& main, const Lesson& lesson) {
    if (!lesson.specialist) return {};
    const auto known = people::educator_licence(main, *lesson.specialist, lesson.span ? lesson.span->day : call.today());
    return {known.licensed, known.may_teach};
}

/// The lesson as something to place: at its own class and school, with its specialist alone or with others.
static Wanted wanted_of(const http::Call& call, db::Read& db, db::Read& main, const Lesson& lesson) {
    Wanted wanted;
    wanted.id = lesson.id.value;
    wanted.teacher = lesson.teacher.value;
    wanted.school = lesson.school.value;
    wanted.skill = lesson.topic;
    wanted.barred = barred_for(main, lesson.teacher, call.today());
    const auto first = call.today() + days(1);
    const auto last = call.today() + days(days_ahead);
    if (lesson.state == State::asked) {
        wanted.windows = lesson.windows;
    } else if (const auto of_class = roster::find_class(main, auth::Viewer::system(), lesson.of_class, call.today())) {
        // The viewer is one of the two of this lesson; when its class meets is known to both.
        wanted.windows = class_times(main, *of_class, lesson.periods, first, last, call.now);
    }
    const auto busy = teacher_busy(db, lesson.teacher, first, last, lesson.id);
    std::erase_if(wanted.windows, [&](const Span& span) {
        return span.day < first || span.day > last || std::ranges::any_of(busy, [&](const Span& other) { return overlap(other, span); });
    });
    return wanted;
}

/// Who is where around a lesson, whose own time counts as free.
static Situation around(const http::Call& call, db::Read& db, db::Read& main, const Lesson& lesson) {
    return situation(db, main, {lesson.school}, call.today(), call.today() + days(days_ahead), lesson.id);
}

static std::vector<std::pair<auth::AccountId, Span>> free_for(const Situation& made, const Wanted& wanted) {
    std::vector<std::pair<auth::AccountId, Span>> found;
    for (const auto& c : free_times(made, wanted)) found.emplace_back(auth::AccountId{made.specialists[c.specialist].id}, c.span);
    return found;
}

/// Other times with the same specialist.
static std::vector<std::pair<auth::AccountId, Span>> moves(const Situation& made, Wanted wanted, const Lesson& lesson) {
    wanted.preferred = lesson.specialist ? lesson.specialist->value : 0;
    wanted.only_preferred = true;
    auto found = free_for(made, wanted);
    std::erase_if(found, [&](const auto& one) { return lesson.span == one.second; });
    return found;
}

/// Others who could come at the same time.
static std::vector<auth::AccountId> substitutes(const Situation& made, Wanted wanted, const Lesson& lesson) {
    if (!lesson.span) return {};
    wanted.windows = {*lesson.span};
    std::vector<auth::AccountId> found;
    for (const auto& [who, span] : free_for(made, wanted)) {
        if (who != *lesson.specialist && std::ranges::find(found, who) == found.end()) found.push_back(who);
    }
    return found;
}

static void fill_head(http::Call& call, db::Read& main, html::View& view, const Lesson& lesson) {
    view.set("id", lesson.id.value)
        .set("title", lesson.class_title)
        .set("state", call.text(fmt::format("coaching.state.{}", word(lesson.state))))
        .set("place", place_words(main, lesson))
        .set("topic", call.text(fmt::format("coaching.topic.{}", lesson.topic)))
        .set("teacher", person_name(call, main, lesson.teacher))
        .set("specialist", person_name(call, main, lesson.specialist))
        .set("seen", lesson.revision);
    if (lesson.span) view.add("timed").set("when", span_words(call, *lesson.span)).set("id", lesson.id.value);
    if (lesson.state == State::asked) {
        auto waits = view.add("waits");
        if (!lesson.refusal.empty()) waits.add("why").set("words", call.text(fmt::format("coaching.refusal.{}", lesson.refusal)));
        for (const auto& span : lesson.windows) waits.add("window").set("when", span_words(call, span));
    }
}

static void fill_plan(http::Call& call, db::Read& main, html::View& view, const Lesson& lesson, const Inside& plan, std::optional<Model> chosen) {
    if (plan.shut) {
        view.show("shut");
        return;
    }
    auto section = view.add("plan");
    section.set("id", lesson.id.value).set("seen", lesson.revision).set("goal", plan.goal).set("leads", plan.leads).set("materials", plan.materials).set("fallback", plan.fallback);
    section.show_if(after(lesson.state, Act::plan, false).has_value(), "may_save");
    const auto licence = licence_of(call, main, lesson);
    if (lesson.specialist && !licence.licensed) section.show("support_only");
    if (licence.licensed && !licence.may_teach) section.show("no_teaching");
    // Nobody has taken it yet: there is nobody to share it with.
    if (!lesson.specialist) return;
    auto choices = section.add("models");
    for (auto model : models) {
        if (!allowed(model, licence)) continue;
        choices.add("model")
            .set("key", word(model))
            .set("name", call.text(fmt::format("coaching.model.{}", word(model))))
            .set("hint", call.text(fmt::format("coaching.model_hint.{}", word(model))))
            .show_if(chosen == model, "selected");
    }
}

static void fill_notes(http::Call& call, db::Read& db, db::Read& main, html::View& view, const Lesson& lesson) {
    const auto all = notes(db, call.viewer, box_of(call), lesson);
    auto part = view.add("notes");
    part.set("id", lesson.id.value);
    std::string own;
    bool shared = false;
    std::optional<html::View> list;
    for (const auto& note : all) {
        const bool mine = note.author == call.viewer.account();
        if (note.reflection && mine) {
            own = note.body;
            shared = note.shared;
            continue;
        }
        if (!list) list = part.add("list");
        auto row = list->add("note");
        row.set("author", person_name(call, main, note.author))
            .set("at", html::moment_words(call.language, call.zone, call.now, note.written_at))
            .set("body", note.shut ? call.text("coaching.shut") : note.body)
            .set("reach", call.text(note.shared ? "coaching.note.shared" : "coaching.note.private"));
        row.show_if(note.reflection, "is_reflection");
        if (mine) row.add("mine").set("id", lesson.id.value).set("note", note.id);
    }
    if (after(lesson.state, Act::reflect, has_begun(call, lesson))) {
        part.add("reflect").set("id", lesson.id.value).set("text", own).show_if(shared || own.empty(), "shared");
    }
}

/// What the other one wrote meanwhile, beside what the viewer typed.
static void fill_there(const http::Call& call, html::View& view, const Inside& now) {
    auto there = view.add("there");
    const std::pair<std::string_view, const std::string*> parts[] = {{"goal", &now.goal}, {"leads", &now.leads}, {"materials", &now.materials}, {"fallback", &now.fallback}};
    for (const auto& [name, words] : parts) there.add("part").set("name", call.text(fmt::format("coaching.plan.{}", name))).set("words", *words);
}

static http::Response page(http::Call& call, db::Read& db, db::Read& main, http::Status status, const Lesson& lesson, const Inside& plan, std::optional<Model> model,
                           const Problems& problems, const Inside* now_there = nullptr) {
    html::View view;
    if (now_there && !now_there->shut) fill_there(call, view, *now_there);
    fill_problems(call, view, problems);
    fill_head(call, main, view, lesson);
    fill_plan(call, main, view, lesson, plan, model);
    if (lesson.state == State::cancelled) view.show("cancelled");
    fill_notes(call, db, main, view, lesson);
    const bool begun = has_begun(call, lesson);
    if (lesson.state == State::booked && begun) view.add("may_hold").set("id", lesson.id.value).set("seen", lesson.revision);
    if (after(lesson.state, Act::cancel, begun)) view.add("may_cancel").set("id", lesson.id.value).set("seen", lesson.revision);
    if (after(lesson.state, Act::move, begun)) {
        const auto made = around(call, db, main, lesson);
        const auto wanted = wanted_of(call, db, main, lesson);
        const auto times = moves(made, wanted, lesson);
        if (!times.empty()) {
            auto form = view.add("may_move");
            form.set("id", lesson.id.value).set("seen", lesson.revision);
            for (std::size_t i = 0; i < times.size() && i < 30; ++i) form.add("time").set("value", choice_text(times[i].first.value, times[i].second)).set("when", span_words(call, times[i].second));
        }
        if (lesson.specialist == call.viewer.account()) {
            const auto others = substitutes(made, wanted, lesson);
            if (others.empty()) view.show("no_substitute");
            else {
                auto form = view.add("may_hand_over");
                form.set("id", lesson.id.value).set("seen", lesson.revision);
                for (auto who : others) form.add("who").set("value", who.value).set("name", person_name(call, main, who));
            }
        }
    }
    if ((lesson.state == State::held || lesson.state == State::reflected) && lesson.model) {
        view.add("next").set("model", call.text(fmt::format("coaching.model.{}", word(next_step(*lesson.model))))).set("class", lesson.of_class.value).set("topic", lesson.topic);
    }
    return call.page(status, "coaching/lesson", lesson.class_title, std::move(view));
}

static http::Response show_lesson(http::ReadCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    return page(call, call.db, call.main, http::ok, lesson, inside(call.db, box_of(call), lesson), lesson.model, {});
}

/// Runs the change; what cannot be done comes back as the page with a sentence at the top.
template <typename Change>
static http::Response change(http::WriteCall& call, std::string_view notice, Change&& what) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    try {
        require_seen(lesson, base::parse_integer(call.request.form.text("seen")).value_or(0));
        what(lesson);
    } catch (const base::Conflict& problem) {
        return page(call, call.db, call.main, http::conflict, lesson, inside(call.db, box_of(call), lesson), lesson.model, {{"main", problem.what()}});
    } catch (const base::Invalid& problem) {
        return page(call, call.db, call.main, http::unprocessable, lesson, inside(call.db, box_of(call), lesson), lesson.model, {{problem.field(), problem.what()}});
    }
    return call.redirect_with_notice(fmt::format("/lessons/{}", lesson.id.value), call.text(notice));
}

static http::Response cancel_lesson(http::WriteCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    if (auto asked = http::ask_first(call, call.text("coaching.cancel.sure"), call.text("coaching.cancel.yes"), fmt::format("/lessons/{}", lesson.id.value))) return std::move(*asked);
    return change(call, "coaching.cancel.done", [&](const Lesson& now) { cancel(call.db, call.viewer, call.now, now, has_begun(call, now)); });
}

static http::Response move_lesson(http::WriteCall& call) {
    return change(call, "coaching.move.done", [&](const Lesson& lesson) {
        if (has_begun(call, lesson)) throw base::Conflict("coaching.problem.cannot.begun");
        const auto choice = parse_choice(call.request.form.text("time"));
        if (!choice) throw base::Invalid("move", "coaching.problem.time");
        const auto times = moves(around(call, call.db, call.main, lesson), wanted_of(call, call.db, call.main, lesson), lesson);
        const bool free = std::ranges::any_of(times, [&](const auto& one) { return one.second == choice->second; });
        if (!free) throw base::Conflict("coaching.problem.gone");
        move(call.db, call.viewer, call.now, lesson, choice->second, has_begun(call, lesson));
    });
}

static http::Response hand_lesson_over(http::WriteCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    if (lesson.specialist != call.viewer.account()) throw base::Forbidden("The specialist of a lesson finds a substitute.");
    const auto who = auth::AccountId{base::parse_integer(call.request.form.text("who")).value_or(0)};
    auto answer = change(call, "coaching.hand_over.done", [&](const Lesson& now) {
        const auto others = substitutes(around(call, call.db, call.main, now), wanted_of(call, call.db, call.main, now), now);
        if (std::ranges::find(others, who) == others.end()) throw base::Conflict("coaching.problem.substitute");
        hand_over(call.db, call.viewer, call.now, now, who, has_begun(call, now));
    });
    // The lesson is the substitute's now, and no longer to be seen by whoever handed it over (clause 2).
    if (answer.status == http::see_other) return call.redirect_with_notice("/lessons", call.text("coaching.hand_over.done"));
    return answer;
}

static http::Response hold_lesson(http::WriteCall& call) {
    return change(call, "coaching.hold.done", [&](const Lesson& lesson) { hold(call.db, call.viewer, call.now, lesson, has_begun(call, lesson)); });
}

static http::Response save_plan(http::WriteCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    const auto& form = call.request.form;
    auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    Inside plan{false, text("goal"), text("leads"), text("materials"), text("fallback")};
    const auto model = parse_model(form.text("model"));
    Problems problems;
    if (form.has("model") && !form.text("model").empty() && !model) problems.emplace_back("model", "coaching.problem.model");
    if (model && !allowed(*model, licence_of(call, call.main, lesson))) problems.emplace_back("model", "coaching.problem.licence");  // clauses 20 and 21
    if (problems.empty()) {
        try {
            require_seen(lesson, base::parse_integer(form.text("seen")).value_or(0));
            write_plan(call.db, call.viewer, box_of(call), call.now, lesson, model, plan);
            return call.redirect_with_notice(fmt::format("/lessons/{}", lesson.id.value), call.text("coaching.plan.saved"));
        } catch (const base::Conflict& problem) {
            const bool overtaken = problem.what() == std::string_view("coaching.problem.stale");
            problems.emplace_back("plan", overtaken ? "coaching.plan.overtaken" : problem.what());
            const auto now = inside(call.db, box_of(call), lesson);
            return page(call, call.db, call.main, http::conflict, lesson, plan, model, problems, overtaken ? &now : nullptr);
        } catch (const base::Invalid& problem) {
            problems.emplace_back(problem.field(), problem.what());
        }
    }
    return page(call, call.db, call.main, http::unprocessable, lesson, plan, model, problems);
}

/// A specialist takes a waiting lesson at one of the times that the teacher offers.
static http::Response accept(http::WriteCall& call) {
    const auto id = call.id_as<LessonId>("lesson");
    const auto open = open_requests(call.db, call.viewer, barred_for(call.main, call.viewer.account(), call.today()), 1'000);
    const auto found = std::ranges::find(open, id, &Lesson::id);
    if (found == open.end()) return call.redirect_with_notice("/lessons", call.text("coaching.take.taken"));
    const auto choice = parse_choice(call.request.form.text("time"));
    auto wanted = wanted_of(call, call.db, call.main, *found);
    wanted.preferred = call.viewer.account().value;
    wanted.only_preferred = true;
    const auto times = free_for(around(call, call.db, call.main, *found), wanted);
    const bool free = choice && std::ranges::any_of(times, [&](const auto& one) { return one.second == choice->second; });
    if (!free) return call.redirect_with_notice(fmt::format("/lessons/{}/take", id.value), call.text("coaching.problem.gone"));
    book(call.db, call.viewer, call.now, *found, {call.viewer.account(), choice->second});
    return call.redirect_with_notice(fmt::format("/lessons/{}", id.value), call.text("coaching.take.done"));
}

static http::Response show_open(http::ReadCall& call) {
    const auto id = call.id_as<LessonId>("lesson");
    const auto open = open_requests(call.db, call.viewer, barred_for(call.main, call.viewer.account(), call.today()), 1'000);
    const auto found = std::ranges::find(open, id, &Lesson::id);
    if (found == open.end()) throw base::NotFound("no such request");
    html::View view;
    fill_head(call, call.main, view, *found);
    auto wanted = wanted_of(call, call.db, call.main, *found);
    wanted.preferred = call.viewer.account().value;
    wanted.only_preferred = true;
    const auto times = free_for(around(call, call.db, call.main, *found), wanted);
    if (times.empty()) view.show("no_times");
    else {
        auto form = view.add("take");
        form.set("id", id.value);
        for (const auto& [who, span] : times) form.add("time").set("value", choice_text(who.value, span)).set("when", span_words(call, span));
    }
    return call.page("coaching/take", found->class_title, std::move(view));
}

void lesson_routes(http::Routes& routes) {
    routes.get("/lessons/{lesson}", http::signed_in, show_lesson).in_store(store_name);
    routes.get("/lessons/{lesson}/take", may_coach, show_open).in_store(store_name);
    routes.post("/lessons/{lesson}/take", may_coach, accept).in_store(store_name);
    routes.post("/lessons/{lesson}/cancel", http::signed_in, cancel_lesson).in_store(store_name);
    routes.post("/lessons/{lesson}/move", http::signed_in, move_lesson).in_store(store_name);
    routes.post("/lessons/{lesson}/hand-over", may_coach, hand_lesson_over).in_store(store_name);
    routes.post("/lessons/{lesson}/held", http::signed_in, hold_lesson).in_store(store_name);
    routes.post("/lessons/{lesson}/plan", http::signed_in, save_plan).in_store(store_name);
}

}  // namespace coaching
