#include "people/learning.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "people/licence_row.h"
#include "people/renewal_rules.h"

namespace people {

static constexpr std::string_view columns = R"sql(
    y.id, y.account_id, y.title, y.done_on, y.amount, y.unit, y.type, y.categories, y.provider, y.provider_number, y.approved_on,
    y.confirmed_at, c.name AS confirmed_by, y.evidence_hash, y.evidence_name, y.evidence_type, y.version)sql";

static Activity read_activity(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    Activity one{.id = row.integer("id"), .account = {row.integer("account_id")}, .title = text("title"), .on = row.day("done_on"), .amount = row.integer("amount"),
                 .unit = text("unit"), .type = text("type"), .categories = {}, .provider = text("provider"), .provider_number = text("provider_number"),
                 .approved = row.maybe_day("approved_on"), .confirmed = !row.null("confirmed_at"), .confirmed_by = row.maybe_text("confirmed_by").value_or(""),
                 .evidence = read_evidence(row), .carried = false, .version = row.integer("version")};
    for (auto key : base::split(row.text("categories"), '\n')) {
        if (!key.empty()) one.categories.emplace_back(key);
    }
    return one;
}

std::vector<Activity> activities_of(db::Read& db, const Licence& licence) {
    static const std::string sql = fmt::format(R"sql(
        SELECT {}, p.carried FROM people_activity_licence p
          JOIN people_activity y ON y.id = p.activity_id
          LEFT JOIN auth_account c ON c.id = y.confirmed_by_id
         WHERE p.licence_id = :licence ORDER BY y.done_on DESC, y.id DESC
    )sql", columns);
    return db.query(sql).bind("licence", licence.id).all([](const db::Row& row) {
        auto one = read_activity(row);
        one.carried = row.flag("carried");
        return one;
    });
}

Activity fetch_activity(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    static const std::string sql =
        fmt::format("SELECT {} FROM people_activity y LEFT JOIN auth_account c ON c.id = y.confirmed_by_id WHERE y.id = :id", columns);
    auto one = db.query(sql).bind("id", id).one(read_activity);
    const bool own = viewer.signed_in() && viewer.account() == one.account;
    if (!own && !manages_licences(viewer)) throw base::NotFound("no such activity");
    return one;
}

std::vector<CountsFor> licences_of_activity(db::Read& db, const Activity& activity) {
    return db.query("SELECT licence_id, carried FROM people_activity_licence WHERE activity_id = :id ORDER BY licence_id").bind("id", activity.id).all([](const db::Row& row) {
        return CountsFor{row.integer("licence_id"), row.flag("carried")};
    });
}

// --- Changing ---

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "learning", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

static Activity tidy(db::Read& db, Activity what) {
    auto keep = [](std::string_view field, std::string& text, std::size_t most, bool needed) {
        text = base::collapse_space(text);
        if (needed && text.empty()) throw base::Invalid(std::string(field), "people.renewal.problem.words");
        if (base::count_code_points(text) > most) throw base::Invalid(std::string(field), "people.licence.problem.long");
    };
    keep("title", what.title, 150, true);
    keep("provider", what.provider, 150, true);
    keep("provider_number", what.provider_number, 60, false);
    if (what.amount <= 0) throw base::Invalid("amount", "people.renewal.problem.amount");
    if (std::ranges::find(activity_units(), what.unit) == activity_units().end()) throw base::Invalid("unit", "people.renewal.problem.unit");
    if (std::ranges::find(activity_types(), what.type) == activity_types().end()) throw base::Invalid("type", "people.renewal.problem.type");
    const auto known = learning_categories(db);
    for (const auto& key : what.categories) {
        if (std::ranges::find(known, key, &LearningCategory::key) == known.end()) throw base::Invalid("categories", "people.renewal.problem.no_category");
    }
    return what;
}

static void require_own_licences(db::Read& db, const auth::Viewer& viewer, const Activity& what, const std::vector<CountsFor>& counts_for) {
    if (counts_for.empty()) throw base::Invalid("licence", "people.renewal.problem.for");
    for (const auto& one : counts_for) {
        if (fetch_licence(db, viewer, one.licence).account != what.account) throw base::Invalid("licence", "people.renewal.problem.for");
    }
}

static void set_licences(db::Write& db, std::int64_t id, const std::vector<CountsFor>& counts_for) {
    db.query("DELETE FROM people_activity_licence WHERE activity_id = :id").bind("id", id).run();
    for (const auto& one : counts_for) {
        db.query("INSERT INTO people_activity_licence (activity_id, licence_id, carried) VALUES (:activity, :licence, :carried) ON CONFLICT DO NOTHING")
            .bind("activity", id).bind("licence", one.licence).bind("carried", one.carried).run();
    }
}

static void require_new(db::Read& db, const Activity& what) {
    auto same = db.query("SELECT id FROM people_activity WHERE account_id = :account AND done_on = :on AND title = :title AND amount = :amount AND unit = :unit AND id <> :id")
                    .bind("account", what.account).bind("on", what.on).bind("title", what.title).bind("amount", what.amount).bind("unit", what.unit).bind("id", what.id)
                    .maybe_integer();
    if (same) throw base::Invalid("title", "people.renewal.problem.twice");
}

static void write_facts(db::Write& db, std::int64_t id, const Activity& what, const std::optional<Evidence>& evidence) {
    db.query(R"sql(
        UPDATE people_activity SET title = :title, done_on = :on, amount = :amount, unit = :unit, type = :type, categories = :categories, provider = :provider,
               provider_number = :number, approved_on = :approved, evidence_hash = :hash, evidence_name = :name, evidence_type = :evidence_type,
               confirmed_by_id = NULL, confirmed_at = NULL, version = version + 1
         WHERE id = :id
    )sql")
        .bind("id", id)
        .bind("title", what.title)
        .bind("on", what.on)
        .bind("amount", what.amount)
        .bind("unit", what.unit)
        .bind("type", what.type)
        .bind("categories", base::join(what.categories, "\n"))
        .bind("provider", what.provider)
        .bind("number", what.provider_number)
        .bind("approved", what.approved)
        .bind("hash", evidence ? std::optional(evidence->hash) : std::nullopt)
        .bind("name", evidence ? evidence->name : "")
        .bind("evidence_type", evidence ? evidence->type : "")
        .run();
}

std::int64_t add_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Activity& given, const std::vector<CountsFor>& counts_for) {
    const auto what = tidy(db, given);
    require_own_licences(db, viewer, what, counts_for);
    require_new(db, what);
    auto id = db.query(R"sql(
        INSERT INTO people_activity (account_id, title, done_on, amount, unit, type, provider, version) VALUES (:account, :title, :on, :amount, :unit, :type, :provider, 0)
        RETURNING id
    )sql").bind("account", what.account).bind("title", what.title).bind("on", what.on).bind("amount", what.amount).bind("unit", what.unit).bind("type", what.type)
        .bind("provider", what.provider).one_integer();
    write_facts(db, id, what, what.evidence);
    set_licences(db, id, counts_for);
    note(db, viewer, now, id, "added", {{"account", what.account.value}, {"on", base::to_iso(what.on)}, {"amount", hundredths_text(what.amount)}, {"unit", what.unit}});
    return id;
}

void change_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Activity& given, const std::vector<CountsFor>& counts_for) {
    const auto before = fetch_activity(db, viewer, given.id);
    if (before.version != given.version) throw base::Conflict("people.renewal.problem.stale");
    auto what = tidy(db, given);
    what.account = before.account;
    require_own_licences(db, viewer, what, counts_for);
    require_new(db, what);
    write_facts(db, what.id, what, what.evidence ? what.evidence : before.evidence);
    set_licences(db, what.id, counts_for);
    note(db, viewer, now, what.id, "changed",
         {{"account", what.account.value}, {"on", base::to_iso(what.on)}, {"amount", hundredths_text(what.amount)}, {"unit", what.unit}, {"was_confirmed", before.confirmed}});
}

void confirm_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::optional<base::Day> approved, std::int64_t seen) {
    if (!manages_licences(viewer)) throw base::Forbidden("Activities are confirmed by those who keep licences for the district.");
    const auto what = fetch_activity(db, viewer, id);
    if (what.account == viewer.account()) throw base::Forbidden("Nobody confirms their own activity. Somebody else who keeps licences does.");
    if (what.version != seen) throw base::Conflict("people.renewal.problem.changed");
    db.query("UPDATE people_activity SET confirmed_by_id = :by, confirmed_at = :now, approved_on = COALESCE(:approved, approved_on), version = version + 1 WHERE id = :id")
        .bind("id", id)
        .bind("by", viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt)
        .bind("now", now)
        .bind("approved", approved)
        .run();
    note(db, viewer, now, id, "confirmed", {{"account", what.account.value}});
}

void remove_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    const auto what = fetch_activity(db, viewer, id);
    if (what.confirmed && !manages_licences(viewer)) throw base::Forbidden("A confirmed activity is removed by those who keep licences for the district.");
    db.query("DELETE FROM people_activity_licence WHERE activity_id = :id").bind("id", id).run();
    db.query("DELETE FROM people_activity WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, id, "removed", {{"account", what.account.value}, {"on", base::to_iso(what.on)}, {"title", what.title}});
}

std::int64_t count_unconfirmed(db::Read& db, const auth::Viewer& viewer) {
    if (!manages_licences(viewer)) return 0;
    return db.query(R"sql(
        SELECT count(*) FROM people_activity y JOIN auth_account a ON a.id = y.account_id
         WHERE y.confirmed_at IS NULL AND a.disabled_at IS NULL AND y.account_id <> :self
           AND EXISTS (SELECT 1 FROM people_activity_licence p WHERE p.activity_id = y.id)
    )sql").bind("self", viewer.account()).one_integer();
}

std::vector<Waiting> unconfirmed(db::Read& db, const auth::Viewer& viewer, int most) {
    if (!manages_licences(viewer)) return {};
    return db.query(R"sql(
        SELECT y.id, min(p.licence_id) AS licence_id, a.name, y.title, y.done_on
          FROM people_activity y JOIN auth_account a ON a.id = y.account_id JOIN people_activity_licence p ON p.activity_id = y.id
         WHERE y.confirmed_at IS NULL AND a.disabled_at IS NULL AND y.account_id <> :self
         GROUP BY y.id, a.name, y.title, y.done_on ORDER BY y.done_on, y.id LIMIT :most
    )sql").bind("self", viewer.account()).bind("most", most).all([](const db::Row& row) {
        return Waiting{row.integer("id"), row.integer("licence_id"), std::string(row.text("name")), std::string(row.text("title")), row.day("done_on")};
    });
}

}  // namespace people
