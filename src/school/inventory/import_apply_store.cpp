// Writes what was planned: SQL only, with an event and a search document for each device.
#include <map>

#include <boost/json.hpp>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "imports/batch.h"
#include "inventory/import.h"

namespace inventory {

namespace {

/// The columns that a row sets, with their values. Views live as long as the rows and the plan.
struct Setting {
    std::vector<std::string_view> columns;
    imports::Values values;

    void text(std::string_view column, std::string_view value) {
        columns.push_back(column);
        values.emplace_back(value);
    }
    void text_if(std::string_view column, std::string_view value) {
        if (!value.empty()) text(column, value);
    }
    void number(std::string_view column, std::int64_t value) {
        columns.push_back(column);
        values.emplace_back(value);
    }
    void nothing(std::string_view column) {
        columns.push_back(column);
        values.emplace_back(std::nullopt);
    }
    void day_if(std::string_view column, std::optional<base::Day> day) {
        if (!day) return;
        columns.push_back(column);
        values.emplace_back(base::to_iso(*day));
    }
    void folded_if(std::string_view column, std::string_view value) {
        if (value.empty()) return;
        columns.push_back(column);
        values.emplace_back(base::fold(value));
    }
};

}  // namespace

/// An empty cell says nothing, so it changes nothing.
static void set_words(Setting& set, const ImportRow& row) {
    const auto& cells = row.cells;
    set.text_if("asset_tag", cells[col_asset_tag]);
    set.folded_if("asset_tag_folded", cells[col_asset_tag]);
    set.text_if("serial", cells[col_serial]);
    set.folded_if("serial_folded", cells[col_serial]);
    set.text_if("name", cells[col_name]);
    set.text_if("supplier", cells[col_supplier]);
    set.text_if("order_number", cells[col_order_number]);
    set.text_if("funding_source", cells[col_funding_source]);
    set.text_if("os_version", cells[col_os_version]);
    set.text_if("org_unit", cells[col_org_unit]);
    set.text_if("mac_address", cells[col_mac_address]);
    set.text_if("notes", cells[col_notes]);
    set.text_if("raw_status", cells[col_status]);
    set.day_if("purchased_on", row.purchased_on);
    set.day_if("warranty_ends_on", row.warranty_ends_on);
    set.day_if("support_ends_on", row.support_ends_on);
    if (row.cost_cents) set.number("cost_cents", *row.cost_cents);
    if (row.last_seen_at) set.number("last_seen_at", base::to_ms(*row.last_seen_at));
}

static void set_place(Setting& set, const PlannedRow& planned) {
    if (planned.school) {
        set.number("school_id", planned.school->value);
        set.text("unknown_location", "");
    } else {
        set.text_if("unknown_location", planned.unknown_location);
    }
    set.text_if("room", planned.room);
}

/// Who has it and its state belong together: what is in use has a holder, known or not; what is in stock has none.
static void set_holder_and_status(Setting& set, const PlannedRow& planned, std::string_view status_before) {
    bool held = planned.holder || !planned.unknown_holder.empty();
    std::string_view status = planned.status.value_or("");
    bool over = is_over(status);
    if (held && !over && (status.empty() || excludes_holder(status))) status = needs_holder(status_before) ? status_before : "assigned";
    if (!held && planned.says_holder && (needs_holder(status) || (status.empty() && needs_holder(status_before)))) status = "in_stock";
    if (status.empty() && status_before.empty()) status = "in_stock";
    if (!status.empty() && status != status_before) set.text("status", status);
    auto now = status.empty() ? status_before : status;
    if (!planned.says_holder && !excludes_holder(now)) return;
    if (planned.holder && !over) {
        set.number("holder_id", planned.holder->value);
    } else if (planned.says_holder || excludes_holder(now)) {
        set.nothing("holder_id");
    }
    set.text("unknown_holder", over ? std::string_view() : std::string_view(planned.unknown_holder));
}

static std::string_view model_name(const PlannedRow& planned) {
    const auto& cells = planned.row->cells;
    for (auto column : {col_model, col_model_number, col_name, col_category}) {
        if (!cells[column].empty()) return cells[column];
    }
    return planned.kind;
}

namespace {

class Writer {
public:
    Writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view source) : db_(db), viewer_(viewer), now_(now), source_(source) {}

    void write(const PlannedRow& planned) {
        if (planned.act == PlannedRow::Act::unchanged) return;
        auto device = planned.act == PlannedRow::Act::create ? create(planned) : update(planned);
        remember(planned, device);
        index_device(db_, now_, device);
    }
    void end(DeviceId device) {
        db_.query("UPDATE inventory_device SET status = 'retired', holder_id = NULL, unknown_holder = '', updated_at = :now WHERE id = :id")
            .bind("now", now_)
            .bind("id", device)
            .run();
        note(device, "import_ended");
        index_device(db_, now_, device);
    }

private:
    DeviceId create(const PlannedRow& planned) {
        Setting set;
        set_words(set, *planned.row);
        set_place(set, planned);
        set_holder_and_status(set, planned, "");
        set.number("model_id", model_for(planned));
        set.text("source", source_);
        set.text_if("external_id", planned.row->cells[col_external_id]);
        set.number("created_at", base::to_ms(now_));
        set.number("updated_at", base::to_ms(now_));
        set.columns.push_back("label_token");
        auto token = auth::random_token();
        set.values.emplace_back(token);
        imports::Batch batch(db_, "inventory_device", set.columns);
        batch.add(std::move(set.values));
        batch.flush();
        DeviceId device{db_.query("SELECT id FROM inventory_device WHERE label_token = :token").bind("token", token).one_integer()};
        note(device, "imported");
        return device;
    }
    /// Thousands of devices are of a few models.
    std::int64_t model_for(const PlannedRow& planned) {
        const auto& cells = planned.row->cells;
        auto name = model_name(planned);
        auto [found, is_new] = models_.try_emplace({cells[col_manufacturer], name, cells[col_model_number]}, 0);
        if (is_new) found->second = model_of(db_, planned.kind, cells[col_manufacturer], name, cells[col_model_number]);
        return found->second;
    }
    DeviceId update(const PlannedRow& planned) {
        auto status = db_.query("SELECT status FROM inventory_device WHERE id = :id").bind("id", planned.device).one_text();
        Setting set;
        set_words(set, *planned.row);
        set_place(set, planned);
        set_holder_and_status(set, planned, status);
        // Google knows a Chromebook's model in other words than an inventory does, so it names it only when nobody else has.
        bool names_model = planned.row->shape != Shape::chromeos && !planned.row->cells[col_model].empty();
        if (names_model) set.number("model_id", model_for(planned));
        set.number("updated_at", base::to_ms(now_));
        imports::update_row(db_, "inventory_device", set.columns, set.values, planned.device.value);
        note(planned.device, "import_changed");
        return planned.device;
    }
    void remember(const PlannedRow& planned, DeviceId device) {
        db_.query(R"sql(
            INSERT INTO inventory_import_row (source, external_id, device_id, content_hash) VALUES (:source, :key, :device, :hash)
                ON CONFLICT (source, external_id) DO UPDATE SET device_id = excluded.device_id, content_hash = excluded.content_hash
        )sql")
            .bind("source", source_)
            .bind("key", planned.row->key())
            .bind("device", device)
            .bind("hash", planned.hash)
            .run();
    }
    void note(DeviceId device, std::string_view action) {
        auth::record(db_, viewer_, now_,
                     {.subject_kind = "device", .subject_id = device.value, .action = action,
                      .detail = serialize(boost::json::object{{"source", source_}})});
    }

    db::Write& db_;
    const auth::Viewer& viewer_;
    base::Instant now_;
    std::string_view source_;
    std::map<std::array<std::string_view, 3>, std::int64_t> models_;
};

}  // namespace

void apply_import(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ImportRows& rows, const ImportPlan& plan) {
    Writer writer(db, viewer, now, rows.source);
    for (const auto& planned : plan.rows) writer.write(planned);
    for (auto device : plan.ends) writer.end(device);
}

}  // namespace inventory
