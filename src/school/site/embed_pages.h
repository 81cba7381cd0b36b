/// The staff pages of embeds, each with its routes.
#pragma once

#include "http/routes.h"
#include "site/embed.h"

namespace site {

void embed_keep_routes(http::Routes& routes);
void embed_form_routes(http::Routes& routes);
void embed_provider_routes(http::Routes& routes);

/// Queues a look at one embed; nothing when one waits already.
void look_soon(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id);

}  // namespace site
