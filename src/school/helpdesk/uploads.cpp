#include "helpdesk/uploads.h"

#include "base/text.h"
#include "files/files.h"

namespace helpdesk {

/// The last part of whatever path the sender's browser gave, kept short.
static std::string plain_name(std::string_view name) {
    auto slash = name.find_last_of("/\\");
    auto last = base::trim(slash == std::string_view::npos ? name : name.substr(slash + 1));
    return last.empty() ? "file" : std::string(base::first_code_points(last, 120));
}

StoredUploads store_uploads(http::PrepareCall& call) {
    const auto& uploads = call.request.uploads;
    if (uploads.size() > most_files) return {{}, http::FieldProblem{"photos", call.text("helpdesk.form.too_many_files")}};
    for (const auto& upload : uploads) {
        if (upload.bytes.size() > most_file_bytes) {
            return {{}, http::FieldProblem{"photos", call.text("helpdesk.form.file_too_large", {{"name", plain_name(upload.file_name)}})}};
        }
    }
    StoredUploads stored;
    for (const auto& upload : uploads) {
        auto hash = call.services.files->put(upload.bytes);
        stored.files.push_back({hash.hex, plain_name(upload.file_name), files::sniff_type(upload.bytes), static_cast<std::int64_t>(upload.bytes.size())});
    }
    return stored;
}

}  // namespace helpdesk
