/// Somebody else who saves something small again and again while an import runs, and how long that took at most.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "auth/auth.h"
#include "auth/event.h"
#include "db/db.h"

class WaitingWriter {
public:
    explicit WaitingWriter(db::Database& database) : thread_([this, &database] { run(database); }) {}
    ~WaitingWriter() { stop(); }
    /// The longest save in seconds.
    double stop() {
        stopped_ = true;
        if (thread_.joinable()) thread_.join();
        return longest_;
    }

private:
    void run(db::Database& database) {
        while (!stopped_) {
            auto start = std::chrono::steady_clock::now();
            database.write([](db::Write& db) {
                auth::record(db, auth::Viewer::system(), base::system_now(), {.subject_kind = "bench", .subject_id = 1, .action = "saved"});
            });
            longest_ = std::max(longest_, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    std::atomic<bool> stopped_ = false;
    double longest_ = 0;
    std::thread thread_;
};
