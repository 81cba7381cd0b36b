#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "files/files.h"
#include "helpdesk/mail_rule.h"
#include "helpdesk/settings_row.h"

namespace helpdesk {

template <typename Id>
static std::optional<Id> maybe_id(const db::Row& row, std::string_view column) {
    auto value = row.maybe_integer(column);
    return value ? std::optional(Id{*value}) : std::nullopt;
}

std::vector<MailRule> mail_rules(db::Read& db) {
    return db.query(R"sql(
        SELECT id, name, position, sender, mailbox, words, act, category_id, team_id, school_id, urgency, active
          FROM helpdesk_mail_rule ORDER BY active DESC, position, id
    )sql").all([](const db::Row& row) {
        MailRule rule;
        rule.id = row.integer("id");
        rule.name = row.text("name");
        rule.position = static_cast<int>(row.integer("position"));
        rule.sender = row.text("sender");
        rule.mailbox = row.text("mailbox");
        rule.words = row.text("words");
        rule.act = parse_rule_act(row.text("act")).value();
        rule.category = maybe_id<CategoryId>(row, "category_id");
        rule.team = maybe_id<TeamId>(row, "team_id");
        rule.school = maybe_id<roster::OrgId>(row, "school_id");
        if (auto urgency = row.maybe_integer("urgency")) rule.urgency = static_cast<int>(*urgency);
        rule.active = row.flag("active");
        return rule;
    });
}

using MaybeText = std::optional<std::string>;
using MaybeInteger = std::optional<std::int64_t>;

template <typename Id>
static MaybeInteger number(const std::optional<Id>& id) {
    return id ? MaybeInteger(id->value) : std::nullopt;
}

static SettingRow row_of(const MailRule& rule) {
    auto text = [](std::string_view value) { return MaybeText(base::trim(value)); };
    return {"helpdesk_mail_rule",
            rule.id,
            {{"name", text(rule.name)},
             {"position", MaybeInteger(rule.position)},
             {"sender", MaybeText(folded_address(rule.sender))},
             {"mailbox", MaybeText(folded_address(rule.mailbox))},
             {"words", text(rule.words)},
             {"act", MaybeText(word(rule.act))},
             {"category_id", number(rule.category)},
             {"team_id", number(rule.team)},
             {"school_id", number(rule.school)},
             {"urgency", rule.urgency ? MaybeInteger(*rule.urgency) : std::nullopt},
             {"active", MaybeInteger(rule.active ? 1 : 0)}}};
}

std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MailRule& rule) {
    if (auto problems = problems_of(rule); !problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
    return save_row(db, viewer, now, row_of(rule));
}

void remove(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MailRule& rule) { delete_row(db, viewer, now, row_of(rule)); }

std::string fingerprint(const MailRule& rule) {
    const auto row = row_of(rule);
    std::string all;
    for (const auto& cell : row.cells) {
        all += std::visit([](const auto& known) { return known ? fmt::format("{}", *known) : std::string("-"); }, cell.value) + '\0';
    }
    return files::sha256(all).hex.substr(0, 16);
}

}  // namespace helpdesk
