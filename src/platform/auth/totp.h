/// Second factor: time-based one-time codes (RFC 6238) as every authenticator app makes them: SHA-1, 30 seconds, 6 digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace auth {

/// The number of the 30-second step in which this moment lies.
std::int64_t totp_step(base::Instant now);

/// RFC 4226 section 5.3 with `digits` digits, zero-padded.
std::string one_time_code(std::string_view secret, std::int64_t counter, int digits = 6);

/// The step whose code this is: the present one or one beside it (clocks differ), and later than `last_used`, because a code opens once.
/// Spaces in the code are ignored. Absent when it is none of these.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, base::Instant now, std::int64_t last_used);

/// RFC 4648 base32 without padding, as people type it into an app that cannot scan.
std::string to_base32(std::string_view bytes);

/// The address that a QR code carries to the app: otpauth://totp/...
std::string provisioning_uri(std::string_view secret, std::string_view issuer, std::string_view account_email);

}  // namespace auth
