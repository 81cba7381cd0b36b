#include "html/markdown.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <gumbo.h>

#include "base/text.h"
#include "html/html.h"
#include "html/markdown_tree.h"

namespace html {

Leads leads(std::string_view address) {
    const auto control = std::ranges::any_of(address, [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '\\'; });
    if (address.empty() || control) return Leads::nowhere;
    if (address.starts_with('#')) return Leads::inside;
    if (address.starts_with('/')) return address.starts_with("//") ? Leads::nowhere : Leads::ours;
    const auto scheme = base::to_lower_ascii(address.substr(0, address.find(':')));
    if (scheme == "http" || scheme == "https") return address.substr(scheme.size()).starts_with("://") ? Leads::elsewhere : Leads::nowhere;
    if (scheme == "mailto" || scheme == "tel") return address.size() > scheme.size() + 1 ? Leads::mail : Leads::nowhere;
    return Leads::nowhere;
}

bool markdown_too_deep(std::string_view markdown) { return !parse_markdown(markdown).root; }

// --- Writing what is listed ---

constexpr int deepest_element = 200;

/// Written as they are, with no attribute.
static bool is_plain(GumboTag tag) {
    static constexpr std::array tags{GUMBO_TAG_P,    GUMBO_TAG_UL,     GUMBO_TAG_LI,  GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE,   GUMBO_TAG_CODE, GUMBO_TAG_EM,
                                     GUMBO_TAG_STRONG, GUMBO_TAG_DEL, GUMBO_TAG_THEAD, GUMBO_TAG_TBODY, GUMBO_TAG_TR, GUMBO_TAG_TD,
                                     GUMBO_TAG_H2,   GUMBO_TAG_H3,     GUMBO_TAG_H4,  GUMBO_TAG_H5,         GUMBO_TAG_H6};
    return std::ranges::find(tags, tag) != tags.end();
}

static std::string_view attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view();
}

class MarkdownWriter {
public:
    explicit MarkdownWriter(const MarkdownRendering& rendering) : rendering_(rendering) {}
    std::string take() { return std::move(out_); }

    void write(const GumboNode& node, int depth) {
        if (depth > deepest_element) return;
        switch (node.type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE: out_ += escape(node.v.text.text); break;
            case GUMBO_NODE_ELEMENT: write_element(node.v.element, depth); break;
            default: break;  // comments are left out, and with them what stood in place of raw HTML
        }
    }

private:
    void write_children(const GumboElement& element, int depth) {
        for (unsigned i = 0; i < element.children.length; ++i) write(*static_cast<const GumboNode*>(element.children.data[i]), depth + 1);
    }

    void wrap(std::string_view open, std::string_view close, const GumboElement& element, int depth) {
        out_ += open;
        write_children(element, depth);
        out_ += close;
    }

    void write_element(const GumboElement& element, int depth) {
        const std::string name = gumbo_normalized_tagname(element.tag);
        if (is_plain(element.tag)) return wrap("<" + name + ">", "</" + name + ">", element, depth);
        switch (element.tag) {
            case GUMBO_TAG_H1: return wrap("<h2>", "</h2>", element, depth);
            case GUMBO_TAG_BR: out_ += "<br>"; return;
            case GUMBO_TAG_HR: out_ += "<hr>"; return;
            case GUMBO_TAG_TH: return wrap("<th scope=\"col\">", "</th>", element, depth);
            // What is wider than a phone scrolls by itself, also with the keyboard.
            case GUMBO_TAG_TABLE: return wrap("<div class=\"scroll\" tabindex=\"0\"><table>", "</table></div>", element, depth);
            case GUMBO_TAG_OL: return write_list(element, depth);
            case GUMBO_TAG_A: return write_link(element, depth);
            // No picture: where they may come from, and of whom, is not for this file to say. Its words stay.
            case GUMBO_TAG_IMG: out_ += escape(attribute(element, "alt")); return;
            case GUMBO_TAG_HTML:
            case GUMBO_TAG_BODY: return write_children(element, depth);
            default: return;
        }
    }

    void write_list(const GumboElement& element, int depth) {
        const auto start = base::parse_integer(attribute(element, "start"));
        wrap(start && *start >= 0 && *start < 1'000'000 ? "<ol start=\"" + std::to_string(*start) + "\">" : "<ol>", "</ol>", element, depth);
    }

    void write_link(const GumboElement& element, int depth) {
        const auto address = attribute(element, "href");
        switch (leads(address)) {
            case Leads::ours: return wrap("<a href=\"" + escape(rendering_.address ? rendering_.address(address) : std::string(address)) + "\">", "</a>", element, depth);
            case Leads::inside:
            case Leads::mail: return wrap("<a href=\"" + escape(address) + "\">", "</a>", element, depth);
            case Leads::elsewhere: return wrap("<a href=\"" + escape(address) + "\" rel=\"noopener\">", "</a>", element, depth);
            case Leads::nowhere: return write_children(element, depth);
        }
    }

    const MarkdownRendering& rendering_;
    std::string out_;
};

static std::string paragraphs_of(std::string_view text) {
    std::string out;
    for (auto line : base::split(text, '\n')) {
        if (const auto words = base::collapse_space(line); !words.empty()) out += "<p>" + escape(words) + "</p>\n";
    }
    return out;
}

std::string from_markdown(std::string_view markdown, const MarkdownRendering& rendering) {
    const auto tree = parse_markdown(markdown);
    if (!tree.root) return paragraphs_of(markdown);
    // Without CMARK_OPT_UNSAFE: raw HTML and dangerous addresses are left out here already.
    const std::unique_ptr<char, void (*)(void*)> raw(cmark_render_html(tree.root.get(), CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(tree.parser.get())), std::free);
    if (!raw) return {};
    GumboOptions options = kGumboDefaultOptions;
    options.fragment_context = GUMBO_TAG_BODY;
    const std::string_view source(raw.get());
    GumboOutput* parsed = gumbo_parse_with_options(&options, source.data(), source.size());
    MarkdownWriter writer(rendering);
    writer.write(*parsed->root, 0);
    gumbo_destroy_output(&options, parsed);
    return writer.take();
}

}  // namespace html
