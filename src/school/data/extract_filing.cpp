// Where a run of an extract stands, and its bytes.
#include <fmt/format.h>

#include "data/extract_pages.h"
#include "files/files.h"

namespace data {

static constexpr std::string_view state_words[] = {"waiting", "running", "refused", "cancelled", "expired", "draft", "validated", "certified"};

std::string_view word(FilingState state) { return state_words[static_cast<std::size_t>(state)]; }

std::string extract_address(std::string_view name) { return "/extracts/" + std::string(name); }

std::string run_address(const Run& run) { return fmt::format("{}/runs/{}", extract_address(run.subject), run.id.value); }

ExtractDefinition extract_here(const http::Call& call) {
    auto found = find_extract(call.path("extract"));
    if (!found) throw base::NotFound("no such extract");
    return std::move(*found);
}

Run extract_run_here(const http::Call& call, db::Read& db) {
    auto run = find_extract_run(db, call.viewer, call.path("extract"), call.id_as<RunId>("run"));
    if (!run) throw base::NotFound("no such run");
    return std::move(*run);
}

void show_filing_state(const http::Call& call, html::View& view, FilingState state) {
    static constexpr std::pair<std::string_view, std::string_view> looks[] = {
        {"pill-wait", "player-pause-filled"}, {"pill-info", "circle-dot"}, {"pill-bad", "circle-x"}, {"", "x"}, {"", "clock"}, {"pill-bad", "alert-circle"}, {"pill-info", "circle-check"},
        {"pill-good", "lock"}};
    auto [tone, icon] = looks[static_cast<std::size_t>(state)];
    view.set("state", call.text(fmt::format("data.extract.state.{}", word(state)))).set("tone", tone).set("state_icon", icon);
}

std::string words_of(const http::Call& call, const ExtractDefinition& definition, const RuleResult& result) {
    const auto* rule = definition.rule(result.rule);
    if (!rule) return result.subject;
    return call.text(fmt::format("data.extract.rule.{}", word(rule->check)), {{"subject", result.subject}, {"value", result.value}, {"n", std::to_string(result.count)}});
}

static FilingState state_of(const Filing& filing) {
    if (filing.certified) return FilingState::certified;
    switch (filing.run.state) {
        case RunState::waiting: return FilingState::waiting;
        case RunState::running: return FilingState::running;
        case RunState::refused: return FilingState::refused;
        case RunState::cancelled: return FilingState::cancelled;
        case RunState::done: break;
    }
    if (!filing.found) return FilingState::expired;
    return has_fatal(filing.definition, filing.results) ? FilingState::draft : FilingState::validated;
}

Filing filing_of(const http::Services& services, db::Read& db, const auth::Viewer& viewer, ExtractDefinition definition, Run run) {
    Filing filing;
    filing.definition = std::move(definition);
    filing.run = std::move(run);
    filing.certified = certified_run(db, viewer, filing.run.id);
    if (filing.run.state == RunState::done) {
        if (const auto kept = kept_of(place_of(services), filing.run.id)) filing.found = found_of(*kept);
    }
    // Other records than the definition describes cannot be written with it any more.
    if (filing.found && filing.found->version != filing.definition.version) filing.found.reset();
    if (filing.found) {
        filing.results = filing.found->results;
        const auto period = period_of(filing.definition, filing.run.parameters);
        filing.earlier = newest_certified(db, viewer, filing.run.subject, period, filing.run.id);
        if (filing.earlier && filing.certified && filing.earlier->id > filing.certified->id) filing.earlier.reset();
        const auto earlier = filing.earlier ? certified_records(*services.files, *filing.earlier) : std::nullopt;
        if (earlier) filing.changes = difference(*earlier, filing.found->records);
        else filing.earlier.reset();
        const auto last_year = newest_certified(db, viewer, filing.run.subject, period - 1, filing.run.id);
        if (const auto before = last_year ? certified_records(*services.files, *last_year) : std::nullopt) {
            filing.year_before = period - 1;
            for (auto& result : changes_by_school(filing.definition, *before, filing.found->records)) filing.results.push_back(std::move(result));
        }
    }
    filing.state = state_of(filing);
    return filing;
}

std::string filed_bytes(const http::Services& services, const Filing& filing, ExtractFormat format) {
    if (filing.certified) {
        const auto* file = filing.certified->file(word(format));
        auto bytes = file ? services.files->read({file->sha256}) : std::nullopt;
        if (!bytes) throw base::NotFound("the certified file is gone");
        return std::move(*bytes);
    }
    if (!filing.found) throw base::NotFound("nothing is kept of this run");
    return bytes_of(filing.definition, filing.run.parameters, filing.found->records, format);
}

}  // namespace data
