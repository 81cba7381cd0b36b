-- fact org operations
-- One school, district or other place of the roster, those that are closed too.
-- key org_id
-- changed revision
-- org_id         integer  public  The place.
-- name           text     public  Its name.
-- org_type       text     public  "school", "district", "department", "local", "state", "national" or "other".
-- identifier     text     public  The number that the state or NCES gives it.
-- parent_org_id  integer  public  The place it belongs to.
-- active         flag     public  Still in the roster.
SELECT id AS org_id, name, type AS org_type, identifier, parent_id AS parent_org_id, active, revision FROM roster_org;

-- fact academic_session operations
-- One school year, semester, term or grading period.
-- key session_id
-- changed revision
-- session_id         integer  public  The period.
-- title              text     public  Its name.
-- session_type       text     public  "schoolYear", "semester", "term", "gradingPeriod" or "other".
-- start_date         date     public  First day.
-- end_date           date     public  Last day.
-- school_year        integer  public  Year in which the school year ends.
-- parent_session_id  integer  public  The period of which it is a part.
SELECT id AS session_id, title, type AS session_type, start_on AS start_date, end_on AS end_date, school_year, parent_id AS parent_session_id, revision
  FROM roster_session;

-- fact course operations
-- One course of the catalogue.
-- key course_id
-- changed revision
-- course_id    integer  public  The course.
-- title        text     public  Its name.
-- course_code  text     public  The school's or district's code.
-- school_id    integer  public  The place that offers it: a school or the district.
-- subjects     text     public  The source's words, separated by commas.
SELECT id AS course_id, title, code AS course_code, org_id AS school_id, subjects, revision FROM roster_course;

-- fact class operations
-- One course taught to one group.
-- key class_id
-- changed revision
-- class_id    integer  public  The class.
-- title       text     public  Its name.
-- class_code  text     public  The school's code.
-- course_id   integer  public  The course that is taught.
-- school_id   integer  public  The school.
SELECT id AS class_id, title, code AS class_code, course_id, org_id AS school_id, revision FROM roster_class;

-- fact student students
-- One student, those who have left too.
-- key student_id
-- changed revision
-- student_id         integer  student       The student.
-- given_name         text     directory     Given name.
-- family_name        text     directory     Family name.
-- identifier         text     identifying   The number on the student's card.
-- birth_date         date     identifying   Day of birth.
-- grade_level        text     directory     CEDS code: "KG", "03" ...
-- school_id          integer  directory     The main school.
-- active             flag     deidentified  Still in the roster as a student.
-- directory_opt_out  flag     deidentified  The family does not want directory information given out.
SELECT p.id AS student_id, p.given_name, p.family_name, p.identifier, CASE WHEN d.active = 1 THEN d.birth_on END AS birth_date,
       p.grade AS grade_level, p.primary_org_id AS school_id, CASE WHEN p.active = 1 AND p.role = 'student' THEN 1 ELSE 0 END AS active,
       CASE WHEN EXISTS (SELECT 1 FROM roster_directory_opt_out o WHERE o.person_id = p.id AND o.active = 1) THEN 1 ELSE 0 END AS directory_opt_out,
       p.revision
  FROM roster_person p LEFT JOIN roster_demographic d ON d.person_id = p.id
 WHERE p.role = 'student' OR p.was_student = 1;

-- fact student_demographic students
-- What is known of a student's sex, race and birth. Nothing said stays empty: it is not "no".
-- key student_id
-- changed revision
-- student_id        integer  student       The student.
-- sex               text     deidentified  "male", "female", "other", "unspecified" or "".
-- hispanic          flag     deidentified  Hispanic or Latino.
-- american_indian   flag     deidentified  American Indian or Alaska Native.
-- asian             flag     deidentified  Asian.
-- black             flag     deidentified  Black or African American.
-- pacific_islander  flag     deidentified  Native Hawaiian or other Pacific Islander.
-- white             flag     deidentified  White.
-- two_or_more       flag     deidentified  Two or more races.
-- race_reported     text     deidentified  EDFacts: HI7 for all who are Hispanic, MU7 for more than one race, else AM7, AS7, BL7, PI7, WH7; MISSING.
-- country_of_birth  text     identifying   Country code.
SELECT s.student_id, s.sex, s.hispanic, s.american_indian, s.asian, s.black, s.pacific_islander, s.white, s.two_or_more,
       CASE WHEN s.hispanic = 1 THEN 'HI7'
            WHEN s.two_or_more = 1 OR s.races > 1 THEN 'MU7'
            WHEN s.american_indian = 1 THEN 'AM7'
            WHEN s.asian = 1 THEN 'AS7'
            WHEN s.black = 1 THEN 'BL7'
            WHEN s.pacific_islander = 1 THEN 'PI7'
            WHEN s.white = 1 THEN 'WH7'
            ELSE 'MISSING' END AS race_reported,
       s.country_of_birth, s.revision
  FROM (SELECT d.person_id AS student_id, CASE WHEN d.active = 1 THEN d.sex ELSE '' END AS sex,
               CASE WHEN d.active = 1 THEN d.hispanic END AS hispanic,
               CASE WHEN d.active = 1 THEN d.american_indian END AS american_indian,
               CASE WHEN d.active = 1 THEN d.asian END AS asian,
               CASE WHEN d.active = 1 THEN d.black END AS black,
               CASE WHEN d.active = 1 THEN d.pacific_islander END AS pacific_islander,
               CASE WHEN d.active = 1 THEN d.white END AS white,
               CASE WHEN d.active = 1 THEN d.two_or_more END AS two_or_more,
               COALESCE(d.american_indian, 0) + COALESCE(d.asian, 0) + COALESCE(d.black, 0) + COALESCE(d.pacific_islander, 0) +
                   COALESCE(d.white, 0) AS races,
               CASE WHEN d.active = 1 THEN d.birth_country ELSE '' END AS country_of_birth, d.revision
          FROM roster_demographic d JOIN roster_person p ON p.id = d.person_id
         WHERE p.role = 'student' OR p.was_student = 1) s;

-- fact roster_post students
-- One student's place at one school, as the roster tells it: what is known of enrolments until files of their own say more.
-- key post_id
-- changed revision
-- post_id     integer  row           The row of the roster.
-- student_id  integer  student       The student.
-- school_id   integer  deidentified  The school.
-- is_primary  flag     deidentified  The main one of several.
-- begin_date  date     deidentified  First day; empty when the source does not say.
-- end_date    date     deidentified  First day on which it no longer holds.
-- active      flag     deidentified  Still in the roster. One that is not and has no end date ended on a day that the source did not say.
SELECT id AS post_id, person_id AS student_id, org_id AS school_id, is_primary, begin_on AS begin_date, end_on AS end_date,
       CASE WHEN active = 1 AND role = 'student' THEN 1 ELSE 0 END AS active, revision
  FROM roster_person_org WHERE role = 'student' OR was_student = 1;

-- fact class_enrollment students
-- One student in one class.
-- key enrollment_id
-- changed revision
-- enrollment_id  integer  row           The row of the roster.
-- student_id     integer  student       The student.
-- class_id       integer  deidentified  The class.
-- begin_date     date     deidentified  First day; empty when the source does not say.
-- end_date       date     deidentified  First day on which it no longer holds.
-- active         flag     deidentified  Still in the roster. One that is not and has no end date ended on a day that the source did not say.
SELECT id AS enrollment_id, person_id AS student_id, class_id, begin_on AS begin_date, end_on AS end_date,
       CASE WHEN active = 1 AND role = 'student' THEN 1 ELSE 0 END AS active, revision
  FROM roster_enrollment WHERE role = 'student' OR was_student = 1;
