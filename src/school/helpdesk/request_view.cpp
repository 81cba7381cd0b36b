#include "helpdesk/request_view.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/follow.h"
#include "helpdesk/hand_over.h"
#include "helpdesk/mailed_view.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/returned.h"
#include "helpdesk/status.h"
#include "helpdesk/suggestion.h"
#include "helpdesk/unchanged.h"
#include "html/format.h"

namespace helpdesk {

struct Look {
    State state;
    std::string_view pill;
    std::string_view icon;
    std::string_view answer;
};

static constexpr std::array<Look, 8> looks{{
    {State::held, "pill-wait", "mail", "answer-wait"},
    {State::fresh, "pill-info", "circle", "answer-info"},
    {State::open, "pill-info", "circle-dot", "answer-info"},
    {State::waiting, "pill-wait", "player-pause-filled", "answer-wait"},
    {State::scheduled, "pill-wait", "calendar", "answer-wait"},
    {State::resolved, "pill-good", "circle-check", "answer-good"},
    {State::closed, "", "lock", "answer-good"},
    {State::merged, "", "git-merge", "answer-info"},
}};

static const Look& look_of(State state) { return *std::ranges::find(looks, state, &Look::state); }

std::string_view pill_of(State state) { return look_of(state).pill; }
std::string_view icon_of(State state) { return look_of(state).icon; }

static Reader reader_of(const http::Call& call) { return {*call.services.messages, call.language, call.zone, call.now}; }

/// `shown` is the request whose state the page tells: another one for a requester whose request was joined with it.
static void fill_head(const http::Call& call, html::View& view, const Seen& seen, const Request& shown) {
    const Request& request = seen.request;
    bool worker = seen.standing == Standing::worker;
    const Look& look = look_of(shown.state);
    view.set("back", worker ? "/queue" : call.viewer.signed_in() ? "/requests" : "/")
        .set("back_label", call.text(worker ? "helpdesk.queue.title" : call.viewer.signed_in() ? "helpdesk.mine.title" : "helpdesk.status.start"))
        .set("topic", topic_of(shown))
        .set("kicker", call.text("helpdesk.status.number", {{"n", std::to_string(request.id.value)}}))
        .set("subject", request.title)
        .set("pill", look.pill)
        .set("icon", look.icon)
        .set("answer", look.answer)
        .set("state", call.text(fmt::format("helpdesk.state.{}", word(shown.state))))
        .set("id", request.id.value);
    if (request.merged_into && worker) view.add("merged").set("href", fmt::format("/requests/{}", request.merged_into->value));
    if (request.merged_into && !worker) view.show("together");
}

static void fill_status(const http::Call& call, db::Read& db, html::View& view, const Request& request) {
    StatusWords words = words_of(reader_of(call), request, status_of(db, call.now, request));
    view.set("why", words.why).set("who", words.who).show_if(call.viewer.signed_in(), "roles");
    if (!words.when.empty()) view.add("when").set("when", words.when);
    if (!words.place.empty()) {
        auto place = view.add("place");
        place.set("place", words.place);
        if (!words.elsewhere.empty()) place.add("elsewhere").set("elsewhere", words.elsewhere);
    }
    if (!words.how_when.empty()) view.add("how").set("how_place", words.how_place).set("how_when", words.how_when);
}

/// Something that happened: a message, or a change of the history.
struct Item {
    base::Instant at;
    const Message* message = nullptr;
    const auth::Event* event = nullptr;
    const Mailed* automatic = nullptr;
};

/// Messages say themselves what was written; these events would only repeat them.
static bool is_told_by_message(std::string_view action) { return action == "replied" || action == "noted" || action == "created" || action == "auto_reply"; }

/// How a message came in is nothing that who asked could make sense of.
static bool is_for_department(std::string_view action) { return action == "let_in" || action.starts_with("note_"); }

/// The courteous sentence that everybody reads; why exactly is for the department (clause 23 of docs/policies/order-of-work.md).
static std::string handed_over_words(const http::Call& call, const boost::json::value& detail) {
    const auto* fields = detail.if_object();
    const auto* value = fields ? fields->if_contains("reason") : nullptr;
    auto reason = value && value->is_string() ? parse_hand_over_reason(std::string_view(value->as_string())) : std::nullopt;
    if (!reason) return {};
    return fmt::format(". {}", call.text(fmt::format("helpdesk.courtesy.{}", word(courtesy_of(*reason)))));
}

static std::string waiting_words(const http::Call& call, const boost::json::value& detail) {
    const auto* fields = detail.if_object();
    const auto* value = fields ? fields->if_contains("reason") : nullptr;
    auto reason = value && value->is_string() ? parse_waiting_reason(std::string_view(value->as_string())) : std::nullopt;
    return reason ? fmt::format(", {}", call.text(fmt::format("helpdesk.waits.{}", word(*reason)))) : std::string();
}

static std::string change_words(const http::Call& call, const auth::Event& event, bool worker) {
    std::vector<html::Argument> arguments{{"actor", event.actor}};
    auto detail = boost::json::parse(event.detail);
    if (const auto* fields = detail.if_object()) {
        for (const auto& [name, value] : *fields) {
            const auto* own = call.language == html::Language::es ? fields->if_contains(std::string(name) + "_es") : nullptr;
            if (value.is_string()) arguments.emplace_back(name, std::string(own ? own->as_string() : value.as_string()));
        }
    }
    auto key = fmt::format("helpdesk.event.{}", event.action);
    auto words = call.services.messages->find(call.language, key, arguments);
    if (!words) return {};
    if (event.action == "handed_over") *words += handed_over_words(call, detail);
    const bool told = event.action == "waiting";  // why it waits was said to whoever asked when it began to
    if (told) *words += waiting_words(call, detail);
    if ((worker || told) && !event.why.empty()) *words += ": " + base::elide(event.why, 500);
    return *words;
}

static void fill_files(html::View& item, const std::vector<Attachment>& files, std::optional<std::int64_t> message, const std::string& address) {
    bool any = std::ranges::any_of(files, [&](const auto& file) { return file.message == message; });
    if (!any) return;
    auto list = item.add("files");
    for (const auto& file : files) {
        if (file.message != message) continue;
        auto entry = list.add("file");
        auto href = fmt::format("{}/files/{}", address, file.id);
        entry.set("href", href);
        if (file.content_type.starts_with("image/")) entry.add("image").set("src", href).set("name", file.file_name);
        else entry.add("other").set("name", file.file_name);
    }
}

static void fill_when(const http::Call& call, html::View& item, base::Instant at) {
    item.set("iso", base::to_iso(at)).set("at", html::moment_words(call.language, call.zone, call.now, at));
}

static html::View fill_message(const http::Call& call, html::View& view, const Message& message, const std::vector<Attachment>& files,
                               const std::string& address) {
    auto item = view.add("item");
    item.set("kind", message.kind == MessageKind::note ? "internal" : message.from_requester ? "asked" : "answer-item");
    // Who is not signed in came by the address that was mailed to the requester.
    const bool own = call.viewer.signed_in() ? message.author == call.viewer.account() : message.from_requester;
    item.add("named").set("by", own ? call.text("helpdesk.status.you") : message.author_name);
    item.show_if(message.kind == MessageKind::note, "note");
    fill_when(call, item, message.at);
    if (!message.body.empty()) item.add("said").set("said", message.body);
    fill_files(item, files, message.id, address);
    return item;
}

static void fill_story(const http::Call& call, db::Read& db, html::View& view, const Seen& seen, const Request& shown, const std::string& address) {
    const Request& request = seen.request;
    bool worker = seen.standing == Standing::worker;
    auto said = messages(db, seen);
    auto happened = auth::history(db, "request", request.id.value);
    auto files = attachments(db, seen);

    auto first = view.add("item");
    first.set("kind", "asked");
    bool own = call.viewer.signed_in() && request.requester == call.viewer.account();
    first.add("named").set("by", own || !call.viewer.signed_in() ? call.text("helpdesk.status.you") : request.requester_name);
    fill_when(call, first, request.created_at);
    first.add("said").set("said", request.description.empty() ? request.title : request.description);
    fill_files(first, files, std::nullopt, address);
    const auto by_mail = mailed(db, seen);
    fill_mailed(call, first, mailed_as(by_mail, std::nullopt), seen.standing == Standing::worker);

    std::vector<Item> items;
    auto answers = shown.id == request.id ? std::vector<Message>() : messages(db, {shown, Standing::joined});
    items.reserve(answers.size() + said.size() + happened.size());
    for (const auto& message : answers) items.push_back({message.at, &message, nullptr});
    for (const auto& message : said) items.push_back({message.at, &message, nullptr});
    for (const auto& event : happened) {
        if (!is_told_by_message(event.action) && (worker || !is_for_department(event.action))) items.push_back({event.at, nullptr, &event});
    }
    for (const auto& came : by_mail) {
        if (came.automatic) items.push_back({came.at, nullptr, nullptr, &came});
    }
    std::ranges::stable_sort(items, {}, &Item::at);
    for (const auto& item : items) {
        if (item.message) {
            auto line = fill_message(call, view, *item.message, files, address);
            fill_mailed(call, line, mailed_as(by_mail, item.message->id), seen.standing == Standing::worker);
        } else if (item.automatic) {
            fill_automatic(call, view, *item.automatic);
        } else if (auto words = change_words(call, *item.event, worker); !words.empty()) {
            auto line = view.add("item");
            line.set("kind", "change");
            fill_when(call, line, item.at);
            line.add("change").set("change", words);
        }
    }
}

static void fill_write(const http::Call& call, db::Read& db, html::View& view, const Seen& seen, const std::string& address, const TypedReply& typed) {
    const Request& request = seen.request;
    if (request.state == State::merged) return;
    bool worker = seen.standing == Standing::worker;
    auto write = view.add("write");
    write.set("action", address + "/messages")
        .set("write_title", call.text(worker ? "helpdesk.ticket.write_to_requester" : "helpdesk.status.write"))
        .set("send", call.text(worker ? "helpdesk.ticket.send_reply" : "helpdesk.status.send"))
        .set("body_value", typed.body);
    bool ended = request.state == State::resolved || request.state == State::closed;
    write.show_if(worker || request.state != State::resolved, "send_first");
    if (typed.problem) write.add("body_error").set("message", *typed.problem);
    if (worker) {
        write.show("may_note");
        // An empty sentence is not shown; the island fills it when somebody comes.
        write.add("presence").set("presence_href", address + "/presence").set("presence_words", presence_words(call, db, request.id));
        auto templates = write.add("templates");
        for (const auto& prepared : reply_templates(db)) {
            templates.add("template").set("key", prepared.key).set("name", call.language == html::Language::es ? prepared.name_es : prepared.name_en);
        }
    }
    if (worker) return;
    // On a solved request the question is whether it works; on others the way to say so is there and does not press.
    if (request.state != State::closed) {
        write.add(ended ? "solved" : "works_again").set("close_href", address + "/closure").set("close_label", call.text("helpdesk.status.works_again"));
    }
    if (ended) write.add("not_solved").set("reopen_href", address + "/reopening");
}

static void fill_work(const http::Call& call, db::Read& db, html::View& view, const Seen& seen) {
    // Nothing is to be done yet with what its sender did not confirm, in this room or in others.
    if (seen.standing != Standing::worker || seen.request.state == State::merged || seen.request.state == State::held) return;
    const Request& request = seen.request;
    fill_seen(view, request.updated_at);
    for (auto panel : request_panels()) {
        if (auto html = panel(call, db, request.id)) view.add("panel").set("html", *html);
    }
    auto work = view.add("work");
    bool mine = request.assignee == call.viewer.account();
    work.show_if(in_queue(request.state) && !mine, "take");
    work.show_if(request.state == State::waiting || request.state == State::scheduled, "resume");
    work.show_if(!unfinished(request.state), "reopen");
    work.show(is_watching(db, call.viewer, request.id) ? "unwatch" : "watch");
    const auto linked = articles_of(db, request.id);
    fill_articles(call, db, work, request, linked);
    if (!unfinished(request.state)) return;
    auto open = work.add("unfinished");
    open.show_if(request.device.has_value(), "has_device");
    fill_solving(call, db, open, request, linked);
    for (auto reason : {WaitingReason::requester, WaitingReason::part, WaitingReason::vendor, WaitingReason::authority, WaitingReason::skill,
                        WaitingReason::other_work, WaitingReason::window}) {
        open.add("reason").set("key", word(reason)).set("name", call.text(fmt::format("helpdesk.waits.{}", word(reason))));
    }
}

static void fill_fact(const http::Call& call, html::View& view, std::string_view key, std::string_view value, std::string_view href = {}) {
    if (value.empty()) return;
    auto fact = view.add("fact");
    fact.set("name", call.text(fmt::format("helpdesk.fact.{}", key)));
    if (href.empty()) fact.add("plain").set("value", value);
    else fact.add("link").set("href", href).set("value", value);
}

static void fill_facts(const http::Call& call, db::Read& db, html::View& view, const Seen& seen) {
    const Request& request = seen.request;
    auto language = html::code(call.language);
    auto school = roster::find_org(db, request.school);
    fill_fact(call, view, "category", category(db, request.category).name(language));
    fill_fact(call, view, "place", request.room.empty() ? school->name : fmt::format("{}, {}", request.room, school->name));
    if (request.class_waiting) fill_fact(call, view, "class_waiting", call.text("helpdesk.fact.yes"));
    if (request.device) {
        if (auto device = inventory::find_device(db, call.viewer, *request.device)) {
            auto name = device->asset_tag.empty() ? device->model : fmt::format("{} {}", device->model, device->asset_tag);
            fill_fact(call, view, "device", name, fmt::format("/devices/{}", device->id.value));
        }
    }
    if (seen.standing != Standing::worker) return;
    auto person = request.requester_person ? fmt::format("/people/{}", request.requester_person->value) : std::string();
    fill_fact(call, view, "requester", request.requester_name, person);
    fill_fact(call, view, "email", request.requester_email);
    if (request.resolved_at) {
        // How late it is counts no further once it is solved.
        const auto key = *request.resolved_at <= request.due_at ? "helpdesk.fact.due_met" : "helpdesk.fact.due_missed";
        fill_fact(call, view, "due", call.text(key, {{"when", html::moment_words(call.language, call.zone, call.now, request.due_at)}}));
    } else {
        fill_fact(call, view, "due", html::due_words(call.language, call.zone, call.now, request.due_at));
    }
    fill_fact(call, view, "priority", call.text(fmt::format("helpdesk.priority.{}", request.priority)));
    auto routed = call.services.messages->find(call.language, fmt::format("helpdesk.routing.{}", request.routing_reason));
    if (routed) {
        // What a person or a rule said is no matter of chance.
        const bool sure = request.routing_confidence >= 1;
        fill_fact(call, view, "routing", sure ? *routed : fmt::format("{} ({})", *routed, html::percent_words(call.language, request.routing_confidence)));
    }
    if (request.given_to && request.given_to == request.assignee) fill_fact(call, view, "person", call.text("helpdesk.fact.person_given"));
}

http::Response request_page(const http::Call& call, db::Read& db, const Seen& seen, const std::string& address, const TypedReply& typed) {
    html::View view;
    auto joined = seen.standing == Standing::worker ? std::nullopt : joined_with(db, seen.request);
    const Request& shown = joined ? *joined : seen.request;
    fill_head(call, view, seen, shown);
    fill_status(call, db, view, shown);
    fill_story(call, db, view, seen, shown, address);
    fill_write(call, db, view, seen, address, typed);
    fill_work(call, db, view, seen);
    fill_problem_parts(call, db, view, seen, shown, address);
    fill_facts(call, db, view, seen);
    fill_returned(call, db, view, seen);
    fill_followed(call, db, view, seen);
    fill_answered(call, db, view, seen);
    fill_held_answers(call, db, view, seen);
    return call.page(typed.problem ? http::unprocessable : http::ok, "helpdesk/request", seen.request.title, std::move(view));
}

static void replace_all(std::string& text, std::string_view name, std::string_view value) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) text.replace(at, name.size(), value);
}

std::string filled_template(const http::Call& call, db::Read& db, const Request& request, std::string_view key, std::string_view typed) {
    auto prepared = reply_templates(db);
    auto found = std::ranges::find(prepared, key, &ReplyTemplate::key);
    if (found == prepared.end()) return std::string(typed);
    // In the language of the one who reads it, not of the one who writes.
    auto language = html::parse_language(request.language).value_or(html::Language::en);
    std::string body = language == html::Language::es ? found->body_es : found->body_en;
    auto first_name = base::split(request.requester_name, ' ').front();
    replace_all(body, "{name}", first_name);
    replace_all(body, "{title}", request.title);
    replace_all(body, "{who}", status_of(db, call.now, request).team.in(request.language));
    replace_all(body, "{when}", request.scheduled_at ? html::moment_words(language, call.zone, call.now, *request.scheduled_at) : "…");
    return typed.empty() ? body : fmt::format("{}\n\n{}", typed, body);
}

}  // namespace helpdesk
