/// For tests: a real Dovecot on loopback, and a place that gives out tokens.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "mail/mailbox.h"

namespace mail::testing {

/// Lives in a temporary folder, knows the user "help" with the password "hush" or a token of its own, and is gone with the object. Runs as root or as
/// anybody. Throws with what to do when Dovecot is not installed: a test that cannot run fails.
class Dovecot {
public:
    Dovecot();
    ~Dovecot();
    Dovecot(const Dovecot&) = delete;
    Dovecot& operator=(const Dovecot&) = delete;

    /// "help" at 127.0.0.1 by this way.
    Mailbox mailbox(Tls tls) const;
    const std::string& folder() const { return folder_; }
    /// Whom a client has to trust.
    std::string ca_file() const { return folder_ + "/cert.pem"; }
    /// A bearer token for the user (RFC 7519, HS256), good for some minutes.
    std::string token(const std::string& user) const;

    /// Puts a message into INBOX, as a delivery agent does.
    void deliver(const std::string& raw);
    void make_folder(const std::string& name);
    /// How many messages lie in the folder, and how many of them are marked as read. INBOX is "".
    struct Count {
        int all = 0, read = 0;
    };
    Count count(const std::string& name = "") const;

private:
    void write_settings(const std::string& program, int plain_port, int tls_port) const;
    void make_maildir(const std::string& path) const;
    std::string maildir(const std::string& name) const;
    std::string folder_;
    int plain_port_ = 0, tls_port_ = 0;
    int delivered_ = 0;
    pid_t pid_ = 0;
};

/// Answers every POST with this JSON.
class TokenStub {
public:
    explicit TokenStub(std::string answer);
    ~TokenStub();
    TokenStub(const TokenStub&) = delete;
    TokenStub& operator=(const TokenStub&) = delete;
    std::string url() const;
    std::vector<std::string> forms() const;

private:
    void listen();
    std::string answer_;
    int port_ = 0;
    int listener_ = -1;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<std::string> forms_;
    std::thread thread_;
};

}  // namespace mail::testing
