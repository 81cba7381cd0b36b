// /consents/ask: letters with links to the families of a school or grade. Shows first how many there are.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "mail/settings.h"
#include "media/ask.h"
#include "media/media.h"
#include "media/pages.h"

namespace media {

static Asking asking_of(const http::Fields& fields) {
    Asking asking{.student = {}, .school = {}, .grade = std::string(fields.text("grade")), .silent_only = !fields.has("all")};
    if (const auto school = base::parse_integer(fields.text("school")); school && *school > 0) asking.school = roster::OrgId{*school};
    return asking;
}

static http::Response show(http::ReadCall& call) {
    const auto asking = asking_of(call.request.query);
    const auto found = recipients(call.db, call.viewer, call.today(), asking);
    html::View view;
    fill_scope(call, view, asking.school, asking.grade);
    view.set("with", html::number_words(call.language, static_cast<std::int64_t>(found.with_address.size()))).set("without", html::number_words(call.language, found.without_address));
    view.set("school", asking.school ? std::to_string(asking.school->value) : "").set("grade", asking.grade);
    view.show_if(!asking.silent_only, "all").show_if(found.without_address > 0, "without_some");
    if (!mail::ready(mail::settings(call.db))) view.show("no_mail");
    else view.show(found.with_address.empty() ? "nobody" : "some");
    return call.page("media/ask", call.text("media.ask.title"), std::move(view));
}

static http::Response send(http::WriteCall& call) {
    const auto asking = asking_of(call.request.form);
    // Refuses a school out of reach now, and not in the job.
    check_scope(call.db, call.viewer, asking);
    // Clause 3.1: a link that cannot be sent is not written down.
    if (!mail::ready(mail::settings(call.db))) return call.redirect_with_notice("/consents/ask", call.text("media.ask.no_mail"));
    boost::json::object payload{{"by", call.viewer.account().value}, {"all", !asking.silent_only}};
    if (asking.school) payload["school"] = asking.school->value;
    if (!asking.grade.empty()) payload["grade"] = asking.grade;
    const auto text = boost::json::serialize(payload);
    const auto job = jobs::enqueue(call.db, call.now, {.name = "media.ask", .payload = text, .unique_key = text, .owner = call.viewer.account(), .most_attempts = 3});
    return call.redirect(fmt::format("/jobs/{}", job.value));
}

void ask_routes(http::Routes& routes) {
    routes.get("/consents/ask", may_keep_consents, show);
    routes.post("/consents/ask", may_keep_consents, send);
}

}  // namespace media
