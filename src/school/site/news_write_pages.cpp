// /website/news: writing news.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "site/news_write.h"
#include "site/website.h"

namespace site {

static http::Response show_list(http::ReadCall& call) {
    const auto editor = editor_of(call.db, call.viewer);
    if (!editor.writes_news()) throw base::Forbidden(call.text("site.page.nothing_to_write"));
    const auto show = call.request.query.text("show");
    const auto showing = show == "waiting" ? Showing::waiting : show == "withdrawn" ? Showing::withdrawn : Showing::all;
    const auto before = std::max<std::int64_t>(0, base::parse_integer(call.request.query.text("before")).value_or(0));
    const auto before_at = base::from_ms(base::parse_integer(call.request.query.text("at")).value_or(0));
    const auto list = list_pieces(call.db, editor, call.now, {.kind = PieceKind::news, .showing = showing, .after = {}, .before = before, .before_at = before_at, .most = 50, .today = call.today()});
    html::View view;
    fill_website_tabs(call, editor, view, "news");
    view.show_if(showing == Showing::all, "showing_all").show_if(showing == Showing::waiting, "showing_waiting").show_if(showing == Showing::withdrawn, "showing_withdrawn");
    view.show_if(call.viewer.may(may_write_news), "may_write");
    if (list.rows.empty()) view.show(showing == Showing::all ? "none" : "none_here");
    else view.show("some");
    const auto names = school_names(call.db);
    for (const auto& piece : list.rows) {
        auto row = view.add("row");
        row.set("href", address_of(PieceKind::news, piece.id)).set("title", piece.title).set("where", schools_words(call, names, piece.schools));
        row.set("from", piece.from ? html::moment_words(call.language, call.zone, call.now, *piece.from) : "");
        row.set("until", piece.expires_at ? html::moment_words(call.language, call.zone, call.now, *piece.expires_at) : "");
        fill_state(call, row, piece.state);
        row.show_if(piece.unpublished && piece.state == State::published, "unpublished");
    }
    if (list.more) view.include("pager", "html/pager").set("summary", "").add("next").set("href", fmt::format("/website/news?show={}&before={}&at={}", show == "waiting" || show == "withdrawn" ? show : "all", list.rows.back().id.value, base::to_ms(list.rows.back().ordered_at)));
    return call.page("site/news_list", call.text("site.news.title"), std::move(view));
}

struct NewsForm {
    Bilingual words;
    NewsSettings settings;
    std::string note;
    std::int64_t seen = 0;
};

static NewsForm read_form(const http::Fields& form) {
    NewsForm read{read_words(form), {}, base::collapse_space(form.text("note")), base::parse_integer(form.text("seen")).value_or(0)};
    for (auto id : form.all("school")) {
        if (const auto school = base::parse_integer(id)) read.settings.schools.push_back({*school});
    }
    // "The whole district" wins over single schools; without either the choice is missing, and that is an answer of its own.
    if (form.has("whole_district")) read.settings.schools.clear();
    read.settings.audience = {form.has("for_families"), form.has("for_staff"), form.has("for_students")};
    return read;
}

static void require_place(const http::Fields& form) {
    if (!form.has("whole_district") && form.all("school").empty()) throw base::Invalid("whole_district", "site.news.problem_place");
}

static html::View form_view(http::Call& call, db::Read& db, const NewsForm& form, const FormProblems& problems, std::optional<PieceId> id, bool district_chosen) {
    html::View view;
    fill_form_problems(call, view, problems);
    auto words = view.include("words", "site/words_fields");
    fill_field_problems(call, words, problems);
    fill_words(words, form.words);
    view.set("note", form.note).set("seen", form.seen);
    view.set("action", id ? address_of(PieceKind::news, *id) + "/words" : "/website/news").set("back", id ? address_of(PieceKind::news, *id) : "/website/news");
    view.set("heading", call.text(id ? "site.news.change" : "site.news.new"));
    fill_school_choice(call, db, view, may_write_news, form.settings.schools);
    view.show_if(district_chosen, "district_chosen");
    view.show_if(form.settings.audience.families, "families").show_if(form.settings.audience.staff, "staff").show_if(form.settings.audience.students, "students");
    if (id) view.show("existing");
    return view;
}

static http::Response new_news(http::ReadCall& call) {
    NewsForm form;
    const auto reach = call.viewer.reach(may_write_news);
    // Who writes for one school alone need not say so.
    if (!reach.everywhere && reach.schools.size() == 1) form.settings.schools = {{reach.schools.front()}};
    return call.page("site/news_form", call.text("site.news.new"), form_view(call, call.db, form, {}, {}, reach.everywhere));
}

static http::Response create(http::WriteCall& call) {
    auto form = read_form(call.request.form);
    try {
        require_place(call.request.form);
        const auto id = create_news(call.db, editor_of(call.db, call.viewer), call.now, form.settings, form.words, form.note, call.services.public_url);
        return call.redirect_with_notice(address_of(PieceKind::news, id), call.text("site.page.saved_draft"));
    } catch (const base::Invalid& problem) {
        auto view = form_view(call, call.db, form, {{problem.field(), problem.what()}}, {}, call.request.form.has("whole_district"));
        return call.page(http::unprocessable, "site/news_form", call.text("site.news.new"), std::move(view));
    }
}

static Piece load(http::Call& call, db::Read& db) {
    const auto editor = editor_of(db, call.viewer);
    auto piece = load_piece(db, editor, call.now, call.id_as<PieceId>("piece"));
    if (piece.belongs.kind != PieceKind::news) throw base::NotFound("not news");
    require_writer(editor, piece.belongs);
    return piece;
}

static http::Response edit(http::ReadCall& call) {
    const auto piece = load(call, call.db);
    const NewsForm form{piece.latest.words, news_settings(call.db, piece.id), {}, piece.revision};
    return call.page("site/news_form", call.text("site.news.change"), form_view(call, call.db, form, {}, piece.id, form.settings.schools.empty()));
}

static http::Response change(http::WriteCall& call) {
    const auto piece = load(call, call.db);
    auto form = read_form(call.request.form);
    int status = http::unprocessable;
    FormProblems problems;
    try {
        require_place(call.request.form);
        change_news(call.db, editor_of(call.db, call.viewer), call.now, piece, form.seen, form.settings, form.words, form.note);
        return call.redirect_with_notice(address_of(piece), call.text("site.page.saved"));
    } catch (const base::Invalid& problem) {
        problems.emplace_back(problem.field(), problem.what());
    } catch (const base::Conflict& problem) {
        status = http::conflict;
        form.seen = piece.revision;  // saying it again is said knowingly
        problems.emplace_back("title_en", problem.what());
    }
    auto view = form_view(call, call.db, form, problems, piece.id, call.request.form.has("whole_district"));
    return call.page(static_cast<http::Status>(status), "site/news_form", call.text("site.news.change"), std::move(view));
}

void news_write_routes(http::Routes& routes) {
    routes.get("/website/news", http::signed_in, show_list);
    routes.get("/website/news/new", may_write_news, new_news);
    routes.post("/website/news", may_write_news, create).body_limit(http::mebibyte);
    routes.get("/website/news/{piece}/words", may_write_news, edit);
    routes.post("/website/news/{piece}/words", may_write_news, change).body_limit(http::mebibyte);
}

}  // namespace site
