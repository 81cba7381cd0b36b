/// Markdown (GitHub's dialect: tables, ~~struck out~~, bare addresses), made into HTML that may stand in a page.
///
/// Raw HTML is left out, and of what remains only listed elements and attributes are written: no picture, no script, no style, no address but
/// http, https, mailto, tel and paths of ours. Text too large or nested too deep to be written by a person comes out as plain paragraphs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace html {

/// The most bytes of a body; more is refused when it is saved.
constexpr std::size_t longest_markdown = 100'000;

struct MarkdownRendering {
    /// What a link to a path of ours ("/health", with query and fragment) shall say, "/es/health" on a Spanish page. None: as it is written.
    std::function<std::string(std::string_view path)> address;
};

/// Headings begin at h2, because the title of the page is its h1. Links to elsewhere carry rel="noopener".
std::string from_markdown(std::string_view markdown, const MarkdownRendering& rendering = {});

/// The words alone, spaces collapsed, a heading ended with a full stop where it has no mark of its own; cut at a word when longer than `most` code points.
std::string markdown_text(std::string_view markdown, std::size_t most = longest_markdown);

/// What the checks look at, in the order of the text. Lines count from 1.
struct MarkdownPart {
    enum class Kind { heading, link, image, table, paragraph, raw_html } kind;
    int line = 1;
    int level = 0;       // of a heading
    std::string text;    // of a heading, a link, a paragraph; the alternative text of an image; the words of a table's header cells
    std::string target;  // of a link or an image
};
std::vector<MarkdownPart> markdown_parts(std::string_view markdown);

/// True when from_markdown would give up and write plain paragraphs.
bool markdown_too_deep(std::string_view markdown);

/// Where an address leads. `ours` is a path of this site, `inside` a place in the same page ("#phone").
enum class Leads { ours, inside, elsewhere, mail, nowhere };
Leads leads(std::string_view address);

}  // namespace html
