// /images/takedowns: what was taken down, what is to be done elsewhere, and the button that pulls everything of one student.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_view.h"
#include "media/takedown.h"

namespace media {

static void fill_address(html::View& row, const std::string& address) {
    if (address.starts_with("http")) row.add("link").set("href", address).set("address", address);
    else row.add("plain").set("address", address);
}

static std::string channel_words(const http::Call& call, Channel channel) { return call.text(fmt::format("media.review.channel.{}", word(channel))); }

static std::string due_words(const http::Call& call, base::Day due) { return call.text("media.takedown.due", {{"day", html::day_words(call.language, call.today(), due)}}); }

static void fill_when(const http::Call& call, html::View& view, base::Instant at) {
    view.set("when", html::moment_words(call.language, call.zone, call.now, at)).set("iso", base::to_iso(at));
}

static void fill_tasks(const http::Call& call, db::Read& db, html::View& view, std::int64_t refused_task, const Problems& problems) {
    constexpr int most = 100;
    const auto tasks = open_tasks(db, call.viewer, most);
    if (tasks.empty()) view.show("no_tasks");
    for (const auto& task : tasks) {
        auto row = view.add("task");
        row.set("id", task.id).set("takedown_id", task.takedown).set("title", task.title).set("channel", channel_words(call, task.channel)).set("due", due_words(call, task.due_on));
        row.show(task.due_on < call.today() ? "late" : "in_time");
        fill_address(row, task.address);
        if (task.id != refused_task) continue;
        row.set("words", call.request.form.text("words"));
        for (const auto& [field, key] : problems) row.add("problem").set("message", call.text(key));
    }
}

struct TakedownsPage {
    Refusal refusal;
    std::int64_t task = 0;
};

static http::Response takedowns_page(const http::Call& call, db::Read& db, const TakedownsPage& shown) {
    constexpr int most = 40;
    html::View view;
    fill_problems(call, view, shown.refusal.problems);
    view.set("name", call.request.form.text("name")).set("person", call.request.form.text("person"));
    fill_tasks(call, db, view, shown.task, shown.refusal.problems);
    const auto before = std::max<std::int64_t>(0, base::parse_integer(call.request.query.text("before")).value_or(0));
    auto list = takedowns(db, call.viewer, before, most + 1);
    const bool more = list.size() > static_cast<std::size_t>(most);
    if (more) list.pop_back();
    auto part = view.add(list.empty() ? "none" : "some");
    for (const auto& takedown : list) {
        auto row = part.add("row");
        row.set("id", takedown.id).set("title", takedown.title).set("reason", call.text(fmt::format("media.takedown.reason.{}", word(takedown.reason))));
        row.set("places", html::number_words(call.language, takedown.places)).set("tasks", html::number_words(call.language, takedown.open_tasks));
        fill_when(call, row, takedown.at);
        if (takedown.alike_refused_at && !takedown.alike_allowed_at) row.show("refused_alike");
    }
    if (more || before > 0) {
        auto pager = view.include("pager", "html/pager");
        pager.set("summary", "");
        if (before > 0) pager.add("previous").set("href", "/images/takedowns");
        if (more) pager.add("next").set("href", fmt::format("/images/takedowns?before={}", list.back().id));
    }
    if (!shown.refusal.candidates.empty()) {
        auto candidates = view.add("candidates");
        for (const auto& person : shown.refusal.candidates) {
            const auto grade = person.grade.empty() ? std::string() : call.text("media.mark.grade", {{"grade", person.grade}}) + ", ";
            candidates.add("candidate").set("value", person.id.value).set("label", person.name).set("detail", grade + person.school);
        }
    }
    return call.page(shown.refusal.problems.empty() ? http::ok : shown.refusal.status, "media/takedowns", call.text("media.takedown.title"), std::move(view));
}

static http::Response list(http::ReadCall& call) { return takedowns_page(call, call.db, {}); }

static void fill_verified(const http::Call& call, html::View& view, const Takedown& takedown) {
    if (!takedown.verified_at) {
        view.show("unverified");
        return;
    }
    const auto when = html::moment_words(call.language, call.zone, call.now, *takedown.verified_at);
    if (takedown.left_over == 0) view.add("verified").set("words", call.text("media.takedown.verified", {{"n", std::to_string(takedown.addresses)}, {"when", when}}));
    else view.add("left").set("words", call.text("media.takedown.left", {{"n", std::to_string(takedown.left_over)}, {"when", when}}));
}

/// What only looks like it: refused, and when that last happened, or taken in because somebody said so.
static void fill_alike(const http::Call& call, html::View& view, const Takedown& takedown) {
    if (takedown.reason == Reason::pulled) return;
    auto alike = view.add("alike");
    alike.set("id", takedown.id);
    const auto when = [&](base::Instant at) { return html::moment_words(call.language, call.zone, call.now, at); };
    if (takedown.alike_refused_at) alike.add("last").set("words", call.text("media.alike.last", {{"when", when(*takedown.alike_refused_at)}}));
    if (!takedown.alike_allowed_at) {
        alike.show("refused");
        return;
    }
    alike.add("allowed").set("id", takedown.id).set("words", call.text("media.alike.allowed_by", {{"name", takedown.alike_allowed_by}, {"when", when(*takedown.alike_allowed_at)}}));
}

static http::Response show(http::ReadCall& call) {
    constexpr int most = 200;
    const auto takedown = load_takedown(call.db, call.viewer, call.id("takedown"));
    html::View view;
    view.set("title", takedown.title).set("picture", takedown.picture.value).set("reason", call.text(fmt::format("media.takedown.reason.{}", word(takedown.reason))));
    fill_when(call, view, takedown.at);
    if (!takedown.by.empty()) view.add("by").set("name", takedown.by);
    fill_verified(call, view, takedown);
    fill_alike(call, view, takedown);
    const auto places = places_of(call.db, takedown.id, most);
    if (places.empty()) view.show("no_places");
    for (const auto& place : places) view.add("place").set("path", place.path);
    if (takedown.places > most) view.add("more_places").set("words", call.text("media.picture.more_places", {{"n", std::to_string(takedown.places - most)}}));
    const auto tasks = tasks_of(call.db, takedown.id);
    if (tasks.empty()) view.show("no_tasks");
    for (const auto& task : tasks) {
        auto row = view.add("task");
        row.set("channel", channel_words(call, task.channel));
        fill_address(row, task.address);
        if (!task.done_at) {
            row.add("open").set("due", due_words(call, task.due_on));
            continue;
        }
        auto done = row.add("done");
        done.set("by", task.done_by).set("words", task.done_words);
        fill_when(call, done, *task.done_at);
    }
    return call.page("media/takedown", takedown.title, std::move(view));
}

static http::Response finish_task(http::WriteCall& call) {
    const auto id = call.id("task");
    auto refusal = refused([&] { close_task(call.db, call.viewer, call.now, id, call.request.form.text("words")); });
    if (!refusal) return call.redirect_with_notice("/images/takedowns#tasks", call.text("media.takedown.task_closed"));
    for (auto& problem : refusal->problems) problem.first = fmt::format("task-{}", id);
    return takedowns_page(call, call.db, {std::move(*refusal), id});
}

static http::Response change_alike(http::WriteCall& call) {
    const auto takedown = load_takedown(call.db, call.viewer, call.id("takedown"));
    const bool allowed = call.request.form.has("allowed");
    decide_alike(call.db, call.viewer, call.now, takedown, allowed);
    return call.redirect_with_notice(fmt::format("/images/takedowns/{}", takedown.id), call.text(allowed ? "media.alike.now_allowed" : "media.alike.now_refused"));
}

static http::Response pull_one(http::WriteCall& call) {
    const auto picture = load_picture(call.db, call.viewer, call.id_as<PictureId>("picture"));
    if (auto asked = http::ask_first(call, call.text("media.takedown.pull_sure"), call.text("media.takedown.pull"), path_of(picture.id), call.text("media.takedown.pull_words"))) return *asked;
    const auto refusal = refused([&] { pull(call.db, call.viewer, call.now, picture.id); });
    if (refusal) return picture_page(call, call.db, picture, *refusal);
    return call.redirect_with_notice(path_of(picture.id), call.text("media.takedown.pulled"));
}

static http::Response delete_one(http::WriteCall& call) {
    const auto picture = load_picture(call.db, call.viewer, call.id_as<PictureId>("picture"));
    if (auto asked = http::ask_first(call, call.text("media.takedown.delete_sure"), call.text("media.takedown.delete"), path_of(picture.id), call.text("media.takedown.delete_words"))) return *asked;
    const auto refusal = refused([&] { delete_for_good(call.db, call.viewer, call.now, picture.id); });
    if (refusal) return picture_page(call, call.db, picture, *refusal);
    return call.redirect_with_notice("/images", call.text("media.takedown.deleted", {{"title", picture.words.title}}));
}

static http::Response pull_everything(http::WriteCall& call) {
    std::vector<roster::PersonLine> candidates;
    const auto student = read_student(call, call.db, candidates);
    const auto person = student ? roster::find_person(call.db, call.viewer, *student) : std::nullopt;
    if (!person || person->role != roster::Role::student) {
        const auto key = candidates.empty() ? "media.mark.problem.person" : "media.mark.problem.several";
        return takedowns_page(call, call.db, {Refusal{.status = http::unprocessable, .problems = {{"student", key}}, .candidates = std::move(candidates)}, 0});
    }
    const auto n = std::to_string(pictures_of(call.db, call.viewer, *student));
    if (auto asked = http::ask_first(call, call.text("media.takedown.everything_sure", {{"name", person->name()}, {"n", n}}), call.text("media.takedown.everything_do"), "/images/takedowns",
                                     call.text("media.takedown.everything_detail"))) {
        return *asked;
    }
    const auto pulled = pull_everything_of(call.db, call.viewer, call.now, *student);
    return call.redirect_with_notice("/images/takedowns", call.text("media.takedown.everything_done", {{"n", std::to_string(pulled)}}));
}

void takedown_routes(http::Routes& routes) {
    routes.get("/images/takedowns", http::everywhere(may_manage), list);
    routes.get("/images/takedowns/{takedown}", http::everywhere(may_manage), show);
    routes.post("/images/takedowns/{takedown}/alike", http::everywhere(may_manage), change_alike);
    routes.post("/images/tasks/{task}", http::everywhere(may_manage), finish_task);
    routes.post("/images/incident", http::everywhere(may_manage), pull_everything);
    routes.post("/images/{picture}/deletion", may_upload, delete_one);
    routes.post("/images/{picture}/takedown", http::everywhere(may_manage), pull_one);
}

}  // namespace media
