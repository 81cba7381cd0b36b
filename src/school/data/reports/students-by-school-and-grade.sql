/*
name = "students-by-school-and-grade"
title = "Students by school and grade"
title_es = "Estudiantes por escuela y grado"
about = "How many students each school has in each grade, as the roster says now."
about_es = "Cuántos estudiantes tiene cada escuela en cada grado, según el padrón de hoy."
source = "Roster: active students and the school and grade that the student information system gave for them."
source_es = "Padrón: estudiantes activos con la escuela y el grado que indicó el sistema de información estudiantil."
limits = "A student who belongs to two schools is counted once, in the school that the roster names first."
limits_es = "Quien pertenece a dos escuelas cuenta una sola vez, en la escuela que el padrón nombra primero."
tier = "students"

[privacy]
by = ["school", "grade"]
count = "students"

[chart]
mark = "heat"
x = "grade"
y = "students"
series = "school"

[sentence]
by = "students"
en = "The largest group shown is grade {highest.grade} at {highest.school}: {highest.students} students."
es = "El grupo más grande que se muestra es el grado {highest.grade} de {highest.school}: {highest.students} estudiantes."

[columns.school]
label = "School"
label_es = "Escuela"
[columns.school.values]
"-" = ["no school", "sin escuela"]

[columns.grade]
label = "Grade"
label_es = "Grado"
format = "code"
[columns.grade.values]
"-" = ["not stated", "sin indicar"]

[columns.students]
label = "Students"
label_es = "Estudiantes"
*/
SELECT s.student_id, coalesce(o.name, '-') AS school, coalesce(nullif(s.grade_level, ''), '-') AS grade
FROM student s
LEFT JOIN org o ON o.org_id = s.school_id
WHERE s.active
