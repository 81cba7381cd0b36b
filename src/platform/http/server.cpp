#include "http/server.h"

#include <condition_variable>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "base/log.h"
#include "base/text.h"
#include "http/server_house.h"
#include "http/server_wire.h"

namespace http {

namespace asio = boost::asio;
using asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// "127.0.0.1:8080", "[::1]:8080".
static tcp::endpoint parse_endpoint(std::string_view text) {
    auto colon = text.rfind(':');
    auto wrong = [&] { return std::runtime_error(fmt::format("\"{}\" is not an address to listen on; write it as 127.0.0.1:8080 or [::]:8080", text)); };
    if (colon == std::string_view::npos) throw wrong();
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    auto port = base::parse_integer(text.substr(colon + 1));
    ErrorCode error;
    auto address = asio::ip::make_address(std::string(host), error);
    if (error || !port || *port < 0 || *port > 65535) throw wrong();
    return {address, static_cast<std::uint16_t>(*port)};
}

static asio::ssl::context tls_context(const TlsFiles& files) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1 | asio::ssl::context::single_dh_use);
    ErrorCode error;
    context.use_certificate_chain_file(files.certificate, error);
    if (error) throw std::runtime_error(fmt::format("the certificate {} cannot be used: {}", files.certificate, error.message()));
    context.use_private_key_file(files.key, asio::ssl::context::pem, error);
    if (error) throw std::runtime_error(fmt::format("the key {} cannot be used: {}", files.key, error.message()));
    return context;
}

/// One I/O thread with its connections.
struct Desk {
    asio::io_context context{1};
    std::vector<std::unique_ptr<tcp::acceptor>> doors;
    Guests guests;
};

struct Server::House {
    Hall hall;
    std::optional<asio::ssl::context> tls;
    std::vector<std::unique_ptr<Desk>> desks;
    std::optional<asio::signal_set> signals;  // used on the first desk's thread
    std::uint16_t port = 0;
    std::uint16_t admin_port = 0;
    std::mutex mutex;
    std::condition_variable finished;
    std::size_t running = 0;

    House(const ServerSettings& settings, const Services& services, const Dispatcher& dispatcher, std::size_t workers)
        : hall(settings, services, dispatcher, workers) {}
    ~House() {
        // Connections that are left go before the hall they stand in.
        hall.workers.join();
        signals.reset();
        desks.clear();
    }

    std::uint16_t open_doors(std::string_view listen, Entrance entrance, std::size_t count);
    asio::awaitable<void> welcome(Desk& desk, tcp::acceptor& door, Entrance entrance);
    asio::awaitable<void> accompany(Desk& desk, tcp::socket socket, Entrance entrance);
    asio::awaitable<void> serve(Desk& desk, tcp::socket socket, std::string peer, Entrance entrance);
    void work_at(Desk& desk);
    void wait_and_close();
};

/// SO_REUSEPORT would let a second server of the same person share the port in silence.
static void refuse_taken(asio::io_context& context, const tcp::endpoint& at, std::string_view listen) {
    ErrorCode error;
    tcp::acceptor probe(context);
    probe.open(at.protocol());
    probe.set_option(tcp::acceptor::reuse_address(true));
    probe.bind(at, error);
    if (error) throw std::runtime_error(fmt::format("cannot listen on {}: {}. Is another server running there?", listen, error.message()));
}

std::uint16_t Server::House::open_doors(std::string_view listen, Entrance entrance, std::size_t count) {
    tcp::endpoint at = parse_endpoint(listen);
    refuse_taken(desks.front()->context, at, listen);
    for (std::size_t index = 0; index < count; ++index) {
        Desk& desk = *desks[index];
        auto door = std::make_unique<tcp::acceptor>(desk.context);
        door->open(at.protocol());
        door->set_option(tcp::acceptor::reuse_address(true));
        door->set_option(ReusePort(true));
        if (at.address().is_v6() && at.address().is_unspecified()) door->set_option(asio::ip::v6_only(false));
        door->bind(at);
        door->listen(4096);
        at.port(door->local_endpoint().port());
        asio::co_spawn(desk.context, welcome(desk, *door, entrance), asio::detached);
        desk.doors.push_back(std::move(door));
    }
    return at.port();
}

asio::awaitable<void> Server::House::welcome(Desk& desk, tcp::acceptor& door, Entrance entrance) {
    while (!hall.stopping) {
        ErrorCode error;
        auto socket = co_await door.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted || hall.stopping) co_return;
        if (error) {  // out of file descriptors, most likely: those who leave make room
            asio::steady_timer pause(desk.context, std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        asio::co_spawn(desk.context, accompany(desk, std::move(socket), entrance), asio::detached);
    }
}

asio::awaitable<void> Server::House::accompany(Desk& desk, tcp::socket socket, Entrance entrance) {
    const int open = ++hall.connections;
    hall.figures.connections.set(open);
    ErrorCode error;
    socket.set_option(tcp::no_delay(true), error);
    const auto peer = socket.remote_endpoint(error).address().to_string();
    const bool unlimited = is_loopback_address(peer) || hall.proxies.trusts(peer);
    if (open > hall.settings.limits.connections || !hall.callers.enter(peer, unlimited ? hall.settings.limits.connections : hall.settings.limits.connections_of_address)) {
        hall.figures.refused_connections.add();
    } else {
        Place place(hall.callers, peer);
        co_await serve(desk, std::move(socket), peer, entrance);
    }
    hall.figures.connections.set(--hall.connections);
}

asio::awaitable<void> Server::House::serve(Desk& desk, tcp::socket socket, std::string peer, Entrance entrance) {
    try {
        const bool encrypted = tls && entrance == Entrance::people;
        auto wire = encrypted ? tls_wire(std::move(socket), *tls) : plain_wire(std::move(socket));
        wire->deadline(hall.settings.limits.head);
        ErrorCode error = co_await wire->open();
        if (error) co_return;
        co_await http::serve(hall, desk.guests, *wire, std::move(peer), entrance);
        co_await wire->finish();
    } catch (const std::exception& trouble) {
        base::log::error("a connection ended early: {}", trouble.what());
    }
}

void Server::House::work_at(Desk& desk) {
    desk.context.run();
    std::lock_guard lock(mutex);
    --running;
    finished.notify_all();
}

void Server::House::wait_and_close() {
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return hall.stopping || running == 0; });
    if (!finished.wait_for(lock, hall.settings.limits.grace, [&] { return running == 0; })) {
        base::log::warning("stopped with calls still running");
        for (auto& desk : desks) desk->context.stop();
    }
}

static std::size_t or_default(int wanted, std::size_t otherwise) { return wanted > 0 ? static_cast<std::size_t>(wanted) : otherwise; }

Server::Server(const ServerSettings& settings, const Services& services, const Dispatcher& dispatcher) {
    const std::size_t processors = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t threads = or_default(settings.io_threads, std::max<std::size_t>(1, processors / 2));
    house_ = std::make_unique<House>(settings, services, dispatcher, or_default(settings.workers, processors + 2));
    if (settings.tls) house_->tls.emplace(tls_context(*settings.tls));
    for (std::size_t index = 0; index < threads; ++index) house_->desks.push_back(std::make_unique<Desk>());
    house_->port = house_->open_doors(settings.listen, Entrance::people, threads);
    if (!settings.admin_listen.empty()) house_->admin_port = house_->open_doors(settings.admin_listen, Entrance::admin, 1);
}

Server::~Server() = default;

void Server::run() {
    house_->signals.emplace(house_->desks.front()->context, SIGTERM, SIGINT);
    house_->signals->async_wait([this](ErrorCode error, int) {
        if (!error) stop();
    });
    {
        std::lock_guard lock(house_->mutex);
        house_->running = house_->desks.size();
    }
    std::vector<std::thread> threads;
    for (auto& desk : house_->desks) threads.emplace_back([this, &desk] { house_->work_at(*desk); });
    house_->wait_and_close();
    for (auto& thread : threads) thread.join();
}

void Server::stop() {
    {
        std::lock_guard lock(house_->mutex);
        house_->hall.stopping = true;
    }
    for (auto& desk : house_->desks) {
        asio::post(desk->context, [&desk = *desk] {
            for (auto& door : desk.doors) door->close();
            for (Guest* guest : desk.guests) guest->ask_to_leave();
        });
    }
    asio::post(house_->desks.front()->context, [this] {
        if (house_->signals) house_->signals->cancel();
    });
    house_->finished.notify_all();
}

std::uint16_t Server::port() const { return house_->port; }
std::uint16_t Server::admin_port() const { return house_->admin_port; }

}  // namespace http
