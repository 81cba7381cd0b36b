// Bringing in a picture, its words, and what is done with it as a whole.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "db/db.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/picture_jobs.h"
#include "media/picture_pages.h"
#include "media/picture_view.h"
#include "media/takedown.h"

namespace media {

/// The form around the file takes little.
static constexpr std::size_t most_upload_body = (std::size_t{40} << 20) + http::mebibyte;

namespace {

struct PictureForm {
    PictureWords words;
    std::optional<roster::OrgId> school;
    bool bad_day = false;
};

}  // namespace

static PictureForm read_form(const http::Fields& form) {
    PictureForm read;
    read.words.title = base::collapse_space(form.text("title"));
    read.words.alt_en = base::collapse_space(form.text("alt_en"));
    read.words.alt_es = base::collapse_space(form.text("alt_es"));
    read.words.decoration = form.has("decoration");
    read.words.taken_by = base::collapse_space(form.text("taken_by"));
    read.words.allowed = form.has("allowed");
    read.words.taken_on = base::parse_day(form.text("taken_on"));
    read.bad_day = !form.text("taken_on").empty() && !read.words.taken_on;
    if (const auto school = base::parse_integer(form.text("school")); school && *school > 0) read.school = roster::OrgId{*school};
    return read;
}

static Problems problems_of(const http::Call& call, const PictureForm& form) {
    auto problems = find_problems(form.words);
    if (form.bad_day || (form.words.taken_on && *form.words.taken_on > call.today())) problems.emplace_back("taken_on", "media.picture.problem.day");
    return problems;
}

static void fill_form(const http::Call& call, html::View& view, const PictureForm& form, const Problems& problems) {
    auto words = view.include("words", "media/picture_words");
    for (const auto& [field, key] : problems) words.add(field + "_error").set("message", call.text(key));
    words.set("title", form.words.title).set("alt_en", form.words.alt_en).set("alt_es", form.words.alt_es).set("taken_by", form.words.taken_by);
    words.set("taken_on", form.words.taken_on ? base::to_iso(*form.words.taken_on) : "").set("today", base::to_iso(call.today()));
    words.show_if(form.words.decoration, "decoration").show_if(form.words.allowed, "allowed");
}

static http::Response new_page(const http::Call& call, db::Read& db, const PictureForm& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    const auto schools = schools_with(db, call.viewer, may_upload);
    for (const auto& school : schools) {
        view.add("school_option").set("value", school.id.value).set("label", school.name).show_if(form.school == school.id || schools.size() == 1, "chosen");
    }
    fill_form(call, view, form, problems);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "media/picture_new", call.text("media.picture.new"), std::move(view));
}

static http::Response show_new(http::ReadCall& call) { return new_page(call, call.db, {}, {}); }

/// What was wrong before anything was rendered, or what was made.
struct Brought {
    Problems problems;
    std::optional<Derived> derived;
    std::int64_t looks_like = 0;  // a take-down
};

/// Clause 5.1: the upload is decoded elsewhere, behind walls, before any row names it.
static Brought prepare_picture(http::PrepareCall& call) {
    const auto form = read_form(call.request.form);
    Brought brought{problems_of(call, form), std::nullopt, 0};
    if (!form.school) brought.problems.emplace_back("school", "media.picture.problem.school");
    const auto upload = std::ranges::find(call.request.uploads, "file", &http::Upload::field);
    if (upload == call.request.uploads.end() || upload->bytes.empty()) brought.problems.emplace(brought.problems.begin(), "file", "media.picture.problem.file");
    if (!brought.problems.empty()) return brought;
    call.viewer.require(may_upload, form.school->value);
    auto made = bring_in(call.services, upload->bytes);
    if (made.derived) {
        brought.derived = std::move(made.derived);
        return brought;
    }
    if (made.refusal) {
        brought.problems.emplace_back("file", made.refusal->key);
        brought.looks_like = made.refusal->looks_like;
        return brought;
    }
    const auto key = fmt::format("media.picture.trouble.{}", made.trouble);
    brought.problems.emplace_back("file", call.services.messages->find(call.language, key) ? key : "media.picture.trouble.other");
    return brought;
}

static http::Response create(http::WriteCall& call, Brought& brought) {
    const auto form = read_form(call.request.form);
    if (!brought.derived) {
        auto page = new_page(call, call.db, form, brought.problems);
        if (brought.looks_like > 0) {
            note_refused_alike(call.db, call.now, brought.looks_like);
            page.keep_changes = true;
        }
        return page;
    }
    try {
        const auto id = add_picture(call.db, call.viewer, call.now, *form.school, form.words, *brought.derived);
        return call.redirect_with_notice(path_of(id), call.text("media.picture.brought_in"));
    } catch (const base::Invalid& problem) {
        return new_page(call, call.db, form, {{problem.field(), problem.what()}});
    }
}

// --- Its words. ---

static Picture load(http::Call& call, db::Read& db) { return load_picture(db, call.viewer, call.id_as<PictureId>("picture")); }

static http::Response words_page(const http::Call& call, const Picture& picture, const PictureForm& form, const Refusal& refusal) {
    html::View view;
    fill_problems(call, view, refusal.problems);
    view.set("id", picture.id.value).set("seen", picture.revision);
    fill_form(call, view, form, refusal.problems);
    return call.page(refusal.problems.empty() ? http::ok : refusal.status, "media/picture_edit", call.text("media.picture.change"), std::move(view));
}

static http::Response edit(http::ReadCall& call) {
    const auto picture = load(call, call.db);
    call.viewer.require(may_upload, picture.school.value);
    if (picture.taken_down_at) throw base::NotFound("it was taken down for good");
    return words_page(call, picture, {picture.words, picture.school, false}, {});
}

static http::Response change(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    const auto form = read_form(call.request.form);
    auto problems = problems_of(call, form);
    if (!problems.empty()) return words_page(call, picture, form, {.status = http::unprocessable, .problems = std::move(problems)});
    auto refusal = refused([&] { change_words(call.db, call.viewer, call.now, picture, seen_of(call), form.words); });
    if (!refusal) return call.redirect_with_notice(path_of(picture.id), call.text("media.picture.saved"));
    for (auto& [field, key] : refusal->problems) {
        if (field == "state") field = "title";
    }
    return words_page(call, picture, form, *refusal);
}

// --- The whole of it. ---

static http::Response back_or(const http::WriteCall& call, const Picture& picture, const std::optional<Refusal>& refusal, std::string_view notice) {
    if (refusal) return picture_page(call, call.db, picture, *refusal);
    return call.redirect_with_notice(path_of(picture.id), call.text(notice));
}

static http::Response check_again(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    return back_or(call, picture, refused([&] { ask_for_check(call.db, call.viewer, call.now, picture, seen_of(call)); }), "media.picture.check.asked");
}

static http::Response state(http::WriteCall& call) {
    const auto picture = load(call, call.db);
    const auto refusal = refused([&] {
        if (!call.request.form.has("looked")) throw base::Invalid("looked", "media.mark.problem.looked");
        state_everybody_marked(call.db, call.viewer, call.now, picture, seen_of(call));
    });
    return back_or(call, picture, refusal, "media.mark.stated_now");
}

/// The sizes with the places blurred that are, from the original.
struct Remade {
    std::optional<Rerendered> sizes;
    std::string trouble;
};

static Remade prepare_sizes(http::PrepareCall& call) {
    const auto id = call.id_as<PictureId>("picture");
    const auto [hash, boxes] = call.services.database->read([&](db::Read& db) {
        const auto picture = load_picture(db, call.viewer, id);
        call.viewer.require(may_upload, picture.school.value);
        return std::pair(picture.content_hash, blurred_boxes(marks(db, id)));
    });
    auto made = make_again(call.services, hash, boxes);
    if (!made.derived) return {std::nullopt, made.trouble};
    return {Rerendered{boxes, std::move(made.derived->sizes)}, ""};
}

static http::Response derive(http::WriteCall& call, Remade& remade) {
    const auto picture = load(call, call.db);
    const auto refusal = refused([&] {
        if (!remade.sizes) throw base::Conflict("media.picture.problem.not_made");
        derive_again(call.db, call.viewer, call.now, picture, seen_of(call), *remade.sizes);
    });
    return back_or(call, picture, refusal, "media.picture.derived_now");
}

void picture_new_routes(http::Routes& routes) {
    routes.get("/images/new", may_upload, show_new);
    routes.post("/images", may_upload, prepare_picture, create).body_limit(most_upload_body);
    routes.get("/images/{picture}/words", may_upload, edit);
    routes.post("/images/{picture}/words", may_upload, change);
    routes.post("/images/{picture}/check", may_upload, check_again);
    routes.post("/images/{picture}/statement", may_upload, state);
    routes.post("/images/{picture}/sizes", may_upload, prepare_sizes, derive);
}

}  // namespace media
