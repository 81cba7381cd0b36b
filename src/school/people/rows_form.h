/// Rows of duties and qualifications in a form: roles have them in two languages ("duty_en1", "duty_es1"), job descriptions in one ("duty_text1").
///
/// A row without a text is left out. Rows stand in the order of their numbers "duty_order1"; one whose number was changed comes before one that had
/// that number already.
#pragma once

#include "http/message.h"
#include "people/catalogue.h"
#include "people/pages.h"

namespace people {

/// Rows that are shown beyond those that are there, to be filled in.
constexpr int spare_rows = 3;
constexpr int most_rows = 40;

template <typename Text>
struct DutyRows {
    std::vector<DutyOf<Text>> duties;
    std::vector<int> number_of_row;  // the number that each row of the form has now, by row from 1; 0 when it was left out
};
template <typename Text>
DutyRows<Text> read_duties(const http::Fields& form);
/// Numbers of duties are those of the rows of the form; they come back as the numbers that these have now.
template <typename Text>
std::vector<QualificationOf<Text>> read_qualifications(const http::Fields& form, const std::vector<int>& number_of_row);

/// Sections `duty` and `need` with spare rows.
template <typename Text>
void fill_duty_rows(http::Call& call, html::View& view, const std::vector<DutyOf<Text>>& duties, const Problems& problems);
template <typename Text>
void fill_qualification_rows(http::Call& call, html::View& view, const std::vector<QualificationOf<Text>>& qualifications, const Problems& problems);

/// One text a line, without empty ones.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace people
