#include "html/view_node.h"

#include <algorithm>
#include <string>

namespace html {

using ctemplate::TemplateString;

static std::string_view view(const TemplateString& text) { return {text.data(), text.size()}; }
static TemplateString borrowed(std::string_view text) { return {text.data(), text.size()}; }

std::string_view ViewArena::keep(std::string_view text) {
    if (text.empty()) return "";
    // ctemplate takes names of templates as zero-terminated text.
    auto* copy = static_cast<char*>(memory.allocate(text.size() + 1, 1));
    std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return {copy, text.size()};
}

/// Never destroyed: all that a node holds lies in the arena.
ViewNode& ViewArena::make(const ViewNode* parent) {
    return *new (memory.allocate(sizeof(ViewNode), alignof(ViewNode))) ViewNode(*this, parent);
}

void ViewNode::set(std::string_view name, std::string_view value) {
    auto known = std::ranges::find(values_, name, &Value::name);
    if (known != values_.end()) {
        known->value = arena_.keep(value);
        return;
    }
    if (values_.capacity() == 0) values_.reserve(8);
    values_.push_back({arena_.keep(name), arena_.keep(value)});
}

ViewNode::Section& ViewNode::section_of(std::string_view name) {
    auto known = std::ranges::find(sections_, name, &Section::name);
    if (known != sections_.end()) return *known;
    if (sections_.capacity() == 0) sections_.reserve(4);
    sections_.push_back({arena_.keep(name), nullptr, nullptr});
    return sections_.back();
}

ViewNode& ViewNode::append(std::string_view name, const ViewNode* parent) {
    ViewNode& node = arena_.make(parent);
    Section& section = section_of(name);
    if (section.last) section.last->next_ = &node;
    else section.first = &node;
    section.last = &node;
    return node;
}

ViewNode& ViewNode::add(std::string_view section) { return append(section, this); }

ViewNode& ViewNode::include(std::string_view name, std::string_view template_name) {
    ViewNode& node = append(name, nullptr);
    node.template_name_ = arena_.keep(template_name).data();
    return node;
}

TemplateString ViewNode::GetValue(const TemplateString& variable) const {
    auto name = view(variable);
    for (const ViewNode* node = this; node; node = node->parent_) {
        for (const auto& value : node->values_) {
            if (value.name == name) return borrowed(value.value);
        }
    }
    return name == "form_token" ? borrowed(arena_.form_token) : TemplateString("", 0);
}

const ViewNode::Section* ViewNode::own_section(const TemplateString& name) const {
    auto wanted = view(name);
    for (const auto& section : sections_) {
        if (section.name == wanted) return &section;
    }
    return nullptr;
}

const ViewNode::Section* ViewNode::find_section(const TemplateString& name) const {
    for (const ViewNode* node = this; node; node = node->parent_) {
        if (const auto* found = node->own_section(name)) return found;
    }
    return nullptr;
}

/// The repetitions of a section, one after the other.
class ViewNode::Children : public Iterator {
public:
    explicit Children(const ViewNode* first) : next_(first) {}
    bool HasNext() const override { return next_ != nullptr; }
    const ctemplate::TemplateDictionaryInterface& Next() override {
        const ViewNode* node = next_;
        next_ = node->next_;
        return *node;
    }

private:
    const ViewNode* next_;
};

auto ViewNode::CreateSectionIterator(const TemplateString& name) const -> Iterator* {
    const auto* section = find_section(name);
    return new Children(section ? section->first : nullptr);
}

auto ViewNode::CreateTemplateIterator(const TemplateString& name) const -> Iterator* {
    const auto* section = own_section(name);
    return new Children(section ? section->first : nullptr);
}

const char* ViewNode::GetIncludeTemplateName(const TemplateString& name, int index) const {
    const auto* section = own_section(name);
    const ViewNode* node = section ? section->first : nullptr;
    for (; node && index > 0; --index) node = node->next_;
    return node ? node->template_name_ : "";
}

void ViewNode::DumpToString(std::string* out, int level) const {
    const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
    for (const auto& value : values_) out->append(indent).append(value.name).append(": ").append(value.value).append("\n");
    for (const auto& section : sections_) {
        out->append(indent).append(section.name).append("\n");
        for (const ViewNode* node = section.first; node; node = node->next_) node->DumpToString(out, level + 1);
    }
}

}  // namespace html
