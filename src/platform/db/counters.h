/// What a database has done since it was opened. Private to this room.
#pragma once

#include <atomic>
#include <chrono>

#include "base/log.h"
#include "db/db.h"

namespace db::detail {

struct Counters {
    std::atomic<std::int64_t> commits{0};
    std::atomic<std::int64_t> transactions{0};
    std::atomic<std::int64_t> clashes{0};
    std::atomic<std::int64_t> slow_writes{0};

    Database::Statistics read() const { return {commits, transactions, clashes, slow_writes}; }
};

/// Counts and logs a body that holds up the others (DESIGN.md section 1).
class WriteTimer {
public:
    explicit WriteTimer(Counters& counters) : counters_(counters) {}
    void stop(int statements) {
        const auto taken = std::chrono::steady_clock::now() - start_;
        if (taken <= std::chrono::milliseconds{20}) return;
        ++counters_.slow_writes;
        base::log::warning("a write took {} ms for {} statements; others waited",
                           std::chrono::duration_cast<std::chrono::milliseconds>(taken).count(), statements);
    }

private:
    Counters& counters_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace db::detail
