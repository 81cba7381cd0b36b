#include "calendar/event_form.h"

#include "base/text.h"
#include "http/message.h"

namespace calendar {

using std::chrono::days;

std::vector<std::pair<std::string, std::string>> draft_problems(const EventDraft& draft) {
    std::vector<std::pair<std::string, std::string>> problems;
    auto refuse = [&](bool bad, std::string_view field, std::string_view key) {
        if (bad) problems.emplace_back(field, key);
    };
    refuse(draft.title.en.empty(), "title", "calendar.events.problem.title");
    refuse(draft.title.en.size() > 200, "title", "calendar.problem.long_name");
    refuse(draft.title.es.size() > 200, "title_es", "calendar.problem.long_name");
    refuse(draft.group.en.size() > 100, "group", "calendar.events.problem.long_group");
    refuse(draft.group.es.size() > 100, "group_es", "calendar.events.problem.long_group");
    refuse(draft.group.en.empty() && !draft.group.es.empty(), "group", "calendar.events.problem.group");
    refuse(draft.place.size() > 200, "place", "calendar.events.problem.long_place");
    refuse(draft.description.en.size() > 4000, "description", "calendar.events.problem.long_words");
    refuse(draft.description.es.size() > 4000, "description_es", "calendar.events.problem.long_words");
    refuse(draft.note.en.size() > 500, "note", "calendar.events.problem.long_note");
    refuse(draft.note.es.size() > 500, "note_es", "calendar.events.problem.long_note");
    if (draft.all_day) {
        refuse(draft.last < draft.first, "last", "calendar.problem.order");
        refuse(draft.last - draft.first >= days(longest_event_days), "last", "calendar.events.problem.long_event");
    } else {
        refuse(draft.ends <= draft.starts, "ends", "calendar.events.problem.ends");
    }
    return problems;
}

EventForm read_event_form(const http::Fields& fields) {
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    EventForm form;
    form.kind = text("kind");
    form.school = text("school");
    form.group = base::collapse_space(text("group"));
    form.group_es = base::collapse_space(text("group_es"));
    form.title = base::collapse_space(text("title"));
    form.title_es = base::collapse_space(text("title_es"));
    form.description = text("description");
    form.description_es = text("description_es");
    form.note = base::collapse_space(text("note"));
    form.note_es = base::collapse_space(text("note_es"));
    form.place = base::collapse_space(text("place"));
    form.all_day = text("all_day") == "1";
    form.first = text("first");
    form.last = text("last");
    form.starts = text("starts");
    form.ends = text("ends");
    form.weekly = text("weekly") == "1";
    form.repeat_until = text("repeat_until");
    form.reach = text("reach");
    form.corrected = text("corrected") == "1";
    form.seen = text("seen");
    return form;
}

EventForm event_form(const PublicEvent& event, base::TimeZone zone) {
    EventForm form;
    form.kind = word(event.kind);
    if (event.school) form.school = std::to_string(event.school->value);
    if (event.group) form.group = event.group->name.en;
    if (event.group) form.group_es = event.group->name.es;
    form.title = event.title.en;
    form.title_es = event.title.es;
    form.description = event.description.en;
    form.description_es = event.description.es;
    form.note = event.note.en;
    form.note_es = event.note.es;
    form.place = event.place;
    form.all_day = event.all_day;
    form.first = base::to_iso(event.first);
    if (event.all_day && event.last != event.first) form.last = base::to_iso(event.last);
    if (!event.all_day) {
        form.starts = clock_text(zone.to_local(event.starts).of_day);
        form.ends = clock_text(zone.to_local(event.ends).of_day);
    }
    form.seen = std::to_string(event.sequence);
    return form;
}

static std::optional<base::Minutes> understand_time(std::string_view field, const std::string& text, Problems& problems) {
    auto time = parse_clock(text);
    if (!time) problems.emplace_back(std::string(field), "calendar.problem.clock");
    return time;
}

static void understand_when(const EventForm& form, EventDraft& draft, Problems& problems) {
    const auto first = base::parse_day(form.first);
    if (!first) problems.emplace_back("first", "calendar.problem.day");
    draft.first = first.value_or(base::Day());
    draft.last = draft.first;
    draft.all_day = form.all_day;
    if (form.all_day) {
        const auto last = form.last.empty() ? first : base::parse_day(form.last);
        if (!form.last.empty() && !last) problems.emplace_back("last", "calendar.problem.day");
        draft.last = last.value_or(draft.first);
        return;
    }
    draft.starts = understand_time("starts", form.starts, problems).value_or(base::Minutes(0));
    draft.ends = understand_time("ends", form.ends, problems).value_or(draft.starts + base::Minutes(1));
    if (draft.ends == base::Minutes(0)) draft.ends = days(1);  // midnight at the end of the day
}

EventDraft understand(const EventForm& form, Problems& problems) {
    EventDraft draft;
    const auto kind = parse_event_kind(form.kind);
    if (!kind || *kind == EventKind::game) problems.emplace_back("kind", "calendar.events.problem.kind");
    draft.kind = kind.value_or(EventKind::other);
    if (!form.school.empty()) {
        const auto id = base::parse_integer(form.school);
        if (!id || *id <= 0) problems.emplace_back("school", "calendar.problem.school");
        else draft.school = roster::OrgId{*id};
    }
    draft.group = {form.group, form.group_es};
    draft.title = {form.title, form.title_es};
    draft.description = {form.description, form.description_es};
    draft.note = {form.note, form.note_es};
    draft.place = form.place;
    understand_when(form, draft, problems);
    if (problems.empty()) problems = draft_problems(draft);
    return draft;
}

std::optional<base::Day> understand_repeat(const EventForm& form, const EventDraft& draft, Problems& problems) {
    if (!form.weekly) return std::nullopt;
    const auto until = base::parse_day(form.repeat_until);
    if (!until) problems.emplace_back("repeat_until", "calendar.problem.day");
    else if (*until < draft.first) problems.emplace_back("repeat_until", "calendar.problem.order");
    else if (*until - draft.first >= days(7 * most_occurrences)) problems.emplace_back("repeat_until", "calendar.events.problem.many");
    return until;
}

}  // namespace calendar
