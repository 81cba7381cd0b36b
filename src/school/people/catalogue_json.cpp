#include "people/catalogue_json.h"

namespace people {

namespace json = boost::json;

json::value text_json(const Words& words) { return json::object{{"en", words.en}, {"es", words.es}}; }
json::value text_json(const std::string& text) { return json::value(text); }

std::string string_of(const json::object& object, std::string_view name) { return std::string(object.at(name).as_string()); }
int number_of(const json::object& object, std::string_view name) { return static_cast<int>(object.at(name).as_int64()); }

void read_text(const json::value& value, Words& into) { into = {string_of(value.as_object(), "en"), string_of(value.as_object(), "es")}; }
void read_text(const json::value& value, std::string& into) { into = value.as_string(); }

static json::object reference_json(const Reference& one) {
    return {{"framework", one.framework}, {"code", one.code}, {"name", one.name}, {"url", one.url}, {"checked", base::to_iso(one.checked)}};
}

static Reference read_reference(const json::value& value) {
    const auto& object = value.as_object();
    return {string_of(object, "framework"), string_of(object, "code"), string_of(object, "name"), string_of(object, "url"),
            base::parse_day(string_of(object, "checked")).value_or(base::Day{})};
}

std::string to_json(const RoleContent& content) {
    json::array duties, qualifications, skills, references, titles;
    for (const auto& one : content.duties) duties.push_back(duty_json(one));
    for (const auto& one : content.qualifications) qualifications.push_back(qualification_json(one));
    for (const auto& one : content.skills) skills.push_back(json::object{{"skill", one.skill}, {"level", one.level}});
    for (const auto& one : content.references) references.push_back(reference_json(one));
    for (const auto& one : content.titles) titles.emplace_back(one);
    return json::serialize(json::object{{"duties", std::move(duties)}, {"qualifications", std::move(qualifications)}, {"skills", std::move(skills)},
                                        {"references", std::move(references)}, {"titles", std::move(titles)}});
}

RoleContent parse_content(std::string_view text) {
    const auto document = json::parse(text);
    const auto& object = document.as_object();
    RoleContent content;
    for (const auto& one : object.at("duties").as_array()) content.duties.push_back(read_duty<Words>(one));
    for (const auto& one : object.at("qualifications").as_array()) content.qualifications.push_back(read_qualification<Words>(one));
    for (const auto& one : object.at("skills").as_array()) content.skills.push_back({string_of(one.as_object(), "skill"), number_of(one.as_object(), "level")});
    for (const auto& one : object.at("references").as_array()) content.references.push_back(read_reference(one));
    for (const auto& one : object.at("titles").as_array()) content.titles.emplace_back(one.as_string());
    return content;
}

}  // namespace people
