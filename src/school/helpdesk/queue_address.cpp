#include "helpdesk/queue_address.h"

#include <fmt/format.h>

#include "base/text.h"

namespace helpdesk {

static QueueView parse_view(std::string_view word) {
    if (word == "mine") return QueueView::mine;
    if (word == "unassigned") return QueueView::unassigned;
    if (word == "waiting") return QueueView::waiting;
    if (word == "solved") return QueueView::solved;
    return QueueView::team;
}

std::string_view word(QueueView view) {
    switch (view) {
        case QueueView::mine: return "mine";
        case QueueView::unassigned: return "unassigned";
        case QueueView::waiting: return "waiting";
        case QueueView::solved: return "solved";
        case QueueView::team: break;
    }
    return "team";
}

template <typename Id>
static std::optional<Id> id_of(const http::Fields& query, std::string_view name) {
    auto value = base::parse_integer(query.text(name));
    if (!value) return std::nullopt;
    return Id{*value};
}

QueueAsked asked_of(const http::Call& call) {
    const auto& query = call.request.query;
    QueueAsked asked;
    asked.filter.view = parse_view(query.text("view"));
    asked.filter.team = id_of<TeamId>(query, "team");
    asked.filter.school = id_of<roster::OrgId>(query, "school");
    asked.filter.category = id_of<CategoryId>(query, "category");
    asked.filter.assignee = id_of<auth::AccountId>(query, "person");
    asked.late = query.text("late") == "1";
    if (asked.late) asked.filter.due_before = call.now;
    asked.at_risk = query.text("risk") == "1";
    if (asked.at_risk) asked.filter.at_risk = call.now;
    AgeBounds bounds = age_bounds(call.zone, call.today());
    if (asked.filter.view == QueueView::solved) asked.filter.resolved_from = bounds.week;
    auto age = query.text("age");
    if (age == "today") asked.filter.created_from = bounds.today;
    else if (age == "week") asked.filter.created_from = bounds.week, asked.filter.created_before = bounds.today;
    else if (age == "older") asked.filter.created_before = bounds.week;
    else return asked;
    asked.age = age;
    return asked;
}

std::string query_of(const QueueAsked& asked) {
    const QueueFilter& filter = asked.filter;
    std::string query = fmt::format("view={}", word(filter.view));
    if (filter.team) query += fmt::format("&team={}", filter.team->value);
    if (filter.school) query += fmt::format("&school={}", filter.school->value);
    if (filter.category) query += fmt::format("&category={}", filter.category->value);
    if (filter.assignee) query += fmt::format("&person={}", filter.assignee->value);
    if (asked.late) query += "&late=1";
    if (asked.at_risk) query += "&risk=1";
    if (!asked.age.empty()) query += "&age=" + asked.age;
    return query;
}

std::optional<QueueKey> parse_key(std::string_view text) {
    auto parts = base::split(text, '.');
    if (parts.size() != 3) return std::nullopt;
    auto priority = base::parse_integer(parts[0]);
    auto due = base::parse_integer(parts[1]);
    auto id = base::parse_integer(parts[2]);
    if (!priority || !due || !id) return std::nullopt;
    return QueueKey{*priority, *due, *id};
}

std::string key_text(const QueueKey& key) { return fmt::format("{}.{}.{}", key.priority, key.due_at, key.id); }

std::string waiting_words(const http::Call& call, const QueueRow& row) {
    if (!row.waiting_reason) return {};
    auto problem = row.problem.in(html::code(call.language));
    if (!problem.empty()) return call.text("helpdesk.problem.waits", {{"title", problem}});
    return call.text(fmt::format("helpdesk.waits.{}", word(*row.waiting_reason)));
}

}  // namespace helpdesk
