// Every change to a device, with its event and its search document in the same transaction.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "inventory/store.h"

namespace inventory {

using Json = boost::json::object;

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, DeviceId id, auth::NewEvent event) {
    event.subject_kind = "device";
    event.subject_id = id.value;
    auth::record(db, viewer, now, event);
}

std::int64_t model_of(db::Write& db, std::string_view kind, std::string_view manufacturer, std::string_view name, std::string_view number) {
    auto folded = base::fold(name);
    auto known = db.query("SELECT id FROM inventory_model WHERE manufacturer = :manufacturer AND name_folded = :folded AND number = :number")
                     .bind("manufacturer", manufacturer)
                     .bind("folded", folded)
                     .bind("number", number)
                     .maybe_integer();
    if (known) return *known;
    return db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded, number)"
                    " VALUES (:kind, :manufacturer, :name, :folded, :number) RETURNING id")
        .bind("kind", kind)
        .bind("manufacturer", manufacturer)
        .bind("name", name)
        .bind("folded", folded)
        .bind("number", number)
        .one_integer();
}

/// A model belongs to all of its devices, so a person who corrects its kind corrects it for all.
static std::int64_t model_of(db::Write& db, const DeviceFacts& facts) {
    auto id = model_of(db, facts.kind, facts.manufacturer, facts.model, facts.model_number);
    db.query("UPDATE inventory_model SET kind = :kind WHERE id = :id AND kind <> :kind").bind("kind", facts.kind).bind("id", id).run();
    return id;
}

static std::optional<std::string> or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::vector<Wrong> taken(db::Read& db, const DeviceFacts& facts, DeviceId except) {
    std::vector<Wrong> wrong;
    auto other = [&](const char* sql, const std::string& value) {
        return !value.empty() && db.query(sql).bind("value", base::fold(value)).bind("except", except).maybe_integer().has_value();
    };
    if (other("SELECT id FROM inventory_device WHERE asset_tag_folded = :value AND id <> :except", facts.asset_tag)) {
        wrong.push_back({"asset_tag", "tag_taken"});
    }
    if (other("SELECT id FROM inventory_device WHERE serial_folded = :value AND id <> :except", facts.serial)) {
        wrong.push_back({"serial", "serial_taken"});
    }
    return wrong;
}

static db::Query bind_facts(db::Query query, const DeviceFacts& facts, std::int64_t model, base::Instant now) {
    std::move(query)
        .bind("tag", or_null(facts.asset_tag))
        .bind("tag_folded", or_null(base::fold(facts.asset_tag)))
        .bind("serial", or_null(facts.serial))
        .bind("serial_folded", or_null(base::fold(facts.serial)))
        .bind("name", facts.name)
        .bind("model", model)
        .bind("school", facts.school)
        .bind("room", facts.room)
        .bind("purchased", facts.purchased_on)
        .bind("cost", facts.cost_cents)
        .bind("supplier", facts.supplier)
        .bind("order_number", facts.order_number)
        .bind("funding", facts.funding_source)
        .bind("warranty", facts.warranty_ends_on)
        .bind("support", facts.support_ends_on)
        .bind("notes", facts.notes)
        .bind("now", now);
    return query;
}

static void require_at(const auth::Viewer& viewer, std::optional<roster::OrgId> school) {
    if (!may_manage_at(viewer, school)) throw base::Forbidden("Devices of this school are managed by others.");
}

DeviceId create_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DeviceFacts& facts) {
    require_at(viewer, facts.school);
    auto query = bind_facts(db.query(R"sql(
        INSERT INTO inventory_device
            (label_token, asset_tag, asset_tag_folded, serial, serial_folded, name, model_id, status, school_id, room, purchased_on, cost_cents,
             supplier, order_number, funding_source, warranty_ends_on, support_ends_on, notes, source, created_at, updated_at)
        VALUES (:token, :tag, :tag_folded, :serial, :serial_folded, :name, :model, 'in_stock', :school, :room, :purchased, :cost,
                :supplier, :order_number, :funding, :warranty, :support, :notes, 'manual', :now, :now) RETURNING id
    )sql"), facts, model_of(db, facts), now);
    DeviceId id{std::move(query).bind("token", auth::random_token()).one_integer()};
    note(db, viewer, now, id, {.action = "created", .detail = serialize(Json{{"tag", facts.asset_tag}, {"serial", facts.serial}})});
    index_device(db, now, id);
    return id;
}

/// Which fields differ, with what stood there and what stands there now.
static Json differences(const Device& before, const DeviceFacts& after) {
    Json changed;
    auto compare = [&](const char* field, const std::string& was, const std::string& is) {
        if (was != is) changed[field] = boost::json::array{was, is};
    };
    auto day = [](std::optional<base::Day> on) { return on ? base::to_iso(*on) : std::string(); };
    auto number = [](std::optional<std::int64_t> value) { return value ? std::to_string(*value) : std::string(); };
    auto school = [](std::optional<roster::OrgId> at) { return at ? std::to_string(at->value) : std::string(); };
    compare("asset_tag", before.asset_tag, after.asset_tag);
    compare("serial", before.serial, after.serial);
    compare("name", before.name, after.name);
    compare("kind", before.kind, after.kind);
    compare("manufacturer", before.manufacturer, after.manufacturer);
    compare("model", before.model, after.model);
    compare("model_number", before.model_number, after.model_number);
    compare("school", school(before.school), school(after.school));
    compare("room", before.room, after.room);
    compare("purchased_on", day(before.purchased_on), day(after.purchased_on));
    compare("cost", number(before.cost_cents), number(after.cost_cents));
    compare("supplier", before.supplier, after.supplier);
    compare("order_number", before.order_number, after.order_number);
    compare("funding_source", before.funding_source, after.funding_source);
    compare("warranty_ends_on", day(before.warranty_ends_on), day(after.warranty_ends_on));
    compare("support_ends_on", before.support_is_own ? day(before.support_ends_on) : "", day(after.support_ends_on));
    compare("notes", before.notes, after.notes);
    return changed;
}

void change_device(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& before, const DeviceFacts& facts) {
    require_at(viewer, before.school);
    require_at(viewer, facts.school);
    auto changed = differences(before, facts);
    if (changed.empty()) return;
    auto query = bind_facts(db.query(R"sql(
        UPDATE inventory_device
           SET asset_tag = :tag, asset_tag_folded = :tag_folded, serial = :serial, serial_folded = :serial_folded, name = :name, model_id = :model,
               school_id = :school, room = :room, purchased_on = :purchased, cost_cents = :cost, supplier = :supplier,
               order_number = :order_number, funding_source = :funding, warranty_ends_on = :warranty, support_ends_on = :support, notes = :notes,
               unknown_location = CASE WHEN :known_place = 1 THEN '' ELSE unknown_location END, updated_at = :now
         WHERE id = :id
    )sql"), facts, model_of(db, facts), now);
    // A place that a person chose answers the question that an import left open.
    bool known_place = facts.school && facts.school != before.school;
    std::move(query).bind("known_place", known_place).bind("id", before.id).run();
    note(db, viewer, now, before.id, {.action = "changed", .detail = serialize(Json{{"fields", changed}})});
    index_device(db, now, before.id);
}

void check_out(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& device, roster::PersonId holder, Lending lending) {
    require_at(viewer, device.school);
    std::string_view status = lending == Lending::loaner ? "loaner_out" : "assigned";
    db.query("UPDATE inventory_device SET holder_id = :holder, unknown_holder = '', status = :status, updated_at = :now WHERE id = :id")
        .bind("holder", holder)
        .bind("status", status)
        .bind("now", now)
        .bind("id", device.id)
        .run();
    Json detail{{"holder", holder.value}, {"status", boost::json::array{device.status, status}}};
    if (device.holder) detail["holder_before"] = device.holder->value;
    note(db, viewer, now, device.id, {.action = "checked_out", .detail = serialize(detail)});
    index_device(db, now, device.id);
}

void set_status(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Device& device, std::string_view status, std::string_view why) {
    require_at(viewer, device.school);
    if (!is_status(status)) throw base::Invalid("status", "one of the states in the list");
    if (needs_holder(status) && !device.holder) throw base::Invalid("status", "a person who has it: hand it out instead");
    bool back = excludes_holder(status) && device.holder;
    db.query(R"sql(
        UPDATE inventory_device
           SET status = :status, raw_status = '', updated_at = :now, holder_id = CASE WHEN :back = 1 THEN NULL ELSE holder_id END,
               unknown_holder = CASE WHEN :free = 1 THEN '' ELSE unknown_holder END
         WHERE id = :id
    )sql")
        .bind("status", status)
        .bind("now", now)
        .bind("back", back)
        .bind("free", excludes_holder(status))
        .bind("id", device.id)
        .run();
    Json detail{{"status", boost::json::array{device.status, status}}};
    if (back) detail["holder_before"] = device.holder->value;
    note(db, viewer, now, device.id, {.action = back ? "checked_in" : "status_changed", .why = why, .detail = serialize(detail)});
    index_device(db, now, device.id);
}

}  // namespace inventory
