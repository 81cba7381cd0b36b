#include "knowledge/list.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/account.h"
#include "base/error.h"
#include "knowledge/article_rows.h"
#include "knowledge/ranking.h"
#include "knowledge/terms.h"

namespace knowledge {

namespace {

/// One list, of one kind of reader.
class Lister {
public:
    Lister(db::Read& db, const auth::Viewer& viewer, const Question& question) : db_(db), viewer_(viewer), question_(question), editor_(may_edit(viewer)) {
        if (is_reader(viewer) && question.show == Show::doubtful) doubts_ = doubtful(db, viewer, question.zone, question.today, std::nullopt);
    }

    Page find() {
        auto page = terms(question_.text).empty() ? newest() : ranked();
        mark_doubts(page);
        return page;
    }

private:
    std::string sql(std::string_view rest) const {
        return fmt::format(R"sql(
            SELECT a.id, a.changed_at, a.latest, a.live, a.withdrawn_at, a.review_by_on, v.kind, v.audience, v.category, v.device_kind, v.model, v.title_en,
                   v.symptom_en, v.title_es, v.symptom_es, '' AS body_en, '' AS body_es, v.asked_at, v.answered_at
              FROM knowledge_article a JOIN knowledge_version v ON v.article_id = a.id AND v.number = {}
             WHERE {} AND (:kind = '' OR v.kind = :kind) AND (:audience = '' OR v.audience = :audience) AND (:category = '' OR v.category = :category)
               AND {}
        )sql", editor_ ? "a.latest" : "a.live", narrowed(), rest);
    }

    std::string narrowed() const {
        std::string readable(editor_ ? "1 = 1" : readable_sql(viewer_));
        switch (question_.show) {
            // What was put aside is not in the way.
            case Show::all: return readable + " AND a.withdrawn_at IS NULL";
            case Show::draft: return readable + " AND a.withdrawn_at IS NULL AND (a.live IS NULL OR a.live <> a.latest)";
            case Show::review: return readable + " AND a.withdrawn_at IS NULL AND v.asked_at IS NOT NULL AND v.answered_at IS NULL" + not_written_by_them();
            case Show::published: return readable + " AND a.withdrawn_at IS NULL AND a.live IS NOT NULL";
            case Show::stale: return readable + " AND a.withdrawn_at IS NULL AND a.live IS NOT NULL AND a.review_by_on < :today";
            case Show::doubtful: return readable + fmt::format(" AND a.id IN ({})", doubts_.empty() ? "0" : fmt::format("{}", fmt::join(doubt_ids(), ", ")));
            case Show::withdrawn: return readable + " AND a.withdrawn_at IS NOT NULL";
        }
        return readable;
    }

    /// As release_of() says who lets a version go out (clause 2).
    std::string not_written_by_them() const {
        if (!question_.theirs_to_release) return {};
        const auto others = auth::accounts_with(db_, may_publish, std::nullopt);
        if (std::ranges::none_of(others, [&](auth::AccountId account) { return account != viewer_.account(); })) return {};
        // The id of an account is a number of ours, so it can stand in the text of the statement.
        return fmt::format(" AND NOT EXISTS (SELECT 1 FROM knowledge_version w WHERE w.article_id = a.id AND w.author_id = {}"
                           " AND (w.number > COALESCE(a.live, 0) OR w.number = a.latest))", viewer_.account().value);
    }

    std::vector<std::int64_t> doubt_ids() const {
        std::vector<std::int64_t> ids;
        ids.reserve(doubts_.size());
        for (const auto& [id, doubt] : doubts_) ids.push_back(id.value);
        return ids;
    }

    Line read_line(const db::Row& row) const {
        Line line;
        line.id = {row.integer("id")};
        line.content = read_content(row);
        line.changed_at = row.instant("changed_at");
        const auto live = row.maybe_integer("live");
        const bool withdrawn = !row.null("withdrawn_at");
        line.waits = editor_ && !row.null("asked_at") && row.null("answered_at");
        line.state = withdrawn ? State::withdrawn : live ? State::published : line.waits ? State::review : State::draft;
        line.unpublished = editor_ && live && *live != row.integer("latest");
        const auto review_by = row.maybe_day("review_by_on");
        line.stale = live && !withdrawn && review_by && *review_by < question_.today;
        return line;
    }

    /// Of the lines that are shown, not of the whole shelf.
    void mark_doubts(Page& page) {
        if (!is_reader(viewer_)) return;
        if (question_.show != Show::doubtful) {
            std::vector<ArticleId> shown;
            shown.reserve(page.lines.size());
            for (const auto& line : page.lines) shown.push_back(line.id);
            doubts_ = doubtful(db_, viewer_, question_.zone, question_.today, shown);
        }
        for (auto& line : page.lines) {
            if (const auto doubt = doubts_.find(line.id); doubt != doubts_.end()) line.doubt = doubt->second;
        }
    }

    db::Query asked(const std::string& text) {
        auto query = db_.query(text)
                         .bind("kind", question_.kind ? word(*question_.kind) : std::string_view())
                         .bind("audience", question_.audience ? word(*question_.audience) : std::string_view())
                         .bind("category", question_.category);
        if (question_.show == Show::stale) return std::move(query).bind("today", question_.today);
        return query;
    }

    Page newest() {
        auto lines = asked(sql("(:before_id = 0 OR a.changed_at < :before_at OR (a.changed_at = :before_at AND a.id < :before_id))"
                               " ORDER BY a.changed_at DESC, a.id DESC LIMIT :limit"))
                         .bind("before_at", question_.before_at)
                         .bind("before_id", question_.before_id)
                         .bind("limit", question_.limit + 1)
                         .all([&](const db::Row& row) { return read_line(row); });
        return cut_to_page(std::move(lines), 0);
    }

    Page ranked() {
        const auto order = rank(db_, viewer_, editor_ ? Which::latest : Which::live, question_.text, Wanted::every);
        if (order.empty()) return {};
        std::vector<std::int64_t> ids;
        ids.reserve(order.size());
        for (const auto& one : order) ids.push_back(one.article.value);
        auto found = asked(sql(fmt::format("a.id IN ({})", fmt::join(ids, ", ")))).all([&](const db::Row& row) { return read_line(row); });
        std::vector<Line> lines;
        for (const auto id : ids) {
            auto line = std::ranges::find(found, ArticleId{id}, &Line::id);
            if (line != found.end()) lines.push_back(std::move(*line));
        }
        return cut_to_page(std::move(lines), static_cast<std::size_t>(question_.page - 1) * static_cast<std::size_t>(question_.limit));
    }

    Page cut_to_page(std::vector<Line> lines, std::size_t from) const {
        Page page;
        const auto limit = static_cast<std::size_t>(question_.limit);
        if (from >= lines.size()) return page;
        lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(from));
        page.more = lines.size() > limit;
        if (page.more) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(limit), lines.end());
        page.lines = std::move(lines);
        return page;
    }

    db::Read& db_;
    const auth::Viewer& viewer_;
    const Question& question_;
    bool editor_;
    std::map<ArticleId, Doubt> doubts_;
};

}  // namespace

Page list_articles(db::Read& db, const auth::Viewer& viewer, const Question& question) {
    if (!is_reader(viewer)) throw base::NotFound("the list of the staff");
    return Lister(db, viewer, question).find();
}

Page list_public(db::Read& db, const Question& question) { return Lister(db, auth::Viewer(), question).find(); }

}  // namespace knowledge
