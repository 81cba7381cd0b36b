// Those who work with teachers, with the public, and with the board.
#include "people/standard_role.h"

namespace people::standard {

StandardRole integration_specialist() {
    return {
        {{}, "integration_specialist", {"Technology integration specialist", "Especialista en integración de tecnología"},
         {"A licensed teacher who plans, models and co-teaches lessons with technology",
          "Docente con licencia que planifica, muestra y da clases con tecnología junto a otros docentes"},
         {"Teachers and their classes", "Docentes y sus clases"},
         {"Evaluate teachers or report on them\nStand in as a routine substitute\nBe the one who fixes devices",
          "Evaluar a docentes o informar sobre ellos\nHacer suplencias de rutina\nSer quien repara los dispositivos"},
         true},
        {{duty(35, "Plans, models and co-teaches lessons with teachers in their rooms", "Planifica, muestra y da clases junto a docentes en sus salones"),
          duty(25, "Works with teachers on goals that they choose, over several weeks", "Trabaja con docentes en metas que ellos eligen, durante varias semanas"),
          duty(15, "Prepares and leads professional learning", "Prepara y dirige formación profesional"),
          duty(10, "Finds and tries out tools and checks them with the privacy lead", "Busca y prueba herramientas y las revisa con quien cuida la privacidad"),
          duty(10, "Teaches safe and fair use of technology with teachers", "Enseña el uso seguro y justo de la tecnología junto a docentes"),
          marginal(5, "Writes down lessons that worked so that others can use them", "Anota clases que funcionaron para que otros las usen")},
         {other(licence, 0, {1, 2}, {"Valid teaching licence of the state", "Licencia docente vigente del estado"}),
          experience(36, {1, 2, 3}, {"Three years of teaching", "Tres años de docencia"}),
          preferred(other(licence, 0, {1, 3}, {"State endorsement in educational technology where one exists", "Especialidad estatal en tecnología educativa donde exista"})),
          preferred(other(certificate, 0, {1, 4}, {"ISTE, Google, Apple or Microsoft certificate for educators", "Certificado para docentes de ISTE, Google, Apple o Microsoft"})),
          preferred(education("postgraduate", 0, {3}, {"Master's degree in education or a related field", "Maestría en educación o un área afín"}))},
         {{"integration", 3}, {"software", 2}, {"classroom_av", 1}},
         {onet("25-9031.00", "Instructional Coordinators"),
          {"ISTE Standards for Coaches", "4.1", "Change Agent", "https://iste.org/standards/coaches", checked},
          {"ISTE Standards for Coaches", "4.2", "Connected Learner", "https://iste.org/standards/coaches", checked}},
         {"Instructional Technology Coach", "Technology Integration Specialist", "Digital Learning Coach", "Instructional Technology Facilitator",
          "Instructional Technology Specialist", "Technology Coordinator", "Technology Specialist", "TOSA"}},
        {}};
}

StandardRole webmaster() {
    return {
        {{}, "webmaster", {"Webmaster", "Responsable del sitio web"},
         {"Publishes the website: menu, news, pages; keeps it accessible", "Publica el sitio web: menú, noticias, páginas; lo mantiene accesible"},
         {"Families, students, the public", "Familias, estudiantes, público"},
         {"Publish a picture of a student without consent\nSpeak for the board\nChange results that the athletic director keeps",
          "Publicar la imagen de un estudiante sin consentimiento\nHablar por el consejo escolar\nCambiar resultados que lleva la dirección deportiva"}},
        {{duty(35, "Publishes pages, news, menus and calendars and takes down what is out of date", "Publica páginas, noticias, menús y calendarios y retira lo que ya no vale"),
          duty(20, "Checks that every page can be used by people with disabilities, and mends what cannot", "Comprueba que las personas con discapacidad pueden usar cada página, y corrige lo que falla"),
          duty(15, "Checks consent before a picture of a student is shown", "Comprueba el consentimiento antes de mostrar la imagen de un estudiante"),
          duty(15, "Helps schools to write their pages and trains their editors", "Ayuda a las escuelas a escribir sus páginas y forma a quienes las editan"),
          duty(10, "Sends urgent messages to families in the words of the district", "Envía mensajes urgentes a las familias con las palabras del distrito"),
          marginal(5, "Places content of vendors on pages after a privacy review", "Coloca contenido de proveedores en páginas tras revisar la privacidad")},
         {education("associate", 2, {1, 4}, {"Associate degree in communication, design or computing", "Título de asociado en comunicación, diseño o computación"}),
          other(skill, 0, {1, 2}, {"Can find and mend barriers on a web page, shown by a short task", "Sabe encontrar y corregir barreras en una página web, mostrado en una tarea breve"}),
          preferred(other(skill, 0, {1, 5}, {"Writes well in English and Spanish", "Escribe bien en inglés y español"}))},
         {{"web", 3}, {"accounts", 1}},
         {onet("15-1299.01", "Web Administrators"), onet("15-1254.00", "Web Developers")},
         {"Webmaster", "Web Coordinator", "Communications Technologist", "Digital Communications Specialist"}},
        {}};
}

StandardRole cio() {
    return {
        {{}, "cio", {"Chief information officer", "Dirección de informática"},
         {"Leads the department: plans, budget, policy, hiring, priorities", "Dirige el departamento: planes, presupuesto, normas, contratación, prioridades"},
         {"Superintendent, board, principals, vendors", "Superintendencia, consejo, direcciones, proveedores"},
         {"Supervise or evaluate licensed educators without an educator's and evaluator's licence\nRead coaching notes\nOpen staff mail without the written procedure",
          "Supervisar o evaluar a docentes con licencia sin tener licencia de docente y de evaluador\nLeer notas de acompañamiento docente\nAbrir el correo del personal sin el procedimiento escrito"}},
        {{duty(20, "Writes and carries out the plan for technology with the superintendent and the schools", "Escribe y lleva a cabo el plan de tecnología con la superintendencia y las escuelas"),
          duty(20, "Prepares the budget and answers for what is bought", "Prepara el presupuesto y responde por las compras"),
          duty(20, "Hires, leads and develops the staff of the department", "Contrata, dirige y forma al personal del departamento"),
          duty(15, "Sets the order of work and reports how the department serves the schools", "Fija el orden del trabajo e informa de cómo el departamento sirve a las escuelas"),
          duty(10, "Drafts policies on technology, privacy and safety for the board", "Redacta normas de tecnología, privacidad y seguridad para el consejo"),
          duty(10, "Agrees with principals on what teaching needs", "Acuerda con las direcciones lo que la enseñanza necesita"),
          marginal(5, "Works with vendors and other districts", "Trabaja con proveedores y otros distritos")},
         {education("bachelor", 6, {1, 2}, {"Bachelor's degree", "Licenciatura"}),
          experience(60, {1, 3, 4}, {"Five years of work in information technology, two of them leading people", "Cinco años de trabajo en informática, dos de ellos dirigiendo personas"}),
          other(skill, 0, {2}, {"Has answered for a budget", "Ha respondido por un presupuesto"}),
          preferred(other(certificate, 0, {1, 6}, {"CoSN CETL, PMP or a comparable certificate", "CoSN CETL, PMP o un certificado comparable"})),
          preferred(education("postgraduate", 0, {1}, {"Master's degree", "Maestría"}))},
         {{"network", 2}, {"servers", 1}, {"reporting", 1}},
         {onet("11-3021.00", "Computer and Information Systems Managers"),
          {"CoSN Framework of Essential Skills", "10 skills", "The K-12 CTO, in three categories", "https://www.cosn.org", checked},
          sfia("ITSP 5-6", "Strategic planning"), sfia("GOVN 6", "Governance"), sfia("BUDF 5", "Budgeting and forecasting"), sfia("ISCO 6", "Information systems coordination")},
         {"Director of Technology", "Technology Director", "Chief Technology Officer", "Chief Information Officer", "Technology Coordinator",
          "Assistant Superintendent for Technology", "Chief Innovation Officer"}},
        {"network_closet", "approve_purchase", "privacy"}};
}

}  // namespace people::standard
