#include "data/fact_import.h"

#include <algorithm>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"
#include "data/batch.h"
#include "data/warehouse.h"
#include "files/files.h"
#include "http/call.h"
#include "roster/names.h"

namespace data {

namespace json = boost::json;

constexpr std::size_t frame_bytes = std::size_t{256} << 10;

static json::array names_of(const std::vector<std::string>& names) {
    json::array list;
    for (const auto& name : names) list.push_back(json::string(name));
    return list;
}

static json::object told_of(const StagedFact& fact) {
    json::array columns;
    for (const auto& column : fact.columns) columns.push_back(json::object{{"name", column.name}, {"type", column.type}, {"ref", column.ref}});
    return {{"name", fact.fact}, {"columns", std::move(columns)}, {"key", names_of(fact.key)}};
}

/// Folders of imports that were cut off hold student data; none is needed for a day.
static void remove_leftovers(const Place& place) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(place.folder, ignored)) {
        auto age = std::filesystem::file_time_type::clock::now() - entry.last_write_time(ignored);
        if (entry.path().filename().string().starts_with("stage-") && age > std::chrono::hours(24)) std::filesystem::remove_all(entry.path(), ignored);
    }
}

static std::string folder_for(const Place& place) {
    remove_leftovers(place);
    auto folder = place.folder + "/stage-" + base::to_hex(auth::random_bytes(8));
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    return folder;
}

FactImport::FactImport(std::string kind, std::vector<StagedFact> facts, const imports::Options& options, imports::Progress& progress)
    : kind_(std::move(kind)), facts_(std::move(facts)), options_(options), progress_(progress) {
    if (!options.services) throw std::logic_error("an import of student data is told where files lie");
    auto place = place_of(*options.services);
    temp_.path = folder_for(place);
    child_ = std::make_unique<base::ChildProcess>(place.program, std::vector<std::string>{"stage"}, base::ChildLimits{});
    json::array list;
    for (const auto& fact : facts_) list.push_back(told_of(fact));
    send('B', json::serialize(json::object{{"temp", temp_.path}, {"facts", std::move(list)}}));
}

FactImport::~FactImport() = default;  // the program first, then its folder

FactImport::Folder::~Folder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
}

void FactImport::broken() {
    if (progress_.cancelled()) throw imports::Cancelled();
    auto end = child_->wait();
    throw std::runtime_error(fmt::format("belltower-data ended ({}) before the import was compared. {}", end.status, child_->complaints()));
}

static void fail_on_error(const base::Frame& frame) {
    if (frame.what != 'E') return;
    throw std::runtime_error(std::string(json::parse(frame.bytes).at("message").as_string()));
}

void FactImport::send(char what, std::string_view bytes) {
    try {
        child_->send(what, bytes);
    } catch (const base::FrameError&) {
        while (auto frame = child_->receive({})) fail_on_error(*frame);
        broken();
    }
}

base::Frame FactImport::receive() {
    auto frame = child_->receive([&] { return !progress_.cancelled(); });
    if (!frame) broken();
    fail_on_error(*frame);
    return std::move(*frame);
}

void FactImport::begin_rows(std::size_t index) { send('T', json::serialize(json::object{{"fact", facts_[index].fact}})); }

base::RowPacker& FactImport::row(std::int64_t line, bool ends) {
    if (packer_.size() >= frame_bytes) send('R', packer_.take());
    packer_.integer(line);
    packer_.integer(ends);
    return packer_;
}

void FactImport::end_rows() {
    if (packer_.size() > 0) send('R', packer_.take());
    send('Z', {});
}

void FactImport::send_names(db::Read& db) {
    using Each = void (*)(db::Read&, std::string_view, const std::function<void(const roster::Name&)>&);
    static constexpr std::pair<std::string_view, Each> kinds[] = {{"student", roster::each_student_name}, {"school", roster::each_school_name},
                                                                 {"class", roster::each_class_name}, {"session", roster::each_session_name}};
    for (auto [ref, each] : kinds) {
        auto has_ref = [name = ref](const StagedFact::Column& column) { return column.ref == name; };
        if (std::ranges::none_of(facts_, [&](const StagedFact& fact) { return std::ranges::any_of(fact.columns, has_ref); })) continue;
        send('N', json::serialize(json::object{{"ref", ref}}));
        each(db, options_.source, [&](const roster::Name& name) {
            if (packer_.size() >= frame_bytes) send('R', packer_.take());
            packer_.text(name.text);
            packer_.integer(name.rank);
            packer_.integer(name.id);
        });
        end_rows();
    }
}

static std::string source_of(const std::string& kind, const imports::Options& options) { return options.source.empty() ? kind : options.source; }

void FactImport::ask(db::Read& db) {
    json::array list;
    for (const auto& fact : facts_) {
        json::array batches;
        for (const auto& batch : batches_of(db, fact.fact)) {
            auto path = options_.services->files->path({batch.hash});
            if (!path) throw std::runtime_error(fmt::format("The file of batch {} is missing; restore it from a backup.", batch.id));
            batches.push_back(json::object{{"path", *path}, {"own", batch.source == source_of(kind_, options_)}});
        }
        list.push_back(json::object{{"fact", fact.fact}, {"complete", fact.complete}, {"left_out", fact.skipped}, {"batches", std::move(batches)}});
    }
    send('Q', json::serialize(json::object{{"facts", std::move(list)}}));
}

namespace {
struct Words {
    std::string_view code, expected;  // {}: the row that this one is beside
    bool warning = false;
};
// In the order of the worker's numbers.
constexpr Words problem_words[] = {
    {"reference.missing_target_record", "the id of a record in the roster or in this package"},
    {"reference.ambiguous", "an id or number that only one record of the roster has"},
    {"reference.duplicate_record", "each record once; row {} has it already and counts"},
    {"row.repeated", "each record once; row {} says the same already", true},
};
}  // namespace

void FactImport::report_problems(const std::string& bytes, imports::Report& report) const {
    for (base::RowReader reader(bytes); !reader.at_end();) {
        auto fact = base::text_of(reader.cell());
        auto column = base::text_of(reader.cell());
        auto line = std::get<std::int64_t>(reader.cell());
        auto value = base::text_of(reader.cell());
        auto problem = static_cast<std::size_t>(std::get<std::int64_t>(reader.cell()));
        auto of = std::ranges::find(facts_, fact, &StagedFact::fact);
        auto known = std::ranges::find(of->columns, column, &StagedFact::Column::name);
        const auto& words = problem_words[std::min(problem, std::size(problem_words) - 1)];
        const auto beside = base::text_of(reader.cell());
        const auto expected = fmt::format(fmt::runtime(words.expected), beside);
        imports::Place place{of->file, line};
        if (words.warning) {
            report.warning(words.code, place, known->header, value, expected);
        } else {
            report.error(words.code, place, known->header, value, expected);
        }
    }
}

std::vector<imports::Change> FactImport::plan(db::Read& db, imports::Report& report) {
    send_names(db);
    ask(db);
    auto frame = receive();
    for (; frame.what == 'U'; frame = receive()) report_problems(frame.bytes, report);
    made_.clear();
    std::vector<imports::Change> changes;
    const auto told = json::parse(frame.bytes);
    for (const auto& value : told.at("facts").as_array()) {
        const auto& object = value.as_object();
        auto number = [&](std::string_view key) { return object.at(key).as_int64(); };
        auto of = std::ranges::find(facts_, std::string_view(object.at("fact").as_string()), &StagedFact::fact);
        changes.push_back({.record = of->fact, .created = number("created"), .updated = number("updated"), .ended = number("ended"),
                           .unchanged = number("unchanged"), .skipped = number("skipped") + of->skipped, .active_before = number("active_before")});
        if (object.at("doubted").as_bool()) {
            report.warning("file.nothing_ends", {of->file}, "", "", "rows that can all be used; because of those left out, no record ends for being absent from this file");
        }
        // On disk before a row names it; what no row comes to name is collected after a day.
        if (number("rows") > 0) made_.push_back({of->fact, options_.services->files->put_file(std::string(object.at("path").as_string())).hex, number("rows")});
    }
    return changes;
}

std::string FactImport::basis(db::Read& db) const {
    std::string ids;
    for (const auto& fact : facts_) {
        for (const auto& batch : batches_of(db, fact.fact)) ids += std::to_string(batch.id) + " ";
        ids += "/";
    }
    return ids;
}

void FactImport::apply(db::Write& db, const auth::Viewer& viewer) {
    for (const auto& made : made_) {
        accept_batch(db, viewer, options_.now,
                     {.kind = kind_, .fact = made.fact, .source = source_of(kind_, options_), .hash = made.hash, .rows = made.rows, .import_run = options_.run});
    }
}

}  // namespace data
