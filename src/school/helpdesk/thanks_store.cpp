#include "helpdesk/thanks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "auth/account.h"
#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"

namespace helpdesk {

// Only words that cannot tell of trouble, alone or together: no "not", "but", "still", "again", "problem". What is missing here reopens a request,
// which costs a minute; what is too much here leaves somebody unheard.
static constexpr auto thanking = std::to_array<std::string_view>({
    "thank", "thanks", "thankyou", "thx", "appreciate", "appreciated", "gracias", "agradezco", "agradecemos", "agradecido", "agradecida",
    // It works.
    "works", "working", "worked", "fixed", "solved", "resolved", "funciona", "funcionan", "funcionando", "arreglado", "arreglada", "resuelto", "resuelta", "solucionado", "solucionada",
});
static constexpr auto harmless = std::to_array<std::string_view>({
    "you", "so", "very", "much", "many", "a", "lot", "lots", "all", "everyone", "everybody", "everything", "team", "for", "your", "the", "help", "helping", "quick", "fast", "prompt", "reply",
    "response", "support", "great", "awesome", "perfect", "perfectly", "excellent", "wonderful", "fantastic", "amazing", "nice", "good", "job", "work", "well", "now", "it", "s", "that", "this",
    "we", "i", "really", "truly", "greatly", "ok", "okay", "yes", "best", "kind", "kindest", "regards", "wishes", "sincerely", "cheers", "hi", "hello", "hey", "dear", "day", "afternoon",
    "weekend", "evening", "morning", "muchas", "mil", "muchisimas", "todo", "todos", "por", "su", "tu", "la", "el", "ayuda", "rapida", "respuesta", "rapidez", "muy", "amable", "amables",
    "excelente", "perfecto", "perfecta", "genial", "bien", "buen", "buena", "buenas", "buenos", "dia", "dias", "tarde", "tardes", "saludos", "cordiales", "cordial", "un", "saludo", "les",
    "le", "lo", "hola", "estimado", "estimada", "equipo", "tenga", "tengan", "si", "ya",
});
// Harmless in one place only: "it is fixed" tells, "is it fixed" asks.
static constexpr auto subjects = std::to_array<std::string_view>({"it", "that", "this", "everything", "all", "you", "we", "todo", "ya"});

static bool is_in(std::span<const std::string_view> list, std::string_view word) { return std::ranges::find(list, word) != list.end(); }

static bool fits_its_place(const std::vector<std::string>& words, std::size_t at) {
    const std::string_view before = at > 0 ? std::string_view(words[at - 1]) : "", after = at + 1 < words.size() ? std::string_view(words[at + 1]) : "";
    if (words[at] == "is" || words[at] == "are" || words[at] == "esta") return is_in(subjects, before);
    if (words[at] == "have") return after == "a";
    return words[at] == "que" && (after == "tenga" || after == "tengan");
}

bool only_thanks(std::string_view text, std::span<const std::string> names) {
    constexpr std::size_t most_words = 30;
    constexpr std::string_view asking[] = {"?", "¿", "？"};
    constexpr std::string_view thumbs_up = "\U0001F44D", folded_hands = "\U0001F64F";
    if (std::ranges::any_of(asking, [&](std::string_view sign) { return text.find(sign) != text.npos; })) return false;
    const auto words = base::folded_words(text.substr(0, 2'000));
    if (text.size() > 2'000 || words.size() > most_words) return false;
    if (words.empty()) return text.find(thumbs_up) != text.npos || text.find(folded_hands) != text.npos;
    std::vector<std::string> known;
    for (const auto& name : names) std::ranges::move(base::folded_words(name), std::back_inserter(known));
    bool thanks = false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        if (is_in(thanking, word)) thanks = true;
        else if (!is_in(harmless, word) && !fits_its_place(words, at) && std::ranges::find(known, word) == known.end()) return false;
    }
    return thanks;
}

bool thanks_for_solved(db::Read& db, const Request& request, std::string_view words, std::string_view sender) {
    if (request.state != State::resolved && request.state != State::closed) return false;
    auto names = db.query("SELECT DISTINCT author_name FROM helpdesk_message WHERE request_id = :id LIMIT 50").bind("id", request.id).all([](const db::Row& row) {
        return std::string(row.text("author_name"));
    });
    names.push_back(request.requester_name);
    names.emplace_back(sender);
    if (request.assignee) names.push_back(auth::load_account(db, auth::Viewer::system(), *request.assignee).name);
    return only_thanks(words, names);
}

void note_thanks(db::Write& db, base::Instant now, RequestId request) {
    auth::record(db, auth::Viewer::system(), now, {.subject_kind = "request", .subject_id = request.value, .action = "thanked"});
}

}  // namespace helpdesk
