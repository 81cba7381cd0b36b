// The register: which needs, in their order.
#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "planning/need.h"

namespace planning {

constexpr std::size_t most_words = 8;

static std::vector<std::string> searched(std::string_view text) {
    std::vector<std::string> patterns;
    for (const auto& word : base::folded_words(text)) {
        if (patterns.size() < most_words) patterns.push_back("%" + word + "%");  // letters and digits only: nothing of LIKE is among them
    }
    return patterns;
}

static std::string conditions(const NeedFilter& filter, std::size_t words) {
    std::string sql = filter.state == "waiting" ? "n.state IN ('heard', 'weighed')"
                      : parse_need_state(filter.state) ? "n.state = :state"
                                                       : "n.state IN ('heard', 'weighed', 'planned', 'not_now', 'met')";
    for (std::size_t i = 0; i < words; ++i) sql += fmt::format(" AND n.folded LIKE :word{}", i);
    if (filter.school) {
        sql += " AND (EXISTS (SELECT 1 FROM planning_need_voice v WHERE v.need_id = n.id AND v.school_id = :school)"
               " OR EXISTS (SELECT 1 FROM planning_need_request q JOIN helpdesk_request r ON r.id = q.request_id WHERE q.need_id = n.id AND r.school_id = :school))";
    }
    if (filter.mine) sql += " AND n.owner_id = :viewer";
    return sql;
}

static db::Query bind_filter(db::Query query, const auth::Viewer& viewer, const NeedFilter& filter, const std::vector<std::string>& words) {
    if (parse_need_state(filter.state)) std::move(query).bind("state", filter.state);
    for (std::size_t i = 0; i < words.size(); ++i) std::move(query).bind(fmt::format("word{}", i), words[i]);
    if (filter.school) std::move(query).bind("school", *filter.school);
    if (filter.mine) std::move(query).bind("viewer", viewer.account());
    return query;
}

static constexpr std::string_view line_columns = R"sql(
    n.id, n.title, n.state, n.category_id, n.learning, n.safety, n.law, n.effort, n.standing, n.people, n.schools, n.created_at, COALESCE(o.name, '') AS owner,
    EXISTS (SELECT 1 FROM planning_need_voice m WHERE m.need_id = n.id AND m.account_id = :reader) AS mine
)sql";

static NeedLine read_line(const db::Row& row) {
    NeedLine line;
    line.id = {row.integer("id")};
    line.title = row.text("title");
    line.state = *parse_need_state(row.text("state"));
    line.category = row.maybe_integer("category_id");
    line.touch = {row.integer("people"), row.integer("schools")};
    std::optional<Weighing> weighing;
    if (!row.null("effort")) weighing = Weighing{static_cast<int>(row.integer("learning")), static_cast<int>(row.integer("safety")), row.flag("law"), *parse_effort(row.text("effort")), {}};
    line.standing = stand(weighing, line.touch);
    line.owner = row.text("owner");
    line.created_at = row.instant("created_at");
    line.mine = row.flag("mine");
    return line;
}

NeedPage find_needs(db::Read& db, const auth::Viewer& viewer, const NeedFilter& filter, std::optional<NeedKey> after, int limit) {
    require_need_reader(viewer);
    const auto words = searched(filter.text);
    const auto sql = fmt::format(R"sql(
        SELECT {} FROM planning_need n LEFT JOIN auth_account o ON o.id = n.owner_id
         WHERE {}{} ORDER BY n.standing, n.people DESC, n.id LIMIT :limit
    )sql", line_columns, conditions(filter, words.size()), after ? " AND (n.standing, -n.people, n.id) > (:after_standing, :after_people, :after_id)" : "");
    auto query = bind_filter(db.query(sql), viewer, filter, words).bind("limit", limit + 1).bind("reader", viewer.account());
    if (after) std::move(query).bind("after_standing", after->standing).bind("after_people", -after->people).bind("after_id", after->id);
    NeedPage page{std::move(query).all(read_line), {}};
    if (page.lines.size() > static_cast<std::size_t>(limit)) {
        page.lines.pop_back();
        const auto& last = page.lines.back();
        page.next = NeedKey{last.standing.rank, last.touch.people, last.id.value};
    }
    return page;
}

std::int64_t count_needs(db::Read& db, const auth::Viewer& viewer, const NeedFilter& filter) {
    require_need_reader(viewer);
    const auto words = searched(filter.text);
    return bind_filter(db.query(fmt::format("SELECT count(*) FROM planning_need n WHERE {}", conditions(filter, words.size()))), viewer, filter, words).one_integer();
}

std::vector<NeedLine> needs_to_compare(db::Read& db, const auth::Viewer& viewer) {
    require_need_reader(viewer);
    return db.query(fmt::format(R"sql(
        SELECT {} FROM planning_need n LEFT JOIN auth_account o ON o.id = n.owner_id
         WHERE n.state NOT IN ('withdrawn', 'merged') ORDER BY n.id DESC LIMIT 500
    )sql", line_columns)).bind("reader", viewer.account()).all(read_line);
}

std::vector<NeedLine> needs_of_request(db::Read& db, const auth::Viewer& viewer, helpdesk::RequestId request) {
    require_need_reader(viewer);
    return db.query(fmt::format(R"sql(
        SELECT {} FROM planning_need n LEFT JOIN auth_account o ON o.id = n.owner_id
         WHERE n.id IN (SELECT q.need_id FROM planning_need_request q WHERE q.request_id = :request) AND n.state NOT IN ('withdrawn', 'merged') ORDER BY n.id
    )sql", line_columns)).bind("reader", viewer.account()).bind("request", request).all(read_line);
}

}  // namespace planning
