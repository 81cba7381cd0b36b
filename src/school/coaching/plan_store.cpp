#include "coaching/plan_store.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "coaching/coaching.h"
#include "coaching/lesson_row.h"
#include "coaching/lesson_store.h"

namespace coaching {

using std::chrono::days;

Waiting waiting(db::Read& db, db::Read& main, base::Day today) {
    Waiting found{.lessons = {}, .situation = {.requests = {}, .specialists = {}, .travel = Travel()}};
    const auto first = today + days(1);
    const auto last = today + days(days_ahead);
    found.lessons = db.query(fmt::format("SELECT {} FROM coaching_lesson WHERE state = 'asked' ORDER BY id", lesson_columns)).all(read_lesson);
    std::vector<roster::OrgId> schools;
    for (auto& lesson : found.lessons) {
        fill_windows(db, lesson);
        if (std::ranges::find(schools, lesson.school) == schools.end()) schools.push_back(lesson.school);
    }
    found.situation = situation(db, main, schools, first, last, std::nullopt);
    for (const auto& lesson : found.lessons) {
        Wanted wanted;
        wanted.id = lesson.id.value;
        wanted.teacher = lesson.teacher.value;
        wanted.school = lesson.school.value;
        wanted.skill = lesson.topic;
        wanted.barred = barred_for(main, lesson.teacher, first);
        if (lesson.preferred) wanted.preferred = lesson.preferred->value;
        wanted.only_preferred = lesson.only_preferred;
        wanted.priority = lesson.priority;
        wanted.asked_at = lesson.asked_at;
        const auto busy = teacher_busy(db, lesson.teacher, first, last, std::nullopt);
        for (const auto& span : lesson.windows) {
            const bool free = std::ranges::none_of(busy, [&](const Span& other) { return overlap(other, span); });
            if (span.day >= first && span.day <= last && free) wanted.windows.push_back(span);
        }
        found.situation.requests.push_back(std::move(wanted));
    }
    return found;
}

std::string stamp(db::Read& db) {
    std::string text = db.query("SELECT count(*) AS n, COALESCE(sum(revision), 0) AS revisions, COALESCE(max(id), 0) AS last FROM coaching_lesson").one([](const db::Row& row) {
        return fmt::format("{} {} {}", row.integer("n"), row.integer("revisions"), row.integer("last"));
    });
    for (const auto& hours : all_hours(db)) {
        text += fmt::format(";{} {} {} {} {} {} {}", hours.account.value, hours.most_a_day, hours.starts.count(), hours.ends.count(), hours.lunch_from.count(),
                            hours.lunch_to.count(), fmt::join(hours.topics, ","));
    }
    return text;
}

std::map<std::string, int> tellable(const std::map<std::string, std::set<std::int64_t>>& teachers_of, const std::map<std::string, int>& lessons_of, std::int64_t& others) {
    std::map<std::string, int> told;
    std::set<std::int64_t> hidden;
    int hidden_lessons = 0;
    for (const auto& [topic, teachers] : teachers_of) {
        if (teachers.size() >= least_people) {
            told[topic] = lessons_of.at(topic);
        } else {
            // Somebody who asks for several rare topics is still one.
            hidden.insert(teachers.begin(), teachers.end());
            hidden_lessons += lessons_of.at(topic);
        }
    }
    // A rest of a few people would be known from the sum.
    others = hidden.size() >= least_people ? hidden_lessons : 0;
    return told;
}

static void require_planner(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("Counts of lessons are for whoever plans them.");
}

static std::string fingerprint_of(const Waiting& waiting, const Proposal& proposal) {
    std::string text;
    for (const auto& one : proposal.placed) {
        text += fmt::format("{}:{}:{}:{};", waiting.lessons[one.request].id.value, waiting.situation.specialists[one.specialist].id, base::to_iso(one.span.day), one.span.starts.count());
    }
    for (const auto& one : proposal.unplaced) text += fmt::format("{}!{};", waiting.lessons[one.request].id.value, word(one.why));
    return auth::hash_token(text);
}

ProposalCounts count(const Waiting& waiting, const Proposal& proposal, base::Instant now) {
    ProposalCounts counts{static_cast<int>(proposal.placed.size()), proposal.bound, {}, fingerprint_of(waiting, proposal), now};
    for (const auto& one : proposal.unplaced) ++counts.refusals[std::string(word(one.why))];
    return counts;
}

void keep_proposal(db::Write& db, const auth::Viewer& viewer, std::string_view stamp, const ProposalCounts& counts) {
    require_planner(viewer);
    db.query(R"sql(
        INSERT INTO coaching_proposal (id, stamp, placed, bound, refusals, fingerprint, made_at) VALUES (1, :stamp, :placed, :bound, :refusals, :fingerprint, :now)
        ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, placed = excluded.placed, bound = excluded.bound, refusals = excluded.refusals,
               fingerprint = excluded.fingerprint, made_at = excluded.made_at
    )sql")
        .bind("stamp", stamp)
        .bind("placed", counts.placed)
        .bind("bound", counts.bound)
        .bind("refusals", boost::json::serialize(boost::json::value_from(counts.refusals)))
        .bind("fingerprint", counts.fingerprint)
        .bind("now", counts.made_at)
        .run();
}

std::optional<ProposalCounts> kept_proposal(db::Read& db, const auth::Viewer& viewer) {
    require_planner(viewer);
    return db.query("SELECT placed, bound, refusals, fingerprint, made_at FROM coaching_proposal WHERE stamp = :stamp").bind("stamp", stamp(db)).maybe([](const db::Row& row) {
        return ProposalCounts{static_cast<int>(row.integer("placed")), static_cast<int>(row.integer("bound")),
                              boost::json::value_to<std::map<std::string, int>>(boost::json::parse(row.text("refusals"))), std::string(row.text("fingerprint")), row.instant("made_at")};
    });
}

int count_waiting(db::Read& db, const auth::Viewer& viewer) {
    require_planner(viewer);
    return static_cast<int>(db.query("SELECT count(*) FROM coaching_lesson WHERE state = 'asked'").one_integer());
}

TopicCounts count_topics(db::Read& db, const auth::Viewer& viewer, base::Day since) {
    require_planner(viewer);
    std::map<std::string, std::set<std::int64_t>> teachers;
    std::map<std::string, int> lessons;
    db.query(R"sql(
        SELECT topic, teacher_id, count(*) AS lessons FROM coaching_lesson
         WHERE state <> 'cancelled' AND (day_on IS NULL OR day_on >= :since) GROUP BY topic, teacher_id
    )sql")
        .bind("since", since)
        .each([&](const db::Row& row) {
            teachers[std::string(row.text("topic"))].insert(row.integer("teacher_id"));
            lessons[std::string(row.text("topic"))] += static_cast<int>(row.integer("lessons"));
        });
    TopicCounts found;
    found.topics = tellable(teachers, lessons, found.others);
    return found;
}

int confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Waiting& waiting, const Proposal& proposal) {
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("Lessons are placed by whoever plans them.");
    for (const auto& one : proposal.placed) {
        book(db, viewer, now, waiting.lessons[one.request], {{waiting.situation.specialists[one.specialist].id}, one.span});
    }
    for (const auto& one : proposal.unplaced) {
        db.query("UPDATE coaching_lesson SET refusal = :why, revision = revision + 1 WHERE id = :id AND state = 'asked'")
            .bind("why", word(one.why))
            .bind("id", waiting.lessons[one.request].id)
            .run();
    }
    return static_cast<int>(proposal.placed.size());
}

}  // namespace coaching
