#include "db/dump_stream.h"

#include <openssl/evp.h>

#include <array>
#include <istream>
#include <ostream>

#include "base/text.h"
#include "db/db.h"

namespace db::detail {

struct Checksum::Context {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Checksum::Checksum() : context_(std::make_unique<Context>()) { EVP_DigestInit_ex(context_->digest.get(), EVP_sha256(), nullptr); }
Checksum::~Checksum() = default;

void Checksum::add(std::string_view bytes) { EVP_DigestUpdate(context_->digest.get(), bytes.data(), bytes.size()); }

std::string Checksum::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    EVP_DigestFinal_ex(context_->digest.get(), digest.data(), &size);
    return base::to_hex({reinterpret_cast<const char*>(digest.data()), size});
}

void DumpWriter::put(std::string_view bytes) {
    checksum_.add(bytes);
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void DumpWriter::put_long(char tag, std::string_view bytes) {
    put(tag + std::to_string(bytes.size()) + ':');
    put(bytes);
}

void DumpWriter::finish() {
    out_ << "checksum " << checksum_.hex() << '\n';
    out_.flush();
    if (!out_) throw Failure("The backup could not be written to its end. Is the disk full?");
}

void DumpReader::refuse() {
    throw Failure("The backup is cut short or damaged. Nothing was changed; use another copy of it.");
}

std::string DumpReader::until(char end) {
    std::string text;
    for (;;) {
        const int c = in_.get();
        if (c == std::istream::traits_type::eof() || text.size() > 10'000) refuse();
        if (c == end) break;
        text += static_cast<char>(c);
    }
    if (!text.starts_with("checksum ")) checksum_.add(text + end);
    return text;
}

std::string DumpReader::line() { return until('\n'); }

char DumpReader::tag() {
    const int c = in_.get();
    if (c == std::istream::traits_type::eof()) refuse();
    const char tag = static_cast<char>(c);
    checksum_.add({&tag, 1});
    return tag;
}

std::string DumpReader::exactly(std::size_t bytes) {
    // In pieces: a damaged length must not claim memory that the file cannot fill.
    std::string text;
    while (text.size() < bytes) {
        const std::size_t before = text.size();
        const std::size_t piece = std::min<std::size_t>(bytes - before, 1'000'000);
        text.resize(before + piece);
        if (!in_.read(text.data() + before, static_cast<std::streamsize>(piece))) refuse();
    }
    checksum_.add(text);
    return text;
}

void DumpReader::check(std::string_view line) {
    if (line != "checksum " + checksum_.hex()) refuse();
}

}  // namespace db::detail
