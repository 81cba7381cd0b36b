/// A district as one file, and a district out of such a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/configuration.h"
#include "app/house.h"
#include "base/time.h"

namespace app {

struct BackupReport {
    std::int64_t files = 0;
    /// Hashes of files that rows name but that are missing or altered in the folder: the backup is made without them.
    std::vector<std::string> lost;
};

/// Writes the district into a new file while others work on it: the database as one snapshot first, then the files that it names. The
/// settings go with it but for what belongs to this machine (databases, TLS files). The keys of what rooms keep sealed stay behind. Throws cli::Stop, and leaves nothing, when it cannot.
BackupReport back_up(House& house, const Configuration& settings, const std::string& file);

struct RestoreReport {
    std::string district;
    base::Instant made_at;
    std::int64_t files = 0;
    /// Key files that must be brought from where they are kept before what was sealed with them can be read again.
    std::vector<std::string> wanted_keys;
};

/// Makes a district in `target.data`, an absent or empty folder, and `target.database`, an empty database of either engine (and beside it, the databases that rooms have to themselves). Everything in
/// the file is verified before anything is written; what cannot be finished is taken away again. Throws cli::Stop with what to do.
RestoreReport restore(const std::string& file, const Configuration& target);

}  // namespace app
