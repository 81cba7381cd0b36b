// What is done with a need: words, owner, weighing, the answer, withdrawing, joining with another.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"
#include "planning/need_view.h"
#include "planning/pages.h"

namespace planning {

/// Runs the change; bad input shows the page again with what was typed (422), a page that is behind the state of the need as well (409).
static http::Response act(http::WriteCall& call, std::string_view form, std::string_view done, const std::function<void(NeedId, std::int64_t)>& change) {
    const auto id = call.id_as<NeedId>("need");
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(0);
    const NeedTyped typed{.fields = &call.request.form, .problems = {}, .form = form};
    try {
        change(id, seen);
    } catch (const base::Invalid& problem) {
        auto shown = typed;
        shown.problems = {{problem.field(), problem.what()}};
        return need_page(call, call.db, fetch_need(call.db, call.viewer, id), shown, http::unprocessable);
    } catch (const base::Conflict& problem) {
        auto shown = typed;
        shown.problems = {{std::string(form), problem.what()}};
        return need_page(call, call.db, fetch_need(call.db, call.viewer, id), shown, http::conflict);
    }
    return call.redirect_with_notice(fmt::format("/needs/{}", id.value), call.text(done));
}

static http::Response save_words(http::WriteCall& call) {
    return act(call, "words", "planning.need.saved", [&](NeedId id, std::int64_t seen) {
        const auto& form = call.request.form;
        const auto category = base::parse_integer(form.text("category"));
        change_words(call.db, call.viewer, call.now, id, seen, {std::string(form.text("title")), std::string(form.text("words")), category});
    });
}

static http::Response save_owner(http::WriteCall& call) {
    return act(call, "owner", "planning.need.saved", [&](NeedId id, std::int64_t seen) {
        const auto text = call.request.form.text("owner");
        const auto owner = base::parse_integer(text);
        const auto possible = possible_owners(call.db, call.viewer, call.today());
        if (!text.empty() && (!owner || std::ranges::find(possible, auth::AccountId{*owner}, &NeedOwner::account) == possible.end())) {
            throw base::Invalid("owner", "planning.need.problem.owner");
        }
        set_owner(call.db, call.viewer, call.now, id, seen, owner ? std::optional(auth::AccountId{*owner}) : std::nullopt);
    });
}

static http::Response save_weighing(http::WriteCall& call) {
    return act(call, "weigh", "planning.need.weighed_now", [&](NeedId id, std::int64_t seen) {
        const auto& form = call.request.form;
        const auto effort = parse_effort(form.text("effort"));
        if (!effort) throw base::Invalid("effort", "planning.need.problem.choose");
        const auto level = [&](std::string_view field) { return static_cast<int>(base::parse_integer(form.text(field)).value_or(-1)); };
        weigh(call.db, call.viewer, call.now, id, seen, {level("learning"), level("safety"), form.text("law") == "1", *effort, std::string(base::trim(form.text("weighing_words")))});
    });
}

static http::Response save_answer(http::WriteCall& call) {
    return act(call, "answer", "planning.need.answered_now", [&](NeedId id, std::int64_t seen) {
        const auto& form = call.request.form;
        const auto kind = parse_need_state(form.text("kind"));
        if (!kind) throw base::Invalid("kind", "planning.need.problem.kind");
        const auto on = base::parse_day(form.text("on"));
        if (!on && !form.text("on").empty()) throw base::Invalid("on", "planning.need.problem.day");
        answer_need(call.db, call.viewer, call.now, call.today(), id, seen, {*kind, std::string(form.text("answer_words")), on});
    });
}

static http::Response reopen(http::WriteCall& call) {
    return act(call, "", "planning.need.again_now", [&](NeedId id, std::int64_t seen) { take_up_again(call.db, call.viewer, call.now, id, seen); });
}

static http::Response withdraw(http::WriteCall& call) {
    return act(call, "", "planning.need.withdrawn_now", [&](NeedId id, std::int64_t seen) { withdraw_need(call.db, call.viewer, call.now, id, seen); });
}

static http::Response restore(http::WriteCall& call) {
    return act(call, "", "planning.need.restored_now", [&](NeedId id, std::int64_t seen) { restore_need(call.db, call.viewer, call.now, id, seen); });
}

static http::Response merge(http::WriteCall& call) {
    const auto back = fmt::format("/needs/{}", call.id("need"));
    if (auto asked = ask_need_first(call, call.text("planning.need.merge_sure"), call.text("planning.need.merge_yes"), back)) return std::move(*asked);
    return act(call, "merge", "planning.need.merged_now", [&](NeedId id, std::int64_t seen) {
        const auto into = base::parse_integer(call.request.form.text("into"));
        if (!into) throw base::Invalid("into", "planning.need.problem.choose");
        merge_need(call.db, call.viewer, call.now, id, seen, NeedId{*into});
    });
}

void need_act_routes(http::Routes& routes) {
    routes.post("/needs/{need}/words", http::signed_in, save_words);
    routes.post("/needs/{need}/owner", http::signed_in, save_owner);
    routes.post("/needs/{need}/weighing", http::signed_in, save_weighing);
    routes.post("/needs/{need}/answer", http::signed_in, save_answer);
    routes.post("/needs/{need}/reopening", http::signed_in, reopen);
    routes.post("/needs/{need}/withdrawal", http::signed_in, withdraw);
    routes.post("/needs/{need}/restoring", http::signed_in, restore);
    routes.post("/needs/{need}/merge", http::signed_in, merge);
}

}  // namespace planning
