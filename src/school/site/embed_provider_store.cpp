// Whose pages may be framed (clause 1).
#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "site/embed_row.h"

namespace site {

static void require_everywhere(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_embed)) throw base::Forbidden("Providers are allowed by whoever keeps embeds for the whole district.");
}

std::vector<EmbedProvider> embed_providers(db::Read& db) {
    return db.query(R"sql(
        SELECT p.id, p.host, p.name,
               (SELECT count(*) FROM site_embed e WHERE e.active = 1 AND e.shown = 'frame' AND (e.host = p.host OR e.host LIKE '%.' || p.host)) AS embeds
          FROM site_embed_provider p ORDER BY p.name, p.id
    )sql").all([](const db::Row& row) { return EmbedProvider{row.integer("id"), std::string(row.text("host")), std::string(row.text("name")), row.integer("embeds")}; });
}

std::optional<std::string> provider_of(db::Read& db, std::string_view host) {
    return db.query("SELECT name FROM site_embed_provider WHERE CAST(:host AS TEXT) = host OR CAST(:host AS TEXT) LIKE '%.' || host ORDER BY length(host) DESC, id LIMIT 1").bind("host", host).maybe_text();
}

void allow_provider(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view host, std::string_view name) {
    require_everywhere(viewer);
    if (auto problem = problem_with_host(host); !problem.empty()) throw base::Invalid("host", std::string(problem));
    if (db.query("SELECT id FROM site_embed_provider WHERE host = :host").bind("host", host).maybe_integer()) throw base::Conflict("This host is on the list already.");
    const auto id = db.query("INSERT INTO site_embed_provider (host, name, added_at) VALUES (:host, :name, :now) RETURNING id").bind("host", host).bind("name", name).bind("now", now).one_integer();
    boost::json::object detail{{"host", host}, {"name", name}};
    auth::record(db, viewer, now, {.subject_kind = "embed_provider", .subject_id = id, .action = "allowed", .detail = boost::json::serialize(detail)});
}

void refuse_provider(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    require_everywhere(viewer);
    auto host = db.query("SELECT host FROM site_embed_provider WHERE id = :id").bind("id", id).one_text();
    db.query("DELETE FROM site_embed_provider WHERE id = :id").bind("id", id).run();
    boost::json::object detail{{"host", host}};
    auth::record(db, viewer, now, {.subject_kind = "embed_provider", .subject_id = id, .action = "refused", .detail = boost::json::serialize(detail)});
}

}  // namespace site
