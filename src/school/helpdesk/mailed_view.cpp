#include "helpdesk/mailed_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "html/format.h"
#include "mail/mail.h"

namespace helpdesk {

const Mailed* mailed_as(const std::vector<Mailed>& all, std::optional<std::int64_t> message) {
    auto found = std::ranges::find_if(all, [&](const Mailed& mailed) { return !mailed.automatic && mailed.message == message; });
    return found == all.end() ? nullptr : &*found;
}

static std::string shown_text(const http::Call& call, const Mailed& mailed) {
    return mailed.cut ? fmt::format("{}\n\n{}", mailed.whole_text, call.text("helpdesk.intake.cut")) : mailed.whole_text;
}

void fill_mailed(const http::Call& call, html::View& item, const Mailed* mailed, bool to_department) {
    if (!mailed) return;
    item.show(to_department && !mailed->proved ? "by_unproved_mail" : "by_mail");
    if (mailed->left_out_names == "*") {
        item.add("left_out").set("words", call.text("helpdesk.intake.only_head"));
    } else if (mailed->left_out > 0) {
        auto words = call.text("helpdesk.intake.left_out", {{"n", std::to_string(mailed->left_out)}});
        if (!mailed->left_out_names.empty()) words += " " + mailed->left_out_names;
        item.add("left_out").set("words", words);
    }
    if (!mailed->whole_text.empty()) item.add("whole").set("text", shown_text(call, *mailed));
}

void fill_automatic(const http::Call& call, html::View& story, const Mailed& mailed) {
    auto item = story.add("item");
    item.set("kind", "change").set("iso", base::to_iso(mailed.at)).set("at", html::moment_words(call.language, call.zone, call.now, mailed.at));
    item.add("automatic")
        .set("title", call.text("helpdesk.intake.automatic", {{"name", mailed.sender_name.empty() ? mailed.sender : mailed.sender_name}}))
        .set("subject", mailed.subject)
        .set("text", shown_text(call, mailed));
}

void fill_followed(const http::Call& call, db::Read& db, html::View& page, const Seen& seen) {
    auto old = followed_by(db, seen.request.id);
    if (!old) return;
    auto part = page.add("follows");
    part.set("words", call.text("helpdesk.intake.follows", {{"n", std::to_string(old->value)}}));
    // Who has no account reads the old one under its own address.
    if (call.viewer.signed_in()) part.add("link").set("href", fmt::format("/requests/{}", old->value));
}

void fill_answered(const http::Call& call, db::Read& db, html::View& page, const Seen& seen) {
    const auto letter = answered_by(db, seen.request.id);
    if (!letter) return;
    auto part = page.add("answered");
    part.set("words", call.text("helpdesk.intake.answers_letter", {{"subject", letter->subject}}));
    const auto about = mail::page_of_thread(letter->thread);
    if (seen.standing == Standing::worker && !about.empty()) part.add("link").set("href", about);
}

void fill_held_answers(const http::Call& call, db::Read& db, html::View& page, const Seen& seen) {
    if (seen.standing != Standing::worker) return;
    const auto held = mail::count_held(db, fmt::format("/requests/{}", seen.request.id.value));
    if (held == 0) return;
    auto part = page.add("held_mail");
    part.set("words", call.text("helpdesk.intake.held_answers", {{"n", std::to_string(held)}}));
    if (mail::decides(call.viewer)) part.add("link").set("href", fmt::format("/settings/mail/received?state=held&about=/requests/{}", seen.request.id.value));
}

}  // namespace helpdesk
