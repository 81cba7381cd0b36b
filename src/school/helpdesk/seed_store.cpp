// What a new district starts with. Every row can be changed on the settings pages.
#include <array>
#include <map>

#include "db/db.h"
#include "helpdesk/helpdesk.h"

namespace helpdesk {

struct SeedTeam {
    const char* role_key;
    const char* name_en;
    const char* name_es;
};

static constexpr std::array<SeedTeam, 6> seed_teams{{
    {"technician", "Technicians", "Equipo técnico"},
    {"network", "Network and systems", "Redes y sistemas"},
    {"integration_specialist", "Technology integration", "Integración de tecnología"},
    {"data_specialist", "Data and records", "Datos y expedientes"},
    {"webmaster", "Website", "Sitio web"},
    {"cio", "CIO's office", "Dirección de informática"},
}};

struct SeedCategory {
    const char* key;
    const char* role_key;
    const char* name_en;
    const char* name_es;
    const char* hint_en;
    const char* hint_es;
    int impact;
    int urgency;
    bool device, room, class_waiting;
    const char* skill;
    const char* authority;
};

static constexpr std::array<SeedCategory, 14> seed_categories{{
    {"device", "technician", "A device is broken", "Un dispositivo no funciona", "Laptop, Chromebook, tablet, charger", "Portátil, Chromebook, tableta, cargador", 3, 2,
     true, true, true, "hardware", nullptr},
    {"classroom", "technician", "Projector, screen or sound", "Proyector, pantalla o sonido", "What the whole class sees or hears",
     "Lo que ve o escucha toda la clase", 2, 2, true, true, true, "classroom_av", nullptr},
    {"printing", "technician", "Printing", "Imprimir", "Jams, quality, toner, a printer that is missing", "Atascos, calidad, tóner, una impresora que falta", 3, 3,
     true, true, true, "printing", nullptr},
    {"sign_in", "technician", "I cannot sign in", "No puedo entrar", "Password, locked account, second factor", "Contraseña, cuenta bloqueada, segundo paso", 3, 2,
     false, true, true, "accounts", "reset_password"},
    {"network", "network", "Wi-Fi, internet or phones", "Wifi, internet o teléfonos", "Slow, gone, or blocked", "Lento, sin señal o bloqueado", 2, 2, false, true, true,
     "network", nullptr},
    {"software", "technician", "A program or a website for class", "Un programa o sitio web para la clase", "Install, update, unblock", "Instalar, actualizar, desbloquear",
     3, 3, true, true, true, "software", nullptr},
    {"student_records", "data_specialist", "Grades, attendance and records", "Notas, asistencia y expedientes", "The student information system",
     "El sistema de información estudiantil", 3, 3, false, false, false, "student_records", "student_records"},
    {"data_question", "data_specialist", "A question about numbers", "Una pregunta sobre cifras", "A report, a list, a figure for a decision",
     "Un informe, una lista, una cifra para decidir", 3, 3, false, false, false, "reporting", nullptr},
    {"website", "webmaster", "A change to the website", "Un cambio en el sitio web", "News, menu, calendar, a page", "Noticias, menú, calendario, una página", 3, 3, false,
     false, false, "web", nullptr},
    {"try_in_class", "integration_specialist", "I want to try something in class", "Quiero probar algo en clase",
     "A specialist plans it with you and comes to the lesson", "Un especialista lo planea con usted y va a la clase", 3, 3, false, true, false, "integration", nullptr},
    {"new_person", "technician", "Somebody new, or somebody leaves", "Alguien nuevo, o alguien se va", "Accounts, devices, keys to systems",
     "Cuentas, dispositivos, accesos", 3, 3, false, true, false, "accounts", "create_account"},
    {"purchase", "cio", "Something should be bought", "Hay que comprar algo", "Devices, programs, licences", "Dispositivos, programas, licencias", 3, 3, false, false,
     false, nullptr, "approve_purchase"},
    {"safety", "cio", "Privacy or safety", "Privacidad o seguridad", "A lost device with data, a strange message, a photo that must go",
     "Un dispositivo perdido con datos, un mensaje raro, una foto que debe quitarse", 1, 1, true, false, false, nullptr, "privacy"},
    {"other", "technician", "Something else, or I am not sure", "Otra cosa, o no estoy seguro", "Write it; we find who can help", "Escríbalo; buscamos quién puede ayudar", 3, 3,
     true, true, true, nullptr, nullptr},
}};

struct SeedTarget {
    int priority;
    int response_minutes;
    int resolution_minutes;
};

/// Working minutes; a school day has about 480.
static constexpr std::array<SeedTarget, 4> seed_targets{{{1, 15, 120}, {2, 60, 480}, {3, 240, 1440}, {4, 480, 2400}}};

struct SeedTemplate {
    const char* key;
    const char* name_en;
    const char* name_es;
    const char* body_en;
    const char* body_es;
};

static constexpr std::array<SeedTemplate, 8> seed_templates{{
    {"other_work", "Other work comes first", "Otro trabajo va primero",
     "Thank you for writing, {name}. I have seen your request. Classes that cannot go on come first today, so I expect to be with you after that. "
     "If it gets worse or a lesson depends on it, write here and I will look again.",
     "Gracias por escribir, {name}. Ya vi su solicitud. Hoy van primero las clases que no pueden seguir; después voy con usted. "
     "Si empeora o una clase depende de ello, escriba aquí y lo reviso otra vez."},
    {"skill", "Somebody else knows this better", "Otra persona sabe más de esto",
     "Thank you, {name}. This needs somebody who knows the system better than I do, so I asked {who} to take it. You do not need to write again.",
     "Gracias, {name}. Esto necesita a alguien que conozca el sistema mejor que yo, así que pedí a {who} que la tome. No hace falta que escriba otra vez."},
    {"authority", "I may not do this myself", "No estoy autorizado a hacerlo",
     "Thank you, {name}. I am not allowed to do this myself, for good reasons. I gave it to {who}, who may, with all that you wrote.",
     "Gracias, {name}. No estoy autorizado a hacerlo yo, y hay buenas razones para ello. La pasé a {who}, que sí puede, con todo lo que usted escribió."},
    {"part", "Waiting for a part", "Esperamos una pieza",
     "The part for “{title}” is ordered. I will write as soon as it is here. If you cannot work without it, tell me and we find a loaner.",
     "La pieza para “{title}” está pedida. Le escribo en cuanto llegue. Si no puede trabajar sin ella, dígamelo y buscamos un préstamo."},
    {"question", "A question back", "Una pregunta",
     "Thank you, {name}. So that I fix the right thing: what exactly do you see, and since when? A photo helps most.",
     "Gracias, {name}. Para arreglar lo correcto: ¿qué ve exactamente y desde cuándo? Una foto es lo que más ayuda."},
    {"visit", "I will come by", "Paso por su salón",
     "I will come to your room {when}. If that is a bad time for the class, write here and we find another.",
     "Paso por su salón {when}. Si es mal momento para la clase, escriba aquí y buscamos otro."},
    {"works_again", "It should work again", "Debería funcionar otra vez",
     "It should work again. Please try it when you have a minute. If it does not, press “It is not solved” and I will come back to it.",
     "Debería funcionar otra vez. Pruébelo cuando tenga un minuto. Si no, pulse “No está resuelta” y vuelvo a revisarlo."},
    {"cannot", "We cannot do this", "No podemos hacerlo",
     "Thank you for asking, {name}. We cannot do this, and I want to say why rather than let you wait: ",
     "Gracias por preguntar, {name}. No podemos hacerlo, y prefiero decirle por qué antes que hacerle esperar: "},
}};

static std::map<std::string, std::int64_t, std::less<>> seed_team_rows(db::Write& db) {
    std::map<std::string, std::int64_t, std::less<>> ids;
    for (const auto& team : seed_teams) {
        ids[team.role_key] = db.query("INSERT INTO helpdesk_team (name_en, name_es, role_key) VALUES (:name_en, :name_es, :role) RETURNING id")
                                 .bind("name_en", team.name_en)
                                 .bind("name_es", team.name_es)
                                 .bind("role", team.role_key)
                                 .one_integer();
    }
    return ids;
}

static std::optional<std::string> maybe(const char* key) { return key ? std::optional<std::string>(key) : std::nullopt; }

static void seed_category(db::Write& db, const SeedCategory& category, std::int64_t team, int position) {
    db.query(R"sql(
        INSERT INTO helpdesk_category (key, name_en, name_es, hint_en, hint_es, team_id, impact, urgency, asks_device, asks_room,
                                       asks_class_waiting, skill_key, authority_key, position)
        VALUES (:key, :name_en, :name_es, :hint_en, :hint_es, :team, :impact, :urgency, :device, :room, :class_waiting, :skill, :authority, :position)
    )sql")
        .bind("key", category.key)
        .bind("name_en", category.name_en)
        .bind("name_es", category.name_es)
        .bind("hint_en", category.hint_en)
        .bind("hint_es", category.hint_es)
        .bind("team", team)
        .bind("impact", category.impact)
        .bind("urgency", category.urgency)
        .bind("device", category.device)
        .bind("room", category.room)
        .bind("class_waiting", category.class_waiting)
        .bind("skill", maybe(category.skill))
        .bind("authority", maybe(category.authority))
        .bind("position", position)
        .run();
}

void seed(db::Write& db) {
    auto teams = seed_team_rows(db);
    int position = 0;
    for (const auto& category : seed_categories) seed_category(db, category, teams.at(category.role_key), position += 10);
    for (const auto& target : seed_targets) {
        db.query("INSERT INTO helpdesk_target (priority, response_minutes, resolution_minutes) VALUES (:priority, :response, :resolution)")
            .bind("priority", target.priority)
            .bind("response", target.response_minutes)
            .bind("resolution", target.resolution_minutes)
            .run();
    }
    for (const auto& prepared : seed_templates) {
        db.query("INSERT INTO helpdesk_reply_template (key, name_en, name_es, body_en, body_es) VALUES (:key, :name_en, :name_es, :body_en, :body_es)")
            .bind("key", prepared.key)
            .bind("name_en", prepared.name_en)
            .bind("name_es", prepared.name_es)
            .bind("body_en", prepared.body_en)
            .bind("body_es", prepared.body_es)
            .run();
    }
}

}  // namespace helpdesk
