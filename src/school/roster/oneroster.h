/// The parts of the OneRoster reader.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "roster/import_reader.h"

namespace roster {

/// bulk: the complete set. delta: only what changed, each row with a status.
enum class FileMode { absent, bulk, delta };

/// manifest.csv. Without one, a lenient import takes every file as complete and a strict one is refused.
class Manifest {
public:
    explicit Manifest(Input& in);
    FileMode mode(std::string_view file) const;

private:
    void note_property(imports::Table& table, std::string name, std::string_view value);
    void compare_with_package(Input& in);
    std::map<std::string, FileMode, std::less<>> modes_;
    std::set<std::string> seen_;
};

/// The eight files that are stored.
class OneRosterFiles {
public:
    OneRosterFiles(Input& in, const Manifest& manifest, Format format) : in_(in), manifest_(manifest), format_(format) {}
    void read();

private:
    struct Relation {
        std::string_view user, other;
        std::int64_t row;
    };

    template <typename R>
    bool start(Section<R>& section, std::string_view file);
    void read_key(imports::Table& table, Record& record);
    void read_status(imports::Table& table, Record& record);
    void read_orgs();
    void read_sessions();
    void read_courses();
    void read_classes();
    void read_users();
    void read_person(imports::Table& table, PersonRecord& person);
    void add_posts(imports::Table& table, const PersonRecord& person);
    void read_roles();
    void read_enrollments();
    void read_demographics();
    void add_guardians();

    Input& in_;
    const Manifest& manifest_;
    Format format_;
    FileMode mode_ = FileMode::bulk;  // of the file being read
    bool status_noted_ = false;
    std::vector<Relation> relations_;
};

}  // namespace roster
