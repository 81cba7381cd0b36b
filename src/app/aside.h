/// Files that others may not read, written so that a crash leaves the old state or the new one.
#pragma once

#include <string>
#include <string_view>

namespace app {

/// A folder for this user alone, beside `place`; it and all in it go with the holder.
class AsideFolder {
public:
    /// Throws cli::Stop when it cannot be made.
    explicit AsideFolder(const std::string& place);
    ~AsideFolder();
    AsideFolder(const AsideFolder&) = delete;
    AsideFolder& operator=(const AsideFolder&) = delete;
    std::string path(std::string_view name) const { return folder_ + "/" + std::string(name); }
    const std::string& folder() const { return folder_; }

private:
    std::string folder_;
};

/// A new file of mode 0600, on the disk when this returns. Throws std::system_error.
void write_private(const std::string& path, std::string_view bytes);
/// Makes the file readable by its owner alone, brings it to the disk and gives it its name there. Throws std::system_error.
void publish_private(const std::string& from, const std::string& to);

}  // namespace app
