#include "http/routes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace http {

/// A tree of path segments. A literal child is tried before the named one, and a dead end falls back.
struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> named;
    std::string name;
    std::map<Method, const Route*> routes;
};

struct Routes::Table {
    Node root;
    std::optional<Route> otherwise;
    std::deque<Route> routes;
};

Routes::Routes() : table_(std::make_unique<Table>()) {}
Routes::~Routes() = default;

static std::vector<std::string_view> segments(std::string_view path) {
    if (path == "/") return {};
    return base::split(path.substr(1), '/');
}

Route& Routes::add(Route route) {
    table_->routes.push_back(std::move(route));
    Route& added = table_->routes.back();
    Node* node = &table_->root;
    for (auto segment : segments(added.pattern)) {
        if (segment.starts_with('{')) {
            auto name = segment.substr(1, segment.size() - 2);
            if (!node->named) {
                node->named = std::make_unique<Node>();
                node->name = name;
            }
            if (node->name != name) throw std::logic_error("two names for one part of " + added.pattern);
            node = node->named.get();
        } else {
            auto& child = node->literal[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    if (!node->routes.emplace(added.method, &added).second) throw std::logic_error("two routes for " + added.pattern);
    return added;
}

Route& Routes::get(std::string pattern, Access access, ReadHandler handler) {
    return add(Route{.method = Method::get, .pattern = std::move(pattern), .access = access, .read = handler});
}

Route& Routes::change(Method method, std::string pattern, Access access, WriteHandler handler) {
    Route route{.method = method, .pattern = std::move(pattern), .access = access};
    if (handler) route.write = [handler](WriteCall& call, std::any&) { return handler(call); };
    return add(std::move(route));
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

static const Node* descend(const Node& node, const std::vector<std::string_view>& path, std::size_t at, Parameters& parameters) {
    if (at == path.size()) return node.routes.empty() ? nullptr : &node;
    if (auto child = node.literal.find(path[at]); child != node.literal.end()) {
        if (const Node* found = descend(*child->second, path, at + 1, parameters)) return found;
    }
    if (!node.named) return nullptr;
    parameters.emplace_back(node.name, std::string(path[at]));
    if (const Node* found = descend(*node.named, path, at + 1, parameters)) return found;
    parameters.pop_back();
    return nullptr;
}

Routes::Match Routes::find(Method method, std::string_view path) const {
    Match match;
    const Node* node = descend(table_->root, segments(path), 0, match.parameters);
    if (!node) return match;
    match.path_exists = true;
    auto route = node->routes.find(method == Method::head ? Method::get : method);
    if (route != node->routes.end()) match.route = route->second;
    return match;
}

Route& Routes::otherwise(ReadHandler handler) {
    if (table_->otherwise) throw std::logic_error("two rooms answer for addresses without a route");
    Route route{.method = Method::get, .pattern = "/{page}", .access = anyone, .read = handler};
    route.public_question();  // old addresses may hold a question
    return table_->otherwise.emplace(std::move(route));
}

const Route* Routes::otherwise() const { return table_->otherwise ? &*table_->otherwise : nullptr; }

std::vector<const Route*> Routes::all() const {
    std::vector<const Route*> all;
    for (const auto& route : table_->routes) all.push_back(&route);
    return all;
}

bool opens(const Access& access, const auth::Viewer& viewer) {
    switch (access.kind) {
        case Access::Kind::anyone: return true;
        case Access::Kind::signed_in: return viewer.signed_in();
        case Access::Kind::permission: return viewer.may(access.permission);
        case Access::Kind::permission_everywhere: return viewer.may_everywhere(access.permission);
        case Access::Kind::any_everywhere:
            return std::ranges::any_of(access.permissions, [&](auth::Permission needed) { return viewer.may_everywhere(needed); });
    }
    return false;
}

void Navigation::add(NavigationItem item) {
    items_.push_back(std::move(item));
    std::ranges::stable_sort(items_, {}, &NavigationItem::order);
}

void Navigation::set_main_action(std::string label_key, std::string path) { main_action_ = {std::move(label_key), std::move(path)}; }

std::vector<NavigationItem> Navigation::for_viewer(const auth::Viewer& viewer) const {
    std::vector<NavigationItem> shown;
    for (const auto& item : items_) {
        bool there = !shown.empty() && shown.back().path == item.path;
        if (!there && opens(item.access, viewer)) shown.push_back(item);
    }
    return shown;
}

}  // namespace http
