// /consents: the students of whom somebody keeps what families said.
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "http/parse.h"
#include "http/routes.h"
#include "media/consent_list.h"
#include "media/media.h"
#include "media/pages.h"

namespace media {

static constexpr int students_on_a_page = 50;
static constexpr std::array<std::pair<Listed, std::string_view>, 4> lists{{{Listed::all, "all"}, {Listed::silent, "silent"}, {Listed::refused, "refused"}, {Listed::withheld, "withheld"}}};

static ConsentQuestion question_of(const http::Fields& query) {
    ConsentQuestion question{.text = std::string(query.text("q")), .school = {}, .grade = std::string(query.text("grade")), .after = {}, .limit = students_on_a_page};
    if (const auto school = base::parse_integer(query.text("school")); school && *school > 0) question.school = roster::OrgId{*school};
    if (const auto after = base::parse_integer(query.text("after")); after && *after > 0) question.after = roster::PersonId{*after};
    for (const auto& [listed, name] : lists) {
        if (query.text("show") == name) question.listed = listed;
    }
    return question;
}

static std::string address_of(std::string_view path, const http::Fields& query, std::string_view first) {
    std::string address(path);
    address += first.empty() ? "" : fmt::format("?{}", first);
    for (const auto name : {"q", "school", "grade", "show"}) {
        if (const auto value = query.text(name); !value.empty()) address += fmt::format("{}{}={}", address.find('?') == std::string::npos ? '?' : '&', name, http::percent_encode(value));
    }
    return address;
}

static void add_option(html::View& view, std::string_view section, std::string_view value, std::string_view label, bool chosen) {
    view.add(section).set("value", value).set("label", label).show_if(chosen, "chosen");
}

void fill_scope(http::ReadCall& call, html::View& view, std::optional<roster::OrgId> school, std::string_view grade) {
    for (const auto& one : schools_within_reach(call.db, call.viewer)) add_option(view, "school_option", std::to_string(one.id.value), one.name, school == one.id);
    for (const auto& one : grades_within_reach(call.db, call.viewer)) add_option(view, "grade_option", one, one, grade == one);
}

static void fill_line(const http::Call& call, html::View row, const ConsentLine& line, bool several_schools) {
    row.set("href", fmt::format("/consents/students/{}", line.id.value)).set("name", line.name).set("grade", line.grade);
    if (several_schools) row.add("school").set("name", line.school);
    row.show_if(line.withheld, "withheld").show_if(line.opted_out, "opted_out").show_if(line.refused, "refused").show_if(!line.heard, "silent");
    for (const auto channel : channels) {
        const int allowed = line.allowed[static_cast<std::size_t>(channel)];
        auto cell = row.add("channel");
        cell.set("label", call.text(fmt::format("media.consent.channel.{}", word(channel))));
        if (allowed == 3) cell.show("all");
        else if (allowed == 0) cell.show("none");
        else cell.add("some").set("words", call.text("media.consent.some", {{"n", std::to_string(allowed)}}));
    }
}

static http::Response list(http::ReadCall& call) {
    const auto& query = call.request.query;
    const auto question = question_of(query);
    const auto page = list_consents(call.db, call.viewer, call.today(), question);
    if (!page.lines.empty()) call.note_access("people", 0, "consents");
    html::View view;
    view.set("q", question.text).set("ask_href", address_of("/consents/ask", query, ""));
    fill_scope(call, view, question.school, question.grade);
    for (const auto& [listed, name] : lists) add_option(view, "listed_option", name, call.text(fmt::format("media.consent.listed.{}", name)), question.listed == listed);
    const bool several_schools = schools_within_reach(call.db, call.viewer).size() > 1;
    for (const auto& line : page.lines) fill_line(call, view.add("row"), line, several_schools);
    const bool filtered = !question.text.empty() || question.school || !question.grade.empty() || question.listed != Listed::all || question.after;
    view.show(!page.lines.empty() ? "list" : filtered ? "nobody" : "empty");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("media.consent.on_page", {{"n", std::to_string(page.lines.size())}}));
    if (question.after) pager.add("previous").set("href", address_of("/consents", query, ""));
    if (page.more) pager.add("next").set("href", address_of("/consents", query, fmt::format("after={}", page.lines.back().id.value)));
    return call.page("media/consents", call.text("media.consent.title"), std::move(view));
}

void consent_list_routes(http::Routes& routes) { routes.get("/consents", may_keep_consents, list); }

}  // namespace media
