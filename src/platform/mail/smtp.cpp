#include "mail/smtp.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include <curl/curl.h>

#include "base/text.h"

namespace mail {

constexpr long connect_seconds = 15;
constexpr long letter_seconds = 120;

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

static std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
    std::string result(text);
    curl_free(text);
    return result;
}

static std::unique_ptr<CURLU, FreeUrl> parse_url(std::string_view text) {
    std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) url.reset();
    return url;
}

std::string problem_with(std::string_view text) {
    auto url = parse_url(text);
    if (!url) return "not an address";
    auto scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme != "smtp" && scheme != "smtps") return "the address must begin with smtp:// or smtps://";
    if (part_of(url.get(), CURLUPART_HOST).empty()) return "the server's name is missing";
    if (!part_of(url.get(), CURLUPART_USER).empty()) return "user and password do not belong into the address";
    return "";
}

bool must_encrypt(std::string_view text) {
    auto url = parse_url(text);
    auto host = url ? part_of(url.get(), CURLUPART_HOST) : "";
    return host != "localhost" && host != "127.0.0.1" && host != "[::1]";
}

/// Where in the conversation we are: who is to blame for a refusal depends on it. After a refusal libcurl takes leave, and what the
/// server says to that is of no interest.
enum class Stage { greeting, sender, recipient, text, leaving };

static Stage stage_after(std::string_view command) {
    if (command.starts_with("RCPT")) return Stage::recipient;
    if (command.starts_with("DATA")) return Stage::text;
    if (command.starts_with("QUIT")) return Stage::leaving;
    return command.starts_with("MAIL") ? Stage::sender : Stage::greeting;
}

/// The conversation as far as it matters: the last answer, and to what.
struct Answer {
    Stage to = Stage::greeting;
    long code = 0;
    std::string words;
};

static long code_of(std::string_view reply) { return base::parse_integer(reply.substr(0, 3)).value_or(0); }

struct SmtpConnection::Handle {
    CURL* curl = nullptr;
    Stage stage = Stage::greeting;
    Answer answer;
    std::string_view unsent;

    static int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
        auto& handle = *static_cast<Handle*>(self);
        std::string_view line(data, size);
        if (type == CURLINFO_HEADER_OUT) handle.begin(stage_after(line));
        bool matters = type == CURLINFO_HEADER_IN && handle.stage != Stage::leaving;
        if (matters) handle.answer = {handle.stage, code_of(line), base::collapse_space(base::repair_utf8(line))};
        return 0;
    }

    void begin(Stage next) {
        stage = next;
        if (next != Stage::leaving) answer = {next, 0, ""};
    }

    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self) {
        auto& unsent = static_cast<Handle*>(self)->unsent;
        auto bytes = std::min(size * count, unsent.size());
        std::memcpy(buffer, unsent.data(), bytes);
        unsent.remove_prefix(bytes);
        return bytes;
    }
};

SmtpConnection::SmtpConnection(SmtpServer server) : handle_(std::make_unique<Handle>()), server_(std::move(server)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    handle_->curl = curl_easy_init();
    if (!handle_->curl) throw std::runtime_error("libcurl does not start");
    auto* curl = handle_->curl;
    curl_easy_setopt(curl, CURLOPT_URL, server_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(must_encrypt(server_.url) ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, letter_seconds);
    if (!server_.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server_.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, Handle::read);
    curl_easy_setopt(curl, CURLOPT_READDATA, handle_.get());
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, Handle::listen);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, handle_.get());
}

SmtpConnection::~SmtpConnection() { curl_easy_cleanup(handle_->curl); }

/// What the end of a conversation means.
static Delivery judge(CURLcode code, const Answer& answer) {
    using Kind = Delivery::Kind;
    if (code == CURLE_OK) return {Kind::accepted, answer.words};
    bool about_this_letter = answer.to == Stage::recipient || answer.to == Stage::text;
    if (about_this_letter && answer.code >= 500) return {Kind::refused, answer.words};
    if (about_this_letter && answer.code >= 400) return {Kind::later, answer.words};
    // The connection broke, or the server refuses whatever we say. When it broke in the text, that text may be the reason.
    std::string said = answer.code >= 400 ? answer.words : curl_easy_strerror(code);
    return {answer.to == Stage::text ? Kind::later : Kind::server_trouble, said};
}

Delivery SmtpConnection::deliver(const std::string& from, const std::string& to, std::string_view message) {
    auto* curl = handle_->curl;
    curl_slist* recipients = curl_slist_append(nullptr, ('<' + to + '>').c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ('<' + from + '>').c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    handle_->begin(Stage::greeting);
    handle_->unsent = message;
    CURLcode code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(recipients);
    return judge(code, handle_->answer);
}

}  // namespace mail
