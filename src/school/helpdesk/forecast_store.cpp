#include "helpdesk/forecast_store.h"

#include <charconv>

#include <fmt/format.h>

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

static void keep_curves(db::Write& db, const ForecastModel& model) {
    db.query("DELETE FROM helpdesk_forecast_curve").run();
    for (const auto& group : model.curves()) {
        db.query("INSERT INTO helpdesk_forecast_curve (similar_by, category_id, school_id, steps) VALUES (:similar, :category, :school, :steps)")
            .bind("similar", word(group.similar))
            .bind("category", group.category)
            .bind("school", group.school)
            .bind("steps", write_steps(group.curve))
            .run();
    }
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
        keep_curves(db, rebuilt.model);
        db.query("INSERT INTO helpdesk_back_test (at, tried, covered, method) VALUES (:now, :tried, :covered, 'kaplan_meier')")
            .bind("now", now)
            .bind("tried", rebuilt.test.tried)
            .bind("covered", rebuilt.test.covered)
            .run();
    });
}

static bool trusted(db::Read& db) {
    auto last = db.query("SELECT tried, covered FROM helpdesk_back_test ORDER BY id DESC LIMIT 1").maybe([](const db::Row& row) {
        return BackTest{static_cast<int>(row.integer("tried")), static_cast<int>(row.integer("covered")), 0};
    });
    return last && last->trusted();
}

static std::vector<GroupCurve> curves_for(db::Read& db, const PastRequest& request) {
    std::int64_t parent = request.parent_category ? request.parent_category : request.category;
    return db.query(R"sql(
        SELECT similar_by, category_id, school_id, steps
          FROM helpdesk_forecast_curve
         WHERE (similar_by = 'category_and_school' AND category_id = :category AND school_id = :school)
            OR (similar_by = 'category' AND category_id = :category)
            OR (similar_by = 'parent_category' AND category_id = :parent)
            OR similar_by = 'all'
    )sql").bind("category", request.category).bind("school", request.school).bind("parent", parent).all([](const db::Row& row) {
        auto by = row.text("similar_by");
        Similar similar = by == "category_and_school" ? Similar::category_and_school
                          : by == "category"          ? Similar::category
                          : by == "parent_category"   ? Similar::parent_category
                                                      : Similar::all;
        return GroupCurve{similar, row.integer("category_id"), row.integer("school_id"), read_steps(row.text("steps"))};
    });
}

std::optional<Outlook> outlook(db::Read& db, base::Instant now, const Request& request) {
    if (!trusted(db)) return std::nullopt;
    auto parent = db.query("SELECT COALESCE(parent_id, 0) FROM helpdesk_category WHERE id = :id").bind("id", request.category).one_integer();
    PastRequest like{request.category.value, parent, request.school.value, request.created_at, std::nullopt};
    const auto& calendar = calendar::calendar_of(db, request.school, now);
    auto forecast = ForecastModel(curves_for(db, like)).forecast(like, calendar.working_minutes(request.created_at, now));
    if (!forecast || !forecast->median || !forecast->eight_in_ten) return std::nullopt;
    auto likely_by = calendar.add_working_minutes(request.created_at, *forecast->eight_in_ten);
    if (!likely_by) return std::nullopt;
    return Outlook{forecast->similar, forecast->ended, *forecast->median, *forecast->eight_in_ten, *likely_by};
}

}  // namespace helpdesk
