#include "app/demo_package.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "app/demo_names.h"

namespace app {

using std::chrono::days;

constexpr int section_size = 25;
constexpr const char* subjects[] = {"Mathematics", "English"};

namespace {

class Csv {
public:
    Csv(const std::string& folder, const std::string& name, const std::string& header) : file_(folder + "/" + name, std::ios::binary) {
        if (!file_) throw std::runtime_error(folder + "/" + name + " cannot be written");
        file_ << header << '\n';
    }
    template <typename... Values>
    void row(fmt::format_string<Values...> line, Values&&... values) {
        file_ << fmt::format(line, std::forward<Values>(values)...) << '\n';
    }

private:
    std::ofstream file_;
};

}  // namespace

int school_year_of(base::Day day) {
    std::chrono::year_month_day date(day);
    return static_cast<int>(date.year()) + (date.month() >= std::chrono::July ? 1 : 0);
}

base::Day first_school_day(int school_year) { return std::chrono::sys_days(std::chrono::year(school_year - 1) / 8 / 17); }
base::Day last_school_day(int school_year) { return std::chrono::sys_days(std::chrono::year(school_year) / 6 / 11); }

std::string grade_code(int grade) { return grade == 0 ? "KG" : fmt::format("{:02}", grade); }

static std::string section_key(const DemoStudent& student, std::size_t place, std::size_t subject) {
    return fmt::format("class-{}-{}-{}-{}", student.school, student.grade, subject, place);
}

/// In which section of their grade each student sits.
static std::vector<std::size_t> sections_of(const std::vector<DemoStudent>& students) {
    std::map<std::pair<std::size_t, int>, std::size_t> seen;
    std::vector<std::size_t> sections;
    for (const auto& student : students) sections.push_back(seen[{student.school, student.grade}]++ / section_size);
    return sections;
}

std::vector<DemoStudent> make_demo_students(Demo& demo) {
    constexpr const char* races[] = {"white", "white", "white", "white", "blackOrAfricanAmerican", "blackOrAfricanAmerican", "asian", "demographicRaceTwoOrMoreRaces",
                                     "americanIndianOrAlaskaNative", "white"};
    auto& random = demo.random;
    std::vector<DemoStudent> students;
    for (int number = 0; number < demo.plan.students; ++number) {
        auto name = demo_name(random);
        DemoStudent student{.key = fmt::format("student-{:06}", number + 1), .given = name.given, .family = name.family};
        student.email = fmt::format("{}.{}{}@students.riverbend.example", letters_only(name.given), letters_only(name.family), number);
        student.school = static_cast<std::size_t>(random.below(std::size(demo_schools)));
        const auto& school = demo_schools[student.school];
        student.grade = static_cast<int>(random.between(school.first_grade, school.last_grade));
        student.race = random.pick(std::span<const char* const>(races));
        student.hispanic = random.chance(0.28);
        student.female = random.chance(0.49);
        student.language = student.hispanic && random.chance(0.6) ? "es" : "en";
        student.disadvantaged = random.chance(0.42);
        student.english_learner = student.language == "es" && random.chance(0.6);
        student.special_education = random.chance(0.14);
        student.section_504 = !student.special_education && random.chance(0.05);
        student.homeless = student.disadvantaged && random.chance(0.05);
        student.opted_out = random.chance(0.04);
        // Most are seldom away, a few often: the product of several small causes.
        student.absence = 0.025 * school.absence * (0.4 + 1.2 * random.unit()) * (student.disadvantaged ? 1.7 : 1.0) * (student.homeless ? 2.2 : 1.0) *
                          (random.chance(0.08) ? 4.0 : 1.0);
        student.absence = std::min(student.absence, 0.6);
        if (random.chance(0.03)) student.entered_on = static_cast<int>(random.between(5, 60));
        students.push_back(std::move(student));
    }
    return students;
}

static void write_orgs(const std::string& folder) {
    Csv orgs(folder, "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId");
    orgs.row("district,,,Riverbend Schools,district,1700010,");
    for (const auto& school : demo_schools) orgs.row("{},,,{},school,{},district", school.key, school.name, school.identifier);
}

static void write_sessions(int school_year, const std::string& folder) {
    Csv sessions(folder, "academicSessions.csv", "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear");
    for (int year : {school_year - 1, school_year}) {
        sessions.row("year-{0},,,School year {1}-{0},schoolYear,{2},{3},,{0}", year, year - 1, base::to_iso(first_school_day(year)), base::to_iso(last_school_day(year)));
    }
}

static void write_classes(int school_year, const std::vector<DemoStudent>& students, const std::vector<std::size_t>& sections, const std::string& folder) {
    Csv courses(folder, "courses.csv", "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes");
    Csv classes(folder, "classes.csv",
                "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods");
    Csv enrollments(folder, "enrollments.csv", "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate");
    std::map<std::string, bool> written;
    for (std::size_t i = 0; i < students.size(); ++i) {
        const auto& student = students[i];
        const auto& school = demo_schools[student.school];
        auto grade = grade_code(student.grade);
        for (std::size_t subject = 0; subject < std::size(subjects); ++subject) {
            auto course = fmt::format("course-{}-{}-{}", student.school, student.grade, subject);
            auto key = section_key(student, sections[i], subject);
            if (!std::exchange(written[course], true)) {
                courses.row("{},,,year-{},{} {},{}{},{},{},{},", course, school_year, subjects[subject], grade, subjects[subject][0], grade, grade, school.key, subjects[subject]);
            }
            if (!std::exchange(written[key], true)) {
                classes.row("{},,,{} {} {},{},{},{}{}-{},scheduled,{},{},year-{},{},,", key, subjects[subject], grade, static_cast<char>('A' + sections[i] % 26), grade, course,
                            subjects[subject][0], grade, sections[i] + 1, 101 + (sections[i] + subject * 7) % 24, school.key, school_year, subjects[subject]);
            }
            enrollments.row("enrollment-{0}-{1},,,{2},{3},{1},student,,{4},", subject, student.key, key, school.key,
                            base::to_iso(first_school_day(school_year) + days(student.entered_on)));
        }
    }
}

static void write_users(const std::vector<DemoStudent>& students, const std::string& folder) {
    Csv users(folder, "users.csv",
              "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password");
    Csv demographics(folder, "demographics.csv",
                     "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,"
                     "demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus");
    int number = 100'000;
    for (const auto& student : students) {
        users.row("{},,,true,{},student,{},,{},{},,{},{},,,,{},", student.key, demo_schools[student.school].key, student.email.substr(0, student.email.find('@')), student.given,
                  student.family, ++number, student.email, grade_code(student.grade));
        auto is = [&](std::string_view race) { return student.race == race ? "true" : "false"; };
        demographics.row("{},,,{}-{:02}-{:02},{},{},{},{},false,{},{},{},,,,", student.key, 2020 - student.grade, 1 + number % 12, 1 + number % 28, student.female ? "female" : "male",
                         is("americanIndianOrAlaskaNative"), is("asian"), is("blackOrAfricanAmerican"), is("white"), is("demographicRaceTwoOrMoreRaces"),
                         student.hispanic ? "true" : "false");
    }
}

void write_demo_roster(Demo& demo, const std::vector<DemoStudent>& students, const std::string& folder) {
    std::filesystem::create_directories(folder);
    Csv manifest(folder, "manifest.csv", "propertyName,value");
    manifest.row("manifest.version,1.0");
    manifest.row("oneroster.version,1.1");
    for (auto file : {"academicSessions", "classes", "courses", "demographics", "enrollments", "orgs", "users"}) manifest.row("file.{},bulk", file);
    for (auto file : {"categories", "classResources", "courseResources", "lineItems", "resources", "results"}) manifest.row("file.{},absent", file);
    int year = school_year_of(std::chrono::floor<days>(demo.plan.now));
    write_orgs(folder);
    write_sessions(year, folder);
    write_users(students, folder);
    write_classes(year, students, sections_of(students), folder);
}

static bool in_break(base::Day day) {
    std::chrono::year_month_day date(day);
    return std::ranges::any_of(demo_breaks, [&](const DemoBreak& pause) {
        // Winter break runs into January.
        for (auto year : {date.year(), date.year() - std::chrono::years(1)}) {
            base::Day first = std::chrono::sys_days(year / static_cast<int>(pause.month) / static_cast<int>(pause.day));
            if (day >= first && day < first + days(pause.days)) return true;
        }
        return false;
    });
}

/// The days on which students are taught in a school year, and what the calendar calls the others that are weekdays.
static std::vector<base::Day> write_calendar(int school_year, Csv& calendar) {
    std::vector<base::Day> taught;
    for (base::Day day = first_school_day(school_year); day <= last_school_day(school_year); day += days(1)) {
        std::chrono::weekday weekday(day);
        if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) continue;
        std::chrono::year_month_day date(day);
        auto event = in_break(day) ? "Holiday" : date.month() == std::chrono::October && weekday[2] == std::chrono::year_month_weekday(day).weekday_indexed() && weekday == std::chrono::Friday
                                                     ? "Teacher only day" : "Instructional day";
        for (const auto& school : demo_schools) calendar.row("{},{},{}", school.key, base::to_iso(day), event);
        if (std::string_view(event) == "Instructional day") taught.push_back(day);
    }
    return taught;
}

/// In the demo nobody changes school: whoever is in its lowest grade came this year.
static bool was_here(const DemoStudent& student) { return student.grade > demo_schools[student.school].first_grade; }

static void write_attendance(Demo& demo, const std::vector<DemoStudent>& students, const std::vector<base::Day>& taught, int school_year, Csv& attendance) {
    auto today = std::chrono::floor<days>(demo.plan.now);
    bool now = school_year == school_year_of(today);
    for (const auto& student : students) {
        if (!now && !was_here(student)) continue;
        for (auto day : taught) {
            if (day >= today) break;
            if (now && day < taught.front() + days(student.entered_on)) continue;
            auto draw = demo.random.unit();
            auto school = demo_schools[student.school].key;
            if (draw < student.absence) {
                auto category = draw < student.absence * 0.45 ? "Unexcused Absence" : "Excused Absence";
                attendance.row("{},{},{},{},,{}", student.key, school, base::to_iso(day), category, draw < student.absence * 0.06 ? "0.25" : "1");
            } else if (draw < student.absence * 1.4) {
                attendance.row("{},{},{},Tardy,,0.1", student.key, school, base::to_iso(day));
            }
        }
    }
}

static void write_programs(const std::vector<DemoStudent>& students, int school_year, const std::string& folder) {
    Csv programs(folder, "programs.csv", "StudentUniqueId,ProgramType,BeginDate,EndDate");
    for (const auto& student : students) {
        auto takes_part = [&](bool yes, const char* program) {
            if (yes) programs.row("{},{},{},", student.key, program, base::to_iso(first_school_day(school_year - (was_here(student) ? 1 : 0))));
        };
        takes_part(student.disadvantaged, "economically_disadvantaged");
        takes_part(student.english_learner, "english_learner");
        takes_part(student.special_education, "special_education");
        takes_part(student.section_504, "section_504");
        takes_part(student.homeless, "homeless");
    }
}

static void write_enrollments(const std::vector<DemoStudent>& students, int school_year, const std::string& folder) {
    Csv enrollments(folder, "school-enrollments.csv", "StudentUniqueId,SchoolId,SchoolYear,EntryDate,ExitWithdrawDate,EntryGradeLevel");
    for (const auto& student : students) {
        auto school = demo_schools[student.school].key;
        if (was_here(student)) {
            enrollments.row("{},{},{},{},{},{}", student.key, school, school_year - 1, base::to_iso(first_school_day(school_year - 1)), base::to_iso(last_school_day(school_year - 1)),
                            grade_code(student.grade - 1));
        }
        enrollments.row("{},{},{},{},,{}", student.key, school, school_year, base::to_iso(first_school_day(school_year) + days(student.entered_on)), grade_code(student.grade));
    }
}

static void write_results(Demo& demo, const std::vector<DemoStudent>& students, int school_year, const std::string& folder) {
    std::filesystem::create_directories(folder);
    Csv manifest(folder, "manifest.csv", "propertyName,value");
    manifest.row("manifest.version,1.0");
    manifest.row("oneroster.version,1.1");
    for (auto file : {"categories", "lineItems", "results"}) manifest.row("file.{},bulk", file);
    for (auto file : {"academicSessions", "classes", "classResources", "courses", "courseResources", "demographics", "enrollments", "orgs", "resources", "users"}) {
        manifest.row("file.{},absent", file);
    }
    Csv categories(folder, "categories.csv", "sourcedId,status,dateLastModified,title");
    categories.row("category-test,,,Test");
    Csv items(folder, "lineItems.csv",
              "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax");
    Csv results(folder, "results.csv", "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment");
    auto today = std::chrono::floor<days>(demo.plan.now);
    auto sections = sections_of(students);
    std::map<std::string, bool> written;
    for (std::size_t i = 0; i < students.size(); ++i) {
        const auto& student = students[i];
        for (std::size_t subject = 0; subject < std::size(subjects); ++subject) {
            auto key = section_key(student, sections[i], subject);
            for (int test = 1; test <= 8; ++test) {
                base::Day day = first_school_day(school_year) + days(28 * test);
                if (day >= today) break;
                auto item = fmt::format("{}-test-{}", key, test);
                if (!std::exchange(written[item], true)) {
                    items.row("{0},,,Test {1},,{2},{2},{3},category-test,year-{4},0,100", item, test, base::to_iso(day), key, school_year);
                }
                if (demo.random.chance(std::min(0.5, 0.02 + student.absence))) {
                    results.row("{0}-{1},,,{0},{1},not submitted,,{2},", item, student.key, base::to_iso(day));
                    continue;
                }
                // What keeps students away lowers scores too; neither is said to cause the other.
                double score = 80 - 90 * (student.absence - 0.04) - (student.disadvantaged ? 4 : 0) + 26 * (demo.random.unit() + demo.random.unit() - 1);
                results.row("{0}-{1},,,{0},{1},fully graded,{2:.0f},{3},", item, student.key, std::clamp(score, 0.0, 100.0), base::to_iso(day));
            }
        }
    }
}

void write_demo_student_data(Demo& demo, const std::vector<DemoStudent>& students, const std::string& folder) {
    std::filesystem::create_directories(folder);
    int year = school_year_of(std::chrono::floor<days>(demo.plan.now));
    Csv calendar(folder, "school-calendar.csv", "SchoolId,Date,CalendarEvent");
    Csv attendance(folder, "attendance.csv", "StudentUniqueId,SchoolId,EventDate,AttendanceEventCategory,AttendanceEventReason,EventDuration");
    for (int school_year : {year - 1, year}) write_attendance(demo, students, write_calendar(school_year, calendar), school_year, attendance);
    write_enrollments(students, year, folder);
    write_programs(students, year, folder);
    Csv opt_outs(folder, "directory-opt-outs.csv", "studentSourcedId,optOut,beginDate,endDate");
    for (const auto& student : students) {
        if (student.opted_out) opt_outs.row("{},true,{},", student.key, base::to_iso(first_school_day(year)));
    }
    write_results(demo, students, year, folder + "/results");
}

}  // namespace app
