// Reading embeds.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "site/class_row.h"
#include "site/embed_row.h"

namespace site {

const std::string embed_select = R"sql(
    SELECT e.id, e.slug, e.name, e.purpose, e.url, e.shown, e.height, e.org_id, COALESCE(o.name, '') AS school_name, e.on_place, e.owner_id,
           a.name AS owner_name, e.season_from_on, e.season_to_on, e.stale_days, e.active, e.state, e.status, e.trouble, e.checked_at, e.since_at,
           e.framing, e.content_hash, e.content_changed_at, e.alarm, e.version, e.created_at,
           CASE WHEN e.shown = 'link' OR EXISTS (SELECT 1 FROM site_embed_provider p WHERE e.host = p.host OR e.host LIKE '%.' || p.host) THEN 1 ELSE 0 END AS allowed
      FROM site_embed e JOIN auth_account a ON a.id = e.owner_id LEFT JOIN roster_org o ON o.id = e.org_id
)sql";

Embed read_embed(const db::Row& row) {
    Embed embed;
    embed.id = {row.integer("id")};
    embed.slug = row.text("slug");
    embed.facts.name = row.text("name");
    embed.facts.purpose = row.text("purpose");
    embed.facts.url = row.text("url");
    embed.facts.framed = row.text("shown") == "frame";
    embed.facts.height = static_cast<int>(row.integer("height"));
    if (auto org = row.maybe_integer("org_id")) embed.facts.school = roster::OrgId{*org};
    embed.facts.on_place = row.flag("on_place");
    embed.facts.season = {row.maybe_day("season_from_on"), row.maybe_day("season_to_on")};
    embed.facts.stale_days = static_cast<int>(row.integer("stale_days"));
    embed.school_name = row.text("school_name");
    embed.owner = {row.integer("owner_id")};
    embed.owner_name = row.text("owner_name");
    embed.active = row.flag("active");
    embed.allowed = row.flag("allowed");
    embed.reached = read_reached(row);
    const auto framing = row.text("framing");
    embed.framing = framing == "allowed" ? Framing::allowed : framing == "refused" ? Framing::refused : Framing::unknown;
    embed.content_hash = row.maybe_integer("content_hash").value_or(0);
    embed.content_changed_at = row.maybe_instant("content_changed_at");
    embed.alarm = parse_alarm(row.text("alarm")).value_or(Alarm::none);
    embed.version = row.integer("version");
    embed.created_at = row.instant("created_at");
    return embed;
}

std::string kept_by(const auth::Viewer& viewer) { return within(viewer.reach(may_embed), "e.org_id"); }

Embed kept_embed(db::Read& db, const auth::Viewer& viewer, EmbedId id) {
    return db.query(embed_select + " WHERE e.id = :id" + kept_by(viewer)).bind("id", id).one(read_embed);
}

EmbedPage kept_embeds(db::Read& db, const auth::Viewer& viewer, const EmbedQuestion& question) {
    using Which = EmbedQuestion::Which;
    auto sql = embed_select + (question.which == Which::taken_away ? " WHERE e.active = 0" : " WHERE e.active = 1") + kept_by(viewer);
    if (question.which == Which::alarms) sql += " AND e.alarm <> ''";
    if (question.which == Which::mine) sql += " AND e.owner_id = :me";
    if (question.after_id) sql += " AND (e.name, e.id) > (:after_name, :after_id)";
    auto query = db.query(sql + " ORDER BY e.name, e.id LIMIT :limit");
    std::move(query).bind("limit", question.limit + 1);
    if (question.which == Which::mine) std::move(query).bind("me", viewer.account());
    if (question.after_id) std::move(query).bind("after_name", question.after_name).bind("after_id", question.after_id);
    EmbedPage page{std::move(query).all(read_embed), false};
    if (static_cast<int>(page.embeds.size()) > question.limit) {
        page.embeds.pop_back();
        page.more = true;
    }
    return page;
}

std::optional<Embed> public_embed(db::Read& db, std::string_view slug) {
    return db.query(embed_select + " WHERE e.slug = :slug AND e.active = 1").bind("slug", slug).maybe(read_embed);
}

std::vector<Embed> embeds_at(db::Read& db, EmbedPlace place) {
    if (place.kind == EmbedPlace::Kind::district) return db.query(embed_select + " WHERE e.active = 1 AND e.on_place = 1 AND e.org_id IS NULL ORDER BY e.name, e.id").all(read_embed);
    return db.query(embed_select + " WHERE e.active = 1 AND e.on_place = 1 AND e.org_id = :org ORDER BY e.name, e.id").bind("org", place.school).all(read_embed);
}

std::vector<Embed> embeds_to_look_at(db::Read& db, base::Instant now, std::optional<EmbedId> one) {
    if (one) return db.query(embed_select + " WHERE e.active = 1 AND e.id = :id").bind("id", *one).all(read_embed);
    // Some hours early, so that a run which begins a little sooner than the last one does not leave everything for another day.
    return db.query(embed_select + " WHERE e.active = 1 AND (e.checked_at IS NULL OR e.checked_at < :due) ORDER BY COALESCE(e.checked_at, 0), e.id")
        .bind("due", now - std::chrono::hours(18))
        .all(read_embed);
}

}  // namespace site
