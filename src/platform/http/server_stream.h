/// One event stream of /live. Only for this room.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/live_hub.h"
#include "http/message.h"

namespace http {

struct Hall;

/// "A,B" of ?topics=; empty when there are none, more than 20, or one of more than 100 bytes.
std::vector<std::string> live_topics(const Request& request);

/// The head of the answer. The server that stands between is asked to pass on what comes at once.
constexpr std::string_view live_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\n"
    "Connection: close\r\n\r\n";

/// Made, asked and closed on the thread of its connection.
class LiveStream {
public:
    LiveStream(const boost::asio::any_io_executor& executor, Hall& hall, const std::vector<std::string>& topics);
    ~LiveStream();

    /// What to send next: events, or a heartbeat when nothing came for that long. Absent when the stream is closed.
    boost::asio::awaitable<std::optional<std::string>> next(std::chrono::milliseconds heartbeat);
    void close();

private:
    struct Inbox;
    Hall& hall_;
    std::shared_ptr<Inbox> inbox_;
    std::int64_t number_ = 0;
};

}  // namespace http
