#include "media/picture_jobs.h"

#include <algorithm>

#include <boost/json.hpp>

#include "base/error.h"
#include "base/log.h"
#include "db/db.h"
#include "files/files.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "media/ceiling.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/takedown.h"

namespace media {

static Derived stored(const http::Services& services, std::string content_hash, const Rendered& made) {
    Derived derived{std::move(content_hash), made.fingerprint, {}};
    for (const auto& size : made.sizes) derived.sizes.push_back({size.width, size.height, services.files->put(size.bytes).hex});
    return derived;
}

Made bring_in(const http::Services& services, const std::string& bytes) {
    try {
        const auto made = render(images_program(services), bytes, {});
        const auto hash = files::sha256(bytes);
        // Clause 9.5: the pixels of what was taken down do not come back onto the disk, not even for a day.
        auto refusal = services.database->read([&](db::Read& db) { return refusal_of(db, hash.hex, made.fingerprint); });
        if (refusal) return {std::nullopt, "", std::move(refusal)};
        services.files->put(bytes);
        return {stored(services, hash.hex, made), "", std::nullopt};
    } catch (const RenderRefused& refused) {
        return {std::nullopt, refused.code(), std::nullopt};
    }
}

Made make_again(const http::Services& services, const std::string& content_hash, const std::vector<Box>& blur) {
    const auto bytes = services.files->read({content_hash});
    if (!bytes) return {std::nullopt, "original.missing", std::nullopt};
    try {
        return {stored(services, content_hash, render(images_program(services), *bytes, blur)), "", std::nullopt};
    } catch (const RenderRefused& refused) {
        return {std::nullopt, refused.code(), std::nullopt};
    }
}

static PictureId picture_of(const jobs::Context& job) { return {boost::json::parse(job.payload()).at("picture").as_int64()}; }

/// Absent when it is not there, and when what is there is not what was kept: looking again would find the same.
static std::optional<std::string> read_kept(const files::Store& store, const std::string& hash) {
    try {
        return store.read({hash});
    } catch (const std::exception& error) {
        base::log::error("the original of a picture cannot be read: {}", error.what());
        return std::nullopt;
    }
}

/// Clauses 6.3 and 6.5: until this ended well the picture is not ready.
static void check(jobs::Context& job) {
    const auto id = picture_of(job);
    const auto hash = job.database().read([&](db::Read& db) { return original_to_check(db, id); });
    if (!hash) return;
    std::string trouble = "original.missing";
    if (const auto bytes = read_kept(*job.services().files, *hash)) {
        try {
            const auto found = propose_faces(images_program(job.services()), *bytes, {}, [&] { return job.cancelled(); });
            job.database().write([&](db::Write& db) { take_proposals(db, job.now(), id, found); });
            return;
        } catch (const RenderRefused& refused) {
            trouble = refused.code();
        }
    }
    // The server is stopping: it is done after the next start.
    if (trouble == "cancelled") return;
    job.database().write([&](db::Write& db) { take_failed_check(db, job.now(), id, trouble); });
}

/// Clause 9.1. What another room names meanwhile, such as somebody's attachment of the same bytes, is not ours to delete.
static void delete_files(jobs::Context& job) {
    const auto [doomed, elsewhere] = job.database().read([](db::Read& db) {
        auto files = doomed_files(db);
        std::vector<std::string> named;
        if (!files.empty() && named_elsewhere()) {
            for (const auto& hash : named_elsewhere()(db)) named.push_back(hash.hex);
        }
        std::ranges::sort(named);
        return std::pair(std::move(files), std::move(named));
    });
    auto& store = *job.services().files;
    std::vector<Doomed> over;
    for (const auto& file : doomed) {
        // Asked just before: a picture may have been given the same size since.
        const bool needed = std::ranges::binary_search(elsewhere, file.hash) || job.database().read([&](db::Read& db) { return is_needed(db, file.hash); });
        if (!needed) store.remove({file.hash});
        // What the disk did not let go is tried again.
        if (needed || !store.contains({file.hash})) over.push_back(file);
        else base::log::warning("a size of a picture that was taken down could not be deleted; it is tried again in ten minutes");
    }
    if (!over.empty()) job.database().write([&](db::Write& db) { forget_doomed(db, over); });
    verify_takedowns(job.database(), store, job.now());
}

/// What ended by the clock, and words that name somebody who came to the roster meanwhile.
static void evaluate(jobs::Context& job) {
    constexpr int at_once = 100;
    PictureId after{0};
    for (;;) {
        const auto pictures = job.database().read([&](db::Read& db) { return shown_pictures(db, after, at_once); });
        if (pictures.empty() || job.cancelled()) return;
        job.database().write([&](db::Write& db) {
            for (const auto id : pictures) {
                look_for_names(db, id);
                take_down_what_ended(db, job.now(), id);
            }
        });
        after = pictures.back();
    }
}

static void close_channel(jobs::Context& job) {
    const auto channel = parse_channel(std::string_view(boost::json::parse(job.payload()).at("channel").as_string()));
    if (!channel) return;
    constexpr int at_once = 50;
    PictureId last{0};
    do {
        if (job.cancelled()) return;
        // It was opened again meanwhile: what is left may be shown.
        job.database().write([&](db::Write& db) { last = ceilings(db).open[static_cast<std::size_t>(*channel)] ? PictureId{0} : take_down_of_closed(db, *channel, job.now(), last, at_once); });
    } while (last.value > 0);
}

void picture_jobs(jobs::Registry& registry) {
    registry.add("media.picture.close", close_channel);
    registry.add("media.picture.check", check);
    registry.add("media.picture.delete", jobs::Schedule::every(std::chrono::minutes(10)), delete_files);
    registry.add("media.picture.evaluate", jobs::Schedule::daily_at(std::chrono::minutes(5)), evaluate);
}

}  // namespace media
