#include "people/supervision_view.h"

#include <fmt/format.h>

#include "html/format.h"
#include "people/licence.h"

namespace people {

std::string refusal_words(const http::Call& call, const Refusal& refusal, const std::string& source) {
    const auto rule = source.empty() ? call.text("people.supervision.strictest") : source;
    const auto until = refusal.until ? html::day_words(call.language, call.today(), *refusal.until) : std::string();
    return call.text("people.supervision.clause", {{"n", std::to_string(refusal.clause)},
                                                  {"words", call.text(fmt::format("people.supervision.refusal.{}", refusal.reason), {{"rule", rule}, {"day", until}})}});
}

void fill_refusals(const http::Call& call, html::View& view, const std::vector<Refusal>& refusals, const std::string& source) {
    if (refusals.empty()) return;
    auto box = view.add("refused");
    for (const auto& one : refusals) box.add("refusal").set("text", refusal_words(call, one, source));
}

http::Response refused_page(const http::Call& call, const Refused& refused, std::string_view back) {
    html::View view;
    view.set("back", back);
    fill_refusals(call, view, refused.refusals, refused.source);
    return call.page(http::conflict, "people/refused", call.text("people.supervision.refused"), std::move(view));
}

std::string period_words(const http::Call& call, const Relation& relation) {
    const auto first = html::day_words(call.language, call.today(), relation.from_on);
    if (!relation.to_on) return call.text("people.staff.since_words", {{"day", first}});
    return call.text("people.staff.range", {{"first", first}, {"last", html::day_words(call.language, call.today(), *relation.to_on)}});
}

static std::string kinds_words(const http::Call& call, const std::vector<std::string>& kinds) {
    std::string words;
    for (const auto& kind : kinds) words += (words.empty() ? std::string() : " " + call.text("people.supervision.or") + " ") + call.text("people.licence.kind." + kind);
    return words;
}

std::vector<std::string> pack_words(const http::Call& call, const JurisdictionPack& pack) {
    std::vector<std::string> lines;
    if (!pack.evaluate_kinds.empty()) lines.push_back(call.text("people.supervision.asks.evaluate", {{"kinds", kinds_words(call, pack.evaluate_kinds)}}));
    if (pack.evaluate_training) {
        lines.push_back(pack.training_months ? call.text("people.supervision.asks.training_months", {{"n", std::to_string(*pack.training_months)}})
                                             : call.text("people.supervision.asks.training"));
    }
    if (!pack.supervise_kinds.empty()) lines.push_back(call.text("people.supervision.asks.supervise", {{"kinds", kinds_words(call, pack.supervise_kinds)}}));
    if (pack.supervise_training) lines.push_back(call.text("people.supervision.asks.supervise_training"));
    return lines;
}

void fill_relations(http::Call& call, db::Read& db, html::View& view, auth::AccountId account) {
    const auto list = relations_of(db, call.viewer, account, call.today());
    view.show_if(list.empty(), "no_relation");
    for (const auto& one : list) {
        const bool under = one.to == account;
        auto row = view.add("relation");
        row.set("id", one.id).set("kind", call.text(fmt::format("people.supervision.{}.{}", under ? "by" : "of", one.kind))).set("name", under ? one.from_name : one.to_name);
        row.set("where", one.org_name.empty() ? call.text("people.everywhere") : one.org_name).set("period", period_words(call, one));
    }
}

}  // namespace people
