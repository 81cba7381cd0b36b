#include "auth/event.h"
#include "base/error.h"
#include "data/batch.h"
#include "data/data.h"
#include "data/refresh.h"
#include "db/db.h"

namespace data {

std::vector<BatchFile> batches_of(db::Read& db, std::string_view fact) {
    return db.query("SELECT id, file_hash, source FROM data_batch WHERE fact = :fact AND taken_back_at IS NULL ORDER BY id").bind("fact", fact)
        .all([](const db::Row& row) { return BatchFile{row.integer("id"), std::string(row.text("file_hash")), std::string(row.text("source"))}; });
}

std::vector<std::string> batch_files(db::Read& db) {
    return db.query("SELECT DISTINCT file_hash FROM data_batch WHERE taken_back_at IS NULL").all([](const db::Row& row) { return std::string(row.text("file_hash")); });
}

std::int64_t accept_batch(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewBatch& batch) {
    std::optional<std::int64_t> account, run;
    if (viewer.signed_in()) account = viewer.account().value;
    if (batch.import_run) run = batch.import_run;
    auto id = db.query("INSERT INTO data_batch (kind, fact, source, file_hash, row_count, import_run_id, account_id, actor, accepted_at)"
                       " VALUES (:kind, :fact, :source, :hash, :rows, :run, :account, :actor, :now) RETURNING id")
                  .bind("kind", batch.kind)
                  .bind("fact", batch.fact)
                  .bind("source", batch.source)
                  .bind("hash", batch.hash)
                  .bind("rows", batch.rows)
                  .bind("run", run)
                  .bind("account", account)
                  .bind("actor", viewer.name())
                  .bind("now", now)
                  .one_integer();
    auth::record(db, viewer, now, {.subject_kind = "data_batch", .subject_id = id, .action = "accepted"});
    return id;
}

static Batch read_batch(const db::Row& row) {
    Batch batch;
    batch.id = row.integer("id");
    batch.kind = row.text("kind");
    batch.fact = row.text("fact");
    batch.source = row.text("source");
    batch.actor = row.text("actor");
    batch.rows = row.integer("row_count");
    batch.import_run = row.maybe_integer("import_run_id");
    batch.accepted_at = row.instant("accepted_at");
    batch.taken_back_at = row.maybe_instant("taken_back_at");
    batch.taken_back_by = row.text("taken_back_by");
    return batch;
}

static const std::string batch_columns =
    "SELECT id, kind, fact, source, actor, row_count, import_run_id, accepted_at, taken_back_at, taken_back_by FROM data_batch";

std::vector<Batch> batches(db::Read& db, const auth::Viewer& viewer, std::int64_t before, int limit) {
    if (!viewer.may_everywhere(may_import)) return {};
    return db.query(batch_columns + " WHERE id < :before ORDER BY id DESC LIMIT :limit")
        .bind("before", before > 0 ? before : std::int64_t{1} << 62)
        .bind("limit", limit)
        .all(read_batch);
}

std::optional<Batch> find_batch(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    if (!viewer.may_everywhere(may_import)) return std::nullopt;
    return db.query(batch_columns + " WHERE id = :id").bind("id", id).maybe(read_batch);
}

std::optional<std::int64_t> later_batch(db::Read& db, const Batch& batch) {
    return db.query("SELECT max(id) FROM data_batch WHERE fact = :fact AND source = :source AND id > :id AND taken_back_at IS NULL")
        .bind("fact", batch.fact).bind("source", batch.source).bind("id", batch.id).maybe_integer();
}

void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    if (!viewer.may_everywhere(may_import)) throw base::Forbidden("Batches are taken back by whoever may bring in student data.");
    auto batch = find_batch(db, viewer, id);
    if (!batch) throw base::NotFound("no such batch");
    if (auto later = later_batch(db, *batch)) throw base::Conflict("Batch " + std::to_string(*later) + " came later and rests on this one: take the newest back first.");
    auto taken = db.query("UPDATE data_batch SET taken_back_at = :now, taken_back_by = :name WHERE id = :id AND taken_back_at IS NULL")
                     .bind("now", now)
                     .bind("name", viewer.name())
                     .bind("id", id)
                     .run();
    if (taken == 0) throw base::Conflict("This batch was taken back already.");
    auth::record(db, viewer, now, {.subject_kind = "data_batch", .subject_id = id, .action = "taken_back"});
    refresh_soon(db, now);
}

}  // namespace data
