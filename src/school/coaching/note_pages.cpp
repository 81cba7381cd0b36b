#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace coaching {

static http::Response again(http::WriteCall& call, const Lesson& lesson, http::Status status, std::string_view field, const std::string& problem, std::string_view text) {
    html::View view;
    fill_problems(call, view, {{std::string(field), problem}});
    view.set("id", lesson.id.value).set("title", lesson.class_title).set("field", field).set("text", text);
    view.set("action", call.request.path).show_if(call.request.form.has("shared"), "shared");
    return call.page(status, "coaching/note", lesson.class_title, std::move(view));
}

static http::Response write(http::WriteCall& call, bool reflection) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    const std::string field = reflection ? "reflection" : "note";
    Note note;
    note.reflection = reflection;
    note.shared = call.request.form.has("shared");
    note.body = call.request.form.text(field);
    try {
        write_note(call.db, call.viewer, box_of(call), call.now, lesson, note, has_begun(call, lesson));
    } catch (const base::Invalid& problem) {
        return again(call, lesson, http::unprocessable, field, problem.what(), note.body);
    } catch (const base::Conflict& problem) {
        return again(call, lesson, http::conflict, field, problem.what(), note.body);
    }
    return call.redirect_with_notice(fmt::format("/lessons/{}#notes", lesson.id.value), call.text("coaching.note.saved"));
}

static http::Response create_note(http::WriteCall& call) { return write(call, false); }
static http::Response save_reflection(http::WriteCall& call) { return write(call, true); }

static http::Response delete_note(http::WriteCall& call) {
    const auto lesson = load_lesson(call.db, call.viewer, call.id_as<LessonId>("lesson"));
    const auto back = fmt::format("/lessons/{}", lesson.id.value);
    if (auto asked = http::ask_first(call, call.text("coaching.note.sure"), call.text("coaching.note.remove"), back)) return std::move(*asked);
    remove_note(call.db, call.viewer, lesson, call.id("note"));
    return call.redirect_with_notice(back, call.text("coaching.note.removed"));
}

void note_routes(http::Routes& routes) {
    routes.post("/lessons/{lesson}/reflection", http::signed_in, save_reflection).in_store(store_name);
    routes.post("/lessons/{lesson}/notes", http::signed_in, create_note).in_store(store_name);
    routes.post("/lessons/{lesson}/notes/{note}/removal", http::signed_in, delete_note).in_store(store_name);
}

}  // namespace coaching
