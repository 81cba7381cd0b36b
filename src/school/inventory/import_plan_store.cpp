// What the rows of a file mean for the devices there are: whose they are, where they stand, and what would change.
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "imports/content_hash.h"
#include "inventory/import.h"

namespace inventory {

namespace {

struct KnownRow {
    DeviceId device;
    std::int64_t hash = 0;
};

using Keys = std::unordered_map<std::string, DeviceId>;

class Planner {
public:
    Planner(db::Read& db, const ImportRows& rows, const imports::Options& options, imports::Report& report)
        : db_(db), all_(rows), options_(options), report_(report) {
        load_schools();
        load_devices();
    }

    ImportPlan plan() {
        result_.change.skipped = all_.skipped;
        for (const auto& row : all_.rows) {
            auto planned = row.bad ? std::nullopt : plan_row(row);
            if (planned) {
                result_.rows.push_back(std::move(*planned));
            } else {
                ++result_.change.skipped;
            }
        }
        plan_ends();
        return std::move(result_);
    }

private:
    void load_schools() {
        for (const auto& org : roster::orgs(db_)) {
            if (!org.active) continue;
            schools_.emplace(base::fold(org.name), org.id);
            if (!org.identifier.empty()) schools_.emplace(base::fold(org.identifier), org.id);
        }
    }
    void load_devices() {
        db_.query("SELECT id, asset_tag_folded, serial_folded, status FROM inventory_device").each([&](const db::Row& row) {
            DeviceId id{row.integer("id")};
            if (auto tag = row.maybe_text("asset_tag_folded")) by_tag_.emplace(*tag, id);
            if (auto serial = row.maybe_text("serial_folded")) by_serial_.emplace(*serial, id);
            if (is_over(row.text("status"))) over_.insert(id);
        });
        db_.query("SELECT external_id, device_id, content_hash FROM inventory_import_row WHERE source = :source")
            .bind("source", all_.source)
            .each([&](const db::Row& row) {
                DeviceId id{row.integer("device_id")};
                known_.emplace(row.text("external_id"), KnownRow{id, row.integer("content_hash")});
                if (!over_.contains(id)) ++result_.change.active_before;
            });
    }

    std::optional<PlannedRow> plan_row(const ImportRow& row) {
        PlannedRow planned{.row = &row};
        auto known = known_.find(row.key());
        if (!find_device(row, known == known_.end() ? nullptr : &known->second, planned)) return std::nullopt;
        find_place(row, planned);
        find_holder(row, planned);
        find_kind(row, planned);
        find_status(row, planned);
        planned.hash = hash_of(row, planned);
        if (known != known_.end() && known->second.hash == planned.hash) planned.act = PlannedRow::Act::unchanged;
        seen_.insert(planned.device);
        count(planned);
        return planned;
    }

    static std::optional<DeviceId> look_up(const Keys& keys, std::string_view text) {
        auto found = text.empty() ? keys.end() : keys.find(base::fold(text));
        if (found == keys.end()) return std::nullopt;
        return found->second;
    }

    /// The device this row is about, if there is one already. False when the row contradicts what is there.
    bool find_device(const ImportRow& row, const KnownRow* known, PlannedRow& planned) {
        auto tagged = look_up(by_tag_, row.cells[col_asset_tag]);
        auto numbered = look_up(by_serial_, row.cells[col_serial]);
        std::optional<DeviceId> device = known ? std::optional(known->device) : tagged ? tagged : numbered;
        if (device && tagged && *tagged != *device) return refuse(row, "row.tag_taken", col_asset_tag, "a tag that no other device has; a tag is never used again");
        if (device && numbered && *numbered != *device) {
            return refuse(row, "row.serial_taken", col_serial, "the serial number of this device; another one has it already");
        }
        if (device && !taken_.insert(*device).second) return refuse(row, "row.same_device", col_asset_tag, "one row for each device; another row of this file means the same one");
        if (!device && row.cells[col_asset_tag].empty() && row.cells[col_serial].empty()) {
            return refuse(row, "row.no_key", col_asset_tag, "an asset tag or a serial number, so that the device can be told from others");
        }
        if (device) planned.device = *device;
        planned.act = device ? PlannedRow::Act::update : PlannedRow::Act::create;
        return true;
    }
    bool refuse(const ImportRow& row, std::string_view code, std::size_t column, std::string_view expected) {
        report_.error(code, row.place(), all_.headers[column], row.cells[column], expected);
        return false;
    }
    void warn(const ImportRow& row, std::string_view code, std::size_t column, std::string_view expected) {
        report_.warning(code, row.place(), all_.headers[column], row.cells[column], expected);
    }
    /// Of what many rows say alike, the first is told.
    void warn_once(const ImportRow& row, std::string_view code, std::size_t column, std::string_view expected) {
        if (told_.emplace(std::string(code), base::fold(row.cells[column])).second) warn(row, code, column, expected);
    }

    std::optional<roster::OrgId> school_called(std::string_view words) const {
        auto found = schools_.find(base::fold(base::trim(words)));
        if (found == schools_.end()) return std::nullopt;
        return found->second;
    }
    /// "Riverbend > North School > East wing > 214", as GLPI writes places: the part behind the school is the room.
    bool read_path(std::string_view words, PlannedRow& planned) const {
        for (auto rest = words; !rest.empty();) {
            auto at = rest.find('>');
            auto school = school_called(rest.substr(0, at));
            rest = at == std::string_view::npos ? std::string_view() : base::trim(rest.substr(at + 1));
            if (!school) continue;
            planned.school = school;
            planned.room = rest;
            return true;
        }
        return false;
    }
    /// "North School", "North School, 214", "North School / 214": true when it names a school.
    bool read_place(std::string_view words, PlannedRow& planned) const {
        if (auto school = school_called(words)) {
            planned.school = school;
            return true;
        }
        for (char separator : {',', '/', ':', '>', '-'}) {
            auto at = words.find(separator);
            if (at == std::string_view::npos) continue;
            auto school = school_called(words.substr(0, at));
            if (!school) continue;
            planned.school = school;
            planned.room = base::trim(words.substr(at + 1));
            return true;
        }
        return read_path(words, planned);
    }
    void find_place(const ImportRow& row, PlannedRow& planned) {
        auto column = row.cells[col_holder_location].empty() ? col_location : col_holder_location;
        auto words = row.cells[column];
        bool known = !words.empty() && read_place(words, planned);
        // Google knows schools by the tree of units, and what people wrote into the place of a Chromebook is mostly a room.
        for (auto unit : base::split(row.cells[col_org_unit], '/')) {
            if (!planned.school) planned.school = school_called(unit);
        }
        if (!planned.school) planned.school = school_called(row.cells[col_company]);
        if (!row.cells[col_room].empty()) planned.room = row.cells[col_room];
        if (known || words.empty()) return;
        if (row.shape == Shape::chromeos && planned.school && planned.room.empty()) {
            planned.room = words;
            return;
        }
        planned.unknown_location = words;
        warn(row, "row.unknown_place", column, "a school of the roster, perhaps with a room (\"North School, 214\"); the device comes in, with these words on its page");
    }

    static std::string full_name(const ImportRow& row) {
        if (!row.cells[col_holder_full].empty()) return std::string(row.cells[col_holder_full]);
        return base::collapse_space(fmt::format("{} {}", row.cells[col_holder_first], row.cells[col_holder_last]));
    }
    void find_holder(const ImportRow& row, PlannedRow& planned) {
        auto name = full_name(row);
        auto email = row.cells[col_holder_email];
        // GLPI's agent writes "rlopez@SCHOOL" when nobody has named the user.
        auto alternate = row.cells[col_holder_alternate].substr(0, row.cells[col_holder_alternate].find('@'));
        auto username = row.cells[col_holder_username].empty() ? alternate : row.cells[col_holder_username];
        bool to_place = base::equal_ignoring_ascii_case(row.cells[col_checkout_type], "location");
        bool somebody = !to_place && !(name.empty() && email.empty() && username.empty());
        // Snipe-IT's empty checkout says that nobody has it; an empty cell elsewhere says nothing.
        planned.says_holder = somebody || row.shape == Shape::snipe_it;
        if (!somebody) return;
        for (auto word : {email, username, alternate}) {
            if (!planned.holder && !word.empty()) planned.holder = roster::match_person(db_, word);
        }
        if (planned.holder) return;
        auto word = username.empty() ? email : username;
        planned.unknown_holder = name.empty() ? std::string(word) : word.empty() ? name : fmt::format("{} ({})", name, word);
        auto column = !username.empty() ? col_holder_username : !email.empty() ? col_holder_email : all_.headers[col_holder_full].empty() ? col_holder_first : col_holder_full;
        warn(row, "row.unknown_holder", column, "the e-mail address, username or card number of one person of the roster; the device comes in, with these words on its page");
    }
    void find_kind(const ImportRow& row, PlannedRow& planned) {
        auto model_says = kind_of_words(fmt::format("{} {}", row.cells[col_manufacturer], row.cells[col_model]));
        auto category = row.cells[col_category];
        auto category_says = category.empty() ? std::nullopt : kind_of_words(category);
        if (row.shape == Shape::chromeos) category_says = model_says.value_or("chromebook");
        auto says = category_says ? category_says : model_says;
        planned.kind = says.value_or("other");
        if (!says && !category.empty()) warn_once(row, "row.unknown_kind", col_category, "words such as Chromebook, laptop or printer; such devices come in as other devices");
    }
    void find_status(const ImportRow& row, PlannedRow& planned) {
        auto words = row.cells[col_status];
        bool active = row.shape == Shape::chromeos && base::equal_ignoring_ascii_case(words, "ACTIVE");
        if (words.empty() || active) return;
        planned.status = status_of_words(words);
        if (!planned.status) warn_once(row, "row.unknown_status", col_status, "a state that we know; the words were kept, and the state follows from who has the device");
    }

    /// What the row says and what it was understood as, so that a roster that came later is noticed too.
    static std::int64_t hash_of(const ImportRow& row, const PlannedRow& planned) {
        imports::ContentHash hash;
        for (auto cell : row.cells) hash.add(cell);
        hash.add(planned.school ? planned.school->value : 0).add(planned.holder ? planned.holder->value : 0);
        return hash.value();
    }
    void count(const PlannedRow& planned) {
        switch (planned.act) {
            case PlannedRow::Act::create: ++result_.change.created; break;
            case PlannedRow::Act::update: ++result_.change.updated; break;
            case PlannedRow::Act::unchanged: ++result_.change.unchanged; break;
        }
    }
    /// Only a whole export can say that something is gone, and only when a person wants that it does.
    void plan_ends() {
        if (!options_.confirm_ends || all_.shape == Shape::table || report_.errors() > 0) return;
        for (const auto& [key, known] : known_) {
            if (!seen_.contains(known.device) && !over_.contains(known.device)) result_.ends.push_back(known.device);
        }
        result_.change.ended = static_cast<std::int64_t>(result_.ends.size());
    }

    db::Read& db_;
    const ImportRows& all_;
    const imports::Options& options_;
    imports::Report& report_;
    ImportPlan result_;
    std::unordered_map<std::string, roster::OrgId> schools_;
    Keys by_tag_;
    Keys by_serial_;
    std::map<std::string, KnownRow, std::less<>> known_;
    std::set<DeviceId> over_;
    std::set<DeviceId> seen_;
    std::set<DeviceId> taken_;
    std::set<std::pair<std::string, std::string>> told_;
};

}  // namespace

ImportPlan plan_import(db::Read& db, const ImportRows& rows, const imports::Options& options, imports::Report& report) {
    return Planner(db, rows, options, report).plan();
}

}  // namespace inventory
