#include "planning/verdict_store.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "jobs/jobs.h"
#include "planning/planning.h"

namespace planning {

/// V8: how far the wear at the present age may lie from its mean: 8 in 10.
static void set_range(Case& about, const Expected& expected) {
    std::tie(about.low, about.high) = expected.range(bin_of_month(months_between(about.begins, about.today)));
}

static std::optional<Pending> pending_of(const PlannedDevice& device, const Hazards& hazards, const std::optional<Quote>& quote) {
    if (quote) return Pending{std::max<std::int64_t>(0, quote->cents - quote->paid_by_others_cents), false, quote->accident};
    if (!device.broken()) return std::nullopt;
    return Pending{hazards.usual_quote(device.model, device.kind).value_or(0), true, false};
}

Judged judge_device(const PlannedDevice& device, const Hazards& hazards, const PriceList& prices, base::Day today, const std::optional<Quote>& quote) {
    Judged judged;
    Case& about = judged.about;
    judged.price = prices.of(device.model, device.kind);
    judged.funding_source = prices.funding_of(device.funding_source, judged.price);
    const auto& expected = hazards.of_model(device.model, device.kind);
    const double accidents = hazards.accidents(device.kind, device.school).mean(), accident_cents = hazards.accident_cents(device.kind);
    about.today = today;
    about.begins = device.begins();
    about.warranty_ends = device.warranty_ends;
    about.support_ends = device.support_ends;
    about.wear_in_a_year = wear_in_a_year(device.failures, today);
    about.outlook = outlook_of(expected, accidents, accident_cents);
    about.months_of_kind = hazards.months_of_kind(device.kind);
    about.interest = prices.assumptions().interest();
    set_range(about, expected);
    if (judged.price) {
        about.policy_months = static_cast<int>(judged.price->life_months);
        const auto& next = judged.price->successor ? hazards.of_model(*judged.price->successor, device.kind) : hazards.of_kind(device.kind);
        // H4: the same people will drop the next one too.
        about.replacement = Replacement{judged.price->price_cents, judged.price->salvage_cents, static_cast<int>(judged.price->life_months), outlook_of(next, accidents, accident_cents)};
    }
    about.pending = pending_of(device, hazards, quote);
    judged.verdict = judge(about);
    return judged;
}

std::vector<Due> dues_of(const PlannedDevice& device, const Judged& judged, base::Day today, int years) {
    const auto& verdict = judged.verdict;
    std::vector<Due> dues;
    const bool now = verdict.word == Word::replace;
    if (!now && !verdict.ends_on) return dues;
    const int first = school_year_of(today);
    auto ends = now ? today : std::max(today, *verdict.ends_on);
    std::string_view reason = now ? (verdict.reason == Reason::support_over || verdict.reason == Reason::support_ends_soon ? "support" : verdict.reason == Reason::life_over ? "life" : "verdict")
                                  : word(verdict.end);
    for (int round = 1; school_year_of(ends) < first + years; ++round) {
        dues.push_back({device.id, round, school_year_of(ends), reason, judged.price ? std::optional(judged.price->price_cents) : std::nullopt, judged.funding_source});
        if (!judged.price) break;
        ends += std::chrono::days(static_cast<int>(std::lround(static_cast<double>(judged.price->life_months) * days_in_month)));
        reason = "life";
    }
    return dues;
}

AllVerdicts judge_all(db::Read& db, base::Day today) {
    const PriceList prices = load_prices(db);
    AllVerdicts all;
    all.census = take_census(db, prices.assumptions(), today);
    const Hazards hazards(all.census.fleet, prices.assumptions().hour_cents);
    all.verdicts.reserve(all.census.devices.size());
    for (const auto& device : all.census.devices) {
        if (!device.in_service()) continue;
        const auto judged = judge_device(device, hazards, prices, today, std::nullopt);
        all.verdicts.emplace_back(device.id, judged.verdict);
        for (auto& due : dues_of(device, judged, today, plan_years)) all.dues.push_back(std::move(due));
    }
    return all;
}

std::int64_t rebuild_verdicts(db::Database& database, base::Instant now) {
    const auto all = database.read([&](db::Read& db) { return judge_all(db, db::district_zone(db).day_of(now)); });
    database.write([&](db::Write& db) { save_verdicts(db, now, all); });
    return static_cast<std::int64_t>(all.verdicts.size());
}

void ask_for_verdicts(db::Write& db, base::Instant now) { jobs::enqueue(db, now, {.name = "planning.verdicts", .unique_key = jobs::schedule_key}); }

std::optional<PastSense> devices_past_sense(db::Read& db, const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("These figures belong to those who plan replacements.");
    const auto count = last_count(db);
    if (!count) return std::nullopt;
    return db.query(R"sql(
        SELECT COUNT(*) AS devices_in_all, COALESCE(SUM(CASE WHEN v.verdict = 'replace' THEN 1 ELSE 0 END), 0) AS devices,
               COALESCE(SUM(CASE WHEN v.verdict = 'replace' THEN u.price_cents ELSE 0 END), 0) AS replace_cents, COALESCE(SUM(v.keep_cents), 0) AS keep_cents
          FROM planning_verdict v LEFT JOIN planning_due u ON u.device_id = v.device_id AND u.round = 1
    )sql").one([&](const db::Row& row) {
        return PastSense{row.integer("devices"), row.integer("replace_cents"), row.integer("keep_cents"), row.integer("devices_in_all"), count->made_at};
    });
}

}  // namespace planning
