#include "mail/letter.h"

#include <algorithm>

#include "base/text.h"
#include "http/call.h"

namespace mail {

static void add_block(std::string& text, std::string_view block) {
    auto trimmed = base::trim(block);
    if (trimmed.empty()) return;
    if (!text.empty()) text += "\n\n";
    text += trimmed;
}

static std::string quoted(const Content::Quote& quote) {
    std::string text = quote.by.empty() ? "" : quote.by + ":\n";
    auto lines = base::split(base::trim(quote.words), '\n');
    for (std::size_t index = 0; index < lines.size(); ++index) {
        text += index ? "\n> " : "> ";
        text += base::trim(lines[index]);
    }
    return text;
}

std::string plain_text(const Content& content) {
    std::string text, facts;
    add_block(text, content.greeting);
    for (const auto& paragraph : content.paragraphs) add_block(text, paragraph);
    if (content.quote) add_block(text, quoted(*content.quote));
    for (const auto& fact : content.facts) facts += fact.label + ": " + fact.value + '\n';
    add_block(text, facts);
    if (content.action) add_block(text, content.action->label + ":\n" + content.action->url);
    add_block(text, content.closing);
    if (content.quiet_action) add_block(text, content.quiet_action->label + ":\n" + content.quiet_action->url);
    // Above the signature, which programs leave out when they quote.
    add_block(text, content.mark);
    // "-- " and a line break begin the signature (RFC 3676), which programs drop when they quote.
    if (!content.district.empty()) text += "\n\n-- \n" + content.district;
    return text + '\n';
}

static html::View view_of(html::Language language, const Content& content) {
    html::View view;
    view.set("lang", html::code(language)).set("title", content.title).set("district", content.district.empty() ? "Belltower" : content.district);
    if (!content.greeting.empty()) view.add("paragraph").set("text", content.greeting);
    for (const auto& paragraph : content.paragraphs) view.add("paragraph").set("text", paragraph);
    if (content.quote) view.add("quote").set("words", content.quote->words).show_if(!content.quote->by.empty(), "by").set("name", content.quote->by);
    if (!content.facts.empty()) {
        auto facts = view.add("facts");
        for (const auto& fact : content.facts) facts.add("fact").set("label", fact.label).set("value", fact.value);
    }
    if (content.action) view.add("action").set("label", content.action->label).set("url", content.action->url);
    if (!content.closing.empty()) view.add("closing").set("text", content.closing);
    if (content.quiet_action) view.add("quiet_action").set("label", content.quiet_action->label).set("url", content.quiet_action->url);
    if (!content.mark.empty()) view.add("mark").set("text", content.mark);
    return view;
}

Letter render_letter(const http::Services& services, html::Language language, const Content& content) {
    Letter letter;
    letter.subject = content.title;
    letter.text = plain_text(content);
    auto view = view_of(language, content);
    letter.html = services.templates->render("mail/letter", language, view);
    return letter;
}

std::vector<ThreadPage>& thread_pages() {
    static std::vector<ThreadPage> all;
    return all;
}

std::string page_of_thread(std::string_view thread) {
    const auto parts = base::split(thread, '/');
    if (parts.size() < 2 || !base::parse_integer(parts[1])) return {};
    const auto page = std::ranges::find(thread_pages(), parts[0], &ThreadPage::kind);
    return page == thread_pages().end() ? std::string() : page->path + std::string(parts[1]);
}

}  // namespace mail
