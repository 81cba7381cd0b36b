#include "app/aside.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/cli.h"

namespace app {

namespace fs = std::filesystem;

[[noreturn]] static void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

AsideFolder::AsideFolder(const std::string& place) : folder_(place + ".part-XXXXXX") {
    if (::mkdtemp(folder_.data())) return;
    throw cli::Stop(fmt::format("Nothing can be written beside {}: {}", place, std::generic_category().message(errno)));
}

AsideFolder::~AsideFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

namespace {

struct Descriptor {
    int value;
    Descriptor(const std::string& path, int flags) : value(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (value < 0) fail("Cannot open " + path);
    }
    ~Descriptor() { ::close(value); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    void sync(const std::string& path) const {
        if (::fsync(value) != 0) fail("Cannot bring to the disk " + path);
    }
};

}  // namespace

static void sync_folder_of(const std::string& path) {
    const fs::path folder = fs::absolute(path).parent_path();
    Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(folder);
}

void write_private(const std::string& path, std::string_view bytes) {
    const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL);
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.value, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("Cannot write " + path);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    file.sync(path);
    sync_folder_of(path);
}

void publish_private(const std::string& from, const std::string& to) {
    const Descriptor file(from, O_RDONLY);
    if (::fchmod(file.value, S_IRUSR | S_IWUSR) != 0) fail("Cannot protect " + from);
    file.sync(from);
    if (::rename(from.c_str(), to.c_str()) != 0) fail("Cannot name " + to);
    sync_folder_of(to);
}

}  // namespace app
