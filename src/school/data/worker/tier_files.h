/// The files of a warehouse while new ones are made beside them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace data::worker {

class TierFiles {
public:
    /// What an earlier build left behind is removed.
    TierFiles(std::string folder, std::vector<std::string> tiers);
    ~TierFiles();
    TierFiles(const TierFiles&) = delete;
    TierFiles& operator=(const TierFiles&) = delete;

    std::string aside(std::string_view tier) const;
    const std::string& temp_folder() const { return temp_; }
    /// Copies the published files beside themselves; false when one is missing.
    bool copy_old();
    void clear();
    /// Makes the new files durable and puts them in the place of the old ones; returns their bytes. The database is closed before. Throws
    /// std::system_error.
    std::int64_t publish();

private:
    std::string published(std::string_view tier) const;
    std::string folder_, temp_;
    std::vector<std::string> tiers_;
};

}  // namespace data::worker
