/// Passwords for commands come from a file, because arguments are visible to everybody on the machine.
#pragma once

#include <string>
#include <string_view>

namespace app {

/// The first line of the file ("-": of standard input). Throws cli::Stop when it cannot be read or is not a good password for this person.
std::string read_password(const std::string& file, std::string_view email, std::string_view name);

/// Why a password is refused, in words; empty when it is good.
std::string_view verdict_key(std::string_view password, std::string_view email, std::string_view name);

}  // namespace app
