#include <chrono>

#include <fmt/format.h>

#include "base/log.h"
#include "db/db.h"
#include "http/assets.h"
#include "http/server_head.h"
#include "http/server_house.h"

namespace http {

bool Crowd::enter(const std::string& address, int most) {
    std::lock_guard lock(mutex_);
    int& count = present_[address];
    if (count >= most) return false;
    ++count;
    return true;
}

void Crowd::leave(const std::string& address) {
    std::lock_guard lock(mutex_);
    auto found = present_.find(address);
    if (--found->second == 0) present_.erase(found);
}

static Response plain(int status, std::string text) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(text);
    response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    return response;
}

std::optional<Response> answer_at_once(Hall& hall, const Request& request, Entrance entrance) {
    if (request.path == "/healthz") return plain(ok, "alive\n");
    if (entrance == Entrance::admin) {
        if (request.path == "/readyz" || request.path == "/metrics") return std::nullopt;
        return plain(not_found, "Here are /metrics, /healthz and /readyz.\n");
    }
    constexpr std::string_view folder = "/assets/";
    const bool asset = request.path.starts_with(folder) && (request.method == Method::get || request.method == Method::head);
    if (asset && hall.services.assets) return hall.services.assets->answer(request, request.path.substr(folder.size()));
    return std::nullopt;
}

bool is_throttled(Hall& hall, const Request& request) {
    const auto now = std::chrono::steady_clock::now();
    auto authorization = request.header("authorization");
    bool over = false;
    if (authorization.starts_with("Bearer ")) over = !hall.tokens.take(std::to_string(std::hash<std::string_view>()(authorization)), now);
    if (!over && !is_loopback_address(request.peer)) over = !hall.addresses.take(request.peer, now);
    if (over) hall.figures.throttled.add();
    return over;
}

Response no_room_for_body(Hall& hall, const Request& request) {
    hall.figures.refused_bodies.add();
    const auto language = html::negotiate(request.header("accept-language"));
    auto words = [&](std::string_view key) { return hall.services.messages->find(language, key).value_or(""); };
    return refusal(unavailable, words("html.error.no_room_for_body.title"), words("html.error.no_room_for_body.detail")).header("Retry-After", "60");
}

static Response readiness(Hall& hall) {
    try {
        hall.services.database->read([](db::Read& db) { return db.query("SELECT 1").one_integer(); });
        return hall.stopping ? plain(unavailable, "stopping\n") : plain(ok, "ready\n");
    } catch (const std::exception& trouble) {
        base::log::warning("not ready: {}", trouble.what());
        return plain(unavailable, "the database does not answer\n");
    }
}

static Response figures(Hall& hall) {
    const auto database = hall.services.database->statistics();
    metrics::gauge("belltower_db_commits", "Commits since the start").set(static_cast<double>(database.commits));
    metrics::gauge("belltower_db_transactions", "Changes since the start; several share a commit").set(static_cast<double>(database.transactions));
    metrics::gauge("belltower_db_clashes", "Transactions that were run again").set(static_cast<double>(database.clashes));
    metrics::gauge("belltower_db_slow_writes", "Changes that held the writer for more than 20 ms").set(static_cast<double>(database.slow_writes));
    Response response = plain(ok, metrics::text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

void answer_on_worker(Hall& hall, Request request, Entrance entrance, std::function<void(Response)> done) {
    if (request.path == "/readyz") return done(readiness(hall));
    if (entrance == Entrance::admin) return done(figures(hall));
    if (!request.too_large) {
        if (auto refused = read_body(request)) return done(std::move(*refused));
    }
    hall.dispatcher.handle(std::move(request), std::move(done));
}

}  // namespace http
