// What other rooms may know of a device: each fetched through the viewer.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "inventory/device_rows.h"
#include "inventory/store.h"

namespace inventory {

const std::string_view card_columns = R"sql(
    d.id, COALESCE(d.asset_tag, '') AS asset_tag, COALESCE(d.serial, '') AS serial, m.kind, m.manufacturer, m.name AS model, d.status,
    d.room, d.school_id, d.holder_id,
    COALESCE(p.preferred_given_name, '') AS preferred_given, COALESCE(p.given_name, '') AS given,
    COALESCE(p.preferred_family_name, '') AS preferred_family, COALESCE(p.family_name, '') AS family
)sql";
const std::string_view card_tables = R"sql(
    inventory_device d
    JOIN inventory_model m ON m.id = d.model_id
    LEFT JOIN roster_person p ON p.id = d.holder_id
)sql";

static std::string holder_name(const db::Row& row) {
    auto given = row.text("preferred_given").empty() ? row.text("given") : row.text("preferred_given");
    auto family = row.text("preferred_family").empty() ? row.text("family") : row.text("preferred_family");
    return std::string(base::trim(fmt::format("{} {}", given, family)));
}

DeviceCard read_card(const db::Row& row) {
    DeviceCard card;
    card.id = {row.integer("id")};
    card.asset_tag = row.text("asset_tag");
    card.serial = row.text("serial");
    card.kind = row.text("kind");
    card.model = base::trim(fmt::format("{} {}", row.text("manufacturer"), row.text("model")));
    card.status = row.text("status");
    card.room = row.text("room");
    if (auto school = row.maybe_integer("school_id")) card.school = roster::OrgId{*school};
    if (auto holder = row.maybe_integer("holder_id")) card.holder = roster::PersonId{*holder};
    card.holder_name = holder_name(row);
    return card;
}

std::string visible(db::Read& db, const auth::Viewer& viewer) {
    auto reach = viewer.reach(may_view);
    if (reach.everywhere) return "1 = 1";
    auto own = viewer.signed_in() ? roster::person_of(db, viewer.account()) : std::nullopt;
    // Ids are numbers of ours and stand in the text.
    std::string sql = fmt::format("(d.holder_id = {}", own ? own->value : 0);
    if (!reach.schools.empty()) sql += fmt::format(" OR d.school_id IN ({})", fmt::join(reach.schools, ", "));
    return sql + ")";
}

static std::string select_where(std::string_view condition) {
    return fmt::format("SELECT {} FROM {} WHERE {}", card_columns, card_tables, condition);
}

std::optional<DeviceCard> find_device(db::Read& db, const auth::Viewer& viewer, DeviceId id) {
    auto sql = select_where(fmt::format("d.id = :id AND {}", visible(db, viewer)));
    return db.query(sql).bind("id", id).maybe(read_card);
}

std::optional<DeviceCard> find_device_by_tag(db::Read& db, const auth::Viewer& viewer, std::string_view tag_or_serial) {
    auto folded = base::fold(base::trim(tag_or_serial));
    auto sql = select_where(fmt::format("(d.asset_tag_folded = :tag OR d.serial_folded = :tag) AND {}"
                                        " ORDER BY CASE WHEN d.asset_tag_folded = :tag THEN 0 ELSE 1 END LIMIT 1",
                                        visible(db, viewer)));
    return db.query(sql).bind("tag", folded).maybe(read_card);
}

std::optional<DeviceCard> device_of_label(db::Read& db, std::string_view label_token) {
    static const std::string sql = select_where("d.label_token = :token");
    auto card = db.query(sql).bind("token", label_token).maybe(read_card);
    if (card) {
        card->holder.reset();
        card->holder_name.clear();
    }
    return card;
}

std::vector<DeviceCard> suggest_devices(db::Read& db, const auth::Viewer& viewer, std::string_view typed, int limit) {
    auto folded = base::fold(base::trim(typed));
    auto own = viewer.signed_in() ? roster::person_of(db, viewer.account()) : std::nullopt;
    // substr() and not a range of texts: what "begins with" means must not depend on the engine's collation.
    auto sql = select_where(fmt::format(R"sql(
        (substr(COALESCE(d.asset_tag_folded, ''), 1, CAST(:length AS INTEGER)) = :typed OR substr(COALESCE(d.serial_folded, ''), 1, CAST(:length AS INTEGER)) = :typed) AND {}
        ORDER BY CASE WHEN d.holder_id = :own THEN 0 ELSE 1 END, COALESCE(d.asset_tag_folded, d.serial_folded, ''), d.id LIMIT :limit
    )sql", visible(db, viewer)));
    return db.query(sql)
        .bind("length", base::count_code_points(folded))
        .bind("typed", folded)
        .bind("own", own ? own->value : 0)
        .bind("limit", limit)
        .all(read_card);
}

std::vector<DeviceCard> devices_of_person(db::Read& db, const auth::Viewer& viewer, roster::PersonId person) {
    auto sql = select_where(fmt::format("d.holder_id = :person AND {} ORDER BY d.asset_tag_folded, d.id", visible(db, viewer)));
    return db.query(sql).bind("person", person).all(read_card);
}

}  // namespace inventory
