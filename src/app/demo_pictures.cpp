// Pictures of the demo, drawn, in every state: may be shown and on a page, waits for marks, waits for a second person, holds back because of somebody
// on it, blurred, pulled with a task elsewhere.
#include <algorithm>

#include "app/demo.h"
#include "auth/account.h"
#include "db/db.h"
#include "db/setting.h"
#include "media/mark.h"
#include "media/picture_drawing.h"
#include "media/picture_jobs.h"
#include "media/post.h"
#include "media/review.h"
#include "media/takedown.h"

namespace app {

using media::Box;
using media::Channel;
using media::Drawing;
using media::Ink;
using media::MarkKind;
using media::PictureId;
using media::Purpose;
using media::Use;

namespace {

constexpr int drawn_width = 960, drawn_height = 640;

struct DrawnPerson {
    int x, y, radius;
    bool dark = false;
    Ink shirt = Ink::blue;

    /// The face, as the detector would give it.
    Box box() const {
        const auto part = [](int point, int side) { return point * 10'000 / side; };
        return {part(x - radius, drawn_width), part(y - radius, drawn_height), part(radius * 2, drawn_width), part(radius * 2, drawn_height)};
    }
};

/// A picture before anybody said anything about it.
struct Drawn {
    std::string title, alt_en, alt_es;
    Drawing drawing;
    std::vector<DrawnPerson> people;
};

}  // namespace

static const DemoPerson& person(const Demo& demo, std::string_view who) { return *std::ranges::find(demo.people, who, &DemoPerson::who); }

static auth::Viewer viewer_of(db::Read& db, const DemoPerson& who) { return {who.account, who.name, auth::grants(db, auth::Viewer::system(), who.account), auth::Proof::session}; }

static Drawn drawn(std::string title, std::string alt_en, std::string alt_es, Ink wall, Ink floor, std::vector<DrawnPerson> people) {
    Drawn made{std::move(title), std::move(alt_en), std::move(alt_es), Drawing(drawn_width, drawn_height, wall), std::move(people)};
    made.drawing.rectangle(0, drawn_height * 2 / 3, drawn_width, drawn_height / 3, floor);
    for (const auto& one : made.people) made.drawing.person(one.x, one.y, one.radius, one.dark ? Ink::skin_dark : Ink::skin_light, one.shirt);
    return made;
}

static Drawn robot_club() {
    auto made = drawn("Robot club in the library", "Two students lean over a small robot on a table", "Dos estudiantes se inclinan sobre un robot pequeño en una mesa", Ink::wall, Ink::floor,
                      {{300, 220, 56, false, Ink::blue}, {640, 230, 54, true, Ink::green}});
    made.drawing.rectangle(120, 470, 720, 40, Ink::wood);
    made.drawing.rectangle(440, 400, 80, 70, Ink::grey);
    made.drawing.circle(460, 425, 8, Ink::yellow);
    made.drawing.circle(500, 425, 8, Ink::yellow);
    return made;
}

static Drawn concert() {
    auto made = drawn("Spring concert on the stage", "A choir of three sings before a red curtain", "Un coro de tres canta ante un telón rojo", Ink::red, Ink::wood,
                      {{240, 250, 46, true, Ink::white}, {480, 240, 48, false, Ink::white}, {720, 250, 46, false, Ink::white}});
    for (int x = 40; x < drawn_width; x += 120) made.drawing.rectangle(x, 0, 10, 150, Ink::hair);
    return made;
}

static Drawn run() {
    auto made = drawn("Cross-country run", "Two runners on a path between trees", "Dos corredores en un camino entre árboles", Ink::sky, Ink::green, {{360, 250, 44, false, Ink::yellow}, {620, 270, 42, true, Ink::red}});
    for (const int x : {80, 180, 820, 900}) {
        made.drawing.rectangle(x - 10, 260, 20, 200, Ink::wood);
        made.drawing.circle(x, 220, 70, Ink::green);
    }
    return made;
}

static Drawn painting() {
    auto made = drawn("Painting hour", "Hands and brushes over a large sheet; one child looks up", "Manos y pinceles sobre una hoja grande; una niña mira hacia arriba", Ink::wall, Ink::paper, {{480, 200, 60, false, Ink::red}});
    for (int i = 0; i < 6; ++i) made.drawing.circle(150 + i * 130, 540, 34, i % 3 == 0 ? Ink::blue : i % 3 == 1 ? Ink::yellow : Ink::green);
    return made;
}

static Drawn fair() {
    return drawn("Science fair", "Four people stand around a model of a volcano", "Cuatro personas están alrededor de un modelo de volcán", Ink::wall, Ink::floor,
                 {{160, 230, 44, true, Ink::green}, {380, 220, 46, false, Ink::red}, {600, 230, 44, false, Ink::grey}, {800, 240, 42, true, Ink::blue}});
}

static Drawn mural() {
    auto made = drawn("Mural in the hall", "A wall painted with waves; somebody stands in front of it", "Una pared pintada con olas; alguien está delante", Ink::sky, Ink::floor, {{700, 260, 48, false, Ink::grey}});
    for (int i = 0; i < 8; ++i) made.drawing.circle(60 + i * 120, 330, 60, i % 2 == 0 ? Ink::blue : Ink::green);
    return made;
}

static Drawn gym() {
    auto made = drawn("The gym is ready", "An empty gym with a basketball hoop", "Un gimnasio vacío con una canasta", Ink::wall, Ink::wood, {});
    made.drawing.rectangle(420, 90, 120, 90, Ink::white);
    made.drawing.rectangle(455, 175, 50, 8, Ink::red);
    made.drawing.rectangle(0, 500, drawn_width, 6, Ink::white);
    return made;
}

static Drawn club_day() {
    return drawn("Club day at the entrance", "Three people wave at the entrance", "Tres personas saludan en la entrada", Ink::paper, Ink::grey,
                 {{260, 240, 48, false, Ink::blue}, {480, 250, 46, true, Ink::yellow}, {700, 240, 48, false, Ink::green}});
}

namespace {

class DemoGallery {
public:
    DemoGallery(Demo& demo, db::Write& db)
        : demo_(demo), db_(db), today_(db::district_zone(db).day_of(demo.plan.now)), web_(viewer_of(db, person(demo, "webmaster"))), cio_(viewer_of(db, person(demo, "cio"))) {
        for (const auto& student : demo.students) sort(student);
    }

    bool has_enough() const { return may_.size() >= 4 && !may_not_.empty(); }

    PictureId add(const Drawn& made, const media::Derived& derived, int days_ago) {
        at_ = demo_.plan.now - std::chrono::days(days_ago);
        const media::PictureWords words{made.title, made.alt_en, made.alt_es, made.people.empty(), web_.name(), true, today_ - std::chrono::days(days_ago)};
        const auto id = media::add_picture(db_, web_, at_, demo_.schools.front(), words, derived);
        std::vector<Box> boxes;
        for (const auto& one : made.people) boxes.push_back(one.box());
        // Where the faces are is known from the drawing; the detector is not asked.
        media::take_proposals(db_, at_, id, {boxes, "demo: known from the drawing"});
        return id;
    }

    media::Picture seen(PictureId id) { return media::load_picture(db_, web_, id); }

    void student(PictureId id, std::size_t place, roster::PersonId who) { say(id, place, {MarkKind::student, who, ""}, {}); }
    void say(PictureId id, std::size_t place, const media::Said& said, const std::optional<media::Rerendered>& anew) {
        const auto picture = seen(id);
        media::say_of_mark(db_, web_, at_, picture, picture.revision, media::marks(db_, id).at(place).id, said, anew);
    }
    void state(PictureId id) {
        const auto picture = seen(id);
        media::state_everybody_marked(db_, web_, at_, picture, picture.revision);
    }
    void ask(PictureId id, Use use, std::string where, std::string need) {
        const auto picture = seen(id);
        media::ask_to_show(db_, web_, at_, picture, picture.revision, {use, std::move(where), std::move(need), true});
    }
    void approve(PictureId id) {
        const auto showing = media::showings(db_, id, 1).front();
        if (showing.waits()) media::approve(db_, cio_, at_, seen(id), showing.id);
    }
    void post(PictureId id, Use use, std::string address) { media::record_post(db_, web_, at_, seen(id), {use, std::move(address), today_ - std::chrono::days(3)}, today_); }
    void pull(PictureId id) { media::pull(db_, cio_, demo_.plan.now - std::chrono::hours(5), id); }
    /// On the newest news of the website.
    void place_on_news(PictureId id) {
        const auto piece = db_.query("SELECT id FROM site_piece WHERE kind = 'news' AND withdrawn_at IS NULL ORDER BY id LIMIT 1").maybe_integer();
        if (!piece) return;
        media::show_in(db_, web_, at_, id, Purpose::news, {"site.piece", *piece, "/news/" + std::to_string(*piece)});
    }

    roster::PersonId may(std::size_t number) const { return may_.at(number); }
    roster::PersonId may_not() const { return may_not_.front(); }
    const std::vector<roster::PersonId>& young() const { return young_; }

private:
    void sort(const Demo::Asker& student) {
        constexpr std::size_t enough = 8;
        if (student.school != demo_.schools.front() || student.account || (may_.size() >= enough && !may_not_.empty() && !young_.empty())) return;
        const bool allowed = media::may_show(db_, student.person, {Purpose::news, Channel::site}, today_).allowed() && media::may_show(db_, student.person, {Purpose::news, Channel::social}, today_).allowed();
        const bool needs_look = media::needs_second_look(db_, std::span(&student.person, 1));
        (!allowed ? may_not_ : needs_look ? young_ : may_).push_back(student.person);
    }

    Demo& demo_;
    db::Write& db_;
    base::Day today_;
    base::Instant at_;
    auth::Viewer web_, cio_;
    std::vector<roster::PersonId> may_, may_not_, young_;
};

/// Everything that is rendered, before the transaction.
struct Rendered {
    std::vector<std::pair<Drawn, media::Derived>> pictures;
    media::Rerendered blurred_mural;
};

}  // namespace

static std::optional<Rendered> render_all(const http::Services& services) {
    Rendered all;
    for (auto& made : {robot_club(), concert(), run(), painting(), fair(), mural(), gym(), club_day()}) {
        const auto result = media::bring_in(services, made.drawing.png());
        if (!result.derived) return std::nullopt;
        all.pictures.emplace_back(made, *result.derived);
    }
    const auto& [mural_drawn, mural_made] = all.pictures[5];
    const std::vector<Box> boxes{mural_drawn.people.front().box()};
    const auto result = media::make_again(services, mural_made.content_hash, boxes);
    if (!result.derived) return std::nullopt;
    all.blurred_mural = {boxes, result.derived->sizes};
    return all;
}

static void fill(DemoGallery& gallery, const Rendered& all) {
    const auto add = [&](std::size_t number, int days_ago) { return gallery.add(all.pictures[number].first, all.pictures[number].second, days_ago); };
    const Use news{Purpose::news, Channel::site};

    const auto waits = add(4, 1);
    gallery.say(waits, 2, {MarkKind::adult, {}, "A teacher; asked in person"}, {});

    const auto blurred = add(5, 12);
    gallery.say(blurred, 0, {MarkKind::blurred, {}, ""}, all.blurred_mural);
    gallery.state(blurred);
    gallery.ask(blurred, news, "News of the school", "It shows the new mural");
    gallery.approve(blurred);

    const auto empty = add(6, 9);
    gallery.state(empty);
    gallery.ask(empty, {Purpose::promotion, Channel::site}, "Page about renting the gym", "It shows the room");

    if (!gallery.has_enough()) return;
    const auto robots = add(0, 8);
    gallery.student(robots, 0, gallery.may(0));
    gallery.student(robots, 1, gallery.may(1));
    gallery.state(robots);
    gallery.ask(robots, news, "News of the school", "It shows what the club does");
    gallery.approve(robots);
    gallery.place_on_news(robots);

    const auto held_back = add(2, 6);
    gallery.student(held_back, 0, gallery.may(2));
    gallery.student(held_back, 1, gallery.may_not());
    gallery.state(held_back);

    const auto to_look_at = add(1, 2);
    for (std::size_t place = 0; place < 3; ++place) gallery.student(to_look_at, place, gallery.may(place));
    gallery.state(to_look_at);
    gallery.ask(to_look_at, {Purpose::news, Channel::social}, "The district's account", "It invites to the next concert");

    if (!gallery.young().empty()) {
        const auto young = add(3, 3);
        gallery.student(young, 0, gallery.young().front());
        gallery.state(young);
        gallery.ask(young, news, "News of the school", "It shows the painting hour");
    }

    const auto pulled = add(7, 20);
    gallery.student(pulled, 0, gallery.may(0));
    gallery.student(pulled, 1, gallery.may(3));
    gallery.say(pulled, 2, {MarkKind::unrecognisable, {}, ""}, {});
    gallery.state(pulled);
    gallery.ask(pulled, {Purpose::news, Channel::social}, "The district's account", "It shows the clubs");
    gallery.approve(pulled);
    gallery.post(pulled, {Purpose::news, Channel::social}, "https://social.example/riverbend/clubs-day");
    gallery.pull(pulled);
}

bool add_demo_pictures(Demo& demo) {
    const auto all = render_all(demo.house.services());
    if (!all) return false;
    demo.house.database().write([&](db::Write& db) {
        DemoGallery gallery(demo, db);
        fill(gallery, *all);
    });
    return true;
}

}  // namespace app
