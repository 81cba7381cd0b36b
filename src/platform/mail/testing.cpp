#include "mail/testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "auth/auth.h"
#include "base/embedded.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "http/http.h"
#include "jobs/jobs.h"
#include "mail/mail.h"

namespace mail::testing {

std::vector<db::Migration> migrations() {
    std::vector<db::Migration> all;
    for (auto files : {db::embedded(), auth::embedded(), http::embedded(), jobs::embedded(), embedded()}) {
        for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(std::move(migration));
    }
    return all;
}

SmtpSink::SmtpSink() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bool listening = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(listener_, 8) == 0;
    if (!listening) throw std::runtime_error("the mail server of the test cannot listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { listen(); });
}

SmtpSink::~SmtpSink() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

std::string SmtpSink::url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

std::vector<SmtpSink::Message> SmtpSink::messages() const {
    std::scoped_lock lock(mutex_);
    return messages_;
}

void SmtpSink::answer_once(const std::string& command, const std::string& reply) {
    std::scoped_lock lock(mutex_);
    once_[command].push_back(reply);
}

void SmtpSink::answer(const std::string& command, const std::string& reply) {
    std::scoped_lock lock(mutex_);
    always_[command] = reply;
}

std::string SmtpSink::reply_to(const std::string& command, const std::string& usual) {
    std::scoped_lock lock(mutex_);
    if (auto& waiting = once_[command]; !waiting.empty()) {
        auto reply = waiting.front();
        waiting.erase(waiting.begin());
        return reply;
    }
    auto always = always_.find(command);
    return always == always_.end() ? usual : always->second;
}

static bool readable(int socket, const std::atomic<bool>& stopping) {
    pollfd wait{socket, POLLIN, 0};
    while (!stopping) {
        if (::poll(&wait, 1, 20) > 0) return true;
    }
    return false;
}

void SmtpSink::listen() {
    while (readable(listener_, stopping_)) {
        int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) continue;
        talk(socket);
        ::close(socket);
    }
}

struct SmtpSink::Conversation {
    int socket;
    const std::atomic<bool>& stopping;
    std::string unread;

    bool line(std::string& text) {
        for (auto end = unread.find("\r\n"); ; end = unread.find("\r\n")) {
            if (end != unread.npos) {
                text = unread.substr(0, end);
                unread.erase(0, end + 2);
                return true;
            }
            char buffer[4096];
            if (!readable(socket, stopping)) return false;
            auto count = ::recv(socket, buffer, sizeof buffer, 0);
            if (count <= 0) return false;
            unread.append(buffer, static_cast<std::size_t>(count));
        }
    }
    bool say(const std::string& reply) {
        if (reply == "drop") return false;
        auto bytes = reply + "\r\n";
        return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
    }
    std::string data() {
        std::string all, text;
        while (line(text) && text != ".") all += (text.starts_with("..") ? text.substr(1) : text) + "\r\n";
        return all;
    }
};

void SmtpSink::talk(int socket) {
    Conversation with{socket, stopping_, {}};
    Message message;
    std::string command;
    if (!with.say(reply_to("CONNECT", "220 sink"))) return;
    while (with.line(command)) {
        auto word = command.substr(0, 4);
        std::string reply = "250 fine";
        if (word == "EHLO") reply = "250-sink\r\n250 AUTH PLAIN";
        if (word == "AUTH") reply = "235 welcome";
        if (word == "DATA") reply = "354 go on";
        if (word == "AUTH") message.auth = command.substr(std::min(command.size(), std::size_t{11}));
        if (word == "MAIL") message.from = command.substr(10, command.find('>') - 9);
        if (word == "RCPT") message.to = command.substr(8, command.find('>') - 7);
        reply = reply_to(word, reply);
        if (!with.say(reply)) return;
        if (word == "QUIT") return;
        if (word != "DATA" || !reply.starts_with("354")) continue;
        message.data = with.data();
        reply = reply_to("TEXT", "250 taken");
        if (reply.starts_with("250") || reply == "take and drop") {
            std::scoped_lock lock(mutex_);
            messages_.push_back(message);
        }
        if (reply == "take and drop" || !with.say(reply)) return;
    }
}

}  // namespace mail::testing
