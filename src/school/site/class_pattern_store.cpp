#include "site/class_pattern.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "site/class_row.h"

namespace site {

static void require_place(const auth::Viewer& viewer, std::optional<roster::OrgId> school) {
    const bool may = school ? viewer.may(may_link_classes, school->value) : viewer.may_everywhere(may_link_classes);
    if (!may) throw base::Forbidden("Links of classes are kept by others for this school.");
}

static Pattern read_pattern(const db::Row& row) {
    Pattern pattern;
    pattern.id = row.integer("id");
    if (auto org = row.maybe_integer("org_id")) pattern.school = roster::OrgId{*org};
    pattern.school_name = row.maybe_text("org_name").value_or("");
    pattern.pattern = row.text("pattern");
    pattern.provider = row.text("provider");
    pattern.version = row.integer("version");
    return pattern;
}

static const std::string pattern_select =
    "SELECT p.id, p.org_id, o.name AS org_name, p.pattern, p.provider, p.version FROM site_class_pattern p LEFT JOIN roster_org o ON o.id = p.org_id";

static std::vector<Pattern> all_patterns(db::Read& db) { return db.query(pattern_select + " ORDER BY COALESCE(o.name, ''), p.id").all(read_pattern); }

std::vector<Pattern> patterns(db::Read& db, const auth::Viewer& viewer) {
    auto list = all_patterns(db);
    const auto reach = viewer.reach(may_link_classes);
    std::erase_if(list, [&](const Pattern& one) { return one.school ? !reach.covers(one.school->value) : reach.nowhere(); });
    return list;
}

std::optional<Pattern> pattern_of(db::Read& db, std::optional<roster::OrgId> school) {
    return db.query(pattern_select + " WHERE COALESCE(p.org_id, 0) = :org").bind("org", school ? school->value : 0).maybe(read_pattern);
}

/// The classes for which a pattern speaks: of its school, or of every school that has no pattern of its own.
static std::string of_place(const std::optional<roster::OrgId>& school) {
    if (school) return fmt::format(" AND c.org_id = {}", school->value);
    return " AND NOT EXISTS (SELECT 1 FROM site_class_pattern own WHERE own.org_id = c.org_id)";
}

static PatternPlan plan(db::Read& db, base::Day today, const Pattern& pattern) {
    PatternPlan plan;
    db.query(R"sql(
        SELECT c.id, c.title, c.code, COALESCE(c.external_id, '') AS sourced_id, o.name AS school, l.url, l.provider, l.source,
               COALESCE((SELECT s.title FROM roster_class_session x JOIN roster_session s ON s.id = x.session_id
                          WHERE x.class_id = c.id AND s.active = 1 AND s.end_on >= :today ORDER BY s.end_on, s.id LIMIT 1), '') AS term
          FROM roster_class c JOIN roster_org o ON o.id = c.org_id LEFT JOIN site_class_link l ON l.class_id = c.id
         WHERE )sql" + is_current + of_place(pattern.school) + " ORDER BY c.title, c.id")
        .bind("today", today)
        .each([&](const db::Row& row) {
            const auto before = row.maybe_text("url");
            if (before && row.text("source") != "pattern") {
                ++plan.kept;
                return;
            }
            const auto after = fill_pattern(pattern.pattern, {std::string(row.text("sourced_id")), std::string(row.text("code")), std::string(row.text("term"))});
            if (!after || !problem_with_link(*after).empty()) {
                ++plan.unfilled;
            } else if (before == after && row.text("provider") == pattern.provider) {
                ++plan.unchanged;
            } else {
                plan.lines.push_back({{row.integer("id")}, std::string(row.text("title")), std::string(row.text("school")), before.value_or(""), *after});
            }
        });
    return plan;
}

PatternPlan plan_pattern(db::Read& db, const auth::Viewer& viewer, base::Day today, const Pattern& pattern) {
    require_place(viewer, pattern.school);
    if (auto problem = problem_with_pattern(pattern.pattern); !problem.empty()) throw base::Invalid("pattern", std::string(problem));
    return plan(db, today, pattern);
}

static std::int64_t fill(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, const Pattern& pattern) {
    const auto planned = plan(db, today, pattern);
    std::vector<std::int64_t> classes;
    for (const auto& line : planned.lines) {
        db.query(R"sql(
            INSERT INTO site_class_link (class_id, url, host, provider, source, changed_at) VALUES (:class, :url, :host, :provider, 'pattern', :now)
            ON CONFLICT (class_id) DO UPDATE SET url = excluded.url, host = excluded.host, provider = excluded.provider, source = excluded.source,
                   state = CASE WHEN site_class_link.url = excluded.url THEN site_class_link.state ELSE 'unchecked' END,
                   status = CASE WHEN site_class_link.url = excluded.url THEN site_class_link.status ELSE 0 END,
                   trouble = CASE WHEN site_class_link.url = excluded.url THEN site_class_link.trouble ELSE '' END,
                   checked_at = CASE WHEN site_class_link.url = excluded.url THEN site_class_link.checked_at END,
                   since_at = CASE WHEN site_class_link.url = excluded.url THEN site_class_link.since_at END,
                   changed_at = excluded.changed_at, version = site_class_link.version + 1
        )sql")
            .bind("class", line.id)
            .bind("url", line.after)
            .bind("host", host_of(line.after))
            .bind("provider", pattern.provider)
            .bind("now", now)
            .run();
        classes.push_back(line.id.value);
    }
    if (!classes.empty()) auth::record_for_all(db, viewer, now, {.subject_kind = "class_link", .subject_id = 0, .action = "set_by_pattern"}, classes);
    return static_cast<std::int64_t>(classes.size());
}

std::int64_t save_pattern(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, const Pattern& wanted) {
    require_place(viewer, wanted.school);
    if (wanted.school && !roster::find_org(db, *wanted.school)) throw base::NotFound("no such school");
    Pattern pattern = wanted;
    pattern.pattern = base::trim(wanted.pattern);
    pattern.provider = base::first_code_points(base::collapse_space(wanted.provider), 60);
    if (auto problem = problem_with_pattern(pattern.pattern); !problem.empty()) throw base::Invalid("pattern", std::string(problem));
    const auto before = pattern_of(db, pattern.school);
    if (!before || before->pattern != pattern.pattern || before->provider != pattern.provider) {
        if (before) {
            db.query("UPDATE site_class_pattern SET pattern = :pattern, provider = :provider, version = version + 1, changed_at = :now WHERE id = :id")
                .bind("id", before->id).bind("pattern", pattern.pattern).bind("provider", pattern.provider).bind("now", now).run();
            pattern.id = before->id;
        } else {
            pattern.id = db.query("INSERT INTO site_class_pattern (org_id, pattern, provider, changed_at) VALUES (:org, :pattern, :provider, :now) RETURNING id")
                             .bind("org", pattern.school ? std::optional(pattern.school->value) : std::nullopt)
                             .bind("pattern", pattern.pattern).bind("provider", pattern.provider).bind("now", now).one_integer();
        }
        boost::json::object detail{{"after", pattern.pattern}};
        if (before) detail["before"] = before->pattern;
        auth::record(db, viewer, now, {.subject_kind = "class_pattern", .subject_id = pattern.id, .action = before ? "changed" : "created", .detail = boost::json::serialize(detail)});
    }
    return fill(db, viewer, now, today, pattern);
}

std::int64_t remove_pattern(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<roster::OrgId> school) {
    require_place(viewer, school);
    const auto before = pattern_of(db, school);
    if (!before) throw base::NotFound("no such pattern");
    const auto classes = db.query("SELECT l.class_id FROM site_class_link l JOIN roster_class c ON c.id = l.class_id WHERE l.source = 'pattern'" + of_place(school))
                             .all([](const db::Row& row) { return row.integer("class_id"); });
    for (auto id : classes) db.query("DELETE FROM site_class_link WHERE class_id = :id").bind("id", id).run();
    db.query("DELETE FROM site_class_pattern WHERE id = :id").bind("id", before->id).run();
    if (!classes.empty()) auth::record_for_all(db, viewer, now, {.subject_kind = "class_link", .subject_id = 0, .action = "removed"}, classes);
    boost::json::object detail{{"before", before->pattern}, {"links", classes.size()}};
    auth::record(db, viewer, now, {.subject_kind = "class_pattern", .subject_id = before->id, .action = "removed", .detail = boost::json::serialize(detail)});
    return static_cast<std::int64_t>(classes.size());
}

void fill_by_patterns(db::Write& db, base::Instant now) {
    const auto today = db::district_zone(db).day_of(now);
    for (const auto& pattern : all_patterns(db)) fill(db, auth::Viewer::system(), now, today, pattern);
}

}  // namespace site
