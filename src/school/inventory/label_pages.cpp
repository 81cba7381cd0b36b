// Labels to print: a code that opens the right form, and what a person can read.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/qr.h"
#include "http/routes.h"
#include "inventory/pages.h"

namespace inventory {

/// A sheet is 30; more than this are printed in several goes, so that a browser can lay them out.
constexpr int most_labels = 600;

static void show_label(const http::Call& call, html::View item, const DeviceLine& line) {
    // A link of ours is far shorter than any code can hold. One square of quiet zone: the label is white around it.
    const auto code = html::draw_qr(call.services.public_url + "/l/" + line.label_token, 1).value();
    item.set("size", code.size)
        .set("path", code.path)
        .set("tag", line.card.asset_tag.empty() ? line.card.serial : line.card.asset_tag)
        .set("model", line.card.model)
        .set("school", line.school_name);
}

static http::Response sheet(http::ReadCall& call, const DeviceQuestion& question, const std::string& back) {
    auto page = find_devices(call.db, call.viewer, question);
    html::View view;
    view.set("back", back);
    for (const auto& line : page.lines) show_label(call, view.add("label"), line);
    view.set("summary", call.text("inventory.labels.count", {{"n", std::to_string(page.lines.size())}}));
    view.show_if(page.more, "more").show(page.lines.empty() ? "none" : "some");
    return call.page("inventory/labels", call.text("inventory.labels.title"), std::move(view));
}

/// Those chosen with `device=1&device=2`, else what the filters of the list describe.
static http::Response show_labels(http::ReadCall& call) {
    auto question = question_of(call.request.query);
    question.after_id = 0;
    question.limit = most_labels;
    for (auto text : call.request.query.all("device")) {
        auto id = base::parse_integer(text);
        if (id && static_cast<int>(question.only.size()) < most_labels) question.only.push_back({*id});
    }
    auto filters = filters_as_query(call.request.query);
    return sheet(call, question, filters.empty() ? "/devices" : "/devices?" + filters.substr(1));
}

static http::Response show_one_label(http::ReadCall& call) {
    auto device = find_device(call.db, call.viewer, call.id_as<DeviceId>("device"));
    if (!device) throw base::NotFound("no such device");
    DeviceQuestion question;
    question.only = {device->id};
    return sheet(call, question, fmt::format("/devices/{}", device->id.value));
}

void label_routes(http::Routes& routes) {
    routes.get("/devices/labels", may_view, show_labels);
    routes.get("/devices/{device}/label", may_view, show_one_label);
}

}  // namespace inventory
