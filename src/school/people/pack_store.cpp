#include "people/pack.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/setting.h"
#include "people/licence.h"

namespace people {

static std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> list;
    for (auto line : base::split(text, '\n')) {
        if (!base::trim(line).empty()) list.emplace_back(base::trim(line));
    }
    return list;
}

static JurisdictionPack read_pack(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    JurisdictionPack pack{.id = row.integer("id"), .jurisdiction = text("jurisdiction"), .evaluate_kinds = lines(row.text("evaluate_kinds")),
                          .evaluate_training = row.flag("evaluate_training"), .training_months = {}, .supervise_kinds = lines(row.text("supervise_kinds")),
                          .supervise_training = row.flag("supervise_training"), .notes = text("notes"), .valid_from = row.day("valid_from_on"),
                          .valid_to = row.maybe_day("valid_to_on"), .source = text("source"), .link = text("link"), .checked = row.maybe_day("checked_on"),
                          .from_source = row.flag("from_source"), .version = row.integer("version")};
    if (auto months = row.maybe_integer("training_months")) pack.training_months = static_cast<int>(*months);
    return pack;
}

static constexpr std::string_view pack_select = R"sql(
    SELECT id, jurisdiction, evaluate_kinds, evaluate_training, training_months, supervise_kinds, supervise_training, notes, valid_from_on, valid_to_on,
           source, link, checked_on, from_source, version
      FROM people_jurisdiction_pack)sql";

std::vector<JurisdictionPack> jurisdiction_packs(db::Read& db) {
    static const std::string sql = fmt::format("{} ORDER BY jurisdiction, valid_from_on, id", pack_select);
    return db.query(sql).all(read_pack);
}

JurisdictionPack fetch_pack(db::Read& db, std::int64_t id) {
    static const std::string sql = fmt::format("{} WHERE id = :id", pack_select);
    return db.query(sql).bind("id", id).one(read_pack);
}

static void require_keeper(const auth::Viewer& viewer) {
    if (!manages_licences(viewer)) throw base::Forbidden("What a state asks is kept by those who keep licences for the district.");
}

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "jurisdiction", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

bool may_stand_in_pack(std::string_view kind) {
    return is_licence_kind(kind) && (is_teaching(kind) || kind == "administrator" || kind == "supervisor" || kind == "superintendent");
}

static void require_known_kinds(std::string_view field, const std::vector<std::string>& kinds) {
    if (!std::ranges::all_of(kinds, may_stand_in_pack)) throw base::Invalid(std::string(field), "people.supervision.problem.pack_kind");
}

static JurisdictionPack tidy(JurisdictionPack pack) {
    auto state = state_code(pack.jurisdiction);
    if (!state) throw base::Invalid("jurisdiction", "people.licence.problem.state");
    pack.jurisdiction = *state;
    pack.source = base::collapse_space(pack.source);
    pack.notes = base::collapse_space(pack.notes);
    if (pack.source.empty()) throw base::Invalid("source", "people.renewal.problem.words");
    if (base::count_code_points(pack.source) > 300) throw base::Invalid("source", "people.licence.problem.long");
    if (base::count_code_points(pack.notes) > 1000) throw base::Invalid("notes", "people.licence.problem.long");
    if (!pack.link.empty() && !pack.link.starts_with("https://") && !pack.link.starts_with("http://")) throw base::Invalid("link", "people.licence.problem.link");
    require_known_kinds("evaluate_kinds", pack.evaluate_kinds);
    require_known_kinds("supervise_kinds", pack.supervise_kinds);
    if (pack.valid_to && *pack.valid_to < pack.valid_from) throw base::Invalid("valid_to", "people.licence.problem.order");
    // Clause 3: no pack opens evaluation or supervision of licensed educators to everybody.
    if (pack.evaluate_kinds.empty() && !pack.evaluate_training) throw base::Invalid("evaluate_kinds", "people.supervision.problem.asks_nothing");
    if (pack.supervise_kinds.empty() && !pack.supervise_training) throw base::Invalid("supervise_kinds", "people.supervision.problem.asks_nothing");
    return pack;
}

std::int64_t save_pack(db::Write& db, const auth::Viewer& viewer, base::Instant now, const JurisdictionPack& given) {
    require_keeper(viewer);
    const auto pack = tidy(given);
    auto id = pack.id;
    if (id == 0) {
        id = db.query(R"sql(
            INSERT INTO people_jurisdiction_pack (jurisdiction, evaluate_kinds, evaluate_training, supervise_kinds, supervise_training, valid_from_on, source, from_source)
            VALUES (:state, '', 1, '', 1, :from, :source, 0) RETURNING id
        )sql").bind("state", pack.jurisdiction).bind("from", pack.valid_from).bind("source", pack.source).one_integer();
    } else if (fetch_pack(db, id).version != pack.version) {
        throw base::Conflict("people.supervision.problem.stale");
    }
    db.query(R"sql(
        UPDATE people_jurisdiction_pack SET jurisdiction = :state, evaluate_kinds = :evaluate, evaluate_training = :training, training_months = :months,
               supervise_kinds = :supervise, supervise_training = :supervise_training, notes = :notes, valid_from_on = :from, valid_to_on = :to,
               source = :source, link = :link, checked_on = :checked, from_source = :read, version = version + 1
         WHERE id = :id
    )sql")
        .bind("id", id)
        .bind("state", pack.jurisdiction)
        .bind("evaluate", base::join(pack.evaluate_kinds, "\n"))
        .bind("training", pack.evaluate_training)
        .bind("months", pack.training_months)
        .bind("supervise", base::join(pack.supervise_kinds, "\n"))
        .bind("supervise_training", pack.supervise_training)
        .bind("notes", pack.notes)
        .bind("from", pack.valid_from)
        .bind("to", pack.valid_to)
        .bind("source", pack.source)
        .bind("link", pack.link)
        .bind("checked", pack.checked)
        .bind("read", pack.from_source)
        .run();
    note(db, viewer, now, id, given.id == 0 ? "added" : "changed",
         {{"state", pack.jurisdiction}, {"evaluate_kinds", base::join(pack.evaluate_kinds, " ")}, {"evaluate_training", pack.evaluate_training},
          {"supervise_kinds", base::join(pack.supervise_kinds, " ")}, {"supervise_training", pack.supervise_training}, {"source", pack.source}});
    return id;
}

void choose_jurisdiction(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view state) {
    require_keeper(viewer);
    const auto before = db::setting_or(db, "people.jurisdiction", "");
    const auto code = state.empty() ? std::optional<std::string>("") : state_code(state);
    if (!code) throw base::Invalid("jurisdiction", "people.licence.problem.state");
    db::set_setting(db, "people.jurisdiction", *code);
    note(db, viewer, now, 0, "chosen", {{"before", before}, {"after", *code}});
}

}  // namespace people
