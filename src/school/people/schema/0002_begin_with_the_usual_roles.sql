-- The roles of a school's IT department and what each may not do; a district changes the words.
INSERT INTO people_role (key, name_en, name_es, expertise_en, expertise_es, audience_en, audience_es, may_not_en, may_not_es, position) VALUES
('technician', 'Technician', 'Técnico',
 'Repairs and sets up devices, printers and classroom equipment; helps people at their desk',
 'Repara y prepara aparatos, impresoras y equipos de aula; ayuda a las personas en su lugar',
 'Everybody in the building: teachers, students, office staff',
 'Todas las personas del edificio: docentes, estudiantes, oficina',
 'Change student records or grades
Teach or supervise students alone
Give administrator rights to accounts',
 'Cambiar expedientes o notas de estudiantes
Enseñar o vigilar a estudiantes sin docente
Dar derechos de administrador a cuentas', 10),
('network', 'Network and systems administrator', 'Administrador de red y sistemas',
 'Runs the network, Wi-Fi, servers, accounts directory, backups and filters',
 'Mantiene la red, el wifi, los servidores, el directorio de cuentas, las copias de seguridad y los filtros',
 'The department; everybody when something is down',
 'El departamento; todas las personas cuando algo no funciona',
 'Approve an own change of high risk
Read what people write or store
Release student data',
 'Aprobar un cambio propio de alto riesgo
Leer lo que las personas escriben o guardan
Entregar datos de estudiantes', 20),
('integration_specialist', 'Technology integration specialist', 'Especialista en integración de tecnología',
 'A licensed teacher who plans, models and co-teaches lessons with technology',
 'Docente con licencia que planifica, muestra y da clases con tecnología junto a otros docentes',
 'Teachers and their classes',
 'Docentes y sus clases',
 'Evaluate teachers or report on them
Stand in as a routine substitute
Be the one who fixes devices',
 'Evaluar a docentes o informar sobre ellos
Hacer suplencias de rutina
Ser quien repara los aparatos', 30),
('data_specialist', 'Data specialist', 'Especialista en datos',
 'Answers for the numbers: rosters, reports to the state, quality, analysis',
 'Responde por las cifras: listas, informes al estado, calidad, análisis',
 'Principals, the board, regulators',
 'Dirección, consejo escolar, autoridades',
 'Release data without authority and a purpose
Change grades at their source
Use data to watch staff',
 'Entregar datos sin autorización ni propósito
Cambiar notas en su origen
Usar datos para vigilar al personal', 40),
('webmaster', 'Webmaster', 'Responsable del sitio web',
 'Publishes the website: menu, news, pages; keeps it accessible',
 'Publica el sitio web: menú, noticias, páginas; lo mantiene accesible',
 'Families, students, the public',
 'Familias, estudiantes, público',
 'Publish a picture of a student without consent
Speak for the board
Change results that the athletic director keeps',
 'Publicar la imagen de un estudiante sin consentimiento
Hablar por el consejo escolar
Cambiar resultados que lleva la dirección deportiva', 50),
('cio', 'Chief information officer', 'Dirección de informática',
 'Leads the department: plans, budget, policy, hiring, priorities',
 'Dirige el departamento: planes, presupuesto, normas, contratación, prioridades',
 'Superintendent, board, principals, vendors',
 'Superintendencia, consejo, direcciones, proveedores',
 'Supervise or evaluate licensed educators without an educator''s and evaluator''s licence
Read coaching notes
Open staff mail without the written procedure',
 'Supervisar o evaluar a docentes con licencia sin tener licencia de docente y de evaluador
Leer notas de acompañamiento docente
Abrir el correo del personal sin el procedimiento escrito', 60);

-- Titles that mean one role nearly everywhere. "Technology coordinator" is not among them: it is the CIO here and a technician there.
INSERT INTO people_title (title, title_folded, role_id)
SELECT t.title, lower(t.title), r.id FROM people_role r JOIN (
    SELECT 'Computer Technician' AS title, 'technician' AS role_key
    UNION ALL SELECT 'Help Desk Technician', 'technician'
    UNION ALL SELECT 'Network Administrator', 'network'
    UNION ALL SELECT 'Systems Administrator', 'network'
    UNION ALL SELECT 'Instructional Technology Coach', 'integration_specialist'
    UNION ALL SELECT 'Technology Integration Specialist', 'integration_specialist'
    UNION ALL SELECT 'Data Analyst', 'data_specialist'
    UNION ALL SELECT 'Webmaster', 'webmaster'
    UNION ALL SELECT 'Director of Technology', 'cio'
    UNION ALL SELECT 'Chief Technology Officer', 'cio'
    UNION ALL SELECT 'Chief Information Officer', 'cio'
) t ON t.role_key = r.key;

INSERT INTO people_skill (key, name_en, name_es, position) VALUES
('hardware', 'Repairing devices', 'Reparar aparatos', 10),
('classroom_av', 'Projectors, screens, sound', 'Proyectores, pantallas, sonido', 20),
('printing', 'Printers', 'Impresoras', 30),
('accounts', 'Accounts and sign-in', 'Cuentas y acceso', 40),
('software', 'Installing programs', 'Instalar programas', 50),
('network', 'Network and Wi-Fi', 'Red y wifi', 60),
('servers', 'Servers and backups', 'Servidores y copias de seguridad', 70),
('student_records', 'Student information system', 'Sistema de información estudiantil', 80),
('reporting', 'Reports and SQL', 'Informes y SQL', 90),
('web', 'Website', 'Sitio web', 100),
('integration', 'Technology in lessons', 'Tecnología en clase', 110);

INSERT INTO people_authority (key, name_en, name_es, has_limit, position) VALUES
('reset_password', 'Reset passwords', 'Restablecer contraseñas', 0, 10),
('create_account', 'Create and close accounts', 'Crear y cerrar cuentas', 0, 20),
('student_records', 'Change student records', 'Cambiar expedientes de estudiantes', 0, 30),
('network_closet', 'Enter network closets', 'Entrar en los cuartos de red', 0, 40),
('google_admin', 'Administer Google Workspace', 'Administrar Google Workspace', 0, 50),
('exam_devices', 'Handle devices in use for an exam', 'Atender aparatos en uso para un examen', 0, 60),
('spend', 'Spend up to a limit', 'Gastar hasta un límite', 1, 70),
('approve_purchase', 'Approve purchases', 'Aprobar compras', 0, 80),
('privacy', 'Decide on privacy and safety', 'Decidir sobre privacidad y seguridad', 0, 90);

INSERT INTO people_role_authority (role_id, authority_id)
SELECT r.id, a.id FROM people_role r JOIN people_authority a ON
    (r.key = 'technician' AND a.key IN ('reset_password', 'exam_devices'))
 OR (r.key = 'network' AND a.key IN ('reset_password', 'create_account', 'network_closet', 'google_admin'))
 OR (r.key = 'data_specialist' AND a.key IN ('student_records'))
 OR (r.key = 'cio' AND a.key IN ('approve_purchase', 'privacy', 'network_closet'));
