/// What all connections of a server share. Only for this room.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "http/access_log.h"
#include "http/body_budget.h"
#include "http/live_hub.h"
#include "http/metrics.h"
#include "http/proxy.h"
#include "http/server.h"
#include "http/throttle.h"

namespace http {

class Wire;

/// Counts what an address holds open.
class Crowd {
public:
    bool enter(const std::string& address, int most);
    void leave(const std::string& address);

private:
    std::mutex mutex_;
    std::map<std::string, int, std::less<>> present_;
};

/// Leaves the crowd when it goes.
class Place {
public:
    Place(Crowd& crowd, std::string address) : crowd_(&crowd), address_(std::move(address)) {}
    Place(Place&& other) noexcept : crowd_(std::exchange(other.crowd_, nullptr)), address_(std::move(other.address_)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
        if (crowd_) crowd_->leave(address_);
    }

private:
    Crowd* crowd_;
    std::string address_;
};

/// A connection as its thread knows it when the server stops.
class Guest {
public:
    virtual ~Guest() = default;
    /// Goes at once when nothing is being answered, else after the present answer.
    virtual void ask_to_leave() = 0;
};

/// The connections of one I/O thread; used on that thread only.
using Guests = std::unordered_set<Guest*>;

struct Figures {
    metrics::Histogram read_seconds = metrics::histogram("belltower_http_request_seconds", "From the whole request to the answer ready to send", {{"kind", "read"}});
    metrics::Histogram change_seconds = metrics::histogram("belltower_http_request_seconds", "From the whole request to the answer ready to send", {{"kind", "change"}});
    metrics::Counter answers[6] = {answered("other"), answered("1xx"), answered("2xx"), answered("3xx"), answered("4xx"), answered("5xx")};
    metrics::Counter refused_connections = metrics::counter("belltower_http_refused_connections_total", "Connections over a limit");
    metrics::Counter refused_bodies = metrics::counter("belltower_http_refused_bodies_total", "Bodies for which there was no room in memory");
    metrics::Counter throttled = metrics::counter("belltower_http_throttled_total", "Requests over the limit of an address or token");
    metrics::Gauge connections = metrics::gauge("belltower_http_connections", "Open connections");
    metrics::Gauge streams = metrics::gauge("belltower_http_live_streams", "Open event streams");

    static metrics::Counter answered(const char* status) {
        return metrics::counter("belltower_http_answers_total", "Answers by class of status", {{"status", status}});
    }
};

enum class Entrance { people, admin };

/// Shared by all threads of a server.
struct Hall {
    const ServerSettings settings;
    const Services& services;
    const Dispatcher& dispatcher;
    const Proxies proxies;
    Throttle addresses{settings.limits.requests_per_second_of_address, settings.limits.burst_of_address};
    Throttle tokens{settings.limits.requests_per_second_of_token, settings.limits.burst_of_token};
    BodyBudget bodies{settings.limits.bodies, settings.limits.bodies_of_strangers};
    Crowd callers;
    Crowd listeners;
    Figures figures;
    std::atomic<int> connections = 0;
    std::atomic<bool> stopping = false;
    std::optional<AccessLog> access_log;
    LiveHub live;
    boost::asio::thread_pool workers;

    Hall(const ServerSettings& wanted, const Services& shared, const Dispatcher& asked, std::size_t worker_count)
        : settings(wanted), services(shared), dispatcher(asked), proxies(wanted.trusted_proxies), live(*shared.database, [&asked] { asked.changed_elsewhere(); }), workers(worker_count) {
        if (!settings.access_log.empty()) access_log.emplace(settings.access_log);
    }
};

/// Answers the requests of one connection until it ends.
boost::asio::awaitable<void> serve(Hall& hall, Guests& guests, Wire& wire, std::string peer, Entrance entrance);

/// What is answered on the I/O thread: health, assets, refusals. Absent when a worker has to answer.
std::optional<Response> answer_at_once(Hall& hall, const Request& request, Entrance entrance);
/// Over the limit of its address or token. `from_proxy` addresses are those of people.
bool is_throttled(Hall& hall, const Request& request);
/// The answer to a body for which there is no room just now.
Response no_room_for_body(Hall& hall, const Request& request);
/// On a worker: /readyz, /metrics, or a page.
void answer_on_worker(Hall& hall, Request request, Entrance entrance, std::function<void(Response)> done);

}  // namespace http
