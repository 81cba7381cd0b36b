// A description in lines, so that two of them can be laid side by side.
#include <fmt/format.h>

#include "base/text.h"
#include "people/description.h"

namespace people {

static std::vector<std::string> lines_of_text(const std::string& text) {
    std::vector<std::string> lines;
    for (auto line : base::split(text, '\n')) {
        if (!base::trim(line).empty()) lines.emplace_back(base::trim(line));
    }
    return lines;
}

static std::vector<std::string> one_line(bool there, std::string text) {
    return there && !text.empty() ? std::vector{std::move(text)} : std::vector<std::string>();
}

static std::string cents(std::int64_t amount) { return fmt::format("{}.{:02}", amount / 100, amount % 100); }

static std::vector<std::string> pay_lines(const Description& what) {
    if (!what.pay_from_cents && !what.pay_to_cents) return {};
    return {fmt::format("{} {} - {} / {}", what.currency, what.pay_from_cents ? cents(*what.pay_from_cents) : "?", what.pay_to_cents ? cents(*what.pay_to_cents) : "?",
                        what.pay_unit)};
}

static std::vector<std::string> qualification_lines(const Description& what, bool required) {
    std::vector<std::string> lines;
    for (const auto& one : what.qualifications) {
        if (one.required != required) continue;
        std::vector<std::string> numbers;
        for (int duty : one.duties) numbers.push_back(std::to_string(duty));
        auto instead = one.years_instead > 0 ? fmt::format(" / {}", one.years_instead) : std::string();
        lines.push_back(fmt::format("{}{} ({})", one.text, instead, base::join(numbers, ", ")));
    }
    return lines;
}

std::vector<Part> parts_of(const Description& what) {
    std::vector<std::string> roles, duties, licences;
    for (const auto& one : what.roles) roles.push_back(fmt::format("{} % {}", one.share, one.role));
    for (const auto& one : what.duties) duties.push_back(fmt::format("{} % {}{}", one.share, one.text, one.essential ? "" : " *"));
    for (const auto& one : what.licences) {
        licences.push_back(fmt::format("{} ({}{})", one.text, word(one.when), one.when == LicenceWhen::months ? fmt::format(" {}", one.months) : ""));
    }
    return {{"title", {what.title}},
            {"language", {what.language}},
            {"purpose", lines_of_text(what.purpose)},
            {"roles", std::move(roles)},
            {"place", one_line(true, what.place)},
            {"reports_to", one_line(true, what.reports_to)},
            {"evaluated_by", one_line(true, what.evaluator_licensed ? what.evaluated_by + " *" : what.evaluated_by)},
            {"flsa", one_line(true, what.flsa)},
            {"term", one_line(what.term_months > 0, std::to_string(what.term_months))},
            {"hours", one_line(what.week_minutes > 0, fmt::format("{}:{:02}", what.week_minutes / 60, what.week_minutes % 60))},
            {"pay", pay_lines(what)},
            {"benefits", lines_of_text(what.benefits)},
            {"duties", std::move(duties)},
            {"required", qualification_lines(what, true)},
            {"preferred", qualification_lines(what, false)},
            {"licences", std::move(licences)},
            {"skills", what.skills},
            {"authority", what.authority},
            {"not_part", what.not_part},
            {"physical", lines_of_text(what.physical)},
            {"background", lines_of_text(what.background)},
            {"success_90", lines_of_text(what.success_90)},
            {"success_365", lines_of_text(what.success_365)},
            {"growth", lines_of_text(what.growth)}};
}

}  // namespace people
