// A posting as schema.org/JobPosting. Pure.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "html/html.h"
#include "people/posting.h"

namespace people {

namespace json = boost::json;

/// From this many hours a week a job counts as full time: 30, as in 26 U.S.C. 4980H(c)(4).
constexpr int full_time_minutes = 30 * 60;

static std::string list_html(const std::string& heading, const std::vector<std::string>& lines) {
    if (lines.empty()) return {};
    std::string out = fmt::format("<h3>{}</h3><ul>", html::escape(heading));
    for (const auto& line : lines) out += fmt::format("<li>{}</li>", html::escape(line));
    return out + "</ul>";
}

static std::vector<std::string> duty_lines(const Description& what) {
    std::vector<std::string> lines;
    for (const auto& one : what.duties) lines.push_back(fmt::format("{} ({} %)", one.text, one.share));
    return lines;
}

static std::vector<std::string> need_lines(const Description& what, const JobPostingFacts& facts, bool required) {
    std::vector<std::string> lines;
    for (const auto& one : what.qualifications) {
        if (one.required != required) continue;
        lines.push_back(one.years_instead > 0 ? fmt::format("{}, {}", one.text, facts.instead.at(one.years_instead)) : one.text);
    }
    if (required) {
        for (const auto& one : what.licences) lines.push_back(one.text);
    }
    return lines;
}

static std::string description_html(const Posting& posting, const JobPostingFacts& facts) {
    const auto& what = posting.description;
    return fmt::format("<p>{}</p>", html::escape(what.purpose)) + list_html(facts.duties, duty_lines(what)) + list_html(facts.required, need_lines(what, facts, true)) +
           list_html(facts.preferred, need_lines(what, facts, false)) + list_html(facts.not_part, what.not_part) +
           (posting.terms.apply_words.empty() ? "" : fmt::format("<h3>{}</h3><p>{}</p>", html::escape(facts.apply), html::escape(posting.terms.apply_words))) +
           fmt::format("<p>{}</p><p>{}</p>", html::escape(posting.terms.accommodation), html::escape(posting.terms.equal_opportunity));
}

static json::object place(const PostalAddress& address) {
    json::object postal{{"@type", "PostalAddress"}, {"addressLocality", address.city}, {"addressRegion", address.region}, {"addressCountry", address.country}};
    if (!address.street.empty()) postal["streetAddress"] = address.street;
    if (!address.postal_code.empty()) postal["postalCode"] = address.postal_code;
    return {{"@type", "Place"}, {"address", std::move(postal)}};
}

static double units(std::int64_t cents) { return static_cast<double>(cents) / 100; }

static void add_salary(json::object& job, const Description& what) {
    if (!what.pay_from_cents || !what.pay_to_cents) return;
    job["baseSalary"] = json::object{{"@type", "MonetaryAmount"},
                                     {"currency", what.currency},
                                     {"value", json::object{{"@type", "QuantitativeValue"},
                                                            {"minValue", units(*what.pay_from_cents)},
                                                            {"maxValue", units(*what.pay_to_cents)},
                                                            {"unitText", what.pay_unit == "hour" ? "HOUR" : "YEAR"}}}};
}

/// The words of credentialCategory that search engines know.
static std::string_view credential(std::string_view education) {
    if (education == "high_school") return "high school";
    if (education == "associate") return "associate degree";
    if (education == "bachelor") return "bachelor degree";
    return education == "postgraduate" ? "postgraduate degree" : "";
}

static void add_requirements(json::object& job, const Description& what) {
    int months = 0;
    for (const auto& one : what.qualifications) {
        if (one.required) months = std::max(months, one.months);
        auto category = one.kind == QualificationKind::certificate ? std::string_view("professional certificate") : credential(one.education);
        if (!one.required || category.empty()) continue;
        // The first is the lowest that opens the door; a second would read as another way in.
        if (!job.contains("educationRequirements")) job["educationRequirements"] = json::object{{"@type", "EducationalOccupationalCredential"}, {"credentialCategory", category}};
        if (one.years_instead > 0) {
            months = std::max(months, one.years_instead * 12);
            job["experienceInPlaceOfEducation"] = true;
        }
    }
    if (months > 0) job["experienceRequirements"] = json::object{{"@type", "OccupationalExperienceRequirements"}, {"monthsOfExperience", months}};
}

static void add_if(json::object& job, std::string_view name, const std::string& text) {
    if (!text.empty()) job[name] = text;
}

json::object job_posting(const Posting& posting, const JobPostingFacts& facts) {
    const auto& what = posting.description;
    const auto& terms = posting.terms;
    json::object job{{"@context", "https://schema.org/"},
                     {"@type", "JobPosting"},
                     {"title", what.title},
                     {"description", description_html(posting, facts)},
                     {"datePosted", base::to_iso(terms.opens)},
                     {"validThrough", base::to_iso(facts.valid_through)},
                     {"url", facts.url},
                     {"directApply", false},
                     {"totalJobOpenings", terms.openings},
                     {"identifier", json::object{{"@type", "PropertyValue"}, {"name", facts.district}, {"value", std::to_string(posting.id)}}},
                     {"hiringOrganization", json::object{{"@type", "Organization"}, {"name", facts.district}, {"sameAs", facts.district_url}}},
                     {"jobLocation", place(terms.address)}};
    if (what.week_minutes > 0) {
        job["employmentType"] = what.week_minutes >= full_time_minutes ? "FULL_TIME" : "PART_TIME";
        job["workHours"] = fmt::format("{}:{:02}", what.week_minutes / 60, what.week_minutes % 60);
    }
    add_salary(job, what);
    add_requirements(job, what);
    add_if(job, "responsibilities", base::join(duty_lines(what), "; "));
    add_if(job, "qualifications", base::join(need_lines(what, facts, true), "; "));
    add_if(job, "skills", base::join(what.skills, "; "));
    add_if(job, "jobBenefits", what.benefits);
    add_if(job, "physicalRequirement", what.physical);
    add_if(job, "occupationalCategory", base::join(facts.occupations, ", "));
    json::object contact{{"@type", "ContactPoint"}, {"name", terms.contact}};
    if (!terms.apply_email.empty()) contact["email"] = terms.apply_email;
    if (!terms.apply_url.empty()) contact["url"] = terms.apply_url;
    job["applicationContact"] = std::move(contact);
    return job;
}

}  // namespace people
