/// Where the new part of an answer ends and what it answers begins.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "base/text.h"
#include "mail/incoming.h"

namespace mail {

namespace {

using Lines = std::vector<std::string_view>;

bool is_blank(std::string_view line) { return base::trim(line).empty(); }
bool is_quoted(std::string_view line) { return base::trim(line).starts_with('>'); }
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool contains_one(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [&](std::string_view part) { return text.find(part) != text.npos; });
}
bool starts_with_one(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [&](std::string_view part) { return text.starts_with(part); });
}

/// A year, a time of day or an address: what an attribution has and a sentence seldom.
bool names_when_or_who(std::string_view line) {
    if (line.find('@') != line.npos) return true;
    int digits = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        digits = is_digit(line[i]) ? digits + 1 : 0;
        const bool time = line[i] == ':' && i > 0 && i + 2 < line.size() && is_digit(line[i - 1]) && is_digit(line[i + 1]) && is_digit(line[i + 2]);
        if (digits == 4 || time) return true;
    }
    return false;
}

/// "On Mon, 23 Nov 2026 at 8:05, Ana wrote:" and its sisters. Folded: lower case, no accents.
bool is_attribution(std::string_view folded) {
    constexpr std::size_t longest = 400;
    if (folded.size() > longest || !names_when_or_who(folded)) return false;
    if (!folded.ends_with(':')) return false;
    const bool says_so = contains_one(folded, {" wrote", " escribio", " schrieb", " a ecrit", " escreveu", " ha scritto", " schreef", " skrev", " va escriure"});
    const bool begins = starts_with_one(folded, {"on ", "el ", "am ", "le ", "em ", "no dia ", "il ", "op ", "den ", "a "});
    return says_so && (begins || folded.find('@') != folded.npos);
}

bool opens_attribution(std::string_view folded) {
    return starts_with_one(folded, {"on ", "el ", "am ", "le ", "em ", "no dia ", "il ", "op ", "den ", "a "});
}

/// How many lines from here on are an attribution; programs break it for width.
std::size_t attribution_lines(const Lines& lines, std::size_t at) {
    std::string joined;
    for (std::size_t count = 1; count <= 4 && at + count <= lines.size(); ++count) {
        const auto line = base::trim(lines[at + count - 1]);
        if (line.empty() || is_quoted(line)) return 0;
        joined += (joined.empty() ? "" : " ") + base::fold(line);
        if (is_attribution(joined)) return count;
        if (count == 1 && !opens_attribution(joined)) return 0;
    }
    return 0;
}

/// Between dashes: "-----Original Message-----".
std::string between_dashes(std::string_view line) {
    auto folded = base::fold(base::trim(line));
    if (!folded.starts_with("--") && !folded.starts_with("__")) return "";
    std::erase(folded, '-');
    std::erase(folded, '_');
    return std::string(base::trim(folded));
}

bool is_original_line(std::string_view line) {
    const auto words = between_dashes(line);
    return words == "original message" || words == "original appointment" || words == "mensaje original" || words == "ursprungliche nachricht" ||
           words == "message d'origine" || words == "message original" || words == "mensagem original" || words == "messaggio originale" ||
           words == "oorspronkelijk bericht" || words == "reply message" || words == "mensaje de respuesta";
}

bool is_forward_line(std::string_view line) {
    const auto words = between_dashes(line);
    const auto folded = base::fold(base::trim(line));
    return contains_one(words, {"forwarded message", "mensaje reenviado", "weitergeleitete nachricht", "message transfere", "mensagem encaminhada", "messaggio inoltrato"}) ||
           starts_with_one(folded, {"begin forwarded message", "inicio del mensaje reenviado", "anfang der weitergeleiteten nachricht", "debut du message transfere"});
}

/// The name of the field that a line of a quoted head begins with: f(rom), w(hen), t(o), s(ubject); 0 for none.
char field_of(std::string_view line) {
    auto folded = base::fold(base::trim(line));
    std::erase(folded, '*');
    auto colon = folded.find(':');
    if (colon > 24) return 0;  // or there is none
    const auto name = std::string(base::trim(std::string_view(folded).substr(0, colon)));
    const auto is = [&](std::initializer_list<std::string_view> names) { return std::ranges::find(names, std::string_view(name)) != names.end(); };
    if (is({"from", "de", "von", "da", "van", "fra"})) return 'f';
    if (is({"sent", "date", "enviado", "enviado el", "fecha", "gesendet", "datum", "envoye", "enviada", "enviada em", "enviado em", "data", "inviato", "verzonden", "sendt"})) return 'w';
    if (is({"to", "para", "an", "a", "aan", "til", "cc"})) return 't';
    if (is({"subject", "asunto", "betreff", "objet", "assunto", "oggetto", "onderwerp", "emne"})) return 's';
    return 0;
}

/// Outlook writes the head of what it answers, without a mark at the lines below it.
bool is_quoted_head(const Lines& lines, std::size_t at) {
    if (field_of(lines[at]) != 'f') return false;
    bool when = false, to = false, subject = false;
    for (std::size_t i = at + 1; i < std::min(lines.size(), at + 8); ++i) {
        if (is_blank(lines[i])) {
            if (i == at + 1) continue;  // some put each field into a paragraph
            if (when || to) continue;
            break;
        }
        const char field = field_of(lines[i]);
        when |= field == 'w';
        to |= field == 't';
        subject |= field == 's';
    }
    return static_cast<int>(when) + static_cast<int>(to) + static_cast<int>(subject) >= 2;
}

bool is_rule(std::string_view line) {
    line = base::trim(line);
    return line.size() >= 10 && (line.find_first_not_of('_') == line.npos || line.find_first_not_of('-') == line.npos);
}

/// Where a quote begins.
struct Mark {
    std::size_t begin;       // the first line that is not new
    std::size_t first_quote; // the first line behind the words that announce it
    bool marked_lines;       // each line of it is marked, so what is not is new
};

std::size_t next_words(const Lines& lines, std::size_t at) {
    while (at < lines.size() && is_blank(lines[at])) ++at;
    return at;
}

std::optional<Mark> mark_at(const Lines& lines, std::size_t at) {
    if (is_blank(lines[at])) return std::nullopt;
    if (is_original_line(lines[at])) return Mark{at, at + 1, false};
    const auto behind = next_words(lines, at + 1);
    if (is_rule(lines[at]) && behind < lines.size() && is_quoted_head(lines, behind)) return Mark{at, behind, false};
    if (is_quoted_head(lines, at)) return Mark{at, at + 1, false};
    if (is_quoted(lines[at])) return Mark{at, at, true};
    if (const auto count = attribution_lines(lines, at)) {
        const auto quote = next_words(lines, at + count);
        return Mark{at, quote, quote < lines.size() && is_quoted(lines[quote])};
    }
    // In whatever language: a line that ends with a colon, names a moment or an address, and stands before a quote.
    const auto line = base::trim(lines[at]);
    const bool announces = (line.ends_with(':') || line.ends_with("\xEF\xBC\x9A")) && names_when_or_who(line);
    if (announces && behind < lines.size() && is_quoted(lines[behind])) return Mark{at, behind, true};
    return std::nullopt;
}

std::optional<Mark> first_mark(const Lines& lines) {
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (is_forward_line(lines[at])) return std::nullopt;  // who forwards means what is forwarded
        if (auto mark = mark_at(lines, at)) return mark;
    }
    return std::nullopt;
}

/// "Sent from my phone": written by a program.
bool is_footer(std::string_view line) {
    const auto folded = base::fold(base::trim(line));
    constexpr std::size_t longest = 120;
    return folded.size() < longest && starts_with_one(folded, {"sent from my ", "sent from mail for", "sent from yahoo", "sent from outlook", "get outlook for", "enviado desde mi ", "enviado desde correo", "obtener outlook para",
                                     "obten outlook para", "von meinem ", "gesendet von ", "envoye de mon ", "envoye depuis ", "telecharger outlook", "enviado do meu ", "obter outlook"});
}

bool is_signature_line(std::string_view line) { return line == "-- " || line == "--"; }

/// Without a signature and what programs add at the end.
void drop_end(Lines& lines) {
    constexpr std::size_t longest_signature = 20;
    const auto begin = lines.size() > longest_signature ? lines.size() - longest_signature : 0;
    for (std::size_t at = begin; at < lines.size(); ++at) {
        if (is_signature_line(lines[at]) && std::none_of(lines.begin() + static_cast<long>(at), lines.end(), is_quoted)) lines.resize(at);
    }
    while (!lines.empty() && (is_blank(lines.back()) || is_footer(lines.back()))) lines.pop_back();
}

/// A quoted line that was broken once more for width: its end stands alone between two quoted ones.
bool is_broken_quote(const Lines& lines, std::size_t at) {
    return at > 0 && at + 1 < lines.size() && is_quoted(lines[at - 1]) && is_quoted(lines[at + 1]);
}

bool has_words_below(const Lines& lines, std::size_t first_quote) {
    for (auto at = first_quote; at < lines.size(); ++at) {
        if (is_signature_line(lines[at])) return false;
        const bool old = is_blank(lines[at]) || is_quoted(lines[at]) || is_footer(lines[at]) || is_broken_quote(lines, at) || is_rule(lines[at]);
        if (!old && attribution_lines(lines, at) == 0) return true;
    }
    return false;
}

std::string joined(const Lines& lines) {
    std::string text;
    for (auto line : lines) text += std::string(line) + '\n';
    const auto begin = std::min(text.find_first_not_of('\n'), text.size());
    text.erase(0, begin);
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    return text;
}

}  // namespace

std::string trim_reply(std::string_view text) {
    auto lines = base::split(text, '\n');
    const auto mark = first_mark(lines);
    if (mark && !(mark->marked_lines && has_words_below(lines, mark->first_quote))) {
        Lines above(lines.begin(), lines.begin() + static_cast<long>(mark->begin));
        drop_end(above);
        if (!joined(above).empty()) return joined(above);
        return std::string(text);
    }
    drop_end(lines);
    auto rest = joined(lines);
    return rest.empty() ? std::string(text) : rest;
}

}  // namespace mail
