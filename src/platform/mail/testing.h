/// For tests that send: a mail server of a few lines that says what it is told and remembers what it heard.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "db/db.h"

namespace mail::testing {

/// What a database needs so that letters can be sent; for the engine under test.
std::vector<db::Migration> migrations();

class SmtpSink {
public:
    SmtpSink();
    ~SmtpSink();
    SmtpSink(const SmtpSink&) = delete;
    SmtpSink& operator=(const SmtpSink&) = delete;

    /// "smtp://127.0.0.1:PORT".
    std::string url() const;

    struct Message {
        std::string from;
        std::string to;
        std::string data;  // with CRLF, dots unstuffed
        std::string auth;  // what followed "AUTH PLAIN"
    };
    std::vector<Message> messages() const;

    /// The answer to the next command that begins with the word ("MAIL", "RCPT", "DATA", "AUTH", "TEXT" for the end of the text); the
    /// answer "drop" ends the connection without a word, "take and drop" keeps the message first.
    void answer_once(const std::string& command, const std::string& reply);
    /// The same for every such command.
    void answer(const std::string& command, const std::string& reply);

private:
    struct Conversation;
    void listen();
    void talk(int socket);
    std::string reply_to(const std::string& command, const std::string& usual);

    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<Message> messages_;
    std::map<std::string, std::vector<std::string>> once_;
    std::map<std::string, std::string> always_;
    std::thread thread_;
};

}  // namespace mail::testing
