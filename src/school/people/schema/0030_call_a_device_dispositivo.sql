-- One word for a device in all of Belltower's Spanish; where a district wrote its own words, they stay.
UPDATE people_role SET expertise_es = 'Repara y prepara dispositivos, impresoras y equipos de salón; ayuda a las personas en su lugar'
 WHERE expertise_es = 'Repara y prepara aparatos, impresoras y equipos de aula; ayuda a las personas en su lugar';
UPDATE people_role SET may_not_es = replace(may_not_es, 'Ser quien repara los aparatos', 'Ser quien repara los dispositivos');
UPDATE people_skill SET name_es = 'Reparar dispositivos' WHERE name_es = 'Reparar aparatos';
UPDATE people_authority SET name_es = 'Atender dispositivos en uso para un examen' WHERE name_es = 'Atender aparatos en uso para un examen';
