#include "helpdesk/problem.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/text.h"
#include "helpdesk/change.h"
#include "helpdesk/problem_news.h"
#include "http/live.h"

namespace helpdesk {

static constexpr std::string_view problem_columns =
    "p.id, p.title_en, p.title_es, p.words_en, p.words_es, p.workaround_en, p.workaround_es, p.answer_en, p.answer_es, p.category_id, p.model_id, "
    "p.owner_id, p.state, p.expected_on, p.round, p.opened_at, p.updated_at, p.solved_at, p.solved_by_id, "
    "COALESCE(TRIM(m.manufacturer || ' ' || m.name), '') AS model_name";
static constexpr std::string_view problem_tables = "helpdesk_problem p LEFT JOIN inventory_model m ON m.id = p.model_id";

static people::Words both(const db::Row& row, std::string_view what) {
    return {std::string(row.text(fmt::format("{}_en", what))), std::string(row.text(fmt::format("{}_es", what)))};
}

static KnownProblem read_problem(const db::Row& row) {
    KnownProblem problem;
    problem.id = {row.integer("id")};
    problem.title = both(row, "title");
    problem.words = both(row, "words");
    problem.workaround = both(row, "workaround");
    problem.answer = both(row, "answer");
    if (auto category = row.maybe_integer("category_id")) problem.category = CategoryId{*category};
    problem.model = row.maybe_integer("model_id");
    problem.model_name = row.text("model_name");
    if (auto owner = row.maybe_integer("owner_id")) problem.owner = auth::AccountId{*owner};
    problem.state = *parse_problem_state(row.text("state"));
    problem.expected_on = row.maybe_day("expected_on");
    problem.round = row.integer("round");
    problem.opened_at = row.instant("opened_at");
    problem.updated_at = row.instant("updated_at");
    problem.solved_at = row.maybe_instant("solved_at");
    if (auto by = row.maybe_integer("solved_by_id")) problem.solved_by = auth::AccountId{*by};
    return problem;
}

/// A problem has few schools and a page shows few problems, so each is asked for its own.
static void read_schools(db::Read& db, KnownProblem& problem) {
    problem.schools = db.query("SELECT school_id FROM helpdesk_problem_school WHERE problem_id = :problem ORDER BY school_id")
                          .bind("problem", problem.id)
                          .all([](const db::Row& row) { return roster::OrgId{row.integer("school_id")}; });
}

static std::vector<KnownProblem> with_schools(db::Read& db, std::vector<KnownProblem> problems) {
    for (auto& problem : problems) read_schools(db, problem);
    return problems;
}

KnownProblem find_problem(db::Read& db, ProblemId id) {
    static const std::string sql = fmt::format("SELECT {} FROM {} WHERE p.id = :id", problem_columns, problem_tables);
    auto problem = db.query(sql).bind("id", id).one(read_problem);
    read_schools(db, problem);
    return problem;
}

KnownProblem fetch_problem(db::Read& db, const auth::Viewer& viewer, ProblemId id) {
    auto problem = find_problem(db, id);
    bool works_there = problem.schools.empty() ? viewer.may(may_work)
                                               : std::ranges::any_of(problem.schools, [&](auto school) { return viewer.may(may_work, school.value); });
    if (!works_there) throw base::NotFound("no such problem");
    return problem;
}

static void require_decides(const auth::Viewer& viewer, const std::vector<roster::OrgId>& schools) {
    if (!may_decide(viewer, schools)) {
        throw base::Forbidden(schools.empty() ? "A problem of the whole district is for those who work at every school. Choose the schools where you work."
                                              : "You do not work at every school of this problem.");
    }
}

static void require_good(const ProblemForm& form) {
    auto problems = find_problems(form);
    if (!problems.empty()) throw base::Invalid(std::string(problems.front().first), std::string(problems.front().second));
}

static void note_event(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id, const Change& change) {
    auth::record(db, viewer, now, {.subject_kind = "problem", .subject_id = id.value, .action = change.action, .why = change.why, .detail = change.detail});
    http::touch(db, now, queue_topic);
}

static void save_schools(db::Write& db, ProblemId id, const std::vector<roster::OrgId>& schools) {
    db.query("DELETE FROM helpdesk_problem_school WHERE problem_id = :problem").bind("problem", id).run();
    for (auto school : schools) {
        db.query("INSERT INTO helpdesk_problem_school (problem_id, school_id) VALUES (:problem, :school) ON CONFLICT DO NOTHING")
            .bind("problem", id)
            .bind("school", school)
            .run();
    }
}

static db::Query bind_form(db::Query query, const ProblemForm& form) {
    return std::move(query)
        .bind("title_en", base::collapse_space(form.title.en))
        .bind("title_es", base::collapse_space(form.title.es))
        .bind("words_en", base::trim(form.words.en))
        .bind("words_es", base::trim(form.words.es))
        .bind("workaround_en", base::trim(form.workaround.en))
        .bind("workaround_es", base::trim(form.workaround.es))
        .bind("category", form.category)
        .bind("model", form.model)
        .bind("owner", form.owner)
        .bind("expected", form.expected_on);
}

ProblemId open_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ProblemForm& form) {
    require_good(form);
    require_decides(viewer, form.schools);
    ProblemId id{bind_form(db.query(R"sql(
        INSERT INTO helpdesk_problem (title_en, title_es, words_en, words_es, workaround_en, workaround_es, category_id, model_id, owner_id, state,
                                      expected_on, opened_at, updated_at)
        VALUES (:title_en, :title_es, :words_en, :words_es, :workaround_en, :workaround_es, :category, :model, :owner, 'open', :expected, :now, :now)
        RETURNING id
    )sql"), form).bind("now", now).one_integer()};
    save_schools(db, id, form.schools);
    note_event(db, viewer, now, id, {.action = "opened", .detail = detail({{"title", form.title.en}})});
    return id;
}

/// What was changed, by the names of the form's fields, for the record.
static std::string changed_fields(const KnownProblem& before, const ProblemForm& after) {
    std::vector<std::string_view> names;
    if (before.title != after.title) names.emplace_back("title");
    if (before.words != after.words) names.emplace_back("words");
    if (before.workaround != after.workaround) names.emplace_back("workaround");
    if (before.category != after.category) names.emplace_back("category");
    if (before.model != after.model) names.emplace_back("model");
    if (before.schools != after.schools) names.emplace_back("schools");
    if (before.owner != after.owner) names.emplace_back("owner");
    if (before.expected_on != after.expected_on) names.emplace_back("expected_on");
    return fmt::format("{}", fmt::join(names, ", "));
}

void change_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const ProblemForm& form) {
    require_good(form);
    require_decides(viewer, problem.schools);
    require_decides(viewer, form.schools);
    auto fields = changed_fields(problem, form);
    if (fields.empty()) return;
    bind_form(db.query(R"sql(
        UPDATE helpdesk_problem
           SET title_en = :title_en, title_es = :title_es, words_en = :words_en, words_es = :words_es, workaround_en = :workaround_en,
               workaround_es = :workaround_es, category_id = :category, model_id = :model, owner_id = :owner, expected_on = :expected, updated_at = :now
         WHERE id = :id
    )sql"), form).bind("now", now).bind("id", problem.id).run();
    save_schools(db, problem.id, form.schools);
    note_event(db, viewer, now, problem.id, {.action = "changed", .detail = detail({{"fields", fields}})});
}

static void check_answer(std::string_view field, std::string_view words) {
    if (base::trim(words).empty()) throw base::Invalid(std::string(field), "Write the answer in both languages; everybody who told us gets it.");
    if (base::count_code_points(words) > most_problem_words_points) throw base::Invalid(std::string(field), "At most 4,000 characters.");
}

void solve_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, const people::Words& answer) {
    require_decides(viewer, problem.schools);
    check_answer("answer_en", answer.en);
    check_answer("answer_es", answer.es);
    auto solved = db.query(R"sql(
        UPDATE helpdesk_problem
           SET state = 'solved', answer_en = :en, answer_es = :es, round = round + 1, solved_at = :now, solved_by_id = :by, turned_by_id = :by, updated_at = :now
         WHERE id = :id AND state = 'open'
    )sql")
                      .bind("en", base::trim(answer.en))
                      .bind("es", base::trim(answer.es))
                      .bind("now", now)
                      .bind("by", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
                      .bind("id", problem.id)
                      .run();
    if (solved == 0) throw base::Conflict("The problem is solved already. Nothing was changed.");
    note_event(db, viewer, now, problem.id, {.action = "solved", .why = answer.en});
    tell_later(db, viewer, now, problem.id);
}

void reopen_problem(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, std::string_view why) {
    require_decides(viewer, problem.schools);
    auto reopened = db.query(R"sql(
        UPDATE helpdesk_problem SET state = 'open', round = round + 1, solved_at = NULL, turned_by_id = :by, expected_on = NULL, updated_at = :now
         WHERE id = :id AND state = 'solved'
    )sql").bind("by", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt).bind("now", now).bind("id", problem.id).run();
    if (reopened == 0) throw base::Conflict("The problem is open already. Nothing was changed.");
    note_event(db, viewer, now, problem.id, {.action = "reopened", .why = why});
    tell_later(db, viewer, now, problem.id);
}

std::vector<ProblemNote> problem_notes(db::Read& db, const auth::Viewer& viewer, ProblemId id) {
    fetch_problem(db, viewer, id);
    return db.query("SELECT author_name, body, at FROM helpdesk_problem_note WHERE problem_id = :problem ORDER BY id DESC LIMIT 200")
        .bind("problem", id)
        .all([](const db::Row& row) { return ProblemNote{std::string(row.text("author_name")), std::string(row.text("body")), row.instant("at")}; });
}

void add_problem_note(db::Write& db, const auth::Viewer& viewer, base::Instant now, const KnownProblem& problem, std::string_view body) {
    body = base::trim(body);
    if (body.empty()) throw base::Invalid("note", "helpdesk.problem.note_missing");
    if (base::count_code_points(body) > most_problem_words_points) throw base::Invalid("note", "helpdesk.problem.words_long");
    db.query("INSERT INTO helpdesk_problem_note (problem_id, author_id, author_name, body, at) VALUES (:problem, :author, :name, :body, :now)")
        .bind("problem", problem.id)
        .bind("author", viewer.signed_in() ? std::optional(viewer.account()) : std::nullopt)
        .bind("name", viewer.name())
        .bind("body", body)
        .bind("now", now)
        .run();
    note_event(db, viewer, now, problem.id, {.action = "noted"});
}

static std::vector<KnownProblem> list(db::Read& db, std::string_view condition, ProblemState state, std::int64_t before, int limit) {
    // What was solved last is what people look for among the solved.
    bool open = state == ProblemState::open;
    auto sql = fmt::format("SELECT {} FROM {} WHERE p.state = :state AND (:before = 0 OR {}) AND {} ORDER BY {} LIMIT :limit", problem_columns, problem_tables,
                           open ? "p.id < :before" : "(p.solved_at, p.id) < (SELECT b.solved_at, b.id FROM helpdesk_problem b WHERE b.id = :before)", condition,
                           open ? "p.id DESC" : "p.solved_at DESC, p.id DESC");
    return with_schools(db, db.query(sql).bind("state", word(state)).bind("before", before).bind("limit", limit).all(read_problem));
}

std::vector<KnownProblem> public_problems(db::Read& db, ProblemState state, std::int64_t before, int limit) {
    return list(db, "1 = 1", state, before, limit);
}

std::vector<KnownProblem> problems_for_work(db::Read& db, const auth::Viewer& viewer, ProblemState state, std::int64_t before, int limit) {
    auto reach = viewer.reach(may_work);
    if (reach.nowhere()) return {};
    if (reach.everywhere) return list(db, "1 = 1", state, before, limit);
    auto condition = fmt::format("(NOT EXISTS (SELECT 1 FROM helpdesk_problem_school s WHERE s.problem_id = p.id) OR EXISTS (SELECT 1 FROM "
                                 "helpdesk_problem_school s WHERE s.problem_id = p.id AND s.school_id IN ({})))",
                                 fmt::join(reach.schools, ", "));
    return list(db, condition, state, before, limit);
}

std::vector<KnownProblem> problems_about(db::Read& db, const AskedAbout& about, int limit) {
    // What is not known rules nothing out; what is known and another does. Narrow ones first: the more a problem says, the likelier it is this one.
    auto sql = fmt::format(R"sql(
        SELECT {} FROM {}
         WHERE p.state = 'open'
           AND (p.category_id IS NULL OR :category = 0 OR p.category_id = :category)
           AND (p.model_id IS NULL OR :device = 0 OR p.model_id = (SELECT d.model_id FROM inventory_device d WHERE d.id = :device))
           AND (:school = 0 OR NOT EXISTS (SELECT 1 FROM helpdesk_problem_school s WHERE s.problem_id = p.id)
                OR EXISTS (SELECT 1 FROM helpdesk_problem_school s WHERE s.problem_id = p.id AND s.school_id = :school))
         ORDER BY CASE WHEN p.category_id IS NULL THEN 1 ELSE 0 END + CASE WHEN p.model_id IS NULL THEN 1 ELSE 0 END, p.id DESC
         LIMIT :limit
    )sql", problem_columns, problem_tables);
    return with_schools(db, db.query(sql)
                                .bind("category", about.category.value_or(CategoryId{}))
                                .bind("device", about.device.value_or(inventory::DeviceId{}))
                                .bind("school", about.school.value_or(roster::OrgId{}))
                                .bind("limit", limit)
                                .all(read_problem));
}

}  // namespace helpdesk
