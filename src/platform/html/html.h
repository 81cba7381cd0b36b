/// Pages from templates and messages: text in, safe text out.
///
/// Templates are ctemplate files (`<room>/pages/<name>.html`) with automatic escaping, known as "<room>/<name>". When a template is loaded
/// for a language
///   - `[[key]]` becomes the message of that key, escaped as HTML text; `[[.key]]` means "<room of the template>.key";
///   - a `{name}` inside a message becomes the template variable {{name}}, escaped by ctemplate for the place where it stands;
///   - every `<form ... method="post"` gets its hidden form token.
/// So a page costs no lookups of messages when it is rendered, and a missing key fails at start, not in front of a person.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

namespace base {
struct EmbeddedFile;
}

namespace html {

enum class Language { en, es };
constexpr Language languages[] = {Language::en, Language::es};
std::string_view code(Language language);  // "en"
std::optional<Language> parse_language(std::string_view code);
/// The best of ours for an Accept-Language header; English when nothing fits.
Language negotiate(std::string_view accept_language);

class ViewNode;

/// The values of one template, copied in. Children (`add`) belong to their parent and live as long as it does.
class View {
public:
    View();
    View(View&&) noexcept;
    View& operator=(View&&) noexcept;
    ~View();

    View& set(std::string_view name, std::string_view value);
    template <std::integral T>
    View& set(std::string_view name, T value) {
        return set_integer(name, static_cast<std::int64_t>(value));
    }
    /// The content of a data block, `<script type="application/ld+json">{{name:none}}</script>`. The name ends in "_json", which set() refuses; a
    /// template may print a name of that end there and nowhere else.
    View& data(std::string_view name, const boost::json::value& value);
    /// Shows {{#section}} once, with this view's values.
    View& show(std::string_view section);
    View& show_if(bool condition, std::string_view section) { return condition ? show(section) : *this; }
    /// Adds one repetition of {{#section}}.
    View add(std::string_view section);
    /// Fills {{>name}} with another template of the same language.
    View include(std::string_view name, std::string_view template_name);

private:
    friend class Templates;
    struct Owned;
    explicit View(ViewNode& child);
    View& set_integer(std::string_view name, std::int64_t value);
    std::unique_ptr<Owned> owned_;  // none in a child
    ViewNode* node_;
};

/// A value for a message's `{name}`.
using Argument = std::pair<std::string_view, std::string>;

/// The words of all rooms in all languages, from `<room>/messages/<code>.toml` (flat or nested keys, "<room>." is put before them).
/// A message may be a table with `one` and `other`, chosen by the argument `n` (CLDR plural rules of English and Spanish, which agree
/// for whole numbers but for Spanish millions).
class Messages {
public:
    /// Throws std::runtime_error naming file and key when a file is broken or a key is missing in one language.
    void add(std::string_view room, std::span<const base::EmbeddedFile> files);
    /// The message with its arguments filled in, as plain text (escape it when it goes into HTML: View::set does).
    std::string text(Language language, std::string_view key, std::initializer_list<Argument> arguments = {}) const;
    /// For keys that come from data ("event.request.created"): absent when there is none.
    std::optional<std::string> find(Language language, std::string_view key, std::span<const Argument> arguments = {}) const;

    Messages();
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

private:
    friend class Templates;
    struct Catalogue;
    std::unique_ptr<Catalogue> catalogue_;
};

/// Every template of every room, ready in every language.
class Templates {
public:
    explicit Templates(const Messages& messages);
    ~Templates();
    /// Throws std::runtime_error naming the template when one does not parse, uses an unknown message, or puts a variable where
    /// automatic escaping cannot protect it (DESIGN.md section 2).
    void add(std::string_view room, std::span<const base::EmbeddedFile> files);
    /// All templates are added before the first is rendered. `form_token` is known in all of its parts. Throws std::runtime_error for an unknown name.
    std::string render(std::string_view name, Language language, View& view, std::string_view form_token = {}) const;
    bool contains(std::string_view name) const;

private:
    struct Cache;
    std::unique_ptr<Cache> cache_;
};

/// The frame of every page (html/layout), error pages, and parts of forms and lists. Their values are named at the top of each.
std::span<const base::EmbeddedFile> embedded();

/// Text for people: dates, times, durations and money in the reader's language. Pure.
std::string escape(std::string_view text);
/// JSON that may stand inside a <script> of data: the characters that could end it or begin a comment or an entity (<, >, &, U+2028, U+2029) are
/// written as \u003c and so on. It means the same.
std::string json_for_script(const boost::json::value& value);

}  // namespace html
