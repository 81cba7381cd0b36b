#include "helpdesk/settings_view.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"

namespace helpdesk {

constexpr int priorities = 4;

/// The two times of one priority as they stand in the form.
struct TypedTarget {
    std::string response;
    std::string resolution;
};
using TypedTargets = std::vector<TypedTarget>;  // by priority, first of all first

static std::optional<CategoryId> category_of(db::Read& db, const http::Fields& fields) {
    auto id = base::parse_integer(fields.text("category"));
    if (!id || *id <= 0) return std::nullopt;
    return category(db, {*id}).id;
}

static std::string address(std::optional<CategoryId> category) {
    return category ? fmt::format("/settings/targets?category={}", category->value) : "/settings/targets";
}

static TypedTargets stored(db::Read& db, std::optional<CategoryId> category) {
    TypedTargets found(priorities);
    for (const auto& target : targets(db)) {
        if (target.category != category) continue;
        found.at(static_cast<std::size_t>(target.priority - 1)) = {working_time_text(target.response_minutes), working_time_text(target.resolution_minutes)};
    }
    return found;
}

static void fill_time(const http::Call& call, html::View& row, std::string_view field, const std::string& value, const TypedTargets& of_all, int priority,
                      const SettingProblems& problems) {
    auto name = fmt::format("{}_{}", field, priority);
    auto cell = row.add(field);
    cell.set("name", name).set("value", value);
    const auto& usual = of_all.at(static_cast<std::size_t>(priority - 1));
    cell.set("usual", field == "response" ? usual.response : usual.resolution);
    for (const auto& [at, key] : problems) {
        if (at == name) cell.add("error").set("message", call.text(key));
    }
}

static void fill_own(const http::Call& call, db::Read& db, html::View& view) {
    std::vector<CategoryId> own;
    for (const auto& target : targets(db)) {
        if (target.category && (own.empty() || own.back() != *target.category)) own.push_back(*target.category);
    }
    if (own.empty()) return;
    auto list = view.add("own");
    for (auto id : own) list.add("one").set("href", address(id)).set("name", category(db, id).name(html::code(call.language)));
}

static http::Response page_of(const http::Call& call, db::Read& db, std::optional<CategoryId> about, const TypedTargets& typed,
                              const SettingProblems& problems) {
    html::View view;
    auto chosen = about ? std::to_string(about->value) : "";
    for (const auto& choice : category_choices(call, db, about)) {
        view.add("category").set("value", choice.value).set("label", choice.label).show_if(choice.value == chosen, "selected");
    }
    view.set("chosen", chosen).set("subject", about ? category(db, *about).name(html::code(call.language)) : call.text("helpdesk.set.targets.all"));
    if (!problems.empty()) {
        auto box = view.add("problems");
        for (const auto& [field, key] : problems) box.add("problem").set("field", field).set("message", call.text(key));
    }
    auto of_all = about ? stored(db, std::nullopt) : TypedTargets(priorities);
    for (int priority = 1; priority <= priorities; ++priority) {
        auto row = view.add("row");
        row.set("priority", call.text(fmt::format("helpdesk.priority.{}", priority)));
        const auto& times = typed.at(static_cast<std::size_t>(priority - 1));
        fill_time(call, row, "response", times.response, of_all, priority, problems);
        fill_time(call, row, "resolution", times.resolution, of_all, priority, problems);
    }
    view.show(about ? "of_one" : "of_all");
    fill_own(call, db, view);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/targets", call.text("helpdesk.set.targets.title"), std::move(view));
}

static http::Response show_targets(http::ReadCall& call) {
    auto about = category_of(call.db, call.request.query);
    return page_of(call, call.db, about, stored(call.db, about), {});
}

/// What one priority asks for: a target, none of its own (both times left empty), or problems.
static std::optional<Target> read_target(const TypedTarget& times, std::optional<CategoryId> about, int priority, SettingProblems& problems) {
    auto response = parse_working_time(times.response);
    auto resolution = parse_working_time(times.resolution);
    if (!response) problems.emplace_back(fmt::format("response_{}", priority), "helpdesk.set.problem.time");
    if (!resolution) problems.emplace_back(fmt::format("resolution_{}", priority), "helpdesk.set.problem.time");
    if (!response || !resolution) return std::nullopt;
    if (*resolution < *response) problems.emplace_back(fmt::format("resolution_{}", priority), "helpdesk.set.problem.solved_first");
    return Target{about, priority, *response, *resolution};
}

static http::Response change_targets(http::WriteCall& call) {
    auto about = category_of(call.db, call.request.form);
    TypedTargets typed;
    SettingProblems problems;
    std::vector<std::optional<Target>> wanted;
    for (int priority = 1; priority <= priorities; ++priority) {
        typed.push_back({std::string(call.request.form.text(fmt::format("response_{}", priority))),
                         std::string(call.request.form.text(fmt::format("resolution_{}", priority)))});
        bool none = about && typed.back().response.empty() && typed.back().resolution.empty();
        wanted.push_back(none ? std::nullopt : read_target(typed.back(), about, priority, problems));
    }
    if (!problems.empty()) return page_of(call, call.db, about, typed, problems);
    for (int priority = 1; priority <= priorities; ++priority) {
        const auto& target = wanted[static_cast<std::size_t>(priority - 1)];
        if (target) save_target(call.db, call.viewer, call.now, *target);
        else drop_target(call.db, call.viewer, call.now, *about, priority);
    }
    return call.redirect_with_notice(address(about), call.text("helpdesk.set.targets.saved"));
}

void target_settings_routes(http::Routes& routes) {
    routes.get("/settings/targets", may_manage, show_targets);
    routes.post("/settings/targets", may_manage, change_targets);
}

}  // namespace helpdesk
