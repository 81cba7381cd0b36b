/// What a district chooses about publishing.
#pragma once

namespace db {
class Read;
class Write;
}  // namespace db

namespace site {

/// Whether what is written by somebody without may_publish waits for a second look (clause 1.4). No until a district says so.
bool review_needed(db::Read& db);
/// The words of a paragraph beyond which the checks advise to divide it.
int longest_paragraph(db::Read& db);

}  // namespace site
