// Any bytes are devices as Snipe-IT, GAM or somebody's table says them, or problems with their place; each good row can be told from others.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "imports/package.h"
#include "inventory/import.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

namespace {
class InMemory : public imports::Package {
public:
    explicit InMemory(std::string bytes) : bytes_(std::move(bytes)) {}
    std::vector<std::string> names() const override { return {"devices.csv"}; }
    std::optional<std::string> read(std::string_view) const override { return bytes_; }

private:
    std::string bytes_;
};
}  // namespace

static void read(std::string bytes) {
    imports::Report report;
    imports::Progress progress;
    auto rows = inventory::read_rows(InMemory(std::move(bytes)), {}, report, progress);
    require(rows || report.errors() > 0);
    if (!rows) return;
    for (const auto& row : rows->rows) {
        require(row.bad || !row.key().empty());
        require(!row.cost_cents || *row.cost_cents >= 0 || row.bad);
        for (auto cell : row.cells) require(base::is_utf8(cell));
    }
    for (const auto& problem : report.problems()) require(!problem.code.empty() && !problem.expected.empty());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    read(bytes);
    read("Asset Tag,Serial,Model,Purchase Date,Warranty,Purchase Cost,Checkout Type,Checked Out To: Username\n" + bytes);
    read("deviceId,status,annotatedAssetId,annotatedLocation,annotatedUser,model,serialNumber,autoUpdateExpiration,lastSync,orgUnitPath\n" + bytes);
    return 0;
}
