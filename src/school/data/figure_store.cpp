#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "data/data.h"
#include "data/figure.h"
#include "db/db.h"
#include "files/files.h"

namespace data {

namespace json = boost::json;

static std::string hash_of(std::string_view text) { return files::sha256(text).hex; }

bool Figure::sound() const { return hash_of(content) == sha256; }

Face Figure::face(html::Language language) const { return face_of_json(json::parse(content).at(html::code(language))); }

FigureOrigin Figure::origin() const {
    const auto value = json::parse(content);
    const auto& from = value.at("origin").as_object();
    return {std::string(from.at("report").as_string()), static_cast<int>(from.at("version").as_int64()), from.at("run").as_int64(), std::string(from.at("text_sha256").as_string()),
            std::string(from.at("warehouse_version").as_string())};
}

static void require_writer(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_write_reports)) throw base::Forbidden("Figures are frozen by those who write reports.");
}

static void require_reader(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_see_reports)) throw base::Forbidden("Figures are not open to you.");
}

/// The question of a workbench as a report without a header.
static ReportFile bare_file(const Run& run, std::string_view title) {
    if (run.tier != Tier::operations) throw base::Forbidden("An answer about students is protected by a report before it is frozen.");
    ReportFile file;
    file.title.en = base::collapse_space(title.empty() ? std::string_view(run.title) : title);
    if (file.title.en.empty() || file.title.en.size() > 300) throw base::Invalid("title", "data.figure.title_needed");
    file.source.en = "SQL";
    file.privacy.none = true;
    file.text = run.sql;
    for (const auto& [name, value] : run.parameters) {
        auto& parameter = file.parameters.emplace_back();
        parameter.name = name;
        parameter.label.en = "$" + name;
    }
    return file;
}

static std::optional<auth::AccountId> account_of(const auth::Viewer& viewer) {
    if (viewer.account().value) return viewer.account();
    return std::nullopt;
}

namespace {

/// What is frozen: the question's file and all that readers see.
struct Content {
    ReportFile file;
    std::string text;
};

}  // namespace

static Content content_of(db::Read& db, const auth::Viewer& viewer, const Run& run, const Kept& kept, const html::Messages& messages, const Filters& filters, std::string_view title) {
    require_writer(viewer);
    ReportFile file;
    int version = 0;
    if (run.kind == RunKind::report) {
        const auto report = find_report(db, viewer, run.subject);
        if (!report || report->file.text != run.sql) throw base::Conflict("data.figure.report_changed");
        file = report->file;
        version = report->version;
    } else {
        file = bare_file(run, title);
    }
    const json::object origin{{"report", file.name}, {"version", version}, {"run", run.id.value}, {"text_sha256", hash_of(run.sql)}, {"warehouse_version", run.warehouse_version}};
    json::object content{{"origin", origin}};
    for (auto language : html::languages) content[html::code(language)] = to_json(face_of(file, run, kept, messages, language, filters));
    return {std::move(file), json::serialize(content)};
}

FigureId freeze(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Run& run, const Kept& kept, const html::Messages& messages, const Filters& filters, std::string_view title) {
    const auto [file, text] = content_of(db, viewer, run, kept, messages, filters, title);
    const FigureId id{db.query(R"sql(
        INSERT INTO data_figure (title, title_es, content, sha256, subject, account_id, actor, frozen_at)
        VALUES (:title, :title_es, :content, :sha256, :subject, :account, :actor, :now) RETURNING id
    )sql").bind("title", file.title.en).bind("title_es", file.title.in(html::Language::es)).bind("content", text).bind("sha256", hash_of(text)).bind("subject", file.name)
        .bind("account", account_of(viewer)).bind("actor", viewer.name()).bind("now", now).one_integer()};
    const json::object detail{{"report", file.name}, {"sha256", hash_of(text)}};
    auth::record(db, viewer, now, {.subject_kind = "figure", .subject_id = id.value, .action = "frozen", .detail = json::serialize(detail)});
    return id;
}

static constexpr std::string_view columns = "SELECT id, title, title_es, content, sha256, actor, frozen_at, withdrawn_at, withdrawn_by, withdrawn_why FROM data_figure ";

static Figure figure_of(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("title")), std::string(row.text("title_es")), std::string(row.text("content")), std::string(row.text("sha256")), std::string(row.text("actor")),
            row.instant("frozen_at"), row.maybe_instant("withdrawn_at"), std::string(row.text("withdrawn_by")), std::string(row.text("withdrawn_why"))};
}

std::optional<Figure> frozen_before(db::Read& db, const auth::Viewer& viewer, const Run& run, const Kept& kept, const html::Messages& messages, const Filters& filters, std::string_view title) {
    const auto content = content_of(db, viewer, run, kept, messages, filters, title);
    return db.query(std::string(columns) + "WHERE sha256 = :sha256 ORDER BY id DESC LIMIT 1").bind("sha256", hash_of(content.text)).maybe(figure_of);
}

std::vector<Figure> figures(db::Read& db, const auth::Viewer& viewer, FigureId before, int limit) {
    require_reader(viewer);
    return db.query(std::string(columns) + "WHERE :before = 0 OR id < :before ORDER BY id DESC LIMIT :limit").bind("before", before).bind("limit", limit).all(figure_of);
}

std::optional<Figure> find_figure(db::Read& db, const auth::Viewer& viewer, FigureId id) {
    require_reader(viewer);
    return db.query(std::string(columns) + "WHERE id = :id").bind("id", id).maybe(figure_of);
}

void withdraw_figure(db::Write& db, const auth::Viewer& viewer, base::Instant now, FigureId id, std::string_view why) {
    require_writer(viewer);
    const auto reason = base::collapse_space(why);
    if (reason.empty() || reason.size() > 2000) throw base::Invalid("why", "data.figure.why_needed");
    const auto figure = find_figure(db, viewer, id);
    if (!figure) throw base::NotFound("no such figure");
    if (figure->withdrawn_at) throw base::Conflict("data.figure.withdrawn_before");
    db.query("UPDATE data_figure SET withdrawn_at = :now, withdrawn_by = :by, withdrawn_why = :why WHERE id = :id").bind("now", now).bind("by", viewer.name()).bind("why", reason).bind("id", id).run();
    auth::record(db, viewer, now, {.subject_kind = "figure", .subject_id = id.value, .action = "withdrawn", .why = reason});
}

// --- Decisions ---

static void check(const Decision& decision) {
    auto usable = [](const std::string& text, std::size_t most) { return !text.empty() && text.size() <= most; };
    if (!usable(decision.title, 300)) throw base::Invalid("title", "data.decision.title_needed");
    if (!usable(decision.why, 20'000)) throw base::Invalid("why", "data.decision.why_needed");
    if (!usable(decision.decided_by, 300)) throw base::Invalid("decided_by", "data.decision.by_needed");
    if (decision.figures.empty()) throw base::Invalid("figures", "data.decision.figures_needed");
}

DecisionId add_decision(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Decision& given) {
    require_writer(viewer);
    Decision decision = given;
    decision.title = base::collapse_space(decision.title);
    decision.decided_by = base::collapse_space(decision.decided_by);
    decision.why = base::trim(decision.why);
    check(decision);
    for (auto figure : decision.figures) {
        const auto found = find_figure(db, viewer, figure);
        if (!found) throw base::Invalid("figures", "data.decision.no_figure");
        if (found->withdrawn_at) throw base::Invalid("figures", "data.decision.withdrawn_figure");
    }
    const DecisionId id{db.query(R"sql(
        INSERT INTO data_decision (title, why, decided_on, decided_by, account_id, actor, created_at)
        VALUES (:title, :why, :day, :by, :account, :actor, :now) RETURNING id
    )sql").bind("title", decision.title).bind("why", decision.why).bind("day", decision.decided_on).bind("by", decision.decided_by)
        .bind("account", account_of(viewer)).bind("actor", viewer.name()).bind("now", now).one_integer()};
    for (auto figure : decision.figures) {
        db.query("INSERT INTO data_decision_figure (decision_id, figure_id) VALUES (:decision, :figure) ON CONFLICT DO NOTHING").bind("decision", id).bind("figure", figure).run();
    }
    auth::record(db, viewer, now, {.subject_kind = "decision", .subject_id = id.value, .action = "written"});
    return id;
}

static constexpr std::string_view decision_columns = R"sql(
    SELECT id, title, why, decided_on, decided_by, actor, created_at,
           (SELECT count(*) FROM data_decision_figure c JOIN data_figure f ON f.id = c.figure_id WHERE c.decision_id = data_decision.id AND f.withdrawn_at IS NOT NULL) AS withdrawn
      FROM data_decision )sql";

static Decision decision_of(const db::Row& row) {
    return {{row.integer("id")}, std::string(row.text("title")), std::string(row.text("why")), std::string(row.text("decided_by")), row.day("decided_on"), std::string(row.text("actor")), row.instant("created_at"), {}, row.integer("withdrawn") > 0};
}

std::vector<Decision> decisions(db::Read& db, const auth::Viewer& viewer, DecisionId before, int limit) {
    require_reader(viewer);
    return db.query(std::string(decision_columns) + "WHERE :before = 0 OR id < :before ORDER BY id DESC LIMIT :limit").bind("before", before).bind("limit", limit).all(decision_of);
}

std::optional<Decision> find_decision(db::Read& db, const auth::Viewer& viewer, DecisionId id) {
    require_reader(viewer);
    auto decision = db.query(std::string(decision_columns) + "WHERE id = :id").bind("id", id).maybe(decision_of);
    if (!decision) return decision;
    decision->figures = db.query("SELECT figure_id FROM data_decision_figure WHERE decision_id = :id ORDER BY figure_id").bind("id", id).all([](const db::Row& row) { return FigureId{row.integer("figure_id")}; });
    return decision;
}

std::vector<Decision> decisions_citing(db::Read& db, const auth::Viewer& viewer, FigureId id) {
    require_reader(viewer);
    return db.query(std::string(decision_columns) + "WHERE id IN (SELECT decision_id FROM data_decision_figure WHERE figure_id = :id) ORDER BY id DESC").bind("id", id).all(decision_of);
}

}  // namespace data
