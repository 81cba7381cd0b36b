// Those who run the systems that everybody stands on.
#include "people/standard_role.h"

namespace people::standard {

StandardRole network() {
    return {
        {{}, "network", {"Network and systems administrator", "Administrador de red y sistemas"},
         {"Runs the network, Wi-Fi, servers, accounts directory, backups and filters",
          "Mantiene la red, el wifi, los servidores, el directorio de cuentas, las copias de seguridad y los filtros"},
         {"The department; everybody when something is down", "El departamento; todas las personas cuando algo no funciona"},
         {"Approve an own change of high risk\nRead what people write or store\nRelease student data",
          "Aprobar un cambio propio de alto riesgo\nLeer lo que las personas escriben o guardan\nEntregar datos de estudiantes"}},
        {{duty(30, "Runs and repairs the wired network, Wi-Fi and phones of all schools", "Mantiene y repara la red por cable, el wifi y los teléfonos de todas las escuelas"),
          duty(20, "Runs servers and cloud services and keeps them up to date", "Mantiene servidores y servicios en la nube y los actualiza"),
          duty(15, "Keeps the directory of accounts and groups in order", "Mantiene en orden el directorio de cuentas y grupos"),
          duty(15, "Makes backups and proves by restoring that they work", "Hace copias de seguridad y prueba con restauraciones que sirven"),
          duty(10, "Watches the systems and acts when something fails or is attacked", "Vigila los sistemas y actúa cuando algo falla o es atacado"),
          duty(5, "Keeps the web filter as the law and the policy of the board ask", "Mantiene el filtro web como piden la ley y las normas del consejo"),
          marginal(5, "Gives figures and drawings for purchases and E-rate applications", "Da cifras y planos para compras y solicitudes de E-rate")},
         {education("associate", 4, {1, 2}, {"Associate degree in computing or a related field", "Título de asociado en computación o un área afín"}),
          experience(24, {1, 2, 4}, {"Two years of running networks or servers", "Dos años de mantener redes o servidores"}),
          preferred(education("bachelor", 0, {2, 5}, {"Bachelor's degree in computing or a related field", "Licenciatura en computación o un área afín"})),
          preferred(other(certificate, 0, {1}, {"Cisco CCNA, CompTIA Network+ or a comparable certificate", "Cisco CCNA, CompTIA Network+ o un certificado comparable"}))},
         {{"network", 3}, {"servers", 3}, {"accounts", 3}, {"software", 2}},
         {onet("15-1244.00", "Network and Computer Systems Administrators"), nice("IO-WRL-005", "Systems Administration"), nice("IO-WRL-004", "Network Operations"),
          sfia("ITOP 4-5", "IT infrastructure")},
         {"Network Administrator", "Systems Administrator", "Network Engineer", "Infrastructure Manager", "Network Manager", "Technology Coordinator"}},
        {"reset_password", "create_account", "network_closet", "google_admin"}};
}

StandardRole security_lead() {
    return {
        {{}, "security_lead", {"Security and privacy lead", "Responsable de seguridad y privacidad"},
         {"Watches over risks, sign-in, incidents and what vendors may do with student data",
          "Cuida los riesgos, el acceso, los incidentes y lo que los proveedores pueden hacer con datos de estudiantes"},
         {"The whole district; families in case of a breach", "Todo el distrito; las familias cuando hay una filtración"},
         {"Be the only one who checks the own work\nWatch staff without the written procedure\nSign an agreement with a vendor alone",
          "Ser la única persona que revisa su propio trabajo\nVigilar al personal sin el procedimiento escrito\nFirmar a solas un acuerdo con un proveedor"}},
        {{duty(25, "Keeps the list of risks and the plan for each", "Mantiene la lista de riesgos y el plan para cada uno"),
          duty(20, "Leads the response to incidents and rehearses it twice a year", "Dirige la respuesta a incidentes y la ensaya dos veces al año"),
          duty(20, "Reviews programs and vendors before student data goes to them", "Revisa programas y proveedores antes de que reciban datos de estudiantes"),
          duty(15, "Sets rules for sign-in and second factors and checks that they hold", "Fija reglas de acceso y segundo factor y comprueba que se cumplen"),
          duty(10, "Teaches staff to recognize fraud and to protect data", "Enseña al personal a reconocer fraudes y proteger datos"),
          duty(10, "Prepares the notices that the law asks for after a breach", "Prepara los avisos que la ley pide después de una filtración")},
         {education("bachelor", 4, {1, 2}, {"Bachelor's degree in computing, law or a related field", "Licenciatura en computación, derecho o un área afín"}),
          experience(36, {1, 2, 3}, {"Three years of work in information security or privacy", "Tres años de trabajo en seguridad de la información o privacidad"}),
          preferred(other(certificate, 0, {1, 2}, {"CompTIA Security+, CISSP or a comparable certificate", "CompTIA Security+, CISSP o un certificado comparable"})),
          preferred(other(certificate, 0, {3, 6}, {"IAPP CIPP or a comparable certificate of privacy", "IAPP CIPP o un certificado comparable de privacidad"}))},
         {{"network", 2}, {"servers", 2}, {"accounts", 3}},
         {onet("15-1212.00", "Information Security Analysts"), nice("OG-WRL-014", "Systems Security Management"), nice("OG-WRL-008", "Privacy Compliance"),
          nice("PD-WRL-003", "Incident Response"), sfia("SCTY 4-5", "Information security"), sfia("PEDP 4", "Personal data protection")},
         {"Information Security Officer", "Chief Information Security Officer", "Data Privacy Officer", "Cybersecurity Coordinator"}},
        {"network_closet", "privacy"}};
}

StandardRole data_specialist() {
    return {
        {{}, "data_specialist", {"Data specialist", "Especialista en datos"},
         {"Answers for the numbers: rosters, reports to the state, quality, analysis", "Responde por las cifras: listas, informes al estado, calidad, análisis"},
         {"Principals, the board, regulators", "Dirección, consejo escolar, autoridades"},
         {"Release data without authority and a purpose\nChange grades at their source\nUse data to watch staff",
          "Entregar datos sin autorización ni propósito\nCambiar notas en su origen\nUsar datos para vigilar al personal"}},
        {{duty(30, "Prepares and checks the reports that the state asks for", "Prepara y revisa los informes que pide el estado"),
          duty(25, "Finds errors in records and has them corrected at their source", "Encuentra errores en los registros y hace que se corrijan en su origen"),
          duty(20, "Answers questions of schools with figures, and says how sure they are", "Responde con cifras a preguntas de las escuelas y dice cuán seguras son"),
          duty(15, "Keeps the exchange of rosters with other programs running", "Mantiene en marcha el intercambio de listas con otros programas"),
          duty(10, "Protects small groups in all figures that leave the department", "Protege a los grupos pequeños en toda cifra que sale del departamento")},
         {education("bachelor", 4, {1, 3}, {"Bachelor's degree in a field that works with figures", "Licenciatura en un área que trabaja con cifras"}),
          other(skill, 0, {2, 3}, {"Can answer a question from several tables by SQL, shown by a short task", "Sabe responder a una pregunta de varias tablas con SQL, mostrado en una tarea breve"}),
          experience(12, {1, 2}, {"One year of work with records that must be right", "Un año de trabajo con registros que deben ser exactos"}),
          preferred(other(certificate, 0, {5}, {"Training in the federal law on student records (FERPA)", "Formación en la ley federal de expedientes estudiantiles (FERPA)"}))},
         {{"reporting", 3}, {"student_records", 2}},
         {onet("15-2051.01", "Business Intelligence Analysts"), nice("IO-WRL-001", "Data Analysis"), sfia("PEDP 3", "Personal data protection")},
         {"Data Analyst", "Data Manager", "State Reporting Coordinator", "Data Coordinator", "Assessment and Data Specialist"}},
        {"student_records"}};
}

StandardRole sis_administrator() {
    return {
        {{}, "sis_administrator", {"Student information system administrator", "Administrador del sistema de información estudiantil"},
         {"Configures the student information system: roles, year change, schedules, transcripts, links to other systems",
          "Configura el sistema de información estudiantil: funciones, cambio de año, horarios, certificados, enlaces con otros sistemas"},
         {"Registrars, counselors, principals, the data specialist", "Secretarías, consejería, direcciones, especialista en datos"},
         {"Change a grade without the registrar's written order\nCheck the log of the own access\nApprove an own request for access",
          "Cambiar una nota sin la orden escrita de la secretaría\nRevisar el registro de su propio acceso\nAprobar una solicitud propia de acceso"}},
        {{duty(25, "Sets up schools, terms, courses and schedules and changes the year", "Configura escuelas, periodos, cursos y horarios y hace el cambio de año"),
          duty(25, "Gives and takes back access by role, on written request", "Da y retira accesos según la función, con solicitud escrita"),
          duty(20, "Helps registrars, counselors and teachers with the system and trains them", "Ayuda y forma a secretarías, consejería y docentes en el sistema"),
          duty(15, "Keeps the links to other programs running and checks what they carry", "Mantiene los enlaces con otros programas y revisa lo que llevan"),
          duty(10, "Prepares transcripts, report cards and their forms", "Prepara certificados, boletas y sus formatos"),
          marginal(5, "Tests new versions before everybody has them", "Prueba versiones nuevas antes de que lleguen a todos")},
         {education("associate", 3, {1, 4}, {"Associate degree in computing or a related field", "Título de asociado en computación o un área afín"}),
          experience(24, {1, 2}, {"Two years of work with a student information system or a comparable database", "Dos años de trabajo con un sistema de información estudiantil o una base de datos comparable"}),
          preferred(other(skill, 0, {4}, {"Can write SQL queries and read CSV and JSON", "Sabe escribir consultas SQL y leer CSV y JSON"}))},
         {{"student_records", 3}, {"reporting", 2}, {"accounts", 2}},
         {onet("15-1242.00", "Database Administrators"), nice("IO-WRL-002", "Database Administration"), sfia("DBAD 4", "Database administration")},
         {"SIS Administrator", "Student Information System Coordinator", "Student Systems Specialist", "Database Administrator", "Data Coordinator"}},
        {"create_account", "student_records"}};
}

}  // namespace people::standard
