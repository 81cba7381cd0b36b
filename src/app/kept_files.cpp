#include "app/kept_files.h"

#include <sys/stat.h>

#include <algorithm>

#include "app/rooms.h"

namespace app {

constexpr auto grace = std::chrono::hours(24);

std::vector<files::Hash> named_files(db::Read& db) {
    std::vector<files::Hash> all;
    for (const Room& room : rooms().list) {
        if (!room.named_files) continue;
        for (files::Hash& hash : room.named_files(db)) all.push_back(std::move(hash));
    }
    std::ranges::sort(all);
    const auto [from, to] = std::ranges::unique(all);
    all.erase(from, to);
    return all;
}

static bool put_before(const files::Store& store, const files::Hash& hash, base::Instant limit) {
    const auto path = store.path(hash);
    struct stat facts = {};
    if (!path || ::stat(path->c_str(), &facts) != 0) return false;
    return base::from_ms(static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1000 + facts.st_mtim.tv_nsec / 1'000'000) < limit;
}

std::int64_t collect_files(db::Database& database, files::Store& store, base::Instant now) {
    const base::Instant limit = now - grace;
    std::vector<files::Hash> old = store.all();
    std::erase_if(old, [&](const files::Hash& hash) { return !put_before(store, hash, limit); });
    if (old.empty()) return 0;
    const auto named = database.read([](db::Read& db) { return named_files(db); });
    std::int64_t removed = 0;
    for (const files::Hash& hash : old) {
        // The age is asked again: the same bytes may have been put anew while the names were read.
        if (std::ranges::binary_search(named, hash) || !put_before(store, hash, limit)) continue;
        store.remove(hash);
        ++removed;
    }
    return removed;
}

}  // namespace app
