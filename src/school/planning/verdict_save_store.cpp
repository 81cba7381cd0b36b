// What the nightly count leaves behind, and how it is read again.
#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "db/db.h"
#include "planning/verdict_store.h"

namespace planning {

/// What follows an INSERT so that a row whose key is there already gets the new values.
static std::string or_update(const std::vector<std::string_view>& columns, const std::vector<std::string_view>& key) {
    if (key.empty()) return {};
    std::vector<std::string> sets;
    for (auto column : columns) {
        if (std::ranges::find(key, column) == key.end()) sets.push_back(fmt::format("{0} = excluded.{0}", column));
    }
    return fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", fmt::join(key, ", "), fmt::join(sets, ", "));
}

/// Inserts `count` rows, many with each statement; `fill` binds the columns of row `at` as name + number. With a key, rows that are there are updated.
static void insert_rows(db::Write& db, std::string_view table, const std::vector<std::string_view>& columns, std::size_t count,
                        const std::function<void(db::Query&, std::size_t at, const std::string& number)>& fill, const std::vector<std::string_view>& key = {}) {
    constexpr std::size_t at_once = 16;
    for (std::size_t first = 0; first < count; first += at_once) {
        const auto rows = std::min(at_once, count - first);
        auto sql = fmt::format("INSERT INTO {} ({}) VALUES ", table, fmt::join(columns, ", "));
        for (std::size_t row = 0; row < rows; ++row) {
            sql += row ? ", (" : "(";
            for (std::size_t column = 0; column < columns.size(); ++column) sql += fmt::format("{}:{}{}", column ? ", " : "", columns[column], row);
            sql += ")";
        }
        sql += or_update(columns, key);
        auto query = db.query(sql);
        for (std::size_t row = 0; row < rows; ++row) fill(query, first + row, std::to_string(row));
        std::move(query).run();
    }
}

template <typename T>
static void put(db::Query& query, std::string_view column, const std::string& number, const T& value) {
    std::move(query).bind(std::string(column) + number, value);
}

static void save_fleet(db::Write& db, const Fleet& fleet) {
    struct Wear {
        std::int64_t model, year;
        Counted counted;
    };
    std::vector<Wear> wear;
    std::vector<std::pair<std::int64_t, const ModelHistory*>> models;
    for (const auto& [id, model] : fleet.models) {
        models.emplace_back(id, &model);
        for (std::size_t bin = 0; bin < age_bins; ++bin) {
            if (model.wear[bin].days || model.wear[bin].failures) wear.push_back({id, static_cast<std::int64_t>(bin), model.wear[bin]});
        }
    }
    insert_rows(db, "planning_wear", {"model_id", "age_year", "failures", "days"}, wear.size(), [&](db::Query& query, std::size_t at, const std::string& number) {
        put(query, "model_id", number, wear[at].model);
        put(query, "age_year", number, wear[at].year);
        put(query, "failures", number, wear[at].counted.failures);
        put(query, "days", number, wear[at].counted.days);
    });
    const auto put_cost = [](db::Query& query, const std::string& number, const CostSum& cost, std::optional<std::int64_t> p75) {
        put(query, "failures", number, cost.failures);
        put(query, "cents", number, cost.cents);
        put(query, "minutes", number, cost.minutes);
        put(query, "p75_cents", number, p75);
    };
    insert_rows(db, "planning_model_cost", {"model_id", "failures", "cents", "minutes", "p75_cents"}, models.size(), [&](db::Query& query, std::size_t at, const std::string& number) {
        put(query, "model_id", number, models[at].first);
        put_cost(query, number, models[at].second->cost, models[at].second->p75_cents);
    });
    const std::vector<std::pair<std::string, KindHistory>> kinds(fleet.kinds.begin(), fleet.kinds.end());
    insert_rows(db, "planning_kind_cost", {"kind", "failures", "cents", "minutes", "p75_cents"}, kinds.size(), [&](db::Query& query, std::size_t at, const std::string& number) {
        put(query, "kind", number, kinds[at].first);
        put_cost(query, number, kinds[at].second.accident_cost, kinds[at].second.p75_cents);
    });
    const std::vector<std::pair<std::pair<std::string, std::int64_t>, Counted>> accidents(fleet.accidents.begin(), fleet.accidents.end());
    insert_rows(db, "planning_accident", {"kind", "school_id", "failures", "days"}, accidents.size(), [&](db::Query& query, std::size_t at, const std::string& number) {
        const auto& [place, counted] = accidents[at];
        put(query, "kind", number, place.first);
        put(query, "school_id", number, place.second ? std::optional(place.second) : std::nullopt);
        put(query, "failures", number, counted.failures);
        put(query, "days", number, counted.days);
    });
}

static std::optional<std::int64_t> yearly(const Verdict& verdict, double a_month) {
    return verdict.has_figures ? std::optional<std::int64_t>(std::llround(12 * a_month)) : std::nullopt;
}

namespace {
/// Rows as they stand in the tables, so that what is there can be compared with what shall be there.
struct VerdictRow {
    std::int64_t device = 0;
    std::string verdict, reason;
    bool sure = true;
    std::optional<base::Day> ends_on;
    std::optional<std::int64_t> keep_cents, new_cents;
    std::int64_t limit_cents = 0, regret_cents = 0;

    std::int64_t key() const { return device; }
    bool operator==(const VerdictRow&) const = default;
};
struct DueRow {
    std::int64_t device = 0, round = 1, school_year = 0;
    std::string reason;
    std::optional<std::int64_t> price_cents;
    std::string funding_source;

    std::pair<std::int64_t, std::int64_t> key() const { return {device, round}; }
    bool operator==(const DueRow&) const = default;
};
template <typename Row>
struct Difference {
    std::vector<Row> changed, gone;
};
}  // namespace

template <typename Row>
static Difference<Row> difference(std::vector<Row> there, std::vector<Row> wanted) {
    std::ranges::sort(there, {}, &Row::key);
    std::ranges::sort(wanted, {}, &Row::key);
    Difference<Row> found;
    auto old = there.begin();
    for (auto& row : wanted) {
        for (; old != there.end() && old->key() < row.key(); ++old) found.gone.push_back(std::move(*old));
        if (old != there.end() && old->key() == row.key()) {
            if (*old++ == row) continue;
        }
        found.changed.push_back(std::move(row));
    }
    for (; old != there.end(); ++old) found.gone.push_back(std::move(*old));
    return found;
}

static Difference<VerdictRow> changed_verdicts(db::Read& db, const AllVerdicts& all) {
    auto there = db.query("SELECT device_id, verdict, reason, sure, ends_on, keep_cents, new_cents, limit_cents, regret_cents FROM planning_verdict").all([](const db::Row& row) {
        return VerdictRow{row.integer("device_id"), std::string(row.text("verdict")), std::string(row.text("reason")), row.flag("sure"), row.maybe_day("ends_on"), row.maybe_integer("keep_cents"),
                          row.maybe_integer("new_cents"), row.integer("limit_cents"), row.integer("regret_cents")};
    });
    std::vector<VerdictRow> wanted;
    wanted.reserve(all.verdicts.size());
    for (const auto& [device, verdict] : all.verdicts) {
        wanted.push_back({device, std::string(word(verdict.word)), std::string(word(verdict.reason)), verdict.sure, verdict.ends_on, yearly(verdict, verdict.keep), yearly(verdict, verdict.fresh),
                          verdict.limit_cents, verdict.regret_cents()});
    }
    return difference(std::move(there), std::move(wanted));
}

static Difference<DueRow> changed_dues(db::Read& db, const AllVerdicts& all) {
    auto there = db.query("SELECT device_id, round, school_year, reason, price_cents, funding_source FROM planning_due").all([](const db::Row& row) {
        return DueRow{row.integer("device_id"), row.integer("round"), row.integer("school_year"), std::string(row.text("reason")), row.maybe_integer("price_cents"), std::string(row.text("funding_source"))};
    });
    std::vector<DueRow> wanted;
    wanted.reserve(all.dues.size());
    for (const auto& due : all.dues) wanted.push_back({due.device, due.round, due.school_year, std::string(due.reason), due.price_cents, due.funding_source});
    return difference(std::move(there), std::move(wanted));
}

static void write_verdicts(db::Write& db, const Difference<VerdictRow>& rows) {
    for (const auto& row : rows.gone) db.query("DELETE FROM planning_verdict WHERE device_id = :device").bind("device", row.device).run();
    insert_rows(db, "planning_verdict", {"device_id", "verdict", "reason", "sure", "ends_on", "keep_cents", "new_cents", "limit_cents", "regret_cents"}, rows.changed.size(),
                [&](db::Query& query, std::size_t at, const std::string& number) {
                    const auto& row = rows.changed[at];
                    put(query, "device_id", number, row.device);
                    put(query, "verdict", number, row.verdict);
                    put(query, "reason", number, row.reason);
                    put(query, "sure", number, row.sure ? 1 : 0);
                    put(query, "ends_on", number, row.ends_on);
                    put(query, "keep_cents", number, row.keep_cents);
                    put(query, "new_cents", number, row.new_cents);
                    put(query, "limit_cents", number, row.limit_cents);
                    put(query, "regret_cents", number, row.regret_cents);
                }, {"device_id"});
}

static void write_dues(db::Write& db, const Difference<DueRow>& rows) {
    for (const auto& row : rows.gone) db.query("DELETE FROM planning_due WHERE device_id = :device AND round = :round").bind("device", row.device).bind("round", row.round).run();
    insert_rows(db, "planning_due", {"device_id", "round", "school_year", "reason", "price_cents", "funding_source"}, rows.changed.size(),
                [&](db::Query& query, std::size_t at, const std::string& number) {
                    const auto& row = rows.changed[at];
                    put(query, "device_id", number, row.device);
                    put(query, "round", number, row.round);
                    put(query, "school_year", number, row.school_year);
                    put(query, "reason", number, row.reason);
                    put(query, "price_cents", number, row.price_cents);
                    put(query, "funding_source", number, row.funding_source);
                }, {"device_id", "round"});
}

Saved save_verdicts(db::Write& db, base::Instant now, const AllVerdicts& all) {
    const auto verdicts = changed_verdicts(db, all);
    const auto dues = changed_dues(db, all);
    // The history of models, kinds and schools is a few hundred rows that change with every day: they are written anew.
    for (auto table : {"planning_wear", "planning_model_cost", "planning_kind_cost", "planning_accident", "planning_count"}) db.query(fmt::format("DELETE FROM {}", table)).run();
    save_fleet(db, all.census.fleet);
    write_verdicts(db, verdicts);
    write_dues(db, dues);
    db.query("INSERT INTO planning_count (id, made_at, log_from_on, devices, repairs) VALUES (1, :now, :log_from, :devices, :repairs)")
        .bind("now", now)
        .bind("log_from", all.census.log_from)
        .bind("devices", all.verdicts.size())
        .bind("repairs", all.census.repairs)
        .run();
    return {verdicts.changed.size() + dues.changed.size(), verdicts.gone.size() + dues.gone.size()};
}

std::optional<Count> last_count(db::Read& db) {
    return db.query("SELECT made_at, log_from_on, devices, repairs FROM planning_count WHERE id = 1").maybe([](const db::Row& row) {
        return Count{row.instant("made_at"), row.maybe_day("log_from_on"), row.integer("devices"), row.integer("repairs")};
    });
}

static CostSum read_cost(const db::Row& row) { return {row.integer("failures"), row.integer("cents"), row.integer("minutes")}; }

Fleet load_fleet(db::Read& db) {
    Fleet fleet;
    db.query("SELECT c.model_id, m.kind, c.failures, c.cents, c.minutes, c.p75_cents FROM planning_model_cost c JOIN inventory_model m ON m.id = c.model_id").each([&](const db::Row& row) {
        auto& model = fleet.models[row.integer("model_id")];
        model.kind = row.text("kind");
        model.cost = read_cost(row);
        model.p75_cents = row.maybe_integer("p75_cents");
    });
    db.query("SELECT model_id, age_year, failures, days FROM planning_wear").each([&](const db::Row& row) {
        const auto bin = static_cast<std::size_t>(std::clamp<std::int64_t>(row.integer("age_year"), 0, age_bins - 1));
        fleet.models[row.integer("model_id")].wear[bin] = {row.integer("failures"), row.integer("days")};
    });
    db.query("SELECT kind, failures, cents, minutes, p75_cents FROM planning_kind_cost").each([&](const db::Row& row) {
        fleet.kinds[std::string(row.text("kind"))] = {read_cost(row), row.maybe_integer("p75_cents")};
    });
    db.query("SELECT kind, school_id, failures, days FROM planning_accident").each([&](const db::Row& row) {
        fleet.accidents[{std::string(row.text("kind")), row.maybe_integer("school_id").value_or(0)}] = {row.integer("failures"), row.integer("days")};
    });
    return fleet;
}

}  // namespace planning
