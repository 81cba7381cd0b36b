#include "app/archive.h"

#include <sodium.h>
#include <zip.h>

#include <algorithm>
#include <fstream>
#include <istream>

#include <fmt/format.h>

#include "app/archive_manifest.h"
#include "base/text.h"
#include "cli/cli.h"
#include "files/files.h"

namespace app {

namespace {

class Sha256 {
public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    void add(const char* bytes, std::size_t size) {
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes), size);
    }
    std::string hex() {
        std::string raw(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(raw.data()));
        return base::to_hex(raw);
    }

private:
    crypto_hash_sha256_state state_;
};

struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

/// A member as a stream; what cannot be unpacked ends it.
class MemberBuffer : public std::streambuf {
public:
    explicit MemberBuffer(zip_file_t* file) : file_(file) {}

protected:
    int_type underflow() override {
        const auto got = zip_fread(file_.get(), part_, sizeof part_);
        if (got <= 0) return traits_type::eof();
        setg(part_, part_, part_ + got);
        return traits_type::to_int_type(*gptr());
    }

private:
    std::unique_ptr<zip_file_t, Discard> file_;
    char part_[65536];
};

class MemberStream : public std::istream {
public:
    explicit MemberStream(zip_file_t* file) : std::istream(nullptr), buffer_(file) { rdbuf(&buffer_); }

private:
    MemberBuffer buffer_;
};

}  // namespace

static Member member_of(std::istream& in) {
    Sha256 sum;
    Member member;
    char part[65536];
    while (in.read(part, sizeof part), in.gcount() > 0) {
        sum.add(part, static_cast<std::size_t>(in.gcount()));
        member.bytes += in.gcount();
    }
    member.sha256 = sum.hex();
    return member;
}

Member member_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    Member member = member_of(in);
    if (in.bad() || !in.eof()) throw cli::Stop("Cannot read " + path);
    return member;
}

// --- writing ---

struct ArchiveWriter::Zip {
    std::unique_ptr<zip_t, Discard> zip;
    std::map<std::string, Member, std::less<>> members;
    std::string path;
    std::string manifest;

    [[noreturn]] void fail() const { throw cli::Stop(fmt::format("The backup {} cannot be written: {}", path, zip_strerror(zip.get()))); }

    void add(std::string_view name, zip_source_t* source, Packing packing) const {
        const zip_int64_t index = source ? zip_file_add(zip.get(), std::string(name).c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            if (source) zip_source_free(source);
            fail();
        }
        const auto method = packing == Packing::packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
        if (zip_set_file_compression(zip.get(), static_cast<zip_uint64_t>(index), method, 0) != 0) fail();
    }
};

ArchiveWriter::ArchiveWriter(const std::string& path) : zip_(std::make_unique<Zip>()) {
    int code = 0;
    zip_->path = path;
    zip_->zip.reset(zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &code));
    if (!zip_->zip) throw cli::Stop(fmt::format("The backup {} cannot be made", path));
}

ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::add(std::string_view name, const std::string& path, const Member& member, Packing packing) {
    zip_->add(name, zip_source_file(zip_->zip.get(), path.c_str(), 0, member.bytes), packing);
    zip_->members.emplace(name, member);
}

void ArchiveWriter::finish(Manifest manifest) {
    manifest.members = zip_->members;
    zip_->manifest = manifest_text(manifest);
    zip_->add(manifest_member, zip_source_buffer(zip_->zip.get(), zip_->manifest.data(), zip_->manifest.size(), 0), Packing::packed);
    if (zip_close(zip_->zip.get()) != 0) zip_->fail();
    static_cast<void>(zip_->zip.release());
}

// --- reading ---

struct ArchiveReader::Zip {
    std::unique_ptr<zip_t, Discard> zip;
};

[[noreturn]] static void refuse(const std::string& path, std::string_view why) {
    throw cli::Stop(fmt::format("{} is not a whole backup of Belltower: {}. Nothing was changed.", path, why));
}

ArchiveReader::ArchiveReader(const std::string& path) : path_(path), zip_(std::make_unique<Zip>()) {
    int code = 0;
    zip_->zip.reset(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!zip_->zip && code == ZIP_ER_NOENT) throw cli::Stop("There is no file " + path);
    if (!zip_->zip) refuse(path, "it is another kind of file, or cut short");
    try {
        manifest_ = read_manifest(read(manifest_member));
    } catch (const std::exception&) {
        refuse(path, "its list of contents cannot be read");
    }
    verify();
}

ArchiveReader::~ArchiveReader() = default;

std::unique_ptr<std::istream> ArchiveReader::open(std::string_view name) const {
    zip_file_t* file = zip_fopen(zip_->zip.get(), std::string(name).c_str(), 0);
    if (!file) refuse(path_, fmt::format("{} is missing", name));
    return std::make_unique<MemberStream>(file);
}

std::string ArchiveReader::read(std::string_view name) const {
    return {std::istreambuf_iterator<char>(*open(name)), std::istreambuf_iterator<char>()};
}

/// Names become paths, so only those that a backup has are let through.
static bool belongs(std::string_view name, const Member& member) {
    if (name == dump_member || name == key_member || name == settings_member) return true;
    constexpr std::string_view before = "stores/";
    constexpr std::string_view after = ".dump";
    if (name.starts_with(before) && name.ends_with(after) && name.size() > before.size() + after.size()) {
        const auto room = name.substr(before.size(), name.size() - before.size() - after.size());
        return std::ranges::all_of(room, [](char c) { return c >= 'a' && c <= 'z'; });
    }
    return name.starts_with(file_members) && name.substr(file_members.size()) == member.sha256;
}

void ArchiveReader::verify() const {
    for (const std::string_view name : {dump_member, key_member, settings_member}) {
        if (!manifest_.members.contains(name)) refuse(path_, fmt::format("{} is missing", name));
    }
    const auto entries = zip_get_num_entries(zip_->zip.get(), 0);
    if (entries != static_cast<zip_int64_t>(manifest_.members.size()) + 1) refuse(path_, "it has not the files that it lists");
    for (const auto& [name, member] : manifest_.members) {
        if (!belongs(name, member)) refuse(path_, fmt::format("{} does not belong into it", name));
        const Member found = member_of(*open(name));
        if (found.sha256 != member.sha256 || found.bytes != member.bytes) refuse(path_, fmt::format("{} is damaged", name));
    }
}

}  // namespace app
