#include "app/letters.h"

#include <fmt/format.h>

#include "mail/mail.h"

namespace app {

std::string link_address(const http::Services& services, const auth::Link& link) {
    return fmt::format("{}/welcome/{}", services.public_url, link.token);
}

void send_link(const http::WriteCall& call, const auth::Account& to, auth::LinkPurpose purpose, const auth::Link& link) {
    const html::Language language = html::parse_language(to.language).value_or(html::Language::en);
    const bool invitation = purpose == auth::LinkPurpose::invitation;
    const html::Messages& messages = *call.services.messages;
    const std::string address = link_address(call.services, link);
    mail::Letter letter;
    letter.to_address = to.email;
    letter.to_name = to.name;
    if (invitation) {
        letter.subject = messages.text(language, "app.letter.invitation_subject", {{"district", call.district()}});
        letter.text = messages.text(language, "app.letter.invitation", {{"name", to.name}, {"district", call.district()}, {"link", address}});
    } else {
        letter.subject = messages.text(language, "app.letter.reset_subject", {{"district", call.district()}});
        letter.text = messages.text(language, "app.letter.reset", {{"name", to.name}, {"district", call.district()}, {"link", address}});
    }
    letter.even_if_stopped = true;  // clause 25 of docs/policies/mail.md: somebody asked for it just now
    mail::send(call.db, call.now, letter);
}

}  // namespace app
