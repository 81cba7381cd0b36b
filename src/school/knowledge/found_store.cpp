#include "knowledge/found.h"

#include <fmt/format.h>

#include "auth/viewer.h"
#include "db/db.h"
#include "html/markdown.h"
#include "knowledge/pages.h"

namespace knowledge {

static constexpr std::string_view kind = "article";

static std::vector<std::string> scopes_of(const auth::Viewer& viewer) {
    if (is_reader(viewer)) return {"article:staff"};
    return {"article:public"};
}

static std::optional<search::Shown> fetch_hit(db::Read& db, const auth::Viewer& viewer, const search::Hit& hit) {
    // The index has both languages; a hit is called by the title it was put in with.
    const auto article = find_published(db, viewer, html::Language::en, {hit.id});
    if (!article) return std::nullopt;
    const auto path = is_reader(viewer) ? desk_path(article->id) : public_path_of(article->id, article->words.title);
    return search::Shown{fmt::format("article:{}", hit.id), article->words.title, path, "knowledge.found", std::nullopt};
}

search::Source search_source() { return {"articles", "knowledge.title", {std::string(kind)}, scopes_of, fetch_hit, nullptr}; }

void put_into_search(db::Write& db, base::Instant now, ArticleId id, const Content& content) {
    std::string text;
    for (const auto language : html::languages) {
        const Words& words = content.in(language);
        text += fmt::format("{}\n{}\n{}\n", words.title, words.symptom, html::markdown_text(words.body));
    }
    std::vector<std::string> scopes{"article:staff"};
    if (content.audience == Audience::everybody) scopes.emplace_back("article:public");
    search::put(db, {.kind = kind, .id = id.value, .title = content.in(shown_language(content, html::Language::en)).title, .text = text, .scopes = scopes, .at = now});
}

void remove_from_search(db::Write& db, ArticleId id) { search::remove(db, kind, id.value); }

}  // namespace knowledge
