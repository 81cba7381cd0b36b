#include <boost/json.hpp>
#include <fmt/core.h>

#include "base/text.h"
#include "html/format.h"
#include "http/call.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "jobs/store.h"

namespace jobs {

/// "mail.deliver" with "job": the message "mail.job.deliver".
static std::string message_key(std::string_view name, std::string_view between, std::string_view last) {
    return fmt::format("{}.{}.{}", name.substr(0, name.find('.')), between, last);
}

static std::string title_of(const http::Call& call, const std::string& name) {
    auto dot = name.find('.');
    auto key = message_key(name, "job", dot == name.npos ? name : name.substr(dot + 1));
    return call.services.messages->find(call.language, key).value_or(name);
}

static std::string when(const http::Call& call, base::Instant at) { return html::moment_words(call.language, call.zone, call.now, at); }

static std::string progress_words(const http::Call& call, const Status& job) {
    auto done = html::number_words(call.language, job.done);
    if (job.total > 0) return call.text("jobs.show.progress", {{"done", done}, {"total", html::number_words(call.language, job.total)}});
    return job.done > 0 ? call.text("jobs.show.progress_open", {{"done", done}}) : "";
}

static void add_pill(html::View& view, const Status& job) { view.include("pill", "jobs/pill").show(word(job.state)); }

static void add_job(const http::Call& call, html::View& list, const Status& job) {
    auto row = list.add("job");
    row.set("href", fmt::format("/jobs/{}", job.id.value)).set("name", title_of(call, job.name)).set("progress", progress_words(call, job));
    row.set("iso", base::to_iso(job.enqueued_at)).set("moment", when(call, job.enqueued_at));
    add_pill(row, job);
}

static std::optional<State> state_of_query(std::string_view text) {
    for (auto state : {State::waiting, State::running, State::done, State::failed, State::cancelled}) {
        if (word(state) == text) return state;
    }
    return std::nullopt;
}

static void add_state_choice(const http::Call& call, html::View& view, std::optional<State> state, std::optional<State> chosen) {
    auto value = state ? std::string(word(*state)) : "";
    auto label = state ? call.text("jobs.state." + value) : call.text("jobs.list.all");
    view.add("state").set("value", value).set("label", label).show_if(state == chosen, "selected");
}

static void add_pager(const http::Call& call, html::View& view, const Filter& filter, const std::vector<Status>& found) {
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("jobs.list.summary", {{"n", std::to_string(found.size())}}));
    auto address = fmt::format("/jobs?state={}", filter.state ? word(*filter.state) : "");
    if (filter.before) pager.add("previous").set("href", address);
    bool more = static_cast<int>(found.size()) == filter.most;
    if (more) pager.add("next").set("href", fmt::format("{}&before={}", address, found.back().id.value));
}

/// What waits, runs and has ended.
static http::Response show_list(http::ReadCall& call) {
    Filter filter{state_of_query(call.request.query.text("state")), base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto found = list(call.db, call.viewer, filter);
    html::View view;
    view.show_if(call.viewer.may_everywhere(may_manage), "settings");
    add_state_choice(call, view, std::nullopt, filter.state);
    for (auto state : {State::waiting, State::running, State::done, State::failed, State::cancelled}) {
        add_state_choice(call, view, state, filter.state);
    }
    if (found.empty()) view.show("empty");
    if (!found.empty()) {
        auto rows = view.add("list");
        for (const auto& job : found) add_job(call, rows, job);
        add_pager(call, view, filter, found);
    }
    return call.page("jobs/list", call.text("jobs.list.title"), std::move(view));
}

static void add_time(const http::Call& call, html::View& view, std::string_view key, base::Instant at) {
    auto fact = view.add("fact");
    fact.set("label", call.text(key)).set("value", when(call, at));
    fact.add("time").set("iso", base::to_iso(at));
}

static void add_facts(const http::Call& call, html::View& view, const Status& job) {
    add_time(call, view, "jobs.show.asked", job.enqueued_at);
    if (job.attempts > 1) view.add("fact").set("label", call.text("jobs.show.attempts")).set("value", job.attempts);
    if (job.state == State::waiting && job.due_at > call.now) add_time(call, view, "jobs.show.next_attempt", job.due_at);
    if (job.finished_at) add_time(call, view, "jobs.show.ended", *job.finished_at);
}

/// Numbers, texts and yes or no as people read them; empty for what else a result may hold.
static std::string value_words(const http::Call& call, const boost::json::value& value) {
    if (value.is_bool()) return call.text(value.as_bool() ? "jobs.show.yes" : "jobs.show.no");
    if (value.is_string()) return std::string(value.as_string());
    if (value.is_int64()) return html::number_words(call.language, value.as_int64());
    return value.is_double() ? fmt::format("{}", value.as_double()) : "";
}

static bool is_path(std::string_view text) { return text.starts_with('/') && !text.starts_with("//"); }

static void add_result(const http::Call& call, html::View& view, const Status& job) {
    boost::json::error_code broken;
    auto parsed = boost::json::parse(job.result, broken);
    if (broken || !parsed.is_object() || parsed.as_object().empty()) return;
    std::optional<html::View> results;
    for (const auto& [name, value] : parsed.as_object()) {
        auto words = value_words(call, value);
        if (words.empty()) continue;
        if (name == "see") {
            if (is_path(words)) view.add("see").set("href", words);
            continue;
        }
        auto label = call.services.messages->find(call.language, message_key(job.name, "result", std::string_view(name)));
        if (!results) results.emplace(view.add("results"));
        results->add("result").set("label", label.value_or(std::string(name))).set("value", words);
    }
}

static html::View view_of(const http::Call& call, const Status& job) {
    html::View view;
    view.set("topic", fmt::format("job/{}", job.id.value)).set("name", title_of(call, job.name));
    add_pill(view, job);
    bool ended = job.finished_at.has_value();
    auto words = progress_words(call, job);
    if (job.state == State::running || (!ended && !words.empty())) {
        auto progress = view.add("progress");
        progress.set("words", words);
        if (job.total > 0) progress.add("known").set("total", job.total).set("done", job.done);
    }
    bool trouble = !job.error.empty() && job.state != State::done;
    if (trouble) view.add("trouble").set("text", job.error);
    add_facts(call, view, job);
    if (ended) add_result(call, view, job);
    if (!ended) view.add("open").set("href", fmt::format("/jobs/{}", job.id.value));
    bool stopping = !ended && job.cancel_requested;
    if (stopping) view.show("stopping");
    if (!ended && !stopping) view.add("cancel").set("action", fmt::format("/jobs/{}/cancellation", job.id.value));
    return view;
}

/// One job: how far it is, and what came of it.
static http::Response show(http::ReadCall& call) {
    auto job = find(call.db, call.viewer, call.id_as<JobId>("job"));
    if (!job) throw base::NotFound("no such job");
    return call.page("jobs/show", title_of(call, job->name), view_of(call, *job));
}

/// Asks a job to stop.
static http::Response create_cancellation(http::WriteCall& call) {
    auto id = call.id_as<JobId>("job");
    if (!find(call.db, call.viewer, id)) throw base::NotFound("no such job");
    bool stops = cancel(call.db, call.viewer, call.now, id);
    bool ended = find(call.db, call.viewer, id)->finished_at.has_value();
    auto notice = !stops ? "jobs.show.too_late" : ended ? "jobs.show.cancelled" : "jobs.show.cancelling";
    return call.redirect_with_notice(fmt::format("/jobs/{}", id.value), call.text(notice));
}

void routes(http::Routes& routes) {
    routes.get("/jobs", http::signed_in, show_list);
    routes.get("/jobs/{job}", http::signed_in, show);
    routes.post("/jobs/{job}/cancellation", http::signed_in, create_cancellation);
}

}  // namespace jobs
