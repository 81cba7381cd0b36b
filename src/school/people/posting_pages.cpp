// What is open, for everybody; and one posting on its own address.
#include "people/pages.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/description_view.h"
#include "people/posting_view.h"

namespace people {

static bool may_write(const http::Call& call) { return call.viewer.may_everywhere(may_write_descriptions); }

std::string posting_path(const Posting& posting) { return "/postings/" + posting.token; }

static std::vector<std::string> occupations_of(db::Read& db, const Description& what) {
    std::vector<std::string> codes;
    for (const auto& one : catalogue(db)) {
        if (std::ranges::none_of(what.roles, [&](const RoleShare& share) { return share.role == one.role.key; })) continue;
        for (const auto& reference : one.content.references) {
            if (reference.framework.starts_with("O*NET")) codes.push_back(reference.code);
        }
    }
    return codes;
}

boost::json::object job_posting_of(http::ReadCall& call, const Posting& posting) {
    const auto language = html::parse_language(posting.description.language).value_or(html::Language::en);
    auto words = [&](std::string_view key) { return call.services.messages->text(language, key); };
    std::map<int, std::string> instead;
    for (const auto& one : posting.description.qualifications) {
        instead[one.years_instead] = call.services.messages->text(language, "people.role.instead_words", {{"n", std::to_string(one.years_instead)}});
    }
    const auto end = call.zone.to_instant({posting.terms.closes + std::chrono::days(1), base::Minutes(0)}) - std::chrono::seconds(1);
    return job_posting(posting, {.district = call.district(),
                                 .url = call.services.public_url + posting_path(posting),
                                 .district_url = call.services.public_url,
                                 .valid_through = end,
                                 .occupations = occupations_of(call.db, posting.description),
                                 .duties = words("people.part.duties"),
                                 .required = words("people.part.required"),
                                 .preferred = words("people.part.preferred"),
                                 .not_part = words("people.part.not_part"),
                                 .apply = words("people.posting.apply"),
                                 .instead = instead});
}

static void fill_state(const http::Call& call, html::View& view, PostingState state) {
    view.add(fmt::format("state_{}", word(state))).set("text", call.text(fmt::format("people.posting_state.{}", word(state))));
}

static std::string closes_words(const http::Call& call, const Posting& posting) {
    return call.text("people.posting.closes_words", {{"day", html::day_words(call.language, call.today(), posting.terms.closes)}});
}

static http::Response list_postings(http::ReadCall& call) {
    const bool writes = may_write(call);
    const bool all = writes && call.request.query.text("show") == "all";
    const auto after = base::parse_integer(call.request.query.text("after")).value_or(0);
    const auto page = find_postings(call.db, call.viewer, call.today(), all ? Postings::all : Postings::open, after);
    html::View view;
    view.show_if(is_staff(call.db, call.viewer), "staff");
    if (writes) view.show("write").show(all ? "showing_all" : "showing_open");
    for (const auto& one : page.lines) {
        auto row = view.add("row");
        const auto& what = one.description;
        row.set("href", posting_path(one)).set("name", what.title).set("lang", what.language).set("purpose", what.purpose);
        row.set("place", what.place.empty() ? one.terms.address.city : what.place).set("pay", pay_words(call, what)).set("closes", closes_words(call, one));
        const auto state = state_of(one, call.today());
        if (state != PostingState::open) fill_state(call, row, state);
    }
    view.show_if(page.lines.empty(), "none");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("people.job.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (after > 0) pager.add("previous").set("href", all ? "/postings?show=all" : "/postings");
    if (page.more) pager.add("next").set("href", fmt::format("/postings?after={}{}", page.lines.back().id, all ? "&show=all" : ""));
    return call.page("people/postings", call.text("people.posting.title"), std::move(view));
}

static void fill_terms(const http::Call& call, html::View& view, const Posting& posting) {
    const auto& terms = posting.terms;
    view.set("closes", closes_words(call, posting)).set("openings", terms.openings).set("contact", terms.contact);
    view.set("accommodation", terms.accommodation).set("equal_opportunity", terms.equal_opportunity);
    std::vector<std::string> address;
    for (const auto& part : {terms.address.street, terms.address.city, terms.address.region + (terms.address.postal_code.empty() ? "" : " " + terms.address.postal_code)}) {
        if (!base::trim(part).empty()) address.push_back(part);
    }
    view.set("address", base::join(address, ", "));
    if (!terms.apply_words.empty()) view.add("apply_words").set("text", terms.apply_words);
    if (!terms.apply_email.empty()) view.add("apply_email").set("text", terms.apply_email);
    if (!terms.apply_url.empty()) view.add("apply_url").set("text", terms.apply_url).set("href", terms.apply_url);
}

static void fill_record(const http::Call& call, html::View& view, const Posting& posting, PostingState state) {
    auto box = view.add("record");
    auto moment = [&](base::Instant at) { return html::moment_words(call.language, call.zone, call.now, at); };
    box.set("published", moment(posting.published_at)).set("by", posting.published_by).set("description", posting.of.value).set("version", posting.version);
    box.set("opens", html::day_words(call.language, call.today(), posting.terms.opens));
    if (posting.terms.internal_until) box.add("internal").set("day", html::day_words(call.language, call.today(), *posting.terms.internal_until));
    if (posting.withdrawn_at) {
        box.add("withdrawn").set("at", moment(*posting.withdrawn_at)).set("who", posting.withdrawn_by).set("why", posting.withdrawn_why);
    } else if (state != PostingState::closed) {
        box.add("withdraw").set("token", posting.token);
    }
}

/// Whoever has the address of what is over is told so kindly; search engines take it out by the status (clause 25).
static http::Response over(const http::Call& call) { return call.page(http::gone, "people/posting_over", call.text("people.posting.over"), html::View()); }

static http::Response show_posting(http::ReadCall& call) {
    const auto posting = fetch_posting(call.db, call.viewer, call.today(), call.path("posting"));
    const auto state = state_of(posting, call.today());
    const bool ended = state == PostingState::closed || state == PostingState::withdrawn;
    if (ended && !may_write(call)) return over(call);
    html::View view;
    view.set("name", posting.description.title).set("lang", posting.description.language);
    fill_state(call, view, state);
    fill_terms(call, view, posting);
    include_description(call, view, posting.description);
    if (may_write(call)) fill_record(call, view, posting, state);
    if (state == PostingState::open) view.add("for_programs").data("posting_json", job_posting_of(call, posting));
    return call.page("people/posting", posting.description.title, std::move(view));
}

void posting_routes(http::Routes& routes) {
    routes.get("/postings", http::anyone, list_postings);
    routes.get("/postings/{posting}", http::anyone, show_posting);
    posting_form_routes(routes);
    posting_api_routes(routes);
}

}  // namespace people
