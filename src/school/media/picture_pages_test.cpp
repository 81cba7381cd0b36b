// The pages of pictures with the real program behind them: what is uploaded is rendered, looked at for faces, blurred.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "media/picture_drawing.h"
#include "media/testing_gallery.h"

using namespace media;
using media::testing::Gallery;

namespace {

class Desk : public Gallery {
protected:
    static std::string drawn(int seed) {
        Drawing drawing(400, 300, Ink::wall);
        drawing.person(100 + seed * 30, 90, 30, Ink::skin_dark, Ink::blue);
        for (int i = 0; i < 5; ++i) drawing.rectangle(30 * i + seed * 11, 200, 20, 60, i % 2 == 0 ? Ink::red : Ink::green);
        return drawing.png();
    }
    http::TestClient::FormFields form() const {
        return {{"school", std::to_string(north.value)}, {"title", "Robot club"}, {"alt_en", "A robot"}, {"taken_by", "Paul Meyer"}, {"allowed", "1"}};
    }
    http::Response send(std::string bytes, std::string_view who = "web") { return as(who).upload("/images", form(), {{"file", "DSC_1.png", "image/png", std::move(bytes)}}); }
    PictureId brought(const http::Response& answer) {
        EXPECT_EQ(answer.status, 303) << answer.body;
        return {std::stoll(std::string(answer.find_header("Location").value_or("/images/0")).substr(8))};
    }
    std::string seen(PictureId id) { return std::to_string(picture(id).revision); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(PicturePages, TakeInWhatIsAPicture, Desk) {
    EXPECT_EQ(as("tech").get("/images/new").status, 403);
    EXPECT_EQ(as("tech").get("/images").status, 403);
    EXPECT_TRUE(shows(as("web").get("/images"), "No pictures yet"));
    EXPECT_TRUE(shows(send("no picture at all"), "This is no JPEG, PNG, WebP or HEIC picture."));
    EXPECT_TRUE(shows(send(drawn(1).substr(0, 900)), "role=\"alert\""));
    EXPECT_EQ(as("web").post("/images", form()).status, 422) << "no file";
    EXPECT_EQ(count("media_picture"), 0);

    const auto id = brought(send(drawn(1)));
    EXPECT_TRUE(shows(as("web").get(fmt::format("/images/{}", id.value)), "Faces are being looked for."));
    run_jobs();
    EXPECT_EQ(picture(id).check, CheckState::done) << picture(id).check_trouble;
    EXPECT_FALSE(picture(id).detector.empty());
    EXPECT_TRUE(shows(send(drawn(1)), "This very picture is here already."));
    for (const auto who : {"teacher", "coach", "cio"}) EXPECT_EQ(as(who).get(fmt::format("/images/{}", id.value)).status, 200) << who;
    EXPECT_EQ(as("tech").get(fmt::format("/images/{}", id.value)).status, 404);
    // At another school the teacher's permission does not hold.
    auto fields = form();
    fields[0].second = std::to_string(south.value);
    EXPECT_EQ(as("teacher").upload("/images", fields, {{"file", "a.png", "image/png", drawn(2)}}).status, 403);
}

TEST_ON_EVERY_BACKEND(PicturePages, BlurInNewSizesUnderAnotherAddress, Desk) {
    const auto id = brought(send(drawn(3)));
    run_jobs();
    for (const auto& mark : marks_of(id)) EXPECT_EQ(as("web").post(fmt::format("/images/{}/marks/{}", id.value, mark.id), {{"what", "no_person"}, {"seen", seen(id)}}).status, 303);
    const auto place = fmt::format("/images/{}/marks", id.value);
    EXPECT_EQ(as("web").post(place, {{"place", "box"}, {"left", "70"}, {"top", "5"}, {"width", "40"}, {"height", "10"}, {"seen", seen(id)}}).status, 422) << "over the edge";
    EXPECT_EQ(as("web").post(place, {{"place", "box"}, {"left", "40"}, {"top", "15.5"}, {"width", "20"}, {"height", "30"}, {"seen", "0"}}).status, 409);
    EXPECT_EQ(as("web").post(place, {{"place", "box"}, {"left", "40"}, {"top", "15.5"}, {"width", "20"}, {"height", "30"}, {"seen", seen(id)}}).status, 303);
    const auto mark = [&] {
        for (const auto& one : marks_of(id)) {
            if (one.origin == Origin::drawn) return one.id;
        }
        return std::int64_t{0};
    }();
    const auto say = fmt::format("{}/{}", place, mark);
    EXPECT_TRUE(shows(as("web").post(say, {{"what", "student"}, {"name", "Nobody Known"}, {"seen", seen(id)}}), "Name a student of the roster whom you may see."));
    add_student("Ana", "Suarez");
    EXPECT_TRUE(shows(as("web").post(say, {{"what", "student"}, {"name", "Ana"}, {"seen", seen(id)}}), "Several students fit. Choose one of them."));
    EXPECT_EQ(as("web").post(say, {{"what", "student"}, {"name", "Ana Silva"}, {"seen", seen(id)}}).status, 303);
    EXPECT_TRUE(shows(as("web").get(fmt::format("/images/{}", id.value)), "Ana Silva"));
    EXPECT_FALSE(shows(as("teacher").get(fmt::format("/images/{}", id.value)), "Ana Silva")) << "the teacher may not look people up";
    EXPECT_TRUE(shows(as("teacher", html::Language::es).get(fmt::format("/images/{}", id.value)), "Un estudiante a quien usted no puede ver"));

    const auto before = read([&](db::Read& db) { return renditions(db, id).front().file_hash; });
    EXPECT_EQ(as("web").post(say, {{"what", "blurred"}, {"seen", seen(id)}}).status, 303);
    const auto after = read([&](db::Read& db) { return renditions(db, id).front().file_hash; });
    EXPECT_NE(before, after);
    run_jobs();
    EXPECT_FALSE(services().files->contains({before}));
    EXPECT_TRUE(services().files->contains({after}));
    EXPECT_EQ(as("web").post(fmt::format("{}/removal", say), {{"seen", seen(id)}}).status, 409) << "what is blurred stays";
}

TEST_ON_EVERY_BACKEND(PicturePages, AskBeforeAnythingIsShown, Desk) {
    const auto bea = add_student("Bea", "Lopez");
    const auto id = bring_in();
    looked(id);
    add_on(id, bea);
    const auto path = fmt::format("/images/{}", id.value);
    EXPECT_EQ(as("web").post(path + "/statement", {{"seen", seen(id)}}).status, 422) << "without having looked";
    EXPECT_EQ(as("web").post(path + "/statement", {{"seen", seen(id)}, {"looked", "1"}}).status, 303);
    EXPECT_TRUE(shows(as("web").get(path + "/caution"), "Where would it be seen?"));
    const auto caution = as("web").get(path + "/caution?channel=site&purpose=news");
    EXPECT_TRUE(shows(caution, "Bea Lopez"));
    EXPECT_TRUE(shows(caution, "May not be shown there"));
    EXPECT_TRUE(shows(caution, "Somebody on it may not be shown there."));
    const http::TestClient::FormFields answers{{"channel", "site"}, {"purpose", "news"}, {"place_words", "News"}, {"need_words", "It shows the work"}, {"read", "1"}};
    auto ask_now = [&] {
        auto fields = answers;
        fields.emplace_back("seen", seen(id));
        return as("web").post(path + "/showings", fields);
    };
    EXPECT_EQ(ask_now().status, 409) << "nobody said yes for her";
    EXPECT_EQ(count("media_showing"), 0);
    allow(bea);
    EXPECT_TRUE(shows(as("web").get(path + "/caution?channel=site&purpose=news"), "May be shown there"));
    EXPECT_EQ(ask_now().status, 303);
    EXPECT_EQ(ask_now().status, 409) << "asked already";
    EXPECT_TRUE(clears(id));
    EXPECT_TRUE(shows(as("web").get("/images?show=may"), "Robot club"));
    EXPECT_FALSE(shows(as("web").get("/images?show=blocked"), "Robot club"));
    EXPECT_TRUE(shows(as("web", html::Language::es).get(path), "Puede mostrarse"));
}
