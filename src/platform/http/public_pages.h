/// Answers that are the same for everybody, kept in memory, compressed, under their address, until anything at all is committed or their time
/// is over. A kept answer is never older than the last commit of this process; commits of others are noticed within a second. Only for this room.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/message.h"

namespace http {

/// One answer, ready in each coding that we send.
struct KeptAnswer {
    Response plain;
    std::optional<Response> gzip;
    std::uint64_t version = 0;  // of the database, asked before the answer was made
    base::Instant until;        // the moment from which it may say something else
};

/// Puts an ETag of its content on the answer, and makes its compressed form where that is worth it.
KeptAnswer make_kept(Response answer, std::uint64_t version, base::Instant until);
/// The coding that this request takes, or 304 when it has that content already.
Response choose(const KeptAnswer& kept, const Request& request);

class PublicPages {
public:
    /// One address. Whoever makes its answer holds `making`, so that a crowd waits for one answer and does not make a hundred.
    class Entry {
    public:
        std::mutex making;
        std::shared_ptr<const KeptAnswer> kept() const {
            std::lock_guard lock(mutex_);
            return kept_;
        }
        void keep(std::shared_ptr<const KeptAnswer> answer) {
            std::lock_guard lock(mutex_);
            kept_ = std::move(answer);
        }

    private:
        mutable std::mutex mutex_;
        std::shared_ptr<const KeptAnswer> kept_;
    };

    /// What is kept for the request and still holds; absent when a worker has to make it.
    std::shared_ptr<const KeptAnswer> find(const Request& request, std::uint64_t version, base::Instant now) const;
    /// The place of the request's answer, made when there is none yet. It stays only if something is kept in it before give_up().
    std::shared_ptr<Entry> entry(const Request& request);
    /// Nothing is at that address: its place goes, so that wrong addresses push no page out.
    void give_up(const Request& request);

private:
    using Entries = std::map<std::string, std::shared_ptr<Entry>, std::less<>>;
    Entries& entries(bool secure) { return secure ? secure_ : plain_; }
    const Entries& entries(bool secure) const { return secure ? secure_ : plain_; }

    mutable std::shared_mutex mutex_;
    Entries plain_;   // HSTS stands on answers that went by TLS only
    Entries secure_;
    std::size_t next_out_ = 0;
};

/// True while a kept answer may be sent.
bool holds(const KeptAnswer& kept, std::uint64_t version, base::Instant now);

}  // namespace http
