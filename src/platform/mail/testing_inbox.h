/// For tests of mail that comes in: a post office with a room that takes, and a mail server of a few lines that speaks IMAP.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "auth/secret.h"
#include "db/testing.h"
#include "files/files.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "mail/mailbox.h"
#include "mail/received.h"
#include "mail/testing.h"

namespace mail::testing {

const base::Instant monday = base::from_ms(1'700'000'000'000);

/// "From: ... Message-ID: <id> ... words".
std::string message(const std::string& id, const std::string& subject = "Projector", const std::string& words = "It flickers.");

/// A district that takes mail. What its room does is `room`; what it was given is in `taken`.
class PostOffice : public ::testing::Test {
protected:
    PostOffice();
    ~PostOffice() override;

    Arrived receive(const std::string& raw, std::optional<MailboxId> mailbox = {}, base::Instant now = monday);
    std::vector<ReceivedEntry> all(ReceivedFilter filter = {});
    MailboxId add_mailbox(const Mailbox& mailbox, const std::string& password = "hush");
    Mailbox mailbox(MailboxId id);
    void run_jobs(base::Instant now);
    template <typename F>
    auto read(F&& body) { return database_->read(std::forward<F>(body)); }
    template <typename F>
    auto write(F&& body) { return database_->write(std::forward<F>(body)); }

    struct Given {
        std::string subject, text, recipient;
        std::size_t attachments = 0;
        bool released = false;
    };
    std::vector<Given> taken;
    std::function<Taken(db::Write&, const Received&)> room;

    std::string folder_;
    db::testing::FreshDatabase database_{migrations()};
    files::Store files_;
    auth::SecretBox box_;
    http::Services services_;
    jobs::Registry registry_;
};

/// An IMAP server for what a real one cannot be made to do: it says what it is told. One folder; a thread for each connection.
class ImapStub {
public:
    struct Message {
        std::int64_t uid = 0;
        std::string raw;
        bool seen = false;
        std::int64_t size = 0;  // 0: as long as it is
    };
    ImapStub();
    ~ImapStub();
    ImapStub(const ImapStub&) = delete;
    ImapStub& operator=(const ImapStub&) = delete;

    int port() const { return port_; }
    Mailbox mailbox() const;
    void add(std::int64_t uid, const std::string& raw, bool seen = false, std::int64_t size = 0);
    void mark_read(std::int64_t uid);
    std::vector<Message> messages() const;
    std::vector<std::string> commands() const;
    void set_validity(std::int64_t validity);
    /// Answers each command that contains the words with this, in place of what it would say ("NO not now"; "drop" ends the connection, empty: no more).
    void answer(const std::string& words, const std::string& reply);

private:
    void listen();
    void talk(int socket);
    std::string reply_to(const std::string& tag, const std::string& command);

    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<Message> messages_;
    std::vector<std::string> commands_;
    std::map<std::string, std::string> answers_;
    std::int64_t validity_ = 7;
    std::thread thread_;
    std::vector<std::thread> talks_;
};

}  // namespace mail::testing
