// The knowledge base of the demo: articles for everybody and for the staff, two of them begun from requests, one that stopped working, one that nobody looked at
// again, drafts; and what became of them in half a year.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "auth/account.h"
#include "helpdesk/drafting.h"
#include "helpdesk/suggestion.h"
#include "knowledge/article.h"
#include "knowledge/measure.h"

namespace app {

using knowledge::ArticleId;
using knowledge::Audience;
using knowledge::Kind;
using knowledge::Step;
using std::chrono::days;

namespace {

/// In how many of a hundred weeks' cases people said that it solved theirs, lately and before.
struct DemoArticle {
    Kind kind;
    Audience audience;
    std::string_view category, device_kind;
    std::string_view title_en, symptom_en, body_en;
    std::string_view title_es, symptom_es, body_es;
    std::string_view story;      // title of the requests that it solves; empty: none
    int shown_a_week, solves_before, solves_lately;
    int published_ago, review_in;  // days; review_in below zero: nobody looked again
};

constexpr std::array demo_articles = std::to_array<DemoArticle>({
    {Kind::how_to, Audience::everybody, "device", "Chromebook", "Chromebook does not charge", "The light next to the plug stays dark, or the battery is empty although the charger is in.",
     "1. Try **another charger** and another socket.\n2. Hold **refresh** and **power** together for ten seconds, then let go.\n3. Leave it plugged in for half an hour before you look again.\n\nStill dark? Send a request: the charging board may be worn.",
     "El Chromebook no carga", "La luz junto al enchufe no se enciende, o la batería está vacía con el cargador puesto.",
     "1. Pruebe **otro cargador** y otro enchufe.\n2. Mantenga **actualizar** y **encendido** diez segundos y suelte.\n3. Déjelo enchufado media hora antes de mirar de nuevo.\n\n¿Sigue apagado? Envíe una solicitud: la placa de carga puede estar gastada.",
     "Chromebook does not charge", 6, 62, 60, 300, 65},
    {Kind::how_to, Audience::everybody, "sign_in", "", "My password does not work", "It says that the account is locked, or that the password is wrong, often after a break.",
     "1. Wait ten minutes: after five wrong tries the account rests.\n2. Choose **Forgot my password** on the sign-in page; the letter goes to the address that the office has.\n3. Look whether **Caps Lock** is on.\n\nStudents ask their teacher or the library.",
     "Mi contraseña no funciona", "Dice que la cuenta está bloqueada o que la contraseña es incorrecta, a menudo tras las vacaciones.",
     "1. Espere diez minutos: tras cinco intentos la cuenta descansa.\n2. Elija **Olvidé mi contraseña** en la página de inicio; la carta va a la dirección que tiene la oficina.\n3. Mire si **Bloq Mayús** está puesto.\n\nLos estudiantes preguntan a su docente o en la biblioteca.",
     "Password does not work after the break", 9, 78, 24, 280, 85},
    {Kind::known_error, Audience::everybody, "printing", "Printer", "The printer jams on every second page", "Paper is crumpled at the back, again and again.",
     "1. Open the back door and pull the paper out **slowly**, in the direction in which it travels.\n2. Fan the paper in the tray, and fill it no higher than the mark.\n3. Use dry paper from a closed pack.\n\nDoes it come back? The rollers are worn: send a request.",
     "La impresora se atasca cada dos páginas", "El papel sale arrugado por detrás, una y otra vez.",
     "1. Abra la puerta trasera y saque el papel **despacio**, en la dirección en que avanza.\n2. Airee el papel de la bandeja y no pase de la marca.\n3. Use papel seco de un paquete cerrado.\n\n¿Vuelve? Los rodillos están gastados: envíe una solicitud.",
     "Printer jams on every second page", 4, 45, 48, 250, 115},
    {Kind::how_to, Audience::everybody, "classroom", "", "No sound from the panel or the projector", "The picture is fine, but videos are silent.",
     "1. Click the loudspeaker at the bottom of the screen and choose the panel, such as **HDMI**.\n2. Look at the volume on the remote control.\n3. Look whether the cable to the amplifier is in, behind the cabinet.",
     "No suena la pantalla ni el proyector", "La imagen va bien, pero los videos no suenan.",
     "1. Pulse el altavoz abajo en la pantalla y elija el panel, por ejemplo **HDMI**.\n2. Mire el volumen en el mando.\n3. Mire si el cable del amplificador está puesto, detrás del armario.",
     "No sound from the panel", 3, 55, 57, 200, 165},
    {Kind::question, Audience::everybody, "network", "", "How do I get on the Wi-Fi at school?", "A guest or a family at an event wants to use the network.",
     "Choose the network **Riverbend-Guest** and accept the rules on the page that opens. No password is needed. It is on from 7:00 to 21:00.",
     "¿Cómo me conecto al wifi de la escuela?", "Un invitado o una familia en un acto quiere usar la red.",
     "Elija la red **Riverbend-Guest** y acepte las normas en la página que se abre. No hace falta contraseña. Funciona de 7:00 a 21:00.", "", 2, 70, 72, 180, -20},
    {Kind::known_error, Audience::staff, "device", "Chromebook", "Battery empty by second period: how to tell wear from settings", "Full in the morning, off at ten.",
     "1. `battery_test 60` in crosh. Below **60 % of the first charge** the battery is worn: replace it.\n2. Above that, look for extensions that keep the camera awake.\n3. Note the cycles in the repair: they decide whether the next one is worth it.",
     "Batería vacía en la segunda hora: desgaste o ajustes", "Llena por la mañana, apagado a las diez.",
     "1. `battery_test 60` en crosh. Por debajo del **60 % de la carga inicial** está gastada: cámbiela.\n2. Por encima, busque extensiones que mantienen la cámara activa.\n3. Anote los ciclos en la reparación: deciden si la siguiente vale la pena.",
     "Battery is empty by second period", 0, 0, 0, 240, 125},
    {Kind::reference, Audience::staff, "network", "", "Access point that reboots", "The Wi-Fi drops every few minutes in one room.",
     "Look at the uptime in the controller. Below an hour: replace the power supply first, it was the cause in four of five.\n\n| Uptime | Do |\n|---|---|\n| minutes | power supply |\n| hours | firmware |\n| days | channel, then placement |",
     "", "", "", "Wi-Fi drops in the library", 0, 0, 0, 150, 215},
});

const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

auth::Viewer viewer_of(db::Read& db, const DemoPerson& who) { return {who.account, who.name, auth::grants(db, auth::Viewer::system(), who.account), auth::Proof::session}; }

/// Works as the technician who writes and the CIO who publishes.
class Shelf {
public:
    Shelf(Demo& demo, db::Write& db)
        : demo_(demo), db_(db), zone_(base::TimeZone::find("America/Chicago").value()), writer_(viewer_of(db, person(demo, "technician"))), publisher_(viewer_of(db, person(demo, "cio"))), luck_(demo.plan.seed * 31 + 7) {}

    void fill() {
        for (const auto& article : demo_articles) {
            const auto id = add(article);
            if (article.shown_a_week > 0) count_weeks(id, article);
            if (!article.story.empty()) solve_requests(id, article);
        }
        from_requests();
        waiting();
    }

private:
    void publish(ArticleId id, base::Instant at, int holds) {
        const auto article = knowledge::load_article(db_, publisher_, id);
        const auto today = zone_.day_of(at);
        knowledge::publish(db_, publisher_, at, article, article.revision, {today, today + days(holds)});
    }

    ArticleId add(const DemoArticle& article) {
        knowledge::Content content;
        content.kind = article.kind;
        content.audience = article.audience;
        content.category = article.category;
        content.device_kind = article.device_kind;
        content.en = {std::string(article.title_en), std::string(article.symptom_en), std::string(article.body_en)};
        content.es = {std::string(article.title_es), std::string(article.symptom_es), std::string(article.body_es)};
        const auto at = demo_.plan.now - days(article.published_ago);
        const auto id = knowledge::create_article(db_, writer_, at - days(2), content, "");
        const auto begun = knowledge::load_article(db_, writer_, id);
        knowledge::ask_for_review(db_, writer_, at - days(1), begun, begun.revision);
        publish(id, at, article.published_ago + article.review_in);
        return id;
    }

    /// What people did with it, a week at a time for half a year.
    void count_weeks(ArticleId id, const DemoArticle& article) {
        constexpr int weeks = 26;
        const auto today = zone_.day_of(demo_.plan.now);
        for (int week = weeks; week > 0; --week) {
            const int works = week * 7 <= knowledge::recent_days ? article.solves_lately : article.solves_before;
            const auto day = today - days(week * 7 - static_cast<int>(luck_.between(0, 6)));
            if (day > today || day < zone_.day_of(demo_.plan.now - days(article.published_ago))) continue;
            const auto shown = article.shown_a_week + static_cast<int>(luck_.between(0, 3));
            for (int i = 0; i < shown; ++i) {
                knowledge::count(db_, day, id, Step::shown);
                if (!luck_.chance(0.5)) continue;
                knowledge::count(db_, day, id, Step::opened);
                const auto ends = luck_.between(0, 99);
                // One in five reads it and says nothing.
                if (ends >= 80) continue;
                knowledge::count(db_, day, id, luck_.between(0, 99) < works ? Step::solved : Step::sent);
            }
        }
    }

    std::vector<helpdesk::RequestId> solved_like(std::string_view title, int most) {
        return db_.query(R"sql(
            SELECT id FROM helpdesk_request WHERE title = :title AND state IN ('resolved', 'closed') AND resolved_at > :after ORDER BY resolved_at DESC, id DESC LIMIT :most
        )sql")
            .bind("title", title)
            .bind("after", demo_.plan.now - days(120))
            .bind("most", most)
            .all([](const db::Row& row) { return helpdesk::RequestId{row.integer("id")}; });
    }

    void solve_requests(ArticleId id, const DemoArticle& article) {
        int number = 0;
        for (const auto request : solved_like(article.story, 9)) {
            const auto shown = helpdesk::fetch_for_work(db_, writer_, request);
            helpdesk::solve_with(db_, writer_, *shown.resolved_at, shown, id);
            if (shown.reopened > 0 && ++number < 2) helpdesk::count_came_back(db_, *shown.resolved_at, request);
        }
    }

    /// Begun from a request in one step, as the button does.
    std::optional<ArticleId> begin_from(std::string_view title) {
        for (const auto request : solved_like(title, 1)) {
            const auto shown = helpdesk::fetch_for_work(db_, writer_, request);
            const auto draft = helpdesk::draft_of(*demo_.house.services().messages, db_, writer_, shown);
            const auto id = knowledge::create_article(db_, writer_, demo_.plan.now - days(6), draft.content, "Begun from a solved request");
            helpdesk::link_article(db_, writer_, demo_.plan.now - days(6), request, id, "drafted");
            return id;
        }
        return std::nullopt;
    }

    void from_requests() {
        if (const auto id = begin_from("Prints with grey stripes")) publish(*id, demo_.plan.now - days(5), 365);
        begin_from("Keys are missing");
    }

    void waiting() {
        knowledge::Content content;
        content.kind = Kind::how_to;
        content.audience = Audience::everybody;
        content.category = "software";
        content.en = {"Ask for a program in a lab", "You need a program on all machines of a lab.", "Send a request two weeks before, with the lab, the lesson and the program's address. Licences are looked at first."};
        const auto id = knowledge::create_article(db_, writer_, demo_.plan.now - days(3), content, "");
        const auto article = knowledge::load_article(db_, writer_, id);
        knowledge::ask_for_review(db_, writer_, demo_.plan.now - days(2), article, article.revision);
    }

    Demo& demo_;
    db::Write& db_;
    base::TimeZone zone_;
    auth::Viewer writer_, publisher_;
    base::Random luck_;
};

}  // namespace

void add_demo_knowledge(Demo& demo) {
    demo.house.database().write([&](db::Write& db) { Shelf(demo, db).fill(); });
}

}  // namespace app
