#include "site/website.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "site/site_settings.h"

namespace site {

void fill_field_problems(http::Call& call, html::View& view, const FormProblems& problems) {
    for (const auto& [field, key] : problems) view.add(field + "_error").set("message", call.text(key));
}

void fill_form_problems(http::Call& call, html::View& view, const FormProblems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) box.add("problem").set("field", field).set("message", call.text(key));
    fill_field_problems(call, view, problems);
}

http::Response clash_page(http::Call& call, std::string_view key) { return call.problem(http::conflict, call.text("site.page.clash"), call.text(key)); }

std::optional<base::Instant> read_moment(const http::Call& call, std::string_view field) {
    const auto text = call.request.form.text(field);
    if (text.empty()) return std::nullopt;
    const auto day = base::parse_day(text.substr(0, 10));
    const auto clock = text.size() >= 16 && (text[10] == 'T' || text[10] == ' ') ? text.substr(11, 5) : std::string_view();
    const auto hour = clock.size() == 5 && clock[2] == ':' ? base::parse_integer(clock.substr(0, 2)) : std::nullopt;
    const auto minute = hour ? base::parse_integer(clock.substr(3, 2)) : std::nullopt;
    if (!day || !hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) throw base::Invalid(std::string(field), "site.page.problem.moment");
    return call.zone.to_instant({*day, base::Minutes(*hour * 60 + *minute)});
}

std::optional<base::Instant> read_moment(const http::Call& call, std::string_view field, FormProblems& problems) {
    try {
        return read_moment(call, field);
    } catch (const base::Invalid& problem) {
        problems.emplace_back(problem.field(), problem.what());
        return std::nullopt;
    }
}

std::string moment_field(const http::Call& call, std::optional<base::Instant> at) {
    if (!at) return {};
    const auto local = call.zone.to_local(*at);
    return fmt::format("{}T{:02}:{:02}", base::to_iso(local.day), local.of_day.count() / 60, local.of_day.count() % 60);
}

std::optional<base::Day> read_day_field(const http::Call& call, std::string_view field) {
    const auto text = call.request.form.text(field);
    if (text.empty()) return std::nullopt;
    const auto day = base::parse_day(text);
    if (!day) throw base::Invalid(std::string(field), "site.page.problem.day");
    return day;
}

static std::string with_plain_lines(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') plain += '\n';
        } else {
            plain += text[i];
        }
    }
    return plain;
}

Bilingual read_words(const http::Fields& form) {
    auto words = [&](std::string_view end) {
        return Words{base::collapse_space(form.text(fmt::format("title_{}", end))), std::string(base::trim(with_plain_lines(form.text(fmt::format("body_{}", end)))))};
    };
    return {.en = words("en"), .es = words("es")};
}

void fill_words(html::View& view, const Bilingual& words) {
    view.set("title_en", words.en.title).set("body_en", words.en.body).set("title_es", words.es.title).set("body_es", words.es.body);
}

void fill_school_choice(const http::Call& call, db::Read& db, html::View& view, auth::Permission permission, const std::vector<roster::OrgId>& chosen) {
    const auto reach = call.viewer.reach(permission);
    view.show_if(reach.everywhere, "district");
    for (const auto& school : roster::schools(db)) {
        if (!reach.covers(school.id.value)) continue;
        view.add("school").set("id", school.id.value).set("name", school.name).show_if(std::ranges::find(chosen, school.id) != chosen.end(), "selected");
    }
}

SchoolNames school_names(db::Read& db) {
    SchoolNames names;
    for (auto& org : roster::orgs(db)) names.emplace(org.id.value, std::move(org.name));
    return names;
}

std::string schools_words(const http::Call& call, const SchoolNames& names, const std::vector<roster::OrgId>& schools) {
    if (schools.empty()) return call.text("site.page.whole_district");
    std::vector<std::string> words;
    for (const auto id : schools) {
        if (const auto name = names.find(id.value); name != names.end()) words.push_back(name->second);
    }
    return base::join(words, ", ");
}

void fill_state(const http::Call& call, html::View& view, State state) {
    struct Look {
        const char *pill, *icon;
    };
    static constexpr Look looks[] = {{"pill", "pencil"}, {"pill pill-wait", "hourglass"}, {"pill pill-info", "clock"}, {"pill pill-good", "circle-check"}, {"pill", "history"}, {"pill pill-bad", "eye-off"}};
    const auto& look = looks[static_cast<std::size_t>(state)];
    view.set("pill", look.pill).set("icon", look.icon).set("state", call.text(fmt::format("site.page.state.{}", word(state))));
}

// --- Checks ---

static const http::Routes* all_routes = nullptr;

bool route_takes(std::string_view path) { return all_routes && all_routes->find(http::Method::get, path).route; }

static std::string_view first_part(std::string_view path) { return path.substr(0, path.find('/', 1)); }

bool is_of_program(std::string_view path) {
    if (!all_routes) return false;
    const auto routes = all_routes->all();
    return std::ranges::any_of(routes, [&](const http::Route* route) { return route->pattern != "/" && first_part(route->pattern) == first_part(path); });
}

std::string link_address(const http::Call& call, std::string_view path) {
    if (path == "/es" || path.starts_with("/es/")) return std::string(path);
    const auto* route = all_routes ? all_routes->find(http::Method::get, path.substr(0, path.find_first_of("?#"))).route : nullptr;
    return route && !route->for_everybody ? std::string(path) : call.public_path(path);
}

void writing_routes(http::Routes& routes) {
    all_routes = &routes;
    todo_routes(routes);
    news_write_routes(routes);
    page_write_routes(routes);
    piece_routes(routes);
    piece_picture_routes(routes);
    history_routes(routes);
    banner_routes(routes);
    redirect_routes(routes);
    section_routes(routes);
    news_routes(routes);
    feed_routes(routes);
    map_routes(routes);
    find_routes(routes);
}

Surroundings surroundings(const http::Call& call, db::Read& db, PieceKind kind) {
    Surroundings around;
    around.exists = [&db, now = call.now](std::string_view path) { return page_exists(db, now, path) || route_takes(path); };
    around.own_address = call.services.public_url;
    around.longest_paragraph = longest_paragraph(db);
    around.body_needed = kind == PieceKind::page;
    return around;
}

void fill_checks(const http::Call& call, html::View& view, std::span<const Problem> problems) {
    if (problems.empty()) view.show("clear");
    for (const bool held : {true, false}) {
        std::optional<html::View> box;
        for (const auto& problem : problems) {
            if (blocks(problem.rule) != held) continue;
            if (!box) box.emplace(view.add(held ? "held" : "advice"));
            const auto language = call.text(fmt::format("site.check.language.{}", html::code(problem.language)));
            auto row = box->add("problem");
            row.set("where", problem.line > 0 ? call.text("site.check.line", {{"line", std::to_string(problem.line)}, {"language", language}})
                                              : call.text("site.check.whole", {{"language", language}}));
            row.set("what", call.text(fmt::format("site.check.{}.what", word(problem.rule)), {{"detail", problem.detail}}));
            row.set("mend", call.text(fmt::format("site.check.{}.mend", word(problem.rule))));
        }
    }
}

void fill_website_tabs(const http::Call& call, const Editor& editor, html::View& view, std::string_view current) {
    auto tabs = view.include("tabs", "site/website_tabs");
    auto add = [&](bool shown, std::string_view name, std::string_view href) {
        if (!shown) return;
        tabs.add("tab").set("href", href).set("label", call.text(fmt::format("site.page.tab.{}", name))).show_if(name == current, "current");
    };
    const bool all_pages = call.viewer.may_everywhere(may_write_pages);
    add(true, "todo", "/website/todo");
    add(editor.writes_news(), "news", "/website/news");
    add(editor.writes_pages(), "pages", "/website/pages");
    add(call.viewer.may(may_write_news), "banner", "/website/banner");
    add(all_pages, "redirects", "/website/redirects");
    add(all_pages, "sections", "/website/sections");
}

std::string address_of(PieceKind kind, PieceId id) { return fmt::format("/website/{}/{}", kind == PieceKind::page ? "pages" : "news", id.value); }
std::string address_of(const Piece& piece) { return address_of(piece.belongs.kind, piece.id); }

}  // namespace site
