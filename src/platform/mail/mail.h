/// Mail out: a letter is written into the outbox by the transaction that causes it, and delivered by a job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace mail {

struct Letter {
    std::string to_address;
    std::string to_name;
    std::string subject;
    std::string text;               // plain text, always
    std::string html;               // optional; made by a template
    /// Threading: the same thread key gives stable Message-ID, In-Reply-To and References headers ("request/123").
    std::string thread;
    /// Auto-Submitted: auto-generated unless a person wrote it.
    bool written_by_person = false;
    std::string reply_to;
};

struct LetterId {
    std::int64_t value = 0;
};

/// Queues the letter; it goes out after the commit. Throws base::Invalid when the address is not one.
LetterId send(db::Write& db, base::Instant now, const Letter& letter);

/// The whole RFC 5322 message of a letter, by GMime (RFC 2047 words, RFC 2231 parameters, CRLF).
std::string compose(const Letter& letter, std::string_view from_address, std::string_view from_name, std::string_view message_id,
                    std::string_view references, base::Instant date);

}  // namespace mail
