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

// Whole phrases that cannot tell of trouble, whatever stands beside them, and words between them that say nothing. What is missing here reopens a request,
// which costs a minute; what is too much leaves somebody unheard.
static constexpr auto thanking = std::to_array<std::string_view>({
    "thank you so much for your quick help", "thank you for your quick help", "thank you so much for your help", "thank you very much for your help", "thank you for your help", "thanks for your help", "thanks for the help",
    "thanks for your quick help", "thank you for the quick help", "thank you for helping", "thanks for helping", "thank you so much", "thank you very much", "thanks so much", "thanks very much", "thanks a lot", "many thanks",
    "thank you all", "thanks all", "thanks again", "thank you again", "thank you", "thanks", "thx",
    "it works now", "it works again", "it works great", "it works perfectly", "it works", "works now", "works again", "works great", "works perfectly", "it is working now", "it is working again", "it is working", "it s working now",
    "it s working", "all works now", "everything works now", "everything works", "all good now", "it is fixed now", "it is fixed", "it s fixed", "everything is fixed", "that worked", "that fixed it", "i can see it now", "i can open it now",
    "i can print now", "i can log in now", "my son can see it now", "my daughter can see it now",
    "muchas gracias por su ayuda", "muchas gracias por la ayuda", "gracias por su ayuda", "gracias por la ayuda", "gracias por todo", "muchas gracias", "muchisimas gracias", "mil gracias", "gracias",
    "ya funciona bien", "ya funciona", "funciona perfecto", "funciona muy bien", "todo funciona", "ya esta arreglado", "todo esta arreglado", "esta arreglado", "ya quedo", "ya entre", "ya puedo entrar", "ya pude entrar", "ya lo veo",
    "ya se ve", "ya imprime", "works", "all fixed", "fixed", "solved", "resolved", "i appreciate it", "appreciate it", "resuelto", "resuelta", "ya esta",
});
static constexpr auto between = std::to_array<std::string_view>({
    "ok", "okay", "yes", "si", "all good", "hi", "hello", "hey", "dear", "hola", "estimado", "estimada", "good morning", "good afternoon", "buenos dias", "buenas tardes", "buen dia", "team", "everyone", "equipo", "great", "perfect", "perfecto", "excellent", "excelente",
    "awesome", "wonderful", "genial", "best regards", "kind regards", "warm regards", "regards", "best wishes", "sincerely", "cheers", "have a great day", "have a nice day", "have a good day", "have a great weekend",
    "saludos cordiales", "un cordial saludo", "saludos", "un saludo", "cordialmente", "que tenga un buen dia", "que tengan un buen dia", "muy amable", "muy amables", "mr", "mrs", "ms", "sr", "sra",
});

/// How many words from `at` on are one of these; the longest.
static std::size_t words_of_phrase(std::span<const std::string_view> phrases, const std::vector<std::string>& words, std::size_t at) {
    std::size_t longest = 0;
    for (const auto phrase : phrases) {
        const auto parts = base::split(phrase, ' ');
        const bool fits = parts.size() > longest && at + parts.size() <= words.size() && std::equal(parts.begin(), parts.end(), words.begin() + static_cast<long>(at));
        if (fits) longest = parts.size();
    }
    return longest;
}

/// Emoji that only please, and marks of writing; any other sign beyond letters may say that something is wrong.
static bool has_doubtful_sign(std::string_view text) {
    static constexpr auto harmless = std::to_array<std::string_view>({"\U0001F44D", "\U0001F64F", "\U0001F642", "\U0001F60A", "\U0001F600", "\U0001F389", "\u2764", "\uFE0F", "\u263A", "\u2014", "\u2013", "\u2019", "\u00A1", "\u00A0"});
    static constexpr auto sad = std::to_array<std::string_view>({":(", ":-(", ":/", ":-/", ";(", ":'(", "\u00BF"});
    if (std::ranges::any_of(sad, [&](std::string_view sign) { return text.find(sign) != text.npos; })) return true;
    while (!text.empty()) {
        const auto sign = std::ranges::find_if(harmless, [&](std::string_view one) { return text.starts_with(one); });
        // Letters with accents are of two bytes; signs and emoji are of three and more.
        const bool doubtful = static_cast<unsigned char>(text.front()) >= 0xe0 || std::string_view("?<>@#%0123456789").find(text.front()) != std::string_view::npos;
        if (sign == harmless.end() && doubtful) return true;
        text.remove_prefix(sign == harmless.end() ? 1 : sign->size());
    }
    return false;
}

bool only_thanks(std::string_view text, std::span<const std::string> names) {
    constexpr std::size_t longest = 500, most_words = 40;
    text = base::trim(text);
    if (text.empty() || text.size() > longest || has_doubtful_sign(text)) return false;
    const auto words = base::folded_words(text);
    // A thumb says all; folded hands may ask.
    if (words.empty()) return text.find("\U0001F44D") != text.npos;
    std::vector<std::string> known;
    for (const auto& name : names) std::ranges::move(base::folded_words(name), std::back_inserter(known));
    bool thanks = false;
    for (std::size_t at = 0; at < words.size();) {
        if (words.size() > most_words) return false;
        const auto said = words_of_phrase(thanking, words, at), harmless = words_of_phrase(between, words, at);
        thanks = thanks || said > 0;
        const auto count = std::max({said, harmless, std::size_t{std::ranges::find(known, words[at]) == known.end() ? 0u : 1u}});
        if (count == 0) return false;
        at += count;
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
