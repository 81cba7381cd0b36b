#include "imports/package.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include <zip.h>

#include "base/text.h"

namespace imports {

namespace fs = std::filesystem;

Unreadable::Unreadable(std::string code, std::string file, std::string expected)
    : problem_{.code = std::move(code), .file = std::move(file), .expected = std::move(expected)} {}

bool Package::contains(std::string_view name) const {
    auto all = names();
    return std::ranges::find(all, name) != all.end();
}

static std::string_view last_part(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

/// Files that people's computers add by themselves, and everything that is no table.
static bool is_table(std::string_view path) {
    std::string_view name = last_part(path);
    if (name.empty() || name.front() == '.' || path.find("__MACOSX") != std::string_view::npos) return false;
    return name.size() > 4 && base::equal_ignoring_ascii_case(name.substr(name.size() - 4), ".csv");
}

static bool leaves_its_folder(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos) return true;
    if (path.size() > 1 && path[1] == ':') return true;
    for (auto part : base::split(path, '/')) {
        if (part == "..") return true;
    }
    return path.find('\0') != std::string_view::npos;
}

static std::string read_file(const std::string& path, const std::string& name, const Limits& limits) {
    std::ifstream in(path, std::ios::binary);
    std::error_code error;
    auto size = fs::file_size(path, error);
    if (!in || error) throw Unreadable("package.unreadable", name, "a file that the program may read");
    if (static_cast<std::int64_t>(size) > limits.file_bytes) {
        throw Unreadable("package.too_large", name, "at most " + std::to_string(limits.file_bytes >> 20) + " MiB");
    }
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(in.gcount()) != size) {
        throw Unreadable("package.unreadable", name, "a file that does not change while it is read");
    }
    return bytes;
}

namespace {

/// Files of the disk by their name inside the package.
class OnDisk : public Package {
public:
    OnDisk(std::map<std::string, std::string, std::less<>> paths, Limits limits) : paths_(std::move(paths)), limits_(limits) {}

    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, path] : paths_) names.push_back(name);
        return names;
    }
    std::optional<std::string> read(std::string_view name) const override {
        auto found = paths_.find(name);
        if (found == paths_.end()) return std::nullopt;
        return read_file(found->second, found->first, limits_);
    }

private:
    std::map<std::string, std::string, std::less<>> paths_;
    Limits limits_;
};

struct CloseZip {
    void operator()(zip_t* zip) const { zip_discard(zip); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;
using ZipFile = std::unique_ptr<zip_file_t, CloseZip>;

struct Entry {
    zip_uint64_t index;
    std::int64_t bytes;
};

class InZip : public Package {
public:
    InZip(Zip zip, std::map<std::string, Entry, std::less<>> entries) : zip_(std::move(zip)), entries_(std::move(entries)) {}

    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, entry] : entries_) names.push_back(name);
        return names;
    }

    std::optional<std::string> read(std::string_view name) const override {
        auto found = entries_.find(name);
        if (found == entries_.end()) return std::nullopt;
        ZipFile file(zip_fopen_index(zip_.get(), found->second.index, 0));
        if (!file) throw Unreadable("package.broken_zip", found->first, "a file that can be unpacked");
        // One byte more than was declared: an entry that unpacks to more than it says is a trap.
        std::string bytes(static_cast<std::size_t>(found->second.bytes) + 1, '\0');
        std::size_t have = 0;
        while (have < bytes.size()) {
            auto got = zip_fread(file.get(), bytes.data() + have, bytes.size() - have);
            if (got < 0) throw Unreadable("package.broken_zip", found->first, "a file that unpacks without errors");
            if (got == 0) break;
            have += static_cast<std::size_t>(got);
        }
        if (have == bytes.size()) {
            throw Unreadable("package.zip_bomb", found->first, "a file that unpacks to the size the ZIP declares");
        }
        bytes.resize(have);
        return bytes;
    }

private:
    Zip zip_;
    std::map<std::string, Entry, std::less<>> entries_;
};

/// Looks at every entry before anything is unpacked.
class ZipInspection {
public:
    ZipInspection(zip_t* zip, Report& report, std::string_view shown_name, const Limits& limits)
        : zip_(zip), report_(report), shown_name_(shown_name), limits_(limits) {}

    bool passes() {
        auto count = zip_get_num_entries(zip_, 0);
        if (count > limits_.entries) {
            report_.error("package.too_many_files", {shown_name_}, "", std::to_string(count),
                          "at most " + std::to_string(limits_.entries) + " files in a ZIP");
            return false;
        }
        for (zip_int64_t index = 0; index < count; ++index) inspect(static_cast<zip_uint64_t>(index));
        return report_.errors() == 0;
    }
    std::map<std::string, Entry, std::less<>> entries;

private:
    void inspect(zip_uint64_t index) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(zip_, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME) || !(stat.valid & ZIP_STAT_SIZE)) {
            report_.error("package.broken_zip", {shown_name_}, "", std::to_string(index), "an entry with a name and a size");
            return;
        }
        std::string name = stat.name;
        if (leaves_its_folder(name)) {
            report_.error("package.path_in_zip", {shown_name_}, "", name, "names that stay inside of the ZIP");
            return;
        }
        if (!is_table(name)) return;
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
            report_.error("package.encrypted", {shown_name_}, "", name, "a ZIP without a password");
            return;
        }
        add(std::string(last_part(name)), index, stat);
    }

    void add(std::string name, zip_uint64_t index, const zip_stat_t& stat) {
        auto bytes = static_cast<std::int64_t>(std::min<zip_uint64_t>(stat.size, INT64_MAX));
        auto packed = (stat.valid & ZIP_STAT_COMP_SIZE) ? static_cast<std::int64_t>(stat.comp_size) : bytes;
        total_ = bytes > limits_.bytes ? bytes : total_ + bytes;
        bool swells = bytes > limits_.ratio_from && bytes / std::max<std::int64_t>(packed, 1) > limits_.ratio;
        if (swells || bytes > limits_.file_bytes || total_ > limits_.bytes) {
            report_.error("package.zip_bomb", {shown_name_}, "", name,
                          "files that unpack to at most " + std::to_string(limits_.bytes >> 20) + " MiB and " +
                              std::to_string(limits_.ratio) + " times their packed size");
            return;
        }
        if (!entries.emplace(name, Entry{index, bytes}).second) {
            report_.error("package.duplicate_file", {shown_name_}, "", name, "each file once");
        }
    }

    zip_t* zip_;
    Report& report_;
    std::string_view shown_name_;
    const Limits& limits_;
    std::int64_t total_ = 0;
};

}  // namespace

static bool starts_like_a_zip(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    char magic[4] = {};
    in.read(magic, sizeof magic);
    std::string_view bytes(magic, sizeof magic);
    return bytes == std::string_view("PK\x03\x04", 4) || bytes == std::string_view("PK\x05\x06", 4);
}

static std::unique_ptr<Package> open_zip(const std::string& path, std::string_view shown_name, Report& report, const Limits& limits) {
    int code = 0;
    Zip zip(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!zip) {
        report.error("package.broken_zip", {shown_name}, "", "", "a ZIP that is complete; download or export it again");
        return nullptr;
    }
    ZipInspection inspection(zip.get(), report, shown_name, limits);
    if (!inspection.passes()) return nullptr;
    if (inspection.entries.empty()) {
        report.error("package.empty", {shown_name}, "", "", "a ZIP with .csv files in it; a workbook of Excel has to be saved as CSV first");
        return nullptr;
    }
    return std::make_unique<InZip>(std::move(zip), std::move(inspection.entries));
}

static std::unique_ptr<Package> open_folder(const std::string& path, std::string_view shown_name, Report& report, const Limits& limits) {
    std::map<std::string, std::string, std::less<>> paths;
    std::int64_t seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied)) {
        if (++seen > limits.entries) {
            report.error("package.too_many_files", {shown_name}, "", "", "at most " + std::to_string(limits.entries) + " files");
            return nullptr;
        }
        auto inside = entry.path().lexically_relative(path).generic_string();
        if (!entry.is_regular_file() || !is_table(inside)) continue;
        if (!paths.emplace(entry.path().filename().string(), entry.path().string()).second) {
            report.error("package.duplicate_file", {shown_name}, "", inside, "each file once");
            return nullptr;
        }
    }
    if (paths.empty()) {
        report.error("package.empty", {shown_name}, "", "", "a folder with .csv files in it");
        return nullptr;
    }
    return std::make_unique<OnDisk>(std::move(paths), limits);
}

std::unique_ptr<Package> Package::open(const std::string& path, std::string_view shown_name, Report& report, const Limits& limits) {
    std::error_code error;
    auto status = fs::status(path, error);
    if (fs::is_directory(status)) return open_folder(path, shown_name, report, limits);
    if (!fs::is_regular_file(status)) {
        report.error("package.not_found", {}, "", shown_name, "a folder, a ZIP or a CSV file that exists");
        return nullptr;
    }
    if (fs::file_size(path, error) == 0) {
        report.error("package.empty", {shown_name}, "", "", "a file that is not empty");
        return nullptr;
    }
    if (starts_like_a_zip(path)) return open_zip(path, shown_name, report, limits);
    std::map<std::string, std::string, std::less<>> paths{{std::string(shown_name), path}};
    return std::make_unique<OnDisk>(std::move(paths), limits);
}

}  // namespace imports
