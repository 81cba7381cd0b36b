/// The values of a template as ctemplate asks for them while it fills one in. Only for this room.
///
/// ctemplate's own dictionary names every value in tables of the whole process, behind a lock, and costs more than filling in the page. This one
/// keeps the few names of a template in a list, and all of a page in one arena that goes as a whole.
#pragma once

#include <cstring>  // ctemplate uses strlen without including it
#include <memory_resource>
#include <string_view>
#include <vector>

#include <ctemplate/template_dictionary_interface.h>

namespace html {

class ViewNode;

/// Memory of one view and all its children, and what is the same in all of them.
struct ViewArena {
    std::pmr::monotonic_buffer_resource memory{4096};
    std::string_view form_token;

    std::string_view keep(std::string_view text);
    ViewNode& make(const ViewNode* parent);
};

class ViewNode final : public ctemplate::TemplateDictionaryInterface {
public:
    ViewNode(ViewArena& arena, const ViewNode* parent) : arena_(arena), parent_(parent), values_(&arena.memory), sections_(&arena.memory) {}

    ViewArena& arena() const { return arena_; }
    void set(std::string_view name, std::string_view value);
    void show(std::string_view section) { section_of(section); }
    ViewNode& add(std::string_view section);
    /// A template with values of its own; it does not see those of this node.
    ViewNode& include(std::string_view name, std::string_view template_name);

protected:
    ctemplate::TemplateString GetValue(const ctemplate::TemplateString& variable) const override;
    bool IsHiddenSection(const ctemplate::TemplateString& name) const override { return !find_section(name); }
    bool IsUnhiddenSection(const ctemplate::TemplateString& name) const override { return find_section(name) != nullptr; }
    bool IsHiddenTemplate(const ctemplate::TemplateString& name) const override { return !own_section(name); }
    const char* GetIncludeTemplateName(const ctemplate::TemplateString& name, int index) const override;
    Iterator* CreateTemplateIterator(const ctemplate::TemplateString& name) const override;
    Iterator* CreateSectionIterator(const ctemplate::TemplateString& name) const override;
    void DumpToString(std::string* out, int level) const override;

private:
    class Children;
    struct Value {
        std::string_view name;
        std::string_view value;
    };
    /// Without nodes it is shown once with the values around it.
    struct Section {
        std::string_view name;
        ViewNode* first = nullptr;
        ViewNode* last = nullptr;
    };
    Section& section_of(std::string_view name);
    ViewNode& append(std::string_view name, const ViewNode* parent);
    const Section* own_section(const ctemplate::TemplateString& name) const;
    const Section* find_section(const ctemplate::TemplateString& name) const;

    ViewArena& arena_;
    const ViewNode* parent_;
    ViewNode* next_ = nullptr;  // the next repetition of the same section
    const char* template_name_ = "";
    std::pmr::vector<Value> values_;
    std::pmr::vector<Section> sections_;
};

}  // namespace html
