#include <stdexcept>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/embedded.h"
#include "base/text.h"
#include "html/catalogue.h"

namespace html {

std::string_view code(Language language) { return language == Language::es ? "es" : "en"; }

std::optional<Language> parse_language(std::string_view text) {
    for (Language language : languages) {
        if (code(language) == text) return language;
    }
    return std::nullopt;
}

Language negotiate(std::string_view accept_language) {
    Language best = Language::en;
    double best_weight = 0;
    for (auto part : base::split(accept_language, ',')) {
        auto pieces = base::split(part, ';');
        auto tag = base::to_lower_ascii(base::trim(pieces[0]));
        auto language = parse_language(std::string_view(tag).substr(0, tag.find('-')));
        double weight = 1;
        if (pieces.size() > 1) {
            auto quality = base::trim(pieces[1]);
            // RFC 9110 12.4.2: "q=" with at most three decimals; what does not read so counts as refused.
            weight = quality.starts_with("q=") ? std::atof(std::string(quality.substr(2)).c_str()) : 0;
        }
        if (language && weight > best_weight) {
            best = *language;
            best_weight = weight;
        }
    }
    return best;
}

Messages::Messages() : catalogue_(std::make_unique<Catalogue>()) {}
Messages::~Messages() = default;

using Known = std::map<std::string, Message, std::less<>>;

static void collect(const toml::table& table, const std::string& prefix, std::string_view file, Known& known) {
    for (const auto& [key, node] : table) {
        std::string name = prefix + "." + std::string(key.str());
        if (auto text = node.value<std::string>()) {
            known[name] = Message{*text, {}, false};
            continue;
        }
        const auto* inner = node.as_table();
        if (!inner) throw std::runtime_error(fmt::format("{}: message \"{}\" is neither a text nor a table", file, name));
        if (inner->size() == 2 && inner->contains("one") && inner->contains("other")) {
            known[name] = Message{inner->at("other").value_or<std::string>(""), inner->at("one").value_or<std::string>(""), true};
        } else {
            collect(*inner, name, file, known);
        }
    }
}

static void require_same_keys(const Known& here, const Known& there, std::string_view room, std::string_view missing_in) {
    for (const auto& [key, message] : here) {
        if (key.starts_with(std::string(room) + ".") && !there.contains(key)) {
            throw std::runtime_error(fmt::format("message \"{}\" is missing in {}/messages/{}.toml", key, room, missing_in));
        }
    }
}

void Messages::add(std::string_view room, std::span<const base::EmbeddedFile> files) {
    for (Language language : languages) {
        auto path = fmt::format("{}/messages/{}.toml", room, code(language));
        for (const auto& file : files) {
            if (file.path != path) continue;
            try {
                collect(toml::parse(file.bytes), std::string(room), path, catalogue_->messages[static_cast<int>(language)]);
            } catch (const toml::parse_error& error) {
                throw std::runtime_error(fmt::format("{}, line {}: {}", path, error.source().begin.line, error.description()));
            }
        }
    }
    const auto& en = catalogue_->messages[static_cast<int>(Language::en)];
    const auto& es = catalogue_->messages[static_cast<int>(Language::es)];
    require_same_keys(en, es, room, "es");
    require_same_keys(es, en, room, "en");
}

static std::string fill(std::string_view text, std::span<const Argument> arguments) {
    std::string filled;
    filled.reserve(text.size() + 32);
    while (!text.empty()) {
        auto open = text.find('{');
        auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        filled += text.substr(0, open);
        auto name = text.substr(open + 1, close - open - 1);
        const Argument* found = nullptr;
        for (const auto& argument : arguments) {
            if (argument.first == name) found = &argument;
        }
        filled += found ? std::string_view(found->second) : text.substr(open, close - open + 1);
        text.remove_prefix(close + 1);
    }
    return filled.append(text);
}

static bool is_one(std::span<const Argument> arguments) {
    for (const auto& [name, value] : arguments) {
        if (name == "n") return value == "1";
    }
    return false;
}

std::optional<std::string> Messages::find(Language language, std::string_view key, std::span<const Argument> arguments) const {
    const Message* message = catalogue_->find(language, key);
    if (!message) return std::nullopt;
    return fill(message->counts && is_one(arguments) ? message->one : message->other, arguments);
}

std::string Messages::text(Language language, std::string_view key, std::initializer_list<Argument> arguments) const {
    auto found = find(language, key, std::span(arguments.begin(), arguments.size()));
    if (!found) throw std::runtime_error(fmt::format("there is no message \"{}\"", key));
    return *found;
}

}  // namespace html
