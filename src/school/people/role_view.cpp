#include "people/role_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/manage.h"

namespace people {

static std::string_view language_of(const http::Call& call) { return html::code(call.language); }

std::string instead_words(const http::Call& call, int years) {
    return years > 0 ? call.text("people.role.instead_words", {{"n", std::to_string(years)}}) : std::string();
}

void fill_marked(html::View& into, const std::vector<MarkedLine>& lines) {
    for (const auto& line : lines) {
        auto item = into.add("line");
        item.add(line.mark == Mark::added ? "added" : line.mark == Mark::removed ? "removed" : "same").set("text", line.text);
    }
}

static void fill_qualification(const http::Call& call, html::View& view, const RoleQualification& one) {
    auto row = view.add(one.required ? "required" : "preferred");
    std::vector<std::string> numbers;
    for (int duty : one.duties) numbers.push_back(std::to_string(duty));
    row.set("text", one.text.in(language_of(call))).set("duties", call.text("people.role.for_duties", {{"numbers", base::join(numbers, ", ")}}));
    if (auto words = instead_words(call, one.years_instead); !words.empty()) row.add("instead").set("words", words);
}

static void fill_reference(const http::Call& call, html::View& view, const Reference& one) {
    auto row = view.add("reference");
    const auto day = html::day_words(call.language, call.today(), one.checked);
    row.set("framework", one.framework).set("code", one.code).set("name", one.name).set("checked", call.text("people.role.checked", {{"day", day}}));
    if (one.url.empty()) {
        row.show("plain");
    } else {
        row.add("link").set("href", one.url);
    }
}

void fill_content(http::ReadCall& call, html::View& view, const CatalogueRole& all) {
    const auto& content = all.content;
    int number = 0;
    for (const auto& one : content.duties) {
        auto row = view.add("duty");
        row.set("number", ++number).set("share", one.share).set("text", one.text.in(language_of(call))).show_if(!one.essential, "marginal");
    }
    for (const auto& one : content.qualifications) fill_qualification(call, view, one);
    for (const auto& one : content.references) fill_reference(call, view, one);
    view.show_if(!content.duties.empty(), "duties").show_if(content.duties.empty(), "no_duties");
    view.show_if(!content.qualifications.empty(), "qualifications").show_if(!content.references.empty(), "references");
    if (!content.skills.empty()) view.show("skills");
    const auto known = skills(call.db);
    for (const auto& one : content.skills) {
        auto found = std::ranges::find(known, one.skill, &Skill::key);
        if (found == known.end()) continue;
        view.add("skill_wanted").set("name", found->name.in(language_of(call))).set("level", call.text(fmt::format("people.level.{}", one.level)));
    }
}

static CatalogueRole as_shipped(const StandardRole& standard) {
    return {.role = standard.role, .content = standard.content, .authorities = standard.authorities, .own_content = false, .changed_at = {}};
}

void fill_differences(http::ReadCall& call, html::View& view, const CatalogueRole& all) {
    const auto* standard = find_standard(all.role.key);
    if (!standard) {
        view.show("own_role");
        return;
    }
    const auto known = skills(call.db);
    const auto powers = authorities(call.db);
    std::vector<std::pair<std::string, std::vector<MarkedLine>>> changed;
    const auto other = language_of(call) == "es" ? "en" : "es";
    for (std::size_t i = 0; i < part_count; ++i) {
        // What differs in the other language alone is shown in that one.
        for (auto language : {language_of(call), std::string_view(other)}) {
            const auto before = parts_of(as_shipped(*standard), language, known, powers);
            const auto after = parts_of(all, language, known, powers);
            auto lines = compare_lines(before[i].lines, after[i].lines);
            if (!differs(lines)) continue;
            changed.emplace_back(after[i].key, std::move(lines));
            break;
        }
    }
    if (changed.empty()) {
        view.show("as_shipped");
        return;
    }
    auto box = view.add("differs");
    for (const auto& [key, lines] : changed) {
        auto part = box.add("part");
        part.set("part_name", call.text(fmt::format("people.part.{}", key)));
        fill_marked(part, lines);
    }
}

static std::vector<KnownTitle> titles_here(db::Read& db, const std::vector<Role>& all) {
    std::vector<KnownTitle> known;
    for (const auto& title : titles(db)) {
        auto role = std::ranges::find(all, title.role, &Role::id);
        if (role != all.end()) known.push_back({title.title, role->key});
    }
    return known;
}

static void fill_candidate(http::Call& call, html::View& box, const CatalogueRole& all, const Candidate& one, std::span<const Authority> powers) {
    constexpr std::size_t most_duties = 3;
    const auto language = language_of(call);
    auto item = box.add("candidate");
    item.set("key", all.role.key).set("name", all.role.name.in(language)).set("expertise", all.role.expertise.in(language)).set("title", one.title);
    item.show_if(one.meant_here, "meant_here");
    for (std::size_t i = 0; i < std::min(most_duties, all.content.duties.size()); ++i) {
        item.add("does").set("share", all.content.duties[i].share).set("text", all.content.duties[i].text.in(language));
    }
    for (const auto& key : all.authorities) {
        auto found = std::ranges::find(powers, key, &Authority::key);
        if (found != powers.end()) item.add("may").set("text", found->name.in(language));
    }
    item.show_if(all.authorities.empty(), "may_nothing");
    for (auto line : base::split(all.role.may_not.in(language), '\n')) {
        if (!base::trim(line).empty()) item.add("must_not").set("text", base::trim(line));
    }
}

void fill_candidates(http::ReadCall& call, html::View& view, const std::vector<Role>& all) {
    const auto typed = base::collapse_space(call.request.query.text("q"));
    view.set("q", typed);
    if (typed.empty()) return;
    const auto known = catalogue(call.db);
    const auto found = find_by_title(typed, known, titles_here(call.db, all));
    const auto powers = authorities(call.db);
    auto box = view.add("search");
    box.set("q", typed);
    if (found.empty()) {
        box.add("none").set("text", call.text("people.roles.search_none", {{"title", typed}}));
        return;
    }
    if (found.size() > 1) box.add("several").set("text", call.text("people.roles.search_several", {{"title", typed}}));
    for (const auto& one : found) {
        fill_candidate(call, box, *std::ranges::find(known, one.role_key, [](const CatalogueRole& role) { return role.role.key; }), one, powers);
    }
}

}  // namespace people
