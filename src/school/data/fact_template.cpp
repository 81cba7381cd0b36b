#include "data/fact_template.h"

#include <algorithm>

#include "base/csv.h"

namespace data {

using enum imports::Column::Need;

// Ed-Fi Data Standard 5.2, AttendanceEventCategoryDescriptor.
static constexpr Code attendance_categories[] = {
    {"Excused Absence", "excused"}, {"Unexcused Absence", "unexcused|absent"}, {"Tardy", "late"}, {"Early departure", "early dismissal|left early"},
    {"In Attendance", "present"},   {"Partial"}, {"Out of School Suspension", "suspension"}};
// Ed-Fi Data Standard 5.2, CalendarEventDescriptor.
static constexpr Code calendar_events[] = {{"Instructional day", "school day"}, {"Make-up day", "make up day"}, {"Holiday"}, {"Weather day", "emergency day"},
                                           {"Teacher only day", "staff development"}, {"Non-instructional day", "no school"}, {"Student late arrival/early dismissal", "half day"},
                                           {"Strike"}, {"Other"}};
static constexpr Code program_types[] = {{"special_education", "Special Education|IDEA|IEP"},
                                         {"section_504", "Section 504|504"},
                                         {"english_learner", "English Learner|EL|ELL|LEP|English as a Second Language (ESL)|Bilingual"},
                                         {"homeless", "Homeless|McKinney-Vento"},
                                         {"economically_disadvantaged", "Economically Disadvantaged|FRL|Free and reduced lunch"},
                                         {"migrant", "Migrant|Migrant Education"},
                                         {"foster_care", "Foster Care|Foster"},
                                         {"title_i", "Title I Part A|Title I"}};

static constexpr Field student{{"StudentUniqueId", required, "studentSourcedId|userSourcedId|StudentId"}, "student_id", FieldType::student, {}, "1001"};
static constexpr Field school{{"SchoolId", required, "schoolSourcedId|orgSourcedId"}, "school_id", FieldType::school, {}, "060101"};
static constexpr Field status{{"Status", optional}, {}, FieldType::status, {}, "active"};

static constexpr Field attendance[] = {
    student, school, {{"EventDate", required, "Date"}, "date", FieldType::past_day, {}, "2026-09-14"},
    {{"AttendanceEventCategory", required, "AttendanceEventCategoryDescriptor|Category"}, "category", FieldType::code, attendance_categories, "Excused Absence"},
    {{"AttendanceEventReason", optional, "Reason"}, "reason", FieldType::text, {}, "Doctor"},
    {{"EventDuration", optional, "Duration"}, "day_thousandths", FieldType::thousandths, {}, "1"}, status};
static constexpr std::string_view attendance_key[] = {"student_id", "school_id", "date", "category"};

static constexpr Field calendar[] = {school, {{"Date", required}, "date", FieldType::day, {}, "2026-09-07"},
                                     {{"CalendarEvent", required, "CalendarEventDescriptor"}, "calendar_event", FieldType::code, calendar_events, "Holiday"}, status};
static constexpr std::string_view calendar_key[] = {"school_id", "date", "calendar_event"};

static constexpr Field programs[] = {student, {{"ProgramType", required, "ProgramTypeDescriptor|ProgramName"}, "program_type", FieldType::code, program_types, "english_learner"},
                                     {{"BeginDate", required}, "begin_date", FieldType::day, {}, "2026-08-24"},
                                     {{"EndDate", optional}, "end_date", FieldType::day, {}, ""}, status};
static constexpr std::string_view programs_key[] = {"student_id", "program_type", "begin_date"};

static constexpr Field enrollments[] = {student, school, {{"SchoolYear", required}, "school_year", FieldType::year, {}, "2027"},
                                        {{"EntryDate", required}, "entry_date", FieldType::day, {}, "2026-08-24"},
                                        {{"ExitWithdrawDate", optional, "ExitDate"}, "exit_date", FieldType::last_day, {}, ""},
                                        {{"EntryGradeLevel", optional, "EntryGradeLevelDescriptor|GradeLevel"}, "grade_level", FieldType::grade, {}, "09"}, status};
static constexpr std::string_view enrollments_key[] = {"student_id", "school_id", "entry_date"};

static constexpr FactTemplate all_templates[] = {
    {"attendance", "attendance_event", "Attendance: CSV of StudentSchoolAttendanceEvent", attendance_key, attendance},
    {"school-calendar", "calendar_event", "The school calendar: CSV of CalendarDate", calendar_key, calendar},
    {"programs", "student_program", "Taking part in programmes: CSV of StudentProgramAssociation", programs_key, programs, 2, 3},
    {"school-enrollments", "school_enrollment_record", "Enrolments in schools: CSV of StudentSchoolAssociation", enrollments_key, enrollments, 3, 4}};

std::span<const FactTemplate> fact_templates() { return all_templates; }

const FactTemplate* find_template(std::string_view kind) {
    auto found = std::ranges::find(all_templates, kind, &FactTemplate::kind);
    return found == std::end(all_templates) ? nullptr : found;
}

std::string empty_file(const FactTemplate& made) {
    std::string header, row;
    for (const auto& field : made.fields) {
        header += (header.empty() ? "" : ",") + std::string(field.column.name);
        row += (&field == made.fields.data() ? "" : ",") + std::string(field.example);
    }
    return header + "\r\n" + row + "\r\n";
}

std::string_view reference_of(FieldType type) {
    if (type == FieldType::student) return "student";
    return type == FieldType::school ? "school" : "";
}

std::string_view column_type_of(FieldType type) {
    switch (type) {
        case FieldType::student:
        case FieldType::school:
        case FieldType::thousandths:
        case FieldType::year: return "BIGINT";
        case FieldType::day:
        case FieldType::past_day:
        case FieldType::last_day: return "DATE";
        default: return "VARCHAR";
    }
}

}  // namespace data
