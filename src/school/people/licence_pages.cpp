#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "people/credential.h"
#include "people/learning.h"
#include "people/licence_view.h"
#include "people/pages.h"
#include "people/renewal_rules.h"

namespace people {

constexpr int page_size = 50;
/// So long what ended stands among what ends; then it is history.
constexpr int days_after_end = 30;

static void fill_row(http::ReadCall& call, html::View& view, const Licence& licence, const std::vector<RenewalRule>& rules, const CredentialRules& by_kind) {
    auto row = view.add("row");
    row.set("id", licence.id).set("name", licence_name(call, licence)).set("place", place_name(licence.jurisdiction)).set("number", licence.number);
    row.set("holder", licence.holder).set("expires", expiry_text(call, licence));
    fill_licence_state(call, row, licence);
    const auto* rule = pick_rule(rules, licence, by_kind.rule_of(licence.credential_kind), call.today());
    if (!rule) {
        row.set("records", call.text("people.renewal.no_rule"));
        return;
    }
    const auto progress = renewal_progress(*rule, licence, activities_of(call.db, licence), call.today());
    row.set("records", records_text(call, *rule, progress));
}

static http::Response own_page(http::ReadCall& call, bool credentials) {
    html::View view;
    view.show_if(manages_licences(call.viewer), "manage").show(credentials ? "of_credentials" : "of_licences");
    const auto rules = renewal_rules(call.db);
    const auto by_kind = credential_rules(call.db);
    auto own = licences_of(call.db, call.viewer, call.viewer.account());
    std::erase_if(own, [&](const Licence& one) { return (one.kind == "credential") != credentials; });
    if (own.empty()) view.show(credentials ? "no_credential" : "no_licence");
    if (!own.empty()) {
        auto some = view.add("some");
        for (const auto& one : own) fill_row(call, some, one, rules, by_kind);
    }
    return call.page("people/licences", call.text(credentials ? "people.credential.title" : "people.licence.title"), std::move(view));
}

static http::Response show_own(http::ReadCall& call) { return own_page(call, false); }
static http::Response show_credentials(http::ReadCall& call) { return own_page(call, true); }

// --- All of them, for whoever keeps them ---

static LicenceFilter filter_of(const http::ReadCall& call) {
    const auto& query = call.request.query;
    LicenceFilter filter;
    filter.words = query.text("q");
    filter.unverified = query.text("show") == "unverified";
    const auto long_ago = call.today() - std::chrono::days(days_after_end);
    if (query.text("show") == "ending") {
        filter.expires_from = long_ago;
        filter.expires_by = call.today() + std::chrono::days(90);
    }
    if (query.text("show") == "ended") filter.expires_by = long_ago - std::chrono::days(1);
    filter.credentials = query.text("show") == "credentials";
    if (base::parse_day(query.text("after_day"))) filter.after_day = query.text("after_day");
    filter.after_id = base::parse_integer(query.text("after")).value_or(0);
    filter.limit = page_size + 1;
    return filter;
}

static void fill_waiting(http::ReadCall& call, html::View& view) {
    const auto waiting = unconfirmed(call.db, call.viewer, page_size);
    if (waiting.empty()) return;
    auto box = view.add("waiting");
    for (const auto& one : waiting) {
        box.add("activity").set("licence", one.licence).set("holder", one.holder).set("title", one.title).set("day", html::day_words(call.language, call.today(), one.on));
    }
}

static http::Response show_all(http::ReadCall& call) {
    const auto filter = filter_of(call);
    auto list = all_licences(call.db, call.viewer, filter);
    html::View view;
    view.set("q", filter.words);
    for (const char* tab : {"all", "unverified", "ending", "ended", "credentials"}) {
        view.add("show_option").set("value", tab).set("label", call.text(fmt::format("people.licence.show.{}", tab))).show_if(call.request.query.text("show") == tab, "selected");
    }
    fill_waiting(call, view);
    const bool more = list.size() > page_size;
    if (more) list.resize(page_size);
    if (list.empty()) view.show("none");
    if (!list.empty()) {
        auto some = view.add("some");
        for (const auto& one : list) {
            auto row = some.add("row");
            row.set("id", one.id).set("account", one.account.value).set("holder", one.holder).set("name", licence_name(call, one)).set("place", place_name(one.jurisdiction));
            row.set("number", one.number).set("expires", expiry_text(call, one));
            fill_licence_state(call, row, one);
        }
    }
    if (more) {
        const auto& last = list.back();
        view.include("pager", "html/pager").set("summary", "").add("next").set("href",
            fmt::format("/licences/all?q={}&show={}&after_day={}&after={}", http::percent_encode(filter.words), http::percent_encode(call.request.query.text("show")),
                        last.expires ? base::to_iso(*last.expires) : "9999-12-31", last.id));
    }
    return call.page("people/licences_all", call.text("people.licence.all"), std::move(view));
}

// --- One of them ---

static void fill_facts(http::Call& call, html::View& view, const Licence& licence) {
    auto fact = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) view.add("fact").set("name", call.text(fmt::format("people.licence.{}", key))).set("value", value);
    };
    fact("number", licence.number);
    fact("place", place_name(licence.jurisdiction));
    fact("areas", licence.areas);
    fact("grades", licence.grades);
    fact("issued", html::day_words(call.language, call.today(), licence.issued));
    fact("expires", expiry_text(call, licence));
    if (licence.verification) {
        const auto& proof = *licence.verification;
        fact("verified_how", call.text("people.licence.verified_words", {{"how", call.text("people.licence.how." + proof.how)}, {"name", proof.by.empty() ? call.text("people.licence.the_program") : proof.by},
                                                                        {"day", html::day_words(call.language, call.today(), call.zone.day_of(proof.at))}}));
        if (!proof.link.empty()) view.add("proof_link").set("href", proof.link);
    }
    if (licence.evidence) view.add("evidence").set("id", licence.id).set("name", licence.evidence->name);
    if (!licence.suspension_note.empty()) view.add("suspension").set("text", licence.suspension_note);
}

static void fill_progress(http::Call& call, db::Read& db, html::View& view, const RenewalRule& rule, const Progress& progress) {
    auto box = view.add("renewal");
    box.set("records", records_text(call, rule, progress)).set("rule", rule.name).set("source", rule.source).set("notes", rule.notes);
    box.set("cycle", call.text("people.renewal.cycle_words", {{"first", html::day_words(call.language, call.today(), progress.cycle.begins)},
                                                             {"last", html::day_words(call.language, call.today(), progress.cycle.ends)}}));
    box.set("done", std::min(progress.counted, progress.total)).set("total", progress.total);
    if (rule.total_minutes > 0) {
        box.add("pace").set("text", call.text("people.renewal.pace", {{"expected", std::to_string((progress.expected + 30) / 60)}, {"n", std::to_string(progress.days_left)}}));
    }
    if (!rule.link.empty()) box.add("link").set("href", rule.link);
    if (rule.from_source && rule.checked) {
        box.add("checked").set("text", call.text("people.renewal.checked_words", {{"day", html::day_words(call.language, call.today(), *rule.checked)}}));
    } else {
        box.show("unchecked");
    }
    for (const auto& category : progress.categories) {
        auto row = box.add("category");
        row.set("name", limit_word(call, db, RenewalLimit::Subject::category, category.word)).set("hours", hours_text(category.minutes));
        row.set("least", category.least ? hours_text(*category.least) : "").set("most", category.most ? hours_text(*category.most) : "");
    }
    for (const auto& gap : progress.gaps) {
        const auto hours = hours_text(gap.minutes);
        box.add("gap").set("text", gap.word.empty() ? call.text("people.renewal.gap_total", {{"hours", hours}})
                                                    : call.text("people.renewal.gap", {{"hours", hours}, {"category", limit_word(call, db, RenewalLimit::Subject::category, gap.word)}}));
    }
}

static std::string why_words(http::Call& call, db::Read& db, const Uncounted& one) {
    const auto subject = one.why == "type_cap" ? RenewalLimit::Subject::type : RenewalLimit::Subject::category;
    return call.text(fmt::format("people.renewal.why.{}", one.why),
                     {{"hours", hours_text(one.minutes)}, {"limit", one.word.empty() ? "" : limit_word(call, db, subject, one.word)}});
}

static void fill_activities(http::Call& call, db::Read& db, html::View& view, const Licence& licence, const std::vector<Activity>& activities, const Progress* progress) {
    view.show_if(activities.empty(), "no_activity");
    const bool manager = manages_licences(call.viewer);
    const bool own = licence.account == call.viewer.account();
    for (const auto& one : activities) {
        auto row = view.add("activity");
        row.set("id", one.id).set("licence", licence.id).set("title", one.title).set("provider", one.provider).set("day", html::day_words(call.language, call.today(), one.on));
        row.set("amount", call.text(fmt::format("people.renewal.amount.{}", one.unit), {{"n", hundredths_text(one.amount)}})).set("type", call.text("people.renewal.type." + one.type));
        row.add(one.confirmed ? "confirmed" : "waiting").set("by", one.confirmed_by);
        if (one.carried) row.show("carried");
        if (one.evidence) row.add("paper").set("id", one.id).set("name", one.evidence->name);
        if (progress) {
            for (const auto& left : progress->uncounted) {
                if (left.activity == one.id) row.add("why").set("text", why_words(call, db, left));
            }
        }
        if ((own && !one.confirmed) || manager) row.add("change").set("id", one.id).set("licence", licence.id).set("title", one.title);
        if (manager && !own && !one.confirmed) row.add("confirm").set("id", one.id).set("seen", one.version).set("licence", licence.id).set("title", one.title);
    }
}

/// `typed` is a form that could not be used.
static void fill_verify(http::Call& call, html::View& view, const Licence& licence, const http::Fields* typed, const Problems& problems) {
    if (!manages_licences(call.viewer)) return;
    if (licence.account == call.viewer.account()) {
        if (!licence.verification) view.show("own_unverified");
        return;
    }
    if (licence.verification) {
        view.add("withdraw").set("id", licence.id);
        return;
    }
    auto box = view.add("verify");
    box.set("id", licence.id).set("seen", licence.version).set("typed_link", typed ? typed->text("link") : std::string_view());
    const std::string_view chosen = typed ? typed->text("how") : licence.kind == "credential" ? "issuer_lookup" : "state_lookup";
    for (auto how : verification_ways()) {
        box.add("how").set("value", how).set("label", call.text(fmt::format("people.licence.how.{}", how))).show_if(how == chosen, "selected");
    }
    for (const auto& [field, key] : problems) box.add(field + "_error").set("message", call.text(key));
}

static http::Response licence_page(http::Call& call, db::Read& db, http::Status status, std::int64_t id, const http::Fields* typed, const Problems& problems) {
    const auto licence = fetch_licence(db, call.viewer, id);
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", licence.id).set("name", licence_name(call, licence)).set("holder", licence.holder).set("account", licence.account.value);
    const bool own = licence.account == call.viewer.account();
    view.show(own ? "own_back" : "all_back").show_if(!own, "of_somebody");
    fill_licence_state(call, view, licence);
    fill_facts(call, view, licence);
    const auto rule = rule_for(db, licence, call.today());
    const auto activities = activities_of(db, licence);
    std::optional<Progress> progress;
    if (rule) {
        progress = renewal_progress(*rule, licence, activities, call.today());
        fill_progress(call, db, view, *rule, *progress);
    } else {
        view.show("no_rule");
    }
    fill_activities(call, db, view, licence, activities, progress ? &*progress : nullptr);
    fill_verify(call, view, licence, typed, problems);
    if (!licence.verification || manages_licences(call.viewer)) view.add("remove").set("id", licence.id);
    return call.page(status, "people/licence", licence_title(call, licence), std::move(view));
}

static http::Response show_licence(http::ReadCall& call) { return licence_page(call, call.db, http::ok, call.id("licence"), nullptr, {}); }

static http::Response verify_one(http::WriteCall& call) {
    const auto& form = call.request.form;
    const auto id = call.id("licence");
    try {
        verify_licence(call.db, call.viewer, call.now, id, {std::string(form.text("how")), std::string(form.text("link")), {}, call.now}, base::parse_integer(form.text("seen")).value_or(0));
    } catch (const base::Invalid& problem) {
        return licence_page(call, call.db, http::unprocessable, id, &form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    }
    return call.redirect_with_notice(fmt::format("/licences/{}", id), call.text("people.licence.verified_now"));
}

static http::Response withdraw_one(http::WriteCall& call) {
    const auto path = fmt::format("/licences/{}", call.id("licence"));
    if (auto asked = http::ask_first(call, call.text("people.licence.withdraw_sure"), call.text("people.remove"), path)) return std::move(*asked);
    withdraw_verification(call.db, call.viewer, call.now, call.id("licence"));
    return call.redirect_with_notice(path, call.text("people.saved"));
}

static http::Response remove_one(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("people.licence.remove_sure"), call.text("people.remove"), fmt::format("/licences/{}", call.id("licence")))) return std::move(*asked);
    const bool own = fetch_licence(call.db, call.viewer, call.id("licence")).account == call.viewer.account();
    try {
        remove_licence(call.db, call.viewer, call.now, call.id("licence"));
    } catch (const base::Conflict& clash) {
        return clash_page(call, clash.what());
    }
    return call.redirect_with_notice(own ? "/licences" : "/licences/all", call.text("people.removed"));
}

static http::Response show_evidence(http::ReadCall& call) { return serve_evidence(call, fetch_licence(call.db, call.viewer, call.id("licence")).evidence); }

void licence_routes(http::Routes& routes) {
    routes.get("/licences", http::signed_in, show_own);
    routes.get("/credentials", http::signed_in, show_credentials);
    routes.get("/licences/all", http::everywhere(may_manage_licences), show_all);
    routes.get("/licences/{licence}", http::signed_in, show_licence);
    routes.get("/licences/{licence}/evidence", http::signed_in, show_evidence);
    routes.post("/licences/{licence}/verification", http::everywhere(may_manage_licences), verify_one);
    routes.post("/licences/{licence}/verification/removal", http::everywhere(may_manage_licences), withdraw_one);
    routes.post("/licences/{licence}/removal", http::signed_in, remove_one);
    licence_form_routes(routes);
}

}  // namespace people
