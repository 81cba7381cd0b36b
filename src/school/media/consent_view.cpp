#include "media/consent_view.h"

#include <fmt/format.h>

#include "media/ceiling.h"

namespace media {

void tell_problems(const http::Call& call, html::View& view, const FieldProblems& problems) {
    if (problems.empty()) return;
    auto summary = view.include("problems", "html/problems");
    for (const auto& [field, key] : problems) {
        const auto message = call.text(key);
        summary.add("problem").set("field", field).set("message", message);
        view.add(field + "_problem").set("message", message);
        view.show(field + "_invalid");
    }
}

std::string field_of(Use use) { return fmt::format("use-{}-{}", word(use.purpose), word(use.channel)); }

void fill_uses(const http::Call& call, html::View& view, const std::vector<Channel>& asked, const std::string& prefix, const Chosen& chosen, bool on_paper) {
    auto part = view.include("uses", "media/uses");
    for (const auto channel : asked) {
        auto shown = part.add("channel");
        shown.set("name", call.text(fmt::format("media.consent.channel.{}", word(channel)))).set("words", call.text(fmt::format("media.consent.channel_words.{}", word(channel))));
        for (const auto purpose : purposes) {
            const Use use{purpose, channel};
            auto row = shown.add("purpose");
            row.set("name", call.text(fmt::format("media.consent.purpose.{}", word(purpose)))).set("words", call.text(fmt::format("media.consent.purpose_words.{}", word(purpose))));
            row.set("field", field_of(use)).set("id", prefix + field_of(use));
            const auto answer = chosen(use);
            if (answer) row.show(*answer ? "yes" : "no");
            if (on_paper) row.add("missing").set("field", field_of(use)).set("id", prefix + field_of(use)).show_if(!answer, "chosen");
        }
    }
}

std::vector<std::pair<Use, bool>> read_answers(const http::Fields& form) {
    std::vector<std::pair<Use, bool>> answers;
    for (const auto use : all_uses()) {
        const auto said = form.text(field_of(use));
        if (said == "yes" || said == "no") answers.emplace_back(use, said == "yes");
    }
    return answers;
}

std::vector<Channel> open_channels(db::Read& db) {
    std::vector<Channel> list;
    const auto open = ceilings(db).open;
    for (const auto channel : channels) {
        if (open[static_cast<std::size_t>(channel)]) list.push_back(channel);
    }
    return list;
}

std::string use_words(const http::Call& call, Use use) {
    return fmt::format("{}: {}", call.text(fmt::format("media.consent.channel.{}", word(use.channel))), call.text(fmt::format("media.consent.purpose.{}", word(use.purpose))));
}

std::string uses_words(const http::Call& call, const std::vector<Use>& uses) {
    if (uses.size() == all_uses().size()) return call.text("media.consent.everything");
    std::string words;
    std::optional<Channel> last;
    for (const auto use : uses) {
        if (use.channel == last) {
            words += ", " + call.text(fmt::format("media.consent.purpose.{}", word(use.purpose)));
            continue;
        }
        words += (words.empty() ? "" : "; ") + use_words(call, use);
        last = use.channel;
    }
    return words;
}

}  // namespace media
