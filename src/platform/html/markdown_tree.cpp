#include "html/markdown_tree.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/text.h"
#include "html/markdown.h"

namespace html {

/// Deeper than anybody means; recursive readers of the HTML must not run out of stack.
constexpr int deepest = 40;

/// Some markers at the beginning of a line cost the parser more than their number: a line that begins with very many was not written by a person.
static bool has_absurd_line(std::string_view markdown) {
    constexpr std::size_t most_markers = 200;
    for (auto line : base::split(markdown, '\n')) {
        const auto end = std::min(line.find_first_not_of(" \t>-+*0123456789.)"), line.size());
        const auto markers = std::ranges::count_if(line.substr(0, end), [](char c) { return c != ' ' && c != '\t'; });
        if (static_cast<std::size_t>(markers) > most_markers) return true;
    }
    return false;
}

/// Entered and never left by an iterator.
static bool is_leaf(cmark_node_type type) {
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK || type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_TEXT ||
           type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
}

static bool is_deep(cmark_node* root) {
    const MarkdownIterator iterator(cmark_iter_new(root));
    int depth = 0;
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
        if (event == CMARK_EVENT_EXIT) --depth;
        else if (!is_leaf(cmark_node_get_type(cmark_iter_get_node(iterator.get()))) && ++depth > deepest) return true;
    }
    return false;
}

static void add_extensions(cmark_parser* parser) {
    for (const char* name : {"table", "strikethrough", "autolink"}) {
        if (auto* extension = cmark_find_syntax_extension(name)) cmark_parser_attach_syntax_extension(parser, extension);
    }
}

MarkdownTree parse_markdown(std::string_view markdown) {
    // While an extension is at work the library changes tables that all of its parsers read, so one text is parsed at a time.
    static std::mutex one_at_a_time;
    MarkdownTree tree;
    if (markdown.size() > longest_markdown || has_absurd_line(markdown)) return tree;
    const std::scoped_lock lock(one_at_a_time);
    cmark_gfm_core_extensions_ensure_registered();
    tree.parser.reset(cmark_parser_new(CMARK_OPT_VALIDATE_UTF8));
    add_extensions(tree.parser.get());
    cmark_parser_feed(tree.parser.get(), markdown.data(), markdown.size());
    tree.root.reset(cmark_parser_finish(tree.parser.get()));
    if (tree.root && is_deep(tree.root.get())) tree.root.reset();
    return tree;
}

bool is_table(cmark_node* node) { return std::strcmp(cmark_node_get_type_string(node), "table") == 0; }

/// `stop`: put behind a heading that something follows.
static std::string words_of(cmark_node* node, std::string_view stop) {
    std::string words;
    bool after_heading = false;
    const MarkdownIterator iterator(cmark_iter_new(node));
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
        const auto type = cmark_node_get_type(cmark_iter_get_node(iterator.get()));
        if (event == CMARK_EVENT_EXIT) after_heading |= type == CMARK_NODE_HEADING;
        if (event != CMARK_EVENT_ENTER) continue;
        const char* literal = cmark_node_get_literal(cmark_iter_get_node(iterator.get()));
        const bool said = literal && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK);
        if (said && std::exchange(after_heading, false)) {
            words.resize(words.find_last_not_of(' ') + 1);
            if (!words.empty() && !std::ispunct(static_cast<unsigned char>(words.back()))) words += stop;
            words += ' ';
        }
        const bool block = (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
        if (block || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) words += ' ';
        if (said) words += literal;
    }
    return base::collapse_space(words);
}

std::string words_below(cmark_node* node) { return words_of(node, ""); }
std::string sentences_below(cmark_node* node) { return words_of(node, "."); }

}  // namespace html
