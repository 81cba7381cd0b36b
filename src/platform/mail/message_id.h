/// Message-IDs that name thread and letter, sealed so that nobody else can make one. The form is documented in mail.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mail/mail.h"

namespace db {
class Read;
class Write;
}  // namespace db

namespace mail {

/// The district's key, made when it is first asked for.
std::string thread_key(db::Write& db);
/// Absent while nothing was sent yet.
std::optional<std::string> known_thread_key(db::Read& db);

/// Without angle brackets. Letter 0 is the root of the thread.
std::string message_id(std::string_view key, const ThreadReference& reference, std::string_view domain);
std::optional<ThreadReference> read_message_id(std::string_view key, std::string_view id);

/// Foreign ids come from foreign messages: whether one can stand in the head of ours, between angle brackets.
bool is_plain_id(std::string_view id);

/// Lower-case letters, digits, '/', '_' and '-', at most 100.
bool is_thread(std::string_view thread);

}  // namespace mail
