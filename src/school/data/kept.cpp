#include "data/kept.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/frames.h"

namespace data {

static std::string folder_of(const Place& place) { return place.folder + "/results"; }
static std::string file_of(const Place& place, RunId id) { return folder_of(place) + "/" + std::to_string(id.value) + ".rows"; }

std::string packed(const Kept& kept) {
    base::RowPacker packer;
    packer.text(kept.notes);
    packer.integer(static_cast<std::int64_t>(kept.table.columns.size()));
    for (const auto& column : kept.table.columns) {
        packer.text(column.name);
        packer.text(base::word(column.type));
    }
    for (const auto& row : kept.table.rows) {
        for (const auto& cell : row) packer.cell(cell);
    }
    return packer.take();
}

static std::string text_in(base::RowReader& reader) {
    auto cell = reader.cell();
    if (auto text = std::get_if<std::string>(&cell)) return std::move(*text);
    throw base::FrameError("a kept table has something else where a text belongs");
}

Kept unpacked(std::string_view bytes) {
    base::RowReader reader(bytes);
    Kept kept;
    kept.notes = text_in(reader);
    auto count = reader.cell();
    auto columns = std::get_if<std::int64_t>(&count);
    if (!columns || *columns < 0 || *columns > 10'000) throw base::FrameError("a kept table does not say how many columns it has");
    for (std::int64_t i = 0; i < *columns; ++i) {
        auto name = text_in(reader);
        auto type = base::parse_cell_type(text_in(reader));
        if (!type) throw base::FrameError("a kept table has a column of no known type");
        kept.table.columns.push_back({std::move(name), *type});
    }
    while (!reader.at_end() && *columns > 0) {
        auto& row = kept.table.rows.emplace_back();
        for (std::int64_t i = 0; i < *columns; ++i) row.push_back(reader.cell());
    }
    return kept;
}

void keep(const Place& place, RunId id, const Kept& kept) {
    std::filesystem::create_directories(folder_of(place));
    // Of this process and this moment alone, so that two who answer the same run do not write into one file.
    std::string aside = fmt::format("{}.{}.{}.new", file_of(place, id), ::getpid(), std::chrono::steady_clock::now().time_since_epoch().count());
    int file = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "the rows of an answer cannot be kept");
    std::string bytes = packed(kept);
    std::string_view left = bytes;
    while (!left.empty()) {
        auto written = ::write(file, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            int error = errno;
            ::close(file);
            ::unlink(aside.c_str());
            throw std::system_error(error, std::generic_category(), "the rows of an answer cannot be kept");
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    ::close(file);
    std::filesystem::rename(aside, file_of(place, id));
}

void forget(const Place& place, RunId id) {
    std::error_code ignored;
    std::filesystem::remove(file_of(place, id), ignored);
}

/// When a file was written, by the same clock as the rest; absent when it is gone.
static std::optional<base::Instant> written_at(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return std::nullopt;
    return base::from_ms(std::int64_t{about.st_mtime} * 1000);
}

void forget_before(const Place& place, base::Instant moment) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_of(place), ignored)) {
        auto at = written_at(entry.path().string());
        if (at && *at < moment) std::filesystem::remove(entry.path(), ignored);
    }
}

std::optional<Kept> kept_of(const Place& place, RunId id) {
    std::ifstream file(file_of(place, id), std::ios::binary);
    auto at = written_at(file_of(place, id));
    if (!file || !at || *at < base::system_now() - rows_kept) return std::nullopt;
    return unpacked(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace data
