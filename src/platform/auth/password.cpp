#include "auth/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <semaphore>
#include <stdexcept>

#include "auth/common_passwords.h"
#include "base/text.h"

namespace auth {

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

// Each hash holds 64 MiB while it runs.
std::counting_semaphore<2> hashing_slots{2};

struct Slot {
    Slot() { hashing_slots.acquire(); }
    ~Slot() { hashing_slots.release(); }
};

}  // namespace

std::string hash_password(std::string_view password, Effort effort) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    const bool strong = effort == Effort::server;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    Slot slot;
    const int done = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), strong ? 3 : 1,
                                           strong ? 64 * mebibyte : crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13);
    if (done != 0) throw std::runtime_error("There was not enough memory to hash a password (64 MiB are needed)");
    return hash.data();
}

bool password_matches(std::string_view password, std::string_view hash) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    if (hash.empty()) {
        hash_password(password);
        return false;
    }
    const std::string terminated(hash);
    Slot slot;
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

/// "passwordpassword", "123412341234": nothing but repetitions of a part of at most half its length.
static bool repeats_itself(std::string_view text) {
    for (std::size_t part = 1; part <= text.size() / 2; ++part) {
        if (text.substr(part) == text.substr(0, text.size() - part)) return true;
    }
    return false;
}

/// "abcdefghijkl", "987654321098", "qwertyuiopas": the next key or the next character, all along.
static bool runs_along(std::string_view text) {
    constexpr std::array<std::string_view, 5> runs = {"01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz",
                                                      "qwertyuiopasdfghjklzxcvbnm", "1234567890qwertyuiopasdfghjklzxcvbnm"};
    return std::ranges::any_of(runs, [&](std::string_view run) { return run.find(text) != std::string_view::npos; });
}

/// The word inside, without the digits and signs that people put around it: "Password2026!" -> "password".
static std::string_view core_of(std::string_view folded) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    while (!folded.empty() && !letter(folded.front())) folded.remove_prefix(1);
    while (!folded.empty() && !letter(folded.back())) folded.remove_suffix(1);
    return folded;
}

static bool is_common(const std::string& folded) {
    const auto listed = [](std::string_view word) { return std::ranges::binary_search(common_passwords(), word); };
    return repeats_itself(folded) || runs_along(folded) || listed(folded) || listed(core_of(folded)) || repeats_itself(core_of(folded));
}

/// The password without what it shares with the person is too short to be one.
static bool is_like(std::string folded, std::string_view email, std::string_view name) {
    std::vector<std::string> parts = base::folded_words(name);
    for (std::string& part : base::folded_words(email)) parts.push_back(std::move(part));
    for (const std::string& part : parts) {
        if (part.size() < 3) continue;
        for (auto at = folded.find(part); at != std::string::npos; at = folded.find(part)) folded.erase(at, part.size());
    }
    return folded.size() < least_password_length / 2;
}

PasswordVerdict judge_password(std::string_view password, std::string_view email, std::string_view name) {
    if (base::count_code_points(password) < least_password_length) return PasswordVerdict::too_short;
    if (password.size() > most_password_length) return PasswordVerdict::too_long;
    const std::string folded = base::fold(password);
    if (is_common(folded)) return PasswordVerdict::too_common;
    if (is_like(folded, email, name)) return PasswordVerdict::like_the_person;
    return PasswordVerdict::good;
}

}  // namespace auth
