/// One conversation with a mailbox's server, by libcurl (RFC 3501).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mailbox.h"

namespace mail {

/// What stands in the way; said to people as "mail.mailbox.trouble.<word>".
enum class ImapTrouble {
    none,
    no_such_host,
    no_connection,
    timed_out,
    certificate,    // nobody that this server trusts vouches for it
    no_encryption,  // the server cannot, or speaks another kind on this port
    refused,        // user or password
    no_folder,
    gone,           // that one message is not there any more
    too_long,       // that one message is longer than allowed
    server,         // anything else: its words are in `said`
};
std::string_view word(ImapTrouble trouble);

struct ImapAnswer {
    ImapTrouble trouble = ImapTrouble::none;
    std::string said;  // the server's words or the library's, without secrets
    bool ok() const { return trouble == ImapTrouble::none; }
};

struct ImapServer {
    std::string host;
    std::int64_t port = 993;
    Tls tls = Tls::tls;
    std::string user;
    std::string password;
    std::string access_token;  // when not empty, signs in by XOAUTH2
    std::string ca_file;       // empty: whom this machine trusts
};

struct ImapLimits {
    long connect_seconds = 15;
    long command_seconds = 60;
    long fetch_seconds = 180;
    std::size_t most_bytes = std::size_t{40} << 20;
};

/// The way to another machine is always encrypted.
bool is_loopback(std::string_view host);

/// The name of a folder as servers know it: modified UTF-7 (RFC 3501 section 5.1.3).
std::string imap_folder_name(std::string_view name);

class ImapConnection {
public:
    explicit ImapConnection(ImapServer server, ImapLimits limits = {});
    ~ImapConnection();
    ImapConnection(const ImapConnection&) = delete;
    ImapConnection& operator=(const ImapConnection&) = delete;

    struct Folder {
        std::int64_t uid_validity = 0;
        std::int64_t messages = 0;
    };
    /// Signs in and opens the folder; before all others.
    ImapAnswer open(const std::string& folder, Folder& state);
    /// The messages with this UID and above, in their order; none for an empty folder.
    ImapAnswer list_from(std::int64_t uid, std::vector<Listed>& messages);
    /// The whole message, or its head alone. The server marks it as read: libcurl has no way to ask with PEEK.
    ImapAnswer fetch(std::int64_t uid, std::string& raw);
    ImapAnswer fetch_head(std::int64_t uid, std::string& head);
    ImapAnswer mark_read(const std::vector<std::int64_t>& uids);
    ImapAnswer mark_unread(const std::vector<std::int64_t>& uids);
    /// Moves them, with servers that cannot (RFC 6851) by copy and delete. no_folder when the other folder is not there.
    ImapAnswer move(const std::vector<std::int64_t>& uids, const std::string& folder);
    ImapAnswer has_folder(const std::string& folder);

private:
    struct Handle;
    ImapAnswer command(const std::string& request, long seconds);
    ImapAnswer perform(const std::string& path, long seconds, std::string* body);
    std::unique_ptr<Handle> handle_;
    ImapServer server_;
    ImapLimits limits_;
    std::string folder_path_;
};

}  // namespace mail
