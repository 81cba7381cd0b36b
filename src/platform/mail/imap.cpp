#include "mail/imap.h"

#include <mutex>
#include <stdexcept>

#include <curl/curl.h>

#include "base/text.h"
#include "mail/imap_text.h"

namespace mail {

constexpr std::string_view words[] = {"none", "no_such_host", "no_connection", "timed_out", "certificate", "no_encryption", "refused", "no_folder", "gone", "too_long", "server"};
std::string_view word(ImapTrouble trouble) { return words[static_cast<int>(trouble)]; }

bool is_loopback(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]"; }

struct ImapConnection::Handle {
    CURL* curl = nullptr;
    char error[CURL_ERROR_SIZE] = "";
    bool selecting = false;     // the last command opened a folder
    bool leaving = false;       // after a refusal libcurl takes leave, and what the server says to that is of no interest
    std::string last_said;      // the last line that ended a command
    std::size_t most_bytes = 0;
    bool too_long = false;
    std::string* body = nullptr;
    std::function<void(std::string_view)> on_line;

    /// What we say may hold the password: only the kind of command is looked at.
    static int overhear(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
        if (type != CURLINFO_HEADER_OUT) return 0;
        const std::string_view line(data, size);
        auto& handle = *static_cast<Handle*>(self);
        handle.leaving = line.find(" LOGOUT") != line.npos;
        if (!handle.leaving) handle.selecting = line.find(" SELECT ") != line.npos;
        return 0;
    }

    static std::size_t hear(char* data, std::size_t size, std::size_t count, void* self) {
        auto& handle = *static_cast<Handle*>(self);
        std::string_view line(data, size * count);
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        const auto space = line.find(' ');
        if (handle.leaving) return size * count;
        const bool ends = space != line.npos && !line.starts_with("* ") && !line.starts_with("+ ");
        if (ends || line.starts_with("* BYE")) handle.last_said = base::collapse_space(base::repair_utf8(line.substr(space + 1)));
        if (handle.on_line) handle.on_line(line);
        return size * count;
    }

    static std::size_t take(char* data, std::size_t size, std::size_t count, void* self) {
        auto& handle = *static_cast<Handle*>(self);
        const auto bytes = size * count;
        if (!handle.body) return bytes;
        handle.too_long = handle.body->size() + bytes > handle.most_bytes;
        if (handle.too_long) return 0;
        handle.body->append(data, bytes);
        return bytes;
    }
};

static std::string url_of(const ImapServer& server) {
    const bool bare_v6 = server.host.find(':') != server.host.npos && !server.host.starts_with('[');
    return std::string(server.tls == Tls::tls ? "imaps://" : "imap://") + (bare_v6 ? "[" : "") + server.host + (bare_v6 ? "]:" : ":") + std::to_string(server.port) + "/";
}

ImapConnection::ImapConnection(ImapServer server, ImapLimits limits) : handle_(std::make_unique<Handle>()), server_(std::move(server)), limits_(limits) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    handle_->curl = curl_easy_init();
    if (!handle_->curl) throw std::runtime_error("libcurl does not start");
    handle_->most_bytes = limits_.most_bytes;
    auto* curl = handle_->curl;
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    // Where nobody asked for encryption it is still taken when the server has it.
    const bool must_encrypt = server_.tls != Tls::none || !is_loopback(server_.host);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!server_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server_.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, limits_.connect_seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 45L);
    curl_easy_setopt(curl, CURLOPT_USERNAME, server_.user.c_str());
    if (server_.access_token.empty()) {
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server_.password.c_str());
    } else {
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, server_.access_token.c_str());
        curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
    }
    curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handle_->error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Handle::take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, handle_.get());
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, Handle::hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, handle_.get());
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, Handle::overhear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, handle_.get());
}

ImapConnection::~ImapConnection() { curl_easy_cleanup(handle_->curl); }

static ImapTrouble trouble_of(CURLcode code, bool selecting, bool too_long) {
    switch (code) {
        case CURLE_OK: return ImapTrouble::none;
        case CURLE_COULDNT_RESOLVE_HOST: return ImapTrouble::no_such_host;
        case CURLE_COULDNT_CONNECT: return ImapTrouble::no_connection;
        case CURLE_OPERATION_TIMEDOUT: return ImapTrouble::timed_out;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE: return ImapTrouble::certificate;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_USE_SSL_FAILED: return ImapTrouble::no_encryption;
        // libcurl says the same of a folder that cannot be opened.
        case CURLE_LOGIN_DENIED: return selecting ? ImapTrouble::no_folder : ImapTrouble::refused;
        case CURLE_REMOTE_FILE_NOT_FOUND: return ImapTrouble::gone;
        case CURLE_WRITE_ERROR: return too_long ? ImapTrouble::too_long : ImapTrouble::server;
        default: return ImapTrouble::server;
    }
}

ImapAnswer ImapConnection::perform(const std::string& path, long seconds, std::string* body) {
    auto* curl = handle_->curl;
    const auto url = url_of(server_) + path;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    handle_->body = body;
    handle_->error[0] = '\0';
    handle_->last_said.clear();
    handle_->too_long = handle_->selecting = handle_->leaving = false;
    const CURLcode code = curl_easy_perform(curl);
    handle_->body = nullptr;
    ImapAnswer answer{trouble_of(code, handle_->selecting, handle_->too_long), ""};
    if (answer.ok()) return answer;
    // A server that refuses to give the message does not say that it is gone.
    if (answer.trouble == ImapTrouble::gone && !handle_->last_said.starts_with("OK")) answer.trouble = ImapTrouble::server;
    const bool server_spoke = code == CURLE_REMOTE_FILE_NOT_FOUND || answer.trouble == ImapTrouble::refused || answer.trouble == ImapTrouble::no_folder || code == CURLE_QUOTE_ERROR;
    const std::string ours = handle_->error[0] ? handle_->error : curl_easy_strerror(code);
    answer.said = server_spoke && !handle_->last_said.empty() ? handle_->last_said : base::repair_utf8(ours);
    return answer;
}

ImapAnswer ImapConnection::command(const std::string& request, long seconds) {
    curl_easy_setopt(handle_->curl, CURLOPT_CUSTOMREQUEST, request.c_str());
    auto answer = perform(folder_path_, seconds, nullptr);
    curl_easy_setopt(handle_->curl, CURLOPT_CUSTOMREQUEST, nullptr);
    return answer;
}

static std::string path_of(CURL* curl, const std::string& folder) {
    const auto name = imap_folder_name(folder);
    char* escaped = curl_easy_escape(curl, name.c_str(), static_cast<int>(name.size()));
    std::string path(escaped ? escaped : "");
    curl_free(escaped);
    return path;
}

ImapAnswer ImapConnection::open(const std::string& folder, Folder& state) {
    folder_path_ = path_of(handle_->curl, folder);
    handle_->on_line = [&](std::string_view line) {
        if (auto validity = read_uid_validity(line)) state.uid_validity = *validity;
        if (auto messages = read_exists(line)) state.messages = *messages;
    };
    auto answer = command("NOOP", limits_.command_seconds);
    handle_->on_line = nullptr;
    return answer;
}

ImapAnswer ImapConnection::list_from(std::int64_t uid, std::vector<Listed>& messages) {
    handle_->on_line = [&](std::string_view line) {
        // "5:*" always names the last message too, whatever its number.
        if (auto one = read_fetch_line(line); one && one->uid >= uid) messages.push_back(*one);
    };
    auto answer = command("UID FETCH " + std::to_string(uid) + ":* (UID FLAGS INTERNALDATE RFC822.SIZE)", limits_.fetch_seconds);
    handle_->on_line = nullptr;
    return answer;
}

ImapAnswer ImapConnection::fetch(std::int64_t uid, std::string& raw) { return perform(folder_path_ + "/;UID=" + std::to_string(uid), limits_.fetch_seconds, &raw); }

ImapAnswer ImapConnection::fetch_head(std::int64_t uid, std::string& head) {
    return perform(folder_path_ + "/;UID=" + std::to_string(uid) + "/;SECTION=HEADER", limits_.command_seconds, &head);
}

ImapAnswer ImapConnection::mark_read(const std::vector<std::int64_t>& uids) {
    return command("UID STORE " + uid_set(uids) + " +FLAGS.SILENT (\\Seen)", limits_.command_seconds);
}

ImapAnswer ImapConnection::mark_unread(const std::vector<std::int64_t>& uids) {
    return command("UID STORE " + uid_set(uids) + " -FLAGS.SILENT (\\Seen)", limits_.command_seconds);
}

/// A server that refuses because the other folder is not there says TRYCREATE (RFC 3501 section 6.4.7) or NO; one that does not know the command BAD.
static bool does_not_know(const ImapAnswer& answer) { return answer.said.starts_with("BAD"); }

ImapAnswer ImapConnection::move(const std::vector<std::int64_t>& uids, const std::string& folder) {
    const auto set = uid_set(uids), name = imap_quoted(imap_folder_name(folder));
    auto answer = command("UID MOVE " + set + ' ' + name, limits_.command_seconds);
    if (!answer.ok() && does_not_know(answer)) {
        answer = command("UID COPY " + set + ' ' + name, limits_.command_seconds);
        if (answer.ok()) answer = command("UID STORE " + set + " +FLAGS.SILENT (\\Seen \\Deleted)", limits_.command_seconds);
        // Without UIDPLUS (RFC 4315) they stay marked as deleted: EXPUNGE alone would take away what somebody else has marked.
        if (answer.ok()) command("UID EXPUNGE " + set, limits_.command_seconds);
    }
    if (answer.trouble == ImapTrouble::server && answer.said.starts_with("NO")) answer.trouble = ImapTrouble::no_folder;
    return answer;
}

ImapAnswer ImapConnection::has_folder(const std::string& folder) {
    auto answer = command("STATUS " + imap_quoted(imap_folder_name(folder)) + " (MESSAGES)", limits_.command_seconds);
    if (answer.trouble == ImapTrouble::server && answer.said.starts_with("NO")) answer.trouble = ImapTrouble::no_folder;
    return answer;
}

}  // namespace mail
