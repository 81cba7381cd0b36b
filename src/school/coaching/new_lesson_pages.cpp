#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "http/routes.h"

namespace coaching {

using std::chrono::days;

namespace {

/// What a teacher chose so far; the same fields in the address of the form and in what it sends.
struct Wish {
    std::optional<roster::Class> of_class;
    int periods = 1;
    std::string topic = "creating";
    std::optional<auth::AccountId> with;
    bool only_with = false;
    std::string goal;
    std::string time;
    std::vector<std::string> windows;
};

}  // namespace

static Wish read_wish(const http::Fields& fields, const std::vector<roster::Class>& classes) {
    Wish wish;
    const auto id = base::parse_integer(fields.text("class"));
    for (const auto& one : classes) {
        if (id && one.id.value == *id) wish.of_class = one;
    }
    if (!id && classes.size() == 1) wish.of_class = classes.front();
    wish.periods = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(fields.text("periods")).value_or(1), 1, 3));
    if (fields.has("topic")) wish.topic = fields.text("topic");
    if (const auto with = base::parse_integer(fields.text("with")); with && *with > 0) wish.with = auth::AccountId{*with};
    wish.only_with = fields.has("only_with");
    wish.goal = fields.text("goal");
    wish.time = fields.text("time");
    for (auto window : fields.all("window")) wish.windows.emplace_back(window);
    return wish;
}

static Wanted wanted_of(const http::Call& call, db::Read& db, db::Read& main, const Wish& wish) {
    const auto first = call.today() + days(1);
    const auto last = call.today() + days(days_ahead);
    Wanted wanted;
    wanted.teacher = call.viewer.account().value;
    wanted.school = wish.of_class->school.value;
    wanted.skill = wish.topic;
    wanted.barred = barred_for(main, call.viewer.account(), call.today());
    if (wish.with) wanted.preferred = wish.with->value;
    wanted.only_preferred = wish.with && wish.only_with;
    wanted.windows = class_times(main, *wish.of_class, wish.periods, first, last, call.now);
    const auto busy = teacher_busy(db, call.viewer.account(), first, last, std::nullopt);
    std::erase_if(wanted.windows, [&](const Span& span) { return std::ranges::any_of(busy, [&](const Span& other) { return overlap(other, span); }); });
    return wanted;
}

static Situation around(const http::Call& call, db::Read& db, db::Read& main, const Wish& wish) {
    return situation(db, main, {wish.of_class->school}, call.today() + days(1), call.today() + days(days_ahead), std::nullopt);
}

static void fill_choices(http::Call& call, db::Read& db, db::Read& main, html::View& view, const Wish& wish) {
    const auto wanted = wanted_of(call, db, main, wish);
    auto times = view.add("times");
    times.set("class", wish.of_class->id.value).set("periods", wish.periods).set("topic", wish.topic).set("goal", wish.goal);
    times.set("with", wish.with ? std::to_string(wish.with->value) : "");
    if (wish.with && wish.only_with) times.show("only");
    if (wanted.windows.empty()) {
        times.show("no_times");
        return;
    }
    const auto made = around(call, db, main, wish);
    const auto found = free_times(made, wanted);
    if (found.empty()) times.show("no_free");
    std::vector<Span> shown;
    if (!found.empty()) {
        auto free = times.add("free");
        for (const auto& c : found) {
            if (std::ranges::find(shown, c.span) != shown.end() || shown.size() >= 24) continue;  // the first fits best
            shown.push_back(c.span);
            const auto value = choice_text(made.specialists[c.specialist].id, c.span);
            free.add("time")
                .set("value", value)
                .set("when", span_words(call, c.span))
                .set("who", person_name(call, main, auth::AccountId{made.specialists[c.specialist].id}))
                .show_if(value == wish.time, "selected");
        }
    }
    auto all = times.add("windows");
    for (const auto& span : wanted.windows) {
        const auto value = choice_text(0, span);
        all.add("window").set("value", value).set("when", span_words(call, span)).show_if(std::ranges::find(wish.windows, value) != wish.windows.end(), "selected");
    }
}

static html::View form_view(http::Call& call, db::Read& db, db::Read& main, const std::vector<roster::Class>& classes, const Wish& wish, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    if (classes.empty()) {
        view.show("no_class");
        return view;
    }
    auto choose = view.add("choose");
    for (const auto& one : classes) {
        choose.add("class")
            .set("id", one.id.value)
            .set("name", one.title)
            .set("school", one.school_name)
            .set("students", call.text("coaching.new.students", {{"n", std::to_string(one.students)}}))
            .show_if(wish.of_class && wish.of_class->id == one.id, "selected");
    }
    for (int count = 1; count <= 3; ++count) {
        choose.add("length").set("value", count).set("name", call.text("coaching.new.periods", {{"n", std::to_string(count)}})).show_if(count == wish.periods, "selected");
    }
    for (auto topic : topics) {
        choose.add("topic").set("value", topic).set("name", call.text(fmt::format("coaching.topic.{}", topic))).show_if(topic == wish.topic, "selected");
    }
    for (const auto& one : all_hours(db)) {
        if (!is_specialist(main, one.account) || one.account == call.viewer.account()) continue;
        choose.add("specialist").set("value", one.account.value).set("name", person_name(call, main, one.account)).show_if(wish.with == one.account, "selected");
    }
    choose.show_if(wish.only_with, "only_selected");
    if (wish.of_class) fill_choices(call, db, main, view, wish);
    return view;
}

static http::Response new_lesson(http::ReadCall& call) {
    const auto classes = own_classes(call, call.main);
    const auto wish = read_wish(call.request.query, classes);
    return call.page("coaching/new", call.text("coaching.new.title"), form_view(call, call.db, call.main, classes, wish, {}));
}

static http::Response create_lesson(http::WriteCall& call) {
    const auto classes = own_classes(call, call.main);
    const auto wish = read_wish(call.request.form, classes);
    if (!wish.of_class) throw base::NotFound("no such class of yours");
    Problems problems;
    const auto wanted = wanted_of(call, call.db, call.main, wish);
    const bool booking = call.request.form.text("how") == "book";
    NewLesson made{.of_class = wish.of_class->id,
                   .class_title = wish.of_class->title,
                   .school = wish.of_class->school,
                   .place = wish.of_class->location,
                   .topic = wish.topic,
                   .goal = wish.goal,
                   .periods = wish.periods,
                   .preferred = wish.with,
                   .only_preferred = wish.only_with,
                   .windows = {}};
    auto meets = [&](const Span& span) { return std::ranges::find(wanted.windows, span) != wanted.windows.end(); };
    for (const auto& text : wish.windows) {
        if (const auto choice = parse_choice(text); choice && meets(choice->second)) made.windows.push_back(choice->second);
    }
    std::optional<Appointment> appointment;
    if (booking) {
        // Asked once more in this transaction: somebody else may have been quicker.
        const auto choice = parse_choice(wish.time);
        const auto now_free = around(call, call.db, call.main, wish);
        for (const auto& c : free_times(now_free, wanted)) {
            if (choice && c.span == choice->second && now_free.specialists[c.specialist].id == choice->first) appointment = {{choice->first}, c.span};
        }
        if (!choice) problems.emplace_back("time", "coaching.problem.time");
        else if (!appointment) problems.emplace_back("time", "coaching.problem.gone");
    } else if (made.windows.empty()) {
        problems.emplace_back("window", "coaching.problem.windows");
    }
    if (base::trim(made.goal).empty()) problems.emplace_back("goal", "coaching.problem.goal");
    if (!is_topic(made.topic)) problems.emplace_back("topic", "coaching.problem.topic");
    if (base::count_code_points(made.goal) > longest_text) problems.emplace_back("goal", "coaching.problem.long");
    if (!box_of(call)) problems.emplace_back("goal", "coaching.problem.shut");
    if (!problems.empty()) {
        return call.page(http::unprocessable, "coaching/new", call.text("coaching.new.title"), form_view(call, call.db, call.main, classes, wish, problems));
    }
    const auto id = ask(call.db, call.viewer, box_of(call), call.now, made);
    if (appointment) book(call.db, call.viewer, call.now, load_lesson(call.db, call.viewer, id), *appointment);
    return call.redirect_with_notice(fmt::format("/lessons/{}", id.value), call.text(appointment ? "coaching.new.booked" : "coaching.new.asked"));
}

void new_lesson_routes(http::Routes& routes) {
    routes.get("/lessons/new", http::signed_in, new_lesson).in_store(store_name);
    routes.post("/lessons", http::signed_in, create_lesson).in_store(store_name);
}

}  // namespace coaching
