/// Passwords: stored as Argon2id hashes, judged by length and by how common they are, not by their characters (NIST SP 800-63B, 5.1.1.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace auth {

/// `server` is what people wait for: 64 MiB and three passes, about 0.1 s on the machine of docs/operations (RFC 9106 section 4 names 64 MiB with
/// three passes as the second recommended option). `least` is for tests.
enum class Effort { server, least };

/// The hash with its salt and parameters in one text. At most two run at a time in a process, so that a rush of sign-ins cannot take all
/// memory; others wait.
std::string hash_password(std::string_view password, Effort effort = Effort::server);

/// True when the password is the one of this hash. An empty hash stands for an account that is not there or has no password: the same
/// work is done and the answer is no, so time tells nothing.
bool password_matches(std::string_view password, std::string_view hash);

/// What is wrong with a new password. Each has a message "app.password.<name>".
enum class PasswordVerdict { good, too_short, too_long, too_common, like_the_person };

constexpr std::size_t least_password_length = 12;    // code points
constexpr std::size_t most_password_length = 1024;   // bytes; longer ones only cost time

/// Judges a new password. `email` and `name` are the person's, so that they do not become the password.
PasswordVerdict judge_password(std::string_view password, std::string_view email, std::string_view name);

}  // namespace auth
