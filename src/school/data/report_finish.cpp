#include "data/report_finish.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

#include <boost/json.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "data/disclosure.h"
#include "data/facts.h"
#include "data/report_count.h"
#include "data/statistics.h"

namespace data {

namespace json = boost::json;

/// More groups are no figure that anybody reads, and the proof that nothing can be worked out takes long.
constexpr std::size_t most_groups = 5000;

RateInterval poisson_interval(std::int64_t events, double exposure) {
    using boost::math::chi_squared;
    const double count = static_cast<double>(events);
    const double low = events == 0 ? 0 : boost::math::quantile(chi_squared(2 * count), 0.025) / 2;
    const double high = boost::math::quantile(chi_squared(2 * count + 2), 0.975) / 2;
    return {count / exposure, low / exposure, high / exposure};
}

static std::size_t needed(const base::CellTable& table, const std::string& name) {
    if (auto at = table.column(name)) return *at;
    throw Refused("report.finish", name, "The question does not answer with a column " + name + ".");
}

/// Repairs for each 100 device-years, so that models of which there are few do not look better or worse than their number allows to say.
static base::CellTable with_rates(const ReportFinish& finish, base::CellTable table) {
    const auto events = needed(table, finish.events), exposure = needed(table, finish.exposure);
    for (auto name : {"per_100", "low", "high"}) table.columns.push_back({name, base::CellType::real});
    for (auto& row : table.rows) {
        const auto count = base::number(row[events]), years = base::number(row[exposure]);
        if (!count || !years || *count < 0 || *years <= 0) {
            row.resize(table.columns.size());
            continue;
        }
        const auto rate = poisson_interval(static_cast<std::int64_t>(*count), *years / 100);
        for (double value : {rate.rate, rate.low, rate.high}) row.emplace_back(std::round(value * 10) / 10);
    }
    const auto at = table.columns.size() - 3;
    std::ranges::stable_sort(table.rows, std::greater<>(), [&](const auto& row) { return base::number(row[at]).value_or(-1); });
    return table;
}

constexpr std::array bands{"0-5 %", "5-10 %", "10-20 %", "20-100 %"};

/// Bands of a share of days: the borders that schools speak of (20 % severe chronic absence, 10 % chronic, 5 % at risk; Attendance Works).
static std::string share_band(double share) {
    if (share < 0.05) return bands[0];
    if (share < 0.10) return bands[1];
    if (share < 0.20) return bands[2];
    return bands[3];
}

static json::value words(const Correlation& one) {
    const auto told = released(one);
    if (!told) return json::object{{"why", "too_few"}};
    return json::object{{"r", told->r}, {"low", told->low}, {"high", told->high}, {"used", told->used}, {"far", told->far}};
}

/// Rows are students. What leaves is a table of bands of both measures with how many students are in each, so that nobody is a point of their
/// own, and coefficients. The bands of y are fourths of those who have one.
static Kept correlate(const ReportFile& file, const base::CellTable& answer) {
    const auto x = needed(answer, file.finish.x), y = needed(answer, file.finish.y), within_at = needed(answer, file.finish.within);
    std::vector<std::optional<double>> first, second;
    std::vector<std::int64_t> group;
    std::map<std::string, std::int64_t> groups;
    for (const auto& row : answer.rows) {
        first.push_back(base::number(row[x]));
        second.push_back(base::number(row[y]));
        group.push_back(groups.emplace(base::text_of(row[within_at]), static_cast<std::int64_t>(groups.size())).first->second);
    }
    std::vector<double> sorted;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] && second[i]) sorted.push_back(*second[i]);
    }
    std::ranges::sort(sorted);
    // Equal values fall into the same band: its number is that of the fourths that lie wholly below.
    auto fourth = [&](double value) {
        const auto below = std::ranges::lower_bound(sorted, value) - sorted.begin();
        return std::min<std::int64_t>(3, below * 4 / static_cast<std::int64_t>(sorted.size())) + 1;
    };
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> cells;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] && second[i]) ++cells[{share_band(*first[i]), fourth(*second[i])}];
    }
    base::CellTable table{{{file.privacy.by.at(0), base::CellType::text}, {file.privacy.by.at(1), base::CellType::text}, {file.privacy.count, base::CellType::integer}}, {}};
    for (auto band : bands) {
        for (std::int64_t part = 1; part <= 4 && !cells.empty(); ++part) {
            const auto found = cells.find({band, part});
            table.rows.push_back({std::string(band), fmt::format("{}", part), found == cells.end() ? std::int64_t{0} : found->second});
        }
    }
    const auto all = pearson(first, second);
    json::object notes{{"correlation",
                        {{"all", words(all)}, {"rank", words(spearman(first, second))}, {"within", words(within(first, second, group))},
                         {"missing_x", in_tens(all.missing.first + all.missing.both)}, {"missing_y", in_tens(all.missing.second)}, {"rows", in_tens(static_cast<std::int64_t>(first.size()))}}}};
    return {std::move(table), json::serialize(notes)};
}

Kept step_of(const ReportFile& file, const base::CellTable& answer) {
    switch (file.finish.step) {
        case FinishStep::none: return {answer, "{}"};
        case FinishStep::correlation: return correlate(file, answer);
        case FinishStep::poisson_rate: return {with_rates(file.finish, answer), "{}"};
    }
    return {answer, "{}"};
}

/// A group by name or number would show in its label who is in it, however well its count is hidden (data.md clause 14).
static void refuse_identifying(const Answer& answer) {
    for (const auto& named : answer.columns) {
        const auto dot = named.find('.');
        if (dot == std::string::npos) continue;
        const auto* fact = find_fact(named.substr(0, dot));
        const auto column = named.substr(dot + 1);
        if (!fact || !fact->about_students()) continue;
        for (const auto& known : fact->columns) {
            if (known.name == column && (known.privacy == Privacy::identifying || column == "given_name" || column == "family_name")) {
                throw Refused("report.identifying", named, "A report may not read " + named + ": it tells who a student is.");
            }
        }
    }
}

/// What is protected: counts of students, by the report's columns or by the bands of its step.
static Kept of_students(const ReportFile& file, base::CellTable answer) {
    std::string resolved;
    const auto students = one_row_a_student(file, std::move(answer), resolved);
    auto kept = file.finish.step == FinishStep::correlation ? step_of(file, students) : Kept{counted(file, students)};
    auto notes = json::parse(kept.notes).as_object();
    notes["resolved"] = json::parse(resolved);
    kept.notes = json::serialize(notes);
    return kept;
}

Kept finish_report(const Run& run, Answer answer) {
    auto read = read_report(run.sql);
    if (!read.problems.empty()) throw Refused("report.text", run.subject, "The report's text cannot be read.");
    const ReportFile& file = read.file;
    if (file.privacy.none) {
        auto kept = step_of(file, answer.table);
        if (answer.cut) kept.notes = R"({"cut":true})";
        return kept;
    }
    // Groups that were cut off would not be in the totals, and what is shown could be undone with them.
    if (answer.cut) throw Refused("report.cut", run.subject, "The question answers with too many rows to be protected.");
    if (file.tier != Tier::operations) refuse_identifying(answer);
    auto kept = of_students(file, std::move(answer.table));
    if (kept.table.rows.size() > most_groups) throw Refused("report.cut", run.subject, "The question answers with too many groups to be protected.");
    try {
        auto protection = file.protection();
        if (file.finish.step == FinishStep::correlation) protection.order = {{bands.begin(), bands.end()}};
        const auto shown = protect(kept.table, protection);
        return {as_table(shown), std::move(kept.notes)};
    } catch (const base::Invalid& problem) {
        // Its words may quote a cell.
        throw Refused("report.columns", problem.field(), "The answer cannot be protected: the column that privacy." + problem.field() + " names does not hold what it should.");
    }
}

}  // namespace data
