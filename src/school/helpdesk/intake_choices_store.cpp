// What the district chose about mail that comes in.
#include <algorithm>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "files/files.h"
#include "helpdesk/change.h"
#include "helpdesk/intake.h"

namespace helpdesk {

static constexpr std::string_view strangers_key = "helpdesk.mail_strangers";
static constexpr std::string_view lists_key = "helpdesk.mail_lists";
static constexpr std::string_view days_key = "helpdesk.mail_days_after_closing";
static constexpr std::string_view school_key = "helpdesk.mail_school";

std::string_view word(Strangers choice) {
    switch (choice) {
        case Strangers::hold: return "hold";
        case Strangers::confirm: return "confirm";
        case Strangers::drop: return "drop";
    }
    return "hold";
}

std::string_view word(Lists choice) { return choice == Lists::hold ? "hold" : "drop"; }

std::optional<Strangers> parse_strangers(std::string_view text) {
    for (auto choice : {Strangers::hold, Strangers::confirm, Strangers::drop}) {
        if (word(choice) == text) return choice;
    }
    return std::nullopt;
}

std::optional<Lists> parse_lists(std::string_view text) {
    for (auto choice : {Lists::hold, Lists::drop}) {
        if (word(choice) == text) return choice;
    }
    return std::nullopt;
}

IntakeChoices intake_choices(db::Read& db) {
    IntakeChoices choices;
    choices.strangers = parse_strangers(db::setting_or(db, strangers_key, "")).value_or(choices.strangers);
    choices.lists = parse_lists(db::setting_or(db, lists_key, "")).value_or(choices.lists);
    auto days = base::parse_integer(db::setting_or(db, days_key, ""));
    if (days) choices.days_after_closing = static_cast<int>(std::clamp<std::int64_t>(*days, 0, most_days_after_closing));
    auto school = base::parse_integer(db::setting_or(db, school_key, ""));
    // A school that was closed since is no place for new requests.
    for (const auto& open : roster::schools(db)) {
        if (school && open.id.value == *school) choices.school = open.id;
    }
    return choices;
}

static std::string school_text(const IntakeChoices& choices) { return choices.school ? std::to_string(choices.school->value) : ""; }

static std::string words_of(const IntakeChoices& of) {
    return detail({{"strangers", std::string(word(of.strangers))}, {"lists", std::string(word(of.lists))}, {"days", std::to_string(of.days_after_closing)}, {"school", school_text(of)}});
}

std::string fingerprint(const IntakeChoices& choices) {
    constexpr std::size_t enough = 16;
    return files::sha256(words_of(choices)).hex.substr(0, enough);
}

void save_intake_choices(db::Write& db, const auth::Viewer& viewer, base::Instant now, const IntakeChoices& choices) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("Only those who set up the help desk may change this.");
    if (choices.days_after_closing < 0 || choices.days_after_closing > most_days_after_closing) throw base::Invalid("days", "helpdesk.mailrule.problem.days");
    auto before = intake_choices(db);
    if (words_of(before) == words_of(choices)) return;
    db::set_setting(db, strangers_key, word(choices.strangers));
    db::set_setting(db, lists_key, word(choices.lists));
    db::set_setting(db, days_key, std::to_string(choices.days_after_closing));
    db::set_setting(db, school_key, school_text(choices));
    auth::record(db, viewer, now, {.subject_kind = "helpdesk_mail", .subject_id = 0, .action = "changed", .detail = detail({{"before", words_of(before)}, {"after", words_of(choices)}})});
}

}  // namespace helpdesk
