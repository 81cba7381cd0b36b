#include "files/files.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "base/text.h"

namespace files {

namespace fs = std::filesystem;

[[noreturn]] static void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

namespace {

class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : path_(path), value_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (value_ < 0) fail("Cannot open " + path);
    }
    ~Descriptor() { ::close(value_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::write(value_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail("Cannot write " + path_);
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void sync() {
        if (::fsync(value_) != 0) fail("Cannot bring to the disk " + path_);
    }
    template <typename See>
    void read_each(See&& see) {
        char part[65536];
        for (;;) {
            const ssize_t count = ::read(value_, part, sizeof part);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail("Cannot read " + path_);
            if (count == 0) return;
            see(std::string_view(part, static_cast<std::size_t>(count)));
        }
    }
    std::string read_all() {
        std::string bytes;
        read_each([&](std::string_view part) { bytes += part; });
        return bytes;
    }

private:
    const std::string& path_;
    int value_;
};

}  // namespace

static bool is_hash(std::string_view hex) {
    return hex.size() == 64 && std::ranges::all_of(hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Two letters of the hash make a folder, so that none grows too long to list. What is no hash has no place: it is never made a path.
static std::string folder_of(const std::string& root, const Hash& hash) { return root + "/" + hash.hex.substr(0, 2); }
static std::string place_of(const std::string& root, const Hash& hash) { return folder_of(root, hash) + "/" + hash.hex; }

static void make_folder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw std::system_error(error, "Cannot make the folder " + folder);
}

static void sync_folder(const std::string& folder) { Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(); }

Store::Store(std::string folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) throw std::runtime_error(fmt::format("The folder for files {} cannot be made: {}", folder_, error.message()));
    fs::permissions(folder_, fs::perms::owner_all, error);
}

Hash Store::put(std::string_view bytes) {
    static std::atomic<std::uint64_t> count{0};
    Hash hash = sha256(bytes);
    const std::string place = place_of(folder_, hash);
    // A file that is there but broken (a disk that lost its end) is replaced by the good bytes at hand.
    std::error_code error;
    if (fs::file_size(place, error) == bytes.size() && !error && sha256(Descriptor(place, O_RDONLY).read_all()) == hash) {
        // Young again: a row that names it is on its way, and what is old and not named is collected.
        ::utimensat(AT_FDCWD, place.c_str(), nullptr, 0);
        return hash;
    }

    const bool new_folder = !fs::exists(folder_of(folder_, hash));
    make_folder(folder_of(folder_, hash));
    const std::string aside = fmt::format("{}.{}-{}.part", place, ::getpid(), count++);
    try {
        Descriptor file(aside, O_WRONLY | O_CREAT | O_EXCL);
        file.write(bytes);
        file.sync();
        if (::rename(aside.c_str(), place.c_str()) != 0) fail("Cannot name " + place);
    } catch (...) {
        ::unlink(aside.c_str());
        throw;
    }
    sync_folder(folder_of(folder_, hash));
    if (new_folder) sync_folder(folder_);
    return hash;
}

static Hash hash_of_file(const std::string& path) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    Descriptor(path, O_RDONLY).read_each([&](std::string_view part) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    });
    std::string raw(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(raw.data()));
    return {base::to_hex(raw)};
}

Hash Store::put_file(const std::string& path) {
    Hash hash = hash_of_file(path);
    const std::string place = place_of(folder_, hash);
    const bool new_folder = !fs::exists(folder_of(folder_, hash));
    make_folder(folder_of(folder_, hash));
    Descriptor(path, O_RDONLY).sync();
    // What is there under this name is the same, or broken; and its time becomes now, so that it is not collected before a row names it.
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
    ::chmod(path.c_str(), 0600);
    if (::rename(path.c_str(), place.c_str()) != 0) {
        if (errno != EXDEV) fail("Cannot name " + place);
        put(Descriptor(path, O_RDONLY).read_all());
        ::unlink(path.c_str());
        return hash;
    }
    sync_folder(folder_of(folder_, hash));
    if (new_folder) sync_folder(folder_);
    return hash;
}

bool Store::contains(const Hash& hash) const { return path(hash).has_value(); }

std::optional<std::string> Store::path(const Hash& hash) const {
    if (!is_hash(hash.hex)) return std::nullopt;
    std::string place = place_of(folder_, hash);
    if (!fs::is_regular_file(place)) return std::nullopt;
    return place;
}

std::optional<std::string> Store::read(const Hash& hash) const {
    const auto place = path(hash);
    if (!place) return std::nullopt;
    std::string bytes = Descriptor(*place, O_RDONLY).read_all();
    if (sha256(bytes) != hash) {
        throw std::runtime_error(fmt::format("The stored file {} does not hold what its name says; restore it from a backup", *place));
    }
    return bytes;
}

std::uint64_t Store::free_bytes() const { return std::filesystem::space(folder_).available; }

void Store::remove(const Hash& hash) {
    if (const auto place = path(hash)) ::unlink(place->c_str());
}

std::vector<Hash> Store::all() const {
    std::vector<Hash> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
        std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && is_hash(name)) found.push_back({std::move(name)});
    }
    std::ranges::sort(found);
    return found;
}

Hash sha256(std::string_view bytes) {
    std::string raw(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(raw.data()), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return {base::to_hex(raw)};
}

}  // namespace files
