#include "mail/notice.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace mail {

static int count_of(std::string_view text, std::span<const std::string_view> parts) {
    return static_cast<int>(std::ranges::count_if(parts, [&](std::string_view part) { return text.find(part) != text.npos; }));
}

static std::string plain(std::string_view paragraph) {
    auto folded = base::fold(base::collapse_space(paragraph));
    std::erase(folded, '*');
    return folded;
}

bool is_legal_notice(std::string_view paragraph) {
    static constexpr auto sure = std::to_array<std::string_view>({
        "confidentiality notice", "intended recipient", "public records law", "public records act", "public record law", "subject to public disclosure", "this e-mail and any attachments", "this email and any attachments",
        "virus-free", "scanned for viruses", "aviso de confidencialidad", "destinatario previsto", "este correo electronico y sus archivos", "este mensaje es confidencial", "ley de registros publicos", "libre de virus",
    });
    static constexpr auto likely = std::to_array<std::string_view>({
        "confidential", "privileged", "unauthorized", "disclos", "records law", "notify the sender", "delete this", "delete the", "in error", "prohibited", "ferpa", "disclaimer", "pursuant to",
        "confidencial", "privilegiad", "divulga", "prohibid", "notifique al remitente", "elimine", "por error", "conforme a la ley", "destinatario",
    });
    static constexpr auto beginnings = std::to_array<std::string_view>({"note:", "notice", "nota:", "aviso", "confidential", "disclaimer", "this e", "this message", "este ", "florida", "virus-free", "libre de virus", "under ", "please note", "the information"});
    const auto text = plain(paragraph);
    // What is short may be a person's own sentence with the same words.
    constexpr std::size_t shortest_law = 150;
    const bool begins = std::ranges::any_of(beginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
    return (count_of(text, sure) > 0 && (begins || text.size() >= shortest_law)) || (text.size() >= shortest_law && count_of(text, likely) >= 3);
}

bool is_banner(std::string_view paragraph) {
    static constexpr auto from_outside = std::to_array<std::string_view>({
        "originated from outside", "originated outside", "sent from outside", "came from outside", "from an external sender", "external email", "external e-mail", "external sender", "outside of the organization",
        "outside of your organization", "outside your organization", "outside the organization", "you don't often get email from", "you don t often get email from", "correo externo", "remitente externo",
        "fuera de la organizacion", "fuera de su organizacion", "fuera del distrito", "no suele recibir correo",
    });
    constexpr std::size_t longest = 600;
    return paragraph.size() <= longest && count_of(plain(paragraph), from_outside) > 0;
}

std::string_view without_tags(std::string_view subject) {
    static constexpr auto tags = std::to_array<std::string_view>({
        "[external]", "[ext]", "[external email]", "[external sender]", "[external mail]", "(external)", "external:", "[externo]", "[correo externo]", "[caution]", "[caution: external]", "[spam]", "[spam?]", "[suspected spam]",
        "***spam***", "[bulk]", "[secure]", "[encrypt]", "[marketing]", "[possible spam]",
    });
    subject = base::trim(subject);
    for (bool found = true; found;) {
        constexpr std::size_t longest = 24;
        const auto folded = base::to_lower_ascii(subject.substr(0, longest));
        const auto tag = std::ranges::find_if(tags, [&](std::string_view one) { return folded.starts_with(one); });
        found = tag != tags.end();
        if (found) subject = base::trim(subject.substr(tag->size()));
    }
    return subject;
}

bool is_forward(std::string_view subject) {
    static constexpr auto forwards = std::to_array<std::string_view>({"fw:", "fwd:", "wg:", "rv:", "tr:", "enc:", "vb:", "vs:", "pd:", "doorst:", "i:", "reenv:"});
    static constexpr auto answers = std::to_array<std::string_view>({"re:", "aw:", "res:", "sv:", "antw:", "odp:", "rif:"});
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
