#include <algorithm>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "helpdesk/category.h"
#include "helpdesk/drafting.h"
#include "helpdesk/repair.h"

namespace helpdesk {

static void add_words(std::set<std::string>& words, std::string_view name) {
    for (auto& word : base::folded_words(name)) {
        if (base::count_code_points(word) >= 2) words.insert(std::move(word));
    }
}

/// Somebody of the roster has this word in their name. The roster's index of words knows user names and addresses too, so the name is looked at again.
static bool is_somebodys_name(db::Read& db, const std::string& word) {
    bool found = false;
    db.query(R"sql(
        SELECT p.given_name, p.middle_name, p.family_name, p.preferred_given_name, p.preferred_family_name
          FROM roster_person_word w JOIN roster_person p ON p.id = w.person_id
         WHERE w.word = :word LIMIT 20
    )sql")
        .bind_bytes("word", word)
        .each([&](const db::Row& row) {
            std::set<std::string> words;
            for (const auto column : {"given_name", "middle_name", "family_name", "preferred_given_name", "preferred_family_name"}) add_words(words, row.text(column));
            found = found || words.count(word) > 0;
        });
    return found;
}

static void add_device(std::set<std::string>& devices, const inventory::DeviceCard& card) {
    for (const auto& number : {card.asset_tag, card.serial}) {
        if (!number.empty()) devices.insert(base::fold(number));
    }
}

Known known_around(db::Read& db, const auth::Viewer& viewer, const Request& request, const std::vector<std::string>& texts) {
    Known known;
    add_words(known.people, request.requester_name);
    for (const auto& message : messages(db, {request, Standing::worker})) add_words(known.people, message.author_name);
    if (request.device) {
        if (const auto card = inventory::find_device(db, viewer, *request.device)) {
            add_device(known.devices, *card);
            add_words(known.people, card->holder_name);
        }
    }
    for (const auto& text : texts) {
        for (auto& word : name_like_words(text)) {
            if (known.roster.count(word) == 0 && is_somebodys_name(db, word)) known.roster.insert(std::move(word));
        }
        for (const auto& word : device_like_words(text)) {
            // Any device of the district, whoever asks: this leaves out, it tells nothing.
            if (inventory::find_device_by_tag(db, auth::Viewer::system(), word)) known.devices.insert(word);
        }
    }
    return known;
}

std::string without_names(db::Read& db, const auth::Viewer& viewer, RequestId request, std::string_view text) {
    return left_of(text, known_around(db, viewer, fetch_for_work(db, viewer, request), {std::string(text)}));
}

namespace {

/// What is said of a request, before anything is left out.
struct Told {
    std::vector<std::string> found;   // diagnoses
    std::vector<std::string> helped;  // what was done
    std::string device_kind;
    std::string model;
};

Told told_of(db::Read& db, const auth::Viewer& viewer, const Request& request) {
    Told told;
    if (request.device) {
        if (const auto card = inventory::find_device(db, viewer, *request.device)) {
            told.device_kind = card->kind;
            told.model = card->model;
        }
        for (const auto& past : repairs_of(db, viewer, *request.device, 50)) {
            if (past.request != request.id) continue;
            if (!past.repair.diagnosis.empty()) told.found.push_back(past.repair.diagnosis);
            if (!past.repair.action.empty()) told.helped.push_back(past.repair.action);
        }
    }
    std::string answer;
    for (const auto& message : messages(db, {request, Standing::worker})) {
        if (message.kind == MessageKind::reply && !message.from_requester) answer = message.body;
    }
    if (answer.empty()) {
        for (const auto& event : auth::history(db, "request", request.id.value)) {
            if (event.action == "resolved" && !event.why.empty()) answer = event.why;
        }
    }
    // Who wrote the same into the repair and the answer said it once.
    if (!answer.empty() && std::ranges::find(told.helped, answer) == told.helped.end()) told.helped.push_back(answer);
    return told;
}

}  // namespace

Draft draft_of(const html::Messages& texts_of, db::Read& db, const auth::Viewer& viewer, const Request& request) {
    const auto language = html::parse_language(request.language).value_or(html::Language::en);
    const auto words = [&](std::string_view key) { return texts_of.text(language, key); };
    const Told told = told_of(db, viewer, request);
    std::vector<std::string> texts{request.title, request.description};
    texts.insert(texts.end(), told.found.begin(), told.found.end());
    texts.insert(texts.end(), told.helped.begin(), told.helped.end());
    const Known known = known_around(db, viewer, request, texts);
    const Markers markers{words("knowledge.mark.name"), words("knowledge.mark.email"), words("knowledge.mark.number"), words("knowledge.mark.device")};

    Draft draft;
    const auto cleaned = [&](std::string_view text) {
        auto result = leave_out(base::trim(text), known, markers);
        for (std::size_t kind = 0; kind < kinds_left_out; ++kind) draft.counts[kind] += result.counts[kind];
        return std::move(result.text);
    };
    const auto section = [&](std::string_view heading_key, const std::vector<std::string>& list) {
        if (list.empty()) return std::string();
        auto text = fmt::format("## {}\n\n", words(heading_key));
        for (const auto& one : list) text += cleaned(one) + "\n\n";
        return text;
    };
    knowledge::Words written;
    written.title = base::first_code_points(cleaned(request.title), 200);
    written.symptom = base::first_code_points(cleaned(request.description), 1000);
    written.body = section("helpdesk.article.was_found", told.found) + section("helpdesk.article.helped", told.helped);
    if (written.body.empty()) written.body = words("helpdesk.article.write_here");
    written.body = std::string(base::trim(written.body));
    draft.content.kind = knowledge::Kind::known_error;
    draft.content.audience = knowledge::Audience::staff;
    draft.content.category = category(db, request.category).key;
    if (!told.device_kind.empty()) draft.content.device_kind = words(fmt::format("helpdesk.device_kind.{}", told.device_kind));
    draft.content.model = told.model;
    (language == html::Language::es ? draft.content.es : draft.content.en) = written;
    return draft;
}

}  // namespace helpdesk
