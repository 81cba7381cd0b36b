/// Accepted batches: what imports of student data made true. Each is a Parquet file among the district's files, named by its content, so backup,
/// restore, check and collection know it like any other file; it holds only rows that are new, changed or ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db
namespace http {
class Routes;
}

namespace data {

struct BatchFile {
    std::int64_t id = 0;
    std::string hash;    // files::Hash of the Parquet
    std::string source;  // whose rows they are
};
/// The accepted batches of a fact that were not taken back, in the order in which they hold.
std::vector<BatchFile> batches_of(db::Read& db, std::string_view fact);
/// Their files, of all facts.
std::vector<std::string> batch_files(db::Read& db);

struct NewBatch {
    std::string_view kind;    // of the import
    std::string_view fact;
    std::string_view source;
    std::string_view hash;
    std::int64_t rows = 0;
    std::int64_t import_run = 0;  // 0: not known
};
/// The file is on disk already. Writes an event.
std::int64_t accept_batch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewBatch& batch);

struct Batch {
    std::int64_t id = 0;
    std::string kind, fact, source, actor;
    std::int64_t rows = 0;
    std::optional<std::int64_t> import_run;
    base::Instant accepted_at;
    std::optional<base::Instant> taken_back_at;
    std::string taken_back_by;
};
/// Newest first, for those who may import student data; `before` 0: the first page.
std::vector<Batch> batches(db::Read& db, const auth::Viewer& viewer, std::int64_t before, int limit);
std::optional<Batch> find_batch(db::Read& db, const auth::Viewer& viewer, std::int64_t id);
/// The newest batch of the same fact and source that came after this one and counts: it holds only what differed from the earlier ones, so it is to
/// be taken back first.
std::optional<std::int64_t> later_batch(db::Read& db, const Batch& batch);
/// It counts as never accepted, and the warehouse is made of the others. Its file is collected later. Needs `may_import`; throws base::NotFound,
/// and base::Conflict when it was taken back already or a later one rests on it.
void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

void batch_routes(http::Routes& routes);

}  // namespace data
