// GET /pictures/TOKEN-WIDTH.jpg for everybody, and the sizes for those who work with a picture.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "files/files.h"
#include "http/routes.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/serve.h"

namespace media {

static http::Response file_of(std::string path) {
    http::Response response;
    response.content_type = "image/jpeg";
    response.file_path = std::move(path);
    // Whatever the bytes are, nothing in them runs.
    response.header("Content-Security-Policy", "default-src 'none'; sandbox");
    response.header("X-Robots-Tag", "noimageindex, noindex");
    return response;
}

static http::Response say_gone(const http::Call& call) {
    http::Response gone;
    gone.status = http::gone;
    gone.content_type = "text/plain; charset=utf-8";
    gone.body = call.text("media.serve.gone");
    gone.header("Cache-Control", "no-store").header("X-Robots-Tag", "noimageindex, noindex");
    return gone;
}

static Fetches who_of(const http::Call& call) { return call.viewer.signed_in() ? Fetches::signed_in : Fetches::the_public; }

/// A size that is not on the disk: it was taken down since this answer began, or the store is broken.
static http::Response explain_missing(const http::Call& call, const PublicName& name) {
    const auto now = call.services.database->read([&](db::Read& db) { return serve(db, name.token, name.width, call.now, who_of(call)); });
    if (std::holds_alternative<StoredRendition>(now)) throw std::runtime_error("a stored size of a picture is missing on the disk");
    return say_gone(call);
}

/// Clause 8.1: only the person's own browser keeps it, and asks each time.
static http::Response show_public(http::ReadCall& call) {
    const auto name = parse_public_name(call.path("name"));
    if (!name) throw base::NotFound("no such picture");
    const auto found = serve(call.db, name->token, name->width, call.now, who_of(call));
    if (std::holds_alternative<Unknown>(found)) throw base::NotFound("no such picture");
    if (std::holds_alternative<Gone>(found)) return say_gone(call);
    const auto& size = std::get<StoredRendition>(found);
    const auto tag = fmt::format("\"{}\"", size.file_hash);
    http::Response response;
    const auto wanted = call.request.header("if-none-match");
    if (!wanted.empty() && (wanted == "*" || wanted.find(tag) != std::string_view::npos)) {
        response.status = http::not_modified;
        response.header("X-Robots-Tag", "noimageindex, noindex");
    } else {
        auto path = call.services.files->path({size.file_hash});
        if (!path) return explain_missing(call, *name);
        response = file_of(std::move(*path));
    }
    response.header("Cache-Control", "private, no-cache").header("ETag", tag);
    return response;
}

/// For whoever works with it, also while nobody else may see it. Never the original (clause 5.3).
static http::Response show_private(http::ReadCall& call) {
    const auto picture = load_picture(call.db, call.viewer, call.id_as<PictureId>("picture"));
    const auto width = base::parse_integer(call.path("width")).value_or(0);
    const auto size = rendition_for(renditions(call.db, picture.id), static_cast<int>(width));
    if (!size) throw base::NotFound("there is no size of it");
    auto path = call.services.files->path({size->file_hash});
    if (!path) throw std::runtime_error("a stored size of a picture is missing on the disk");
    auto response = file_of(std::move(*path));
    response.header("Cache-Control", "private, no-store");
    return response;
}

void serve_routes(http::Routes& routes) {
    routes.get("/pictures/{name}", http::anyone, show_public);
    routes.get("/images/{picture}/sizes/{width}", http::signed_in, show_private);
}

}  // namespace media
