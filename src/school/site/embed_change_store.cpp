// Placing, changing, handing over and taking away embeds, and what the daily look writes down.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "site/embed_code.h"
#include "site/slug.h"
#include "site/embed_row.h"

namespace site {

static void require_place(const auth::Viewer& viewer, const std::optional<roster::OrgId>& school) {
    const bool may = school ? viewer.may(may_embed, school->value) : viewer.may_everywhere(may_embed);
    if (!may) throw base::Forbidden("Embeds of this place are kept by others.");
}

std::vector<std::pair<std::string, std::string>> problems_with(db::Read& db, const EmbedFacts& facts, std::string_view own_host) {
    std::vector<std::pair<std::string, std::string>> problems;
    const auto say = [&](const char* field, const char* key) { problems.emplace_back(field, std::string("site.embed.problem.") + key); };
    const auto host = host_of(facts.url);
    if (facts.name.empty() || base::count_code_points(facts.name) > 120) say("name", "name");
    if (facts.purpose.empty() || base::count_code_points(facts.purpose) > 500) say("purpose", "purpose");
    // Our own pages in our own frame could take the frame's walls down.
    if (host == own_host) say("code", "own_host");
    else if (facts.framed && !provider_of(db, host)) say("code", "provider");
    if (facts.height < least_height || facts.height > most_height) say("height", "height");
    if (facts.school && !roster::find_org(db, *facts.school)) say("school", "school");
    if (facts.season.from && facts.season.to && *facts.season.to < *facts.season.from) say("season_to", "season");
    if (facts.stale_days < 0 || facts.stale_days > 366) say("stale_days", "stale_days");
    return problems;
}

static std::string free_slug(db::Read& db, const std::string& name) {
    auto wanted = slug_of(name);
    if (wanted.empty()) wanted = "embed";
    for (int number = 1;; ++number) {
        auto slug = number == 1 ? wanted : fmt::format("{}-{}", wanted, number);
        if (!db.query("SELECT id FROM site_embed WHERE slug = :slug").bind("slug", slug).maybe_integer()) return slug;
    }
}

static db::Query bind_facts(db::Query query, const EmbedFacts& facts) {
    std::move(query).bind("name", facts.name).bind("purpose", facts.purpose).bind("url", facts.url).bind("host", host_of(facts.url));
    std::move(query).bind("shown", facts.framed ? "frame" : "link").bind("height", facts.height);
    std::move(query).bind("org", facts.school ? std::optional(facts.school->value) : std::nullopt).bind("on_place", facts.on_place);
    std::move(query).bind("from", facts.season.from).bind("to", facts.season.to).bind("stale", facts.stale_days);
    return query;
}

static boost::json::object as_json(const EmbedFacts& facts) {
    boost::json::object json{{"name", facts.name}, {"purpose", facts.purpose}, {"url", facts.url}, {"framed", facts.framed}, {"height", facts.height}, {"on_place", facts.on_place}, {"stale_days", facts.stale_days}};
    json["school"] = facts.school ? boost::json::value(facts.school->value) : boost::json::value(nullptr);
    json["from"] = facts.season.from ? base::to_iso(*facts.season.from) : "";
    json["to"] = facts.season.to ? base::to_iso(*facts.season.to) : "";
    return json;
}

static void record(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "embed", .subject_id = id.value, .action = action, .detail = boost::json::serialize(detail)});
}

EmbedId place_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, const EmbedFacts& facts) {
    require_place(viewer, facts.school);
    EmbedId id{bind_facts(db.query(R"sql(
        INSERT INTO site_embed (slug, name, purpose, url, host, shown, height, org_id, on_place, owner_id, season_from_on, season_to_on, stale_days, created_at, changed_at)
        VALUES (:slug, :name, :purpose, :url, :host, :shown, :height, :org, :on_place, :owner, :from, :to, :stale, :now, :now) RETURNING id
    )sql")
                              .bind("slug", free_slug(db, facts.name))
                              .bind("owner", viewer.account())
                              .bind("now", now),
                          facts)
                   .one_integer()};
    record(db, viewer, now, id, "created", as_json(facts));
    return id;
}

void change_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, const EmbedFacts& facts) {
    const auto before = kept_embed(db, viewer, id);
    require_place(viewer, facts.school);
    auto old = as_json(before.facts);
    auto fresh = as_json(facts);
    boost::json::object detail;
    for (const auto& entry : fresh) {
        if (old[entry.key()] != entry.value()) detail[entry.key()] = {{"before", old[entry.key()]}, {"after", entry.value()}};
    }
    if (detail.empty()) return;
    bind_facts(db.query(R"sql(
        UPDATE site_embed SET name = :name, purpose = :purpose, url = :url, host = :host, shown = :shown, height = :height, org_id = :org, on_place = :on_place,
               season_from_on = :from, season_to_on = :to, stale_days = :stale, changed_at = :now, version = version + 1 WHERE id = :id
    )sql")
                   .bind("id", id)
                   .bind("now", now),
               facts)
        .run();
    if (before.facts.url != facts.url) {
        db.query(R"sql(
            UPDATE site_embed SET state = 'unchecked', status = 0, trouble = '', checked_at = NULL, since_at = NULL, framing = 'unknown', content_hash = NULL,
                   content_changed_at = NULL, alarm = '', alarm_at = NULL WHERE id = :id
        )sql").bind("id", id).run();
    }
    record(db, viewer, now, id, "changed", detail);
}

void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, auth::AccountId owner) {
    const auto before = kept_embed(db, viewer, id);
    if (before.owner == owner) return;
    const auto keepers = auth::accounts_with(db, may_embed, before.facts.school ? std::optional(before.facts.school->value) : std::nullopt);
    if (std::ranges::find(keepers, owner) == keepers.end()) throw base::Invalid("owner", "somebody who may keep embeds there");
    db.query("UPDATE site_embed SET owner_id = :owner, changed_at = :now, version = version + 1 WHERE id = :id").bind("id", id).bind("owner", owner).bind("now", now).run();
    record(db, viewer, now, id, "handed_over", {{"before", before.owner.value}, {"after", owner.value}});
}

void show_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, bool shown) {
    const auto before = kept_embed(db, viewer, id);
    if (before.active == shown) return;
    db.query("UPDATE site_embed SET active = :shown, alarm = '', alarm_at = NULL, changed_at = :now, version = version + 1 WHERE id = :id").bind("id", id).bind("shown", shown).bind("now", now).run();
    record(db, viewer, now, id, shown ? "shown_again" : "taken_away", {});
}

// --- What the daily look writes down ---

std::optional<Embed> note_embed(db::Write& db, base::Instant now, const SeenEmbed& seen) {
    // A page that could not be read has not changed.
    db.query(R"sql(
        UPDATE site_embed SET state = :state, status = :status, trouble = :trouble, checked_at = :now, since_at = :since,
               framing = CASE WHEN :framing = 'unknown' THEN framing ELSE :framing END,
               content_changed_at = CASE WHEN :hash = 0 OR content_hash = :hash THEN content_changed_at ELSE :now END,
               content_hash = CASE WHEN :hash = 0 THEN content_hash ELSE :hash END
         WHERE id = :id AND url = :url AND active = 1
    )sql")
        .bind("id", seen.id)
        .bind("url", seen.url)
        .bind("state", word(seen.reached.state))
        .bind("status", seen.reached.status)
        .bind("trouble", seen.reached.trouble)
        .bind("since", seen.reached.since)
        .bind("framing", seen.framing == Framing::allowed ? "allowed" : seen.framing == Framing::refused ? "refused" : "unknown")
        .bind("hash", seen.content_hash)
        .bind("now", now)
        .run();
    return db.query(embed_select + " WHERE e.id = :id AND e.url = :url AND e.active = 1").bind("id", seen.id).bind("url", seen.url).maybe(read_embed);
}

void set_alarm(db::Write& db, base::Instant now, EmbedId id, Alarm alarm) {
    db.query("UPDATE site_embed SET alarm = :alarm, alarm_at = :now WHERE id = :id").bind("id", id).bind("alarm", word(alarm)).bind("now", now).run();
    boost::json::object detail{{"alarm", word(alarm)}};
    record(db, auth::Viewer::system(), now, id, alarm == Alarm::none ? "well_again" : "alarm", detail);
}

}  // namespace site
