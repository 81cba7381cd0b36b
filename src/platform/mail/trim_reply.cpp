/// Where the new part of an answer ends and what it answers begins.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "base/text.h"
#include "mail/incoming.h"
#include "mail/notice.h"

namespace mail {

namespace {

using Lines = std::vector<std::string_view>;

bool is_blank(std::string_view line) { return base::trim(line).empty(); }
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
/// ">50 students" is a person's.
bool is_quoted(std::string_view line) {
    line = base::trim(line);
    return line.starts_with('>') && (line.size() == 1 || !is_digit(line[1]));
}

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

bool says_who_wrote(std::string_view folded) {
    return contains_one(folded, {" wrote", " escribio", " schrieb", " a ecrit", " escreveu", " ha scritto", " schreef", " skrev", " va escriure"});
}

/// "On Mon, 23 Nov 2026 at 8:05, Ana wrote:" and its sisters. Folded: lower case, no accents.
bool is_attribution(std::string_view folded) {
    constexpr std::size_t longest = 400;
    if (folded.size() > longest || !names_when_or_who(folded)) return false;
    if (!folded.ends_with(':')) return false;
    const bool says_so = says_who_wrote(folded);
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
    constexpr std::string_view wide_colon = "\xEF\xBC\x9A";
    auto colon = std::min(folded.find(':'), folded.find(wide_colon));
    if (colon > 24) return 0;  // or there is none
    const auto name = std::string(base::trim(std::string_view(folded).substr(0, colon)));
    const auto is = [&](std::initializer_list<std::string_view> names) { return std::ranges::find(names, std::string_view(name)) != names.end(); };
    if (is({"from", "de", "von", "da", "van", "fra", "fran", "od", "от", "发件人", "寄件者", "差出人", "보낸 사람", "من"})) return 'f';
    if (is({"sent", "date", "enviado", "enviado el", "fecha", "gesendet", "datum", "envoye", "enviada", "enviada em", "enviado em", "data", "inviato", "verzonden", "sendt", "skickat", "wyslano", "отправлено", "дата", "发送时间", "日期", "寄件日期", "送信日時", "보낸 날짜"})) return 'w';
    if (is({"to", "para", "an", "a", "aan", "til", "till", "do", "cc", "кому", "收件人", "收件者", "宛先", "받는 사람"})) return 't';
    if (is({"subject", "asunto", "betreff", "objet", "assunto", "oggetto", "onderwerp", "emne", "amne", "temat", "тема", "主题", "主旨", "件名", "제목"})) return 's';
    return 0;
}

/// Outlook writes the head of what it answers, without a mark at the lines below it.
bool is_quoted_head(const Lines& lines, std::size_t at) {
    if (field_of(lines[at]) != 'f') return false;
    bool when = false, to = false, subject = false, sure = names_when_or_who(lines[at]);
    for (std::size_t i = at + 1; i < std::min(lines.size(), at + 8); ++i) {
        if (is_blank(lines[i])) {
            if (i == at + 1) continue;  // some put each field into a paragraph
            if (when || to) continue;
            break;
        }
        const char field = field_of(lines[i]);
        sure |= field != 0 && names_when_or_who(lines[i]);
        when |= field == 'w';
        to |= field == 't';
        subject |= field == 's';
    }
    // "From: room 101, To: room 214, Date: Friday" is somebody's own list.
    return sure && static_cast<int>(when) + static_cast<int>(to) + static_cast<int>(subject) >= 2;
}

bool is_rule(std::string_view line) {
    line = base::trim(line);
    return line.size() >= 10 && (line.find_first_not_of('_') == line.npos || line.find_first_not_of('-') == line.npos);
}

/// ">>> Ana Reyes 11/23/26 8:05 AM >>>", above lines without marks.
bool is_groupwise_head(std::string_view line) {
    line = base::trim(line);
    return line.starts_with(">>> ") && line.ends_with(" >>>") && names_when_or_who(line);
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
    if (is_groupwise_head(lines[at])) return Mark{at, at + 1, false};
    if (is_quoted(lines[at])) return Mark{at, at, true};
    if (const auto count = attribution_lines(lines, at)) {
        const auto quote = next_words(lines, at + count);
        return Mark{at, quote, quote < lines.size() && is_quoted(lines[quote])};
    }
    // In whatever language: a line that names a moment or an address, perhaps broken for width, ends with a colon, and stands before a quote.
    if (!names_when_or_who(lines[at]) && !says_who_wrote(base::fold(lines[at]))) return std::nullopt;
    for (auto end = at; end < std::min(lines.size(), at + 3) && !is_blank(lines[end]); ++end) {
        const auto line = base::trim(lines[end]);
        const auto quote = next_words(lines, end + 1);
        const bool announces = line.ends_with(':') || line.ends_with("\xEF\xBC\x9A");
        if (announces && quote < lines.size() && is_quoted(lines[quote])) return Mark{at, quote, true};
    }
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
    constexpr std::ptrdiff_t most_words = 10;
    const bool begins = starts_with_one(folded, {"sent from my ", "sent from mail for", "sent from yahoo", "sent from outlook", "sent from gmail mobile", "sent from proton", "sent with proton", "sent via the samsung", "get outlook for", "enviado desde mi ",
                                                 "enviado desde correo", "enviado desde outlook", "obtener outlook para", "obten outlook para", "obtenga outlook para", "von meinem ", "gesendet von ", "envoye de mon ", "envoye depuis ",
                                                 "telecharger outlook", "enviado do meu ", "obter outlook"});
    return begins && folded.size() < longest && std::ranges::count(folded, ' ') < most_words;
}

/// The last line that belongs to somebody else's words; a signature above it is not the end.
std::size_t behind_last_quote(const Lines& lines) {
    for (auto at = lines.size(); at > 0; --at) {
        if (is_quoted(lines[at - 1]) || is_forward_line(lines[at - 1]) || is_original_line(lines[at - 1]) || is_quoted_head(lines, at - 1)) return at;
    }
    return 0;
}

/// A line of its own above few others, by which programs divide off a signature (RFC 3676, section 4.3).
bool is_signature(const Lines& lines, std::size_t at) {
    constexpr std::size_t longest = 20;
    return lines[at] == "-- " && lines.size() - at <= longest && at > 0;
}

bool is_signature_line(std::string_view line) { return line == "-- " || line == "--"; }

/// The first line of the last paragraph.
std::size_t last_paragraph(const Lines& lines) {
    auto at = lines.size();
    while (at > 0 && !is_blank(lines[at - 1])) --at;
    return at;
}

std::string text_of(const Lines& lines, std::size_t begin, std::size_t end) {
    std::string text;
    for (auto at = begin; at < end; ++at) text += std::string(lines[at]) + '\n';
    return text;
}

void drop_blank_end(Lines& lines) {
    while (!lines.empty() && (is_blank(lines.back()) || is_footer(lines.back()) || is_rule(lines.back()))) lines.pop_back();
}

void drop_signature(Lines& lines) {
    constexpr std::size_t longest = 20;
    const auto first = std::max(behind_last_quote(lines), lines.size() - std::min(longest, lines.size()));
    for (auto at = first; at < lines.size(); ++at) {
        if (is_signature(lines, at)) lines.resize(at);
    }
    drop_blank_end(lines);
}

/// Without a signature and what programs and servers add at the end.
void drop_end(Lines& lines) {
    drop_signature(lines);
    for (auto begin = last_paragraph(lines); begin > 0 && is_legal_notice(text_of(lines, begin, lines.size())); begin = last_paragraph(lines)) {
        lines.resize(begin);
        drop_blank_end(lines);
    }
    drop_signature(lines);
}

/// Without what a gateway put above, unless nothing else is there.
void drop_banner(Lines& lines) {
    const auto begin = next_words(lines, 0);
    if (begin == lines.size() || !is_banner(lines[begin])) return;
    auto end = begin + 1;
    while (end < lines.size() && !is_blank(lines[end]) && goes_on_as_banner(lines[end])) ++end;
    if (next_words(lines, end) < lines.size()) lines.erase(lines.begin(), lines.begin() + static_cast<long>(end));
}

/// What a program broke off a quoted line for width stands unmarked below a long one; an answer stands below a short one.
bool is_broken_quote(const Lines& lines, std::size_t at) {
    constexpr std::size_t where_programs_break = 64;
    // The mark of ours at the end of a letter is never broken, and what stands below it is an answer.
    const bool behind_mark = at > 0 && lines[at - 1].find("bt.") != std::string_view::npos;
    return at > 0 && !behind_mark && !is_blank(lines[at]) && is_quoted(lines[at - 1]) && lines[at - 1].size() >= where_programs_break;
}

bool is_old(const Lines& lines, std::size_t at) {
    return is_blank(lines[at]) || is_quoted(lines[at]) || is_footer(lines[at]) || is_broken_quote(lines, at) || is_rule(lines[at]);
}

/// Words of the writer below or between quotes; what a server adds at the end counts for none.
bool has_words_below(const Lines& lines, std::size_t first_quote) {
    for (auto at = first_quote; at < lines.size();) {
        if (is_signature_line(lines[at])) return false;
        const auto attribution = is_old(lines, at) ? 0 : attribution_lines(lines, at);
        if (is_old(lines, at) || attribution > 0) {
            at += std::max<std::size_t>(attribution, 1);
            continue;
        }
        auto end = at;
        while (end < lines.size() && !is_old(lines, end)) ++end;
        if (!is_legal_notice(text_of(lines, at, end))) return true;
        at = end;
    }
    return false;
}

/// Some programs quote the line that announces the quote too: "> On Mon, Ana wrote:".
bool announces_within(const Lines& lines, std::size_t at) {
    const auto line = base::trim(lines[at]);
    return names_when_or_who(line) && says_who_wrote(base::fold(line));
}

/// Whether a mark of ours stands in the quoted lines from here on.
bool holds_mark(const Lines& lines, std::size_t at) {
    for (; at < lines.size() && (is_quoted(lines[at]) || is_blank(lines[at])); ++at) {
        if (lines[at].find("bt.") != std::string_view::npos) return true;
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
    drop_banner(lines);
    const auto mark = first_mark(lines);
    const bool goes_on = mark && mark->marked_lines && has_words_below(lines, mark->first_quote);
    if (mark && !goes_on) lines.resize(mark->begin);
    drop_end(lines);
    return joined(lines);
}

std::string without_signature(std::string_view text) {
    auto lines = base::split(text, '\n');
    drop_signature(lines);
    return joined(lines);
}

std::string without_notices(std::string_view text) {
    auto lines = base::split(text, '\n');
    drop_banner(lines);
    drop_end(lines);
    return joined(lines);
}

OwnLines own_lines(std::string_view text) {
    const auto lines = base::split(text, '\n');
    Lines own;
    OwnLines found;
    bool announced = false;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (is_forward_line(lines[at])) {
            found.behind = text_of(lines, at, lines.size());
            break;
        }
        if (const auto mark = mark_at(lines, at)) {
            if (!mark->marked_lines) {
                found.behind = text_of(lines, at, lines.size());
                break;
            }
            // Lines marked like a quote that nothing announces, and that are no letter of ours, may be the writer's own: "type this: > ipconfig".
            announced = announced || mark->begin != mark->first_quote || announces_within(lines, at) || (found.sure && holds_mark(lines, at));
            if (!announced) found.sure = false;
            at = std::max(mark->first_quote, at + 1) - 1;
            continue;
        }
        if (is_broken_quote(lines, at)) found.sure = false;
        else if (!is_blank(lines[at]) || (!own.empty() && !is_blank(own.back()))) own.push_back(lines[at]);
    }
    drop_banner(own);
    drop_end(own);
    found.text = joined(own);
    return found;
}

}  // namespace mail
