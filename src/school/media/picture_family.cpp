#include "media/picture_family.h"

#include <fmt/format.h>

#include "html/format.h"
#include "http/call.h"

namespace media {

bool fill_family(http::ReadCall& call, roster::PersonId student, roster::PersonId, html::View& view) {
    constexpr int most = 30;
    const auto pictures = pictures_now(call.db, student, call.now, most);
    if (pictures.empty()) view.show("nowhere");
    for (const auto& picture : pictures) {
        auto row = view.add("picture");
        row.set("title", picture.title);
        if (picture.shown) row.add("shown").set("src", address(*picture.shown, 320)).set("alt", picture.shown->alt(call.language));
        for (const auto& path : picture.paths) row.add("page").set("href", call.public_path(path)).set("path", path);
        for (const auto& post : picture.posts) {
            auto part = row.add("post");
            const auto channel = post.use ? call.text(fmt::format("media.review.channel.{}", word(post.use->channel))) : "";
            part.set("where", channel).set("day", html::day_words(call.language, call.today(), post.posted_on));
            if (post.address.starts_with("http")) part.add("link").set("href", post.address).set("address", post.address);
            else part.add("plain").set("address", post.address);
            part.show_if(post.has_task, "asked");
        }
    }
    return true;
}

}  // namespace media
