#include "people/catalogue_json.h"
#include "people/description.h"

namespace people {

namespace json = boost::json;

static json::value or_null(const std::optional<std::int64_t>& number) { return number ? json::value(*number) : json::value(nullptr); }
static std::optional<std::int64_t> maybe_number(const json::object& object, std::string_view name) {
    const auto& value = object.at(name);
    return value.is_null() ? std::nullopt : std::optional(value.as_int64());
}

static json::array lines_json(const std::vector<std::string>& lines) {
    json::array list;
    for (const auto& line : lines) list.emplace_back(line);
    return list;
}
static std::vector<std::string> read_lines(const json::object& object, std::string_view name) {
    std::vector<std::string> lines;
    for (const auto& line : object.at(name).as_array()) lines.emplace_back(line.as_string());
    return lines;
}

std::string to_json(const Description& what) {
    json::array roles, duties, qualifications, licences;
    for (const auto& one : what.roles) roles.push_back(json::object{{"role", one.role}, {"share", one.share}});
    for (const auto& one : what.duties) duties.push_back(duty_json(one));
    for (const auto& one : what.qualifications) qualifications.push_back(qualification_json(one));
    for (const auto& one : what.licences) {
        licences.push_back(json::object{{"text", one.text}, {"kind", word(one.kind)}, {"when", word(one.when)}, {"months", one.months}});
    }
    return json::serialize(json::object{
        {"language", what.language}, {"title", what.title}, {"purpose", what.purpose}, {"roles", std::move(roles)}, {"school", or_null(what.school)},
        {"place", what.place}, {"reports_to", what.reports_to}, {"evaluated_by", what.evaluated_by}, {"evaluator_licensed", what.evaluator_licensed},
        {"flsa", what.flsa}, {"term_months", what.term_months}, {"week_minutes", what.week_minutes}, {"pay_from_cents", or_null(what.pay_from_cents)},
        {"pay_to_cents", or_null(what.pay_to_cents)}, {"pay_unit", what.pay_unit}, {"currency", what.currency}, {"benefits", what.benefits},
        {"physical", what.physical}, {"background", what.background}, {"success_90", what.success_90}, {"success_365", what.success_365},
        {"growth", what.growth}, {"duties", std::move(duties)}, {"qualifications", std::move(qualifications)}, {"skills", lines_json(what.skills)},
        {"authority", lines_json(what.authority)}, {"not_part", lines_json(what.not_part)}, {"licences", std::move(licences)}});
}

static JobLicence read_licence(const json::value& value) {
    const auto& object = value.as_object();
    return {string_of(object, "text"), parse_licence_kind(string_of(object, "kind")).value_or(LicenceKind::other),
            parse_licence_when(string_of(object, "when")).value_or(LicenceWhen::start), number_of(object, "months")};
}

Description parse_description(std::string_view text) {
    const auto document = json::parse(text);
    const auto& object = document.as_object();
    Description what;
    what.language = string_of(object, "language");
    what.title = string_of(object, "title");
    what.purpose = string_of(object, "purpose");
    for (const auto& one : object.at("roles").as_array()) what.roles.push_back({string_of(one.as_object(), "role"), number_of(one.as_object(), "share")});
    what.school = maybe_number(object, "school");
    what.place = string_of(object, "place");
    what.reports_to = string_of(object, "reports_to");
    what.evaluated_by = string_of(object, "evaluated_by");
    what.evaluator_licensed = object.at("evaluator_licensed").as_bool();
    what.flsa = string_of(object, "flsa");
    what.term_months = number_of(object, "term_months");
    what.week_minutes = number_of(object, "week_minutes");
    what.pay_from_cents = maybe_number(object, "pay_from_cents");
    what.pay_to_cents = maybe_number(object, "pay_to_cents");
    what.pay_unit = string_of(object, "pay_unit");
    what.currency = string_of(object, "currency");
    what.benefits = string_of(object, "benefits");
    what.physical = string_of(object, "physical");
    what.background = string_of(object, "background");
    what.success_90 = string_of(object, "success_90");
    what.success_365 = string_of(object, "success_365");
    what.growth = string_of(object, "growth");
    for (const auto& one : object.at("duties").as_array()) what.duties.push_back(read_duty<std::string>(one));
    for (const auto& one : object.at("qualifications").as_array()) what.qualifications.push_back(read_qualification<std::string>(one));
    what.skills = read_lines(object, "skills");
    what.authority = read_lines(object, "authority");
    what.not_part = read_lines(object, "not_part");
    for (const auto& one : object.at("licences").as_array()) what.licences.push_back(read_licence(one));
    return what;
}

}  // namespace people
