#include "site/embed_code.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <gumbo.h>

#include "base/text.h"
#include "site/class_link.h"
#include "site/reach.h"

namespace site {

struct FreeTree {
    void operator()(GumboOutput* tree) const { gumbo_destroy_output(&kGumboDefaultOptions, tree); }
};

/// What of a pasted code matters here.
struct Found {
    std::vector<const GumboElement*> frames;
    bool script = false;
};

static Found find_frames(const GumboNode* root) {
    Found found;
    std::vector<const GumboNode*> open{root};
    while (!open.empty()) {
        const auto* node = open.back();
        open.pop_back();
        if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) continue;
        const auto& element = node->v.element;
        if (element.tag == GUMBO_TAG_IFRAME) found.frames.push_back(&element);
        if (element.tag == GUMBO_TAG_SCRIPT) found.script = true;
        for (unsigned i = element.children.length; i > 0; --i) open.push_back(static_cast<const GumboNode*>(element.children.data[i - 1]));
    }
    return found;
}

static std::string attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string(base::trim(found->value)) : "";
}

static PastedCode judge_address(std::string url, int height) {
    if (url.starts_with("//")) url = "https:" + url;
    if (base::to_lower_ascii(url.substr(0, 7)) == "http://") return {url, height, "site.embed.problem.not_https"};
    if (!problem_with_link(url).empty()) return {url, height, "site.embed.problem.address"};
    return {url, height, ""};
}

PastedCode read_code(std::string_view pasted) {
    const auto code = base::trim(pasted);
    if (code.empty()) return {"", 0, "site.embed.problem.empty"};
    if (code.size() > longest_code) return {"", 0, "site.embed.problem.long"};
    if (code.find('<') == std::string_view::npos) return judge_address(std::string(code), 0);
    // The depth of the tree is bounded by the length of the code, which gumbo's recursive end relies on.
    std::unique_ptr<GumboOutput, FreeTree> tree(gumbo_parse_with_options(&kGumboDefaultOptions, code.data(), code.size()));
    const auto found = find_frames(tree->root);
    if (found.frames.empty()) return {"", 0, found.script ? "site.embed.problem.script" : "site.embed.problem.no_frame"};
    if (found.frames.size() > 1) return {"", 0, "site.embed.problem.several"};
    const auto& frame = *found.frames.front();
    auto height = base::parse_integer(attribute(frame, "height")).value_or(0);
    if (height < 0 || height > 10'000) height = 0;
    return judge_address(attribute(frame, "src"), static_cast<int>(height));
}

// --- May it be framed? ---

/// A source of frame-ancestors (CSP 3) against one host, served by https on the usual port.
static bool source_names(std::string_view source, std::string_view host) {
    if (source == "*" || source == "https:") return true;
    if (source.starts_with("http://")) return false;
    if (source.starts_with("https://")) source.remove_prefix(8);
    source = source.substr(0, source.find('/'));
    if (const auto colon = source.find(':'); colon != std::string_view::npos) {
        if (source.substr(colon) != ":443" && source.substr(colon) != ":*") return false;
        source = source.substr(0, colon);
    }
    if (source.starts_with("*.")) return host.size() > source.size() - 1 && host.ends_with(source.substr(1));
    return source == host;
}

bool may_be_framed(const http::Fetched& page, std::string_view our_host) {
    bool by_policy = false;
    for (const auto& [name, value] : page.headers) {
        if (name != "content-security-policy") continue;
        const auto policies = base::to_lower_ascii(value);
        for (auto policy : base::split(policies, ',')) {
            for (auto directive : base::split(policy, ';')) {
                auto words = base::split(base::trim(directive), ' ');
                if (words.front() != "frame-ancestors") continue;
                by_policy = true;
                if (std::none_of(words.begin() + 1, words.end(), [&](std::string_view source) { return !source.empty() && source_names(source, our_host); })) return false;
            }
        }
    }
    // A browser that finds frame-ancestors does not look at the older header.
    if (by_policy) return true;
    const auto options = base::to_lower_ascii(page.header("x-frame-options"));
    return options != "deny" && options != "sameorigin";
}

// --- What a visitor reads ---

/// Where a tag that begins at `at` ends; behind its '>'.
static std::size_t end_of_tag(std::string_view html, std::size_t at) {
    char quote = 0;
    for (; at < html.size(); ++at) {
        const char c = html[at];
        if (quote) quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '>') return at + 1;
    }
    return html.size();
}

static bool begins_tag(std::string_view lower, std::size_t at, std::string_view name) {
    if (!lower.substr(at + 1).starts_with(name)) return false;
    const auto after = at + 1 + name.size();
    return after >= lower.size() || lower[after] == '>' || lower[after] == '/' || static_cast<unsigned char>(lower[after]) <= ' ';
}

std::string visible_text(std::string_view html) {
    const auto lower = base::to_lower_ascii(html);
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] != '<') {
            text += html[at++];
            continue;
        }
        text += ' ';
        if (html.substr(at).starts_with("<!--")) {
            const auto end = html.find("-->", at + 4);
            at = end == std::string_view::npos ? html.size() : end + 3;
            continue;
        }
        const std::string_view kinds[] = {"script", "style", "noscript", "template"};
        const auto* hidden = std::ranges::find_if(kinds, [&](std::string_view name) { return begins_tag(lower, at, name); });
        at = end_of_tag(html, at);
        if (hidden == std::end(kinds)) continue;
        const auto end = lower.find("</" + std::string(*hidden), at);
        at = end == std::string::npos ? html.size() : end_of_tag(html, end);
    }
    return base::collapse_space(text);
}

}  // namespace site
