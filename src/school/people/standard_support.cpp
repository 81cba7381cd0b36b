// Those who help people with devices, rooms and sign-in.
#include "people/standard_role.h"

namespace people::standard {

StandardRole technician() {
    return {
        {{}, "technician", {"Technician", "Técnico"},
         {"Repairs and sets up devices, printers and classroom equipment; helps people at their desk",
          "Repara y prepara dispositivos, impresoras y equipos de salón; ayuda a las personas en su lugar"},
         {"Everybody in the building: teachers, students, office staff", "Todas las personas del edificio: docentes, estudiantes, oficina"},
         {"Change student records or grades\nTeach or supervise students alone\nGive administrator rights to accounts",
          "Cambiar expedientes o notas de estudiantes\nEnseñar o vigilar a estudiantes sin docente\nDar derechos de administrador a cuentas"}},
        {{duty(35, "Answers requests for help, in person and from afar, and tells the requester what was done",
               "Atiende solicitudes de ayuda, en persona y a distancia, y dice a quien la pidió qué se hizo"),
          duty(25, "Finds faults in devices, printers and accessories and repairs or replaces them",
               "Encuentra fallas en dispositivos, impresoras y accesorios y los repara o cambia"),
          duty(15, "Sets up, updates and hands out devices, and takes them back", "Prepara, actualiza y entrega dispositivos, y los recibe de vuelta"),
          duty(10, "Looks after projectors, screens and sound in classrooms", "Cuida proyectores, pantallas y sonido en los salones"),
          duty(10, "Keeps the list of devices true", "Mantiene al día la lista de dispositivos"),
          marginal(5, "Prepares devices and rooms for tests and helps while tests run", "Prepara dispositivos y salones para exámenes y ayuda durante los exámenes")},
         {education("high_school", 2, {1, 2}, {"High school diploma or equivalent", "Diploma de escuela secundaria o equivalente"}),
          other(certificate, 1, {2, 3}, {"CompTIA A+ or a comparable certificate of repairing devices", "CompTIA A+ o un certificado comparable de reparación de dispositivos"}),
          other(QualificationKind::other, 0, {1, 4}, {"Can travel between schools on the same day", "Puede trasladarse entre escuelas el mismo día"}),
          preferred(other(certificate, 0, {2}, {"Repair certificate of a maker whose devices are in use", "Certificado de reparación de un fabricante cuyos dispositivos se usan"})),
          preferred(other(skill, 0, {1}, {"Speaks English and Spanish", "Habla inglés y español"}))},
         {{"hardware", 2}, {"accounts", 2}, {"software", 2}, {"printing", 2}, {"classroom_av", 1}},
         {onet("15-1232.00", "Computer User Support Specialists"), onet("49-2011.00", "Computer, Automated Teller, and Office Machine Repairers"),
          nice("IO-WRL-007", "Technical Support"), sfia("USUP 2-3", "Incident management")},
         {"Technology Coordinator", "Technology Specialist", "Computer Technician", "Help Desk Technician", "Field Technician", "IT Support Specialist", "Technology Support Technician"}},
        {"reset_password", "exam_devices"}};
}

StandardRole help_desk_lead() {
    return {
        {{}, "help_desk_lead", {"Help desk lead", "Responsable de la mesa de ayuda"},
         {"Keeps the queue in order, answers the phone, trains technicians and student interns",
          "Mantiene la cola en orden, atiende el teléfono, forma a técnicos y practicantes"},
         {"Everybody who asks for help; the technicians", "Toda persona que pide ayuda; el equipo técnico"},
         {"Rank people by how many requests they closed\nRead what people write or store\nGive administrator rights to an own account",
          "Clasificar a las personas por cuántas solicitudes cerraron\nLeer lo que las personas escriben o guardan\nDar derechos de administrador a una cuenta propia"}},
        {{duty(30, "Sorts new requests and gives each to somebody who can help", "Ordena las solicitudes nuevas y da cada una a quien puede ayudar"),
          duty(25, "Answers the phone and the walk-up desk, and solves what can be solved at once", "Atiende el teléfono y el mostrador, y resuelve lo que se puede resolver en el momento"),
          duty(15, "Looks at what is late and asks for help before it is missed", "Revisa lo que se retrasa y pide ayuda antes de incumplir"),
          duty(15, "Trains technicians and student interns and shows them safe ways of work", "Forma a técnicos y practicantes y les muestra formas seguras de trabajar"),
          duty(10, "Writes short instructions for questions that come often", "Escribe instrucciones breves para preguntas frecuentes"),
          marginal(5, "Plans who is at which school on which day", "Planifica quién está en qué escuela cada día")},
         {education("associate", 2, {1, 3}, {"Associate degree in computing or a related field", "Título de asociado en computación o un área afín"}),
          experience(24, {1, 2, 4}, {"Two years of helping people with computers", "Dos años de ayudar a personas con computadoras"}),
          preferred(other(certificate, 0, {1, 3}, {"ITIL Foundation or a comparable certificate of service work", "ITIL Foundation o un certificado comparable de gestión de servicios"})),
          preferred(other(skill, 0, {2}, {"Speaks English and Spanish", "Habla inglés y español"}))},
         {{"accounts", 3}, {"software", 2}, {"hardware", 2}, {"printing", 2}},
         {onet("15-1232.00", "Computer User Support Specialists"), nice("IO-WRL-007", "Technical Support"), sfia("USUP 4", "Incident management")},
         {"Help Desk Supervisor", "Help Desk Coordinator", "Technology Support Coordinator", "Technology Coordinator"}},
        {"reset_password", "create_account", "exam_devices"}};
}

StandardRole student_intern() {
    return {
        {{}, "student_intern", {"Student technology intern", "Practicante de tecnología"},
         {"Cleans, sorts and sets up devices beside a technician; learns the trade", "Limpia, ordena y prepara dispositivos junto a un técnico; aprende el oficio"},
         {"The technician who teaches them", "El técnico que le enseña"},
         {"See personal data of students or staff\nWork without a technician near\nHave a password or key of the department",
          "Ver datos personales de estudiantes o del personal\nTrabajar sin un técnico cerca\nTener una contraseña o una llave del departamento"}},
        {{duty(40, "Cleans, checks and sorts devices that came back", "Limpia, revisa y ordena dispositivos devueltos"),
          duty(30, "Sets up devices by a checklist while a technician is near", "Prepara dispositivos con una lista de pasos mientras un técnico está cerca"),
          duty(20, "Replaces simple parts such as keys and chargers after being shown", "Cambia piezas sencillas, como teclas y cargadores, después de que se le muestra"),
          marginal(10, "Helps to carry and label equipment", "Ayuda a llevar y etiquetar equipos")},
         {other(QualificationKind::other, 0, {1, 2}, {"Is enrolled in a school of the district, with the consent of a parent or guardian when under 18",
                                                      "Está matriculado en una escuela del distrito, con consentimiento de madre, padre o tutor si es menor de 18 años"})},
         {{"hardware", 1}},
         {onet("15-1232.00", "Computer User Support Specialists")},
         {"Student Technology Intern", "Student Help Desk", "Student Technician", "Tech Crew"}},
        {}};
}

StandardRole av_specialist() {
    return {
        {{}, "av_specialist", {"Audio and video specialist", "Especialista en audio y video"},
         {"Sets up sound, projection, streaming and recording for classrooms, assemblies and board meetings",
          "Prepara sonido, proyección, transmisión y grabación para salones, asambleas y reuniones del consejo"},
         {"Teachers, event organizers, the board", "Docentes, organizadores de eventos, consejo escolar"},
         {"Publish a recording of students without consent\nRecord where people were not told\nKeep recordings longer than the district says",
          "Publicar una grabación de estudiantes sin consentimiento\nGrabar donde no se avisó a las personas\nGuardar grabaciones más tiempo del que dice el distrito"}},
        {{duty(35, "Sets up and runs sound, light and projection for events and board meetings", "Prepara y opera sonido, luces y proyección en eventos y reuniones del consejo"),
          duty(30, "Repairs and replaces projectors, screens, speakers and microphones in classrooms", "Repara y cambia proyectores, pantallas, altavoces y micrófonos en los salones"),
          duty(15, "Streams and records meetings with captions", "Transmite y graba reuniones con subtítulos"),
          duty(10, "Shows teachers and students how to use the equipment", "Enseña a docentes y estudiantes a usar los equipos"),
          duty(5, "Plans equipment for new and renewed rooms", "Planifica equipos para salones nuevos y renovados"),
          marginal(5, "Looks after bells, intercom and paging with the network administrator", "Cuida timbres, intercomunicador y avisos junto con quien administra la red")},
         {education("high_school", 2, {1, 2}, {"High school diploma or equivalent", "Diploma de escuela secundaria o equivalente"}),
          experience(12, {1, 2}, {"One year of work with sound and video equipment", "Un año de trabajo con equipos de sonido y video"}),
          other(QualificationKind::other, 0, {1}, {"Can work on evenings of events that are announced two weeks before", "Puede trabajar en las tardes de eventos anunciados con dos semanas"}),
          preferred(other(certificate, 0, {2, 5}, {"AVIXA CTS or a comparable certificate", "AVIXA CTS o un certificado comparable"}))},
         {{"classroom_av", 3}, {"hardware", 2}, {"network", 1}},
         {onet("27-4011.00", "Audio and Video Technicians")},
         {"Audiovisual Technician", "Media Technician", "AV Coordinator", "Media Specialist"}},
        {}};
}

}  // namespace people::standard
