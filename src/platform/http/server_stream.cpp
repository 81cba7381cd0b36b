#include "http/server_stream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include "base/text.h"
#include "http/server_house.h"

namespace http {

namespace asio = boost::asio;

constexpr std::size_t most_topics = 20;
constexpr std::size_t longest_topic = 100;

std::vector<std::string> live_topics(const Request& request) {
    std::vector<std::string> topics;
    for (auto topic : base::split(request.query.text("topics"), ',')) {
        if (topic.empty()) continue;
        if (topic.size() > longest_topic || topics.size() == most_topics) return {};
        topics.emplace_back(topic);
    }
    return topics;
}

static std::string event_text(const LiveEvent& event) {
    return "data: " + boost::json::serialize(boost::json::object{{"topic", event.topic}, {"version", event.id}}) + "\n\n";
}

/// What came and was not sent yet. Lives as long as the hub may still post to it.
struct LiveStream::Inbox {
    explicit Inbox(const asio::any_io_executor& executor) : wake(executor) {}
    asio::steady_timer wake;
    std::string text;
    bool closed = false;
};

LiveStream::LiveStream(const asio::any_io_executor& executor, Hall& hall, const std::vector<std::string>& topics)
    : hall_(hall), inbox_(std::make_shared<Inbox>(executor)) {
    auto joined = hall.live.join(topics, [executor, inbox = std::weak_ptr<Inbox>(inbox_)](const LiveEvent& event) {
        asio::post(executor, [inbox, text = event_text(event)] {
            auto there = inbox.lock();
            if (!there) return;
            there->text += text;
            there->wake.cancel();
        });
    });
    number_ = joined.number;
    for (const auto& event : joined.present) inbox_->text += event_text(event);
    hall_.figures.streams.add(1);
}

LiveStream::~LiveStream() {
    hall_.live.leave(number_);
    hall_.figures.streams.add(-1);
}

asio::awaitable<std::optional<std::string>> LiveStream::next(std::chrono::milliseconds heartbeat) {
    auto inbox = inbox_;
    if (inbox->text.empty() && !inbox->closed) {
        inbox->wake.expires_after(heartbeat);
        boost::system::error_code cancelled;
        co_await inbox->wake.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
    if (inbox->closed) co_return std::nullopt;
    if (inbox->text.empty()) co_return ": still here\n\n";
    co_return std::exchange(inbox->text, {});
}

void LiveStream::close() {
    inbox_->closed = true;
    inbox_->wake.cancel();
}

}  // namespace http
