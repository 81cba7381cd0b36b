/// The web server: listens, reads requests within limits, lets workers answer them, sends the answers.
///
/// I/O threads each have an io_context and listening sockets of their own (SO_REUSEPORT) and never touch the database; workers run the
/// Dispatcher. A worker does not wait for the commit of a change: the writer that committed it hands the answer back. Several processes
/// may serve one PostgreSQL: nothing here outlives a request but connections and the figures of /metrics.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/dispatcher.h"

namespace http {

struct TlsFiles {
    std::string certificate;  // PEM, with the chain
    std::string key;          // PEM
};

/// What one client may ask of the server. A whole school may stand behind one address, so limits by address are wide; loopback and trusted
/// proxies have none.
struct ServerLimits {
    std::chrono::milliseconds idle{60'000};       // between requests of a connection
    std::chrono::milliseconds head{10'000};       // from its first byte to the end of a request's head; TLS handshakes too
    std::chrono::milliseconds body{30'000};       // and as long as its bytes take at `slowest`
    std::chrono::milliseconds write{30'000};      // likewise, for the answer
    std::size_t slowest_bytes_per_second = 32 * 1024;
    std::size_t longest_target = 8 * 1024;
    std::size_t longest_head = 32 * 1024;
    std::size_t bodies = 512 * mebibyte;          // of all requests together that are held at one time
    std::size_t bodies_of_strangers = 128 * mebibyte;  // what of it may go to large ones of who is not signed in
    std::size_t large_body = mebibyte;            // above it the door is asked before the body is read
    int connections = 8192;
    int connections_of_address = 1024;
    int streams_of_address = 512;                 // of /live
    double requests_per_second_of_address = 300;  // a token bucket; this process's share when several serve one district
    double burst_of_address = 3000;
    double requests_per_second_of_token = 20;     // of an API token
    double burst_of_token = 200;
    std::chrono::milliseconds live_heartbeat{20'000};
    std::chrono::milliseconds grace{30'000};      // for running calls when the server is told to stop
};

struct ServerSettings {
    std::string listen = "127.0.0.1:8080";  // port 0: any that is free
    std::string admin_listen;               // for /metrics; empty: none
    std::optional<TlsFiles> tls;
    /// Networks ("10.0.0.0/8", "::1") whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
    /// A file for a line an answer (http/access_log.h); empty: none.
    std::string access_log;
    int io_threads = 0;  // 0: by the number of processors
    int workers = 0;
    ServerLimits limits;
};

class Server {
public:
    /// Listens already when it returns; what is given outlives the server. Throws std::runtime_error saying what to change when an
    /// address is taken or wrong, a network cannot be read or a certificate cannot be used.
    Server(const ServerSettings& settings, const Services& services, const Dispatcher& dispatcher);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves until stop() is called or SIGTERM or SIGINT comes: then no new connections are taken, running calls are answered, and it returns.
    void run();
    /// From any thread.
    void stop();

    std::uint16_t port() const;
    std::uint16_t admin_port() const;  // 0: none

private:
    struct House;
    std::unique_ptr<House> house_;
};

}  // namespace http
