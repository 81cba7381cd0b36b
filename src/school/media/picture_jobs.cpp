#include "media/picture_jobs.h"

#include <algorithm>

#include <boost/json.hpp>

#include "base/error.h"
#include "base/log.h"
#include "db/db.h"
#include "files/files.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "media/media.h"
#include "media/pages.h"
#include "media/takedown.h"

namespace media {

static Derived stored(const http::Services& services, std::string content_hash, const Rendered& made) {
    Derived derived{std::move(content_hash), made.fingerprint, {}};
    for (const auto& size : made.sizes) derived.sizes.push_back({size.width, size.height, services.files->put(size.bytes).hex});
    return derived;
}

Made make_sizes(const http::Services& services, const std::string& bytes, const std::vector<Box>& blur, Original original) {
    try {
        const auto made = render(images_program(services), bytes, blur);
        const auto hash = original == Original::put ? services.files->put(bytes) : files::sha256(bytes);
        return {stored(services, hash.hex, made), ""};
    } catch (const RenderRefused& refused) {
        return {std::nullopt, refused.code()};
    }
}

Made make_again(const http::Services& services, const std::string& content_hash, const std::vector<Box>& blur) {
    const auto bytes = services.files->read({content_hash});
    if (!bytes) return {std::nullopt, "original.missing"};
    return make_sizes(services, *bytes, blur, Original::is_there);
}

static PictureId picture_of(const jobs::Context& job) { return {boost::json::parse(job.payload()).at("picture").as_int64()}; }

/// Clauses 6.3 and 6.5: until this ended well the picture is not ready.
static void check(jobs::Context& job) {
    const auto id = picture_of(job);
    const auto hash = job.database().read([&](db::Read& db) { return original_to_check(db, id); });
    if (!hash) return;
    std::string trouble = "original.missing";
    if (const auto bytes = job.services().files->read({*hash})) {
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
    const auto [doomed, named] = job.database().read([](db::Read& db) {
        auto hashes = doomed_files(db);
        std::vector<std::string> kept;
        if (!hashes.empty()) {
            for (const auto& hash : hashes) {
                if (is_needed(db, hash)) kept.push_back(hash);
            }
            if (named_elsewhere()) {
                for (const auto& hash : named_elsewhere()(db)) kept.push_back(hash.hex);
            }
            std::ranges::sort(kept);
        }
        return std::pair(std::move(hashes), std::move(kept));
    });
    for (const auto& hash : doomed) {
        if (!std::ranges::binary_search(named, hash)) job.services().files->remove({hash});
    }
    if (!doomed.empty()) job.database().write([&](db::Write& db) { forget_doomed(db, doomed); });
    verify_takedowns(job.database(), *job.services().files, job.now());
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

void picture_jobs(jobs::Registry& registry) {
    registry.add("media.picture.check", check);
    registry.add("media.picture.delete", jobs::Schedule::every(std::chrono::minutes(10)), delete_files);
    registry.add("media.picture.evaluate", jobs::Schedule::daily_at(std::chrono::minutes(5)), evaluate);
}

}  // namespace media
