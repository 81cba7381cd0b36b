#include <fmt/core.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/child_process.h"
#include "base/text.h"
#include "data/cell_json.h"
#include "data/explain.h"
#include "data/warehouse.h"

namespace data {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

/// After the worker should have ended by itself. What cannot be interrupted ends here.
constexpr std::chrono::milliseconds grace{1000};

static std::string frame_of(const Place& place, const Ask& question, bool explain) {
    json::array parameters;
    for (const auto& [name, cell] : question.parameters) parameters.push_back(json::array{json::value(name), json_of(cell)});
    return json::serialize(json::object{{"file", place.file(question.tier)},
                                        {"sql", question.sql},
                                        {"guarded", question.guarded},
                                        {"explain", explain},
                                        {"tells_values", question.tier == Tier::operations},
                                        {"rows", question.limits.rows},
                                        {"bytes", question.limits.bytes},
                                        {"time_ms", question.limits.time.count()},
                                        {"memory_bytes", question.limits.memory_bytes},
                                        {"parameters", std::move(parameters)}});
}

static std::string text(const json::object& object, std::string_view field) { return json::value_to<std::string>(object.at(field)); }

static std::vector<std::string> texts(const json::object& object, std::string_view field) {
    return json::value_to<std::vector<std::string>>(object.at(field));
}

static void add_rows(base::CellTable& table, std::string_view packed) {
    base::RowReader reader(packed);
    while (!reader.at_end()) {
        auto& row = table.rows.emplace_back();
        row.reserve(table.columns.size());
        for (std::size_t column = 0; column < table.columns.size(); ++column) row.push_back(reader.cell());
    }
}

/// Takes a frame into the answer; true when it was the last.
static bool take(Answer& answer, const base::Frame& frame) {
    if (frame.what == 'R') {
        add_rows(answer.table, frame.bytes);
        return false;
    }
    auto said = json::parse(frame.bytes);
    switch (frame.what) {
        case 'E': throw Refused(text(said.as_object(), "code"), text(said.as_object(), "detail"), text(said.as_object(), "message"));
        case 'G':
            answer.tables = texts(said.as_object(), "tables");
            answer.columns = texts(said.as_object(), "columns");
            return false;
        case 'C':
            for (const auto& column : said.as_array()) {
                auto type = base::parse_cell_type(json::value_to<std::string>(column.at(1)));
                answer.table.columns.push_back({json::value_to<std::string>(column.at(0)), type.value_or(base::CellType::text)});
            }
            return false;
        case 'D':
            answer.took = base::Milliseconds(said.at("took_ms").as_int64());
            answer.cut = said.at("cut").as_bool();
            answer.as_of = base::from_ms(said.at("as_of").as_int64());
            answer.version = text(said.as_object(), "version");
            return true;
        default: throw base::FrameError(fmt::format("a frame is called '{}'", frame.what));
    }
}

static Refused too_slow(const Ask& question) {
    return Refused("limit.time", std::to_string(question.limits.time.count()), "The question took longer than it may.");
}

/// Why a worker ended without its last word.
static Refused died(base::ChildProcess& child, const Ask& question) {
    auto end = child.wait();
    if (!end.exited && end.status == SIGXCPU) return too_slow(question);
    auto how = end.exited ? fmt::format("with status {}", end.status) : fmt::format("by signal {}", end.status);
    return Refused("worker.died", how, fmt::format("The program that answers ended {}. Nothing else is harmed.", how));
}

static Answer listen(base::ChildProcess& child, const Ask& question, const std::function<bool()>& cancelled) {
    Answer answer;
    auto deadline = Clock::now() + question.limits.time + grace;
    std::optional<Refused> ended;
    auto goes_on = [&] {
        if (cancelled && cancelled()) ended.emplace("cancelled", "", "The question was cancelled.");
        else if (Clock::now() > deadline) ended.emplace(too_slow(question));
        return !ended;
    };
    while (goes_on()) {
        auto frame = child.receive(goes_on);
        if (!frame) break;
        if (take(answer, *frame)) return answer;
    }
    if (!ended) ended.emplace(died(child, question));
    throw Refused(*ended);
}

static Answer answer_of(const Place& place, const Ask& question, bool explain, const std::function<bool()>& cancelled) {
    if (!base::is_utf8(question.sql)) throw Refused("guard.statement", "", "The text is not UTF-8.");
    for (const auto& [name, cell] : question.parameters) {
        auto* text = std::get_if<std::string>(&cell);
        if (text && !base::is_utf8(*text)) throw Refused("sql", name, fmt::format("The value of ${} is not UTF-8.", name));
    }
    if (!std::filesystem::exists(place.file(question.tier))) {
        throw Refused("warehouse.missing", std::string(word(question.tier)), "There is no warehouse yet; it is made by a refresh.");
    }
    try {
        base::ChildProcess child(place.program, {"query"}, {});
        child.send('Q', frame_of(place, question, explain));
        child.close_input();
        return listen(child, question, cancelled);
    } catch (const base::FrameError& error) {
        throw Refused("worker.died", "", std::string("The program that answers broke off: ") + error.what());
    } catch (const std::system_error& error) {
        throw Refused("worker.died", "", error.what());
    }
}

Answer ask(const Place& place, const Ask& question, const std::function<bool()>& cancelled) { return answer_of(place, question, false, cancelled); }

std::string explain(const Place& place, const Ask& question) {
    auto answer = answer_of(place, question, true, {});
    std::string plan;
    for (const auto& row : answer.table.rows) plan += base::text_of(row.back());
    return plan;
}

}  // namespace data
