#include "people/org_chart.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "db/db.h"
#include "people/people_rows.h"
#include "people/standing.h"

namespace people {

// In force on the day: for every statement of this file.
static constexpr std::string_view in_force_then = "from_on <= :day AND (to_on IS NULL OR to_on >= :day)";
constexpr int most_directed = 100;
constexpr int most_led = 20;
constexpr int deepest = 12;

static ChartPerson read_person(const db::Row& row) { return {{row.integer("id")}, std::string(row.text("name")), {}, 0, {}, {}, {}, false, false, {}}; }

/// "(1,2,3)" of ids, which are numbers and so may stand in the SQL.
static std::string ids_of(const std::vector<ChartPerson*>& people) {
    std::string list = "(0";
    for (const auto* one : people) list += fmt::format(",{}", one->account.value);
    return list + ")";
}

/// Lists of names in which nobody stands twice: whole names are compared, since one may be part of another.
class Lists {
public:
    void append(std::string& list, std::string_view name) {
        if (!there_.emplace(&list, name).second) return;
        if (!list.empty()) list += ", ";
        list += name;
    }

private:
    std::set<std::pair<const std::string*, std::string>> there_;
};

/// Clause 9 for every line that is drawn, by a fixed number of statements.
class LineEvidence {
public:
    LineEvidence(db::Read& db, base::Day day) : day_(day), pack_(pack_on(db, day)), educators_(licensed_educators(db, day)), proofs_(proofs_of_all(db, day)) {}

    bool holds(std::int64_t manager, std::int64_t person) const {
        if (!educators_.contains(person)) return true;
        Standing known;
        known.licensed = true;
        if (auto found = proofs_.find(manager); found != proofs_.end()) known.proofs = found->second;
        return refusals_to_supervise(known, pack_, day_).empty();
    }

private:
    base::Day day_;
    JurisdictionPack pack_;
    std::set<std::int64_t> educators_;
    std::map<std::int64_t, std::vector<Proof>> proofs_;
};

/// Roles, lines and counts of all who are shown, by a fixed number of statements.
static void complete(db::Read& db, const ChartQuestion& question, const std::vector<ChartPerson*>& people) {
    std::multimap<std::int64_t, ChartPerson*> by_id;
    for (auto* one : people) by_id.emplace(one->account.value, one);
    auto each_of = [&](std::int64_t id, auto&& change) {
        for (auto [at, end] = by_id.equal_range(id); at != end; ++at) change(*at->second);
    };
    const auto ids = ids_of(people);
    Lists lists;
    const LineEvidence evidence(db, question.day);
    db.query(fmt::format(R"sql(
        SELECT p.account_id, r.name_{} AS role FROM people_assignment p JOIN people_role r ON r.id = p.role_id
         WHERE p.covers_id IS NULL AND p.{} AND p.account_id IN {} ORDER BY r.position
    )sql", question.language == "es" ? "es" : "en", "from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day)", ids)).bind("day", question.day).each([&](const db::Row& row) {
        each_of(row.integer("account_id"), [&](ChartPerson& one) { lists.append(one.roles, row.text("role")); });
    });
    db.query(fmt::format(R"sql(
        SELECT r.to_id, r.from_id, r.kind, f.name FROM people_relation r JOIN auth_account f ON f.id = r.from_id
         WHERE r.kind IN ('line_manager', 'work_director', 'evaluator_classified', 'evaluator_licensed') AND r.{} AND r.to_id IN {} ORDER BY r.id
    )sql", "from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)", ids)).bind("day", question.day).each([&](const db::Row& row) {
        each_of(row.integer("to_id"), [&](ChartPerson& one) {
            if (row.text("kind") == "line_manager" && !evidence.holds(row.integer("from_id"), row.integer("to_id"))) one.line_lapsed = true;
            lists.append(row.text("kind") == "line_manager" ? one.line_manager : row.text("kind") == "work_director" ? one.work_director : one.evaluator, row.text("name"));
        });
    });
    db.query(fmt::format("SELECT from_id, count(*) AS people FROM people_relation WHERE kind = 'line_manager' AND {} AND from_id IN {} GROUP BY from_id", in_force_then, ids))
        .bind("day", question.day)
        .each([&](const db::Row& row) { each_of(row.integer("from_id"), [&](ChartPerson& one) { one.reports = static_cast<int>(row.integer("people")); }); });
}

static std::vector<ChartPerson> chain_above(db::Read& db, const ChartQuestion& question) {
    std::vector<ChartPerson> chain;
    auto at = question.person->value;
    for (int level = 0; level < deepest; ++level) {
        auto above = db.query(fmt::format(R"sql(
            SELECT a.id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.from_id
             WHERE r.kind = 'line_manager' AND r.to_id = :to AND r.{} ORDER BY r.id LIMIT 1
        )sql", "from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)")).bind("to", at).bind("day", question.day).maybe(read_person);
        if (!above) break;
        at = above->account.value;
        chain.insert(chain.begin(), std::move(*above));
    }
    return chain;
}

static std::vector<ChartPerson> below(db::Read& db, const ChartQuestion& question) {
    // Without a person: whoever leads somebody and has no line manager.
    static const std::string top = R"sql(
        SELECT a.id, a.name FROM auth_account a
         WHERE a.disabled_at IS NULL AND (a.name > :after_name OR (a.name = :after_name AND a.id > :after))
           AND a.id IN (SELECT from_id FROM people_relation WHERE kind IN ('line_manager', 'work_director') AND from_on <= :day AND (to_on IS NULL OR to_on >= :day))
           AND a.id NOT IN (SELECT to_id FROM people_relation WHERE kind = 'line_manager' AND from_on <= :day AND (to_on IS NULL OR to_on >= :day))
         ORDER BY a.name, a.id LIMIT :most
    )sql";
    static const std::string led = R"sql(
        SELECT DISTINCT a.id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.to_id
         WHERE r.kind = 'line_manager' AND r.from_id = :person AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)
           AND a.disabled_at IS NULL AND (a.name > :after_name OR (a.name = :after_name AND a.id > :after))
         ORDER BY a.name, a.id LIMIT :most
    )sql";
    if (question.person) {
        return db.query(led).bind("person", *question.person).bind("day", question.day).bind("after_name", question.after_name).bind("after", question.after)
            .bind("most", question.limit + 1).all(read_person);
    }
    return db.query(top).bind("day", question.day).bind("after_name", question.after_name).bind("after", question.after).bind("most", question.limit + 1).all(read_person);
}

static void add_directed(db::Read& db, const ChartQuestion& question, Chart& chart) {
    std::int64_t total = 0;
    db.query(R"sql(
        SELECT x.id, x.name, count(*) OVER () AS total FROM (SELECT DISTINCT a.id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.to_id
         WHERE r.kind = 'work_director' AND r.from_id = :person AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day) AND a.disabled_at IS NULL
           AND r.to_id NOT IN (SELECT to_id FROM people_relation WHERE kind = 'line_manager' AND from_id = :person AND from_on <= :day AND (to_on IS NULL OR to_on >= :day))
        ) x ORDER BY x.name, x.id LIMIT :most
    )sql").bind("person", *question.person).bind("day", question.day).bind("most", most_directed).each([&](const db::Row& row) {
        total = row.integer("total");
        chart.directed.push_back(read_person(row));
    });
    chart.directed_more = static_cast<int>(total) - static_cast<int>(chart.directed.size());
}

/// Whom those of the first level lead and direct, with one statement.
static void add_led(db::Read& db, const ChartQuestion& question, std::vector<ChartPerson>& top) {
    std::vector<ChartPerson*> leaders;
    for (auto& one : top) leaders.push_back(&one);
    db.query(fmt::format(R"sql(
        SELECT x.from_id, x.id, x.name, x.dotted, x.total FROM (
            SELECT g.from_id, a.id, a.name, g.dotted, count(*) OVER (PARTITION BY g.from_id) AS total,
                   ROW_NUMBER() OVER (PARTITION BY g.from_id ORDER BY g.dotted, a.name, a.id) AS place
              FROM (SELECT from_id, to_id, min(CASE WHEN kind = 'line_manager' THEN 0 ELSE 1 END) AS dotted FROM people_relation
                     WHERE kind IN ('line_manager', 'work_director') AND {} AND from_id IN {} GROUP BY from_id, to_id) g
              JOIN auth_account a ON a.id = g.to_id AND a.disabled_at IS NULL
        ) x WHERE x.place <= {} ORDER BY x.from_id, x.place
    )sql", in_force_then, ids_of(leaders), most_led)).bind("day", question.day).each([&](const db::Row& row) {
        auto leader = std::ranges::find(top, row.integer("from_id"), [](const ChartPerson& one) { return one.account.value; });
        auto person = read_person(row);
        person.dotted = row.flag("dotted");
        leader->led.push_back(std::move(person));
        leader->led_more = static_cast<int>(row.integer("total")) - static_cast<int>(leader->led.size());
    });
}

Chart org_chart(db::Read& db, const auth::Viewer& viewer, const ChartQuestion& question) {
    require_staff(db, viewer);
    Chart chart;
    if (question.person) {
        chart.person = db.query("SELECT id, name FROM auth_account WHERE id = :id").bind("id", *question.person).one(read_person);
        chart.above = chain_above(db, question);
        add_directed(db, question, chart);
    }
    chart.below = below(db, question);
    chart.more = chart.below.size() > static_cast<std::size_t>(question.limit);
    if (chart.more) chart.below.resize(static_cast<std::size_t>(question.limit));
    if (!question.person) add_led(db, question, chart.below);
    std::vector<ChartPerson*> shown;
    for (auto& one : chart.below) {
        for (auto& led : one.led) shown.push_back(&led);
    }
    for (auto* list : {&chart.above, &chart.below, &chart.directed}) {
        for (auto& one : *list) shown.push_back(&one);
    }
    if (chart.person) shown.push_back(&*chart.person);
    complete(db, question, shown);
    return chart;
}

}  // namespace people
