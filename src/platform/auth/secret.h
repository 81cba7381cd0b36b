/// Secrets: random tokens and what is stored of them, and a box for secrets that must be read again.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace auth {

/// Bytes of the system's cryptographic generator.
std::string random_bytes(std::size_t count);

/// A new secret of 256 random bits as 43 characters of base64url; for cookies, links and API tokens. Store only its hash.
std::string random_token();

/// What is stored of a token and looked up by: SHA-256 in lower-case hex. A plain hash is enough because nobody guesses 256 bits.
std::string hash_token(std::string_view token);

/// Takes the same time wherever the first difference is. The lengths are not secret.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// Seals secrets that the program must read again (second factors, mail passwords) with a key that is not in the database, so that a
/// stolen database alone opens none of them.
class SecretBox {
public:
    /// Reads the key from the file or, when there is none, makes one and writes it with mode 0600. Throws std::runtime_error naming the
    /// file when it cannot, or when others than its owner may read it.
    explicit SecretBox(const std::string& key_file);
    ~SecretBox();
    SecretBox(const SecretBox&) = delete;
    SecretBox& operator=(const SecretBox&) = delete;

    /// Sealed bytes; different each time.
    std::string seal(std::string_view secret) const;
    /// Absent when the bytes were not sealed with this key or were changed since.
    std::optional<std::string> open(std::string_view sealed) const;

private:
    std::array<unsigned char, 32> key_;
};

}  // namespace auth
