/// The one file of a backup: a ZIP with the database, the stored files, the key and the settings, and a manifest that lists every other
/// member with its SHA-256. The checksums find damage; they do not prove who made the file.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace app {

constexpr std::string_view dump_member = "database.dump";
constexpr std::string_view key_member = "secret.key";
constexpr std::string_view settings_member = "belltower.toml";
constexpr std::string_view file_members = "files/";  // and the hash

/// The dump of the database that a room has to itself. Its key is never in a backup.
inline std::string store_member(std::string_view room) { return "stores/" + std::string(room) + ".dump"; }

struct Member {
    std::string sha256;
    std::int64_t bytes = 0;
};

struct Manifest {
    std::string version;   // of the program
    std::string engine;    // "sqlite" or "postgres"
    std::string district;  // its name
    base::Instant made_at;
    std::map<std::string, Member, std::less<>> members;
};

/// SHA-256 and size of a file, read piece by piece. Throws cli::Stop when it cannot be read.
Member member_of(const std::string& path);

class ArchiveWriter {
public:
    /// Makes the file, which must not exist.
    explicit ArchiveWriter(const std::string& path);
    ~ArchiveWriter();
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;

    enum class Packing { packed, as_is };
    /// The file must stay as it is until finish().
    void add(std::string_view name, const std::string& path, const Member& member, Packing packing);
    /// Adds the manifest and writes the archive. Throws cli::Stop with the reason.
    void finish(Manifest manifest);

private:
    struct Zip;
    std::unique_ptr<Zip> zip_;
};

class ArchiveReader {
public:
    /// Opens a backup and compares every member with its checksum. Throws cli::Stop when anything is missing, added or altered.
    explicit ArchiveReader(const std::string& path);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    const Manifest& manifest() const { return manifest_; }
    /// A member that the manifest names.
    std::unique_ptr<std::istream> open(std::string_view name) const;
    std::string read(std::string_view name) const;

private:
    void verify() const;
    struct Zip;
    std::string path_;
    std::unique_ptr<Zip> zip_;
    Manifest manifest_;
};

}  // namespace app
