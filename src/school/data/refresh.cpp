#include "data/refresh.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <system_error>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/child_process.h"
#include "base/file_lock.h"
#include "base/text.h"
#include "data/batch.h"
#include "data/facts.h"
#include "db/db.h"
#include "db/setting.h"
#include "files/files.h"
#include "http/call.h"
#include "http/live.h"
#include "jobs/jobs.h"

namespace data {

namespace json = boost::json;
using Steady = std::chrono::steady_clock;

constexpr std::size_t frame_bytes = std::size_t{256} << 10;

/// One refresh at a time on a machine.
static base::FileLock lock_of(const Place& place, const std::function<bool()>& cancelled) {
    std::filesystem::create_directories(place.folder);
    std::filesystem::permissions(place.folder, std::filesystem::perms::owner_all);
    auto lock = base::FileLock::wait(place.folder + "/lock", cancelled);
    if (!lock) throw Refused("cancelled", "", "The refresh was cancelled.");
    return std::move(*lock);
}

static json::array columns_json(const std::vector<FactColumn>& columns) {
    json::array list;
    for (const FactColumn& column : columns) {
        list.push_back(json::object{{"name", column.name}, {"type", base::word(column.type)}, {"student", column.privacy == Privacy::student}});
    }
    return list;
}

static std::string_view origin_word(Fact::Origin origin) {
    switch (origin) {
        case Fact::Origin::room: return "room";
        case Fact::Origin::batch: return "batch";
        case Fact::Origin::computed: return "computed";
    }
    return {};
}

/// What the worker needs to know of a fact. When its text differs from the last time, the fact is made anew.
static json::object fact_json(const Fact& fact) {
    json::array key;
    for (const auto& name : fact.key) key.push_back(json::string(name));
    json::object tiers_with;
    for (Tier tier : tiers) {
        if (auto columns = fact.columns_in(tier); !columns.empty() && tier != Tier::sensitive) tiers_with[word(tier)] = columns_json(columns);
    }
    return {{"name", fact.name}, {"origin", origin_word(fact.origin)}, {"key", std::move(key)}, {"changed", !fact.changed.empty()},
            {"columns", columns_json(fact.columns)}, {"tiers", std::move(tiers_with)},
            {"sql", fact.origin == Fact::Origin::computed ? json::value(fact.sql) : json::value("")}};
}

/// Under which students stand in the tiers without names: a secret of the district, so that nobody who knows a student's number can compute it.
static std::string pseudonym_key(db::Database& database, const auth::SecretBox& secrets) {
    constexpr std::string_view setting = "data.pseudonym_key";
    auto kept = database.read([&](db::Read& db) { return db::setting(db, setting); });
    if (kept) {
        auto sealed = base::from_base64url(*kept);
        auto key = sealed ? secrets.open(*sealed) : std::nullopt;
        if (!key) throw Refused("warehouse.key", "", "The key of the pseudonyms cannot be opened with this server's secret.key.");
        return *key;
    }
    std::string key = auth::random_bytes(32);
    std::string sealed = base::to_base64url(secrets.seal(key));
    bool ours = database.write([&](db::Write& db) {
        if (db::setting(db, setting)) return false;
        db::set_setting(db, setting, sealed);
        return true;
    });
    return ours ? key : pseudonym_key(database, secrets);
}

namespace {

class Refresh {
public:
    Refresh(db::Database& database, const http::Services& services, bool whole, const RefreshWatch& watch)
        : database_(database), services_(services), watch_(watch), place_(place_of(services)), whole_(whole), lock_(lock_of(place_, watch.cancelled)),
          child_(place_.program, {"build"}, {}) {}

    Refreshed run() {
        auto start = Steady::now();
        begin();
        database_.read([&](db::Read& db) { send_all(db); });
        Refreshed done = finish();
        done.took = std::chrono::duration_cast<base::Milliseconds>(Steady::now() - start);
        return done;
    }

private:
    bool cancelled() const { return watch_.cancelled && watch_.cancelled(); }

    void tell(std::int64_t done) const {
        if (watch_.progress) watch_.progress(done, static_cast<std::int64_t>(facts().size()) + 1);
    }

    [[noreturn]] void broken() {
        if (cancelled()) throw Refused("cancelled", "", "The refresh was cancelled; the warehouse is as it was.");
        auto end = child_.wait();
        throw Refused("worker.died", std::to_string(end.status), "The program belltower-data ended before its work was done. " + child_.complaints());
    }

    void send(char what, std::string_view bytes) {
        if (cancelled()) throw Refused("cancelled", "", "The refresh was cancelled; the warehouse is as it was.");
        try {
            child_.send(what, bytes);
        } catch (const base::FrameError&) {
            // What it said before it went tells more than that it went.
            while (auto frame = child_.receive({})) fail_on_error(*frame);
            broken();
        }
    }

    static void fail_on_error(const base::Frame& frame) {
        if (frame.what != 'E') return;
        auto told = json::parse(frame.bytes).as_object();
        throw Refused(std::string(told.at("code").as_string()), "", std::string(told.at("message").as_string()));
    }

    base::Frame receive() {
        auto frame = child_.receive([&] { return !cancelled(); });
        if (!frame) broken();
        fail_on_error(*frame);
        return std::move(*frame);
    }

    void begin() {
        json::array list;
        for (const Fact& fact : facts()) list.push_back(fact_json(fact));
        json::array tier_words;
        for (Tier tier : tiers) tier_words.push_back(json::string(word(tier)));
        json::object told{{"folder", place_.folder}, {"whole", whole_}, {"key", base::to_hex(pseudonym_key(database_, *services_.secrets))},
                          {"facts", std::move(list)}, {"tiers", std::move(tier_words)}};
        send('B', json::serialize(told));
        auto state = json::parse(receive().bytes).as_object();
        whole_ = state.at("whole").as_bool();
        for (const auto& [name, fact] : state.at("facts").as_object()) {
            const auto& object = fact.as_object();
            if (auto mark = object.if_contains("mark")) marks_[std::string(name)] = mark->as_int64();
            if (auto hashes = object.if_contains("batches")) {
                for (const auto& hash : hashes->as_array()) batches_[std::string(name)].emplace_back(hash.as_string());
            }
        }
    }

    void send_all(db::Read& db) {
        as_of_ = base::system_now();
        std::int64_t done = 0;
        for (const Fact& fact : facts()) {
            tell(done++);
            if (fact.origin == Fact::Origin::room) send_rows(db, fact);
            if (fact.origin == Fact::Origin::batch) send_batches(db, fact);
        }
        tell(done);
    }

    void send_rows(db::Read& db, const Fact& fact) {
        std::string sql = "SELECT ";
        for (const FactColumn& column : fact.columns) sql += column.name + ", ";
        sql += (fact.changed.empty() ? "0" : fact.changed) + " AS changed FROM (" + fact.sql + ") AS fact";
        auto seen = marks_.find(fact.name);
        bool some = !fact.changed.empty() && seen != marks_.end();
        std::int64_t mark = some ? seen->second : 0;
        if (some) sql += " WHERE " + fact.changed + " > :seen";
        send('T', json::serialize(json::object{{"fact", fact.name}, {"whole", !some}}));
        auto query = db.query(sql);
        auto filled = some ? std::move(query).bind("seen", mark) : std::move(query);
        std::move(filled).each([&](const db::Row& row) {
            pack(row.raw(), fact);
            mark = std::max(mark, row.raw().integer(static_cast<int>(fact.columns.size())));
            ++rows_;
            if (packer_.size() >= frame_bytes) send('R', packer_.take());
        });
        if (packer_.size() > 0) send('R', packer_.take());
        send('Z', json::serialize(json::object{{"mark", mark}}));
    }

    void pack(db::detail::Statement& row, const Fact& fact) {
        for (int i = 0; i < static_cast<int>(fact.columns.size()); ++i) {
            if (row.is_null(i)) {
                packer_.null();
                continue;
            }
            switch (fact.columns[static_cast<std::size_t>(i)].type) {
                case base::CellType::flag:
                case base::CellType::integer:
                case base::CellType::moment: packer_.integer(row.integer(i)); break;
                case base::CellType::real: packer_.real(row.real(i)); break;
                case base::CellType::text:
                case base::CellType::day: packer_.text(row.text(i)); break;
            }
        }
    }

    /// Batches that came since are added; when one of those that are in was taken back, the fact is made anew of the others.
    void send_batches(db::Read& db, const Fact& fact) {
        auto accepted = batches_of(db, fact.name);
        const auto& in = batches_[fact.name];
        bool grown = accepted.size() >= in.size() && std::equal(in.begin(), in.end(), accepted.begin(), [](const std::string& hash, const BatchFile& batch) { return hash == batch.hash; });
        json::array paths, hashes;
        for (std::size_t i = grown ? in.size() : 0; i < accepted.size(); ++i) {
            auto path = services_.files->path({accepted[i].hash});
            if (!path) throw Refused("warehouse.batch", accepted[i].hash, "The file of batch " + std::to_string(accepted[i].id) + " is missing; restore it from a backup.");
            paths.push_back(json::string(*path));
        }
        for (const BatchFile& batch : accepted) hashes.push_back(json::string(batch.hash));
        if (grown && paths.empty() && !whole_) return;
        send('P', json::serialize(json::object{{"fact", fact.name}, {"whole", !grown || whole_}, {"paths", std::move(paths)}, {"batches", std::move(hashes)}}));
    }

    Refreshed finish() {
        std::string version = base::to_base64url(auth::random_bytes(9));
        send('F', json::serialize(json::object{{"version", version}, {"as_of", base::to_ms(as_of_)}}));
        for (;;) {
            auto frame = receive();
            if (frame.what != 'D') continue;
            auto told = json::parse(frame.bytes).as_object();
            Refreshed done{.version = version, .as_of = as_of_, .rows = rows_ + told.at("rows").as_int64(), .whole = whole_};
            database_.write([&](db::Write& db) {
                db::set_setting(db, "data.warehouse_version", version);
                db::set_setting(db, "data.warehouse_as_of", std::to_string(base::to_ms(as_of_)));
                db::set_setting(db, "data.warehouse_bytes", std::to_string(told.at("bytes").as_int64()));
                http::touch(db, base::system_now(), "data/warehouse");
            });
            return done;
        }
    }

    db::Database& database_;
    const http::Services& services_;
    const RefreshWatch& watch_;
    Place place_;
    bool whole_;
    base::FileLock lock_;
    base::ChildProcess child_;
    base::RowPacker packer_;
    base::Instant as_of_;
    std::int64_t rows_ = 0;
    std::map<std::string, std::int64_t> marks_;
    std::map<std::string, std::vector<std::string>> batches_;
};

}  // namespace

Refreshed refresh(db::Database& database, const http::Services& services, bool whole, const RefreshWatch& watch) {
    try {
        return Refresh(database, services, whole, watch).run();
    } catch (const std::system_error& problem) {
        throw Refused("worker.died", "", problem.what());
    }
}

std::optional<WarehouseState> warehouse_state(db::Read& db) {
    auto version = db::setting(db, "data.warehouse_version");
    if (!version) return std::nullopt;
    auto number = [&](std::string_view key) { return base::parse_integer(db::setting_or(db, key, "0")).value_or(0); };
    return WarehouseState{*version, base::from_ms(number("data.warehouse_as_of")), number("data.warehouse_bytes")};
}

}  // namespace data
