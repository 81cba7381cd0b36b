/// How duties and qualifications lie in the database: one form for roles (two languages) and job descriptions (one).
#pragma once

#include <boost/json.hpp>

#include "people/catalogue.h"

namespace people {

boost::json::value text_json(const Words& words);
boost::json::value text_json(const std::string& text);
void read_text(const boost::json::value& value, Words& into);
void read_text(const boost::json::value& value, std::string& into);
std::string string_of(const boost::json::object& object, std::string_view name);
int number_of(const boost::json::object& object, std::string_view name);

template <typename Text>
boost::json::object duty_json(const DutyOf<Text>& one) {
    return {{"text", text_json(one.text)}, {"share", one.share}, {"essential", one.essential}};
}

template <typename Text>
DutyOf<Text> read_duty(const boost::json::value& value) {
    const auto& object = value.as_object();
    DutyOf<Text> one;
    read_text(object.at("text"), one.text);
    one.share = number_of(object, "share");
    one.essential = object.at("essential").as_bool();
    return one;
}

template <typename Text>
boost::json::object qualification_json(const QualificationOf<Text>& one) {
    boost::json::array duties(one.duties.begin(), one.duties.end());
    return {{"text", text_json(one.text)}, {"required", one.required},           {"kind", word(one.kind)},  {"education", one.education},
            {"months", one.months},        {"years_instead", one.years_instead}, {"duties", std::move(duties)}};
}

template <typename Text>
QualificationOf<Text> read_qualification(const boost::json::value& value) {
    const auto& object = value.as_object();
    QualificationOf<Text> one;
    read_text(object.at("text"), one.text);
    one.required = object.at("required").as_bool();
    one.kind = parse_qualification_kind(string_of(object, "kind")).value_or(QualificationKind::other);
    one.education = string_of(object, "education");
    one.months = number_of(object, "months");
    one.years_instead = number_of(object, "years_instead");
    for (const auto& duty : object.at("duties").as_array()) one.duties.push_back(static_cast<int>(duty.as_int64()));
    return one;
}

}  // namespace people
