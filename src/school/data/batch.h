/// Accepted batches: what imports of student data made true.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace db {
class Read;
}

namespace data {

struct BatchFile {
    std::int64_t id = 0;
    std::string hash;  // files::Hash of the Parquet
};
/// The accepted batches of a fact that were not taken back, in the order in which they hold.
std::vector<BatchFile> batches_of(db::Read& db, std::string_view fact);

}  // namespace data
