// The list of devices, and one device with all that is known of it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "db/like.h"
#include "inventory/device_rows.h"
#include "inventory/store.h"

namespace inventory {

static constexpr std::string_view sort_key = "COALESCE(d.asset_tag_folded, d.serial_folded, '')";

static std::vector<std::string> searched_words(std::string_view text) {
    std::vector<std::string> words;
    std::string folded = base::fold(base::collapse_space(text));
    for (auto word : base::split(folded, ' ')) {
        if (!word.empty() && words.size() < 8) words.emplace_back(word);
    }
    return words;
}

static std::string where_of(db::Read& db, const auth::Viewer& viewer, const DeviceQuestion& question, std::size_t words) {
    std::string where = visible(db, viewer);
    for (std::size_t i = 0; i < words; ++i) {
        where += fmt::format(R"sql( AND (COALESCE(d.asset_tag_folded, '') LIKE :word{0} ESCAPE '\' OR COALESCE(d.serial_folded, '') LIKE :word{0} ESCAPE '\'
            OR m.name_folded LIKE :word{0} ESCAPE '\' OR lower(m.manufacturer) LIKE :word{0} ESCAPE '\' OR lower(d.room) LIKE :word{0} ESCAPE '\'
            OR COALESCE(p.name_folded, '') LIKE :word{0} ESCAPE '\'))sql", i);
    }
    if (question.school) where += " AND d.school_id = :school";
    if (!question.kind.empty()) where += " AND m.kind = :kind";
    if (!question.status.empty()) where += " AND d.status = :status";
    if (!question.only.empty()) {
        std::vector<std::int64_t> ids;
        for (auto id : question.only) ids.push_back(id.value);
        where += fmt::format(" AND d.id IN ({})", fmt::join(ids, ", "));
    }
    if (question.after_id) where += fmt::format(" AND ({}, d.id) > (:after_key, :after_id)", sort_key);
    return where;
}

DevicePage find_devices(db::Read& db, const auth::Viewer& viewer, const DeviceQuestion& question) {
    auto words = searched_words(question.text);
    auto sql = fmt::format("SELECT {}, d.label_token, COALESCE(s.name, '') AS school_name, {} AS sort_key FROM {} LEFT JOIN roster_org s ON s.id = d.school_id"
                           " WHERE {} ORDER BY {}, d.id LIMIT :limit",
                           card_columns, sort_key, card_tables, where_of(db, viewer, question, words.size()), sort_key);
    auto query = db.query(sql);
    for (std::size_t i = 0; i < words.size(); ++i) std::move(query).bind(fmt::format("word{}", i), db::like_anywhere(words[i]));
    if (question.school) std::move(query).bind("school", *question.school);
    if (!question.kind.empty()) std::move(query).bind("kind", question.kind);
    if (!question.status.empty()) std::move(query).bind("status", question.status);
    if (question.after_id) std::move(query).bind("after_key", question.after_key).bind("after_id", question.after_id);
    DevicePage page{std::move(query).bind("limit", question.limit + 1).all([](const db::Row& row) {
        return DeviceLine{read_card(row), std::string(row.text("label_token")), std::string(row.text("school_name")), std::string(row.text("sort_key"))};
    })};
    if (static_cast<int>(page.lines.size()) > question.limit) {
        page.lines.pop_back();
        page.more = true;
    }
    return page;
}

static void read_money_and_days(const db::Row& row, Device& device) {
    device.purchased_on = row.maybe_day("purchased_on");
    device.cost_cents = row.maybe_integer("cost_cents");
    device.currency = row.text("currency");
    device.supplier = row.text("supplier");
    device.order_number = row.text("order_number");
    device.funding_source = row.text("funding_source");
    device.warranty_ends_on = row.maybe_day("warranty_ends_on");
    auto own = row.maybe_day("support_ends_on");
    device.support_is_own = own.has_value();
    device.support_ends_on = own ? own : row.maybe_day("model_support_ends_on");
}

static Device read_device(const db::Row& row) {
    auto card = read_card(row);
    Device device;
    device.id = card.id;
    device.label_token = row.text("label_token");
    device.asset_tag = card.asset_tag;
    device.serial = card.serial;
    device.name = row.text("name");
    device.kind = card.kind;
    device.manufacturer = row.text("manufacturer");
    device.model = row.text("model");
    device.model_number = row.text("model_number");
    device.status = card.status;
    device.raw_status = row.text("raw_status");
    device.school = card.school;
    device.school_name = row.text("school_name");
    device.room = card.room;
    device.unknown_location = row.text("unknown_location");
    device.unknown_holder = row.text("unknown_holder");
    device.holder = card.holder;
    device.holder_name = card.holder_name;
    device.holder_is_student = row.text("holder_role") == "student";
    read_money_and_days(row, device);
    device.os_version = row.text("os_version");
    device.org_unit = row.text("org_unit");
    device.mac_address = row.text("mac_address");
    device.last_seen_at = row.maybe_instant("last_seen_at");
    device.notes = row.text("notes");
    device.source = row.text("source");
    return device;
}

std::optional<Device> fetch_device(db::Read& db, const auth::Viewer& viewer, DeviceId id) {
    auto sql = fmt::format(R"sql(
        SELECT {}, d.label_token, d.name, m.number AS model_number, d.raw_status, COALESCE(s.name, '') AS school_name, d.unknown_location,
               d.unknown_holder, COALESCE(p.role, '') AS holder_role, d.purchased_on, d.cost_cents, d.currency, d.supplier, d.order_number,
               d.funding_source, d.warranty_ends_on, d.support_ends_on, m.support_ends_on AS model_support_ends_on, d.os_version, d.org_unit,
               d.mac_address, d.last_seen_at, d.notes, d.source
          FROM {} LEFT JOIN roster_org s ON s.id = d.school_id
         WHERE d.id = :id AND {}
    )sql", card_columns, card_tables, visible(db, viewer));
    return db.query(sql).bind("id", id).maybe(read_device);
}

bool may_manage_at(const auth::Viewer& viewer, std::optional<roster::OrgId> school) {
    return school ? viewer.may(may_manage, school->value) : viewer.may_everywhere(may_manage);
}

Device fetch_device_to_manage(db::Read& db, const auth::Viewer& viewer, DeviceId id) {
    auto device = fetch_device(db, viewer, id);
    if (!device) throw base::NotFound("no such device");
    if (!may_manage_at(viewer, device->school)) throw base::Forbidden("You may look at this device, but devices of this school are managed by others.");
    return std::move(*device);
}

}  // namespace inventory
