#include "auth/secret.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"

namespace auth {

static void need_sodium() {
    static const int ready = sodium_init();
    if (ready < 0) throw std::runtime_error("libsodium cannot start: the system gives no random numbers");
}

static unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
static const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string random_bytes(std::size_t count) {
    need_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), count);
    return bytes;
}

std::string random_token() { return base::to_base64url(random_bytes(32)); }

std::string hash_token(std::string_view token) {
    need_sodium();
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes_of(hash), bytes_of(token), token.size());
    return base::to_hex(hash);
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

namespace {

struct File {
    int descriptor;
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

using Key = std::array<unsigned char, crypto_secretbox_KEYBYTES>;

[[noreturn]] void refuse(const std::string& key_file, std::string_view why) {
    throw std::runtime_error(fmt::format("The key file {} cannot be used: {}", key_file, why));
}

Key read_key(const std::string& key_file, int descriptor) {
    struct stat facts{};
    if (::fstat(descriptor, &facts) != 0) refuse(key_file, std::strerror(errno));
    if (facts.st_mode & 077) refuse(key_file, "others than its owner may read it; run chmod 600 on it");
    Key key;
    if (::read(descriptor, key.data(), key.size()) != static_cast<ssize_t>(key.size()) || facts.st_size != static_cast<off_t>(key.size())) {
        refuse(key_file, fmt::format("it must hold exactly {} bytes; restore it from a backup", key.size()));
    }
    return key;
}

/// Written aside and linked into place, so that a crash leaves no half a key and two first starts agree on one.
void make_key(const std::string& key_file) {
    Key key;
    randombytes_buf(key.data(), key.size());
    const std::string aside = fmt::format("{}.{}", key_file, ::getpid());
    {
        File file{::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (file.descriptor < 0) refuse(key_file, std::strerror(errno));
        const bool written = ::write(file.descriptor, key.data(), key.size()) == static_cast<ssize_t>(key.size());
        if (!written || ::fsync(file.descriptor) != 0) {
            const int cause = errno;
            ::unlink(aside.c_str());
            refuse(key_file, std::strerror(cause));
        }
    }
    sodium_memzero(key.data(), key.size());
    const int linked = ::link(aside.c_str(), key_file.c_str());
    const int cause = errno;
    ::unlink(aside.c_str());
    if (linked != 0 && cause != EEXIST) refuse(key_file, std::strerror(cause));
}

}  // namespace

SecretBox::SecretBox(const std::string& key_file) {
    need_sodium();
    File file{::open(key_file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.descriptor < 0 && errno == ENOENT) {
        make_key(key_file);
        file.descriptor = ::open(key_file.c_str(), O_RDONLY | O_CLOEXEC);
    }
    if (file.descriptor < 0) refuse(key_file, std::strerror(errno));
    key_ = read_key(key_file, file.descriptor);
}

SecretBox::~SecretBox() { sodium_memzero(key_.data(), key_.size()); }

std::string SecretBox::seal(std::string_view secret) const {
    std::string sealed = random_bytes(crypto_secretbox_NONCEBYTES);
    sealed.resize(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size());
    unsigned char* nonce = bytes_of(sealed);
    crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, bytes_of(secret), secret.size(), nonce, key_.data());
    return sealed;
}

std::optional<std::string> SecretBox::open(std::string_view sealed) const {
    constexpr std::size_t frame = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < frame) return std::nullopt;
    std::string secret(sealed.size() - frame, '\0');
    const unsigned char* nonce = bytes_of(sealed);
    const int opened = crypto_secretbox_open_easy(bytes_of(secret), nonce + crypto_secretbox_NONCEBYTES,
                                                  sealed.size() - crypto_secretbox_NONCEBYTES, nonce, key_.data());
    if (opened != 0) return std::nullopt;
    return secret;
}

}  // namespace auth
