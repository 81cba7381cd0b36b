// Writes what was planned: SQL only, with an event and a search document for each device.
#include <algorithm>
#include <map>
#include <unordered_map>

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

/// Every column that an import can set in a new device, with what stands there when the row says nothing.
struct ColumnDefault {
    std::string_view column;
    bool empty_text;
};
static constexpr ColumnDefault new_device[] = {
    {"model_id", false},         {"label_token", false},      {"asset_tag", false},       {"asset_tag_folded", false}, {"serial", false},
    {"serial_folded", false},    {"name", true},              {"status", true},           {"raw_status", true},        {"school_id", false},
    {"room", true},              {"unknown_location", true},  {"unknown_holder", true},   {"holder_id", false},        {"purchased_on", false},
    {"cost_cents", false},       {"supplier", true},          {"order_number", true},     {"funding_source", true},    {"warranty_ends_on", false},
    {"support_ends_on", false},  {"os_version", true},        {"org_unit", true},         {"mac_address", true},       {"last_seen_at", false},
    {"notes", true},             {"source", true},            {"external_id", false},     {"created_at", false},       {"updated_at", false}};
static constexpr std::size_t model_id_place = 0;
static constexpr std::size_t label_token_place = 1;

/// The values of a new device in the order of `new_device`, all but its model.
static imports::Values new_values(Setting set) {
    imports::Values values;
    for (const auto& [column, empty_text] : new_device) {
        auto place = std::ranges::find(set.columns, column) - set.columns.begin();
        if (static_cast<std::size_t>(place) < set.columns.size()) {
            values.push_back(std::move(set.values[static_cast<std::size_t>(place)]));
        } else if (empty_text) {
            values.emplace_back(std::string_view());
        } else {
            values.emplace_back(std::nullopt);
        }
    }
    return values;
}

void prepare_new(const ImportRows& rows, base::Instant now, ImportPlan& plan) {
    for (auto& planned : plan.rows) {
        if (planned.act != PlannedRow::Act::create) continue;
        Setting set;
        set_words(set, *planned.row);
        set_place(set, planned);
        set_holder_and_status(set, planned, "");
        set.text("source", rows.source);
        set.text_if("external_id", planned.row->cells[col_external_id]);
        set.number("created_at", base::to_ms(now));
        set.number("updated_at", base::to_ms(now));
        set.columns.emplace_back("label_token");
        set.values.emplace_back(auth::random_token());
        planned.new_values = new_values(std::move(set));
    }
}

namespace {

/// Each step is done for all rows before the next, with few statements: whoever wants to save something waits meanwhile.
class Writer {
public:
    Writer(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view source) : db_(db), viewer_(viewer), now_(now), source_(source) {}

    void write(const ImportPlan& plan) {
        create(plan);
        update(plan);
        remember(plan);
        end(plan.ends);
        note("imported", created_);
        note("import_changed", updated_);
        note("import_ended", plan.ends);
        auto all = created_;
        all.insert(all.end(), updated_.begin(), updated_.end());
        all.insert(all.end(), plan.ends.begin(), plan.ends.end());
        index_devices(db_, now_, std::move(all));
    }

private:
    void create(const ImportPlan& plan) {
        auto newest = db_.query("SELECT COALESCE(max(id), 0) FROM inventory_device").one_integer();
        std::vector<std::string_view> columns;
        for (const auto& one : new_device) columns.push_back(one.column);
        imports::Batch batch(db_, "inventory_device", columns);
        std::unordered_map<std::string_view, const PlannedRow*> by_token;
        for (const auto& planned : plan.rows) {
            if (planned.act != PlannedRow::Act::create) continue;
            auto values = planned.new_values;
            values[model_id_place] = model_for(planned);
            batch.add(std::move(values));
            by_token.emplace(std::get<std::string>(planned.new_values[label_token_place]), &planned);
        }
        batch.flush();
        if (by_token.empty()) return;
        db_.query("SELECT id, label_token FROM inventory_device WHERE id > :newest ORDER BY id").bind("newest", newest).each([&](const db::Row& row) {
            auto found = by_token.find(row.text("label_token"));
            if (found == by_token.end()) return;
            created_.push_back({row.integer("id")});
            new_ids_.emplace(found->second, created_.back());
        });
    }
    /// Thousands of devices are of a few models.
    std::int64_t model_for(const PlannedRow& planned) {
        const auto& cells = planned.row->cells;
        auto name = model_name(planned);
        auto [found, is_new] = models_.try_emplace({cells[col_manufacturer], name, cells[col_model_number]}, 0);
        if (is_new) found->second = model_of(db_, planned.kind, cells[col_manufacturer], name, cells[col_model_number]);
        return found->second;
    }
    void update(const ImportPlan& plan) {
        if (std::ranges::none_of(plan.rows, [](const auto& planned) { return planned.act == PlannedRow::Act::update; })) return;
        std::unordered_map<std::int64_t, std::string> statuses;
        db_.query("SELECT id, status FROM inventory_device").each([&](const db::Row& row) { statuses.emplace(row.integer("id"), row.text("status")); });
        for (const auto& planned : plan.rows) {
            if (planned.act == PlannedRow::Act::update) update(planned, statuses.at(planned.device.value));
        }
    }
    void update(const PlannedRow& planned, std::string_view status) {
        Setting set;
        set_words(set, *planned.row);
        set_place(set, planned);
        set_holder_and_status(set, planned, status);
        // Google knows a Chromebook's model in other words than an inventory does, so it names it only when nobody else has.
        bool names_model = planned.row->shape != Shape::chromeos && !planned.row->cells[col_model].empty();
        if (names_model) set.number("model_id", model_for(planned));
        set.number("updated_at", base::to_ms(now_));
        imports::update_row(db_, "inventory_device", set.columns, set.values, planned.device.value);
        updated_.push_back(planned.device);
    }
    void remember(const ImportPlan& plan) {
        // By key, as the index wants it; of two rows with one key the later one counts.
        std::map<std::string, const PlannedRow*> by_key;
        for (const auto& planned : plan.rows) {
            if (planned.act != PlannedRow::Act::unchanged) by_key[planned.row->key()] = &planned;
        }
        imports::Batch batch(db_, "inventory_import_row", {"source", "external_id", "device_id", "content_hash"}, {},
                             "ON CONFLICT (source, external_id) DO UPDATE SET device_id = excluded.device_id, content_hash = excluded.content_hash");
        for (const auto& [key, planned] : by_key) {
            auto device = planned->act == PlannedRow::Act::create ? new_ids_.at(planned) : planned->device;
            batch.add({source_, std::string_view(key), device.value, planned->hash});
        }
        batch.flush();
    }
    void end(const std::vector<DeviceId>& devices) {
        for (auto device : devices) {
            db_.query("UPDATE inventory_device SET status = 'retired', holder_id = NULL, unknown_holder = '', updated_at = :now WHERE id = :id")
                .bind("now", now_)
                .bind("id", device)
                .run();
        }
    }
    void note(std::string_view action, const std::vector<DeviceId>& devices) {
        std::vector<std::int64_t> ids;
        ids.reserve(devices.size());
        for (auto device : devices) ids.push_back(device.value);
        auth::record_for_all(db_, viewer_, now_,
                             {.subject_kind = "device", .action = action, .detail = serialize(boost::json::object{{"source", source_}})}, ids);
    }

    db::Write& db_;
    const auth::Viewer& viewer_;
    base::Instant now_;
    std::string_view source_;
    std::map<std::array<std::string_view, 3>, std::int64_t> models_;
    std::vector<DeviceId> created_;
    std::vector<DeviceId> updated_;
    std::unordered_map<const PlannedRow*, DeviceId> new_ids_;
};

}  // namespace

void apply_import(db::Write& db, const auth::Viewer& viewer, base::Instant now, const ImportRows& rows, const ImportPlan& plan) {
    Writer(db, viewer, now, rows.source).write(plan);
}

}  // namespace inventory
