#include "planning/cio_table.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "html/format.h"
#include "people/people.h"
#include "planning/need.h"

namespace planning {

CioData load_cio(http::ReadCall& call) {
    const auto today = call.today();
    CioData data;
    data.period = cio_period(call.zone, call.now, call.request.query.text("period"), term_begins(call.db, today));
    data.requests = cio_requests(call.db, call.viewer, call.zone, call.now, data.period.from);
    data.teams = cio_teams(call.db);
    data.waits = blocked_waits(call.db, call.viewer, call.now, data.period.from);
    data.handed = handed_on(call.db, call.viewer, data.period.from);
    data.department = department(call.db, call.viewer, today);
    data.papers = ending_papers(call.db, call.viewer, today);
    data.needs = count_needs(call.db, call.viewer, {});
    return data;
}

std::int64_t count_of(const http::Call& call, const CioData& data, const RequestSet& set) {
    const RequestRule rule(call.zone, set, call.now);
    return std::ranges::count_if(data.requests, [&](const CioRequest& request) { return rule.holds(request); });
}

static CioCell number_cell(const http::Call& call, std::int64_t number, std::string href) { return {html::number_words(call.language, number), number, std::move(href)}; }

CioCell counted(const http::Call& call, const CioData& data, const RequestSet& set) { return number_cell(call, count_of(call, data, set), address_of(set)); }

std::string hours_words(const http::Call& call, base::Minutes minutes) { return html::minutes_words(call.language, minutes); }

std::vector<std::pair<std::string, std::string>> names_of_missing(const http::Call& call, db::Read& db) {
    std::vector<std::pair<std::string, std::string>> names;
    const auto language = html::code(call.language);
    for (const auto& skill : people::skills(db)) names.emplace_back("skill:" + skill.key, skill.name.in(language));
    for (const auto& authority : people::authorities(db)) names.emplace_back("authority:" + authority.key, authority.name.in(language));
    return names;
}

std::string missing_words(const http::Call& call, const MissingWhat& what, const std::vector<std::pair<std::string, std::string>>& names) {
    if (what.key.empty()) return call.text("planning.cio.not_said");
    const auto key = fmt::format("{}:{}", what.reason, what.key);
    for (const auto& [known, name] : names) {
        if (known == key) return name;
    }
    return what.key;
}

/// Clause 7: came, solved and what was not finished at the end of each week.
static CioTable trend(const http::Call& call, const CioData& data) {
    CioTable table{"trend", {"came", "walked_up", "solved", "open_at"}, {}};
    for (const auto& week : data.period.weeks) {
        // Every week begins on a Monday: that need not be said twelve times.
        auto name = html::day_words(call.language, call.today(), week.monday);
        if (const auto comma = name.find(", "); comma != std::string::npos) name.erase(0, comma + 2);
        CioLine line{std::move(name), base::to_iso(week.monday), {}};
        if (!week.next) line.name += call.text("planning.cio.so_far");
        for (std::string_view set : {"came", "walked_up", "solved", "open_at"}) {
            RequestSet asked{.set = std::string(set)};
            if (set != "open_at") asked.from = week.monday;
            asked.to = week.next;
            line.cells.push_back(counted(call, data, asked));
        }
        table.lines.push_back(std::move(line));
    }
    return table;
}

static CioTable ages(const http::Call& call, const CioData& data) {
    CioTable table{"ages", {"unfinished"}, {}};
    for (const auto& span : age_spans) {
        table.lines.push_back({call.text(fmt::format("planning.cio.age.{}", span.key)), {}, {counted(call, data, {.set = "unfinished", .age = std::string(span.key)})}});
    }
    return table;
}

static CioCell share_cell(const http::Call& call, std::int64_t in_time, std::int64_t solved) {
    if (solved == 0) return {"–"};
    if (solved < fewest_for_a_share) return {call.text("planning.cio.too_few")};
    return {html::percent_words(call.language, static_cast<double>(in_time) / static_cast<double>(solved))};
}

static std::int64_t people_in(const CioData& data, const std::string& role) {
    return std::ranges::count_if(data.department.people, [&](const CioPerson& person) { return person.roles.contains(role); });
}

/// By team and never by person (clause 1).
static CioTable teams(const http::Call& call, const CioData& data) {
    CioTable table{"teams", {"people", "open", "waiting", "late", "came", "solved", "in_time", "past_target", "share"}, {}};
    for (const auto& team : data.teams) {
        CioLine line{call.language == html::Language::es ? team.name_es : team.name_en, {}, {}};
        line.cells.push_back(number_cell(call, people_in(data, team.role_key), "/planning/people?role=" + team.role_key));
        bool something = false;
        for (auto column : table.columns) {
            if (column == "people" || column == "share") continue;
            RequestSet asked{.set = std::string(column), .team = team.id};
            if (column != "open" && column != "waiting" && column != "late") asked.from = data.period.first;
            line.cells.push_back(counted(call, data, asked));
            something = something || line.cells.back().rows != 0;
        }
        if (!something) continue;
        const auto solved = *line.cells[5].rows;
        line.cells.push_back(share_cell(call, *line.cells[6].rows, solved));
        table.lines.push_back(std::move(line));
    }
    return table;
}

static CioTable reasons(const http::Call& call, const CioData& data) {
    CioTable table{"reasons", {"waiting"}, {}};
    for (std::string_view reason : {"requester", "part", "vendor", "authority", "skill", "known_problem", "other_work", "window", "scheduled"}) {
        auto cell = counted(call, data, {.set = "waiting", .reason = std::string(reason)});
        if (*cell.rows == 0) continue;
        const auto key = reason == "scheduled" ? std::string("planning.cio.reason_scheduled") : fmt::format("helpdesk.waits.{}", reason);
        table.lines.push_back({call.text(key), {}, {std::move(cell)}});
    }
    return table;
}

/// Clauses 8 and 9: by what was missing.
static CioTable blocked(const http::Call& call, const CioData& data, const std::vector<std::pair<std::string, std::string>>& names) {
    struct Sums {
        std::int64_t handed = 0;
        std::int64_t waits = 0;
        base::Minutes minutes{0};
    };
    std::map<MissingWhat, Sums> sums;
    for (const auto& one : data.handed) ++sums[one.what].handed;
    for (const auto& one : data.waits) {
        ++sums[one.what].waits;
        sums[one.what].minutes += one.minutes;
    }
    CioTable table{"blocked", {"missing", "handed_on", "waits", "hours"}, {}};
    for (const auto& [what, sum] : sums) {
        MissingFilter filter{.reason = what.reason, .key = what.key, .category = {}, .school = {}, .from = data.period.first};
        const auto waits = address_of("waits", filter);
        CioLine line{missing_words(call, what, names), {}, {}};
        line.cells = {{call.text(fmt::format("planning.cio.missing.{}", what.reason))},
                      number_cell(call, sum.handed, address_of("hand-overs", filter)),
                      number_cell(call, sum.waits, waits),
                      sum.waits > 0 ? CioCell{hours_words(call, sum.minutes), {}, waits} : CioCell{"–"}};
        table.lines.push_back(std::move(line));
    }
    return table;
}

static CioTable single(const http::Call& call, const CioData& data) {
    CioTable table{"single", {"one_person", "nobody"}, {}};
    for (auto on : hanging_on) {
        CioLine line{call.text(fmt::format("planning.cio.on.{}", on)), {}, {}};
        for (std::size_t people : {1u, 0u}) {
            line.cells.push_back(number_cell(call, static_cast<std::int64_t>(hanging(data.department, on, people).size()), fmt::format("/planning/single?on={}&people={}", on, people)));
        }
        table.lines.push_back(std::move(line));
    }
    return table;
}

CioTable cio_table(const http::Call& call, const CioData& data, std::string_view key, const std::vector<std::pair<std::string, std::string>>& names) {
    if (key == "trend") return trend(call, data);
    if (key == "ages") return ages(call, data);
    if (key == "teams") return teams(call, data);
    if (key == "reasons") return reasons(call, data);
    if (key == "blocked") return blocked(call, data, names);
    return single(call, data);
}

}  // namespace planning
