// Publishing a version, and taking it back.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/confirm.h"
#include "people/description_view.h"
#include "people/pages.h"
#include "people/posting_view.h"
#include "people/rows_form.h"

namespace people {

static DescriptionVersion version_of(const http::Call& call, db::Read& db, const http::Fields& from) {
    const DescriptionId id{base::parse_integer(from.text("description")).value_or(0)};
    return description_version(db, call.viewer, id, static_cast<int>(base::parse_integer(from.text("version")).value_or(0)));
}

constexpr std::string_view fields[] = {"opens", "closes", "internal_until", "openings", "apply_words", "apply_email", "apply_url", "contact", "accommodation",
                                       "equal_opportunity", "street", "city", "region", "postal_code", "country"};

/// What was typed, as it was typed.
static html::View form_view(http::Call& call, db::Read& db, const DescriptionVersion& version, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("description", version.of.value).set("version", version.number).set("name", version.description.title).set("lang", version.description.language);
    for (auto name : fields) view.set(fmt::format("value_{}", name), call.request.form.text(name));
    const auto findings = check_here(db, version.description);
    if (has_errors(findings)) {
        auto box = view.add("findings");
        fill_findings(call, box, findings, std::nullopt);
    }
    return view;
}

/// What was said last time, and words of ours where nothing was said yet.
static http::Response new_posting(http::ReadCall& call) {
    const auto version = version_of(call, call.db, call.request.query);
    const auto language = html::parse_language(version.description.language).value_or(html::Language::en);
    auto view = form_view(call, call.db, version, {});
    const auto last = last_terms(call.db, call.viewer).value_or(PostingTerms{});
    auto or_words = [&](const std::string& text, std::string_view key) { return text.empty() ? call.services.messages->text(language, key) : text; };
    view.set("value_opens", base::to_iso(call.today())).set("value_closes", base::to_iso(call.today() + std::chrono::days(21))).set("value_openings", "1");
    view.set("value_apply_words", last.apply_words).set("value_apply_email", last.apply_email).set("value_apply_url", last.apply_url).set("value_contact", last.contact);
    view.set("value_accommodation", or_words(last.accommodation, "people.posting.accommodation_words"));
    view.set("value_equal_opportunity", or_words(last.equal_opportunity, "people.posting.equal_words"));
    view.set("value_street", last.address.street).set("value_city", last.address.city).set("value_region", last.address.region);
    view.set("value_postal_code", last.address.postal_code).set("value_country", last.address.country);
    return call.page("people/posting_form", call.text("people.posting.publish"), std::move(view));
}

static base::Day read_day(const http::Fields& form, std::string_view name) {
    auto day = base::parse_day(form.text(name));
    if (!day) throw base::Invalid(std::string(name), "people.problem.day");
    return *day;
}

static PostingTerms read_terms(const http::Fields& form) {
    auto line = [&](std::string_view name) { return base::collapse_space(form.text(name)); };
    auto text = [&](std::string_view name) { return base::join(lines_of(form.text(name)), "\n"); };
    PostingTerms terms;
    terms.opens = read_day(form, "opens");
    terms.closes = read_day(form, "closes");
    if (!form.text("internal_until").empty()) terms.internal_until = read_day(form, "internal_until");
    terms.openings = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(form.text("openings")).value_or(0), 0, 1000));
    terms.apply_words = text("apply_words");
    terms.apply_email = line("apply_email");
    terms.apply_url = line("apply_url");
    terms.contact = line("contact");
    terms.accommodation = text("accommodation");
    terms.equal_opportunity = text("equal_opportunity");
    terms.address = {line("street"), line("city"), line("region"), line("postal_code"), base::to_upper_ascii(line("country"))};
    return terms;
}

static http::Response create(http::WriteCall& call) {
    const auto version = version_of(call, call.db, call.request.form);
    try {
        const auto token = publish(call.db, call.viewer, call.now, version, read_terms(call.request.form));
        return call.redirect_with_notice("/postings/" + token, call.text("people.posting.published"));
    } catch (const base::Invalid& problem) {
        return call.page(http::unprocessable, "people/posting_form", call.text("people.posting.publish"),
                         form_view(call, call.db, version, {{problem.field(), problem.what()}}));
    }
}

static http::Response withdraw(http::WriteCall& call) {
    const auto token = std::string(call.path("posting"));
    if (auto asked = http::ask_first(call, call.text("people.posting.withdraw_sure"), call.text("people.remove"), "/postings/" + token)) return std::move(*asked);
    try {
        withdraw_posting(call.db, call.viewer, call.now, token, base::collapse_space(call.request.form.text("why")));
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    } catch (const base::Invalid& problem) {
        return call.problem(http::unprocessable, call.text("people.clash"), call.text(problem.what()));
    }
    return call.redirect_with_notice("/postings/" + token, call.text("people.posting.was_withdrawn"));
}

void posting_form_routes(http::Routes& routes) {
    routes.get("/postings/new", may_write_descriptions, new_posting);
    routes.post("/postings", may_write_descriptions, create);
    routes.post("/postings/{posting}/withdrawal", may_write_descriptions, withdraw);
}

}  // namespace people
