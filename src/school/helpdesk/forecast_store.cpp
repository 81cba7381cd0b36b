#include "helpdesk/forecast_store.h"

#include <charconv>

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "db/db.h"

namespace helpdesk {

constexpr int tested_weeks = 12;

static std::vector<PastRequest> history(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT r.category_id, COALESCE(c.parent_id, 0) AS parent_id, r.school_id, r.created_at, r.resolved_at
          FROM helpdesk_request r
          JOIN helpdesk_category c ON c.id = r.category_id
         WHERE r.created_at >= :from AND r.state NOT IN ('held', 'merged')
    )sql").bind("from", now - std::chrono::days(730)).all([](const db::Row& row) {
        return PastRequest{row.integer("category_id"), row.integer("parent_id"), row.integer("school_id"), row.instant("created_at"),
                           row.maybe_instant("resolved_at")};
    });
}

static std::string write_steps(const SurvivalCurve& curve) {
    std::string text;
    for (const auto& step : curve.steps()) text += fmt::format("{}:{}:{} ", step.length, step.survival, step.ended_until);
    return text;
}

template <typename Number>
static Number read_number(std::string_view text) {
    Number value{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) throw db::Failure("helpdesk_forecast_curve holds a step that is no number");
    return value;
}

static SurvivalCurve read_steps(std::string_view text) {
    std::vector<SurvivalCurve::Step> steps;
    for (auto word : base::split(text, ' ')) {
        if (word.empty()) continue;
        auto parts = base::split(word, ':');
        if (parts.size() != 3) throw db::Failure("helpdesk_forecast_curve holds a step without three parts");
        steps.push_back({read_number<std::int64_t>(parts[0]), read_number<double>(parts[1]), read_number<int>(parts[2])});
    }
    return SurvivalCurve::of_steps(std::move(steps));
}

/// Returns the hash of all that was kept.
static std::string keep_curves(db::Write& db, const ForecastModel& model) {
    db.query("DELETE FROM helpdesk_forecast_curve").run();
    std::string all;
    for (const auto& group : model.curves()) {
        auto steps = write_steps(group.curve);
        all += fmt::format("{} {} {} {}\n", word(group.similar), group.category, group.school, steps);
        db.query("INSERT INTO helpdesk_forecast_curve (similar_by, category_id, school_id, steps) VALUES (:similar, :category, :school, :steps)")
            .bind("similar", word(group.similar))
            .bind("category", group.category)
            .bind("school", group.school)
            .bind("steps", steps)
            .run();
    }
    return auth::hash_token(all);
}

void rebuild_forecasts(db::Database& database, base::Instant now) {
    struct Rebuilt {
        ForecastModel model;
        BackTest test;
    };
    auto rebuilt = database.read([&](db::Read& db) {
        WorkingMinutes minutes = [&](std::int64_t school, base::Instant from, base::Instant to) {
            return calendar::calendar_of(db, {school}, now).working_minutes(from, to);
        };
        auto past = history(db, now);
        return Rebuilt{ForecastModel(past, now, minutes), back_test(past, now, tested_weeks, minutes)};
    });
    database.write([&](db::Write& db) {
        auto hash = keep_curves(db, rebuilt.model);
        db.query(R"sql(
            INSERT INTO helpdesk_back_test (at, tried, covered, method, curves_hash) VALUES (:now, :tried, :covered, 'kaplan_meier', :hash)
        )sql")
            .bind("now", now)
            .bind("hash", hash)
            .bind("tried", rebuilt.test.tried)
            .bind("covered", rebuilt.test.covered)
            .run();
    });
}

static std::vector<GroupCurve> read_curves(db::Read& db) {
    return db.query("SELECT similar_by, category_id, school_id, steps FROM helpdesk_forecast_curve").all([](const db::Row& row) {
        auto by = row.text("similar_by");
        Similar similar = by == "category_and_school" ? Similar::category_and_school
                          : by == "category"          ? Similar::category
                          : by == "parent_category"   ? Similar::parent_category
                                                      : Similar::all;
        return GroupCurve{similar, row.integer("category_id"), row.integer("school_id"), read_steps(row.text("steps"))};
    });
}

/// What the night's rebuild left, read once by each thread: the steps of a large district are more text than a page may read.
static const ForecastModel& model_of(db::Read& db, const std::string& curves_hash) {
    thread_local std::optional<std::pair<std::string, ForecastModel>> kept;
    if (!kept || kept->first != curves_hash) kept.emplace(curves_hash, ForecastModel(read_curves(db)));
    return kept->second;
}

struct ForecastBasis {
    BackTest test;
    std::string curves_hash;
    std::int64_t parent_category;
};

static std::optional<ForecastBasis> basis_of(db::Read& db, CategoryId category) {
    return db.query(R"sql(
        SELECT t.tried, t.covered, t.curves_hash, COALESCE(c.parent_id, 0) AS parent
          FROM helpdesk_back_test t, helpdesk_category c
         WHERE c.id = :category AND t.id = (SELECT max(id) FROM helpdesk_back_test)
    )sql").bind("category", category).maybe([](const db::Row& row) {
        return ForecastBasis{{static_cast<int>(row.integer("tried")), static_cast<int>(row.integer("covered")), 0}, std::string(row.text("curves_hash")),
                     row.integer("parent")};
    });
}

std::optional<Outlook> outlook(db::Read& db, base::Instant now, const Request& request) {
    auto basis = basis_of(db, request.category);
    // An older rebuild left no hash: the next night's will.
    if (!basis || !basis->test.trusted() || basis->curves_hash.empty()) return std::nullopt;
    PastRequest like{request.category.value, basis->parent_category, request.school.value, request.created_at, std::nullopt};
    const auto& calendar = calendar::calendar_of(db, request.school, now);
    auto forecast = model_of(db, basis->curves_hash).forecast(like, calendar.working_minutes(request.created_at, now));
    if (!forecast || !forecast->median || !forecast->eight_in_ten) return std::nullopt;
    auto likely_by = calendar.add_working_minutes(request.created_at, *forecast->eight_in_ten);
    if (!likely_by) return std::nullopt;
    return Outlook{forecast->similar, forecast->ended, *forecast->median, *forecast->eight_in_ten, *likely_by};
}

}  // namespace helpdesk
