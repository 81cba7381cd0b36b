#include "people/licence_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "people/renewal_rules.h"

namespace people {

std::string licence_name(const http::Call& call, const Licence& licence) {
    return licence.credential.empty() ? call.text("people.licence.kind." + licence.kind) : licence.credential;
}

std::string licence_title(const http::Call& call, const Licence& licence) { return fmt::format("{}, {}", licence_name(call, licence), place_name(licence.jurisdiction)); }

static std::pair<std::string_view, std::string_view> pill_of(std::string_view status) {
    if (status == "active") return {"pill-good", "check"};
    if (status == "pending" || status == "future") return {"pill-wait", "hourglass"};
    if (status == "inactive") return {"pill-info", "clock-pause"};
    return {"pill-bad", "alert-triangle"};
}

void fill_licence_state(const http::Call& call, html::View& view, const Licence& licence) {
    const auto status = status_on(licence, call.today());
    const auto [pill, icon] = pill_of(status);
    view.add("state").set("pill", pill).set("icon", icon).set("status", call.text(fmt::format("people.licence.status.{}", status)));
    view.show(licence.verification ? "verified" : "unverified");
}

std::string expiry_text(const http::Call& call, const Licence& licence) {
    if (!licence.expires) return call.text("people.licence.for_ever");
    auto day = html::day_words(call.language, call.today(), *licence.expires);
    const auto left = (*licence.expires - call.today()).count();
    if (left < 0) return call.text("people.licence.ended", {{"day", day}});
    if (left > 365) return day;
    return call.text("people.licence.in_days", {{"day", day}, {"n", std::to_string(left)}});
}

std::string records_text(const http::Call& call, const RenewalRule& rule, const Progress& progress) {
    if (rule.total_minutes == 0) return call.text("people.renewal.no_hours");
    return call.text(rule.family == "credential" ? "people.renewal.by_records_issuer" : "people.renewal.by_records",
                     {{"done", hours_text(progress.counted)}, {"total", hours_text(progress.total)}});
}

std::string limit_word(const http::Call& call, db::Read& db, RenewalLimit::Subject subject, std::string_view word) {
    if (subject == RenewalLimit::Subject::type) return call.text(fmt::format("people.renewal.type.{}", word));
    for (const auto& one : learning_categories(db)) {
        if (one.key == word) return one.name.in(html::code(call.language));
    }
    return std::string(word);
}

base::Day plausible_day(std::string_view field, std::string_view text) {
    const auto day = base::parse_day(text);
    if (!day) throw base::Invalid(std::string(field), "people.problem.day");
    const auto year = static_cast<int>(std::chrono::year_month_day(*day).year());
    if (year < 1950 || year > 2150) throw base::Invalid(std::string(field), "people.licence.problem.year");
    return *day;
}

static std::string plain_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    const auto last = base::trim(slash == std::string_view::npos ? name : name.substr(slash + 1));
    return last.empty() ? "file" : std::string(base::first_code_points(last, 120));
}

StoredEvidence store_evidence(http::PrepareCall& call) {
    const auto found = std::ranges::find(call.request.uploads, "evidence", &http::Upload::field);
    if (found == call.request.uploads.end() || found->bytes.empty()) return {};
    if (found->bytes.size() > most_evidence_bytes) return {{}, "people.licence.problem.large_file"};
    const auto type = files::sniff_type(found->bytes);
    if (type != "application/pdf" && !type.starts_with("image/")) return {{}, "people.licence.problem.file"};
    return {Evidence{call.services.files->put(found->bytes).hex, plain_name(found->file_name), type}, {}};
}

http::Response serve_evidence(const http::Call& call, const std::optional<Evidence>& evidence) {
    if (!evidence) throw base::NotFound("no evidence");
    auto path = call.services.files->path({evidence->hash});
    if (!path) throw std::runtime_error("a stored file is missing on the disk");
    http::Response response;
    response.file_path = *path;
    response.content_type = evidence->type;
    response.header("Content-Disposition", fmt::format("{}; filename*=UTF-8''{}", evidence->type.starts_with("image/") ? "inline" : "attachment", http::percent_encode(evidence->name)));
    // Whatever the bytes are, nothing in them runs.
    response.header("Content-Security-Policy", "default-src 'none'; sandbox");
    response.header("Cache-Control", "private, no-store");
    return response;
}

}  // namespace people
