/*
name = "attendance-and-results"
title = "Attendance and results"
title_es = "Asistencia y resultados"
about = "Whether students who miss more school have other results: how absence and the mean of all scored tasks go together in one school year."
about_es = "Si quienes faltan más a clase tienen otros resultados: cómo van juntas la ausencia y la media de todas las tareas calificadas en un año escolar."
source = "Days enrolled and absent from attendance and the school calendar; scores from the gradebook, each as a share of what could be reached."
source_es = "Días inscritos y ausentes según la asistencia y el calendario escolar; notas del libro de calificaciones, cada una como parte de lo que se podía alcanzar."
limits = "Two figures that go together do not show that one causes the other: illness, moving house or trouble at home can lie behind both. Teachers grade differently, so scores of different classes are compared here as if they were alike. Students of whom no enrolment was reported count by the dates of the roster, which are coarser. It speaks of groups and says nothing about a single student. Students with fewer than ten days of enrolment or three scored tasks are left out."
limits_es = "Que dos cifras vayan juntas no muestra que una cause la otra: una enfermedad, una mudanza o problemas en casa pueden estar detrás de ambas. Cada docente califica a su manera, y aquí se comparan notas de clases distintas como si fueran iguales. Los estudiantes sin inscripción informada cuentan por las fechas del padrón, que son menos exactas. Habla de grupos y no dice nada de un estudiante en particular. No cuentan quienes tienen menos de diez días de inscripción o de tres tareas calificadas."
tier = "students"

[[parameter]]
name = "school_year"
type = "integer"
label = "School year (in which it ends)"
label_es = "Año escolar (en que termina)"

[finish]
step = "correlation"
x = "absent_share"
y = "result"
within = "school"

[privacy]
by = ["absence", "result_fourth"]
count = "students"

[chart]
mark = "heat"
x = "result_fourth"
y = "students"
series = "absence"

[columns.absence]
label = "School days missed"
label_es = "Días de clase perdidos"
format = "code"

[columns.result_fourth]
label = "Fourth of the results"
label_es = "Cuarto de los resultados"
format = "code"
[columns.result_fourth.values]
1 = ["lowest fourth", "cuarto más bajo"]
2 = ["second fourth", "segundo cuarto"]
3 = ["third fourth", "tercer cuarto"]
4 = ["highest fourth", "cuarto más alto"]

[columns.students]
label = "Students"
label_es = "Estudiantes"
*/
WITH chosen AS (
    SELECT coalesce($school_year, (SELECT max(school_year) FROM attendance_year WHERE days_enrolled > 0)) AS school_year
), ranked AS (
    SELECT a.student_id, a.school_id, a.school_year, a.days_enrolled, a.days_absent,
           row_number() OVER (PARTITION BY a.student_id ORDER BY a.days_enrolled DESC, a.school_id) AS place
    FROM attendance_year a
    JOIN chosen c ON c.school_year = a.school_year
    WHERE a.days_enrolled >= 10
), scored AS (
    SELECT r.student_id, avg((r.score - coalesce(l.result_min, 0)) / (l.result_max - coalesce(l.result_min, 0))) AS result, count(*) AS tasks
    FROM result r
    JOIN line_item l ON l.line_item_id = r.line_item_id
    JOIN chosen c ON r.score_date >= make_date(CAST(c.school_year AS INTEGER) - 1, 7, 1) AND r.score_date < make_date(CAST(c.school_year AS INTEGER), 7, 1)
    WHERE r.score IS NOT NULL AND l.result_max > coalesce(l.result_min, 0)
    GROUP BY r.student_id
)
SELECT a.student_id, a.school_year, CAST(a.school_id AS VARCHAR) AS school, CAST(a.days_absent AS DOUBLE) / a.days_enrolled AS absent_share,
       CASE WHEN s.tasks >= 3 THEN s.result END AS result
FROM ranked a
LEFT JOIN scored s ON s.student_id = a.student_id
WHERE a.place = 1
