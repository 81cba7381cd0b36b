#include <cstring>  // ctemplate uses strlen without including it

#include <ctemplate/template_dictionary.h>

#include "html/html.h"

namespace html {

static ctemplate::TemplateString borrowed(std::string_view text) { return {text.data(), text.size()}; }

View::View() : dictionary_(new ctemplate::TemplateDictionary("view")), owned_(true) {}

View::View(View&& other) noexcept : dictionary_(std::exchange(other.dictionary_, nullptr)), owned_(std::exchange(other.owned_, false)) {}

View& View::operator=(View&& other) noexcept {
    std::swap(dictionary_, other.dictionary_);
    std::swap(owned_, other.owned_);
    return *this;
}

View::~View() {
    if (owned_) delete dictionary_;
}

View& View::set(std::string_view name, std::string_view value) {
    dictionary_->SetValue(borrowed(name), borrowed(value));
    return *this;
}

View& View::set_integer(std::string_view name, std::int64_t value) {
    dictionary_->SetValue(borrowed(name), std::to_string(value));
    return *this;
}

View& View::show(std::string_view section) {
    dictionary_->ShowSection(borrowed(section));
    return *this;
}

View View::add(std::string_view section) { return View(dictionary_->AddSectionDictionary(borrowed(section))); }

View View::include(std::string_view name, std::string_view template_name) {
    auto* child = dictionary_->AddIncludeDictionary(borrowed(name));
    child->SetFilename(borrowed(template_name));
    return View(child);
}

}  // namespace html
