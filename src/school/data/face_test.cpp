#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "data/face.h"
#include "data/report.h"
#include "world/world.h"

using namespace data;

namespace {

const std::string text = R"(/*
name = "models"
title = "Models"
source = "Devices"
tier = "operations"
[[parameter]]
name = "subgroup"
type = "choice"
label = "Group by"
label_es = "Agrupar por"
default = "race"
choices = ["race", "other-word"]
[chart]
mark = "bar"
x = "model"
y = "share"
[sentence]
by = "rate"
en = "{highest.model} has {highest.rate}; {lowest.model} has {lowest.rate}."
[columns.model]
label = "Model"
spanish = "model_es"
[columns.rate]
label = "Rate"
[columns.years]
label = "Years"
format = "decimal"
decimals = 1
[columns.share]
label = "Share"
format = "percent"
*/
SELECT $subgroup
)";

Kept kept(std::vector<std::pair<std::string, double>> rates) {
    base::CellTable table{{{"model", base::CellType::text}, {"model_es", base::CellType::text}, {"rate", base::CellType::real}, {"years", base::CellType::real}, {"share", base::CellType::integer}}, {}};
    for (const auto& [model, rate] : rates) table.rows.push_back({model, model + "-es", rate, 1076.08761122518823, std::int64_t{12}});
    return {std::move(table), "{}"};
}

class Faces : public World {
protected:
    Face face(const Kept& answer, html::Language language = html::Language::en, std::string chosen = "race") {
        data::Run run;
        run.kind = RunKind::report;
        run.sql = text;
        run.parameters = {{"subgroup", std::move(chosen)}};
        return face_of(trusted_report(text), run, answer, *services().messages, language);
    }
    std::string csv(const Face& shown, html::Language language = html::Language::en) { return csv_of(sheet_of(shown, *services().messages, language)); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Faces, AChoiceIsToldInWords, Faces) {
    const auto answer = kept({{"A", 1}});
    using Parameters = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(face(answer).parameters, (Parameters{{"Group by", "race and ethnicity"}}));
    EXPECT_EQ(face(answer, html::Language::es).parameters, (Parameters{{"Agrupar por", "raza y origen étnico"}}));
    EXPECT_EQ(face(answer, html::Language::en, "other-word").parameters, (Parameters{{"Group by", "other-word"}}));
    EXPECT_NE(csv(face(answer)).find("Group by,race and ethnicity"), std::string::npos) << csv(face(answer));
    EXPECT_NE(csv(face(answer, html::Language::es), html::Language::es).find("Agrupar por,raza y origen étnico"), std::string::npos);
}

TEST_ON_EVERY_BACKEND(Faces, ValuesAreToldInTheLanguageOfThePage, Faces) {
    const auto answer = kept({{"A", 5}, {"B", 3}});
    const auto spanish = face(answer, html::Language::es);
    EXPECT_EQ(spanish.table.rows[0].cells[0].text, "A-es");
    EXPECT_EQ(base::text_of(spanish.table.rows[0].cells[0].value), "A") << "a filter means the same in every language";
    EXPECT_EQ(face(answer).table.rows[0].cells[0].text, "A");
    EXPECT_FALSE(spanish.table.column("model_es"));
    EXPECT_NE(csv(spanish, html::Language::es).find("A-es,5,"), std::string::npos) << csv(spanish, html::Language::es);
}

TEST_ON_EVERY_BACKEND(Faces, NumbersOfAColumnHaveTheSameDecimals, Faces) {
    const auto shown = face(kept({{"A", 164}, {"B", 46.3}, {"C", -1234.5}, {"D", -0.001}}));
    std::vector<std::string> rates;
    for (const auto& row : shown.table.rows) rates.push_back(row.cells[1].text);
    EXPECT_EQ(rates, (std::vector<std::string>{"164.0", "46.3", "-1,234.5", "0.0"}));
    EXPECT_EQ(shown.table.rows[0].cells[2].text, "1,076.1") << "as the report declares";
    EXPECT_NE(csv(shown).find("Model,Rate,Years,Share (%)\r\nA,164.0,1076.1,12\r\nB,46.3,1076.1,12\r\nC,-1234.5,"), std::string::npos) << csv(shown);
    const auto again = face_of_json(boost::json::parse(boost::json::serialize(to_json(shown))));
    EXPECT_EQ(csv(again), csv(shown)) << "a frozen figure too";
    auto old = to_json(shown);
    for (auto& column : old.at("columns").as_array()) column.as_array().resize(4);
    EXPECT_NE(csv(face_of_json(old)).find("A,164.00,1076.09,12"), std::string::npos) << "frozen before columns had decimals: " << csv(face_of_json(old));
    EXPECT_NE(shown.chart.find("\"Share (%)\""), std::string::npos) << "the axis says the unit: " << shown.chart;
}

TEST_ON_EVERY_BACKEND(Faces, ASentenceTellsOfTies, Faces) {
    EXPECT_EQ(face(kept({{"A", 5}, {"B", 3}, {"C", 1}})).sentence, "A has 5; C has 1.");
    EXPECT_EQ(face(kept({{"A", 5}, {"B", 5}, {"C", 1}})).sentence, "A has 5; C has 1. The same figure, 5: B.");
    EXPECT_EQ(face(kept({{"A", 5}, {"B", 1}, {"C", 1}, {"D", 1}, {"E", 1}, {"F", 1}})).sentence, "A has 5; B has 1. 4 others have the same figure, 1.");
    EXPECT_EQ(face(kept({{"A", 5}, {"B", 5}})).sentence, "A has 5; A has 5. The same figure, 5: B.") << "said once";
}
