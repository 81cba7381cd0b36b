#include "mail/message_id.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/core.h>
#include <sodium.h>

#include "auth/secret.h"
#include "base/text.h"
#include "db/setting.h"

namespace mail {

constexpr const char* key_setting = "mail.thread_key";
constexpr std::size_t digits_of_seal = 20;

bool is_thread(std::string_view thread) {
    return thread.size() <= 100 && std::ranges::all_of(thread, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '/' || letter == '_' || letter == '-';
    });
}

bool is_plain_id(std::string_view id) {
    return !id.empty() && id.size() <= 250 &&
           std::ranges::all_of(id, [](unsigned char byte) { return byte > ' ' && byte < 0x7f && byte != '<' && byte != '>'; });
}

std::string thread_key(db::Write& db) {
    if (auto key = db::setting(db, key_setting)) return *key;
    auto key = auth::random_token();
    db::set_setting(db, key_setting, key);
    return key;
}

std::optional<std::string> known_thread_key(db::Read& db) { return db::setting(db, key_setting); }

static std::string seal(std::string_view key, std::string_view text) {
    auto bytes = [](std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); };
    crypto_auth_hmacsha256_state state;
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
    crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    return base::to_hex({reinterpret_cast<const char*>(mac.data()), mac.size()}).substr(0, digits_of_seal);
}

static std::string sealed_text(const ThreadReference& reference) { return fmt::format("{}.{}", reference.thread, reference.letter.value); }

std::string message_id(std::string_view key, const ThreadReference& reference, std::string_view domain) {
    auto thread = reference.thread;
    std::ranges::replace(thread, '/', '+');
    return fmt::format("bt.{}.{}.{}@{}", thread, reference.letter.value, seal(key, sealed_text(reference)), domain);
}

std::optional<ThreadReference> read_message_id(std::string_view key, std::string_view id) {
    id = base::trim(id);
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    auto parts = base::split(id.substr(0, id.find('@')), '.');
    if (parts.size() != 4 || parts[0] != "bt") return std::nullopt;
    auto letter = base::parse_integer(parts[2]);
    std::string thread(parts[1]);
    std::ranges::replace(thread, '+', '/');
    if (!letter || *letter < 0 || !is_thread(thread)) return std::nullopt;
    ThreadReference reference{thread, {*letter}};
    // Servers on the way may change the case of what they quote.
    bool genuine = auth::equal_in_constant_time(base::to_lower_ascii(parts[3]), seal(key, sealed_text(reference)));
    return genuine ? std::optional(reference) : std::nullopt;
}

std::optional<ThreadReference> recognise(db::Read& db, std::string_view id) {
    auto key = db::setting(db, key_setting);
    return key ? read_message_id(*key, id) : std::nullopt;
}

}  // namespace mail
