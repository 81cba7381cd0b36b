/// Whatever Markdown somebody writes, only listed elements come out, every one of them is closed, and its checks end.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "site/check.h"
#include "html/markdown.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

static const std::set<std::string_view> listed{"p",  "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "div", "table", "thead",
                                               "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6", "a", "br", "hr"};

/// "<a href=..." begins an element; text never holds a bare '<'.
static void require_listed(std::string_view html) {
    std::vector<std::string_view> open;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const bool closes = html[at + 1] == '/';
        const auto begin = at + (closes ? 2 : 1);
        const auto name = html.substr(begin, html.find_first_of(" >", begin) - begin);
        require(listed.contains(name));
        if (closes) {
            require(!open.empty() && open.back() == name);
            open.pop_back();
        } else if (name != "br" && name != "hr") {
            open.push_back(name);
        }
        if (name == "a" && !closes) {
            const auto href = html.substr(begin + 8, html.find('"', begin + 8) - begin - 8);
            require(html::leads(href) != html::Leads::nowhere);
        }
    }
    require(open.empty());
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::repair_utf8({reinterpret_cast<const char*>(data), size});
    const auto html = html::from_markdown(text);
    require(base::is_utf8(html));
    require_listed(html);
    html::markdown_text(text, 200);
    site::check({.en = {"Title", text}, .es = {}}, {});
    return 0;
}
