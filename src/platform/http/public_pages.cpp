#include "http/public_pages.h"

#include <iterator>
#include <stdexcept>

#include <zlib.h>

#include "base/text.h"
#include "files/files.h"
#include "http/parse.h"

namespace http {

/// Addresses in memory. A district has some hundreds, and each day of a menu; beyond it one of them, in turn, is made anew when it is asked for.
constexpr std::size_t most_entries = 5000;
constexpr std::size_t worth_compressing = 1024;
constexpr std::size_t tag_length = 20;

static bool is_text(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") || type.starts_with("application/feed+json") || type.find("+xml") != std::string_view::npos ||
           type.find("/xml") != std::string_view::npos;
}

/// RFC 1952, as `Content-Encoding: gzip` has it.
static std::string gzip(std::string_view bytes) {
    constexpr int with_gzip_head = 15 + 16;
    constexpr int level = 6;
    constexpr int memory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, with_gzip_head, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib has no memory");
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib reads only
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int end = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (end != Z_STREAM_END) throw std::runtime_error("zlib did not come to an end");
    return packed;
}

KeptAnswer make_kept(Response answer, std::uint64_t version, base::Instant until) {
    KeptAnswer kept;
    kept.version = version;
    kept.until = until;
    const std::string tag = files::sha256(answer.body).hex.substr(0, tag_length);
    if (answer.body.size() >= worth_compressing && is_text(answer.content_type)) {
        Response packed = answer;
        packed.shared_body = std::make_shared<const std::string>(gzip(answer.body));
        packed.body.clear();
        packed.header("Content-Encoding", "gzip").header("ETag", "\"" + tag + "-gz\"");
        kept.gzip = std::move(packed);
    }
    answer.header("ETag", "\"" + tag + "\"");
    answer.shared_body = std::make_shared<const std::string>(std::move(answer.body));
    answer.body.clear();
    kept.plain = std::move(answer);
    return kept;
}

/// If-None-Match names this content (RFC 9110 section 13.1.2): one of its tags, whatever coding was sent then, or anything.
static bool has_already(const Request& request, const Response& answer) {
    const auto wanted = request.header("if-none-match");
    return !wanted.empty() && (wanted == "*" || wanted.find(*answer.find_header("ETag")) != std::string_view::npos);
}

Response choose(const KeptAnswer& kept, const Request& request) {
    const bool packed = kept.gzip && accepts_coding(request.header("accept-encoding"), "gzip");
    Response answer = packed ? *kept.gzip : kept.plain;
    if (has_already(request, answer)) {
        answer.status = not_modified;
        answer.shared_body = nullptr;
    }
    return answer;
}

bool holds(const KeptAnswer& kept, std::uint64_t version, base::Instant now) { return kept.version == version && now < kept.until; }

std::shared_ptr<const KeptAnswer> PublicPages::find(const Request& request, std::uint64_t version, base::Instant now) const {
    std::shared_ptr<Entry> entry;
    {
        std::shared_lock lock(mutex_);
        const Entries& all = entries(request.secure);
        const auto found = all.find(request.path);
        if (found == all.end()) return nullptr;
        entry = found->second;
    }
    auto kept = entry->kept();
    return kept && holds(*kept, version, now) ? kept : nullptr;
}

std::shared_ptr<PublicPages::Entry> PublicPages::entry(const Request& request) {
    std::unique_lock lock(mutex_);
    Entries& all = entries(request.secure);
    if (all.size() >= most_entries && !all.contains(request.path)) all.erase(std::next(all.begin(), static_cast<Entries::difference_type>(next_out_++ % all.size())));
    auto& place = all[request.path];
    if (!place) place = std::make_shared<Entry>();
    return place;
}

void PublicPages::give_up(const Request& request) {
    std::unique_lock lock(mutex_);
    entries(request.secure).erase(request.path);
}

}  // namespace http
