#include "media/answer.h"

#include <array>

#include <fmt/format.h>

#include "files/files.h"

namespace media {

static constexpr std::array<std::string_view, 4> how_words{"link", "account", "paper", "telephone"};
std::string_view word(How how) { return how_words[static_cast<std::size_t>(how)]; }

ShownWords shown_words(const html::Messages& messages, html::Language language, Readers readers) {
    std::string words;
    const auto add = [&](std::string_view key) { words += messages.text(language, key) + "\n"; };
    for (const auto key : {"media.consent.asked", "media.consent.copies", "media.consent.any_no", "media.consent.freely"}) add(key);
    for (const auto channel : channels) {
        add(fmt::format("media.consent.channel.{}", word(channel)));
        add(fmt::format("media.consent.channel_words.{}", word(channel)));
    }
    for (const auto purpose : purposes) {
        add(fmt::format("media.consent.purpose.{}", word(purpose)));
        add(fmt::format("media.consent.purpose_words.{}", word(purpose)));
    }
    if (readers == Readers::children) {
        for (const auto key : {"media.family.little_words", "media.family.middle_words", "media.family.teen_words", "media.family.child_no"}) add(key);
    }
    return {.version = std::string(words_version), .hash = files::sha256(words).hex, .language = language};
}

void tell_change(db::Write& db, roster::PersonId student, base::Instant now, Change change) {
    for (const auto tell : consent_changed_subscribers()) tell(db, student, now, change);
}

}  // namespace media
