#include "imports/testing.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <zip.h>

namespace imports::testing {

namespace fs = std::filesystem;

Folder::Folder() : path_((fs::temp_directory_path() / "belltower-import-XXXXXX").string()) {
    if (!mkdtemp(path_.data())) throw std::runtime_error("no temporary folder");
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Folder& Folder::write(std::string_view name, std::string_view bytes) {
    fs::path path = fs::path(path_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return *this;
}

std::string zip(Folder& folder, const std::vector<std::pair<std::string, std::string>>& files, std::string_view name) {
    std::string path = folder.path() + "/" + std::string(name);
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!zip) throw std::runtime_error("no ZIP at " + path);
    for (const auto& [file, bytes] : files) {
        zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
        zip_file_add(zip, file.c_str(), source, ZIP_FL_ENC_UTF_8);
    }
    if (zip_close(zip) != 0) throw std::runtime_error("the ZIP cannot be written");
    return path;
}

}  // namespace imports::testing
