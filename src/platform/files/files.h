/// Files by their content: the same bytes are stored once, under their SHA-256.
///
/// Put the bytes first (they are on disk when put() returns), then name the hash in a row. Files that no row names are collected
/// by a job after a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace files {

/// SHA-256 in lower-case hex.
struct Hash {
    std::string hex;
    auto operator<=>(const Hash&) const = default;
};

class Store {
public:
    /// A folder that is created when absent. Throws std::runtime_error with the path when it cannot be.
    explicit Store(std::string folder);

    /// Stores the bytes durably (written aside, fsynced, renamed, folder fsynced), or finds them stored already (then their time becomes now).
    /// Throws std::system_error and leaves nothing behind; ENOSPC means the disk is full.
    Hash put(std::string_view bytes);
    /// Moves a finished file in, durably; it is gone from where it was. Reads it whole only when it lies on another file system.
    Hash put_file(const std::string& path);
    bool contains(const Hash& hash) const;
    /// The path of a stored file, for streaming; absent when there is none.
    std::optional<std::string> path(const Hash& hash) const;
    /// The whole content; absent when there is none. Throws when what is on disk does not match its name.
    std::optional<std::string> read(const Hash& hash) const;
    /// Does nothing when there is none.
    void remove(const Hash& hash);
    /// Every stored file, sorted; for backup, checks and the collection of what no row names.
    std::vector<Hash> all() const;
    /// Bytes that may still be written to its disk. Throws std::system_error.
    std::uint64_t free_bytes() const;
    const std::string& folder() const { return folder_; }

private:
    std::string folder_;
};

Hash sha256(std::string_view bytes);

/// What the first bytes say the file is, from a short list we serve (PNG, JPEG, WebP, GIF, HEIC, PDF, plain text);
/// "application/octet-stream" otherwise. The sender's name and type are not asked.
std::string sniff_type(std::string_view bytes);

}  // namespace files
