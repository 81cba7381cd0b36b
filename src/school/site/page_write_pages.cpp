// /website/pages: writing pages, and saying where they stand.
#include <algorithm>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "site/page_path.h"
#include "site/website.h"

namespace site {

static http::Response show_list(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    if (!editor.writes_pages()) throw base::Forbidden(call.text("site.page.nothing_to_write"));
    const auto show = call.request.query.text("show");
    const auto showing = show == "waiting" ? Showing::waiting : show == "withdrawn" ? Showing::withdrawn : show == "stale" ? Showing::stale : Showing::all;
    const auto list = list_pieces(call.db, editor, call.now,
                                  {.kind = PieceKind::page, .showing = showing, .after = std::string(call.request.query.text("after")), .before = 0, .most = 50, .today = call.today()});
    html::View view;
    fill_website_tabs(call, editor, view, "pages");
    view.show_if(showing == Showing::all, "showing_all").show_if(showing == Showing::waiting, "showing_waiting");
    view.show_if(showing == Showing::stale, "showing_stale").show_if(showing == Showing::withdrawn, "showing_withdrawn");
    view.show_if(call.viewer.may(may_write_pages) || !editor.sections.empty(), "may_write");
    if (list.rows.empty()) view.show(showing == Showing::all ? "none" : "none_here");
    else view.show("some");
    for (const auto& piece : list.rows) {
        auto row = view.add("row");
        row.set("href", address_of(PieceKind::page, piece.id)).set("title", piece.title).set("path", piece.path).set("owner", piece.owner);
        row.set("review", piece.review_on ? html::day_words(call.language, call.today(), *piece.review_on) : "");
        row.show_if(piece.review_on && *piece.review_on <= call.today(), "late");
        fill_state(call, row, piece.state);
        row.show_if(piece.unpublished && piece.state == State::published, "unpublished");
    }
    if (list.more) {
        const auto which = showing == Showing::all ? std::string_view("all") : show;
        view.include("pager", "html/pager").set("summary", "").add("next").set("href", fmt::format("/website/pages?show={}&after={}", which, http::percent_encode(list.rows.back().path)));
    }
    return call.page("site/page_list", call.text("site.page.title"), std::move(view));
}

/// What was typed, kept as typed until it can be used.
struct PageForm {
    Bilingual words;
    std::string path, owner, review_on, parent, school, menu_order = "100";
    bool in_menu = false;
    std::string note;
    std::int64_t seen = 0;
};

static PageForm read_form(const http::Fields& fields) {
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    return {read_words(fields), text("path"), text("owner"), text("review_on"), text("parent"), text("school"), text("menu_order"), fields.has("in_menu"), base::collapse_space(fields.text("note")),
            base::parse_integer(fields.text("seen")).value_or(0)};
}

/// Throws base::Invalid for the first field that cannot be used.
static PageSettings understand(http::Call& call, db::Read& db, const PageForm& form, std::string_view path_now) {
    PageSettings settings;
    const auto path = parse_page_path(form.path);
    if (!path) throw base::Invalid("path", "site.page.problem.path");
    if (*path != path_now && is_of_program(*path)) throw base::Invalid("path", "site.page.problem.path_of_program");
    settings.path = *path;
    if (const auto school = base::parse_integer(form.school)) settings.schools = {{*school}};
    if (!form.owner.empty()) {
        // The name of who answers for a page is shown to those who write; that the address has an account is no secret among them.
        const auto owner = auth::find_account(db, auth::Viewer::system(), form.owner);
        if (!owner) throw base::Invalid("owner", "site.page.problem.owner");
        settings.owner = owner->id;
    }
    settings.review_on = read_day_field(call, "review_on");
    settings.in_menu = form.in_menu;
    if (const auto parent = base::parse_integer(form.parent)) settings.parent = PieceId{*parent};
    const auto order = base::parse_integer(form.menu_order);
    if (!order || *order < 0 || *order > 10'000) throw base::Invalid("menu_order", "site.page.problem.menu_order");
    settings.menu_order = static_cast<int>(*order);
    return settings;
}

/// Said beside the field that is wrong, with what was typed kept: who was given a section is easily outside of it.
static void require_own_place(const Editor& editor, const PageSettings& settings) {
    if (editor.may_write({PieceKind::page, settings.schools, settings.path})) return;
    if (!editor.sections.empty()) throw base::Invalid("path", "site.page.problem.path_outside");
    throw base::Invalid("school", "site.page.problem.school_of_others");
}

static void fill_parents(html::View& view, const std::vector<NavigationPage>& pages, std::string_view chosen, std::string_view own, int depth) {
    for (const auto& page : pages) {
        if (std::to_string(page.id) == own) continue;
        view.add("parent_option").set("id", page.id).set("name", fmt::format("{}{}", std::string(static_cast<std::size_t>(depth) * 2, ' '), page.title)).show_if(std::to_string(page.id) == chosen, "selected");
        fill_parents(view, page.below, chosen, own, depth + 1);
    }
}

static void fill_place(http::Call& call, db::Read& db, html::View& view, const PageForm& form, const FormProblems& problems, std::optional<PieceId> id) {
    auto place = view.include("place", "site/place_fields");
    fill_field_problems(call, place, problems);
    place.set("path", form.path).set("owner", form.owner).set("review_on", form.review_on).set("menu_order", form.menu_order).show_if(form.in_menu, "in_menu");
    std::vector<roster::OrgId> chosen;
    if (const auto school = base::parse_integer(form.school)) chosen.push_back({*school});
    fill_school_choice(call, db, place, may_write_pages, chosen);
    fill_parents(place, navigation_pages(db, call.now, call.language), form.parent, id ? std::to_string(id->value) : "", 0);
    for (const auto& section : editor_of(db, call.viewer).sections) place.add("section").set("path", section);
}

constexpr int words_part = 1;
constexpr int place_part = 2;

static html::View form_view(http::Call& call, db::Read& db, const PageForm& form, const FormProblems& problems, std::optional<PieceId> id, int parts) {
    html::View view;
    fill_form_problems(call, view, problems);
    view.set("note", form.note).set("seen", form.seen);
    if (parts & words_part) {
        auto words = view.include("words", "site/words_fields");
        fill_field_problems(call, words, problems);
        fill_words(words, form.words);
    }
    if (parts & place_part) fill_place(call, db, view, form, problems, id);
    view.set("back", id ? address_of(PieceKind::page, *id) : "/website/pages");
    if (id) view.set("id", id->value);
    return view;
}

static void require_any(http::Call& call, const Editor& editor) {
    if (!call.viewer.may(may_write_pages) && editor.sections.empty()) throw base::Forbidden(call.text("site.page.nothing_to_write"));
}

static http::Response new_page(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    require_any(call, editor);
    PageForm form;
    if (!call.viewer.may(may_write_pages)) form.path = editor.sections.front() + "/";
    const auto reach = call.viewer.reach(may_write_pages);
    if (!reach.everywhere && reach.schools.size() == 1) form.school = std::to_string(reach.schools.front());
    return call.page("site/page_form", call.text("site.page.new"), form_view(call, call.db, form, {}, {}, words_part | place_part));
}

static http::Response create(http::WriteCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    require_any(call, editor);
    const auto form = read_form(call.request.form);
    try {
        const auto settings = understand(call, call.db, form, "");
        require_own_place(editor, settings);
        const auto id = create_page(call.db, editor, call.now, settings, form.words, form.note);
        return call.redirect_with_notice(address_of(PieceKind::page, id), call.text("site.page.saved_draft"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "site/page_form", call.text("site.page.new"), form_view(call, call.db, form, {{problem.field(), problem.what()}}, {}, words_part | place_part));
    }
}

static Piece load(http::Call& call, db::Read& db) {
    const auto editor = editor_of(db, call.viewer);
    auto piece = load_piece(db, editor, call.now, call.id_as<PieceId>("piece"));
    if (piece.belongs.kind != PieceKind::page) throw base::NotFound("not a page");
    require_writer(editor, piece.belongs);
    return piece;
}

static PageForm form_of(db::Read& db, const Piece& piece) {
    const auto settings = page_settings(db, piece.id);
    PageForm form{.words = piece.latest.words, .path = settings.path, .owner = {}, .review_on = settings.review_on ? base::to_iso(*settings.review_on) : "",
                  .parent = settings.parent ? std::to_string(settings.parent->value) : "", .school = settings.schools.empty() ? "" : std::to_string(settings.schools.front().value),
                  .menu_order = std::to_string(settings.menu_order), .in_menu = settings.in_menu, .note = {}, .seen = piece.revision};
    if (settings.owner) form.owner = auth::load_account(db, auth::Viewer::system(), *settings.owner).email;
    return form;
}

/// Shows a form of an existing page: its words or its place.
static http::Response show_form(http::ReadCall& call, std::string_view template_name, std::string_view title, int part) {
    const auto piece = load(call, call.db);
    return call.page(template_name, call.text(title), form_view(call, call.db, form_of(call.db, piece), {}, piece.id, part));
}
static http::Response edit_words(http::ReadCall& call) { return show_form(call, "site/page_words", "site.page.change", words_part); }
static http::Response edit_place(http::ReadCall& call) { return show_form(call, "site/page_place", "site.page.place", place_part); }

template <typename Save>
static http::Response save(http::WriteCall& call, std::string_view template_name, std::string_view title, int part, Save&& what) {
    const auto piece = load(call, call.db);
    auto form = read_form(call.request.form);
    int status = http::unprocessable;
    FormProblems problems;
    try {
        what(piece, form);
        return call.redirect_with_notice(address_of(piece), call.text("site.page.saved"));
    } catch (const base::Invalid& problem) {
        problems.emplace_back(problem.field(), problem.what());
    } catch (const base::Conflict& problem) {
        status = http::conflict;
        form.seen = piece.revision;  // saying it again is said knowingly
        problems.emplace_back("seen", problem.what());
    }
    return call.page(static_cast<http::Status>(status), template_name, call.text(title), form_view(call, call.db, form, problems, piece.id, part));
}

static http::Response change_words(http::WriteCall& call) {
    return save(call, "site/page_words", "site.page.change", words_part, [&](const Piece& piece, const PageForm& form) {
        save_version(call.db, editor_of(call.db, call.viewer), call.now, piece, form.seen, form.words, form.note);
    });
}

static http::Response change_place(http::WriteCall& call) {
    return save(call, "site/page_place", "site.page.place", place_part, [&](const Piece& piece, const PageForm& form) {
        const auto editor = editor_of(call.db, call.viewer);
        const auto settings = understand(call, call.db, form, piece.belongs.path);
        require_own_place(editor, settings);
        change_page_settings(call.db, editor, call.now, piece, form.seen, settings);
    });
}

/// "Still right": looked at, and again in half a year.
static http::Response still_right(http::WriteCall& call) {
    constexpr auto half_a_year = std::chrono::days(182);
    const auto piece = load(call, call.db);
    try {
        review_page(call.db, editor_of(call.db, call.viewer), call.now, piece, base::parse_integer(call.request.form.text("seen")).value_or(0), call.today() + half_a_year);
    } catch (const base::Conflict& problem) {
        return clash_page(call, problem.what());
    }
    return call.redirect_with_notice(address_of(piece), call.text("site.page.reviewed"));
}

void page_write_routes(http::Routes& routes) {
    routes.get("/website/pages", http::signed_in, show_list);
    routes.get("/website/pages/new", http::signed_in, new_page);
    routes.post("/website/pages", http::signed_in, create).body_limit(http::mebibyte);
    routes.get("/website/pages/{piece}/words", http::signed_in, edit_words);
    routes.post("/website/pages/{piece}/words", http::signed_in, change_words).body_limit(http::mebibyte);
    routes.get("/website/pages/{piece}/place", http::signed_in, edit_place);
    routes.post("/website/pages/{piece}/place", http::signed_in, change_place);
    routes.post("/website/pages/{piece}/reviewed", http::signed_in, still_right);
}

}  // namespace site
