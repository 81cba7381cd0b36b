-- What a role is made of beyond its words. A role without a row here is as Belltower ships it, and follows it from version to version.
CREATE TABLE people_role_content (
    role_id BIGINT PRIMARY KEY REFERENCES people_role (id),
    -- Duties, qualifications, skills, references and titles as JSON (people/catalogue.h).
    document TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The job asks for a valid educator's licence.
ALTER TABLE people_role ADD COLUMN holds_teaching_licence BIGINT NOT NULL DEFAULT 0 CHECK (holds_teaching_licence IN (0, 1));
-- Nobody can be given it any more; what was said of it stays.
ALTER TABLE people_role ADD COLUMN retired_at BIGINT;
UPDATE people_role SET holds_teaching_licence = 1 WHERE key = 'integration_specialist';

-- Roles that a small district has beside the first six.
INSERT INTO people_role (key, name_en, name_es, expertise_en, expertise_es, audience_en, audience_es, may_not_en, may_not_es, position) VALUES
('help_desk_lead', 'Help desk lead', 'Responsable de la mesa de ayuda',
 'Keeps the queue in order, answers the phone, trains technicians and student interns',
 'Mantiene la cola en orden, atiende el teléfono, forma a técnicos y practicantes',
 'Everybody who asks for help; the technicians',
 'Toda persona que pide ayuda; el equipo técnico',
 'Rank people by how many requests they closed
Read what people write or store
Give administrator rights to an own account',
 'Clasificar a las personas por cuántas solicitudes cerraron
Leer lo que las personas escriben o guardan
Dar derechos de administrador a una cuenta propia', 15),
('student_intern', 'Student technology intern', 'Practicante de tecnología',
 'Cleans, sorts and sets up devices beside a technician; learns the trade',
 'Limpia, ordena y prepara dispositivos junto a un técnico; aprende el oficio',
 'The technician who teaches them',
 'El técnico que le enseña',
 'See personal data of students or staff
Work without a technician near
Have a password or key of the department',
 'Ver datos personales de estudiantes o del personal
Trabajar sin un técnico cerca
Tener una contraseña o una llave del departamento', 17),
('av_specialist', 'Audio and video specialist', 'Especialista en audio y video',
 'Sets up sound, projection, streaming and recording for classrooms, assemblies and board meetings',
 'Prepara sonido, proyección, transmisión y grabación para salones, asambleas y reuniones del consejo',
 'Teachers, event organizers, the board',
 'Docentes, organizadores de eventos, consejo escolar',
 'Publish a recording of students without consent
Record where people were not told
Keep recordings longer than the district says',
 'Publicar una grabación de estudiantes sin consentimiento
Grabar donde no se avisó a las personas
Guardar grabaciones más tiempo del que dice el distrito', 18),
('security_lead', 'Security and privacy lead', 'Responsable de seguridad y privacidad',
 'Watches over risks, sign-in, incidents and what vendors may do with student data',
 'Cuida los riesgos, el acceso, los incidentes y lo que los proveedores pueden hacer con datos de estudiantes',
 'The whole district; families in case of a breach',
 'Todo el distrito; las familias cuando hay una filtración',
 'Be the only one who checks the own work
Watch staff without the written procedure
Sign an agreement with a vendor alone',
 'Ser la única persona que revisa su propio trabajo
Vigilar al personal sin el procedimiento escrito
Firmar a solas un acuerdo con un proveedor', 25),
('sis_administrator', 'Student information system administrator', 'Administrador del sistema de información estudiantil',
 'Configures the student information system: roles, year change, schedules, transcripts, links to other systems',
 'Configura el sistema de información estudiantil: funciones, cambio de año, horarios, certificados, enlaces con otros sistemas',
 'Registrars, counselors, principals, the data specialist',
 'Secretarías, consejería, direcciones, especialista en datos',
 'Change a grade without the registrar''s written order
Check the log of the own access
Approve an own request for access',
 'Cambiar una nota sin la orden escrita de la secretaría
Revisar el registro de su propio acceso
Aprobar una solicitud propia de acceso', 45);

INSERT INTO people_role_authority (role_id, authority_id)
SELECT r.id, a.id FROM people_role r JOIN people_authority a ON
    (r.key = 'help_desk_lead' AND a.key IN ('reset_password', 'create_account', 'exam_devices'))
 OR (r.key = 'security_lead' AND a.key IN ('privacy', 'network_closet'))
 OR (r.key = 'sis_administrator' AND a.key IN ('student_records', 'create_account'));

-- Where the title means another role already, the district's word stays.
INSERT INTO people_title (title, title_folded, role_id)
SELECT t.title, lower(t.title), r.id FROM people_role r JOIN (
    SELECT 'Help Desk Supervisor' AS title, 'help_desk_lead' AS role_key
    UNION ALL SELECT 'Student Technology Intern', 'student_intern'
    UNION ALL SELECT 'Audiovisual Technician', 'av_specialist'
    UNION ALL SELECT 'Chief Information Security Officer', 'security_lead'
    UNION ALL SELECT 'SIS Administrator', 'sis_administrator'
) t ON t.role_key = r.key
 WHERE NOT EXISTS (SELECT 1 FROM people_title k WHERE k.title_folded = lower(t.title));
