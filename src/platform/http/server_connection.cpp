#include <algorithm>
#include <chrono>
#include <fstream>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/log.h"
#include "base/text.h"
#include "http/guards.h"
#include "http/server_head.h"
#include "http/server_house.h"
#include "http/server_stream.h"
#include "http/server_wire.h"

namespace http {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t file_piece = 128 * 1024;
/// Not from the wire: the budget of bodies is used up.
const ErrorCode no_room = asio::error::no_buffer_space;
constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

class Connection : public Guest {
public:
    Connection(Hall& hall, Guests& guests, Wire& wire, Arrival arrival, Entrance entrance)
        : hall_(hall), guests_(guests), limits_(hall.settings.limits), wire_(wire), arrival_(std::move(arrival)), entrance_(entrance),
          buffer_(limits_.longest_head + read_size), share_(hall.bodies) {
        guests_.insert(this);
    }
    ~Connection() override { guests_.erase(this); }

    void ask_to_leave() override {
        if (idle_) wire_.close();
        if (live_) live_->close();
    }

    awaitable<void> run() {
        // As the condition of the loop, g++ 12 calls it with a wrong `this`.
        bool more = true;
        while (more) more = co_await serve_one();
        if (unread_) co_await drain();
    }

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    /// True when the connection can take a further request.
    awaitable<bool> serve_one() {
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(limits_.longest_head));
        parser.body_limit(boost::none);  // decided when the address is known
        ErrorCode error = co_await read_head_of(parser);
        if (error) co_return co_await give_up(error);

        auto head = read_head(parser.get().base(), arrival_, hall_.proxies);
        if (auto* refused = std::get_if<Response>(&head)) co_return co_await refuse(std::move(*refused));
        Request request = std::move(std::get<Head>(head).request);
        keep_alive_ = parser.keep_alive();
        head_only_ = request.method == Method::head;
        if (hall_.access_log) remember(request);
        if (auto answer = answer_at_once(hall_, request, entrance_)) co_return co_await answer_and_skip_body(parser, std::move(*answer));
        if (is_throttled(hall_, request)) {
            co_return co_await refuse(refusal(too_many_requests, "A moment, please", "Too much came from here at once. Wait a minute and try again.").header("Retry-After", "60"));
        }
        if (entrance_ == Entrance::people && parser.is_done()) {
            if (auto answer = hall_.dispatcher.kept(request)) co_return co_await send(std::move(*answer));
        }
        if (entrance_ == Entrance::people && request.path == "/live" && request.method == Method::get) {
            co_await stream_changes(request);
            co_return false;
        }
        if (!parser.is_done()) {
            if (may_become_large(parser, request)) {
                Admission admission = co_await admission_of(request);
                if (admission.refused) co_return co_await refuse(std::move(*admission.refused));
                if (!admission.signed_in) share_.is_for_a_stranger();
            }
            error = co_await read_body_of(parser, request);
            if (error == no_room) co_return co_await refuse(no_room_for_body(hall_, request));
            if (error == boost::beast::http::error::body_limit) {
                request.too_large = true;
                leave_rest_unread();
            } else if (error) {
                co_return co_await give_up(error);
            }
        }
        if (!request.too_large) request.body = std::move(parser.get().body());
        co_return co_await answer(std::move(request));
    }

    /// What the access log tells of a request, which is on its way to a worker when the answer goes out.
    void remember(const Request& request) {
        asked_.method = request.method;
        asked_.target = request.target;
        asked_.peer = request.peer;
    }

    void deadline(std::chrono::milliseconds time) { wire_.deadline(time); }
    void deadline(std::chrono::milliseconds time, std::uint64_t bytes) {
        deadline(time + std::chrono::milliseconds(bytes * 1000 / limits_.slowest_bytes_per_second));
    }

    awaitable<ErrorCode> read_more() {
        std::size_t count = 0;
        ErrorCode error = co_await wire_.read(buffer_.prepare(read_size), count);
        buffer_.commit(count);
        co_return error;
    }

    awaitable<ErrorCode> read_head_of(Parser& parser) {
        parser.eager(false);
        idle_ = true;
        if (buffer_.size() == 0) {
            if (hall_.stopping) co_return asio::error::eof;
            deadline(limits_.idle);
            ErrorCode error = co_await read_more();
            if (error) co_return asio::error::eof;  // nobody asked anything
        }
        idle_ = false;
        deadline(limits_.head);
        while (true) {
            ErrorCode error;
            buffer_.consume(parser.put(buffer_.data(), error));
            if (error && error != boost::beast::http::error::need_more) co_return error;
            if (parser.is_header_done()) co_return ErrorCode();
            if (buffer_.size() > limits_.longest_head) co_return boost::beast::http::error::header_limit;
            error = co_await read_more();
            if (error) co_return error;
        }
    }

    /// Whether who asks is looked at before the body is read: it is large, or its length is not said and the address takes large ones.
    bool may_become_large(const Parser& parser, const Request& request) const {
        const auto most = hall_.dispatcher.body_limit(request.method, request.path);
        const auto length = parser.content_length().value_or(most);
        return length > limits_.large_body && length <= most;
    }

    awaitable<Admission> admission_of(const Request& request) {
        wire_.no_deadline();
        auto task = [&hall = hall_, head = request](auto done) mutable { done(hall.dispatcher.admit(std::move(head))); };
        co_return co_await on_worker<Admission>(std::move(task));
    }

    awaitable<ErrorCode> read_body_of(Parser& parser, Request& request) {
        const auto most = hall_.dispatcher.body_limit(request.method, request.path);
        const auto length = parser.content_length();
        if (length && *length > most) {
            // Where nothing may be sent the address is wrong, and the answer says that; what was sent is not read.
            request.too_large = most > 0;
            leave_rest_unread();
            co_return ErrorCode();
        }
        // A large body has its room before it is sent; others take it as they come, so that a promise alone holds nothing.
        if (length && *length > limits_.large_body && !share_.grow_to(*length)) co_return no_room;
        parser.body_limit(most);
        parser.eager(true);
        deadline(limits_.body, length.value_or(most));
        if (buffer_.size() == 0 && base::equal_ignoring_ascii_case(request.header("expect"), "100-continue")) {
            ErrorCode error = co_await wire_.write(continue_head, {});
            if (error) co_return error;
        }
        while (!parser.is_done()) {
            ErrorCode error;
            if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), error));
            if (error && error != boost::beast::http::error::need_more) co_return error;
            if (!share_.grow_to(parser.get().body().size())) co_return no_room;
            if (parser.is_done()) break;
            error = co_await read_more();
            if (error) co_return error;
        }
        co_return ErrorCode();
    }

    awaitable<bool> answer(Request request) {
        const auto start = std::chrono::steady_clock::now();
        const bool change = request.method != Method::get && request.method != Method::head;
        wire_.no_deadline();
        Response response = co_await from_worker(std::move(request));
        share_.give_back();
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        (change ? hall_.figures.change_seconds : hall_.figures.read_seconds).observe(seconds);
        co_return co_await send(std::move(response));
    }

    awaitable<Response> from_worker(Request request) {
        auto task = [&hall = hall_, asked = std::move(request), entrance = entrance_](auto done) mutable {
            answer_on_worker(hall, std::move(asked), entrance, std::move(done));
        };
        co_return co_await on_worker<Response>(std::move(task));
    }

    /// Runs the task on a worker and comes back to this thread with the result that it hands to its argument.
    template <typename Result, typename Task>
    awaitable<Result> on_worker(Task task) {
        auto executor = co_await asio::this_coro::executor;
        auto start = [&](auto handler) {
            using Handler = decltype(handler);
            auto waiting = std::make_shared<Handler>(std::move(handler));
            // The thread's context must not think that it is out of work meanwhile.
            auto here = asio::prefer(executor, asio::execution::outstanding_work.tracked);
            auto done = [waiting, here](Result result) {
                asio::post(here, [waiting = std::move(*waiting), ready = std::move(result)]() mutable { waiting(std::move(ready)); });
            };
            asio::post(hall_.workers, [task = std::move(task), done = std::move(done)]() mutable { task(std::move(done)); });
        };
        co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(start, use_awaitable);
    }

    awaitable<bool> send(Response response) {
        hall_.figures.answers[std::clamp(response.status / 100, 0, 5)].add();
        if (hall_.stopping) keep_alive_ = false;
        if (!response.file_path.empty()) co_return co_await send_file(response);
        std::string_view body = response.content();
        if (hall_.access_log) hall_.access_log->write(asked_, response.status, body.size(), response.for_everybody);
        const std::string head = head_text(response, body.size(), keep_alive_);
        if (head_only_ || response.status == no_content || response.status == not_modified) body = {};
        deadline(limits_.write, body.size());
        ErrorCode error = co_await wire_.write(head, body);
        co_return !error && keep_alive_;
    }

    awaitable<bool> send_file(const Response& response) {
        std::ifstream file(response.file_path, std::ios::binary | std::ios::ate);
        if (!file) {
            base::log::error("a stored file cannot be opened");
            co_return co_await refuse(refusal(internal_error, "Something went wrong on our side", "The file could not be read. Try again in a moment."));
        }
        auto left = static_cast<std::uint64_t>(file.tellg());
        file.seekg(0);
        if (hall_.access_log) hall_.access_log->write(asked_, response.status, static_cast<std::size_t>(left), false);
        deadline(limits_.write, left);
        const std::string head = head_text(response, left, keep_alive_);
        ErrorCode error = co_await wire_.write(head, {});
        std::string piece;
        while (!error && left > 0 && !head_only_) {
            piece.resize(std::min<std::uint64_t>(left, file_piece));
            if (!file.read(piece.data(), static_cast<std::streamsize>(piece.size()))) co_return false;  // cut short, and closed so that it shows
            error = co_await wire_.write(piece, {});
            left -= piece.size();
        }
        co_return !error && keep_alive_;
    }

    awaitable<bool> answer_and_skip_body(Parser& parser, Response response) {
        if (!parser.is_done()) leave_rest_unread();
        co_return co_await send(std::move(response));
    }

    awaitable<bool> give_up(ErrorCode error) {
        const bool gone = error.category() != boost::beast::http::make_error_code(boost::beast::http::error::end_of_stream).category() ||
                          error == boost::beast::http::error::end_of_stream || error == boost::beast::http::error::partial_message;
        if (gone) co_return false;
        co_return co_await refuse(refusal_for(error));
    }

    void leave_rest_unread() {
        unread_ = true;
        keep_alive_ = false;
    }

    /// Says why and closes.
    awaitable<bool> refuse(Response response) {
        leave_rest_unread();
        share_.give_back();
        co_return co_await send(std::move(response));
    }

    /// Reads on for a moment, because closing over unread bytes makes the client lose the answer.
    awaitable<void> drain() {
        wire_.stop_sending();
        deadline(std::chrono::seconds(5));
        std::size_t left = 64 * mebibyte;
        while (left > 0) {
            buffer_.clear();
            ErrorCode gone = co_await read_more();
            if (gone) break;
            left -= std::min(left, buffer_.size());
        }
    }

    awaitable<void> stream_changes(const Request& request) {
        auto topics = live_topics(request);
        keep_alive_ = false;
        const auto& public_url = hall_.services.public_url;
        if (topics.empty() || !is_our_host(request.header("host"), public_url)) {
            co_await refuse(refusal(bad_request, "No topics", "Ask for /live?topics=A,B with at most 20 topics."));
            co_return;
        }
        const bool everybody = is_loopback_address(request.peer);
        if (!hall_.listeners.enter(request.peer, everybody ? limits_.connections : limits_.streams_of_address)) {
            co_await refuse(refusal(too_many_requests, "Too many pages listen", "This page works without it.").header("Retry-After", "60"));
            co_return;
        }
        Place place(hall_.listeners, request.peer);
        live_ = std::make_shared<LiveStream>(co_await asio::this_coro::executor, hall_, topics);
        co_await follow();
        live_.reset();
    }

    awaitable<void> follow() {
        wire_.no_deadline();
        ErrorCode error = co_await wire_.write(live_head, {});
        while (!error && !hall_.stopping) {
            auto text = co_await live_->next(limits_.live_heartbeat);
            if (!text) break;
            deadline(limits_.write);
            error = co_await wire_.write(*text, {});
        }
    }

    Hall& hall_;
    Guests& guests_;
    const ServerLimits& limits_;
    Wire& wire_;
    const Arrival arrival_;
    const Entrance entrance_;
    boost::beast::flat_buffer buffer_;
    std::shared_ptr<LiveStream> live_;
    BodyShare share_;
    Request asked_;
    bool idle_ = false;
    bool keep_alive_ = true;
    bool head_only_ = false;
    bool unread_ = false;  // the client may still be sending
};

awaitable<void> serve(Hall& hall, Guests& guests, Wire& wire, std::string peer, Entrance entrance) {
    Arrival arrival;
    arrival.peer = std::move(peer);
    arrival.tls = wire.is_tls();
    arrival.longest_target = hall.settings.limits.longest_target;
    Connection connection(hall, guests, wire, std::move(arrival), entrance);
    co_await connection.run();
}

}  // namespace http
