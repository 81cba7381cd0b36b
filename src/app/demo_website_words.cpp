#include "app/demo_website_words.h"

namespace app {

const std::array<DemoPage, 5> demo_pages{{
    {"/about", "For families",
     "Riverbend Schools teach the children of Riverbend and the farms around it.\n\n## Our schools\n\nEach school has its own page with telephone and address: see [Schools](/schools).\n\n"
     "## Visiting a school\n\n- Come to the office first and sign in.\n- Bring an identity card.\n- Children are handed only to the people whom their family has named.",
     "Para familias",
     "Las escuelas de Riverbend enseñan a los niños de Riverbend y de las granjas cercanas.\n\n## Nuestras escuelas\n\nCada escuela tiene su página con teléfono y dirección: vea [Escuelas](/schools).\n\n"
     "## Visitar una escuela\n\n- Venga primero a la oficina y regístrese.\n- Traiga una identificación.\n- Los niños se entregan solo a las personas que su familia ha nombrado.",
     true, 10, 240, 120},
    {"/enrollment", "Enrollment",
     "Every child who lives in the district has a place in our schools, whatever papers the family has.\n\n## What you need\n\n| What | For example |\n|--|--|\n| The child's age | birth certificate, passport, church record |\n"
     "| Where you live | lease, bill, letter from a landlord |\n| Vaccines | card of a doctor or clinic, see [Health](/health) |\n\n## How\n\n1. Call the school nearest to you, or come to its office.\n2. Fill in the form there. Somebody helps you in your language.\n3. Your child begins as soon as possible, also while papers are missing.",
     "Inscripción",
     "Cada niño que vive en el distrito tiene un lugar en nuestras escuelas, sin importar los papeles que tenga la familia.\n\n## Qué necesita\n\n| Qué | Por ejemplo |\n|--|--|\n| La edad del niño | acta de nacimiento, pasaporte, registro de la iglesia |\n"
     "| Dónde vive | contrato de alquiler, recibo, carta del dueño |\n| Vacunas | tarjeta de un médico o una clínica, vea [Salud](/health) |\n\n## Cómo\n\n1. Llame a la escuela más cercana, o venga a su oficina.\n2. Llene el formulario allí. Alguien le ayuda en su idioma.\n3. Su hijo empieza lo antes posible, también mientras faltan papeles.",
     true, 20, 200, 90},
    {"/health", "Health",
     "The nurse's office is open whenever school is.\n\n## When to stay home\n\n- Fever of 100.4 °F (38 °C) or more, until a day after it is gone without medicine\n- Vomiting or diarrhea, until a day after the last time\n- A rash that nobody has looked at yet\n\n"
     "## Medicine at school\n\nBring it in its box, with a note of the doctor. Children do not carry it themselves, but for inhalers and pens that a doctor has said they need at hand.\n\n## Vaccines\n\nThe office tells you which ones your child needs. If you cannot pay for them, ask: there is a way.",
     "Salud",
     "La enfermería está abierta siempre que hay clases.\n\n## Cuándo quedarse en casa\n\n- Fiebre de 38 °C (100.4 °F) o más, hasta un día después de que pase sin medicina\n- Vómito o diarrea, hasta un día después de la última vez\n- Un sarpullido que nadie ha visto todavía\n\n"
     "## Medicinas en la escuela\n\nTráigalas en su caja, con una nota del médico. Los niños no las llevan consigo, salvo los inhaladores y las plumas que un médico dijo que deben tener a mano.\n\n## Vacunas\n\nLa oficina le dice cuáles necesita su hijo. Si no puede pagarlas, pregunte: hay una manera.",
     true, 30, 400, -3},
    {"/technology-help", "Technology help",
     "For a device of the school, a password, or a page that does not open.\n\n## Ask\n\n- Students ask their teacher first.\n- Staff [ask for help](/requests/new) from any browser.\n- Families call the school's office.\n\n## Before you call\n\n1. Is it plugged in and charged?\n2. Does it work after you switch it off and on?\n3. Does the same page open on another device?",
     "Ayuda con la tecnología",
     "Para un equipo de la escuela, una contraseña o una página que no abre.\n\n## Pedir ayuda\n\n- Los estudiantes preguntan primero a su maestro.\n- El personal [pide ayuda](/requests/new) desde cualquier navegador.\n- Las familias llaman a la oficina de la escuela.\n\n## Antes de llamar\n\n1. ¿Está conectado y cargado?\n2. ¿Funciona después de apagarlo y encenderlo?\n3. ¿Se abre la misma página en otro equipo?",
     true, 40, 120, 60},
    {"/board", "School board",
     "The board meets in public on Tuesdays, once a month, at 6 p.m. in the district office.\n\n## Speaking at a meeting\n\nTell the office by noon of that day. Each speaker has three minutes. An interpreter is there when you ask two days before.\n\n## Minutes\n\nThe minutes of each meeting are approved at the next one and can be read in the district office.",
     "Junta escolar",
     "La junta se reúne en público un martes de cada mes a las 6 de la tarde en la oficina del distrito.\n\n## Hablar en una reunión\n\nAvise a la oficina antes del mediodía de ese día. Cada persona tiene tres minutos. Hay un intérprete si lo pide dos días antes.\n\n## Actas\n\nEl acta de cada reunión se aprueba en la siguiente y se puede leer en la oficina del distrito.",
     true, 50, 90, 200},
}};

const std::array<DemoNews, 4> demo_district_news{{
    {"Every menu says what is in the food", "Each dish says what it contains, what it may contain, and what nobody has confirmed yet. A dish that was changed says what it replaces.\n\nIf your child cannot eat something, tell the school's office.",
     "Cada menú dice qué lleva la comida", "Cada plato dice qué contiene, qué puede contener y qué no ha confirmado nadie todavía. Un plato cambiado dice a cuál sustituye.\n\nSi su hijo no puede comer algo, avise a la oficina de la escuela.", 26, 0, 0, false, false},
    {"Enrollment for next year is open", "Children who will be five by 1 September can be enrolled for kindergarten. See [what you need](/enrollment).",
     "La inscripción para el próximo año está abierta", "Los niños que cumplan cinco años antes del 1 de septiembre pueden inscribirse en kínder. Vea [qué necesita](/enrollment).", 70, 0, 0, false, false},
    {"Devices come back in the last week", "Chromebooks and chargers are collected in the last week of school. What is broken is no reason for a fee: say what happened.",
     "Los equipos se devuelven en la última semana", "Las Chromebooks y los cargadores se recogen en la última semana de clases. Que algo esté roto no es motivo de multa: diga qué pasó.", 5, 30, 24 * 14, true, true},
    {"Book fair", "The book fair is in the library all week.", "Feria del libro", "La feria del libro está en la biblioteca toda la semana.", 24 * 20, 0, 24 * 7, false, true},
}};

const std::array<DemoNews, 1> demo_school_news{{
    {"{school}: doors open at 7:30", "From Monday on the doors of {school} open at 7:30. Breakfast is until 7:55.\n\n- Buses stop at the side door.\n- Cars stop in front, one lane, no parking.",
     "{school}: las puertas se abren a las 7:30", "Desde el lunes las puertas de {school} se abren a las 7:30. El desayuno es hasta las 7:55.\n\n- Los autobuses paran en la puerta lateral.\n- Los automóviles paran al frente, en un solo carril, sin estacionar.", 30, 0, 0, false, false},
}};

}  // namespace app
