/// HTML as people read it, but without its looks. Gumbo reads it as a browser does.
#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include <gumbo.h>

#include "base/text.h"
#include "mail/incoming.h"

namespace mail {

constexpr std::size_t longest_html = std::size_t{4} << 20;

namespace {

/// Where Gumbo puts a tree: given back as a whole, so nothing is let go of by recursion, however deep it is. Some HTML costs the square of its length
/// (a hundred thousand attributes at one element take minutes). Gumbo asks for memory at each step of such work; when it has had enough time or memory
/// the parser is left from there, which is sound because there is nothing but C in between.
class Arena {
public:
    Arena() {
        options_ = kGumboDefaultOptions;
        options_.allocator = [](void* self, std::size_t size) { return static_cast<Arena*>(self)->take(size); };
        options_.deallocator = [](void*, void*) {};
        options_.userdata = this;
        options_.max_errors = 0;
    }
    double spent() const { return seconds() - began_; }
    /// Null when it would cost too much. The tree lives as long as this.
    const GumboOutput* parse(std::string_view html, double most_seconds) {
        began_ = seconds();
        longest_ = most_seconds;
        if (setjmp(out_) != 0) return nullptr;
        return gumbo_parse_with_options(&options_, html.data(), html.size());
    }

private:
    /// Of this thread, so that a machine with much to do reads the same text.
    static double seconds() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }

    void* take(std::size_t size) {
        constexpr std::size_t block = std::size_t{1} << 20, most = std::size_t{256} << 20, alignment = alignof(std::max_align_t);
        constexpr int steps_between_looks = 256;
        size = (size + alignment - 1) / alignment * alignment;
        if (used_ + size > most || (++steps_ % steps_between_looks == 0 && seconds() - began_ > longest_)) std::longjmp(out_, 1);
        if (size > left_) {
            left_ = std::max(block, size);
            blocks_.push_back(std::make_unique<char[]>(left_));
            next_ = blocks_.back().get();
        }
        left_ -= size;
        used_ += size;
        return std::exchange(next_, next_ + size);
    }

    GumboOptions options_;
    std::jmp_buf out_;
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0, used_ = 0;
    int steps_ = 0;
    double began_ = 0, longest_ = 0;
};

}  // namespace

/// For what is not worth a tree: everything between angle brackets is left out.
static std::string without_tags(std::string_view html) {
    std::string text;
    bool inside = false;
    for (char byte : html) {
        if (byte == '<') inside = true;
        if (!inside) text += byte;
        const bool ends = byte == '>' && std::exchange(inside, false);
        if (ends && !text.empty() && text.back() != ' ') text += ' ';
    }
    return text;
}

namespace {

enum class Form { inline_words, block, row, cell, item, line_break, quote, preformatted, nothing };

bool is_one_of(GumboTag tag, std::initializer_list<GumboTag> tags) { return std::ranges::find(tags, tag) != tags.end(); }

std::string_view attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view();
}

bool is_hidden(const GumboElement& element) {
    auto style = base::to_lower_ascii(attribute(element, "style"));
    std::erase(style, ' ');
    return gumbo_get_attribute(&element.attributes, "hidden") || style.find("display:none") != style.npos || style.find("mso-hide:all") != style.npos;
}

Form form_of(const GumboElement& element) {
    const auto tag = element.tag;
    if (is_one_of(tag, {GUMBO_TAG_HEAD, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_TITLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_OBJECT,
                        GUMBO_TAG_IFRAME, GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA}) || is_hidden(element)) {
        return Form::nothing;
    }
    if (tag == GUMBO_TAG_BLOCKQUOTE) return Form::quote;
    if (tag == GUMBO_TAG_BR || tag == GUMBO_TAG_HR) return Form::line_break;
    if (tag == GUMBO_TAG_PRE) return Form::preformatted;
    if (tag == GUMBO_TAG_LI) return Form::item;
    if (tag == GUMBO_TAG_TR) return Form::row;
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) return Form::cell;
    if (is_one_of(tag, {GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_UL, GUMBO_TAG_OL,
                        GUMBO_TAG_TABLE, GUMBO_TAG_DL})) {
        return Form::block;
    }
    if (is_one_of(tag, {GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER, GUMBO_TAG_MAIN, GUMBO_TAG_NAV, GUMBO_TAG_DT,
                        GUMBO_TAG_DD, GUMBO_TAG_ADDRESS, GUMBO_TAG_CENTER, GUMBO_TAG_FIGURE, GUMBO_TAG_FORM, GUMBO_TAG_FIELDSET, GUMBO_TAG_CAPTION})) {
        return Form::row;
    }
    return Form::inline_words;
}

/// Writes lines; white space between words is one space, between blocks one empty line.
class Lines {
public:
    void words(std::string_view text) {
        for (char byte : text) {
            const bool space = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
            if (preformatted_ > 0 && byte == '\n') {
                flush_line();
                started_ = false;
            } else if (preformatted_ > 0 || !space) {
                if (byte != '\r') put(byte);
            } else {
                space_ = true;
            }
        }
    }
    void put_raw(std::string_view text) {
        for (char byte : text) put(byte);
    }
    /// The next words begin a line; with `gap` an empty one stands before.
    void new_line(bool gap) {
        if (started_) flush_line();
        if (gap) gap_ = true;
    }
    void line_break() {
        flush_line();
        started_ = false;
    }
    void space() { space_ = true; }
    void quote(int step) {
        new_line(false);
        depth_ += step;
    }
    void preformatted(int step) {
        new_line(false);
        preformatted_ += step;
    }
    std::string finish() {
        if (started_) flush_line();
        return std::move(text_);
    }
    std::size_t size() const { return text_.size() + line_.size(); }

private:
    void put(char byte) {
        if (space_ && started_ && preformatted_ == 0) line_ += ' ';
        space_ = false;
        started_ = true;
        line_ += byte;
    }
    std::string prefix() const {
        if (depth_ <= 0) return {};
        std::string marks(static_cast<std::size_t>(std::min(depth_, 10)), '>');
        marks.push_back(' ');
        return marks;
    }
    void flush_line() {
        if (gap_ && !text_.empty()) text_.append(prefix()).push_back('\n');
        gap_ = false;
        text_.append(prefix()).append(line_).push_back('\n');
        line_.clear();
        started_ = space_ = false;
    }

    std::string text_, line_;
    int depth_ = 0, preformatted_ = 0;
    bool started_ = false, space_ = false, gap_ = false;
};

/// Walks without recursion: what it reads comes from anybody.
class Walk {
public:
    explicit Walk(const GumboNode* root) { stack_.push_back({root, 0, false}); }

    std::string run() {
        while (!stack_.empty() && lines_.size() < longest_html) {
            auto& top = stack_.back();
            if (!top.entered) {
                top.entered = true;
                if (!enter(*top.node)) {
                    stack_.pop_back();
                    continue;
                }
            }
            const auto& children = children_of(*top.node);
            if (top.next < children.length) {
                const auto* child = static_cast<const GumboNode*>(children.data[top.next++]);
                stack_.push_back({child, 0, false});
            } else {
                const auto* node = top.node;
                stack_.pop_back();
                leave(*node);
            }
        }
        return lines_.finish();
    }

private:
    struct Step {
        const GumboNode* node;
        unsigned next;
        bool entered;
    };

    static const GumboVector& children_of(const GumboNode& node) {
        return node.type == GUMBO_NODE_DOCUMENT ? node.v.document.children : node.v.element.children;
    }

    /// False for what has nothing inside that is shown.
    bool enter(const GumboNode& node) {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_CDATA || node.type == GUMBO_NODE_WHITESPACE) lines_.words(without_odd_spaces(node.v.text.text));
        if (node.type == GUMBO_NODE_DOCUMENT) return true;
        if (node.type != GUMBO_NODE_ELEMENT) return false;
        const auto& element = node.v.element;
        switch (form_of(element)) {
            case Form::nothing: return false;
            case Form::line_break: lines_.line_break(); return false;
            case Form::block: lines_.new_line(true); break;
            case Form::row: lines_.new_line(false); break;
            case Form::cell: lines_.space(); break;
            case Form::item: lines_.new_line(false); lines_.put_raw("- "); break;
            case Form::quote: lines_.quote(1); break;
            case Form::preformatted: lines_.preformatted(1); break;
            case Form::inline_words: break;
        }
        if (element.tag == GUMBO_TAG_IMG) picture(element);
        if (element.tag == GUMBO_TAG_A) link_begins_ = lines_.size();
        return true;
    }

    void leave(const GumboNode& node) {
        if (node.type != GUMBO_NODE_ELEMENT) return;
        const auto& element = node.v.element;
        switch (form_of(element)) {
            case Form::block: lines_.new_line(true); break;
            case Form::row:
            case Form::item: lines_.new_line(false); break;
            case Form::cell: lines_.space(); break;
            case Form::quote: lines_.quote(-1); break;
            case Form::preformatted: lines_.preformatted(-1); break;
            default: break;
        }
        if (element.tag == GUMBO_TAG_A) link_ends(element);
    }

    void picture(const GumboElement& element) {
        const auto words = base::collapse_space(attribute(element, "alt"));
        if (words.empty()) return;
        lines_.words("[");
        lines_.words(words);
        lines_.words("]");
    }

    /// The address behind the words, unless the words are the address.
    void link_ends(const GumboElement& element) {
        constexpr std::size_t longest = 500;
        auto address = base::trim(attribute(element, "href"));
        const bool web = address.starts_with("http://") || address.starts_with("https://");
        if (!web || address.size() > longest || lines_.size() == link_begins_) return;
        const auto words = said_of_links(element);
        auto bare = address.substr(address.find("//") + 2);
        if (bare.ends_with('/')) bare.remove_suffix(1);
        if (words.find(bare) != words.npos) return;
        lines_.space();
        lines_.put_raw("<");
        lines_.put_raw(address);
        lines_.put_raw(">");
    }

    static std::string said_of_links(const GumboElement& element) {
        std::string words;
        for (unsigned i = 0; i < element.children.length; ++i) {
            const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
            if (child->type == GUMBO_NODE_TEXT) words += child->v.text.text;
        }
        return words;
    }

    /// No-break spaces are spaces; what has no width is nothing.
    static std::string without_odd_spaces(std::string_view text) {
        std::string clean;
        clean.reserve(text.size());
        while (!text.empty()) {
            const bool space = text.starts_with("\xC2\xA0");
            const bool nothing = text.starts_with("\xC2\xAD") || text.starts_with("\xE2\x80\x8B") || text.starts_with("\xE2\x80\x8C") || text.starts_with("\xEF\xBB\xBF");
            if (space || !nothing) clean += space ? ' ' : text[0];
            text.remove_prefix(space || text.starts_with("\xC2\xAD") ? 2 : nothing ? 3 : 1);
        }
        return clean;
    }

    std::vector<Step> stack_;
    Lines lines_;
    std::size_t link_begins_ = 0;
};

}  // namespace

static std::size_t marks_of(std::string_view line) { return std::min(line.find_first_not_of('>'), line.size()); }

/// Ends of lines without spaces, at most one empty line in a row, none at both ends. An empty line is quoted as deep as both its neighbours are.
static std::string tidy(std::string_view text) {
    std::string all;
    bool gap = false;
    std::size_t above = 0;
    for (auto line : base::split(text, '\n')) {
        while (line.ends_with(' ')) line.remove_suffix(1);
        const auto marks = marks_of(line);
        if (marks == line.size()) {
            gap = true;
            continue;
        }
        if (gap && !all.empty()) all.append(line.substr(0, std::min(above, marks))).push_back('\n');
        gap = false;
        above = marks;
        all.append(line).push_back('\n');
    }
    if (all.ends_with('\n')) all.pop_back();
    return all;
}

std::string text_of_html(std::string_view html, double& seconds_left) {
    html = html.substr(0, longest_html);
    const auto clean = base::repair_utf8(html);
    if (seconds_left <= 0) return tidy(without_tags(clean));
    Arena arena;
    const auto* output = arena.parse(clean, seconds_left);
    auto text = tidy(output ? Walk(output->document).run() : without_tags(clean));
    seconds_left -= arena.spent();
    return text;
}

std::string text_of_html(std::string_view html) {
    double seconds = most_html_seconds;
    return text_of_html(html, seconds);
}

}  // namespace mail
