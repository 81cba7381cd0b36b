#include <algorithm>
#include <map>
#include <unordered_map>

#include "db/db.h"
#include "roster/import_shapes.h"
#include "roster/revision.h"

namespace roster {

using imports::Batch;

template <typename R>
static std::vector<std::string_view> columns_of() {
    return {Shape<R>::columns.begin(), Shape<R>::columns.end()};
}

template <typename R>
static std::vector<std::string_view> columns_of_new() {
    auto columns = columns_of<R>();
    for (std::string_view identity : {"source", "external_id", "content_hash"}) columns.push_back(identity);
    if (counts_changes<R>) columns.push_back("revision");
    return columns;
}

template <typename R>
static Values values_of_new(const R& record, const AllTargets& targets, std::string_view source, std::int64_t revision) {
    auto values = Shape<R>::values(record, targets);
    auto hash = hash_of(record, values, targets);
    values.emplace_back(source);
    values.emplace_back(record.key);
    values.emplace_back(hash);
    if (counts_changes<R>) values.emplace_back(revision);
    return values;
}

template <typename R>
constexpr bool has_role = requires(R record) { record.role; };

template <typename R>
static void update_record(db::Write& db, const R& record, std::int64_t id, const AllTargets& targets, std::int64_t revision) {
    static const auto columns = [] {
        auto list = columns_of<R>();
        for (std::string_view more : {"content_hash", "active"}) list.push_back(more);
        if (counts_changes<R>) list.push_back("revision");
        return list;
    }();
    if constexpr (has_role<R>) {
        if (record.role != Role::student) {
            db.query("UPDATE " + std::string(Shape<R>::table) + " SET was_student = 1 WHERE id = :id AND role = 'student'").bind("id", id).run();
        }
    }
    auto values = Shape<R>::values(record, targets);
    values.emplace_back(hash_of(record, values, targets));
    values.emplace_back(std::int64_t{1});
    if (counts_changes<R>) values.emplace_back(revision);
    imports::update_row(db, Shape<R>::table, columns, values, id);
}

template <typename R>
static void end_rows(db::Write& db, const std::vector<std::int64_t>& ids, std::int64_t revision) {
    std::string table(Shape<R>::table);
    if constexpr (counts_changes<R>) {
        for (auto id : ids) db.query("UPDATE " + table + " SET active = 0, revision = :revision WHERE id = :id").bind("revision", revision).bind("id", id).run();
    } else {
        for (auto id : ids) db.query("UPDATE " + table + " SET active = 0 WHERE id = :id").bind("id", id).run();
    }
}

template <typename R>
void RosterImport::apply_section(db::Write& db, Section<R>& section, Targets& targets, const SectionPlan& plan) {
    Batch batch(db, Shape<R>::table, columns_of_new<R>());
    for (auto index : plan.create) batch.add(values_of_new(section.rows[index], targets_, records_->source, revision_));
    batch.flush();
    if (Shape<R>::is_referred_to && !plan.create.empty()) targets.load_new(db, Shape<R>::table, records_->source);
    for (auto index : plan.update) update_record(db, section.rows[index], targets.find(section.rows[index].key)->id, targets_, revision_);
    end_rows<R>(db, plan.end, revision_);
}

/// Rows that name a parent in the same table are added without it and get it when all of them have ids.
template <typename R>
void RosterImport::apply_tree(db::Write& db, Section<R>& section, Targets& targets, const SectionPlan& plan) {
    for (auto index : plan.create) targets.find(section.rows[index].key)->present = false;
    apply_section(db, section, targets, plan);
    for (auto index : plan.create) targets.find(section.rows[index].key)->present = true;
    for (auto list : {&plan.create, &plan.update}) {
        for (auto index : *list) {
            const auto& record = section.rows[index];
            update_record(db, record, targets.find(record.key)->id, targets_, revision_);
        }
    }
}

/// The first post decides, a primary one before others.
static std::unordered_map<std::string_view, const PostRecord*> main_posts(const Section<PostRecord>& posts, const Targets& orgs) {
    std::unordered_map<std::string_view, const PostRecord*> best;
    for (const auto& post : posts.rows) {
        if (post.ends || !orgs.present(post.org)) continue;
        auto& mine = best[post.person];
        if (!mine || (post.primary && !mine->primary)) mine = &post;
    }
    return best;
}

static NameParts name_parts(const PersonRecord& p) {
    return {p.given_name, p.middle_name, p.family_name, p.preferred_given_name, p.preferred_family_name, p.username, p.email};
}

static std::vector<std::string> written_words(db::Read& db, std::int64_t id) {
    return db.query("SELECT given_name, middle_name, family_name, preferred_given_name, preferred_family_name, username, email"
                    " FROM roster_person WHERE id = :id")
        .bind("id", id)
        .one([](const db::Row& row) {
            return person_words({row.text("given_name"), row.text("middle_name"), row.text("family_name"), row.text("preferred_given_name"),
                                 row.text("preferred_family_name"), row.text("username"), row.text("email")});
        });
}

static void remove_words(db::Write& db, std::int64_t id, const std::vector<std::string>& words) {
    for (const auto& word : words) {
        db.query("DELETE FROM roster_person_word WHERE word = :word AND person_id = :id").bind_bytes("word", word).bind("id", id).run();
    }
}

namespace {

/// Words of many people, written in the order of the index, which is several times quicker than in the order of people.
class Words {
public:
    void add(std::int64_t person, const PersonRecord& record) {
        for (auto& word : person_words(name_parts(record))) rows_.emplace_back(std::move(word), person);
    }
    void write(db::Write& db) {
        std::ranges::sort(rows_);
        Batch batch(db, "roster_person_word", {"word", "person_id"}, "word");
        for (auto& [word, person] : rows_) batch.add({std::move(word), person});
        batch.flush();
        rows_.clear();
    }

private:
    std::vector<std::pair<std::string, std::int64_t>> rows_;
};

/// What a new person is before anything else is known of them.
struct FirstRole {
    std::string_view role;
    std::string_view raw_role;
    Value org;
};

class FirstRoles {
public:
    FirstRoles(const RosterRecords& records, const AllTargets& targets) : targets_(targets), posts_(main_posts(records.posts, targets.orgs)) {
        for (const auto& guardian : records.guardians.rows) guardians_.emplace(guardian.guardian, &guardian);
    }
    FirstRole of(const PersonRecord& person) const {
        auto post = posts_.find(person.key);
        auto guardian = guardians_.find(person.key);
        FirstRole first{word(Role::other), {}, targets_.orgs.id(person.primary_org)};
        if (post != posts_.end()) {
            first.role = word(post->second->role);
            first.raw_role = post->second->raw_role;
            if (std::holds_alternative<std::nullopt_t>(first.org)) first.org = targets_.orgs.id(post->second->org);
        } else if (guardian != guardians_.end()) {
            first.role = guardian->second->relation;
            first.raw_role = guardian->second->raw_relation;
        }
        return first;
    }

private:
    const AllTargets& targets_;
    std::unordered_map<std::string_view, const PostRecord*> posts_;
    std::unordered_map<std::string_view, const GuardianRecord*> guardians_;
};

}  // namespace

void RosterImport::apply_people(db::Write& db) {
    auto& section = records_->people;
    auto columns = columns_of_new<PersonRecord>();
    for (std::string_view more : {"role", "raw_role", "primary_org_id", "changed_at"}) columns.push_back(more);
    FirstRoles first_roles(*records_, targets_);
    Batch batch(db, Shape<PersonRecord>::table, columns);
    for (auto index : people_.create) {
        const auto& person = section.rows[index];
        auto values = values_of_new(person, targets_, records_->source, revision_);
        auto first = first_roles.of(person);
        values.emplace_back(first.role);
        values.emplace_back(first.raw_role);
        values.push_back(first.org);
        values.emplace_back(base::to_ms(now_));
        batch.add(std::move(values));
    }
    batch.flush();
    if (!people_.create.empty()) targets_.people.load_new(db, Shape<PersonRecord>::table, records_->source);

    Words words;
    for (auto index : people_.create) words.add(targets_.people.find(section.rows[index].key)->id, section.rows[index]);
    for (auto index : people_.update) {
        const auto& person = section.rows[index];
        auto id = targets_.people.find(person.key)->id;
        // A new school year changes every student's grade and nobody's name.
        auto before = written_words(db, id);
        bool renamed = before != person_words(name_parts(person));
        if (renamed) remove_words(db, id, before);
        update_record(db, person, id, targets_, revision_);
        db.query("UPDATE roster_person SET changed_at = :now WHERE id = :id").bind("now", now_).bind("id", id).run();
        if (renamed) words.add(id, person);
    }
    words.write(db);
    end_rows<PersonRecord>(db, people_.end, revision_);
}

void RosterImport::apply_class_sessions(db::Write& db) {
    Batch batch(db, "roster_class_session", {"class_id", "session_id"});
    auto add = [&](const ClassRecord& group, std::int64_t id) {
        for (auto session : group.sessions) {
            auto value = targets_.sessions.id(session);
            if (!std::holds_alternative<std::nullopt_t>(value)) batch.add({id, value});
        }
    };
    for (auto index : classes_.update) {
        auto id = targets_.classes.find(records_->classes.rows[index].key)->id;
        db.query("DELETE FROM roster_class_session WHERE class_id = :id").bind("id", id).run();
        add(records_->classes.rows[index], id);
    }
    for (auto index : classes_.create) add(records_->classes.rows[index], targets_.classes.find(records_->classes.rows[index].key)->id);
    batch.flush();
}

/// By the first of a person's posts, a primary one before others. Somebody without a post keeps what they were.
static void set_role(db::Write& db, std::int64_t person, std::optional<std::int64_t> primary_org, std::int64_t revision) {
    struct Main {
        std::string role, raw_role;
        std::int64_t org;
    };
    auto main = db.query("SELECT role, raw_role, org_id FROM roster_person_org WHERE person_id = :id AND active = 1 ORDER BY is_primary DESC, id LIMIT 1")
                    .bind("id", person)
                    .maybe([](const db::Row& row) {
                        return Main{std::string(row.text("role")), std::string(row.text("raw_role")), row.integer("org_id")};
                    });
    if (main && !primary_org) primary_org = main->org;
    if (main && main->role == word(Role::student)) {
        // What is told of students begins to be told of this one.
        db.query("UPDATE roster_demographic SET revision = :revision WHERE person_id = :id"
                 " AND EXISTS (SELECT 1 FROM roster_person p WHERE p.id = :id AND p.role <> 'student')")
            .bind("revision", revision)
            .bind("id", person)
            .run();
    }
    db.query(R"sql(
        UPDATE roster_person SET
            was_student = CASE WHEN role = 'student' AND :role <> 'student' THEN 1 ELSE was_student END,
            role = COALESCE(:role, role), raw_role = COALESCE(:raw_role, raw_role), primary_org_id = COALESCE(:org, primary_org_id), revision = :revision
         WHERE id = :id
    )sql")
        .bind("role", main ? std::optional(main->role) : std::nullopt)
        .bind("raw_role", main ? std::optional(main->raw_role) : std::nullopt)
        .bind("org", primary_org)
        .bind("revision", revision)
        .bind("id", person)
        .run();
}

/// The role and the org of people whose posts changed; those who came in with this import got theirs when they were added.
void RosterImport::derive_roles(db::Write& db) {
    std::unordered_map<std::int64_t, std::string_view> changed;  // person -> the org that the source calls primary
    for (auto list : {&posts_.create, &posts_.update}) {
        for (auto index : *list) {
            auto* person = targets_.people.find(records_->posts.rows[index].person);
            if (person && person->active) changed.emplace(person->id, std::string_view{});
        }
    }
    for (auto id : posts_.end) {
        auto person = db.query("SELECT person_id FROM roster_person_org WHERE id = :id").bind("id", id).one_integer();
        changed.emplace(person, std::string_view{});
    }
    for (auto index : people_.update) changed.emplace(targets_.people.find(records_->people.rows[index].key)->id, std::string_view{});
    for (const auto& person : records_->people.rows) {
        auto* target = targets_.people.find(person.key);
        if (!target || person.primary_org.empty()) continue;
        if (auto found = changed.find(target->id); found != changed.end()) found->second = person.primary_org;
    }
    for (const auto& [id, primary_org] : changed) {
        auto org = targets_.orgs.id(primary_org);
        auto* org_id = std::get_if<std::int64_t>(&org);
        set_role(db, id, org_id ? std::optional(*org_id) : std::nullopt, revision_);
    }
}

/// A file of changes ends a person or a class without naming what hung on them.
void RosterImport::end_what_depends(db::Write& db) {
    for (auto id : people_.end) {
        db.query("UPDATE roster_person_org SET active = 0, revision = :revision WHERE person_id = :id AND active = 1").bind("revision", revision_).bind("id", id).run();
        db.query("UPDATE roster_enrollment SET active = 0, revision = :revision WHERE person_id = :id AND active = 1").bind("revision", revision_).bind("id", id).run();
        db.query("UPDATE roster_guardian SET active = 0 WHERE (student_id = :id OR guardian_id = :id) AND active = 1").bind("id", id).run();
    }
    for (auto id : classes_.end) {
        db.query("UPDATE roster_enrollment SET active = 0, revision = :revision WHERE class_id = :id AND active = 1").bind("revision", revision_).bind("id", id).run();
    }
}

/// What is told of a student holds the birth date too.
void RosterImport::renew_students(db::Write& db) {
    if (demographics_.create.empty() && demographics_.update.empty() && demographics_.end.empty()) return;
    db.query("UPDATE roster_person SET revision = :revision WHERE revision <> :revision"
             " AND id IN (SELECT person_id FROM roster_demographic WHERE revision = :revision)")
        .bind("revision", revision_)
        .run();
}

bool RosterImport::changes_anything() const {
    auto changes = [](const SectionPlan& plan) { return !plan.create.empty() || !plan.update.empty() || !plan.end.empty(); };
    return changes(orgs_) || changes(sessions_) || changes(people_) || changes(posts_) || changes(guardians_) || changes(courses_) ||
           changes(classes_) || changes(enrollments_) || changes(demographics_);
}

void RosterImport::apply(db::Write& db, const auth::Viewer&) {
    if (!changes_anything()) return;
    revision_ = next_revision(db);
    auto& r = *records_;
    apply_tree(db, r.orgs, targets_.orgs, orgs_);
    apply_tree(db, r.sessions, targets_.sessions, sessions_);
    apply_people(db);
    apply_section(db, r.posts, targets_.posts, posts_);
    apply_section(db, r.guardians, targets_.guardians, guardians_);
    apply_section(db, r.courses, targets_.courses, courses_);
    apply_section(db, r.classes, targets_.classes, classes_);
    apply_class_sessions(db);
    apply_section(db, r.enrollments, targets_.enrollments, enrollments_);
    apply_section(db, r.demographics, targets_.demographics, demographics_);
    derive_roles(db);
    end_what_depends(db);
    renew_students(db);
}

}  // namespace roster
