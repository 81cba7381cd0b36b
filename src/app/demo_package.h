/// The files that the student information system of the demo's district would give: a OneRoster package, and CSV files of student data.
#pragma once

#include <string>
#include <vector>

#include "app/demo.h"

namespace app {

/// What the parts of the package must agree on.
struct DemoStudent {
    std::string key;  // sourcedId
    std::string given, family, email, language;
    std::size_t school = 0;
    int grade = 0;  // 0: kindergarten
    std::string race;  // one of demo_races
    bool hispanic = false, female = false;
    bool disadvantaged = false, english_learner = false, special_education = false, section_504 = false, homeless = false, opted_out = false;
    double absence = 0;  // probability of an absence on a school day
    int entered_on = 0;  // days after the first of this school year; most: 0
};

struct DemoSchool {
    const char* key;
    const char* name;
    const char* identifier;  // as the state numbers it
    int first_grade, last_grade;
    double absence;  // times as many as elsewhere
};
constexpr DemoSchool demo_schools[] = {
    {"school-north", "North Elementary School", "170001001001", 0, 5, 1.0},
    {"school-south", "South Middle School", "170001001002", 6, 8, 1.2},
    {"school-high", "Riverbend High School", "170001001003", 9, 12, 1.6},
};

struct DemoBreak {
    const char* name;
    unsigned month, day;
    int days;
};
constexpr DemoBreak demo_breaks[] = {{"Labor Day", 9, 7, 1}, {"Thanksgiving", 11, 25, 3}, {"Winter break", 12, 21, 14}, {"Spring break", 3, 15, 7}, {"Summer break", 6, 12, 66}};

std::vector<DemoStudent> make_demo_students(Demo& demo);
/// The year in which the school year of a day ends.
int school_year_of(base::Day day);
base::Day first_school_day(int school_year);
base::Day last_school_day(int school_year);

/// "01", "KG".
std::string grade_code(int grade);

/// Writes the OneRoster package into the folder.
void write_demo_roster(Demo& demo, const std::vector<DemoStudent>& students, const std::string& folder);
/// Writes school-calendar.csv, school-enrollments.csv, attendance.csv, programs.csv, directory-opt-outs.csv and, in results/, the gradebook.
void write_demo_student_data(Demo& demo, const std::vector<DemoStudent>& students, const std::string& folder);

}  // namespace app
