/// The lines of IMAP that we read and write. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mailbox.h"

namespace mail {

/// `* 12 FETCH (UID 40 FLAGS (\Seen) INTERNALDATE "..." RFC822.SIZE 2021)`; absent when it is another line or has no UID.
std::optional<Listed> read_fetch_line(std::string_view line);
/// The number in `* OK [UIDVALIDITY 1700000000] ...`.
std::optional<std::int64_t> read_uid_validity(std::string_view line);
/// `* 12 EXISTS`.
std::optional<std::int64_t> read_exists(std::string_view line);
/// "3,7,9"
std::string uid_set(const std::vector<std::int64_t>& uids);
/// A quoted string (gcc 14 would take std::quoted for a plain name): `"Done \"here\""`.
std::string imap_quoted(std::string_view text);

}  // namespace mail
