// The desk of whoever posts events: the list, the form, cancelling, postponing, moving back.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "calendar/event_form.h"
#include "calendar/event_view.h"
#include "calendar/pages.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "http/routes.h"

namespace calendar {

using roster::OrgId;

static void fill_kinds(http::Call& call, html::View& view, std::string_view selected) {
    for (auto kind : event_kinds()) {
        view.add("kind_option").set("key", word(kind)).set("name", call.text(fmt::format("calendar.events.kind.{}", word(kind)))).show_if(word(kind) == selected, "selected");
    }
}

// --- The list ---

static EventQuestion question_of(const http::Fields& query) {
    EventQuestion question;
    question.text = query.text("q");
    if (auto school = base::parse_integer(query.text("school")); school && *school > 0) question.school = OrgId{*school};
    question.kind = parse_event_kind(query.text("kind"));
    question.past = query.text("when") == "past";
    auto after = base::parse_integer(query.text("after"));
    auto after_id = base::parse_integer(query.text("after_id"));
    if (after && after_id) {
        question.after_starts = base::from_ms(*after);
        question.after_id = *after_id;
    }
    return question;
}

static std::string filters_as_query(const http::Fields& query) {
    std::string text;
    for (auto name : {"q", "school", "kind", "when"}) {
        if (auto value = query.text(name); !value.empty()) text += fmt::format("&{}={}", name, http::percent_encode(value));
    }
    return text;
}

static void fill_pager(http::ReadCall& call, html::View& view, const EventQuestion& question, const EventPage& page) {
    auto pager = view.include("pager", "html/pager");
    const auto filters = filters_as_query(call.request.query);
    pager.set("summary", call.text("calendar.events.on_page", {{"n", std::to_string(page.events.size())}}));
    if (question.after_starts) pager.add("previous").set("href", filters.empty() ? "/calendar" : "/calendar?" + filters.substr(1));
    if (!page.more) return;
    const auto& last = page.events.back();
    pager.add("next").set("href", fmt::format("/calendar?after={}&after_id={}{}", base::to_ms(last.starts), last.id.value, filters));
}

static http::Response list_events(http::ReadCall& call) {
    const auto question = question_of(call.request.query);
    const auto page = find_events(call.db, call.viewer, call.now, question);
    html::View view;
    view.set("q", question.text).show_if(question.past, "past");
    fill_schools(call, call.db, view, may_post_events, question.school ? std::to_string(question.school->value) : "");
    fill_kinds(call, view, question.kind ? word(*question.kind) : "");
    for (const auto& event : page.events) {
        auto row = view.add("event");
        row.set("id", event.id.value).set("title", event.title.in(call.language)).set("lang", event.title.lang(call.language)).set("day", html::day_words(call.language, call.today(), event.first));
        row.set("time", time_words(call, event)).set("kind", call.text(fmt::format("calendar.events.kind.{}", word(event.kind))));
        row.set("where", event.school_name.empty() ? call.text("calendar.events.district") : event.school_name);
        if (event.group) row.add("group").set("text", event.group->name.in(call.language)).set("lang", event.group->name.lang(call.language));
        row.show_if(event.series.has_value(), "weekly");
        show_status(call, row, event.status);
    }
    const bool filtered = !question.text.empty() || question.school || question.kind || question.past || question.after_starts;
    view.show(!page.events.empty() ? "list" : filtered ? "nothing" : "empty");
    fill_pager(call, view, question, page);
    return call.page("calendar/event_list", call.text("calendar.events.desk"), std::move(view));
}

// --- The form ---

static html::View form_view(http::Call& call, db::Read& db, const EventForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    fill_schools(call, db, view, may_post_events, form.school);
    fill_kinds(call, view, form.kind);
    for (const auto& group : groups(db)) {
        if (!group.school || call.viewer.may(may_post_events, group.school->value)) view.add("group_name").set("name", group.name.en);
    }
    view.set("group", form.group).set("group_es", form.group_es).set("title", form.title).set("title_es", form.title_es);
    view.set("description", form.description).set("description_es", form.description_es).set("place", form.place).set("note", form.note).set("note_es", form.note_es);
    view.set("first", form.first).set("last", form.last).set("starts", form.starts).set("ends", form.ends).set("repeat_until", form.repeat_until);
    view.show_if(form.all_day, "all_day").show_if(form.weekly, "weekly").set("seen", form.seen);
    return view;
}

static http::Response new_event(http::ReadCall& call) {
    EventForm form;
    form.school = call.request.query.text("school");
    form.kind = "performance";
    if (auto day = base::parse_day(call.request.query.text("day"))) form.first = base::to_iso(*day);
    auto view = form_view(call, call.db, form, {});
    view.set("action", "/calendar").set("heading", call.text("calendar.events.add")).show("new").set("back", "/calendar");
    return call.page("calendar/event_form", call.text("calendar.events.add"), std::move(view));
}

static http::Response create_event(http::WriteCall& call) {
    const auto form = read_event_form(call.request.form);
    Problems problems;
    const auto draft = understand(form, problems);
    const auto until = understand_repeat(form, draft, problems);
    if (draft.school && !roster::find_org(call.db, *draft.school)) problems.emplace_back("school", "calendar.problem.school");
    if (problems.empty() && !may_post(call.viewer, draft.school)) problems.emplace_back("school", "calendar.problem.school");
    if (!problems.empty()) {
        auto view = form_view(call, call.db, form, problems);
        view.set("action", "/calendar").set("heading", call.text("calendar.events.add")).show("new").set("back", "/calendar");
        return call.page(http::unprocessable, "calendar/event_form", call.text("calendar.events.add"), std::move(view));
    }
    const auto id = add_event(call.db, call.viewer, call.now, call.zone, draft, until);
    return call.redirect_with_notice(fmt::format("/calendar/{}", id.value), call.text("calendar.events.added", {{"title", draft.title.en}}));
}

static PublicEvent fetch_mine(const http::Call& call, db::Read& db, EventId id) {
    auto event = find_event(db, id);
    if (!may_post(call.viewer, event.school)) throw base::Forbidden("You may change events of your own schools only.");
    return event;
}

/// One event at the desk: what can be done with it, and its form.
static html::View event_view(http::Call& call, db::Read& db, const PublicEvent& event, const EventForm& form, const Problems& problems) {
    auto view = form_view(call, db, form, problems);
    view.set("action", fmt::format("/calendar/{}", event.id.value)).set("heading", event.title.in(call.language)).set("back", "/calendar");
    auto known = view.add("known");
    known.set("id", event.id.value).set("seen", event.sequence).set("public", event.path).set("note", event.note.en).set("note_es", event.note.es);
    known.set("lang", event.title.lang(call.language));
    known.set("day", html::day_words(call.language, call.today(), event.first)).set("time", time_words(call, event));
    if (const auto was = original_words(call, event); !was.empty()) known.add("original").set("text", was);
    show_status(call, known, event.status);
    const bool stopped = event.status == EventStatus::cancelled || event.status == EventStatus::postponed || event.status == EventStatus::withdrawn;
    known.show_if(event.status != EventStatus::withdrawn, "is_public");
    known.show_if(stopped, "may_restore").show_if(!stopped || event.status == EventStatus::postponed, "may_cancel").show_if(!stopped, "may_postpone");
    known.show_if(event.original_starts.has_value(), "may_move_back").show_if(event.status != EventStatus::withdrawn, "may_withdraw");
    view.show_if(event.series.has_value(), "series");
    known.show_if(event.series.has_value(), "series");
    view.show("edit");
    return view;
}

static http::Response show_event(http::ReadCall& call) {
    const auto event = fetch_mine(call, call.db, call.id_as<EventId>("event"));
    return call.page("calendar/event_form", event.title.en, event_view(call, call.db, event, event_form(event, call.zone), {}));
}

static http::Response stale(http::WriteCall& call, const PublicEvent& event, EventForm form) {
    form.seen = std::to_string(event.sequence);
    return call.page(http::conflict, "calendar/event_form", event.title.en, event_view(call, call.db, event, form, {{"title", "calendar.events.problem.stale"}}));
}

static http::Response save_event(http::WriteCall& call) {
    const auto event = fetch_mine(call, call.db, call.id_as<EventId>("event"));
    const auto form = read_event_form(call.request.form);
    Problems problems;
    const auto draft = understand(form, problems);
    if (draft.school && !roster::find_org(call.db, *draft.school)) problems.emplace_back("school", "calendar.problem.school");
    if (problems.empty() && !may_post(call.viewer, draft.school)) problems.emplace_back("school", "calendar.problem.school");
    if (!problems.empty()) return call.page(http::unprocessable, "calendar/event_form", event.title.en, event_view(call, call.db, event, form, problems));
    if (base::parse_integer(form.seen) != event.sequence) return stale(call, event, form);
    change_event(call.db, call.viewer, call.now, call.zone, event.id, event.sequence, draft, form.reach == "following" ? Reach::following : Reach::this_one,
                 form.corrected ? Moved::corrected : Moved::told);
    return call.redirect_with_notice(fmt::format("/calendar/{}", event.id.value), call.text("calendar.events.saved", {{"title", draft.title.en}}));
}

static http::Response change_status(http::WriteCall& call) {
    const auto event = fetch_mine(call, call.db, call.id_as<EventId>("event"));
    const auto& form = call.request.form;
    const auto action = parse_event_action(form.text("do"));
    if (!action) throw base::Invalid("do", "cancel, postpone, restore, move_back or withdraw");
    const auto back = fmt::format("/calendar/{}", event.id.value);
    if (base::parse_integer(form.text("seen")) != event.sequence) return stale(call, event, event_form(event, call.zone));
    if (*action == EventAction::withdraw || *action == EventAction::cancel) {
        const auto question = call.text(*action == EventAction::cancel ? "calendar.events.cancel_sure" : "calendar.events.withdraw_sure");
        if (auto asked = http::ask_first(call, question, call.text("calendar.remove"), back)) return std::move(*asked);
    }
    const Bilingual note{base::collapse_space(form.text("note")), base::collapse_space(form.text("note_es"))};
    if (note.en.size() > 500 || note.es.size() > 500) {
        return call.page(http::unprocessable, "calendar/event_form", event.title.en,
                         event_view(call, call.db, event, event_form(event, call.zone), {{"note", "calendar.events.problem.long_note"}}));
    }
    try {
        act_on_event(call.db, call.viewer, call.now, call.zone, event.id, event.sequence, *action, note, form.text("reach") == "following" ? Reach::following : Reach::this_one);
    } catch (const base::Conflict& clash) {
        return call.page(http::conflict, "calendar/event_form", event.title.en, event_view(call, call.db, event, event_form(event, call.zone), {{"why", clash.what()}}));
    }
    return call.redirect_with_notice(back, call.text(fmt::format("calendar.events.done.{}", form.text("do"))));
}

void event_routes(http::Routes& routes) {
    routes.get("/calendar", may_post_events, list_events);
    routes.get("/calendar/new", may_post_events, new_event);
    routes.post("/calendar", may_post_events, create_event);
    routes.get("/calendar/{event}", may_post_events, show_event);
    routes.post("/calendar/{event}", may_post_events, save_event);
    routes.post("/calendar/{event}/status", may_post_events, change_status);
    public_event_routes(routes);
}

}  // namespace calendar
