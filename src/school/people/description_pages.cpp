// Job descriptions: the list, one of them with what is wrong with it, approving, and two versions side by side.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "people/description_view.h"
#include "people/pages.h"
#include "people/role_view.h"

namespace people {

constexpr int descriptions_on_a_page = 50;

static bool may_write(const http::Call& call) { return call.viewer.may_everywhere(may_write_descriptions); }
static std::string address(DescriptionId id) { return fmt::format("/job-descriptions/{}", id.value); }

// --- The list ---

static http::Response list_descriptions(http::ReadCall& call) {
    const auto& query = call.request.query;
    const std::pair after(std::string(query.text("after_title")), base::parse_integer(query.text("after")).value_or(0));
    const auto page = find_descriptions(call.db, call.viewer, after, descriptions_on_a_page);
    html::View view;
    view.show_if(may_write(call), "write").show(page.lines.empty() ? "empty" : "list");
    for (const auto& line : page.lines) {
        auto row = view.add("row");
        row.set("id", line.id.value).set("name", line.title).set("changed", html::moment_words(call.language, call.zone, call.now, line.changed_at));
        if (line.version > 0) row.add("approved").set("text", call.text("people.job.version_words", {{"n", std::to_string(line.version)}}));
        row.show_if(line.has_draft, "draft");
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("people.job.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (after.second > 0) pager.add("previous").set("href", "/job-descriptions");
    if (page.more) {
        const auto& last = page.lines.back();
        pager.add("next").set("href", fmt::format("/job-descriptions?after={}&after_title={}", last.id.value, http::percent_encode(last.title_folded)));
    }
    return call.page("people/descriptions", call.text("people.job.title"), std::move(view));
}

// --- A new one ---

static html::View new_view(http::Call& call, db::Read& db, const Problems& problems) {
    const auto& form = call.request.form;
    html::View view;
    fill_problems(call, view, problems);
    view.set("job_title", form.text("title"));
    const auto language = form.has("language") ? std::string(form.text("language")) : std::string(html::code(call.language));
    view.show(language == "es" ? "spanish" : "english");
    fill_schools(db, view, form.text("school"));
    for (const auto& one : roles(db)) {
        auto row = view.add("role");
        row.set("key", one.key).set("name", one.name.in(html::code(call.language))).set("expertise", one.expertise.in(html::code(call.language)));
        row.set("share", form.text("share_" + one.key));
        for (const auto& [field, key] : problems) {
            if (field == "share_" + one.key) row.add("error").set("message", call.text(key));
        }
    }
    return view;
}

static http::Response new_description(http::ReadCall& call) {
    return call.page("people/description_new", call.text("people.job.new"), new_view(call, call.db, {}));
}

static std::vector<RoleShare> read_shares(const http::Fields& form, const std::vector<CatalogueRole>& known) {
    std::vector<RoleShare> shares;
    for (const auto& one : known) {
        auto typed = form.text("share_" + one.role.key);
        if (typed.empty() || typed == "0") continue;
        shares.push_back({one.role.key, static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(typed).value_or(-1), -1, 1000))});
    }
    std::ranges::stable_sort(shares, [](const RoleShare& left, const RoleShare& right) { return left.share > right.share; });
    return shares;
}

static std::string text_in(const http::Call& call, std::string_view language, std::string_view key) {
    return call.services.messages->text(html::parse_language(language).value_or(html::Language::en), key);
}

static Description compose_from_form(http::WriteCall& call) {
    const auto& form = call.request.form;
    const auto known = catalogue(call.db);
    const auto shares = read_shares(form, known);
    require_shares(shares, known);
    const std::string language = form.text("language") == "es" ? "es" : "en";
    const auto all_skills = skills(call.db);
    const auto powers = authorities(call.db);
    TakenOver from{known, all_skills, powers, {}, text_in(call, language, "people.job.educator_licence")};
    for (int level = 0; level <= 3; ++level) from.levels.push_back(text_in(call, language, fmt::format("people.level.{}", level)));
    auto made = compose(language, shares, from);
    made.title = base::collapse_space(form.text("title"));
    if (auto school = base::parse_integer(form.text("school"))) {
        auto org = roster::find_org(call.db, {*school});
        if (!org) throw base::Invalid("school", "people.problem.school");
        made.school = *school;
        made.place = org->name;
    }
    return made;
}

static http::Response create(http::WriteCall& call) {
    try {
        auto id = create_description(call.db, call.viewer, call.now, compose_from_form(call));
        return call.redirect_with_notice(address(id), call.text("people.job.made"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/description_new", call.text("people.job.new"), new_view(call, call.db, {{problem.field(), problem.what()}}));
    }
}

// --- One ---

static void fill_version(const http::Call& call, html::View& row, const DescriptionVersion& one) {
    row.set("number", one.number).set("day", html::moment_words(call.language, call.zone, call.now, one.approved_at));
    if (!one.approved_by.empty()) row.add("by").set("text", one.approved_by);
    if (!one.note.empty()) row.add("note").set("text", one.note);
    if (one.board_on) row.add("board").set("text", call.text("people.job.board_words", {{"day", html::day_words(call.language, call.today(), *one.board_on)}}));
}

/// What has been asked for: a version by its number, else the draft, else the newest version.
static const Description* shown_of(const StoredDescription& stored, const std::vector<DescriptionVersion>& versions, std::int64_t asked) {
    if (asked == 0 && stored.draft) return &*stored.draft;
    for (const auto& one : versions) {
        if (one.number == (asked == 0 ? stored.version : asked)) return &one.description;
    }
    return nullptr;
}

static void fill_ways(const http::Call& call, html::View& view, const StoredDescription& stored, bool draft, int number) {
    if (!may_write(call)) return;
    view.show("write");
    if (draft) {
        auto ways = view.add("draft_ways");
        ways.set("id", stored.id.value);
        if (stored.version > 0) ways.add("compare").set("href", fmt::format("{}/compare?from={}&to=0", address(stored.id), stored.version));
        return;
    }
    auto ways = view.add("version_ways");
    ways.set("id", stored.id.value).set("number", number).show(stored.draft ? "has_draft" : "no_draft");
}

static http::Response show_description(http::ReadCall& call) {
    const auto id = call.id_as<DescriptionId>("description");
    const auto stored = fetch_description(call.db, call.viewer, id);
    const auto versions = description_versions(call.db, call.viewer, id);
    const auto asked = base::parse_integer(call.request.query.text("version")).value_or(0);
    const auto* shown = shown_of(stored, versions, asked);
    if (!shown) throw base::NotFound("no such version");
    const bool draft = asked == 0 && stored.draft;
    const int number = draft ? 0 : asked == 0 ? stored.version : static_cast<int>(asked);
    html::View view;
    view.set("id", id.value).set("name", shown->title).set("lang", shown->language);
    if (draft) {
        view.show("is_draft");
    } else {
        view.add("is_version").set("text", call.text("people.job.version_words", {{"n", std::to_string(number)}}));
    }
    fill_ways(call, view, stored, draft, number);
    if (may_write(call)) {
        auto box = view.add("findings");
        fill_findings(call, box, check_here(call.db, *shown), draft ? std::optional(id) : std::nullopt);
    }
    include_description(call, view, *shown);
    const auto all = roles(call.db);
    for (const auto& share : shown->roles) {
        auto role = std::ranges::find(all, share.role, &Role::key);
        view.add("of_role").set("key", share.role).set("share", share.share).set("role", role == all.end() ? share.role : role->name.in(html::code(call.language)));
    }
    for (const auto& one : versions) {
        auto row = view.add("version");
        row.set("id", id.value);
        fill_version(call, row, one);
        if (one.number > 1) row.add("compare").set("href", fmt::format("{}/compare?from={}&to={}", address(id), one.number - 1, one.number)).set("number", one.number);
    }
    return call.page("people/description", shown->title, std::move(view));
}

// --- Draft and approval ---

static http::Response begin(http::WriteCall& call) {
    const auto id = call.id_as<DescriptionId>("description");
    begin_draft(call.db, call.viewer, call.now, id);
    return call.redirect(address(id));
}

static http::Response drop(http::WriteCall& call) {
    const auto id = call.id_as<DescriptionId>("description");
    if (auto asked = http::ask_first(call, call.text("people.job.remove_sure"), call.text("people.remove"), address(id))) return std::move(*asked);
    const bool stays = fetch_description(call.db, call.viewer, id).version > 0;
    remove_draft(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(stays ? address(id) : "/job-descriptions", call.text("people.removed"));
}

static html::View approval_view(http::Call& call, db::Read& db, const StoredDescription& stored, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", stored.id.value).set("name", stored.draft->title).set("seen", base::to_ms(stored.changed_at)).set("number", stored.version + 1);
    view.set("note", call.request.form.text("note")).set("board_on", call.request.form.text("board_on"));
    auto box = view.add("findings");
    fill_findings(call, box, check_here(db, *stored.draft), stored.id);
    return view;
}

static http::Response ask_approval(http::ReadCall& call) {
    const auto stored = fetch_description(call.db, call.viewer, call.id_as<DescriptionId>("description"));
    if (!stored.draft) throw base::NotFound("there is no draft");
    return call.page("people/description_approval", call.text("people.job.approve"), approval_view(call, call.db, stored, {}));
}

static http::Response approve(http::WriteCall& call) {
    const auto stored = fetch_description(call.db, call.viewer, call.id_as<DescriptionId>("description"));
    if (!stored.draft) throw base::NotFound("there is no draft");
    const auto& form = call.request.form;
    const auto board = base::parse_day(form.text("board_on"));
    const auto seen = base::from_ms(base::parse_integer(form.text("seen")).value_or(0));
    auto refused = [&](http::Status status, const Problems& problems) {
        return call.page(status, "people/description_approval", call.text("people.job.approve"), approval_view(call, call.db, stored, problems));
    };
    if (!board && !form.text("board_on").empty()) return refused(http::unprocessable, {{"board_on", "people.problem.day"}});
    try {
        const int number = approve_draft(call.db, call.viewer, call.now, stored.id, {seen, base::collapse_space(form.text("note")), board});
        return call.redirect_with_notice(address(stored.id), call.text("people.job.approved", {{"n", std::to_string(number)}}));
    } catch (const base::Invalid& problem) {
        return refused(http::unprocessable, {{problem.field(), problem.what()}});
    } catch (const base::Conflict&) {
        return refused(http::conflict, {{"note", "people.fault.changed_since"}});
    }
}

// --- Two side by side ---

static Description description_of(http::ReadCall& call, const StoredDescription& stored, std::int64_t number) {
    if (number != 0) return description_version(call.db, call.viewer, stored.id, static_cast<int>(number)).description;
    if (!stored.draft) throw base::NotFound("there is no draft");
    return *stored.draft;
}

static std::string version_name(const http::Call& call, std::int64_t number) {
    return number == 0 ? call.text("people.job.draft") : call.text("people.job.version_words", {{"n", std::to_string(number)}});
}

static void fill_choice(const http::Call& call, html::View& view, std::string_view section, const StoredDescription& stored, std::int64_t chosen) {
    for (int number = stored.version; number >= 1; --number) {
        view.add(section).set("value", number).set("label", version_name(call, number)).show_if(number == chosen, "selected");
    }
    if (stored.draft) view.add(section).set("value", 0).set("label", version_name(call, 0)).show_if(chosen == 0, "selected");
}

/// As the page of the description says them, not as they are kept.
static std::vector<Part> parts_in_words(const http::Call& call, const Description& what) {
    auto parts = parts_of(what);
    for (Part& part : parts) {
        if (part.lines.empty()) continue;
        if (part.key == "pay") part.lines = {pay_words(call, what)};
        if (part.key == "hours") part.lines = {call.text("people.job.hours_words", {{"time", html::minutes_words(call.language, base::Minutes(what.week_minutes))}})};
        if (part.key == "flsa") part.lines = {call.text(fmt::format("people.flsa.{}", what.flsa))};
    }
    return parts;
}

static http::Response compare(http::ReadCall& call) {
    const auto stored = fetch_description(call.db, call.viewer, call.id_as<DescriptionId>("description"));
    const auto newest = stored.draft ? 0 : stored.version;
    const auto from = base::parse_integer(call.request.query.text("from")).value_or(std::max(1, stored.draft ? stored.version : stored.version - 1));
    const auto to = base::parse_integer(call.request.query.text("to")).value_or(newest);
    const auto before = description_of(call, stored, from);
    const auto after = description_of(call, stored, to);
    html::View view;
    view.set("id", stored.id.value).set("name", after.title).set("lang", after.language);
    view.set("from", version_name(call, from)).set("to", version_name(call, to));
    fill_choice(call, view, "from_option", stored, from);
    fill_choice(call, view, "to_option", stored, to);
    const auto left = parts_in_words(call, before);
    const auto right = parts_in_words(call, after);
    bool any = false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto lines = compare_lines(left[i].lines, right[i].lines);
        if (!differs(lines)) continue;
        any = true;
        auto part = view.add("part");
        part.set("part_name", call.text(fmt::format("people.part.{}", left[i].key)));
        for (const auto& line : lines) {
            if (line.mark != Mark::added) part.add("old_line").add(line.mark == Mark::same ? "same" : "removed").set("text", line.text);
            if (line.mark != Mark::removed) part.add("new_line").add(line.mark == Mark::same ? "same" : "added").set("text", line.text);
        }
    }
    view.show_if(!any, "equal");
    return call.page("people/description_compare", call.text("people.job.compare"), std::move(view));
}

void description_routes(http::Routes& routes) {
    routes.get("/job-descriptions", http::signed_in, list_descriptions);
    routes.get("/job-descriptions/new", may_write_descriptions, new_description);
    routes.post("/job-descriptions", may_write_descriptions, create);
    routes.get("/job-descriptions/{description}", http::signed_in, show_description);
    routes.get("/job-descriptions/{description}/compare", http::signed_in, compare);
    routes.post("/job-descriptions/{description}/draft", may_write_descriptions, begin);
    routes.post("/job-descriptions/{description}/draft/removal", may_write_descriptions, drop);
    routes.get("/job-descriptions/{description}/approval", may_write_descriptions, ask_approval);
    routes.post("/job-descriptions/{description}/approval", may_write_descriptions, approve);
    description_form_routes(routes);
}

}  // namespace people
