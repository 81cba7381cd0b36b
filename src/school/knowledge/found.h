/// Published articles on the page /search.
#pragma once

#include "base/time.h"
#include "knowledge/knowledge.h"
#include "search/sources.h"

namespace knowledge {

search::Source search_source();
void put_into_search(db::Write& db, base::Instant now, ArticleId id, const Content& content);
void remove_from_search(db::Write& db, ArticleId id);

}  // namespace knowledge
