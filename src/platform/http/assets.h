/// Style sheets, scripts and icons of the bundle: hashed names, kept for ever by browsers, precompressed.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/embedded.h"
#include "http/message.h"

namespace http {

struct Asset {
    std::string_view bytes;
    std::string_view brotli;  // empty: none
    std::string_view gzip;
    std::string_view content_type;
};

class Assets {
public:
    /// The files of the bundle ("web/app-1A2B.css", "web/app-1A2B.css.br", "web/manifest.json"). Throws std::runtime_error when the
    /// manifest does not read.
    explicit Assets(std::span<const base::EmbeddedFile> bundle);

    /// The address of a file by its name in the sources: "app.css" is "/assets/app-1A2B.css". Throws std::runtime_error when it is unknown.
    const std::string& address(std::string_view logical_name) const;
    /// By the name in the address; null when there is none.
    const Asset* find(std::string_view hashed_name) const;
    /// The file as the browser takes it best (Brotli, gzip, plain), kept for a year; 304 when it has it, 404 when there is none.
    Response answer(const Request& request, std::string_view hashed_name) const;

private:
    std::map<std::string, std::string, std::less<>> addresses_;
    std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace http
