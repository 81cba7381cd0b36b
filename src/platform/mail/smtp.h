/// One conversation with the district's mail server, by libcurl.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace mail {

struct SmtpServer {
    std::string url;       // "smtp://mail.example.org:587" or "smtps://..."
    std::string user;      // empty: without signing in
    std::string password;
};

/// Absent-minded settings refused: what to change, in words for the log; empty when the address can be used.
std::string problem_with(std::string_view url);
/// Mail on the way to another machine is encrypted or not sent at all.
bool must_encrypt(std::string_view url);

/// What became of a letter.
struct Delivery {
    enum class Kind {
        accepted,       // the server has taken it over
        refused,        // this letter, for good (5xx on the recipient or the text)
        later,          // this letter, for now (4xx)
        server_trouble, // no letter could go: no connection, no encryption, wrong password, sender not allowed
    } kind = Kind::accepted;
    std::string said;  // the server's answer or the trouble, without anything of the letter but its address
};

class SmtpConnection {
public:
    explicit SmtpConnection(SmtpServer server);
    ~SmtpConnection();
    SmtpConnection(const SmtpConnection&) = delete;
    SmtpConnection& operator=(const SmtpConnection&) = delete;

    /// The connection is kept for the next letter. Gives up connecting after 15 s, and a letter after two minutes.
    Delivery deliver(const std::string& from, const std::string& to, std::string_view message);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
    SmtpServer server_;
};

}  // namespace mail
