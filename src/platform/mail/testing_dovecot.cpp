#include "mail/testing_dovecot.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <csignal>
#include <sodium.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"

extern char** environ;

namespace mail::testing {

namespace fs = std::filesystem;

constexpr std::string_view token_key = "a key of thirty-two bytes or so!!";
constexpr uid_t nobody = 65534;

static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

static int listen_somewhere(int& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    const bool listening = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(socket, 8) == 0;
    if (!listening) throw std::runtime_error("the test cannot listen");
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return socket;
}

static int free_port() {
    int port = 0;
    ::close(listen_somewhere(port));
    return port;
}

static bool answers(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(port);
    const bool connected = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

static void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

static pid_t start(std::vector<std::string> words) {
    std::vector<char*> arguments;
    arguments.reserve(words.size());
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid = 0;
    const int failed = ::posix_spawnp(&pid, arguments[0], &quiet, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&quiet);
    if (failed != 0) throw std::runtime_error(words[0] + " cannot be started");
    return pid;
}

static void make_certificate(const std::string& folder) {
    const auto pid = start({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", folder + "/key.pem", "-out", folder + "/cert.pem", "-days", "2",
                            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-batch"});
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (!fs::exists(folder + "/cert.pem")) throw std::runtime_error("openssl made no certificate");
}

static std::string dovecot_program() {
    for (auto path : {"/usr/sbin/dovecot", "/usr/bin/dovecot", "/usr/local/sbin/dovecot"}) {
        if (fs::exists(path)) return path;
    }
    throw std::runtime_error("Dovecot is not installed. script/bootstrap --test installs it.");
}

Dovecot::Dovecot() {
    const auto program = dovecot_program();
    // Not below TMPDIR: the paths of its sockets have at most 107 bytes.
    std::string pattern = "/tmp/belltower-dovecot.XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for Dovecot");
    folder_ = pattern;
    fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec);
    for (auto name : {"/run", "/state", "/mail", "/home", "/keys/default/HS256"}) fs::create_directories(folder_ + name);
    plain_port_ = free_port();
    tls_port_ = free_port();
    make_certificate(folder_);
    write_settings(program, plain_port_, tls_port_);
    make_maildir(maildir(""));
    pid_ = start({program, "-F", "-c", folder_ + "/dovecot.conf"});
    for (int i = 0; i < 200 && !(answers(plain_port_) && answers(tls_port_)); ++i) ::usleep(50'000);
    if (!answers(plain_port_)) {
        std::ifstream log(folder_ + "/log");
        throw std::runtime_error("Dovecot does not start: " + std::string(std::istreambuf_iterator<char>(log), {}));
    }
}

Dovecot::~Dovecot() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        int status = 0;
        ::waitpid(pid_, &status, 0);
    }
    std::error_code error;
    fs::remove_all(folder_, error);
}

namespace {

/// What the settings are filled with.
struct Filling {
    std::string folder;
    uid_t owner = 0;
    gid_t group = 0;
    int plain_port = 0, tls_port = 0;
    std::string as_user;
};

}  // namespace

static std::string listeners(const Filling& with) {
    return fmt::format("service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {}\n  }}\n  inet_listener imaps {{\n    port = {}\n    ssl = yes\n  }}\n}}\n"
                       "service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n",
                       with.plain_port, with.tls_port);
}

static std::string common_settings(const Filling& with) {
    return fmt::format("base_dir = {0}/run\nstate_dir = {0}/state\nlog_path = {0}/log\nprotocols = imap\nlisten = 127.0.0.1\nssl = yes\nfirst_valid_uid = 1\n"
                       "auth_mechanisms = plain login xoauth2\nauth_failure_delay = 0\n{1}namespace inbox {{\n  inbox = yes\n  separator = /\n}}\n",
                       with.folder, with.as_user) +
           listeners(with);
}

/// Debian 12.
static std::string settings_2_3(const Filling& with) {
    return common_settings(with) +
           fmt::format("ssl_cert = <{0}/cert.pem\nssl_key = <{0}/key.pem\ndisable_plaintext_auth = no\nmail_location = maildir:{0}/mail/%u\n"
                       "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {0}/oauth2.conf\n}}\n"
                       "passdb {{\n  driver = passwd-file\n  mechanisms = plain login\n  args = {0}/users\n}}\n"
                       "userdb {{\n  driver = static\n  args = uid={1} gid={2} home={0}/home/%u\n}}\n",
                       with.folder, with.owner, with.group);
}

/// Debian 13: Dovecot 2.4 reads no settings of 2.3, and its OAuth2 mechanism asks no passdb.
static std::string settings_2_4(const Filling& with) {
    return "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n" + common_settings(with) +
           fmt::format("ssl_server_cert_file = {0}/cert.pem\nssl_server_key_file = {0}/key.pem\nauth_allow_cleartext = yes\nmail_driver = maildir\nmail_path = {0}/mail/%{{user}}\n"
                       "oauth2 {{\n  introspection_mode = local\n  username_attribute = sub\n  oauth2_local_validation {{\n    dict fs {{\n      fs posix {{\n        prefix = {0}/keys/\n      }}\n    }}\n  }}\n}}\n"
                       "passdb passwd-file {{\n  passwd_file_path = {0}/users\n}}\n"
                       "userdb static {{\n  fields {{\n    uid = {1}\n    gid = {2}\n    home = {0}/home/%{{user}}\n  }}\n}}\n",
                       with.folder, with.owner, with.group);
}

/// Whether it is 2.4 or newer.
static bool is_new(const std::string& program, const std::string& folder) {
    const auto file = folder + "/version";
    int status = 0;
    ::waitpid(start({"/bin/sh", "-c", program + " --version >" + file}), &status, 0);
    std::ifstream version(file);
    int major = 0, minor = 0;
    char dot = 0;
    version >> major >> dot >> minor;
    if (major == 0) throw std::runtime_error("Dovecot does not say its version");
    return major > 2 || minor >= 4;
}

void Dovecot::write_settings(const std::string& program, int plain_port, int tls_port) const {
    const bool root = ::geteuid() == 0;
    Filling with{folder_, root ? nobody : ::geteuid(), root ? nobody : ::getegid(), plain_port, tls_port, ""};
    if (!root) {
        const std::string name = ::getpwuid(::geteuid())->pw_name, group_name = ::getgrgid(::getegid())->gr_name;
        with.as_user = fmt::format("default_internal_user = {0}\ndefault_login_user = {0}\ndefault_internal_group = {1}\n", name, group_name);
    }
    write_file(folder_ + "/users", "help:{PLAIN}hush\n");
    std::array<char, 128> key;
    sodium_bin2base64(key.data(), key.size(), reinterpret_cast<const unsigned char*>(token_key.data()), token_key.size(), sodium_base64_VARIANT_ORIGINAL);
    write_file(folder_ + "/keys/default/HS256/default", key.data());
    write_file(folder_ + "/oauth2.conf", fmt::format("introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={}/keys/\nusername_attribute = sub\n", folder_));
    write_file(folder_ + "/dovecot.conf", is_new(program, folder_) ? settings_2_4(with) : settings_2_3(with));
    if (root && (::chown((folder_ + "/mail").c_str(), nobody, nobody) != 0 || ::chown((folder_ + "/home").c_str(), nobody, nobody) != 0)) throw std::runtime_error("cannot give folders away");
}

static void give_away(const std::string& path) {
    if (::geteuid() == 0 && ::chown(path.c_str(), nobody, nobody) != 0) throw std::runtime_error("cannot give " + path + " away");
}

std::string Dovecot::maildir(const std::string& name) const { return folder_ + "/mail/help" + (name.empty() ? "" : "/." + name); }

void Dovecot::make_maildir(const std::string& path) const {
    for (auto part : {"", "/cur", "/new", "/tmp"}) {
        fs::create_directories(path + part);
        give_away(path + part);
    }
}

void Dovecot::make_folder(const std::string& name) { make_maildir(maildir(name)); }

void Dovecot::deliver(const std::string& raw) {
    const auto name = fmt::format("{}.M{}.test", 1'700'000'000 + delivered_, delivered_);
    ++delivered_;
    const auto aside = maildir("") + "/tmp/" + name;
    write_file(aside, raw);
    give_away(aside);
    fs::rename(aside, maildir("") + "/new/" + name);
}

Dovecot::Count Dovecot::count(const std::string& name) const {
    Count count;
    for (auto part : {"/cur", "/new"}) {
        for (const auto& file : fs::directory_iterator(maildir(name) + part)) {
            ++count.all;
            const auto flags = file.path().filename().string();
            const auto at = flags.find(":2,");
            count.read += at != flags.npos && flags.find('S', at) != flags.npos;
        }
    }
    return count;
}

Mailbox Dovecot::mailbox(Tls tls) const {
    Mailbox one;
    one.name = "Help desk";
    one.address = "help@school.example";
    one.host = "localhost";
    one.port = tls == Tls::tls ? tls_port_ : plain_port_;
    one.tls = tls;
    one.user = "help";
    return one;
}

std::string Dovecot::token(const std::string& user) const {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const auto signed_part = base::to_base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base::to_base64url(fmt::format(R"({{"sub":"{}","iat":{},"exp":{}}})", user, now - 10, now + 600));
    crypto_auth_hmacsha256_state state;
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(token_key.data()), token_key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    return signed_part + '.' + base::to_base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

// --- Tokens ---

TokenStub::TokenStub(std::string answer) : answer_(std::move(answer)), listener_(listen_somewhere(port_)) {
    thread_ = std::thread([this] { listen(); });
}

TokenStub::~TokenStub() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

std::string TokenStub::url() const { return fmt::format("http://127.0.0.1:{}/token", port_); }

std::vector<std::string> TokenStub::forms() const {
    std::scoped_lock lock(mutex_);
    return forms_;
}

void TokenStub::listen() {
    while (!stopping_) {
        pollfd wait{listener_, POLLIN, 0};
        if (::poll(&wait, 1, 20) <= 0) continue;
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        std::string heard;
        std::array<char, 4096> buffer;
        // The form comes behind the head; libcurl sends both at once.
        while (heard.find("\r\n\r\n") == heard.npos || heard.ends_with("\r\n\r\n")) {
            const auto count = ::recv(socket, buffer.data(), buffer.size(), 0);
            if (count <= 0) break;
            heard.append(buffer.data(), static_cast<std::size_t>(count));
        }
        const auto reply = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", answer_.size(), answer_);
        if (::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) stopping_ = true;
        ::close(socket);
        std::scoped_lock lock(mutex_);
        forms_.push_back(heard.substr(std::min(heard.size(), heard.find("\r\n\r\n") + 4)));
    }
}

}  // namespace mail::testing
