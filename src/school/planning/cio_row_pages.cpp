// The rows behind the numbers of the CIO's page.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "people/people.h"
#include "planning/cio_table.h"
#include "planning/need.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/cio_rows.h"

namespace planning {

static std::vector<std::string> columns(const http::Call& call, std::initializer_list<std::string_view> keys) {
    std::vector<std::string> words;
    for (auto key : keys) words.push_back(call.text(fmt::format("planning.cio_rows.{}", key)));
    return words;
}

static RowCell at(const http::Call& call, std::optional<base::Instant> moment) {
    if (!moment) return {"–", {}, " "};
    return {html::moment_words(call.language, call.zone, call.now, *moment), {}, base::to_iso(*moment)};
}

static RowCell request_cell(const http::Call& call, const CioRequestLine& line) {
    if (line.title.empty()) return {call.text("planning.cio_rows.number", {{"n", std::to_string(line.id)}})};
    return {line.title, fmt::format("/requests/{}", line.id)};
}

static const std::string& in_language(const http::Call& call, const std::string& en, const std::string& es) { return call.language == html::Language::es ? es : en; }

static std::string day(const http::Call& call, base::Day when) { return html::day_words(call.language, call.today(), when); }

/// "Solved, from Monday, 2 March until Monday, 9 March".
static std::string set_title(const http::Call& call, const RequestSet& set) {
    auto title = call.text(fmt::format("planning.cio_rows.set.{}", set.set));
    if (!set.reason.empty()) title += ": " + call.text(set.reason == "scheduled" ? "planning.cio.reason_scheduled" : "helpdesk.waits." + set.reason);
    if (!set.age.empty()) title += ": " + call.text("planning.cio.age." + set.age);
    return title;
}

static std::string set_words(http::ReadCall& call, const RequestSet& set) {
    std::vector<std::string> parts;
    if (set.from) parts.push_back(call.text("planning.cio_rows.from", {{"day", day(call, *set.from)}}));
    if (set.to) parts.push_back(call.text(set.set == "open_at" ? "planning.cio_rows.at" : "planning.cio_rows.before", {{"day", day(call, *set.to)}}));
    if (set.team) {
        const auto teams = cio_teams(call.db);
        const auto team = std::ranges::find(teams, *set.team, &CioTeam::id);
        if (team != teams.end()) parts.push_back(in_language(call, team->name_en, team->name_es));
    }
    if (set.school) {
        if (const auto school = roster::find_org(call.db, {*set.school})) parts.push_back(school->name);
    }
    if (set.category) {
        const auto categories = need_categories(call.db);
        const auto known = std::ranges::find(categories, *set.category, &NeedCategory::id);
        if (known != categories.end()) parts.push_back(in_language(call, known->name_en, known->name_es));
    }
    return base::join(parts, " · ");
}

/// The earliest end that a set may ask for: what ended before is in none of its rows.
static base::Instant earliest(const http::Call& call, const RequestSet& set) {
    const auto span = span_of(call.zone, set);
    if (set.set == "open_at") return span.to.value_or(call.now);
    return span.from.value_or(base::from_ms(0));
}

static http::Response show_requests(http::ReadCall& call) {
    const auto set = request_set_of(call.request.query);
    const RequestRule rule(call.zone, set, call.now);
    std::vector<std::int64_t> ids;
    for (const auto& request : cio_requests(call.db, call.viewer, call.zone, call.now, earliest(call, set))) {
        if (rule.holds(request)) ids.push_back(request.id);
    }
    std::ranges::sort(ids, std::greater());
    RowList list{set_title(call, set), set_words(call, set), columns(call, {"request", "state", "category", "school", "team", "came", "due", "solved"}), ids.size(), {}, address_of(set), "requests"};
    list.rows = [&](std::size_t first, std::size_t most) {
        const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(std::min(first, ids.size()));
        const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(first + most, ids.size()));
        std::vector<RowCells> rows;
        for (const auto& line : request_lines(call.db, call.viewer, {begin, end})) {
            auto state = call.text(fmt::format("helpdesk.state.{}", line.state));
            if (!line.reason.empty()) state += ", " + call.text(fmt::format("helpdesk.waits.{}", line.reason));
            rows.push_back({request_cell(call, line), {state}, {in_language(call, line.category_en, line.category_es)}, {line.school}, {in_language(call, line.team_en, line.team_es)},
                            at(call, line.created_at), at(call, line.due_at), at(call, line.solved_at)});
        }
        return rows;
    };
    return row_list(call, list);
}

template <typename T>
static std::vector<T> part_of(const std::vector<T>& all, std::size_t first, std::size_t most) {
    const auto from = std::min(first, all.size());
    const auto to = std::min(first + most, all.size());
    return {all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to)};
}

template <typename T>
static std::vector<CioRequestLine> requests_of(http::ReadCall& call, const std::vector<T>& part) {
    std::vector<std::int64_t> ids;
    ids.reserve(part.size());
    for (const auto& one : part) ids.push_back(one.request);
    return request_lines(call.db, call.viewer, ids);
}

static const CioRequestLine& line_of(const std::vector<CioRequestLine>& lines, std::int64_t id) { return *std::ranges::find(lines, id, &CioRequestLine::id); }

static base::Instant from_of(const http::Call& call, const MissingFilter& filter) {
    return filter.from ? call.zone.to_instant({*filter.from, base::Minutes(0)}) : base::from_ms(0);
}

static http::Response show_waits(http::ReadCall& call) {
    const auto filter = missing_filter_of(call.request.query);
    auto waits = blocked_waits(call.db, call.viewer, call.now, from_of(call, filter));
    std::erase_if(waits, [&](const BlockedWait& one) { return !fits(one, filter); });
    base::Minutes sum{0};
    for (const auto& one : waits) sum += one.minutes;
    const auto names = names_of_missing(call, call.db);
    RowList list{call.text("planning.cio_rows.waits"), call.text("planning.cio_rows.hours_in_all", {{"hours", hours_words(call, sum)}}), columns(call, {"request", "missing", "category", "school", "from_when", "to_when", "hours"}),
                 waits.size(), {}, address_of("waits", filter), "waits"};
    list.rows = [&](std::size_t first, std::size_t most) {
        const auto part = part_of(waits, first, most);
        const auto lines = requests_of(call, part);
        std::vector<RowCells> rows;
        for (const auto& one : part) {
            const auto& line = line_of(lines, one.request);
            rows.push_back({request_cell(call, line), {missing_words(call, one.what, names)}, {in_language(call, line.category_en, line.category_es)}, {line.school}, at(call, one.from),
                            one.to ? at(call, one.to) : RowCell{call.text("planning.cio_rows.still")}, {hours_words(call, one.minutes), {}, fmt::format("{:.2f}", static_cast<double>(one.minutes.count()) / 60)}});
        }
        return rows;
    };
    return row_list(call, list);
}

static http::Response show_hand_overs(http::ReadCall& call) {
    const auto filter = missing_filter_of(call.request.query);
    auto handed = handed_on(call.db, call.viewer, from_of(call, filter));
    std::erase_if(handed, [&](const HandedOn& one) { return !fits(one, filter); });
    const auto names = names_of_missing(call, call.db);
    RowList list{call.text("planning.cio_rows.hand_overs"), call.text("planning.cio_rows.hand_overs_words"), columns(call, {"request", "missing", "category", "school", "from_team", "to_team", "when"}), handed.size(), {}, address_of("hand-overs", filter), "hand-overs"};
    list.rows = [&](std::size_t first, std::size_t most) {
        const auto part = part_of(handed, first, most);
        const auto lines = requests_of(call, part);
        std::vector<RowCells> rows;
        for (const auto& one : part) {
            const auto& line = line_of(lines, one.request);
            rows.push_back({request_cell(call, line), {missing_words(call, one.what, names)}, {in_language(call, line.category_en, line.category_es)}, {line.school}, {in_language(call, one.from_en, one.from_es)},
                            {in_language(call, one.to_en, one.to_es)}, at(call, one.at)});
        }
        return rows;
    };
    return row_list(call, list);
}

// --- Staffing ---

static std::string names_of(const std::vector<const CioPerson*>& people, const http::Call& call) {
    std::vector<std::string> names;
    names.reserve(people.size());
    for (const auto* person : people) names.push_back(person->name);
    return names.empty() ? call.text("planning.cio_rows.nobody") : base::join(names, ", ");
}

static std::string name_of_hanging(http::ReadCall& call, std::string_view on, const Hanging& one, const Department& department) {
    if (on == "categories") {
        const auto category = std::ranges::find(department.categories, one.key, [](const CioCategory& known) { return std::to_string(known.id); });
        return in_language(call, category->name_en, category->name_es);
    }
    if (on == "roles") {
        for (const auto& role : people::roles(call.db)) {
            if (role.key == one.key) return role.name.in(html::code(call.language));
        }
        return one.key;
    }
    return missing_words(call, {on == "skills" ? "skill" : "authority", one.key}, names_of_missing(call, call.db));
}

static http::Response show_single(http::ReadCall& call) {
    const auto on = std::ranges::find(hanging_on, call.request.query.text("on"));
    if (on == std::end(hanging_on)) throw base::NotFound("no such list");
    const std::size_t people = call.request.query.text("people") == "0" ? 0 : 1;
    const auto found = department(call.db, call.viewer, call.today());
    const auto hangs = hanging(found, *on, people);
    RowList list{call.text(fmt::format("planning.cio_rows.{}_{}", *on, people == 0 ? "nobody" : "one")), call.text("planning.cio_rows.single_words"), columns(call, {"what", "who", "cover"}), hangs.size(), {},
                 fmt::format("/planning/single?on={}&people={}", *on, people), "single"};
    list.rows = [&](std::size_t first, std::size_t most) {
        std::vector<RowCells> rows;
        for (const auto& one : part_of(hangs, first, most)) {
            const auto cover = *on == "roles" ? found.covers.find(one.key) : found.covers.end();
            const auto cover_words = *on != "roles" ? "–" : cover == found.covers.end() ? call.text("planning.cio_rows.nobody") : base::join(cover->second, ", ");
            rows.push_back({{name_of_hanging(call, *on, one, found), *on == "roles" ? "/roles/" + one.key : std::string()}, {names_of(one.people, call)}, {cover_words}});
        }
        return rows;
    };
    return row_list(call, list);
}

/// Who holds a role of the department; by name, and nothing else about them (clause 1).
static http::Response show_people(http::ReadCall& call) {
    const std::string role(call.request.query.text("role"));
    const auto found = department(call.db, call.viewer, call.today());
    std::vector<const CioPerson*> people;
    for (const auto& person : found.people) {
        if (person.roles.contains(role)) people.push_back(&person);
    }
    RowList list{call.text("planning.cio_rows.people"), call.text("planning.cio_rows.people_words"), columns(call, {"who", "roles"}), people.size(), {}, "/planning/people?role=" + http::percent_encode(role), "people"};
    const auto roles = people::roles(call.db);
    list.rows = [&](std::size_t first, std::size_t most) {
        std::vector<RowCells> rows;
        for (const auto* person : part_of(people, first, most)) {
            std::vector<std::string> held;
            for (const auto& one : roles) {
                if (person->roles.contains(one.key)) held.push_back(one.name.in(html::code(call.language)));
            }
            rows.push_back({{person->name}, {base::join(held, ", ")}});
        }
        return rows;
    };
    return row_list(call, list);
}

/// Clause 13: without people.manage_licences only the month in which one ends.
static http::Response show_papers(http::ReadCall& call) {
    const auto papers = ending_papers(call.db, call.viewer, call.today());
    const bool names = call.viewer.may_everywhere(people::may_manage_licences);
    auto heads = names ? columns(call, {"ends", "who", "paper", "place"}) : columns(call, {"ends_in"});
    RowList list{call.text("planning.cio_rows.papers"), call.text(names ? "planning.cio_rows.papers_words" : "planning.cio_rows.papers_closed"), std::move(heads), papers.size(), {}, "/planning/papers", "papers"};
    list.rows = [&](std::size_t first, std::size_t most) {
        std::vector<RowCells> rows;
        for (const auto& paper : part_of(papers, first, most)) {
            if (names) {
                const auto kind = paper.credential.empty() ? call.text("people.licence.kind." + paper.kind) : paper.credential;
                rows.push_back({{day(call, paper.ends), fmt::format("/licences/{}", paper.id), base::to_iso(paper.ends)}, {paper.name}, {kind}, {paper.place}});
            } else {
                const std::chrono::year_month_day date(paper.ends);
                rows.push_back({{call.text(fmt::format("planning.cio_month.{}", static_cast<unsigned>(date.month())), {{"year", std::to_string(static_cast<int>(date.year()))}})}});
            }
        }
        return rows;
    };
    return row_list(call, list);
}

void cio_row_routes(http::Routes& routes) {
    routes.get("/planning/requests", may_plan, show_requests);
    routes.get("/planning/waits", may_plan, show_waits);
    routes.get("/planning/hand-overs", may_plan, show_hand_overs);
    routes.get("/planning/single", may_plan, show_single);
    routes.get("/planning/people", may_plan, show_people);
    routes.get("/planning/papers", may_plan, show_papers);
}

}  // namespace planning
