/// The tree of a Markdown text; only for the files of markdown.
#pragma once

#include <memory>
#include <string_view>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

namespace html {

struct MarkdownParserDeleter {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct MarkdownNodeDeleter {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct MarkdownIteratorDeleter {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using MarkdownIterator = std::unique_ptr<cmark_iter, MarkdownIteratorDeleter>;

/// A parsed text. `root` is null when the text is too large or nested too deep.
struct MarkdownTree {
    std::unique_ptr<cmark_parser, MarkdownParserDeleter> parser;
    std::unique_ptr<cmark_node, MarkdownNodeDeleter> root;
};
MarkdownTree parse_markdown(std::string_view markdown);

bool is_table(cmark_node* node);
/// The words below a node, alternative texts of images with them.
std::string words_below(cmark_node* node);
/// The same for a text to be read on: a heading that ends without a mark gets a full stop, so that it does not run into the next sentence.
std::string sentences_below(cmark_node* node);

}  // namespace html
