/// A request and a response as handlers see them: no sockets, no Beast.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace http {

enum class Method { get, head, post, put, patch, del };

/// RFC 9110 status codes that handlers use by name.
enum Status : int {
    ok = 200,
    created = 201,
    accepted = 202,
    no_content = 204,
    see_other = 303,
    not_modified = 304,
    bad_request = 400,
    unauthorized = 401,
    forbidden = 403,
    not_found = 404,
    method_not_allowed = 405,
    conflict = 409,
    gone = 410,
    precondition_failed = 412,
    payload_too_large = 413,
    unsupported_media_type = 415,
    unprocessable = 422,
    too_many_requests = 429,
    internal_error = 500,
    unavailable = 503,
    insufficient_storage = 507,
};

/// Names with values, in the order they came; names may repeat. Values are valid UTF-8 (others were refused with 400).
class Fields {
public:
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    /// The first value of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value trimmed, or empty.
    std::string_view text(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

/// A file that came in a multipart form. Its name and declared type are the sender's words: never trusted, never a path.
struct Upload {
    std::string field;
    std::string file_name;
    std::string declared_type;
    std::string bytes;
};

struct Request {
    Method method = Method::get;
    std::string path;    // decoded, normalised, starts with '/'
    std::string target;  // as it came
    Fields query;
    Fields headers;      // names in lower case
    Fields cookies;
    Fields form;         // application/x-www-form-urlencoded or the text parts of multipart/form-data
    std::vector<Upload> uploads;
    std::string body;    // raw, for JSON
    bool too_large = false;  // longer than its address takes: no body is here, and the answer is 413
    std::string peer;    // address of the client (behind a trusted proxy: what the proxy says)
    bool secure = false; // arrived by TLS, here or at the trusted proxy

    std::string_view header(std::string_view name) const { return headers.text(name); }
};

struct Response {
    int status = ok;
    std::string content_type = "text/html; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// When set, the body is this file of the disk (streamed, never read whole).
    std::string file_path;
    /// An answer of 400 and above undoes what the handler wrote, unless this is set (a refused sign-in is counted).
    bool keep_changes = false;
    /// When set instead of body: bytes that live as long as the program (assets).
    std::string_view static_body;
    /// When set instead of body: bytes that several answers share (kept public pages).
    std::shared_ptr<const std::string> shared_body;
    /// Of a public page: from then on it may say something else though nobody changed anything (what is scheduled begins or ends).
    std::optional<base::Instant> valid_until;
    /// The same for everybody: its whole address may stand in the access log.
    bool for_everybody = false;

    Response& header(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    /// Holds no longer than until then; what was said before holds too. Absent says nothing.
    Response& ends_by(std::optional<base::Instant> moment);
    std::optional<std::string_view> find_header(std::string_view name) const;
    /// Whichever of the bodies in memory is set.
    std::string_view content() const;
};

}  // namespace http
