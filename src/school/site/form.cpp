#include "site/form.h"

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"

namespace site {

void tell_problems(html::View& view, const FieldProblems& problems) {
    if (problems.empty()) return;
    auto summary = view.include("problems", "html/problems");
    for (const auto& [field, message] : problems) {
        summary.add("problem").set("field", field).set("message", message);
        view.add(field + "_problem").set("message", message);
        view.show(field + "_invalid");
    }
}

std::optional<std::int64_t> id_of(const http::Fields& fields, std::string_view name) {
    auto id = base::parse_integer(fields.text(name));
    return id && *id > 0 ? id : std::nullopt;
}

void add_choice(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen) {
    view.add(section).set("value", value).set("label", label).show_if(chosen, "chosen");
}

/// "HTTP 404", or what stood in the way.
static std::string reason(const http::Call& call, const Reached& reached) {
    if (!reached.trouble.empty()) return call.text(fmt::format("site.link.trouble.{}", reached.trouble));
    return reached.status ? call.text("site.link.status", {{"status", std::to_string(reached.status)}}) : "";
}

void show_reach(const http::Call& call, html::View& view, const Reached& reached) {
    auto part = view.include("reach", "site/reach");
    part.show(word(reached.state));
    const bool troubled = reached.state == Reach::dead || reached.state == Reach::unknown;
    if (auto words = reason(call, reached); troubled && !words.empty()) part.add("reason").set("words", words);
    if (troubled && reached.since) {
        part.add("since").set("iso", base::to_iso(*reached.since)).set("words", html::moment_words(call.language, call.zone, call.now, *reached.since));
    }
    if (reached.checked_at) {
        part.add("checked").set("iso", base::to_iso(*reached.checked_at)).set("words", html::moment_words(call.language, call.zone, call.now, *reached.checked_at));
    }
}

}  // namespace site
