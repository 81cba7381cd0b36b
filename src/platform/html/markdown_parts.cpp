// What the checks see of a text, and its words alone.
#include <algorithm>

#include "base/text.h"
#include "html/markdown.h"
#include "html/markdown_tree.h"

namespace html {

std::string markdown_text(std::string_view markdown, std::size_t most) {
    const auto tree = parse_markdown(markdown);
    return base::elide(tree.root ? sentences_below(tree.root.get()) : base::collapse_space(markdown), most);
}

static int line_of(cmark_node* node) {
    for (; node; node = cmark_node_parent(node)) {
        if (const int line = cmark_node_get_start_line(node); line > 0) return line;
    }
    return 1;
}

static std::string address_of(cmark_node* node) {
    const char* url = cmark_node_get_url(node);
    return url ? url : "";
}

static std::string header_words(cmark_node* table) {
    cmark_node* row = cmark_node_first_child(table);
    return row ? words_below(row) : "";
}

static void add_part(std::vector<MarkdownPart>& parts, cmark_node* node) {
    const int line = line_of(node);
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) parts.push_back({MarkdownPart::Kind::heading, line, cmark_node_get_heading_level(node), words_below(node), ""});
    else if (type == CMARK_NODE_LINK) parts.push_back({MarkdownPart::Kind::link, line, 0, words_below(node), address_of(node)});
    else if (type == CMARK_NODE_IMAGE) parts.push_back({MarkdownPart::Kind::image, line, 0, words_below(node), address_of(node)});
    else if (type == CMARK_NODE_PARAGRAPH) parts.push_back({MarkdownPart::Kind::paragraph, line, 0, words_below(node), ""});
    else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) parts.push_back({MarkdownPart::Kind::raw_html, line, 0, "", ""});
    else if (is_table(node)) parts.push_back({MarkdownPart::Kind::table, line, 0, header_words(node), ""});
}

std::vector<MarkdownPart> markdown_parts(std::string_view markdown) {
    std::vector<MarkdownPart> parts;
    const auto tree = parse_markdown(markdown);
    if (!tree.root) return parts;
    const MarkdownIterator iterator(cmark_iter_new(tree.root.get()));
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
        if (event == CMARK_EVENT_ENTER) add_part(parts, cmark_iter_get_node(iterator.get()));
    }
    return parts;
}

}  // namespace html
