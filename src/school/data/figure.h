/// Figures that were frozen so that they can be cited: all that readers saw at that moment, in both languages, under a hash. What was frozen is
/// never changed; a figure that turns out wrong is withdrawn with a reason and says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "data/face.h"
#include "data/report.h"

namespace http {
class Routes;
}

namespace data {

struct FigureId {
    std::int64_t value = 0;
    auto operator<=>(const FigureId&) const = default;
};

/// What goes into a figure beside its faces.
struct FigureOrigin {
    std::string report;             // name; empty: a question of the workbench
    int version = 0;
    std::int64_t run = 0;
    std::string text_sha256;        // of the question
    std::string warehouse_version;
};

struct Figure {
    FigureId id;
    std::string title, title_es;
    std::string content;            // JSON: both faces and the origin
    std::string sha256;             // of the content
    std::string by;
    base::Instant at;
    std::optional<base::Instant> withdrawn_at;
    std::string withdrawn_by, withdrawn_why;

    const std::string& title_in(html::Language language) const { return language == html::Language::es ? title_es : title; }
    /// Whether the content still has the hash under which it was frozen.
    bool sound() const;
    /// Throws std::runtime_error for a content that cannot be read.
    Face face(html::Language language) const;
    FigureOrigin origin() const;
};

/// Freezes what a run kept, under these filters. Needs may_write_reports. A question of the workbench can be frozen only on the tier operations:
/// nothing protected it (data.md clause 14). Throws base::Forbidden, base::Conflict when the report is not any more what the run asked.
FigureId freeze(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Run& run, const Kept& kept, const html::Messages& messages, const Filters& filters, std::string_view title = {});

/// The newest figure of exactly the content that freeze() would freeze; absent when there is none. Throws as freeze() does.
std::optional<Figure> frozen_before(db::Read& db, const auth::Viewer& viewer, const Run& run, const Kept& kept, const html::Messages& messages, const Filters& filters, std::string_view title = {});

/// Newest first; `before` 0: the first page. Needs may_see_reports.
std::vector<Figure> figures(db::Read& db, const auth::Viewer& viewer, FigureId before, int limit);
std::optional<Figure> find_figure(db::Read& db, const auth::Viewer& viewer, FigureId id);
/// Keeps it and says that it is not to be used any more. Throws base::Invalid (why), base::Conflict when it was withdrawn before.
void withdraw_figure(db::Write& db, const auth::Viewer& viewer, base::Instant now, FigureId id, std::string_view why);

struct DecisionId {
    std::int64_t value = 0;
    auto operator<=>(const DecisionId&) const = default;
};

struct Decision {
    DecisionId id;
    std::string title, why, decided_by;
    base::Day decided_on;
    std::string by;  // who wrote it down
    base::Instant at;
    std::vector<FigureId> figures;  // empty in a list
    bool on_withdrawn = false;      // one of the figures was withdrawn
};

/// Throws base::Invalid naming title, why, decided_by, decided_on or figures. Needs may_write_reports. A withdrawn figure is not cited anew.
DecisionId add_decision(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Decision& decision);
std::vector<Decision> decisions(db::Read& db, const auth::Viewer& viewer, DecisionId before, int limit);
std::optional<Decision> find_decision(db::Read& db, const auth::Viewer& viewer, DecisionId id);
/// Where a figure is cited, newest first.
std::vector<Decision> decisions_citing(db::Read& db, const auth::Viewer& viewer, FigureId id);

void figure_routes(http::Routes& routes);
void decision_routes(http::Routes& routes);

}  // namespace data
