#include "imports/package.h"
#include "inventory/import.h"

namespace inventory {

namespace {

class DeviceImport : public imports::Staged {
public:
    DeviceImport(std::unique_ptr<ImportRows> rows, imports::Options options) : rows_(std::move(rows)), options_(std::move(options)) {}

    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override {
        plan_ = plan_import(db, *rows_, options_, report);
        prepare_new(*rows_, options_.now, plan_);
        return {plan_.change};
    }
    void apply(db::Write& db, const auth::Viewer& viewer) override { apply_import(db, viewer, options_.now, *rows_, plan_); }

private:
    std::unique_ptr<ImportRows> rows_;
    imports::Options options_;
    ImportPlan plan_;
};

}  // namespace

static std::unique_ptr<imports::Staged> read_devices(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                                     imports::Progress& progress) {
    auto rows = read_rows(package, options, report, progress);
    if (!rows) return nullptr;
    return std::make_unique<DeviceImport>(std::move(rows), options);
}

imports::Kind import_kind() {
    return {.name = "devices",
            .summary = "Devices: Snipe-IT's assets, GAM's ChromeOS devices, or any table by its headers or a saved mapping",
            .permission = may_manage,
            .room = "inventory",
            .fields = mapping_fields(),
            .read = read_devices};
}

}  // namespace inventory
