#include "http/assets.h"

#include <array>
#include <stdexcept>

#include <boost/json.hpp>

#include "base/text.h"
#include "http/parse.h"

namespace http {

static std::string_view type_of(std::string_view name) {
    using Entry = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Entry, 8> types{{{".css", "text/css; charset=utf-8"},
                                                 {".js", "text/javascript; charset=utf-8"},
                                                 {".svg", "image/svg+xml"},
                                                 {".png", "image/png"},
                                                 {".woff2", "font/woff2"},
                                                 {".json", "application/json"},
                                                 {".wasm", "application/wasm"},
                                                 {".webmanifest", "application/manifest+json"}}};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

Assets::Assets(std::span<const base::EmbeddedFile> bundle) {
    constexpr std::string_view folder = "web/";
    for (const auto& file : bundle) {
        auto name = file.path.substr(folder.size());
        if (name == "manifest.json") {
            const auto manifest = boost::json::parse(file.bytes);
            for (const auto& [logical, hashed] : manifest.as_object()) {
                addresses_[std::string(logical)] = "/assets/" + std::string(hashed.as_string());
            }
        } else if (name.ends_with(".br")) {
            assets_[std::string(name.substr(0, name.size() - 3))].brotli = file.bytes;
        } else if (name.ends_with(".gz")) {
            assets_[std::string(name.substr(0, name.size() - 3))].gzip = file.bytes;
        } else {
            auto& asset = assets_[std::string(name)];
            asset.bytes = file.bytes;
            asset.content_type = type_of(name);
        }
    }
}

const std::string& Assets::address(std::string_view logical_name) const {
    auto found = addresses_.find(logical_name);
    if (found == addresses_.end()) throw std::runtime_error("the bundle has no " + std::string(logical_name));
    return found->second;
}

const Asset* Assets::find(std::string_view hashed_name) const {
    auto found = assets_.find(hashed_name);
    return found == assets_.end() ? nullptr : &found->second;
}

Response Assets::answer(const Request& request, std::string_view hashed_name) const {
    Response response;
    response.for_everybody = true;
    response.header("X-Content-Type-Options", "nosniff");
    const Asset* asset = find(hashed_name);
    if (!asset) {
        response.status = not_found;
        response.content_type = "text/plain; charset=utf-8";
        response.body = "There is no such file. Load the page again.\n";
        response.header("Cache-Control", "no-store");
        return response;
    }
    auto codings = request.header("accept-encoding");
    std::string tag = "\"" + std::string(hashed_name);
    response.content_type = asset->content_type;
    response.static_body = asset->bytes;
    if (!asset->brotli.empty() && accepts_coding(codings, "br")) {
        response.static_body = asset->brotli;
        response.header("Content-Encoding", "br");
        tag += "-br";
    } else if (!asset->gzip.empty() && accepts_coding(codings, "gzip")) {
        response.static_body = asset->gzip;
        response.header("Content-Encoding", "gzip");
        tag += "-gz";
    }
    tag += '"';
    // The name changes with the content, so nobody ever needs to ask again.
    response.header("Cache-Control", "public, max-age=31536000, immutable").header("Vary", "Accept-Encoding").header("ETag", tag);
    if (request.header("if-none-match").find(tag) != std::string_view::npos) response.status = not_modified;
    return response;
}

}  // namespace http
