/*
name = "requests-by-category-and-week"
title = "Help desk requests by category and week"
title_es = "Solicitudes de ayuda por categoría y semana"
about = "How many requests came in each week, by what they were about."
about_es = "Cuántas solicitudes llegaron cada semana, según de qué trataban."
source = "Requests of the help desk by the moment they came in. Weeks begin on Monday."
source_es = "Solicitudes de ayuda según el momento en que llegaron. Las semanas empiezan el lunes."
limits = "A week with fewer requests is not a week with fewer faults: holidays and ways to ask change what comes in. The newest week may not be over."
limits_es = "Una semana con menos solicitudes no es una semana con menos fallas: las vacaciones y las formas de pedir ayuda cambian lo que llega. La última semana puede no haber terminado."
tier = "operations"

[[parameter]]
name = "weeks"
type = "choice"
label = "Newest weeks"
label_es = "Últimas semanas"
default = "13"
choices = ["4", "13", "26", "52"]

[privacy]
none = true

[chart]
mark = "heat"
x = "week"
y = "requests"
series = "category"

[sentence]
by = "requests"
en = "The most in one week and category were {highest.requests} requests about {highest.category}, in the week of {highest.week}."
es = "Lo más en una semana y categoría fueron {highest.requests} solicitudes sobre {highest.category}, en la semana del {highest.week}."

[columns.week]
label = "Week of"
label_es = "Semana del"
format = "date"

[columns.category]
label = "Category"
label_es = "Categoría"
spanish = "category_es"

[columns.requests]
label = "Requests"
label_es = "Solicitudes"
*/
WITH newest AS (
    SELECT date_trunc('week', max(created_at)) AS week FROM request
)
SELECT CAST(date_trunc('week', r.created_at) AS DATE) AS week, r.category, r.category_es, count(*) AS requests
FROM request r, newest n
WHERE r.created_at >= n.week - (CAST($weeks AS INTEGER) - 1) * INTERVAL '7 days'
GROUP BY 1, 2, 3
ORDER BY 1 DESC, 2
