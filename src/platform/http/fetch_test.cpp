#include "http/fetch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

namespace {

/// Answers each connection on this machine once, with what the test says for the path.
class SmallServer {
public:
    using Answer = std::function<std::string(const std::string& path, const std::string& head)>;
    explicit SmallServer(Answer answer) : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof here;
        if (bind(listener_, reinterpret_cast<sockaddr*>(&here), size) != 0 || listen(listener_, 8) != 0) throw std::runtime_error("no port");
        getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size);
        port_ = ntohs(here.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmallServer() {
        stopping_ = true;
        thread_.join();
        close(listener_);
    }
    SmallServer(const SmallServer&) = delete;
    SmallServer& operator=(const SmallServer&) = delete;

    std::string at(std::string_view path) const { return fmt::format("http://127.0.0.1:{}{}", port_, path); }

private:
    void serve() {
        while (!stopping_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (poll(&waiting, 1, 20) <= 0) continue;
            const int connection = accept(listener_, nullptr, nullptr);
            if (connection < 0) continue;
            std::string head;
            char buffer[2048];
            while (head.find("\r\n\r\n") == std::string::npos) {
                const auto bytes = recv(connection, buffer, sizeof buffer, 0);
                if (bytes <= 0) break;
                head.append(buffer, static_cast<std::size_t>(bytes));
            }
            const auto from = head.find(' ') + 1;
            const auto answer = answer_(head.substr(from, head.find(' ', from) - from), head);
            send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
            close(connection);
        }
    }
    Answer answer_;
    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

std::string page(std::string_view status, std::string_view body, std::string_view header = "") {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}", status, body.size(), header, body);
}

http::FetchLimits here() {
    http::FetchLimits limits;
    limits.allow_loopback = true;
    limits.whole = std::chrono::seconds(3);
    return limits;
}

}  // namespace

using http::FetchTrouble;

TEST(Fetch, BringsStatusHeadersAndBody) {
    std::string seen;
    SmallServer server([&](const std::string&, const std::string& head) {
        seen = head;
        return page("404 Not Found", "gone", "X-Kind: Test\r\n");
    });
    auto answer = http::fetch(server.at("/a?b=c"), here());
    EXPECT_EQ(answer.trouble, FetchTrouble::none);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, "gone");
    EXPECT_EQ(answer.header("x-kind"), "Test");
    EXPECT_TRUE(seen.starts_with("GET /a?b=c HTTP/1.1")) << seen;
    EXPECT_NE(seen.find("User-Agent: Belltower/"), std::string::npos) << seen;
    EXPECT_EQ(seen.find("Cookie"), std::string::npos) << seen;
}

TEST(Fetch, ReadsNoMoreThanAllowed) {
    SmallServer server([&](const std::string&, const std::string&) { return page("200 OK", std::string(100'000, 'x')); });
    auto limits = here();
    limits.most_bytes = 1000;
    auto answer = http::fetch(server.at("/"), limits);
    EXPECT_EQ(answer.trouble, FetchTrouble::none);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.size(), 1000U);
    EXPECT_TRUE(answer.cut);
}

TEST(Fetch, FollowsRedirectsAndSaysWhereTheyLed) {
    SmallServer server([&](const std::string& path, const std::string&) {
        if (path == "/end") return page("200 OK", "here", "X-Last: yes\r\n");
        return page("302 Found", "", "Location: /end\r\nX-First: yes\r\n");
    });
    auto answer = http::fetch(server.at("/begin"), here());
    EXPECT_EQ(answer.body, "here");
    EXPECT_EQ(answer.url, server.at("/end"));
    EXPECT_EQ(answer.header("x-first"), "") << "headers are those of the last answer";
}

TEST(Fetch, GivesUpAfterFiveRedirects) {
    int asked = 0;
    SmallServer server([&](const std::string&, const std::string&) {
        ++asked;
        return page("302 Found", "", fmt::format("Location: /{}\r\n", asked));
    });
    EXPECT_EQ(http::fetch(server.at("/"), here()).trouble, FetchTrouble::redirects);
    EXPECT_EQ(asked, 6);
}

TEST(Fetch, RefusesThisMachineUnlessATestAllowsIt) {
    bool asked = false;
    SmallServer server([&](const std::string&, const std::string&) {
        asked = true;
        return page("200 OK", "secret");
    });
    auto answer = http::fetch(server.at("/"));
    EXPECT_EQ(answer.trouble, FetchTrouble::forbidden_address);
    EXPECT_EQ(answer.body, "");
    EXPECT_FALSE(asked);
}

TEST(Fetch, RefusesANameThatLeadsToThisMachine) {
    EXPECT_EQ(http::fetch("http://localhost:1/").trouble, FetchTrouble::forbidden_address);
}

TEST(Fetch, RefusesAPrivateAddressAfterARedirect) {
    for (std::string_view inside : {"http://10.0.0.7/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://0x0a000001/"}) {
        SmallServer server([&](const std::string&, const std::string&) { return page("302 Found", "", fmt::format("Location: {}\r\n", inside)); });
        EXPECT_EQ(http::fetch(server.at("/"), here()).trouble, FetchTrouble::forbidden_address) << inside;
    }
}

TEST(Fetch, FollowsNoRedirectToAFile) {
    SmallServer server([&](const std::string&, const std::string&) { return page("302 Found", "", "Location: file:///etc/passwd\r\n"); });
    auto answer = http::fetch(server.at("/"), here());
    EXPECT_EQ(answer.trouble, FetchTrouble::redirects);
    EXPECT_EQ(answer.body, "");
}

TEST(Fetch, SaysWhatStoodInTheWay) {
    EXPECT_EQ(http::fetch("ftp://example.org/").trouble, FetchTrouble::address);
    EXPECT_EQ(http::fetch("https://user:word@example.org/").trouble, FetchTrouble::address);
    EXPECT_EQ(http::fetch("").trouble, FetchTrouble::address);
    EXPECT_EQ(http::fetch("http://127.0.0.1:1/", here()).trouble, FetchTrouble::no_connection);
    // Without a network the name server itself is missing; with one it knows no such name (RFC 6761).
    auto nowhere = http::fetch("http://nowhere.invalid/");
    EXPECT_TRUE(nowhere.trouble == FetchTrouble::no_such_host || nowhere.trouble == FetchTrouble::no_name_server) << http::word(nowhere.trouble);
    SmallServer nonsense([&](const std::string&, const std::string&) { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"); });
    EXPECT_EQ(http::fetch(nonsense.at("/"), here()).trouble, FetchTrouble::broken);
}

TEST(Fetch, WaitsNoLongerThanAllowed) {
    SmallServer server([&](const std::string&, const std::string&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        return page("200 OK", "late");
    });
    auto limits = here();
    limits.whole = std::chrono::milliseconds(150);
    auto answer = http::fetch(server.at("/"), limits);
    EXPECT_EQ(answer.trouble, FetchTrouble::timed_out);
    EXPECT_EQ(answer.status, 0);
}

TEST(Fetch, LeavesAPauseBeforeTheSameHostIsAskedAgain) {
    SmallServer server([&](const std::string&, const std::string&) { return page("200 OK", "here"); });
    http::PoliteFetcher polite(std::chrono::milliseconds(120), here());
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(polite.fetch(server.at("/")).status, 200);
    EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(240));
}

TEST(Fetch, KnowsTheAddressesThatItNeverAsks) {
    for (std::string_view refused : {"127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
                                     "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fd00::1", "fc12::9", "ff02::1", "fec0::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
                                     "64:ff9b::10.0.0.1", "2002:0a00:0001::1", "2001::1", "2001:db8::1", "100::1", "no address", ""}) {
        EXPECT_TRUE(http::is_forbidden_address(refused)) << refused;
    }
    for (std::string_view open : {"8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "193.0.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2001:4860:4860::8888"}) {
        EXPECT_FALSE(http::is_forbidden_address(open)) << open;
    }
    EXPECT_FALSE(http::is_forbidden_address("127.0.0.1", true));
    EXPECT_FALSE(http::is_forbidden_address("::1", true));
    EXPECT_TRUE(http::is_forbidden_address("10.0.0.1", true));
    EXPECT_TRUE(http::is_forbidden_address("::ffff:10.0.0.1", true));
}
