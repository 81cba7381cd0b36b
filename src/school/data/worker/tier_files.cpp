#include "data/worker/tier_files.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace data::worker {

namespace fs = std::filesystem;

namespace {

class Open {
public:
    Open(const std::string& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (file_ < 0) fail("cannot be opened");
    }
    ~Open() { ::close(file_); }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    int number() const { return file_; }
    [[noreturn]] void fail(const std::string& words) const { throw std::system_error(errno, std::generic_category(), path_ + " " + words); }

private:
    std::string path_;
    int file_;
};

}  // namespace

static void sync(const std::string& path) {
    Open file(path, O_RDONLY);
    if (::fsync(file.number()) != 0) file.fail("cannot be made durable");
}

/// As std::filesystem::copy_file, which calls a disk that becomes full an error of input and output.
static void copy(const std::string& from, const std::string& to) {
    Open source(from, O_RDONLY), target(to, O_WRONLY | O_CREAT | O_TRUNC);
    ssize_t count = 0;
    while ((count = ::sendfile(target.number(), source.number(), nullptr, std::size_t{1} << 30)) > 0) {}
    if (count < 0) target.fail("cannot be written");
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
    for (const auto& tier : tiers_) copy(published(tier), aside(tier));
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
