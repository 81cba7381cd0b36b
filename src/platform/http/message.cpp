#include "http/message.h"

#include "base/text.h"

namespace http {

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (const auto& [key, value] : items_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string_view Fields::text(std::string_view name) const { return base::trim(find(name).value_or(std::string_view())); }

std::vector<std::string_view> Fields::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : items_) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::optional<std::string_view> Response::find_header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (base::equal_ignoring_ascii_case(key, name)) return value;
    }
    return std::nullopt;
}

Response& Response::ends_by(std::optional<base::Instant> moment) {
    if (moment && (!valid_until || *moment < *valid_until)) valid_until = moment;
    return *this;
}

std::string_view Response::content() const {
    if (shared_body) return *shared_body;
    return static_body.empty() ? std::string_view(body) : static_body;
}

}  // namespace http
