// Articles in the form for a request, on a request's page, and requests on an article's page.
#include <arpa/inet.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/request_view.h"
#include "helpdesk/suggestion.h"
#include "html/format.h"
#include "html/markdown.h"

namespace helpdesk {

Answers opened_answers(const http::Call& call, db::Read& db, const http::Fields& typed) {
    Answers answers;
    for (const auto text : typed.all("opened")) {
        const auto id = base::parse_integer(text);
        const bool known = std::ranges::any_of(answers.opened, [&](const auto& one) { return id && one.id.value == *id; });
        if (!id || known || answers.opened.size() == most_answers) continue;
        if (auto article = knowledge::find_published(db, call.viewer, call.language, {*id})) answers.opened.push_back(std::move(*article));
    }
    return answers;
}

Answers answers_for(const http::Call& call, db::Read& db, const http::Fields& typed) {
    auto answers = opened_answers(call, db, typed);
    answers.looked = true;
    // The words in front are those that are looked for first, so the title comes first.
    const auto text = fmt::format("{}\n{}", base::first_code_points(typed.text("title"), 200), base::first_code_points(typed.text("description"), 2000));
    answers.found = knowledge::suggest(db, call.viewer, call.language, text, most_answers);
    return answers;
}

static void fill_article(const http::Call& call, html::View item, const knowledge::Published& article) {
    item.set("id", article.id.value).set("title", article.words.title).set("lang", html::code(article.language));
    auto opened = item.add("opened");
    opened.set("id", article.id.value).set("lang", html::code(article.language)).set("title", article.words.title).set("body_html", html::from_markdown(article.words.body));
    opened.show_if(article.language != call.language, "other_language");
}

void fill_answers(const http::Call& call, html::View& view, const Answers& answers) {
    if (answers.found.empty() && answers.opened.empty()) {
        if (answers.looked) view.show("nothing");
        return;
    }
    auto some = view.add("some");
    // What is being read stays where it is.
    std::size_t number = answers.opened.size();
    for (const auto& article : answers.opened) fill_article(call, some.add("answer"), article);
    for (const auto& found : answers.found) {
        if (std::ranges::find(answers.opened, found.id, &knowledge::Published::id) != answers.opened.end()) continue;
        auto item = some.add("answer");
        item.set("id", found.id.value).set("title", found.title).set("lang", html::code(found.language));
        auto closed = item.add("closed");
        closed.set("id", found.id.value).set("title", found.title).set("lang", html::code(found.language)).set("symptom", base::elide(found.symptom, 160));
        closed.show_if(found.audience == knowledge::Audience::staff, "for_staff");
        ++number;
    }
    some.set("said", call.text("helpdesk.answer.said", {{"n", std::to_string(number)}}));
}

std::string counted_address(const std::string& peer) {
    in6_addr address{};
    if (inet_pton(AF_INET6, peer.c_str(), &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address)) return peer;
    // A household or a school has a whole network of these, and each of its machines many addresses.
    std::string network;
    for (int byte = 0; byte < 8; ++byte) network += fmt::format("{:02x}", address.s6_addr[byte]);
    return network;
}

knowledge::Occasion occasion_of(const http::Call& call) {
    if (call.viewer.signed_in()) return {call.today(), fmt::format("account {}", call.viewer.account().value)};
    return {call.today(), "address " + counted_address(call.request.peer)};
}

void keep_opened(http::WriteCall& call, RequestId request, const http::Fields& typed) {
    for (const auto& article : opened_answers(call, call.db, typed).opened) {
        knowledge::count_once(call.db, occasion_of(call), article.id, knowledge::Step::sent);
        link_article(call.db, call.viewer, call.now, request, article.id, "opened");
    }
}

void fill_solving(const http::Call& call, db::Read& db, html::View& view, const Request& request, const std::vector<LinkedArticle>& linked) {
    std::vector<std::pair<knowledge::ArticleId, std::string>> choices;
    const auto offer = [&](knowledge::ArticleId id, const std::string& title) {
        if (std::ranges::find(choices, id, &std::pair<knowledge::ArticleId, std::string>::first) == choices.end()) choices.emplace_back(id, title);
    };
    for (const auto& one : linked) {
        const auto article = knowledge::find_published(db, call.viewer, call.language, one.article);
        if (article) offer(article->id, article->words.title);
    }
    // To rank reads much, and most who look at a request do not end it now: it is done when it is asked for.
    const bool wanted = call.request.query.has("articles");
    if (wanted) {
        for (const auto& found : knowledge::suggest(db, call.viewer, call.language, request.title + "\n" + request.description, most_answers)) offer(found.id, found.title);
    }
    view.show_if(wanted, "resolve_open").show_if(!wanted, "find_articles").show_if(wanted && choices.empty(), "no_articles");
    if (choices.empty()) return;
    auto solving = view.add("solving");
    for (const auto& [id, title] : choices) solving.add("article").set("article_id", id.value).set("article_title", title);
}

void fill_articles(const http::Call& call, db::Read& db, html::View& view, const Request& request, const std::vector<LinkedArticle>& linked) {
    bool drafted = false;
    const bool reader = knowledge::is_reader(call.viewer);
    for (const auto& one : linked) {
        drafted = drafted || one.link == "drafted";
        if (!reader) continue;
        const auto article = knowledge::find_published(db, call.viewer, call.language, one.article);
        const bool may_see_draft = one.link == "drafted" && (call.viewer.may(knowledge::may_write) || call.viewer.may(knowledge::may_publish));
        if (!article && !may_see_draft) continue;
        auto line = view.add("linked_article");
        line.set("article", one.article.value).set("article_title", article ? article->words.title : call.text("helpdesk.article.draft"));
        line.set("how", call.text(fmt::format("helpdesk.article.{}", one.came_back ? "solved_came_back" : one.link)));
    }
    const bool ended = request.state == State::resolved || request.state == State::closed;
    view.show_if(ended && !drafted && call.viewer.may(knowledge::may_write), "may_draft");
}

static std::optional<std::string> article_panel(http::ReadCall& call, knowledge::ArticleId article) {
    constexpr int most = 10;
    const auto requests = requests_of(call.db, call.viewer, article, most);
    if (requests.empty()) return std::nullopt;
    html::View view;
    for (const auto& one : requests) {
        view.add("request")
            .set("id", one.id.value)
            .set("title", one.title)
            .set("pill", pill_of(one.state))
            .set("icon", icon_of(one.state))
            .set("state", call.text(fmt::format("helpdesk.state.{}", word(one.state))))
            .set("how", call.text(fmt::format("helpdesk.article.request_{}", one.came_back ? "came_back" : one.link)))
            .set("when", html::moment_words(call.language, call.zone, call.now, one.at));
    }
    return call.fragment("helpdesk/article_panel", std::move(view)).body;
}

void fill_knowledge_slots() {
    // A test wires several houses in one process.
    if (knowledge::category_names()) return;
    knowledge::staff_readers().push_back(may_work);
    knowledge::article_panels().emplace_back(article_panel);
    knowledge::category_names() = [](db::Read& db, html::Language language) {
        std::vector<knowledge::CategoryName> names;
        for (const auto& known : categories(db)) names.push_back({known.key, known.name(html::code(language))});
        return names;
    };
}

}  // namespace helpdesk
