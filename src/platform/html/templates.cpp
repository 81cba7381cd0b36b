#include <mutex>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "base/embedded.h"
#include "html/catalogue.h"
#include "html/prepare.h"
#include "html/view_node.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>

namespace html {

constexpr std::string_view pragma = R"({{%AUTOESCAPE context="HTML"}})";

/// One ctemplate cache a language, so that an included template is of the same language.
struct Templates::Cache {
    const Messages::Catalogue* messages = nullptr;
    ctemplate::TemplateCache caches[std::size(languages)];
    std::set<std::string, std::less<>> names;
    std::once_flag frozen;

    /// A frozen cache is read without locks, and takes no more templates.
    void freeze() {
        std::call_once(frozen, [this] {
            for (auto& cache : caches) cache.Freeze();
        });
    }

    std::string prepare(std::string_view room, std::string_view source, Language language) const {
        auto text = put_messages(source, room, [&](const std::string& key) {
            const Message* message = messages->find(language, key);
            if (!message) throw std::runtime_error("there is no message \"" + key + "\"");
            if (message->counts) throw std::runtime_error("message \"" + key + "\" counts; fill it in by Messages::text");
            return message_as_template(message->other);
        });
        text = add_form_tokens(text);
        refuse_unsafe_places(text);
        return text.starts_with("{{%AUTOESCAPE") ? text : std::string(pragma) + text;
    }
};

Templates::Templates(const Messages& messages) : cache_(std::make_unique<Cache>()) { cache_->messages = messages.catalogue_.get(); }
Templates::~Templates() = default;

void Templates::add(std::string_view room, std::span<const base::EmbeddedFile> files) {
    const std::string folder = fmt::format("{}/pages/", room);
    for (const auto& file : files) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(".html")) continue;
        auto name = fmt::format("{}/{}", room, file.path.substr(folder.size(), file.path.size() - folder.size() - 5));
        for (Language language : languages) {
            try {
                auto text = cache_->prepare(room, file.bytes, language);
                if (!cache_->caches[static_cast<int>(language)].StringToTemplateCache(name, text, ctemplate::STRIP_BLANK_LINES)) {
                    throw std::runtime_error("ctemplate cannot parse it; an open section, or HTML that cannot be escaped by its place");
                }
            } catch (const std::runtime_error& error) {
                throw std::runtime_error(fmt::format("template {} ({}): {}", name, code(language), error.what()));
            }
        }
        cache_->names.insert(std::move(name));
    }
}

bool Templates::contains(std::string_view name) const { return cache_->names.contains(name); }

std::string Templates::render(std::string_view name, Language language, View& view, std::string_view form_token) const {
    if (!contains(name)) throw std::runtime_error(fmt::format("there is no template {}", name));
    cache_->freeze();
    view.node_->arena().form_token = form_token;
    std::string out;
    out.reserve(32 * 1024);
    if (!cache_->caches[static_cast<int>(language)].ExpandNoLoad(ctemplate::TemplateString(name.data(), name.size()), ctemplate::STRIP_BLANK_LINES,
                                                                 view.node_, nullptr, &out)) {
        throw std::runtime_error(fmt::format("template {} cannot be filled in; an included template is missing", name));
    }
    return out;
}

}  // namespace html
