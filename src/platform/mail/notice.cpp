#include "mail/notice.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace mail {

static std::string plain(std::string_view text) {
    auto folded = base::fold(base::collapse_space(text));
    std::erase(folded, '*');
    return folded;
}

static bool starts_with_one(std::string_view text, std::span<const std::string_view> beginnings) {
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
}

static bool contains_one(std::string_view text, std::span<const std::string_view> parts) {
    return std::ranges::any_of(parts, [&](std::string_view part) { return text.find(part) != text.npos; });
}

// Both a beginning and a phrase that no person writes: who reports that a list was sent in error, or asks about the public records law, must not be cut short.
bool is_legal_notice(std::string_view paragraph) {
    static constexpr auto beginnings = std::to_array<std::string_view>({
        "confidentiality notice", "confidential notice", "notice of confidentiality", "privileged and confidential", "note: florida", "florida has", "under florida law", "disclaimer", "this e-mail and any", "this email and any",
        "this e-mail message", "this email message", "this electronic message", "this message is intended", "this message and any", "this communication", "note: this", "notice: this",
        "aviso de confidencialidad", "aviso legal", "nota: este", "este mensaje es confidencial", "este mensaje y", "este correo electronico y", "la informacion contenida en este",
    });
    static constexpr auto phrases = std::to_array<std::string_view>({
        "intended recipient", "intended only for", "intended solely for", "individual or entity", "public record", "unauthorized", "if you have received", "if you are not", "not disclose",
        "destinatario", "registros publicos", "si usted no es", "si ha recibido", "exclusivo de",
    });
    static constexpr auto advertisements = std::to_array<std::string_view>({"virus-free.", "virus-free www", "libre de virus.", "libre de virus www"});
    const auto text = plain(paragraph);
    return starts_with_one(text, advertisements) || (starts_with_one(text, beginnings) && contains_one(text, phrases));
}

bool is_banner(std::string_view line) {
    static constexpr auto beginnings = std::to_array<std::string_view>({
        "caution", "warning", "attention", "alert", "external", "[external", "this email originated", "this message originated", "this message was sent from outside", "this email came from outside", "note: this message was sent from outside",
        "you don't often get email from", "precaucion", "advertencia", "atencion", "externo", "[externo", "este correo se origino", "este mensaje se origino", "este correo proviene", "no suele recibir correo",
    });
    static constexpr auto phrases = std::to_array<std::string_view>({
        "originated from outside", "originated outside", "sent from outside", "came from outside", "external sender", "external email", "outside of the organization", "outside of your organization", "outside your organization",
        "outside the organization", "outside the district", "often get email from", "remitente externo", "correo externo", "fuera de la organizacion", "fuera de su organizacion", "fuera del distrito", "suele recibir correo",
    });
    constexpr std::size_t longest = 400;
    const auto text = plain(line);
    return text.size() <= longest && starts_with_one(text, beginnings) && contains_one(text, phrases);
}

bool goes_on_as_banner(std::string_view line) {
    static constexpr auto phrases = std::to_array<std::string_view>({"do not click", "click links", "open attachments", "recognize the sender", "content is safe", "organization", "no haga clic", "no abra", "reconozca al remitente", "contenido es seguro"});
    constexpr std::size_t longest = 200;
    return line.size() <= longest && contains_one(plain(line), phrases);
}

std::string_view without_tags(std::string_view subject) {
    static constexpr auto tags = std::to_array<std::string_view>({
        "[external]", "[ext]", "[external email]", "[external sender]", "[external mail]", "(external)", "external:", "[externo]", "[correo externo]", "[caution]", "[caution: external]", "[spam]", "[spam?]", "[suspected spam]",
        "***spam***", "[bulk]", "[secure]", "[encrypt]", "[marketing]", "[possible spam]",
    });
    constexpr std::size_t longest = 24;
    for (;;) {
        subject = base::trim(subject);
        const auto begin = base::to_lower_ascii(subject.substr(0, longest));
        const auto end = base::to_lower_ascii(subject.substr(subject.size() - std::min(longest, subject.size())));
        const auto before = std::ranges::find_if(tags, [&](std::string_view one) { return begin.starts_with(one); });
        const auto behind = std::ranges::find_if(tags, [&](std::string_view one) { return one.ends_with(']') && end.ends_with(one); });
        if (before != tags.end()) subject.remove_prefix(before->size());
        else if (behind != tags.end()) subject.remove_suffix(behind->size());
        else return subject;
    }
}

bool is_forward(std::string_view subject) {
    static constexpr auto forwards = std::to_array<std::string_view>({"fw:", "fwd:", "wg:", "rv:", "tr:", "enc:", "vb:", "doorst:", "reenv:"});
    static constexpr auto answers = std::to_array<std::string_view>({"re:", "aw:", "res:", "sv:", "vs:", "antw:", "odp:", "rif:"});
    for (;;) {
        subject = without_tags(subject);
        constexpr std::size_t longest = 8;
        const auto begin = base::to_lower_ascii(subject.substr(0, longest));
        const auto starts = [&](std::string_view prefix) { return begin.starts_with(prefix); };
        if (std::ranges::any_of(forwards, starts)) return true;
        const auto answer = std::ranges::find_if(answers, starts);
        if (answer == answers.end()) return false;
        subject.remove_prefix(answer->size());
    }
}

}  // namespace mail
