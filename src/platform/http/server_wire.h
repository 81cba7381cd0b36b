/// A connection's bytes, over TLS or not. Only for this room.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace http {

using ErrorCode = boost::system::error_code;

class Wire {
public:
    virtual ~Wire() = default;
    virtual bool is_tls() const = 0;
    /// Agrees on keys, where there are any.
    virtual boost::asio::awaitable<ErrorCode> open() = 0;
    virtual boost::asio::awaitable<ErrorCode> read(boost::asio::mutable_buffer into, std::size_t& count) = 0;
    /// Both, in one write where that is possible.
    virtual boost::asio::awaitable<ErrorCode> write(std::string_view first, std::string_view second) = 0;
    /// Says goodbye as the protocol has it.
    virtual boost::asio::awaitable<void> finish() = 0;
    /// For all that follows, until another one is set. The connection is closed when it passes.
    virtual void deadline(std::chrono::milliseconds time) = 0;
    virtual void no_deadline() = 0;
    virtual void stop_sending() = 0;
    virtual void close() = 0;
};

std::unique_ptr<Wire> plain_wire(boost::asio::ip::tcp::socket socket);
/// The context outlives the wire.
std::unique_ptr<Wire> tls_wire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace http
