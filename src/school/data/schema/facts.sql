-- fact calendar_event operations batch
-- What a school's calendar says of a day (Ed-Fi CalendarDate). A day may have several events.
-- key school_id, date, calendar_event
-- school_id       integer public The school.
-- date            date    public The day.
-- calendar_event  text    public "Instructional day", "Make-up day", "Holiday", "Weather day", "Teacher only day", "Non-instructional day" ...

-- fact school_enrollment_record students batch
-- An enrolment of a student in a school as the student information system reports it (Ed-Fi StudentSchoolAssociation).
-- key student_id, school_id, entry_date
-- student_id   integer student      The student.
-- school_id    integer public       The school.
-- school_year  integer public       The year in which the school year ends.
-- entry_date   date    deidentified The first day.
-- exit_date    date    deidentified The first day on which they were no longer enrolled; empty while they are.
-- grade_level  text    directory    Grade at entry.

-- fact student_program students batch
-- Taking part in a programme (Ed-Fi StudentProgramAssociation).
-- key student_id, program_type, begin_date
-- student_id    integer student   The student.
-- program_type  text    sensitive special_education, section_504, english_learner, homeless, economically_disadvantaged, migrant, foster_care, title_i
-- begin_date    date    sensitive The first day.
-- end_date      date    sensitive The last day; empty while it goes on.

-- fact attendance_event students batch
-- What was noted about a student's attendance on a school day (Ed-Fi StudentSchoolAttendanceEvent). A student without a note was there.
-- key student_id, school_id, date, category
-- student_id       integer student      The student.
-- school_id        integer public       The school.
-- date             date    public       The day.
-- category         text    deidentified "Excused Absence", "Unexcused Absence", "Tardy", "Early departure", "In Attendance" ...
-- reason           text    sensitive    The reason that was noted.
-- day_thousandths  integer deidentified Part of the school day it is about; 1000 is the whole.
-- batch            integer deidentified Which accepted batch said so; a higher one came later.

-- fact line_item operations batch
-- A graded task of a class (OneRoster lineItem).
-- key line_item_id
-- line_item_id  text    public The task, by its sourcedId.
-- title         text    identifying Its title: a teacher's free words, which may name a student.
-- class_id      integer public The class.
-- category      text    deidentified Title of its category.
-- assign_date   date    public Given out on.
-- due_date      date    public Due on.
-- result_min    real    public Least score.
-- result_max    real    public Most.
-- session_id    integer public Its grading period or term.

-- fact result students batch
-- A student's score in a task (OneRoster result).
-- key result_id
-- result_id     text    row          The result, by its sourcedId.
-- line_item_id  text    public       The task.
-- student_id    integer student      The student.
-- score_status  text    deidentified exempt, fully graded, not submitted, partially graded, submitted
-- score         real    deidentified The score; empty when there is none.
-- score_date    date    deidentified Scored on.

-- fact calendar_date operations computed
-- Each day that a school's calendar tells of.
-- school_id       integer public The school.
-- date            date    public The day.
-- school_year     integer public The year in which its school year ends; school years begin on 1 July.
-- calendar_event  text    public Its events, separated by commas.
-- instructional   flag    public Whether students are taught (policy data.md, clause 6).
SELECT school_id, date, CAST(year(date) + CASE WHEN month(date) >= 7 THEN 1 ELSE 0 END AS BIGINT) AS school_year,
       string_agg(calendar_event, ', ' ORDER BY calendar_event) AS calendar_event,
       bool_or(calendar_event IN ('Instructional day', 'Make-up day'))
           AND NOT bool_or(calendar_event IN ('Holiday', 'Weather day', 'Teacher only day', 'Non-instructional day', 'Strike')) AS instructional
FROM calendar_event GROUP BY school_id, date;

-- fact school_enrollment students computed
-- When a student was enrolled in a school: as reported, else from the dates of their roles in the roster (policy data.md, clause 7).
-- student_id   integer student      The student.
-- school_id    integer public       The school.
-- school_year  integer public       The year in which the school year ends; of one that was reported, as reported, also when it went on for longer.
-- entry_date   date    deidentified The first day.
-- exit_date    date    deidentified The first day on which they were no longer enrolled; empty while they are.
-- grade_level  text    directory    Grade at entry.
-- from_roster  flag    deidentified Nothing was reported of this student; the dates are those of the roster, or of the school year where it has none.
WITH school_year AS (
    SELECT school_year, min(start_date) AS starts, max(end_date) + 1 AS ends FROM academic_session
    WHERE session_type = 'schoolYear' AND school_year IS NOT NULL GROUP BY school_year
), reported AS (
    SELECT DISTINCT student_id FROM school_enrollment_record
)
SELECT student_id, school_id, school_year, entry_date, exit_date, grade_level, FALSE AS from_roster FROM school_enrollment_record
UNION ALL
SELECT DISTINCT p.student_id, p.school_id, y.school_year, greatest(coalesce(p.begin_date, y.starts), y.starts) AS entry_date,
       least(coalesce(p.end_date, y.ends), y.ends) AS exit_date, s.grade_level, TRUE AS from_roster
FROM roster_post p
JOIN student s ON s.student_id = p.student_id
JOIN school_year y ON coalesce(p.begin_date, y.starts) < y.ends AND coalesce(p.end_date, y.ends) > y.starts
LEFT JOIN reported r ON r.student_id = p.student_id
-- A role that has ended on a day that nobody said cannot be counted.
WHERE r.student_id IS NULL AND (p.active OR p.end_date IS NOT NULL);

-- fact attendance_year students computed
-- A student's school year in one school, in days (policy data.md, clauses 6 to 8).
-- student_id     integer student      The student.
-- school_id      integer public       The school.
-- school_year    integer public       The year in which the school year ends.
-- days_enrolled  integer deidentified Instructional days of the school's calendar while enrolled, up to the last day of this year of which anything is noted at the school; empty when the school has no calendar of this year, or nothing was noted in it.
-- days_absent    integer deidentified Of these, days with an absence of at least half of the day; empty with days_enrolled.
-- days_tardy     integer deidentified Of these, days on which they came late; empty with days_enrolled.
WITH told AS (
    SELECT school_id, CAST(year(date) + CASE WHEN month(date) >= 7 THEN 1 ELSE 0 END AS BIGINT) AS school_year, max(date) AS last_day
    FROM attendance_event GROUP BY ALL
), taught AS (
    SELECT c.school_id, c.school_year, c.date
    FROM calendar_date c JOIN told t ON t.school_id = c.school_id AND t.school_year = c.school_year AND c.date <= t.last_day
    WHERE c.instructional
), known_year AS (
    SELECT DISTINCT school_id, school_year FROM taught
), part AS (
    -- What of an enrolment lies in each school year of which something is known.
    SELECT e.student_id, e.school_id, k.school_year, greatest(e.entry_date, make_date(CAST(k.school_year AS INTEGER) - 1, 7, 1)) AS entry_date,
           least(coalesce(e.exit_date, make_date(CAST(k.school_year AS INTEGER), 7, 1)), make_date(CAST(k.school_year AS INTEGER), 7, 1)) AS exit_date
    FROM school_enrollment e
    JOIN known_year k ON k.school_id = e.school_id AND e.entry_date < make_date(CAST(k.school_year AS INTEGER), 7, 1)
         AND (e.exit_date IS NULL OR e.exit_date > make_date(CAST(k.school_year AS INTEGER) - 1, 7, 1))
), seen AS (
    SELECT student_id, school_id, school_year, entry_date, exit_date,
           max(exit_date) OVER (PARTITION BY student_id, school_id, school_year ORDER BY entry_date, exit_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS counted_to FROM part
), span AS (
    -- Enrolments that overlap count once: each only from where those before it ended.
    SELECT student_id, school_id, school_year, greatest(entry_date, coalesce(counted_to, entry_date)) AS entry_date, exit_date FROM seen
    WHERE exit_date > greatest(entry_date, coalesce(counted_to, entry_date))
), place AS (
    SELECT DISTINCT school_id, school_year, entry_date, exit_date FROM span
), length AS (
    SELECT p.school_id, p.school_year, p.entry_date, p.exit_date, count(t.date) AS days
    FROM place p LEFT JOIN taught t ON t.school_id = p.school_id AND t.school_year = p.school_year AND t.date >= p.entry_date AND t.date < p.exit_date
    GROUP BY p.school_id, p.school_year, p.entry_date, p.exit_date
), enrolled AS (
    SELECT s.student_id, s.school_id, s.school_year, CAST(sum(l.days) AS BIGINT) AS days
    FROM span s
    JOIN length l ON l.school_id = s.school_id AND l.school_year = s.school_year AND l.entry_date = s.entry_date AND l.exit_date = s.exit_date
    GROUP BY s.student_id, s.school_id, s.school_year
), absence AS (
    SELECT student_id, school_id, date FROM attendance_event WHERE category <> 'In Attendance'
), present AS (
    -- Said of days of which something else was said too: whatever came later holds (policy data.md, clause 11).
    SELECT a.student_id, a.school_id, a.date, max(a.batch) AS batch
    FROM attendance_event a SEMI JOIN absence n ON n.student_id = a.student_id AND n.school_id = a.school_id AND n.date = a.date
    WHERE a.category = 'In Attendance'
    GROUP BY a.student_id, a.school_id, a.date
), noted AS (
    SELECT a.student_id, a.school_id, t.school_year, a.date,
           bool_or(a.category IN ('Excused Absence', 'Unexcused Absence', 'Out of School Suspension') AND a.day_thousandths >= 500) AS absent, bool_or(a.category = 'Tardy') AS tardy
    FROM attendance_event a JOIN taught t ON t.school_id = a.school_id AND t.date = a.date
    LEFT JOIN present p ON p.student_id = a.student_id AND p.school_id = a.school_id AND p.date = a.date
    WHERE a.category <> 'In Attendance' AND (p.batch IS NULL OR a.batch >= p.batch)
    GROUP BY a.student_id, a.school_id, t.school_year, a.date
), counted AS (
    SELECT n.student_id, n.school_id, n.school_year, count(*) FILTER (WHERE absent) AS days_absent, count(*) FILTER (WHERE tardy) AS days_tardy
    FROM noted n
    JOIN span s ON s.student_id = n.student_id AND s.school_id = n.school_id AND s.school_year = n.school_year AND n.date >= s.entry_date AND n.date < s.exit_date
    GROUP BY n.student_id, n.school_id, n.school_year
), listed AS (
    SELECT student_id, school_id, school_year FROM enrolled
    UNION
    SELECT student_id, school_id, school_year FROM school_enrollment
)
SELECT s.student_id, s.school_id, s.school_year,
       CASE WHEN k.school_id IS NOT NULL THEN coalesce(e.days, 0) END AS days_enrolled,
       CASE WHEN k.school_id IS NOT NULL THEN coalesce(c.days_absent, 0) END AS days_absent,
       CASE WHEN k.school_id IS NOT NULL THEN coalesce(c.days_tardy, 0) END AS days_tardy
FROM listed s
LEFT JOIN known_year k ON k.school_id = s.school_id AND k.school_year = s.school_year
LEFT JOIN enrolled e ON e.student_id = s.student_id AND e.school_id = s.school_id AND e.school_year = s.school_year
LEFT JOIN counted c ON c.student_id = s.student_id AND c.school_id = s.school_id AND c.school_year = s.school_year;
