// "I suspect something bigger": one tap on a request or a device, and the list in which a person decides.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/form.h"
#include "helpdesk/pages.h"
#include "helpdesk/suspicion.h"
#include "html/format.h"
#include "http/routes.h"

namespace helpdesk {

/// All that are to be decided stand on one page, so that what they share is seen; more would be no list to decide from.
constexpr int most_to_decide = 200;
constexpr int rows_per_page = 30;

/// What it is about: the request, or else the device.
static std::string home_of(const Suspicion& one) {
    return one.request ? fmt::format("/requests/{}", one.request->value) : fmt::format("/devices/{}", one.device->value);
}

static http::Response raised(const http::WriteCall& call, SuspicionId id) {
    return call.redirect_with_notice(fmt::format("/queue/suspicions/{}", id.value), call.text("helpdesk.suspicion.raised_now"));
}

static http::Response raise_on_request(http::WriteCall& call) {
    auto request = fetch_for_work(call.db, call.viewer, call.id_as<RequestId>("request"));
    return raised(call, suspect_request(call.db, call.viewer, call.now, request));
}

static http::Response raise_on_device(http::WriteCall& call) {
    return raised(call, suspect_device(call.db, call.viewer, call.now, call.id_as<inventory::DeviceId>("device")));
}

static std::string subject_of(const http::Call& call, const Suspicion& one) {
    if (one.request) return one.request_title;
    return fmt::format("{} {}", one.model_name.empty() ? call.text("helpdesk.suspicion.device") : one.model_name, one.device_tag);
}

static std::string shares_words(const http::Call& call, db::Read& db, const Suspicion& one) {
    std::vector<std::string> parts;
    parts.push_back(one.school_name.empty() ? call.text("helpdesk.suspicion.no_school") : one.school_name);
    if (one.category) parts.push_back(category(db, *one.category).name(html::code(call.language)));
    if (one.request && !one.model_name.empty()) parts.push_back(one.device_tag.empty() ? one.model_name : fmt::format("{} {}", one.model_name, one.device_tag));
    return base::join(parts, " · ");
}

static void fill_suspicion(const http::Call& call, db::Read& db, html::View& item, const Suspicion& one) {
    item.set("id", one.id.value)
        .set("href", home_of(one))
        .set("subject", subject_of(call, one))
        .set("choose", call.text("helpdesk.suspicion.choose", {{"what", subject_of(call, one)}}))
        .set("shares", shares_words(call, db, one))
        .set("by", call.text("helpdesk.suspicion.by", {{"name", one.by}, {"when", html::moment_words(call.language, call.zone, call.now, one.raised_at)}}));
    if (!one.words.empty()) item.add("said").set("words", one.words);
    if (one.account == call.viewer.account() && one.state == SuspicionState::open) item.show("own");
    if (one.state == SuspicionState::set_aside) {
        item.add("aside").set("words", call.text("helpdesk.suspicion.set_aside_by",
                                                 {{"name", one.decided_by},
                                                  {"when", html::moment_words(call.language, call.zone, call.now, *one.decided_at)},
                                                  {"reason", one.reason}}));
    }
    if (one.problem) item.add("became").set("problem", one.problem->value).set("title", find_problem(db, *one.problem).title.in(html::code(call.language)));
}

static std::string name_of(const http::Call& call, db::Read& db, const SuspicionGroup& group) {
    const Suspicion& first = *group.suspicions.front();
    auto key = fmt::format("helpdesk.suspicion.shared_{}", word(group.shared));
    switch (group.shared) {
        case Shared::model: return call.text(key, {{"name", first.model_name}});
        case Shared::category_and_school:
            return call.text(key, {{"name", fmt::format("{}, {}", category(db, *first.category).name(html::code(call.language)), first.school_name)}});
        case Shared::category: return call.text(key, {{"name", category(db, *first.category).name(html::code(call.language))}});
        case Shared::nothing: break;
    }
    return call.text(key);
}

static void fill_tabs(const http::Call& call, html::View& view, SuspicionState current) {
    for (auto tab : {SuspicionState::open, SuspicionState::taken, SuspicionState::set_aside}) {
        view.add("tab")
            .set("href", tab == SuspicionState::open ? "/queue/suspicions" : fmt::format("/queue/suspicions?show={}", word(tab)))
            .set("label", call.text(fmt::format("helpdesk.suspicion.tab_{}", word(tab))))
            .show_if(tab == current, "current");
    }
}

static http::Response open_page(const http::Call& call, db::Read& db, const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    fill_tabs(call, view, SuspicionState::open);
    auto all = suspicions(db, call.viewer, SuspicionState::open, 0, most_to_decide);
    if (all.empty()) view.show("none_open");
    else {
        auto decide = view.add("decide");
        decide.set("reason", call.request.form.text("reason"));
        fill_problem(decide, problems, "reason");
        auto chosen = call.request.form.all("suspicion");
        for (const auto& group : group_by_what_they_share(all)) {
            auto part = decide.add("group");
            part.set("name", name_of(call, db, group)).set("count", call.text("helpdesk.suspicion.count", {{"n", std::to_string(group.suspicions.size())}}));
            for (const auto* one : group.suspicions) {
                auto item = part.add("suspicion");
                fill_suspicion(call, db, item, *one);
                item.show_if(std::ranges::find(chosen, std::to_string(one->id.value)) != chosen.end(), "chosen");
            }
        }
    }
    return call.page(status_of_form(problems), "helpdesk/suspicions", call.text("helpdesk.suspicion.title"), std::move(view));
}

static http::Response show_list(http::ReadCall& call) {
    auto show = call.request.query.text("show");
    auto state = show == "taken" ? SuspicionState::taken : show == "set_aside" ? SuspicionState::set_aside : SuspicionState::open;
    if (state == SuspicionState::open) return open_page(call, call.db, {});
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto decided = suspicions(call.db, call.viewer, state, before, rows_per_page + 1);
    bool more = decided.size() > rows_per_page;
    if (more) decided.pop_back();
    html::View view;
    fill_tabs(call, view, state);
    if (decided.empty()) view.add("none_decided").set("words", call.text(fmt::format("helpdesk.suspicion.none_{}", word(state))));
    else {
        auto some = view.add("decided");
        for (const auto& one : decided) {
            auto item = some.add("suspicion");
            fill_suspicion(call, call.db, item, one);
        }
    }
    if (more || before > 0) {
        auto pager = view.add("pager");
        auto address = fmt::format("/queue/suspicions?show={}", word(state));
        if (before > 0) pager.add("newest").set("href", address);
        if (more) pager.add("older").set("href", fmt::format("{}&before={}", address, decided.back().id.value));
    }
    return call.page("helpdesk/suspicions", call.text("helpdesk.suspicion.title"), std::move(view));
}

/// Those that were chosen and are undecided still.
static std::vector<Suspicion> chosen_open(http::WriteCall& call) {
    std::vector<Suspicion> chosen;
    for (auto value : call.request.form.all("suspicion")) {
        auto id = base::parse_integer(value);
        if (!id) continue;
        auto one = fetch_suspicion(call.db, call.viewer, {*id});
        if (one.state == SuspicionState::open) chosen.push_back(std::move(one));
    }
    return chosen;
}

static http::Response decide(http::WriteCall& call) {
    auto chosen = chosen_open(call);
    bool any = !call.request.form.all("suspicion").empty();
    if (chosen.empty()) return open_page(call, call.db, {{"suspicions", call.text(any ? "helpdesk.suspicion.made_none" : "helpdesk.suspicion.none_chosen")}});
    if (call.request.form.has("make")) {
        std::string address = "/queue/problems/new";
        for (const auto& one : chosen) address += fmt::format("{}suspicion={}", address.ends_with("new") ? '?' : '&', one.id.value);
        return call.redirect(address);
    }
    auto reason = call.request.form.text("reason");
    if (reason.empty()) return open_page(call, call.db, {{"reason", call.text("helpdesk.suspicion.reason_missing")}});
    if (base::count_code_points(reason) > most_suspicion_words_points) return open_page(call, call.db, {{"reason", call.text("helpdesk.suspicion.words_long")}});
    for (const auto& one : chosen) set_suspicion_aside(call.db, call.viewer, call.now, one, reason);
    return call.redirect_with_notice("/queue/suspicions", call.text("helpdesk.suspicion.aside_now", {{"n", std::to_string(chosen.size())}}));
}

static http::Response one_page(const http::Call& call, db::Read& db, const Suspicion& one, const Problems& problems) {
    html::View view;
    fill_problems(view, problems);
    fill_suspicion(call, db, view, one);
    if (one.account == call.viewer.account() && one.state == SuspicionState::open) {
        auto own = view.add("add_words");
        fill_problem(own, problems, "words");
        own.set("value", problems.empty() ? std::string_view(one.words) : call.request.form.text("words"));
    }
    return call.page(status_of_form(problems), "helpdesk/suspicion", call.text("helpdesk.suspicion.raise"), std::move(view));
}

static http::Response show_one(http::ReadCall& call) {
    return one_page(call, call.db, fetch_suspicion(call.db, call.viewer, call.id_as<SuspicionId>("suspicion")), {});
}

static http::Response add_words(http::WriteCall& call) {
    auto one = fetch_suspicion(call.db, call.viewer, call.id_as<SuspicionId>("suspicion"));
    try {
        add_suspicion_words(call.db, call.viewer, call.now, one, call.request.form.text("words"));
    } catch (const base::Invalid& wrong) {
        return one_page(call, call.db, one, {{"words", call.text(wrong.what())}});
    }
    return call.redirect_with_notice(home_of(one), call.text("helpdesk.suspicion.words_saved"));
}

static http::Response withdraw(http::WriteCall& call) {
    auto one = fetch_suspicion(call.db, call.viewer, call.id_as<SuspicionId>("suspicion"));
    withdraw_suspicion(call.db, call.viewer, call.now, one);
    return call.redirect_with_notice(home_of(one), call.text("helpdesk.suspicion.withdrawn"));
}

std::optional<std::string> suspicion_panel(http::ReadCall& call, inventory::DeviceId device) {
    auto card = inventory::find_device(call.db, call.viewer, device);
    bool works_there = card && (card->school ? call.viewer.may(may_work, card->school->value) : call.viewer.may_everywhere(may_work));
    if (!works_there) return std::nullopt;
    html::View view;
    view.set("device", device.value);
    for (const auto& problem : problems_about(call.db, {std::nullopt, card->school, device}, 5)) {
        if (!problem.model) continue;  // what is not about the model is not about the device
        view.add("known").set("id", problem.id.value).set("title", problem.title.in(html::code(call.language)));
    }
    auto own = own_suspicion(call.db, call.viewer, std::nullopt, device);
    auto others = count_suspicions(call.db, std::nullopt, device) - (own ? 1 : 0);
    if (others > 0) view.add("others").set("words", call.text("helpdesk.suspicion.others", {{"n", std::to_string(others)}}));
    if (own) view.add("own").set("id", own->value);
    else view.show("raise");
    return call.fragment("helpdesk/suspicion_panel", std::move(view)).body;
}

void suspicion_routes(http::Routes& routes) {
    routes.post("/requests/{request}/suspicion", may_work, raise_on_request);
    routes.post("/devices/{device}/suspicion", may_work, raise_on_device);
    routes.get("/queue/suspicions", may_work, show_list);
    routes.post("/queue/suspicions", may_work, decide);
    routes.get("/queue/suspicions/{suspicion}", may_work, show_one);
    routes.post("/queue/suspicions/{suspicion}/words", may_work, add_words);
    routes.post("/queue/suspicions/{suspicion}/removal", may_work, withdraw);
}

}  // namespace helpdesk
