#include "http/server_wire.h"

#include <array>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace http {

namespace asio = boost::asio;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<PlainStream>;

template <typename Stream>
class StreamWire : public Wire {
public:
    template <typename... Arguments>
    explicit StreamWire(Arguments&&... arguments) : stream_(std::forward<Arguments>(arguments)...) {}

    awaitable<ErrorCode> read(asio::mutable_buffer into, std::size_t& count) override {
        ErrorCode error;
        count = co_await stream_.async_read_some(into, redirect_error(use_awaitable, error));
        co_return error;
    }

    awaitable<ErrorCode> write(std::string_view first, std::string_view second) override {
        std::array<asio::const_buffer, 2> pieces{asio::const_buffer(first.data(), first.size()), asio::const_buffer(second.data(), second.size())};
        ErrorCode error;
        co_await asio::async_write(stream_, pieces, redirect_error(use_awaitable, error));
        co_return error;
    }

    void deadline(std::chrono::milliseconds time) override { lowest().expires_after(time); }
    void no_deadline() override { lowest().expires_never(); }
    void stop_sending() override {
        ErrorCode gone;
        lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, gone);
    }
    void close() override { lowest().close(); }

protected:
    PlainStream& lowest() { return boost::beast::get_lowest_layer(stream_); }
    Stream stream_;
};

class PlainWire : public StreamWire<PlainStream> {
public:
    using StreamWire::StreamWire;
    bool is_tls() const override { return false; }
    awaitable<ErrorCode> open() override { co_return ErrorCode(); }
    awaitable<void> finish() override { co_return; }
};

class TlsWire : public StreamWire<TlsStream> {
public:
    using StreamWire::StreamWire;
    bool is_tls() const override { return true; }
    awaitable<ErrorCode> open() override {
        ErrorCode error;
        co_await stream_.async_handshake(asio::ssl::stream_base::server, redirect_error(use_awaitable, error));
        co_return error;
    }
    awaitable<void> finish() override {
        deadline(std::chrono::seconds(2));
        ErrorCode gone;
        co_await stream_.async_shutdown(redirect_error(use_awaitable, gone));
    }
};

std::unique_ptr<Wire> plain_wire(asio::ip::tcp::socket socket) { return std::make_unique<PlainWire>(std::move(socket)); }

std::unique_ptr<Wire> tls_wire(asio::ip::tcp::socket socket, asio::ssl::context& context) {
    return std::make_unique<TlsWire>(std::move(socket), context);
}

}  // namespace http
