#include "app/demo_words.h"

#include <algorithm>
#include <array>

namespace app {

static constexpr std::array<DemoStory, 24> stories{{
    {"device", "chromebook", "Chromebook does not charge", "El Chromebook no carga", "The light next to the plug stays dark, with two chargers.",
     "La luz junto al enchufe no se enciende, con dos cargadores.", "The charging board was worn. I replaced it and it charges again.",
     "La placa de carga estaba gastada. La cambié y carga otra vez.", "charger", 90, 700, 2'400},
    {"device", "chromebook", "Cracked screen", "Pantalla rota", "It fell from the desk. Half of the picture is gone.", "Se cayó de la mesa. Falta la mitad de la imagen.",
     "New screen is in. Please use the sleeve on the way home.", "Pantalla nueva. Por favor use la funda de camino a casa.", "screen", 80, 1500, 5'900},
    {"device", "chromebook", "Keys are missing", "Faltan teclas", "The E and the R are gone, and the space bar sticks.", "Faltan la E y la R, y la barra espaciadora se atasca.",
     "The keyboard was replaced as a whole.", "Se cambió el teclado entero.", "keyboard", 60, 1300, 3'600},
    {"device", "chromebook", "Battery is empty by second period", "La batería se acaba en la segunda hora", "Full in the morning, off at ten.", "Llena por la mañana, apagado a las diez.",
     "The battery held a third of its charge. It has a new one.", "La batería tenía un tercio de su carga. Lleva una nueva.", "battery", 45, 1600, 4'200},
    {"device", "laptop", "Laptop is very slow", "El portátil va muy lento", "It takes ten minutes until I can take attendance.", "Tarda diez minutos hasta que puedo pasar lista.",
     "The disk was failing; your files are on a new one.", "El disco estaba fallando; sus archivos están en uno nuevo.", "storage", 35, 1400, 6'500},
    {"device", "tablet", "Tablet does not find the school's apps", "La tableta no encuentra las aplicaciones", "The app shelf is empty since Friday.", "La lista está vacía desde el viernes.",
     "It had lost its enrolment. I enrolled it again.", "Había perdido su registro. La registré otra vez.", "software", 15, 600, 0},
    {"classroom", "projector", "Projector flickers", "El proyector parpadea", "It goes dark for a second whenever it wants.", "Se apaga un segundo cuando quiere.",
     "The lamp was at its end. A new one is in.", "La lámpara estaba al final. Lleva una nueva.", "other", 50, 1200, 8'900},
    {"classroom", "display", "No sound from the panel", "La pantalla no suena", "Picture is fine, but videos are silent.", "La imagen va bien, pero los videos no suenan.",
     "The cable to the amplifier was loose behind the cabinet.", "El cable del amplificador estaba suelto detrás del armario.", "other", 40, 420, 0},
    {"classroom", "", "Document camera shows nothing", "La cámara de documentos no muestra nada", "The light is on, the screen stays black.", "La luz está encendida, la pantalla sigue negra.",
     "It was set to the wrong input. I labelled the button.", "Estaba en la entrada equivocada. Puse una etiqueta en el botón.", "", 30, 300, 0},
    {"printing", "printer", "Printer jams on every second page", "La impresora se atasca cada dos páginas", "It crumples the paper at the back.", "Arruga el papel por detrás.",
     "The rollers were worn and are new.", "Los rodillos estaban gastados; son nuevos.", "other", 60, 900, 3'200},
    {"printing", "printer", "Prints with grey stripes", "Imprime con rayas grises", "Report cards look dirty.", "Las boletas salen sucias.", "New drum, clean pages.",
     "Tambor nuevo, páginas limpias.", "other", 30, 800, 7'400},
    {"sign_in", "", "Password does not work after the break", "La contraseña no funciona tras las vacaciones", "It says that my account is locked.", "Dice que mi cuenta está bloqueada.",
     "I unlocked it and sent you a way to choose a new password.", "La desbloqueé y le envié cómo elegir otra contraseña.", "", 110, 90, 0},
    {"sign_in", "", "New phone, no second factor", "Teléfono nuevo, sin segundo paso", "The codes went to my old phone.", "Los códigos iban a mi teléfono anterior.",
     "The old phone is removed; add the new one at your next sign-in.", "Quité el teléfono anterior; añada el nuevo al entrar.", "", 40, 150, 0},
    {"sign_in", "", "A student cannot get into the math program", "Un estudiante no entra en el programa de matemáticas", "All others in the class can.", "Todos los demás de la clase pueden.",
     "The roster had the old class. It is right since this morning.", "La lista tenía la clase anterior. Desde esta mañana está bien.", "", 50, 240, 0, "data_specialist", "skill"},
    {"network", "", "Wi-Fi drops in the library", "El wifi se corta en la biblioteca", "Every few minutes, since Monday.", "Cada pocos minutos, desde el lunes.",
     "The access point was rebooting. It has a new power supply.", "El punto de acceso se reiniciaba. Lleva otra fuente.", "", 45, 1100, 0},
    {"network", "", "A site for class is blocked", "Un sitio para la clase está bloqueado", "The museum's tour for grade 6.", "La visita del museo para sexto.",
     "It is open for your classes now.", "Ya está abierto para sus clases.", "", 60, 200, 0},
    {"software", "", "Please install the geometry program", "Instalen el programa de geometría", "For lab 1, before next week.", "Para el laboratorio 1, antes de la próxima semana.",
     "It is on all machines of the lab.", "Está en todas las máquinas del laboratorio.", "", 40, 1500, 0},
    {"student_records", "", "Grades do not show for one class", "No aparecen las notas de una clase", "Third period is empty for parents.", "La tercera hora sale vacía para las familias.",
     "The class was not published. It is now.", "La clase no estaba publicada. Ya lo está.", "", 35, 500, 0},
    {"data_question", "", "Attendance by grade for the board", "Asistencia por grado para la junta", "One page, last three years.", "Una página, últimos tres años.",
     "The page is attached. Two grades are too small to show.", "Va adjunta. Dos grados son demasiado pequeños para mostrarlos.", "", 20, 2600, 0},
    {"website", "", "Lunch menu shows last week", "El menú es de la semana pasada", "Families are asking.", "Las familias preguntan.", "It is right now, and next week's is in.",
     "Ya está bien, y el de la próxima semana también.", "", 30, 120, 0},
    {"website", "", "Wrong phone number on our page", "Teléfono equivocado en nuestra página", "The office number changed in August.", "El número de la oficina cambió en agosto.",
     "Changed on every page where it stood.", "Cambiado en todas las páginas donde estaba.", "", 20, 300, 0},
    {"try_in_class", "", "I want to try video feedback", "Quiero probar comentarios en video", "For 8th grade essays, with somebody beside me the first time.",
     "Para ensayos de octavo, con alguien a mi lado la primera vez.", "We planned it together for Thursday.", "Lo planeamos juntos para el jueves.", "", 20, 3000, 0},
    {"new_person", "", "A substitute starts on Monday", "Una suplente empieza el lunes", "Needs an account and a laptop for six weeks.", "Necesita cuenta y portátil por seis semanas.",
     "Account and laptop are in the office.", "La cuenta y el portátil están en la oficina.", "", 30, 1000, 0, "network", "authority"},
    {"other", "", "Phone in the office is silent", "El teléfono de la oficina no suena", "It rings for the caller, not for us.", "Le suena a quien llama, a nosotros no.",
     "The ringer was off after the update.", "El timbre quedó apagado tras la actualización.", "", 25, 400, 0, "network", "wrong_team"},
}};

std::span<const DemoStory> demo_stories() { return stories; }

static constexpr std::array<DemoRepair, 7> repairs{{
    {"charger", "wear", "No voltage behind the socket; the charging board is burnt at the plug.", "Sin tensión detrás del conector; la placa de carga está quemada en la toma.",
     "Charging board", "Placa de carga"},
    {"screen", "accident", "Panel broken at the lower left; hinge and cable are fine.", "Panel roto abajo a la izquierda; bisagra y cable están bien.", "LCD panel 11.6 in",
     "Panel LCD de 11,6 pulgadas"},
    {"keyboard", "misuse", "Two keys pulled off, the membrane below is torn.", "Dos teclas arrancadas, la membrana debajo está rota.", "Keyboard", "Teclado"},
    {"battery", "wear", "Holds 31 % of its first charge after 900 cycles.", "Conserva el 31 % de su carga inicial tras 900 ciclos.", "Battery 42 Wh", "Batería de 42 Wh"},
    {"storage", "wear", "The disk reports failing sectors; all files could be copied.", "El disco informa de sectores dañados; se pudieron copiar todos los archivos.",
     "SSD 256 GB", "SSD de 256 GB"},
    {"software", "unknown", "The enrolment had run out.", "El registro había caducado.", "", ""},
    {"other", "wear", "Worn by use; nothing else is damaged.", "Gastado por el uso; no hay otro daño.", "Spare part set", "Juego de repuestos"},
}};

const DemoRepair& demo_repair(std::string_view component) {
    auto found = std::ranges::find(repairs, component, &DemoRepair::component);
    return found == repairs.end() ? repairs.back() : *found;
}

static constexpr std::array<DemoWait, 26> waits{{
    {"device", "part", "The part is ordered; it usually takes a week.", "La pieza está pedida; suele tardar una semana."},
    {"device", "vendor", "It is under warranty and went to the manufacturer on Monday.", "Está en garantía y el lunes salió hacia el fabricante."},
    {"device", "requester", "Could you leave it at the office, with the charger?", "¿Puede dejarlo en la oficina, con el cargador?"},
    {"device", "other_work", "The devices for testing week come first; after that it is next.", "Van primero los dispositivos para la semana de exámenes; después sigue este."},
    {"classroom", "part", "A lamp is ordered; until then the projector from the library is yours.", "La lámpara está pedida; mientras tanto puede usar el proyector de la biblioteca."},
    {"classroom", "window", "It needs a ladder and an empty room, so we do it after school.", "Hace falta una escalera y el salón vacío; lo hacemos después de clases."},
    {"classroom", "skill", "Kim knows this panel best and is back at the end of the week.", "Kim conoce mejor esta pantalla y vuelve al final de la semana."},
    {"printing", "vendor", "The printer is leased; the company sends somebody this week.", "La impresora es alquilada; la empresa envía a alguien esta semana."},
    {"printing", "part", "New rollers are ordered.", "Los rodillos nuevos están pedidos."},
    {"sign_in", "requester", "Which words does the page show after your password?", "¿Qué dice la página después de su contraseña?"},
    {"sign_in", "authority", "The office has to confirm who asks before the account is opened.", "La oficina tiene que confirmar quién lo pide antes de abrir la cuenta."},
    {"network", "window", "The switch has to restart; we do it after the last bell, so that no lesson stops.", "Hay que reiniciar el conmutador; lo hacemos después de la última campana para no parar ninguna clase."},
    {"network", "vendor", "The internet provider is looking at its end of the line.", "El proveedor de internet revisa su parte de la línea."},
    {"network", "skill", "Sven knows this part of the network; he looks at it tomorrow.", "Sven conoce esta parte de la red; la revisa mañana."},
    {"software", "authority", "The program keeps names of students, so the data agreement is signed first.", "El programa guarda nombres de estudiantes; primero se firma el acuerdo de datos."},
    {"software", "window", "Labs get new programs on Friday after school.", "Los laboratorios reciben programas nuevos el viernes después de clases."},
    {"student_records", "authority", "The registrar has to agree to a change of records.", "La secretaría académica tiene que aprobar un cambio en los expedientes."},
    {"student_records", "requester", "Which class and which period do you mean?", "¿A qué clase y a qué hora se refiere?"},
    {"data_question", "other_work", "The report to the state is due first, on Friday.", "Antes hay que entregar el informe al estado, el viernes."},
    {"data_question", "requester", "For which grades, and what is it for? Then the figure fits.", "¿Para qué grados y para qué se necesita? Así la cifra será la adecuada."},
    {"website", "authority", "The principal has to approve the new text.", "La dirección tiene que aprobar el texto nuevo."},
    {"website", "requester", "Please send the number as it should stand there.", "Envíe por favor el número tal como debe aparecer."},
    {"try_in_class", "requester", "Which two lessons would suit you?", "¿Qué dos clases le convienen?"},
    {"new_person", "authority", "Personnel has to confirm the first day before an account is made.", "Personal tiene que confirmar el primer día antes de crear una cuenta."},
    {"new_person", "other_work", "The laptops for Monday are being set up in order of the first day.", "Los portátiles para el lunes se preparan según el primer día de cada persona."},
    {"other", "requester", "Does it happen to other people in the office too?", "¿Les pasa también a otras personas de la oficina?"},
}};

std::span<const DemoWait> demo_waits() { return waits; }

}  // namespace app
