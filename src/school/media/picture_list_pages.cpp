// /images: the pictures of the viewer's schools, and one of them.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_pages.h"
#include "media/picture_view.h"
#include "media/review.h"

namespace media {

/// Throws base::Forbidden unless the viewer works with pictures somewhere.
static void require_worker(const http::Call& call) {
    if (call.viewer.may(may_upload) || call.viewer.may(may_review) || call.viewer.may(may_manage)) return;
    throw base::Forbidden(call.text("media.picture.not_yours"));
}

static PictureQuestion read_question(const http::Call& call) {
    const auto& query = call.request.query;
    PictureQuestion question;
    question.show = parse_show(query.text("show")).value_or(Show::all);
    question.text = base::first_code_points(query.text("q"), longest_title);
    if (const auto school = base::parse_integer(query.text("school")); school && *school > 0) question.school = roster::OrgId{*school};
    question.before = std::max<std::int64_t>(0, base::parse_integer(query.text("before")).value_or(0));
    return question;
}

static std::string filters_of(const PictureQuestion& question) {
    return fmt::format("/images?q={}&show={}&school={}", http::percent_encode(question.text), word(question.show), question.school ? std::to_string(question.school->value) : "");
}

static std::vector<roster::Org> visible_schools(const http::ReadCall& call) {
    auto schools = roster::schools(call.db);
    std::erase_if(schools, [&](const roster::Org& school) { return !may_see(call.viewer, school.id); });
    return schools;
}

static void fill_row(const http::Call& call, html::View row, const PictureLine& line) {
    row.set("id", line.id.value).set("title", line.title).set("school", line.school);
    row.set("when", html::moment_words(call.language, call.zone, call.now, line.uploaded_at)).set("iso", base::to_iso(line.uploaded_at));
    if (line.derived) row.add("thumb").set("src", path_of(line.id) + "/sizes/320");
    else row.show("no_thumb");
    row.show(word(line.state));
}

static http::Response list(http::ReadCall& call) {
    require_worker(call);
    const auto question = read_question(call);
    const auto page = list_pictures(call.db, call.viewer, question, call.now);
    html::View view;
    view.set("q", question.text).show_if(call.viewer.may(may_upload), "may_upload").show_if(call.viewer.may_everywhere(may_manage), "may_manage");
    for (const auto show : picture_shows) {
        view.add("show_option").set("value", word(show)).set("label", call.text(fmt::format("media.picture.show.{}", word(show)))).show_if(show == question.show, "chosen");
    }
    const auto schools = visible_schools(call);
    if (schools.size() > 1) {
        auto part = view.add("schools");
        for (const auto& school : schools) part.add("school_option").set("value", school.id.value).set("label", school.name).show_if(question.school == school.id, "chosen");
    }
    const bool filtered = !question.text.empty() || question.show != Show::all || question.school || question.before > 0;
    auto part = view.add(!page.lines.empty() ? "some" : filtered ? "nothing" : "none");
    for (const auto& line : page.lines) fill_row(call, part.add("row"), line);
    auto pager = part.include("pager", "html/pager");
    pager.set("summary", "");
    if (question.before > 0) pager.add("previous").set("href", filters_of(question));
    if (page.more) pager.add("next").set("href", fmt::format("{}&before={}", filters_of(question), page.before));
    if (page.lines.empty()) part.show_if(call.viewer.may(may_upload), "may_upload");
    return call.page("media/pictures", call.text("media.picture.title"), std::move(view));
}

static http::Response show(http::ReadCall& call) {
    const auto picture = load_picture(call.db, call.viewer, call.id_as<PictureId>("picture"));
    for (const auto& mark : marks(call.db, picture.id)) {
        if (mark.kind == MarkKind::student && mark.person && !student_name(call.db, call.viewer, *mark.person).empty()) call.note_access("person", mark.person->value, "picture");
    }
    return picture_page(call, call.db, picture, {});
}

void picture_routes(http::Routes& routes) {
    routes.get("/images", http::signed_in, list);
    picture_new_routes(routes);
    routes.get("/images/{picture}", http::signed_in, show);
}

}  // namespace media
