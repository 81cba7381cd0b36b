// The link of one class: read, set, taken away.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "site/class_row.h"

namespace site {

const std::string link_columns =
    "l.url, l.provider, l.source, l.state, l.status, l.trouble, l.checked_at, l.since_at, l.version";

const std::string is_current = R"sql(c.active = 1
    AND (NOT EXISTS (SELECT 1 FROM roster_class_session x WHERE x.class_id = c.id)
         OR EXISTS (SELECT 1 FROM roster_class_session x JOIN roster_session s ON s.id = x.session_id
                     WHERE x.class_id = c.id AND s.active = 1 AND s.end_on >= :today)))sql";

std::string within(const auth::Reach& reach, std::string_view column) {
    if (reach.everywhere) return "";
    if (reach.schools.empty()) return " AND 1 = 0";
    return fmt::format(" AND {} IN ({})", column, fmt::join(reach.schools, ", "));
}

Reached read_reached(const db::Row& row) {
    Reached reached;
    reached.state = parse_reach(row.text("state")).value_or(Reach::unchecked);
    reached.status = row.integer("status");
    reached.trouble = row.text("trouble");
    reached.checked_at = row.maybe_instant("checked_at");
    reached.since = row.maybe_instant("since_at");
    return reached;
}

std::optional<ClassLink> read_link(const db::Row& row) {
    auto url = row.maybe_text("url");
    if (!url) return std::nullopt;
    return ClassLink{*url, std::string(row.text("provider")), std::string(row.text("source")), read_reached(row), row.integer("version")};
}

void each_class_code(db::Read& db, const std::function<void(const roster::Name&)>& see) {
    db.query("SELECT id, code FROM roster_class WHERE active = 1 AND code <> ''").each([&](const db::Row& row) { see({row.text("code"), 0, row.integer("id")}); });
}

std::unordered_map<std::int64_t, KnownLink> known_links(db::Read& db) {
    std::unordered_map<std::int64_t, KnownLink> known;
    db.query("SELECT class_id, url, provider FROM site_class_link").each([&](const db::Row& row) {
        known[row.integer("class_id")] = {std::string(row.text("url")), std::string(row.text("provider"))};
    });
    return known;
}

/// The school of a class that the viewer may link.
static void require_class(db::Read& db, const auth::Viewer& viewer, roster::ClassId id) {
    auto school = db.query("SELECT org_id FROM roster_class WHERE id = :id").bind("id", id).maybe_integer();
    if (!school || !viewer.may(may_link_classes)) throw base::NotFound("no such class");
    if (!viewer.may(may_link_classes, *school)) throw base::NotFound("a class of another school");
}

static std::optional<ClassLink> stored_link(db::Read& db, roster::ClassId id) {
    return db.query("SELECT " + link_columns + " FROM site_class_link l WHERE l.class_id = :id").bind("id", id).maybe([](const db::Row& row) { return *read_link(row); });
}

static void record(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::ClassId id, std::string_view action, const std::optional<ClassLink>& before,
                   std::string_view after) {
    boost::json::object detail;
    if (before) detail["before"] = before->url;
    if (!after.empty()) detail["after"] = after;
    auth::record(db, viewer, now, {.subject_kind = "class_link", .subject_id = id.value, .action = action, .detail = boost::json::serialize(detail)});
}

void set_link(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::ClassId id, const NewLink& link) {
    require_class(db, viewer, id);
    const auto url = std::string(base::trim(link.url));
    const auto provider = std::string(base::first_code_points(base::collapse_space(link.provider), 60));
    if (auto problem = problem_with_link(url); !problem.empty()) throw base::Invalid("url", std::string(problem));
    const auto before = stored_link(db, id);
    if (before && before->url == url && before->provider == provider && before->source == link.source) return;
    // What was found out about the address stays true as long as it is the same address.
    const bool moved = !before || before->url != url;
    db.query(R"sql(
        INSERT INTO site_class_link (class_id, url, host, provider, source, changed_at) VALUES (:class, :url, :host, :provider, :source, :now)
        ON CONFLICT (class_id) DO UPDATE SET url = excluded.url, host = excluded.host, provider = excluded.provider, source = excluded.source,
               changed_at = excluded.changed_at, version = site_class_link.version + 1
    )sql")
        .bind("class", id)
        .bind("url", url)
        .bind("host", host_of(url))
        .bind("provider", provider)
        .bind("source", link.source)
        .bind("now", now)
        .run();
    if (moved && before) {
        db.query("UPDATE site_class_link SET state = 'unchecked', status = 0, trouble = '', checked_at = NULL, since_at = NULL WHERE class_id = :id").bind("id", id).run();
    }
    record(db, viewer, now, id, "set", before, url);
}

void remove_link(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::ClassId id) {
    require_class(db, viewer, id);
    const auto before = stored_link(db, id);
    if (!before) return;
    db.query("DELETE FROM site_class_link WHERE class_id = :id").bind("id", id).run();
    record(db, viewer, now, id, "removed", before, "");
}

}  // namespace site
