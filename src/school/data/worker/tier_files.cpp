#include "data/worker/tier_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace data::worker {

namespace fs = std::filesystem;

static void sync(const std::string& path) {
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || ::fsync(file) != 0) {
        int error = errno;
        if (file >= 0) ::close(file);
        throw std::system_error(error, std::generic_category(), path + " cannot be made durable");
    }
    ::close(file);
}

TierFiles::TierFiles(std::string folder, std::vector<std::string> tiers) : folder_(std::move(folder)), temp_(folder_ + "/spill"), tiers_(std::move(tiers)) {
    ::umask(0077);
    clear();
}

TierFiles::~TierFiles() { clear(); }

std::string TierFiles::published(std::string_view tier) const { return folder_ + "/" + std::string(tier) + ".duckdb"; }
std::string TierFiles::aside(std::string_view tier) const { return published(tier) + ".new"; }

bool TierFiles::copy_old() {
    for (const auto& tier : tiers_) {
        if (!fs::exists(published(tier))) return false;
    }
    for (const auto& tier : tiers_) fs::copy_file(published(tier), aside(tier), fs::copy_options::overwrite_existing);
    return true;
}

void TierFiles::clear() {
    std::error_code ignored;
    for (const auto& tier : tiers_) {
        fs::remove(aside(tier), ignored);
        fs::remove(aside(tier) + ".wal", ignored);
    }
    fs::remove_all(temp_, ignored);
}

std::int64_t TierFiles::publish() {
    std::int64_t bytes = 0;
    for (const auto& tier : tiers_) {
        sync(aside(tier));
        bytes += static_cast<std::int64_t>(fs::file_size(aside(tier)));
    }
    for (const auto& tier : tiers_) fs::rename(aside(tier), published(tier));
    sync(folder_);
    return bytes;
}

}  // namespace data::worker
