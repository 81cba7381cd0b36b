#include "people/org_chart.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "db/db.h"
#include "people/people_rows.h"

namespace people {

// In force on the day: for every statement of this file.
static constexpr std::string_view in_force_then = "from_on <= :day AND (to_on IS NULL OR to_on >= :day)";
constexpr int most_directed = 100;
constexpr int most_led = 200;
constexpr int deepest = 12;

static ChartPerson read_person(const db::Row& row) { return {{row.integer("id")}, std::string(row.text("name")), {}, 0, {}, {}, {}, false, {}}; }

/// "(1,2,3)" of ids, which are numbers and so may stand in the SQL.
static std::string ids_of(const std::vector<ChartPerson*>& people) {
    std::string list = "(0";
    for (const auto* one : people) list += fmt::format(",{}", one->account.value);
    return list + ")";
}

static void append(std::string& list, std::string_view name) {
    if (list.find(name) != std::string::npos) return;
    if (!list.empty()) list += ", ";
    list += name;
}

/// Roles, lines and counts of all who are shown, by three statements.
static void complete(db::Read& db, const ChartQuestion& question, const std::vector<ChartPerson*>& people) {
    std::multimap<std::int64_t, ChartPerson*> by_id;
    for (auto* one : people) by_id.emplace(one->account.value, one);
    auto each_of = [&](std::int64_t id, auto&& change) {
        for (auto [at, end] = by_id.equal_range(id); at != end; ++at) change(*at->second);
    };
    const auto ids = ids_of(people);
    db.query(fmt::format(R"sql(
        SELECT p.account_id, r.name_{} AS role FROM people_assignment p JOIN people_role r ON r.id = p.role_id
         WHERE p.covers_id IS NULL AND p.{} AND p.account_id IN {} ORDER BY r.position
    )sql", question.language == "es" ? "es" : "en", "from_on <= :day AND (p.to_on IS NULL OR p.to_on >= :day)", ids)).bind("day", question.day).each([&](const db::Row& row) {
        each_of(row.integer("account_id"), [&](ChartPerson& one) { append(one.roles, row.text("role")); });
    });
    db.query(fmt::format(R"sql(
        SELECT r.to_id, r.kind, f.name FROM people_relation r JOIN auth_account f ON f.id = r.from_id
         WHERE r.kind IN ('line_manager', 'work_director', 'evaluator_classified', 'evaluator_licensed') AND r.{} AND r.to_id IN {} ORDER BY r.id
    )sql", "from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)", ids)).bind("day", question.day).each([&](const db::Row& row) {
        each_of(row.integer("to_id"), [&](ChartPerson& one) {
            append(row.text("kind") == "line_manager" ? one.line_manager : row.text("kind") == "work_director" ? one.work_director : one.evaluator, row.text("name"));
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

static std::vector<ChartPerson> directed(db::Read& db, const ChartQuestion& question) {
    return db.query(R"sql(
        SELECT DISTINCT a.id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.to_id
         WHERE r.kind = 'work_director' AND r.from_id = :person AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day) AND a.disabled_at IS NULL
           AND r.to_id NOT IN (SELECT to_id FROM people_relation WHERE kind = 'line_manager' AND from_id = :person AND from_on <= :day AND (to_on IS NULL OR to_on >= :day))
         ORDER BY a.name, a.id LIMIT :most
    )sql").bind("person", *question.person).bind("day", question.day).bind("most", most_directed).all(read_person);
}

/// Whom those of the first level lead and direct, with one statement.
static void add_led(db::Read& db, const ChartQuestion& question, std::vector<ChartPerson>& top) {
    std::vector<ChartPerson*> leaders;
    for (auto& one : top) leaders.push_back(&one);
    db.query(fmt::format(R"sql(
        SELECT r.from_id, r.kind, a.id, a.name FROM people_relation r JOIN auth_account a ON a.id = r.to_id
         WHERE r.kind IN ('line_manager', 'work_director') AND r.from_on <= :day AND (r.to_on IS NULL OR r.to_on >= :day)
           AND a.disabled_at IS NULL AND r.from_id IN {} ORDER BY r.kind, a.name, a.id LIMIT {}
    )sql", ids_of(leaders), most_led)).bind("day", question.day).each([&](const db::Row& row) {
        auto leader = std::ranges::find(top, row.integer("from_id"), [](const ChartPerson& one) { return one.account.value; });
        auto person = read_person(row);
        person.dotted = row.text("kind") == "work_director";
        const bool there = std::ranges::find(leader->led, person.account, &ChartPerson::account) != leader->led.end();
        if (!there) leader->led.push_back(std::move(person));
    });
}

Chart org_chart(db::Read& db, const auth::Viewer& viewer, const ChartQuestion& question) {
    require_staff(db, viewer);
    Chart chart;
    if (question.person) {
        chart.person = db.query("SELECT id, name FROM auth_account WHERE id = :id").bind("id", *question.person).one(read_person);
        chart.above = chain_above(db, question);
        chart.directed = directed(db, question);
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
