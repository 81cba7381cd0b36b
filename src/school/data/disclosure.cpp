#include "data/disclosure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <variant>

#include "data/disclosure_flow.h"
#include "data/disclosure_table.h"
#include "data/report_count.h"
#include "data/statistics.h"

namespace data {

using Kind = ProtectedRow::Kind;
using Way = TableFlow::Way;

static constexpr std::int64_t price_of_total = 1'000'000;
static constexpr std::int64_t price_of_all = 1'000'000'000'000;

namespace {

/// One system of figures that add up, and which of them must be able to move how far.
class Layer {
public:
    struct Need {
        std::size_t figure;
        std::int64_t up, down;
        std::vector<std::size_t> used{};  // what gave way when it was last proved
    };

    Layer(const CountTable& table, std::vector<TableFlow::Figure> figures) : flow_(table.rows, table.columns, std::move(figures)) {}

    void need(std::size_t figure, std::int64_t up, std::int64_t down) { needs_.push_back({figure, up, down}); }

    /// Withholds what it takes (D4), the largest need first.
    void protect(std::vector<char>& withheld) {
        std::ranges::stable_sort(needs_, [&](const Need& a, const Need& b) { return std::max(a.up, a.down) > std::max(b.up, b.down); });
        for (auto& need : needs_)
            for (auto [way, amount] : {std::pair(Way::up, need.up), std::pair(Way::down, need.down)})
                if (!flow_.widen(need.figure, way, amount, withheld)) throw std::logic_error("A table could not be protected");
        for (auto& need : needs_) prove(need, withheld);
    }

    /// Whether all needs are still met without a figure that was withheld.
    bool holds_without(std::size_t figure, const std::vector<char>& withheld) {
        for (auto& need : needs_)
            if (std::ranges::binary_search(need.used, figure)) {
                auto before = need.used;
                if (prove(need, withheld)) continue;
                need.used = std::move(before);
                return false;
            }
        return true;
    }

    /// All intervals once more from nothing: the proof that the pattern is released on (D7).
    std::int64_t audit(const std::vector<char>& withheld) {
        for (auto& need : needs_)
            if (!withheld[need.figure] || !prove(need, withheld)) throw std::logic_error("A table that was to be published did not pass its audit");
        return static_cast<std::int64_t>(needs_.size());
    }

    std::int64_t flows() const { return flow_.flows(); }

private:
    bool prove(Need& need, const std::vector<char>& withheld) {
        need.used.clear();
        for (auto [way, amount] : {std::pair(Way::up, need.up), std::pair(Way::down, need.down)}) {
            if (flow_.reach(need.figure, way, amount, withheld) < amount) return false;
            need.used.insert(need.used.end(), flow_.used().begin(), flow_.used().end());
        }
        std::ranges::sort(need.used);
        return true;
    }

    TableFlow flow_;
    std::vector<Need> needs_;
};

}  // namespace

/// What is lost when a figure is withheld: a student counts one, a total more than any cell (D12).
static std::int64_t price(const CountFigure& figure) {
    if (figure.count == 0) return 0;  // that there is nobody is no secret, and it stays readable (D4)
    const std::int64_t more = figure.kind == Kind::total ? price_of_all : figure.kind == Kind::cell ? 0 : price_of_total;
    return 1 + figure.count + more;
}

enum class Of { count, part, rest, part_of_known };

/// How far a figure falls at most when it gives way to others. The reader knows that a combination that is listed has somebody in it: its count
/// stays at 1, or the larger of its part and rest does, so that whatever parts and rests do at once, nobody's group becomes empty (D8).
static std::int64_t least(const CountFigure& figure, Of of) {
    switch (of) {
        case Of::count: return figure.groups;
        case Of::part: return figure.part_larger;
        case Of::rest: return figure.groups - figure.part_larger;
        case Of::part_of_known: return 0;  // counts are held
    }
    return 0;
}

/// How far down the figure of a group below the minimum has to be possible. A cell's part or rest down to nobody: the other of the two may be
/// more then. A total's as far as its cells fall together (D4).
static std::int64_t lowest(const CountFigure& figure, Of of) {
    return of != Of::count && figure.kind == Kind::cell ? 0 : least(figure, of);
}

static Layer layer_of(const CountTable& table, Of of) {
    std::vector<TableFlow::Figure> figures;
    for (const auto& figure : table.figures) {
        TableFlow::Figure edge{.row = figure.row, .column = figure.column, .margin = figure.margin, .price = price(figure)};
        edge.value = of == Of::count ? figure.count : of == Of::rest ? figure.rest() : figure.part;
        // Totals stay above nothing because their cells do; only in the question about one of these do they fall as far as it.
        if (figure.kind == Kind::cell) edge.least = least(figure, of);
        if (of == Of::part_of_known) edge.room = figure.rest();
        figures.push_back(edge);
    }
    return Layer(table, std::move(figures));
}

/// Tries to show again what was only withheld to protect others, the largest first.
static void show_again(const CountTable& table, const std::vector<char>& kept, std::vector<Layer>& layers, std::vector<char>& withheld) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < withheld.size(); ++i)
        if (withheld[i] && !kept[i]) order.push_back(i);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return price(table.figures[a]) > price(table.figures[b]); });
    for (auto figure : order) {
        withheld[figure] = 0;
        if (!std::ranges::all_of(layers, [&](Layer& layer) { return layer.holds_without(figure, withheld); })) withheld[figure] = 1;
    }
}

static void settle(const CountTable& table, std::vector<Layer>& layers, std::vector<char>& withheld, Pattern& pattern) {
    const auto kept = withheld;
    for (auto& layer : layers) layer.protect(withheld);
    show_again(table, kept, layers, withheld);
    for (auto& layer : layers) {
        pattern.audited += layer.audit(withheld);
        pattern.flows += layer.flows();
    }
}

/// Counts first: where a group is too small, or gives way to one, its count, part and rest go together, and each of the three is a flow
/// problem of its own (D8).
static void withhold_counts(const CountTable& table, std::int64_t minimum, Pattern& pattern) {
    std::vector<Layer> layers;
    for (auto of : table.parts ? std::vector{Of::part, Of::rest} : std::vector{Of::count}) layers.push_back(layer_of(table, of));
    for (std::size_t i = 0; i < table.figures.size(); ++i) {
        const auto& figure = table.figures[i];
        if (figure.count == 0 || figure.count >= minimum) continue;
        pattern.counts[i] = 1;
        if (!table.parts) {
            layers[0].need(i, minimum - figure.count, figure.count - lowest(figure, Of::count));
        } else {
            layers[0].need(i, minimum - figure.part, figure.part - lowest(figure, Of::part));
            layers[1].need(i, minimum - figure.rest(), figure.rest() - lowest(figure, Of::rest));
        }
    }
    settle(table, layers, pattern.counts, pattern);
}

/// Then parts of groups that are large enough: neither the part nor the rest may be known to be small (D4). Counts are taken as known here,
/// withheld ones too, which only makes what is proved harder (D8).
static void withhold_parts(const CountTable& table, std::int64_t minimum, Pattern& pattern) {
    pattern.parts = pattern.counts;
    std::vector<Layer> layers;
    layers.push_back(layer_of(table, Of::part_of_known));
    for (std::size_t i = 0; i < table.figures.size(); ++i) {
        const auto& figure = table.figures[i];
        const bool small_part = figure.part < minimum;
        const bool small_rest = figure.rest() < minimum;
        // A group below the minimum was seen to with its count. One that only gives way to others was not: its part may be small as well.
        if (figure.count < minimum || (!small_part && !small_rest)) continue;
        pattern.parts[i] = 1;
        layers[0].need(i, std::max(small_part ? minimum - figure.part : 0, small_rest ? figure.rest() : 0),
                       std::max(small_part ? figure.part : 0, small_rest ? minimum - figure.rest() : 0));
    }
    settle(table, layers, pattern.parts, pattern);
}

static Pattern pattern_of(const CountTable& table, std::int64_t minimum) {
    Pattern pattern{.counts = std::vector<char>(table.figures.size(), 0)};
    withhold_counts(table, minimum, pattern);
    if (table.parts) withhold_parts(table, minimum, pattern);
    else pattern.parts = pattern.counts;
    return pattern;
}

static ProtectedRow released(const CountTable& counts, const CountFigure& figure, bool count_withheld, bool part_withheld, const Protection& protection) {
    ProtectedRow row{.kind = figure.kind, .by = figure.by, .count_withheld = count_withheld, .part_withheld = counts.parts && part_withheld};
    if (!count_withheld) row.count = figure.count;
    if (!counts.parts || part_withheld) return row;
    if (protection.part_counts) row.part = figure.part;
    if (figure.count > 0) row.percent = percent_of(figure.part, figure.count);
    return row;
}

/// The grades before the first, in the order of school (CEDS Entry Grade Level).
constexpr std::array<std::string_view, 5> early_grades{"IT", "PR", "PK", "TK", "KG"};

static bool is_grade(std::string_view text) {
    const bool number = text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return number || std::ranges::find(early_grades, text) != early_grades.end();
}

/// Whether what a dimension divides by, beside what is declared, are grades.
static bool has_grades(const std::vector<ProtectedRow>& rows, std::size_t dimension, const std::vector<std::string>& declared) {
    bool any = false;
    for (const auto& row : rows) {
        const auto& cell = row.by[dimension];
        if (base::is_null(cell) || base::text_of(cell) == small_value || std::ranges::find(declared, base::text_of(cell)) != declared.end()) continue;
        const auto* text = std::get_if<std::string>(&cell);
        if (!text || !is_grade(*text)) return false;
        any = true;
    }
    return any;
}

/// Where a value stands among those of its dimension: declared ones first, then numbers, texts and nothing. Grades stand as in school: KG before 01.
static std::tuple<std::size_t, int, double, std::string> standing(const base::Cell& cell, const std::vector<std::string>& declared, bool grades) {
    const auto found = static_cast<std::size_t>(std::ranges::find(declared, base::text_of(cell)) - declared.begin());
    if (base::is_null(cell)) return {declared.size(), 2, 0, {}};
    if (std::holds_alternative<std::string>(cell)) {
        const auto early = std::ranges::find(early_grades, std::get<std::string>(cell));
        return {found, 1, grades ? static_cast<double>(early - early_grades.begin()) : 0, std::get<std::string>(cell)};
    }
    return {found, 0, base::number(cell).value_or(0), base::text_of(cell)};
}

/// Rows in an order that tells nothing of their counts: a question may well have put them in order by these (D12).
static void put_in_order(std::vector<ProtectedRow>& rows, const Protection& protection) {
    const std::vector<std::string> none;
    auto declared = [&](std::size_t i) -> const std::vector<std::string>& { return i < protection.order.size() ? protection.order[i] : none; };
    std::vector<char> grades;
    for (std::size_t i = 0; i < protection.by.size(); ++i) grades.push_back(has_grades(rows, i, declared(i)));
    std::ranges::stable_sort(rows, {}, [&](const ProtectedRow& row) {
        std::vector<std::tuple<std::size_t, int, double, std::string>> standings;
        for (std::size_t i = 0; i < row.by.size(); ++i) standings.push_back(standing(row.by[i], declared(i), grades[i]));
        return standings;
    });
}

Protected protect(const base::CellTable& table, const Protection& protection) {
    const auto counts = read_counts(table, protection);
    const auto pattern = pattern_of(counts, protection.minimum);
    Protected result{.protection = protection, .audited = pattern.audited, .flows = pattern.flows};
    for (const auto& name : protection.by) result.by.push_back(table.columns[*table.column(name)]);
    const auto others = other_columns(table, protection);
    for (auto column : others) result.others.push_back(table.columns[column]);

    std::vector<ProtectedRow> totals;
    for (std::size_t i = 0; i < counts.figures.size(); ++i) {
        const auto& figure = counts.figures[i];
        const bool total = figure.kind != Kind::cell;
        if (total && (!protection.totals || protection.by.empty())) continue;
        auto row = released(counts, figure, pattern.counts[i] != 0, pattern.parts[i] != 0, protection);
        const bool whole = !row.count_withheld && !row.part_withheld;
        for (auto column : others) row.others.push_back(!total && whole ? table.rows[figure.given][column] : base::Cell{});
        result.withheld += whole ? 0 : 1;
        (total ? totals : result.rows).push_back(std::move(row));
    }
    put_in_order(result.rows, protection);
    put_in_order(totals, protection);
    std::ranges::move(totals, std::back_inserter(result.rows));
    return result;
}

std::int64_t in_tens(std::int64_t count) { return (count + 5) / 10 * 10; }

std::optional<ReleasedCorrelation> released(const Correlation& one) {
    if (one.why != NoFigure::none || one.used < least_correlated) return std::nullopt;
    auto told = [](double value) { return std::round(std::clamp(value, -furthest_told, furthest_told) * 100) / 100; };
    return ReleasedCorrelation{told(one.r), told(one.interval.low), told(one.interval.high), in_tens(one.used), std::abs(one.r) > furthest_told};
}

}  // namespace data
