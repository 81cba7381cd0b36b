/// The files of an import: a folder, a ZIP or a single file. Everything in it was written by others.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/report.h"

namespace imports {

/// What a package may hold at most. A ZIP that says or unpacks to more is refused before or while it is unpacked.
struct Limits {
    std::int64_t entries = 1000;
    std::int64_t bytes = std::int64_t{2} << 30;           // all files together, unpacked
    std::int64_t file_bytes = std::int64_t{1} << 30;      // one file, unpacked
    /// Unpacked to packed, per file, once it is larger than ratio_from bytes. CSV of repeated words packs about 1 : 20.
    std::int64_t ratio = 200;
    std::int64_t ratio_from = std::int64_t{1} << 20;
};

/// Named files that are read one at a time.
class Package {
public:
    /// Opens what lies at the path. Absent, with errors in the report, when it cannot be used: package.not_found, package.empty,
    /// package.not_zip, package.zip_bomb, package.path_in_zip, package.encrypted, package.too_many_files, package.duplicate_file.
    /// A ZIP is known by its first bytes, not by its name. `shown_name` is used in problems and as the file name of a single file.
    static std::unique_ptr<Package> open(const std::string& path, std::string_view shown_name, Report& report, const Limits& limits = {});
    virtual ~Package() = default;

    /// Names without folders, in alphabetical order. Folders inside are looked through; "__MACOSX", hidden files and what is no .csv are left
    /// out of a folder or ZIP.
    virtual std::vector<std::string> names() const = 0;
    /// The bytes of one file; absent when there is none of that name. Throws Unreadable when it cannot be unpacked or is larger than
    /// the limits allow.
    virtual std::optional<std::string> read(std::string_view name) const = 0;
    bool contains(std::string_view name) const;
};

/// A file of the package that turned out to be broken or too large while it was read.
class Unreadable : public std::exception {
public:
    Unreadable(std::string code, std::string file, std::string expected);
    const char* what() const noexcept override { return problem_.expected.c_str(); }
    const Problem& problem() const { return problem_; }

private:
    Problem problem_;
};

}  // namespace imports
