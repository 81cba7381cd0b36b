#include <charconv>
#include <stdexcept>

#include <boost/json.hpp>

#include "html/html.h"
#include "html/view_node.h"

namespace html {

struct View::Owned {
    ViewArena arena;
};

View::View() : owned_(std::make_unique<Owned>()), node_(&owned_->arena.make(nullptr)) {}
View::View(ViewNode& child) : node_(&child) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

constexpr std::string_view data_end = "_json";

View& View::set(std::string_view name, std::string_view value) {
    if (name.ends_with(data_end)) throw std::logic_error("a value called ..._json is printed as it is; set it by View::data");
    node_->set(name, value);
    return *this;
}

View& View::data(std::string_view name, const boost::json::value& value) {
    if (!name.ends_with(data_end)) throw std::logic_error("the name of a data block ends in _json");
    node_->set(name, json_for_script(value));
    return *this;
}

View& View::set_integer(std::string_view name, std::int64_t value) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return set(name, std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

View& View::show(std::string_view section) {
    node_->show(section);
    return *this;
}

View View::add(std::string_view section) { return View(node_->add(section)); }

View View::include(std::string_view name, std::string_view template_name) { return View(node_->include(name, template_name)); }

}  // namespace html
