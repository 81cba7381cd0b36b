/// What new mail becomes, by its sender, its mailbox and its words (clauses 26 to 28 of docs/policies/mail.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/intake.h"
#include "helpdesk/settings.h"

namespace helpdesk {

struct MailRule {
    std::int64_t id = 0;
    std::string name;
    int position = 100;
    std::string sender;   // an address, or a domain with those below it; empty: any
    std::string mailbox;  // the address that was written to; empty: any
    std::string words;    // one or several a line; empty: any
    RuleAct act = RuleAct::take;
    std::optional<CategoryId> category;
    std::optional<TeamId> team;
    std::optional<roster::OrgId> school;
    std::optional<int> urgency;
    bool active = true;
};
std::string_view word(RuleAct act);
std::optional<RuleAct> parse_rule_act(std::string_view word);

/// What a rule looks at.
struct MailSample {
    std::string sender;
    std::vector<std::string> mailboxes;
    std::string subject;
    std::string text;
};
/// Pure. Every condition that is filled in fits; a rule out of use never does.
bool fits(const MailRule& rule, const MailSample& sample);
/// Pure. The first that fits, of rules in their order; null when none does.
const MailRule* first_fitting(const std::vector<MailRule>& rules, const MailSample& sample);

/// What would become of a new message (clause 28).
struct Foreseen {
    Course course;
    std::optional<MailRule> rule;
    std::string account;                 // whose address it is; empty: nobody's
    std::optional<roster::OrgId> school;
};
Foreseen foresee(db::Read& db, const mail::Received& received);

/// Under which key the page of the rules says it.
std::string outcome_key(const Course& course);

/// Those in use first, each in the order in which they are asked.
std::vector<MailRule> mail_rules(db::Read& db);
SettingProblems problems_of(const MailRule& rule);
/// Tells one state of a rule from another: what a form was filled from.
std::string fingerprint(const MailRule& rule);
/// As settings.h: needs helpdesk.manage everywhere; an id of 0 makes a new one; an event for each change.
std::int64_t save(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MailRule& rule);
/// The event keeps all of it.
void remove(db::Write& db, const auth::Viewer& viewer, base::Instant now, const MailRule& rule);

}  // namespace helpdesk
