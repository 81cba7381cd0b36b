/*
name = "chronic-absence"
title = "Chronic absence by school and group"
title_es = "Ausentismo crónico por escuela y grupo"
about = "Students who missed at least one tenth of the school days on which they were enrolled, as a share of those enrolled for at least ten days."
about_es = "Estudiantes que faltaron al menos a la décima parte de los días de clase en que estuvieron inscritos, como parte de quienes estuvieron inscritos diez días o más."
source = "Attendance as the schools noted it, the school calendar, and what the student information system says of sex, race and programmes. The rule is that of EDFacts file 195."
source_es = "La asistencia que anotaron las escuelas, el calendario escolar y lo que dice el sistema de información estudiantil sobre sexo, raza y programas. La regla es la del archivo 195 de EDFacts."
limits = "A student of two schools is counted where they were enrolled for more days. Students of whom no enrolment was reported count by the dates of the roster, which are coarser. A school without a calendar is not in the table. Groups say who was absent, not why."
limits_es = "Quien estuvo en dos escuelas cuenta donde estuvo inscrito más días. Los estudiantes sin inscripción informada cuentan por las fechas del padrón, que son menos exactas. Una escuela sin calendario no está en la tabla. Los grupos dicen quién faltó, no por qué."
tier = "sensitive"

[[parameter]]
name = "school_year"
type = "integer"
label = "School year (in which it ends)"
label_es = "Año escolar (en que termina)"

[[parameter]]
name = "subgroup"
type = "choice"
label = "Group by"
label_es = "Agrupar por"
default = "race"
choices = ["race", "sex", "grade", "english_learner", "special_education", "economically_disadvantaged", "homeless", "migrant", "foster_care"]

[privacy]
by = ["school", "grp"]
count = "students"
part = "chronic"

[chart]
mark = "bar"
x = "school"
y = "percent"
series = "grp"

[sentence]
by = "percent"
en = "The highest share shown is {highest.percent} ({highest.grp}, {highest.school}); the lowest is {lowest.percent} ({lowest.grp}, {lowest.school})."
es = "La proporción más alta que se muestra es {highest.percent} ({highest.grp}, {highest.school}); la más baja, {lowest.percent} ({lowest.grp}, {lowest.school})."

[columns.school]
label = "School"
label_es = "Escuela"

[columns.grp]
label = "Group"
label_es = "Grupo"
format = "code"
[columns.grp.values]
AM7 = ["American Indian or Alaska Native", "Indígena americano o nativo de Alaska"]
AS7 = ["Asian", "Asiático"]
BL7 = ["Black or African American", "Negro o afroamericano"]
HI7 = ["Hispanic or Latino", "Hispano o latino"]
MU7 = ["Two or more races", "Dos o más razas"]
PI7 = ["Native Hawaiian or Pacific Islander", "Nativo de Hawái o de las islas del Pacífico"]
WH7 = ["White", "Blanco"]
MISSING = ["not stated", "sin indicar"]
male = ["male", "masculino"]
female = ["female", "femenino"]
other = ["other", "otro"]
unspecified = ["not stated", "sin indicar"]
"in" = ["in the programme", "en el programa"]
"out" = ["not in the programme", "fuera del programa"]

[columns.students]
label = "Students"
label_es = "Estudiantes"

[columns.percent]
label = "Chronically absent"
label_es = "Con ausentismo crónico"
format = "percent"
*/
WITH chosen AS (
    SELECT coalesce($school_year, (SELECT max(school_year) FROM attendance_year WHERE days_enrolled > 0)) AS school_year
), ranked AS (
    SELECT a.student_id, a.school_id, a.school_year, a.days_enrolled, a.days_absent,
           row_number() OVER (PARTITION BY a.student_id ORDER BY a.days_enrolled DESC, a.school_id) AS place
    FROM attendance_year a
    JOIN chosen c ON c.school_year = a.school_year
    WHERE a.days_enrolled >= 10
), enrolled AS (
    SELECT e.student_id, e.school_id, max_by(e.grade_level, e.entry_date) AS grade_level
    FROM school_enrollment e
    JOIN chosen c ON c.school_year = e.school_year
    GROUP BY e.student_id, e.school_id
), programme AS (
    SELECT DISTINCT p.student_id
    FROM student_program p
    JOIN chosen c ON p.begin_date < make_date(CAST(c.school_year AS INTEGER), 7, 1)
        AND (p.end_date IS NULL OR p.end_date > make_date(CAST(c.school_year AS INTEGER) - 1, 7, 1))
    WHERE p.program_type = $subgroup
)
SELECT r.student_id, r.school_year, o.name AS school,
       CASE $subgroup
           WHEN 'race' THEN coalesce(d.race_reported, 'MISSING')
           WHEN 'sex' THEN coalesce(nullif(d.sex, ''), 'unspecified')
           WHEN 'grade' THEN coalesce(nullif(e.grade_level, ''), 'MISSING')
           ELSE CASE WHEN p.student_id IS NULL THEN 'out' ELSE 'in' END
       END AS grp,
       r.days_absent * 10 >= r.days_enrolled AS chronic
FROM ranked r
JOIN org o ON o.org_id = r.school_id
LEFT JOIN enrolled e ON e.student_id = r.student_id AND e.school_id = r.school_id
LEFT JOIN student_demographic d ON d.student_id = r.student_id
LEFT JOIN programme p ON p.student_id = r.student_id
WHERE r.place = 1
