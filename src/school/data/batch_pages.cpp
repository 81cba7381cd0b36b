#include "base/error.h"
#include "base/text.h"
#include "data/batch.h"
#include "data/data.h"
#include "data/fact_template.h"
#include "db/db.h"
#include "html/format.h"
#include "html/html.h"
#include "http/call.h"
#include "http/routes.h"

namespace data {

constexpr int batches_on_a_page = 50;

static void show_batch(const http::Call& call, html::View& view, const Batch& batch) {
    view.set("id", batch.id).set("fact", call.text("data.batch." + batch.fact + ".rows")).set("rows", html::number_words(call.language, batch.rows));
    view.set("source", batch.source).set("actor", batch.actor).set("iso", base::to_iso(batch.accepted_at));
    view.set("when", html::moment_words(call.language, call.zone, call.now, batch.accepted_at));
    view.show(batch.taken_back_at ? "taken_back" : "holds");
}

/// What was brought in, newest first, and the empty files to fill in.
static http::Response list_batches(http::ReadCall& call) {
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    auto found = batches(call.db, call.viewer, before, batches_on_a_page + 1);
    bool more = found.size() > batches_on_a_page;
    if (more) found.pop_back();
    html::View view;
    for (const auto& batch : found) {
        auto row = view.add("batch");
        show_batch(call, row, batch);
    }
    view.show(found.empty() ? "empty" : "list");
    for (const auto& made : fact_templates()) {
        view.add("template").set("kind", made.kind).set("name", call.text("data.batch." + std::string(made.fact) + ".import_kind"));
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("data.batch.on_page", {{"n", std::to_string(found.size())}}));
    if (before > 0) pager.add("previous").set("href", "/data/batches");
    if (more) pager.add("next").set("href", "/data/batches?before=" + std::to_string(found.back().id));
    return call.page("data/batches", call.text("data.batch.title"), std::move(view));
}

/// One batch, and the question before it is taken back.
static http::Response show_one(http::ReadCall& call) {
    auto batch = find_batch(call.db, call.viewer, call.id("batch"));
    if (!batch) throw base::NotFound("no such batch");
    html::View view;
    show_batch(call, view, *batch);
    if (batch->import_run) view.add("import").set("run", *batch->import_run);
    else view.show("no_import");
    if (batch->taken_back_at) {
        view.add("back").set("actor", batch->taken_back_by).set("iso", base::to_iso(*batch->taken_back_at))
            .set("when", html::moment_words(call.language, call.zone, call.now, *batch->taken_back_at));
    }
    auto title = call.text("data.batch.one", {{"n", std::to_string(batch->id)}});
    view.set("title", title);
    return call.page("data/batch", title, std::move(view));
}

static http::Response take_one_back(http::WriteCall& call) {
    auto id = call.id("batch");
    auto batch = find_batch(call.db, call.viewer, id);
    if (!batch) throw base::NotFound("no such batch");
    if (batch->taken_back_at) throw base::Conflict(call.text("data.batch.was_taken_back"));
    if (auto later = later_batch(call.db, *batch)) throw base::Conflict(call.text("data.batch.rested_on", {{"n", std::to_string(*later)}}));
    take_back(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice("/data/batches", call.text("data.batch.taken_back_now"));
}

static http::Response download_template(http::ReadCall& call) {
    const auto* made = find_template(call.path("kind"));
    if (!made) throw base::NotFound("no such template");
    return call.download(std::string(made->kind) + ".csv", "text/csv; charset=utf-8", empty_file(*made));
}

void batch_routes(http::Routes& routes) {
    const auto everywhere = http::everywhere(may_import);
    routes.get("/data/batches", everywhere, list_batches);
    routes.get("/data/batches/{batch}", everywhere, show_one);
    routes.post("/data/batches/{batch}/taken-back", everywhere, take_one_back);
    routes.get("/data/templates/{kind}", everywhere, download_template);
}

}  // namespace data
