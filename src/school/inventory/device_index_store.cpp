// What is searched for of a device, and who may find it.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "inventory/device_rows.h"
#include "inventory/store.h"
#include "search/search.h"

namespace inventory {

namespace {
struct Found {
    DeviceId id;
    std::string title;
    std::string text;
    std::vector<std::string> scopes{"devices:all"};
};
}  // namespace

static Found read_found(const db::Row& row) {
    auto card = read_card(row);
    Found found{.id = card.id};
    found.title = base::collapse_space(fmt::format("{} {}", card.asset_tag.empty() ? card.serial : card.asset_tag, card.model));
    found.text = base::join({card.asset_tag, card.serial, std::string(row.text("name")), card.model, std::string(row.text("model_number")),
                             std::string(row.text("school_name")), card.room, card.holder_name, std::string(row.text("unknown_location")),
                             std::string(row.text("unknown_holder")), std::string(row.text("mac_address"))},
                            " ");
    if (card.school) found.scopes.push_back(fmt::format("devices:{}", card.school->value));
    if (auto account = row.maybe_integer("account_id")) found.scopes.push_back(fmt::format("account:{}", *account));
    return found;
}

/// The devices are in order; those that nobody asked for lie between them.
static std::vector<Found> find_between(db::Read& db, std::span<const DeviceId> devices) {
    static const auto sql = fmt::format(R"sql(
        SELECT {}, d.name, m.number AS model_number, COALESCE(s.name, '') AS school_name, d.unknown_location, d.unknown_holder, d.mac_address,
               p.account_id
          FROM {} LEFT JOIN roster_org s ON s.id = d.school_id
         WHERE d.id BETWEEN :first AND :last
         ORDER BY d.id
    )sql", card_columns, card_tables);
    std::vector<Found> all;
    db.query(sql).bind("first", devices.front()).bind("last", devices.back()).each([&](const db::Row& row) {
        if (std::ranges::binary_search(devices, DeviceId{row.integer("id")})) all.push_back(read_found(row));
    });
    return all;
}

void index_devices(db::Write& db, base::Instant now, std::vector<DeviceId> devices) {
    constexpr std::size_t at_once = 500;
    std::ranges::sort(devices);
    for (std::size_t first = 0; first < devices.size(); first += at_once) {
        auto found = find_between(db, std::span(devices).subspan(first, std::min(at_once, devices.size() - first)));
        std::vector<search::Document> documents;
        documents.reserve(found.size());
        for (auto& one : found) {
            documents.push_back({.kind = "device", .id = one.id.value, .title = one.title, .text = one.text, .scopes = std::move(one.scopes), .at = now});
        }
        search::put_all(db, documents);
    }
}

void index_device(db::Write& db, base::Instant now, DeviceId id) { index_devices(db, now, {id}); }

}  // namespace inventory
