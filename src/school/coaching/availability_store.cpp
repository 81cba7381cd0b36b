#include <algorithm>

#include <fmt/format.h>

#include "auth/account.h"
#include "auth/auth.h"
#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "coaching/availability.h"
#include "coaching/coaching.h"
#include "coaching/lesson_row.h"
#include "people/people.h"

namespace coaching {

using auth::AccountId;
using std::chrono::days;

static Hours read_hours(const db::Row& row) {
    Hours hours{.account = {row.integer("account_id")},
                .active = row.flag("active"),
                .most_a_day = static_cast<int>(row.integer("most_a_day")),
                .starts = base::Minutes(row.integer("starts_minute")),
                .ends = base::Minutes(row.integer("ends_minute")),
                .lunch_from = base::Minutes(row.integer("lunch_from_minute")),
                .lunch_to = base::Minutes(row.integer("lunch_to_minute")),
                .topics = {}};
    for (auto topic : base::split(row.text("topics"), ',')) {
        if (!topic.empty()) hours.topics.emplace_back(topic);
    }
    return hours;
}

static const std::string hours_columns =
    "SELECT account_id, active, most_a_day, starts_minute, ends_minute, lunch_from_minute, lunch_to_minute, topics FROM coaching_specialist";

std::vector<Hours> all_hours(db::Read& db) { return db.query(hours_columns + " WHERE active = 1 ORDER BY account_id").all(read_hours); }

std::optional<Hours> hours_of(db::Read& db, AccountId account) {
    return db.query(hours_columns + " WHERE account_id = :account").bind("account", account).maybe(read_hours);
}

bool is_specialist(db::Read& main, AccountId account) {
    const auto system = auth::Viewer::system();
    const auto name = auth::account_name(main, account);
    if (!name || auth::load_account(main, system, account).disabled_at) return false;
    return auth::Viewer(account, *name, auth::grants(main, system, account), auth::Proof::session).may(may_coach);
}

void save_hours(db::Write& db, const auth::Viewer& viewer, const Hours& hours) {
    if (!viewer.signed_in() || !viewer.may(may_coach)) throw base::Forbidden("Only specialists say when they can be asked.");
    if (hours.ends <= hours.starts) throw base::Invalid("ends", "coaching.problem.ends");
    if (hours.lunch_to < hours.lunch_from) throw base::Invalid("lunch_to", "coaching.problem.ends");
    if (hours.most_a_day < 1 || hours.most_a_day > 12) throw base::Invalid("most", "coaching.problem.most");
    for (const auto& topic : hours.topics) {
        if (!is_topic(topic)) throw base::Invalid("topics", "coaching.problem.topic");
    }
    db.query(R"sql(
        INSERT INTO coaching_specialist (account_id, active, most_a_day, starts_minute, ends_minute, lunch_from_minute, lunch_to_minute, topics)
        VALUES (:me, :active, :most, :starts, :ends, :lunch_from, :lunch_to, :topics)
        ON CONFLICT (account_id) DO UPDATE SET active = excluded.active, most_a_day = excluded.most_a_day, starts_minute = excluded.starts_minute,
               ends_minute = excluded.ends_minute, lunch_from_minute = excluded.lunch_from_minute, lunch_to_minute = excluded.lunch_to_minute,
               topics = excluded.topics
    )sql")
        .bind("me", viewer.account())
        .bind("active", hours.active)
        .bind("most", hours.most_a_day)
        .bind("starts", hours.starts.count())
        .bind("ends", hours.ends.count())
        .bind("lunch_from", hours.lunch_from.count())
        .bind("lunch_to", hours.lunch_to.count())
        .bind("topics", base::join(hours.topics, ","))
        .run();
}

Ways ways(db::Read& db) {
    Ways found;
    db.query("SELECT from_id, to_id, minutes FROM coaching_way").each([&](const db::Row& row) {
        const base::Minutes minutes(row.integer("minutes"));
        if (row.integer("from_id") == 0) found.usual = minutes;
        else found.legs[{row.integer("from_id"), row.integer("to_id")}] = minutes;
    });
    return found;
}

void save_ways(db::Write& db, const auth::Viewer& viewer, const Ways& wanted) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("Ways are written by whoever plans the lessons.");
    auto legs = wanted.legs;
    legs[{0, 0}] = wanted.usual;
    db.query("DELETE FROM coaching_way").run();
    for (const auto& [pair, minutes] : legs) {
        if (minutes < base::Minutes(0) || minutes > base::Minutes(600)) throw base::Invalid("usual", "coaching.problem.minutes");
        db.query("INSERT INTO coaching_way (from_id, to_id, minutes) VALUES (:from, :to, :minutes)")
            .bind("from", pair.first)
            .bind("to", pair.second)
            .bind("minutes", minutes.count())
            .run();
    }
}

bool same_period(std::string_view of_roster, std::string_view of_bells) {
    const auto a = base::folded_words(of_roster);
    const auto b = base::folded_words(of_bells);
    return a == b || (!a.empty() && !b.empty() && a.back() == b.back() && (a.size() == 1 || b.size() == 1));
}

std::vector<Span> class_times(db::Read& main, const roster::Class& of_class, int periods, base::Day first, base::Day last, base::Instant now) {
    const auto bells = calendar::all_bells(main, of_class.school);
    const auto site = calendar::calendar_of(main, of_class.school, now);
    std::vector<Span> spans;
    for (auto day = first; day <= last; day += days(1)) {
        for (const auto& period : calendar::periods_on(bells, site, day)) {
            const bool meets = of_class.periods.empty() ||
                               std::ranges::any_of(of_class.periods, [&](const std::string& name) { return same_period(name, period.name); });
            if (period.taught && meets) spans.push_back({day, period.starts, period.ends});
        }
    }
    return runs(spans, static_cast<std::size_t>(periods), base::Minutes(15));
}

static void fill_duty(db::Read& main, Situation& made, const std::vector<roster::OrgId>& schools, base::Day first, base::Day last, const std::vector<Hours>& hours) {
    std::vector<AccountId> accounts;
    accounts.reserve(hours.size());
    for (const auto& one : hours) accounts.push_back(one.account);
    std::map<std::int64_t, calendar::BusinessCalendar> calendars;
    for (auto school : schools) calendars.emplace(school.value, calendar::calendar_of(main, school, base::Instant(first)));
    // Where somebody is on duty is no secret, and who asks may be a teacher without any grant.
    for (const auto& served : people::served_days(main, auth::Viewer::system(), accounts, schools, first, last)) {
        if (base::iso_weekday(served.day) > 5 && !calendars.at(served.school.value).is_school_day(served.day)) continue;
        const auto one = static_cast<std::size_t>(std::ranges::find(hours, served.account, &Hours::account) - hours.begin());
        made.specialists[one].duties.push_back({.day = served.day, .school = served.school.value, .starts = hours[one].starts, .ends = hours[one].ends});
    }
}

Situation situation(db::Read& db, db::Read& main, const std::vector<roster::OrgId>& schools, base::Day first, base::Day last, std::optional<LessonId> without) {
    auto hours = all_hours(db);
    std::erase_if(hours, [&](const Hours& one) { return !is_specialist(main, one.account); });
    const auto known = ways(db);
    Situation made{.requests = {}, .specialists = {}, .travel = Travel(known.usual, known.legs)};
    for (const auto& one : hours) {
        Specialist specialist;
        specialist.id = one.account.value;
        specialist.skills = one.topics;
        if (specialist.skills.empty()) specialist.skills.assign(std::begin(topics), std::end(topics));
        specialist.most_a_day = one.most_a_day;
        for (auto day = first; day <= last && one.lunch_to > one.lunch_from; day += days(1)) specialist.kept_free.push_back({day, one.lunch_from, one.lunch_to});
        made.specialists.push_back(std::move(specialist));
    }
    fill_duty(main, made, schools, first, last, hours);
    db.query(R"sql(
        SELECT id, specialist_id, school_id, day_on, starts_minute, ends_minute FROM coaching_lesson
         WHERE state IN ('booked', 'held', 'reflected') AND day_on >= :first AND day_on <= :last AND id <> :without
    )sql")
        .bind("first", first)
        .bind("last", last)
        .bind("without", without.value_or(LessonId{0}))
        .each([&](const db::Row& row) {
            for (auto& specialist : made.specialists) {
                if (specialist.id == row.integer("specialist_id")) specialist.engagements.push_back({read_span(row), row.integer("school_id")});
            }
        });
    return made;
}

std::vector<std::int64_t> barred_for(db::Read& main, AccountId account, base::Day today) {
    std::vector<std::int64_t> barred;
    for (const auto other : people::tied_by_evaluation(main, account, today, today + days(days_ahead))) barred.push_back(other.value);
    return barred;
}

std::vector<Span> teacher_busy(db::Read& db, AccountId teacher, base::Day first, base::Day last, std::optional<LessonId> without) {
    return db.query(R"sql(
        SELECT day_on, starts_minute, ends_minute FROM coaching_lesson
         WHERE teacher_id = :teacher AND state = 'booked' AND day_on >= :first AND day_on <= :last AND id <> :without
    )sql")
        .bind("teacher", teacher)
        .bind("first", first)
        .bind("last", last)
        .bind("without", without.value_or(LessonId{0}))
        .all(read_span);
}

std::vector<std::string> check(db::Read& db) {
    std::vector<std::string> said;
    db.query(R"sql(
        SELECT a.id AS one, b.id AS other FROM coaching_lesson a JOIN coaching_lesson b ON b.specialist_id = a.specialist_id AND b.day_on = a.day_on AND b.id > a.id
         WHERE a.state = 'booked' AND b.state = 'booked' AND a.starts_minute < b.ends_minute AND b.starts_minute < a.ends_minute
    )sql").each([&](const db::Row& row) {
        said.push_back(fmt::format("lessons {} and {} are booked with the same specialist at the same time", row.integer("one"), row.integer("other")));
    });
    return said;
}

std::vector<Candidate> free_times(const Situation& situation, const Wanted& wanted) {
    Refusal why{};
    return candidates(situation, wanted, why);
}

}  // namespace coaching
