/// From the file of a template to what ctemplate parses: messages put in, form tokens added, unsafe places refused. Only for this room.
#pragma once

#include <string>
#include <string_view>

#include "html/html.h"

namespace html {

/// Puts each message of `lookup(key)` where [[key]] stands. `room` resolves "[[.key]]".
template <typename Lookup>
std::string put_messages(std::string_view source, std::string_view room, Lookup lookup) {
    std::string out;
    out.reserve(source.size() + 256);
    for (auto open = source.find("[["); open != std::string_view::npos; open = source.find("[[")) {
        auto close = source.find("]]", open);
        if (close == std::string_view::npos) break;
        out += source.substr(0, open);
        std::string key(source.substr(open + 2, close - open - 2));
        if (key.starts_with('.')) key.insert(0, room);
        out += lookup(key);
        source.remove_prefix(close + 2);
    }
    return out.append(source);
}

/// A message as template text: HTML-escaped, `{name}` as the variable {{name}}.
std::string message_as_template(std::string_view message);

/// Every `<form ... method="post" ...>` followed by the hidden field "_token" with the global variable form_token.
std::string add_form_tokens(std::string_view source);

/// Throws std::runtime_error naming what is wrong when a variable stands where ctemplate's automatic escaping does not protect: outside
/// quotes in a tag, in script or style, or in hx-*, on*, style, srcset, formaction and xlink:href attributes (DESIGN.md section 2).
void refuse_unsafe_places(std::string_view source);

}  // namespace html
