#include "mail/testing_inbox.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "mail/inbox.h"
#include "mail/mail.h"
#include "mail/settings.h"

namespace mail::testing {

std::string message(const std::string& id, const std::string& subject, const std::string& words) {
    return "From: Ana Reyes <ana@school.example>\r\nTo: help@school.example\r\nSubject: " + subject + "\r\nMessage-ID: <" + id +
           ">\r\nDate: Mon, 23 Nov 2026 08:05:00 -0600\r\n\r\n" + words + "\r\n";
}

static std::string fresh_folder() {
    std::string pattern = ::testing::TempDir() + "mail_inbox.XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the test");
    return pattern;
}

PostOffice::PostOffice() : folder_(fresh_folder()), files_(folder_ + "/files"), box_(folder_ + "/key") {
    services_.database = &*database_;
    services_.files = &files_;
    services_.secrets = &box_;
    mail::register_jobs(registry_);
    set_taker([this](db::Write& db, const Received& received, const auth::Viewer* released_by) {
        taken.push_back({received.message.subject, received.message.text, received.recipient, received.attachments.size(), released_by != nullptr});
        return room ? room(db, received) : Taken{Taken::State::taken, "new", "/requests/1"};
    });
}

PostOffice::~PostOffice() {
    set_taker({});
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
}

Arrived PostOffice::receive(const std::string& raw, std::optional<MailboxId> mailbox, base::Instant now) {
    return mail::receive(*database_, services_, now, {raw, mailbox, "help@school.example", {}});
}

std::vector<ReceivedEntry> PostOffice::all(ReceivedFilter filter) {
    return read([&](db::Read& db) { return received(db, auth::Viewer::system(), filter); });
}

MailboxId PostOffice::add_mailbox(const Mailbox& wanted, const std::string& password) {
    SealedSecrets secrets;
    secrets.password = seal_password(box_, password);
    return write([&](db::Write& db) { return save_mailbox(db, auth::Viewer::system(), monday, wanted, secrets); });
}

Mailbox PostOffice::mailbox(MailboxId id) {
    return read([&](db::Read& db) { return find_mailbox(db, auth::Viewer::system(), id); });
}

void PostOffice::run_jobs(base::Instant now) { jobs::run_due(*database_, services_, registry_, now); }

// --- The server ---

ImapStub::ImapStub() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool listening = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener_, 8) == 0;
    if (!listening) throw std::runtime_error("the mail server of the test cannot listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { listen(); });
}

ImapStub::~ImapStub() {
    stopping_ = true;
    thread_.join();
    for (auto& one : talks_) one.join();
    ::close(listener_);
}

Mailbox ImapStub::mailbox() const {
    Mailbox one;
    one.name = "Help desk";
    one.address = "help@school.example";
    one.host = "127.0.0.1";
    one.port = port_;
    one.tls = Tls::none;
    one.user = "help";
    return one;
}

void ImapStub::add(std::int64_t uid, const std::string& raw, bool seen, std::int64_t size) {
    std::scoped_lock lock(mutex_);
    messages_.push_back({uid, raw, seen, size});
}

std::vector<ImapStub::Message> ImapStub::messages() const {
    std::scoped_lock lock(mutex_);
    return messages_;
}

std::vector<std::string> ImapStub::commands() const {
    std::scoped_lock lock(mutex_);
    return commands_;
}

void ImapStub::mark_read(std::int64_t uid) {
    const std::lock_guard guard(mutex_);
    for (auto& one : messages_) one.seen = one.seen || one.uid == uid;
}

void ImapStub::set_validity(std::int64_t validity) {
    std::scoped_lock lock(mutex_);
    validity_ = validity;
}

void ImapStub::answer(const std::string& words, const std::string& reply) {
    std::scoped_lock lock(mutex_);
    if (reply.empty()) answers_.erase(words);
    else answers_[words] = reply;
}

static bool readable(int socket, const std::atomic<bool>& stopping) {
    pollfd wait{socket, POLLIN, 0};
    while (!stopping) {
        if (::poll(&wait, 1, 20) > 0) return true;
    }
    return false;
}

void ImapStub::listen() {
    while (readable(listener_, stopping_)) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket >= 0) talks_.emplace_back([this, socket] { talk(socket); });
    }
}

static bool send_all(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

void ImapStub::talk(int socket) {
    std::string unread;
    bool going = send_all(socket, "* OK stub\r\n");
    while (going && readable(socket, stopping_)) {
        char buffer[4096];
        const auto count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0) break;
        unread.append(buffer, static_cast<std::size_t>(count));
        for (auto end = unread.find("\r\n"); going && end != unread.npos; end = unread.find("\r\n")) {
            const auto line = unread.substr(0, end);
            unread.erase(0, end + 2);
            const auto space = line.find(' ');
            const auto reply = reply_to(line.substr(0, space), space == line.npos ? "" : line.substr(space + 1));
            going = reply != "drop" && send_all(socket, reply);
        }
    }
    ::close(socket);
}

static std::int64_t first_number(const std::string& text, std::size_t at) { return base::parse_integer(text.substr(at, text.find_first_not_of("0123456789", at) - at)).value_or(0); }

std::string ImapStub::reply_to(const std::string& tag, const std::string& command) {
    std::scoped_lock lock(mutex_);
    commands_.push_back(command);
    for (const auto& [words, reply] : answers_) {
        if (command.find(words) != command.npos) return reply == "drop" ? reply : tag + ' ' + reply + "\r\n";
    }
    auto done = tag + " OK done\r\n";
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 MOVE UIDPLUS\r\n" + done;
    if (command.starts_with("SELECT")) return "* " + std::to_string(messages_.size()) + " EXISTS\r\n* OK [UIDVALIDITY " + std::to_string(validity_) + "] fine\r\n" + done;
    if (command.starts_with("UID STORE")) {
        const auto words = base::split(command, ' ');
        const auto named = base::split(words.at(2), ',');
        for (auto& one : messages_) {
            if (std::ranges::find(named, std::to_string(one.uid)) != named.end()) one.seen = words.at(3).starts_with('+');
        }
        return done;
    }
    if (command.starts_with("UID MOVE")) {
        const auto set = base::split(command, ' ').at(2);
        for (auto uid : base::split(set, ',')) std::erase_if(messages_, [&](const Message& one) { return std::to_string(one.uid) == uid; });
        return done;
    }
    if (!command.starts_with("UID FETCH ")) return done;
    const auto uid = first_number(command, 10);
    std::string lines;
    int number = 0;
    for (auto& one : messages_) {
        ++number;
        const auto begin = "* " + std::to_string(number) + " FETCH (UID " + std::to_string(one.uid);
        const bool whole = command.find("BODY[]") != command.npos, header = command.find("BODY[HEADER]") != command.npos;
        if (whole || header) {
            if (one.uid != uid) continue;
            const auto body = whole ? one.raw : one.raw.substr(0, one.raw.find("\r\n\r\n") + 4);
            one.seen = true;
            lines += begin + " BODY[] {" + std::to_string(body.size()) + "}\r\n" + body + ")\r\n";
        } else if (one.uid >= uid || &one == &messages_.back()) {
            lines += begin + " FLAGS (" + (one.seen ? "\\Seen" : "") + ") INTERNALDATE \"23-Nov-2026 08:05:00 +0000\" RFC822.SIZE " + std::to_string(one.size ? one.size : static_cast<std::int64_t>(one.raw.size())) + ")\r\n";
        }
    }
    return lines + done;
}

}  // namespace mail::testing
