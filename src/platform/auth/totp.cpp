#include "auth/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "auth/secret.h"

namespace auth {

constexpr std::int64_t step_ms = 30'000;

std::int64_t totp_step(base::Instant now) { return base::to_ms(now) / step_ms; }

std::string one_time_code(std::string_view secret, std::int64_t counter, int digits) {
    std::array<unsigned char, 8> message{};
    for (std::size_t i = 0; i < message.size(); ++i) message[i] = static_cast<unsigned char>(counter >> (56 - 8 * i));

    // SHA-1 is what authenticator apps speak; HMAC does not depend on its collision resistance (RFC 4226 appendix B.2).
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    if (!HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(), mac.data(), &size)) {
        throw std::runtime_error("OpenSSL cannot compute an HMAC");
    }

    const std::size_t offset = mac[size - 1] & 0xfU;
    const std::uint32_t word = (mac[offset] & 0x7fU) << 24 | std::uint32_t{mac[offset + 1]} << 16 | std::uint32_t{mac[offset + 2]} << 8 | mac[offset + 3];
    std::uint32_t modulus = 1;
    for (int i = 0; i < digits; ++i) modulus *= 10;
    return fmt::format("{:0{}}", word % modulus, digits);
}

static std::string without_spaces(std::string_view code) {
    std::string digits;
    for (char c : code) {
        if (c != ' ' && c != '-') digits.push_back(c);
    }
    return digits;
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, base::Instant now, std::int64_t last_used) {
    const std::string typed = without_spaces(code);
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> match;
    for (std::int64_t step = present - 1; step <= present + 1; ++step) {
        if (equal_in_constant_time(one_time_code(secret, step), typed) && step > last_used) match = step;
    }
    return match;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (char c : bytes) {
        buffer = buffer << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text.push_back(alphabet[buffer >> (bits - 5) & 31]);
    }
    if (bits > 0) text.push_back(alphabet[buffer << (5 - bits) & 31]);
    return text;
}

static std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) encoded.push_back(c);
        else encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string provisioning_uri(std::string_view secret, std::string_view issuer, std::string_view account_email) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30", percent_encoded(issuer),
                       percent_encoded(account_email), to_base32(secret));
}

}  // namespace auth
