/// Short words for writing down the roles that Belltower ships; only for the files standard_*.cpp.
///
/// Sources, all compared on the day in `checked`: O*NET-SOC 2019 (onetonline.org), the work roles of the NICE Framework of NIST, SFIA 8
/// (sfia-online.org), the ISTE Standards for Coaches, the CoSN Framework of Essential Skills. Duties, shares of time and qualifications are typical
/// of small districts and no rule: a district adapts them.
#pragma once

#include "people/catalogue.h"

namespace people::standard {

constexpr base::Day checked = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

constexpr auto certificate = QualificationKind::certificate;
constexpr auto licence = QualificationKind::licence;
constexpr auto skill = QualificationKind::skill;

inline RoleDuty duty(int share, const char* en, const char* es) { return {{en, es}, share, true}; }
inline RoleDuty marginal(int share, const char* en, const char* es) { return {{en, es}, share, false}; }

inline RoleQualification education(const char* level, int years_instead, std::vector<int> duties, Words text) {
    return {std::move(text), true, QualificationKind::education, level, 0, years_instead, std::move(duties)};
}
inline RoleQualification experience(int months, std::vector<int> duties, Words text) {
    return {std::move(text), true, QualificationKind::experience, "", months, 0, std::move(duties)};
}
inline RoleQualification other(QualificationKind kind, int years_instead, std::vector<int> duties, Words text) {
    return {std::move(text), true, kind, "", 0, years_instead, std::move(duties)};
}
inline RoleQualification preferred(RoleQualification what) {
    what.required = false;
    return what;
}

inline Reference onet(const std::string& code, const char* name) {
    return {"O*NET-SOC 2019", code, name, "https://www.onetonline.org/link/summary/" + code, checked};
}
inline Reference nice(const char* code, const char* name) { return {"NICE Framework", code, name, "https://niccs.cisa.gov/workforce-development/nice-framework", checked}; }
inline Reference sfia(const char* code_and_level, const char* name) { return {"SFIA 8", code_and_level, name, "https://sfia-online.org/en/sfia-8", checked}; }

StandardRole technician();
StandardRole help_desk_lead();
StandardRole student_intern();
StandardRole av_specialist();
StandardRole network();
StandardRole security_lead();
StandardRole integration_specialist();
StandardRole data_specialist();
StandardRole sis_administrator();
StandardRole webmaster();
StandardRole cio();

}  // namespace people::standard
