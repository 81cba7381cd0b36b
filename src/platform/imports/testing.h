/// Files of an import, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace imports::testing {

/// A folder of its own that goes with its holder.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }
    /// Creates or replaces a file; folders in the name are created.
    Folder& write(std::string_view name, std::string_view bytes);

private:
    std::string path_;
};

/// Writes a ZIP of these files into the folder and returns its path. Names go in as they are, harmful ones too.
std::string zip(Folder& folder, const std::vector<std::pair<std::string, std::string>>& files, std::string_view name = "package.zip");

}  // namespace imports::testing
