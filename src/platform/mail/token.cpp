#include "mail/token.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include <boost/json.hpp>
#include <curl/curl.h>

#include "base/text.h"
#include "mail/imap.h"

namespace mail {

namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
    std::string copy(text);
    curl_free(text);
    return copy;
}

std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
    constexpr std::size_t most = 64 * 1024;
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + size * count > most) return 0;
    body.append(data, size * count);
    return size * count;
}

}  // namespace

std::string problem_with_token_url(std::string_view text) {
    const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) return "not an address";
    const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
    const bool encrypted = scheme == "https" || (scheme == "http" && is_loopback(part_of(url.get(), CURLUPART_HOST)));
    if (!encrypted) return "the address must begin with https://";
    return part_of(url.get(), CURLUPART_USER).empty() ? "" : "user and password do not belong into the address";
}

static std::string form_field(CURL* curl, const char* name, const std::string& value) {
    if (value.empty()) return "";
    char* escaped = curl_easy_escape(curl, value.c_str(), static_cast<int>(value.size()));
    std::string field = std::string("&") + name + "=" + (escaped ? escaped : "");
    curl_free(escaped);
    return field;
}

static std::string form_of(CURL* curl, const TokenQuestion& question) {
    std::string form = question.refresh_token.empty() ? "grant_type=client_credentials" : "grant_type=refresh_token";
    form += form_field(curl, "client_id", question.client_id) + form_field(curl, "client_secret", question.client_secret);
    return form + form_field(curl, "refresh_token", question.refresh_token) + form_field(curl, "scope", question.scope);
}

static std::string text_in(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

static TokenAnswer read_answer(const std::string& body, long status) {
    boost::system::error_code broken;
    const auto parsed = boost::json::parse(body, broken);
    TokenAnswer answer;
    if (broken || !parsed.is_object()) {
        answer.said = "status " + std::to_string(status);
        return answer;
    }
    const auto& object = parsed.get_object();
    answer.access_token = text_in(object, "access_token");
    answer.refresh_token = text_in(object, "refresh_token");
    if (const auto* lasts = object.if_contains("expires_in"); lasts && lasts->is_int64()) answer.lasts = std::chrono::seconds(std::clamp<std::int64_t>(lasts->get_int64(), 60, 86'400));
    if (answer.access_token.empty()) {
        // The description of some says which user, when and from where; the code says what is wrong.
        answer.said = std::string(base::first_code_points(text_in(object, "error") + " " + text_in(object, "error_description"), 300));
    }
    return answer;
}

TokenAnswer ask_token(const TokenQuestion& question) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    TokenAnswer answer;
    if (auto problem = problem_with_token_url(question.url); !problem.empty()) {
        answer.said = problem;
        return answer;
    }
    const std::unique_ptr<CURL, FreeCurl> curl(curl_easy_init());
    const auto form = form_of(curl.get(), question);
    std::string body;
    curl_easy_setopt(curl.get(), CURLOPT_URL, question.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, form.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) {
        answer.said = curl_easy_strerror(code);
        return answer;
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    return read_answer(body, status);
}

}  // namespace mail
