// Uses of a picture outside of the website.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/picture_view.h"
#include "media/post.h"
#include "media/review.h"

namespace media {

static std::string value_of(Use use) { return fmt::format("{}.{}", word(use.purpose), word(use.channel)); }

static std::optional<Use> read_use(std::string_view value) {
    const auto dot = value.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto purpose = parse_purpose(value.substr(0, dot));
    const auto channel = parse_channel(value.substr(dot + 1));
    if (!purpose || !channel) return std::nullopt;
    return Use{*purpose, *channel};
}

/// The uses elsewhere that somebody asked for and that clear now: only those may be recorded.
static std::vector<Use> cleared_elsewhere(const http::Call& call, db::Read& db, PictureId picture) {
    std::vector<Use> uses;
    for (const auto& showing : showings(db, picture, 50)) {
        if (!showing.is_open() || !showing.use || showing.use->channel == Channel::site) continue;
        if (std::holds_alternative<Clearance>(clear(db, picture, *showing.use, call.now))) uses.push_back(*showing.use);
    }
    return uses;
}

void fill_posts(const http::Call& call, db::Read& db, html::View& view, const Picture& picture, const Refusal& refusal) {
    const auto posts = posts_of(db, picture.id);
    const auto uses = cleared_elsewhere(call, db, picture.id);
    const bool post_refused = std::ranges::any_of(refusal.problems, [](const auto& problem) { return problem.first == "address" || problem.first == "posted_on" || problem.first == "use"; });
    if (posts.empty() && uses.empty() && !post_refused) return;
    auto part = view.add("posts");
    if (posts.empty()) part.show("no_posts");
    for (const auto& post : posts) {
        auto row = part.add("post");
        row.set("use", post.use ? shown_use_words(call, *post.use) : "").set("day", html::day_words(call.language, call.today(), post.posted_on)).set("by", post.recorded_by);
        if (post.address.starts_with("http")) row.add("link").set("href", post.address).set("address", post.address);
        else row.add("plain").set("address", post.address);
        if (post.has_task) row.show(post.task_done ? "task_done" : "task");
    }
    if (!call.viewer.may(may_upload, picture.school.value) || (uses.empty() && !post_refused)) return;
    auto record = part.add("may_record");
    const auto& form = call.request.form;
    for (const auto use : uses) record.add("use_option").set("value", value_of(use)).set("label", shown_use_words(call, use)).show_if(form.text("use") == value_of(use), "chosen");
    record.set("address", form.text("address")).set("posted_on", post_refused ? form.text("posted_on") : base::to_iso(call.today()));
    for (const auto& [field, key] : refusal.problems) record.add(field + "_error").set("message", call.text(key));
    record.show_if(post_refused, "post_open");
}

static http::Response record(http::WriteCall& call) {
    const auto picture = load_picture(call.db, call.viewer, call.id_as<PictureId>("picture"));
    const auto& form = call.request.form;
    auto refusal = refused([&] {
        const auto use = read_use(form.text("use"));
        if (!use) throw base::Invalid("use", "media.post.problem.channel");
        record_post(call.db, call.viewer, call.now, picture, {*use, base::collapse_space(form.text("address")), base::parse_day(form.text("posted_on"))}, call.today());
    });
    if (!refusal) return call.redirect_with_notice(path_of(picture.id) + "#posts", call.text("media.post.recorded"));
    for (auto& problem : refusal->problems) {
        if (problem.first == "channel" || problem.first == "state") problem.first = "use";
    }
    return picture_page(call, call.db, picture, *refusal);
}

void post_routes(http::Routes& routes) { routes.post("/images/{picture}/posts", may_upload, record); }

}  // namespace media
