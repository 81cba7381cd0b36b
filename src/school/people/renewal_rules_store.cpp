#include "people/renewal_rules.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"

namespace people {

static Words words_of(const db::Row& row) { return {std::string(row.text("name_en")), std::string(row.text("name_es"))}; }

std::vector<LearningCategory> learning_categories(db::Read& db) {
    return db.query("SELECT key, name_en, name_es FROM people_learning_category ORDER BY position, key").all([](const db::Row& row) {
        return LearningCategory{std::string(row.text("key")), words_of(row)};
    });
}

static void require_manager_of_rules(const auth::Viewer& viewer) {
    if (!manages_licences(viewer)) throw base::Forbidden("Rules of renewal are changed by those who keep licences for the district.");
}

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "renewal_rule", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

void add_learning_category(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Words& name) {
    require_manager_of_rules(viewer);
    const Words tidy{base::collapse_space(name.en), base::collapse_space(name.es)};
    if (tidy.en.empty() || base::count_code_points(tidy.en) > 80) throw base::Invalid("name_en", "people.renewal.problem.category");
    if (tidy.es.empty() || base::count_code_points(tidy.es) > 80) throw base::Invalid("name_es", "people.renewal.problem.category");
    std::string key;
    for (const auto& word : base::folded_words(tidy.en)) key += (key.empty() ? "" : "_") + word;
    if (key.empty()) throw base::Invalid("name_en", "people.renewal.problem.category");
    auto added = db.query(R"sql(
        INSERT INTO people_learning_category (key, name_en, name_es, position)
        VALUES (:key, :en, :es, (SELECT COALESCE(max(position), 0) + 10 FROM people_learning_category)) ON CONFLICT (key) DO NOTHING
    )sql").bind("key", key).bind("en", tidy.en).bind("es", tidy.es).run();
    if (added == 0) throw base::Invalid("name_en", "people.renewal.problem.same_category");
    note(db, viewer, now, 0, "category_added", {{"key", key}, {"name", tidy.en}});
}

// --- Reading ---

static constexpr std::string_view rule_select = R"sql(
    SELECT id, jurisdiction, family, name, cycle_months, anchor, total_minutes, minutes_per_ceu, minutes_per_credit, mixes, carry_days, carry_minutes,
           approval_first, notes, valid_from_on, valid_to_on, source, link, checked_on, from_source, version
      FROM people_renewal_rule)sql";

static RenewalRule read_rule(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    RenewalRule one{.id = row.integer("id"), .jurisdiction = text("jurisdiction"), .family = text("family"), .name = text("name"),
                    .cycle_months = static_cast<int>(row.integer("cycle_months")), .anchor = parse_anchor(row.text("anchor")).value(),
                    .total_minutes = row.integer("total_minutes"), .minutes_per_ceu = row.maybe_integer("minutes_per_ceu"),
                    .minutes_per_credit = row.maybe_integer("minutes_per_credit"), .mixes = row.flag("mixes"),
                    .carry_days = static_cast<int>(row.integer("carry_days")), .carry_minutes = row.maybe_integer("carry_minutes"),
                    .approval_first = row.flag("approval_first"), .limits = {}, .notes = text("notes"), .valid_from = row.day("valid_from_on"),
                    .valid_to = row.maybe_day("valid_to_on"), .source = text("source"), .link = text("link"), .checked = row.maybe_day("checked_on"),
                    .from_source = row.flag("from_source"), .version = row.integer("version")};
    return one;
}

static RenewalLimit read_limit(const db::Row& row) {
    using Subject = RenewalLimit::Subject;
    using Bound = RenewalLimit::Bound;
    return {row.text("subject") == "type" ? Subject::type : Subject::category, std::string(row.text("word")),
            row.text("bound") == "most" ? Bound::most : Bound::least, row.maybe_integer("minutes"), row.maybe_integer("percent")};
}

std::vector<RenewalRule> renewal_rules(db::Read& db) {
    static const std::string sql =
        fmt::format("{} ORDER BY CASE WHEN family = 'credential' THEN 1 ELSE 0 END, jurisdiction, family, name, valid_from_on, id", rule_select);
    auto rules = db.query(sql).all(read_rule);
    db.query("SELECT rule_id, subject, word, bound, minutes, percent FROM people_renewal_limit ORDER BY id").each([&](const db::Row& row) {
        auto found = std::ranges::find(rules, row.integer("rule_id"), &RenewalRule::id);
        if (found != rules.end()) found->limits.push_back(read_limit(row));
    });
    return rules;
}

RenewalRule fetch_renewal_rule(db::Read& db, std::int64_t id) {
    static const std::string sql = fmt::format("{} WHERE id = :id", rule_select);
    auto rule = db.query(sql).bind("id", id).one(read_rule);
    rule.limits = db.query("SELECT subject, word, bound, minutes, percent FROM people_renewal_limit WHERE rule_id = :id ORDER BY id").bind("id", id).all(read_limit);
    return rule;
}

static bool holds(const RenewalRule& rule, base::Day day) { return rule.valid_from <= day && (!rule.valid_to || day <= *rule.valid_to); }

const RenewalRule* pick_rule(const std::vector<RenewalRule>& rules, const Licence& licence, std::optional<std::int64_t> credential_rule, base::Day day) {
    const RenewalRule* best = nullptr;
    for (const auto& rule : rules) {
        if (credential_rule) {
            if (rule.id == *credential_rule) return &rule;
            continue;
        }
        if (licence.kind == "credential" || rule.jurisdiction != licence.jurisdiction || rule.family != family_of(licence.kind)) continue;
        if (holds(rule, day) && (!best || best->valid_from < rule.valid_from)) best = &rule;
    }
    return best;
}

std::optional<RenewalRule> rule_for(db::Read& db, const Licence& licence, base::Day day) {
    std::optional<std::int64_t> id;
    if (licence.credential_kind) {
        id = db.query("SELECT rule_id FROM people_credential_kind WHERE id = :id").bind("id", *licence.credential_kind).one([](const db::Row& row) {
            return row.maybe_integer("rule_id");
        });
    } else {
        id = db.query(R"sql(
            SELECT id FROM people_renewal_rule
             WHERE jurisdiction = :place AND family = :family AND valid_from_on <= :day AND (valid_to_on IS NULL OR valid_to_on >= :day)
             ORDER BY valid_from_on DESC, id LIMIT 1
        )sql").bind("place", licence.jurisdiction).bind("family", family_of(licence.kind)).bind("day", day).maybe_integer();
    }
    return id ? std::optional(fetch_renewal_rule(db, *id)) : std::nullopt;
}

// --- Changing ---

static std::string needed(std::string_view field, std::string_view text, std::size_t most) {
    auto tidy = base::collapse_space(text);
    if (tidy.empty()) throw base::Invalid(std::string(field), "people.renewal.problem.words");
    if (base::count_code_points(tidy) > most) throw base::Invalid(std::string(field), "people.licence.problem.long");
    return tidy;
}

static RenewalRule tidy(db::Read& db, RenewalRule rule) {
    rule.name = needed("name", rule.name, 150);
    rule.source = needed("source", rule.source, 300);
    rule.notes = base::collapse_space(rule.notes);
    if (base::count_code_points(rule.notes) > 1000) throw base::Invalid("notes", "people.licence.problem.long");
    if (rule.family != "teacher" && rule.family != "administrator" && rule.family != "credential") throw base::Invalid("family", "people.renewal.problem.family");
    if (rule.family == "credential") {
        rule.jurisdiction = needed("jurisdiction", rule.jurisdiction, 60);
    } else {
        auto state = state_code(rule.jurisdiction);
        if (!state) throw base::Invalid("jurisdiction", "people.licence.problem.state");
        rule.jurisdiction = *state;
    }
    if (!rule.link.empty() && !rule.link.starts_with("https://") && !rule.link.starts_with("http://")) throw base::Invalid("link", "people.licence.problem.link");
    if (rule.cycle_months < 1 || rule.cycle_months > 600) throw base::Invalid("cycle_months", "people.renewal.problem.months");
    if (rule.valid_to && *rule.valid_to < rule.valid_from) throw base::Invalid("valid_to", "people.licence.problem.order");
    const auto known = learning_categories(db);
    for (const auto& limit : rule.limits) {
        const bool type = limit.subject == RenewalLimit::Subject::type;
        const bool there = type ? std::ranges::find(activity_types(), limit.word) != activity_types().end()
                                : std::ranges::find(known, limit.word, &LearningCategory::key) != known.end();
        if (!there) throw base::Invalid("limits", "people.renewal.problem.limit");
    }
    return rule;
}

static void insert_limits(db::Write& db, std::int64_t id, const std::vector<RenewalLimit>& limits) {
    for (const auto& limit : limits) {
        db.query("INSERT INTO people_renewal_limit (rule_id, subject, word, bound, minutes, percent) VALUES (:rule, :subject, :word, :bound, :minutes, :percent)")
            .bind("rule", id)
            .bind("subject", limit.subject == RenewalLimit::Subject::type ? "type" : "category")
            .bind("word", limit.word)
            .bind("bound", limit.bound == RenewalLimit::Bound::most ? "most" : "least")
            .bind("minutes", limit.minutes)
            .bind("percent", limit.percent)
            .run();
    }
}

static std::int64_t row_for(db::Write& db, const RenewalRule& rule) {
    if (rule.id == 0) {
        return db.query(R"sql(
            INSERT INTO people_renewal_rule (jurisdiction, family, name, cycle_months, anchor, total_minutes, valid_from_on, source, from_source)
            VALUES (:place, :family, :name, :months, 'issue', 0, :from, :source, 0) RETURNING id
        )sql").bind("place", rule.jurisdiction).bind("family", rule.family).bind("name", rule.name).bind("months", rule.cycle_months)
            .bind("from", rule.valid_from).bind("source", rule.source).one_integer();
    }
    if (fetch_renewal_rule(db, rule.id).version != rule.version) {
        throw base::Conflict("people.supervision.problem.stale");
    }
    db.query("DELETE FROM people_renewal_limit WHERE rule_id = :id").bind("id", rule.id).run();
    return rule.id;
}

std::int64_t save_renewal_rule(db::Write& db, const auth::Viewer& viewer, base::Instant now, const RenewalRule& given) {
    require_manager_of_rules(viewer);
    const auto rule = tidy(db, given);
    const auto id = row_for(db, rule);
    db.query(R"sql(
        UPDATE people_renewal_rule SET jurisdiction = :place, family = :family, name = :name, cycle_months = :months, anchor = :anchor, total_minutes = :total,
               minutes_per_ceu = :ceu, minutes_per_credit = :credit, mixes = :mixes, carry_days = :carry, carry_minutes = :carry_minutes,
               approval_first = :approval, notes = :notes, valid_from_on = :from, valid_to_on = :to, source = :source, link = :link, checked_on = :checked,
               from_source = :read, version = version + 1
         WHERE id = :id
    )sql")
        .bind("id", id)
        .bind("place", rule.jurisdiction)
        .bind("family", rule.family)
        .bind("name", rule.name)
        .bind("months", rule.cycle_months)
        .bind("anchor", word(rule.anchor))
        .bind("total", rule.total_minutes)
        .bind("ceu", rule.minutes_per_ceu)
        .bind("credit", rule.minutes_per_credit)
        .bind("mixes", rule.mixes)
        .bind("carry", rule.carry_days)
        .bind("carry_minutes", rule.carry_minutes)
        .bind("approval", rule.approval_first)
        .bind("notes", rule.notes)
        .bind("from", rule.valid_from)
        .bind("to", rule.valid_to)
        .bind("source", rule.source)
        .bind("link", rule.link)
        .bind("checked", rule.checked)
        .bind("read", rule.from_source)
        .run();
    insert_limits(db, id, rule.limits);
    note(db, viewer, now, id, given.id == 0 ? "added" : "changed",
         {{"name", rule.name}, {"total_minutes", rule.total_minutes}, {"cycle_months", rule.cycle_months}, {"source", rule.source},
          {"checked_on", rule.checked ? boost::json::value(base::to_iso(*rule.checked)) : nullptr}});
    return id;
}

}  // namespace people
