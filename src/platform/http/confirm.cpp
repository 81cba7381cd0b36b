#include "http/confirm.h"

#include "html/html.h"

namespace http {

std::optional<Response> ask_first(WriteCall& call, std::string_view question, std::string_view yes, std::string_view back, std::string_view detail) {
    if (call.request.form.text("confirmed") == "1") return std::nullopt;
    html::View view;
    view.set("question", question).set("detail", detail).set("action", call.request.path).set("yes", yes).set("back", back);
    for (const auto& [name, value] : call.request.form.items()) {
        // The page has its own.
        if (name != "_token" && name != "confirmed") view.add("kept").set("name", name).set("value", value);
    }
    return call.page("html/confirm", question, std::move(view));
}

}  // namespace http
