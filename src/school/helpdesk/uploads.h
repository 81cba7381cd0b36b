/// Photos and files that come with a form: checked and put into the file store before the transaction names them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"
#include "http/call.h"

namespace helpdesk {

constexpr std::size_t most_files = 5;
constexpr std::size_t most_file_bytes = 10 * 1024 * 1024;
/// What a route that takes files allows as a body: the files and room for the text around them.
constexpr std::size_t most_upload_body = most_files * most_file_bytes + 1024 * 1024;

struct StoredUploads {
    std::vector<NewAttachment> files;
    /// Set when they cannot be taken: nothing was stored then. In the reader's words.
    std::optional<http::FieldProblem> problem;
};

/// The uploads of the field "photos". Their type is what their bytes say, never what the sender says.
StoredUploads store_uploads(http::PrepareCall& call);

}  // namespace helpdesk
