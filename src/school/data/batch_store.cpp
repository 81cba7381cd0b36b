#include "data/batch.h"

#include "db/db.h"

namespace data {

std::vector<BatchFile> batches_of(db::Read& db, std::string_view fact) {
    return db.query("SELECT id, file_hash FROM data_batch WHERE fact = :fact AND taken_back_at IS NULL ORDER BY id").bind("fact", fact)
        .all([](const db::Row& row) { return BatchFile{row.integer("id"), std::string(row.text("file_hash"))}; });
}

}  // namespace data
