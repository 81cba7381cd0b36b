/// What jobs and pages of imports share.
#pragma once

#include "imports/imports.h"
#include "imports/run.h"

namespace http {
class Call;
class Routes;
struct Access;
}  // namespace http

namespace imports {

/// The kinds that app gave.
const Kinds& served_kinds();
/// What a page of a run watches.
std::string topic_of(RunId id);

/// Throws base::NotFound when there is no such kind, base::Forbidden when the viewer may not import it.
const Kind& kind_of(const http::Call& call, std::string_view name);
/// What people call a kind.
std::string kind_words(const http::Call& call, const std::string& kind);
void mapping_routes(http::Routes& routes, const http::Access& may_import);

}  // namespace imports
