/// What a handler is given: the request, who asks, the time, one snapshot or one transaction, and ways to answer.
///
/// Handlers are ordinary functions. A GET is a ReadCall on a worker. Everything else is a WriteCall whose body is SQL only and may run
/// twice; slow work (hashing a password, storing an upload) is done before it, in a prepare function that sees a PrepareCall.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "auth/viewer.h"
#include "base/time.h"
#include "db/db.h"
#include "html/html.h"
#include "http/message.h"

namespace auth {
class SecretBox;
struct AccessNote;
}
namespace files {
class Store;
}

namespace http {

class Assets;
class Navigation;
class ReadCall;

/// Fills what stands on every public page beside its content: the district's sign, its schools, the banner. Values: html/pages/public.html.
/// Returns the moment from which it may say something else though nobody changed anything.
using PublicFrame = std::optional<base::Instant> (*)(ReadCall& call, html::View& frame);

/// A database that one room has to itself: nobody else opens it, and no transaction spans it and the district's own.
struct Store {
    std::string room;
    db::Database* database = nullptr;
    /// Seals what not even a copy of this database may tell. Null while its key is not on this server: what is sealed stays shut.
    const auth::SecretBox* secrets = nullptr;
};

/// What the whole process shares. Made by app, read by handlers.
struct Services {
    db::Database* database = nullptr;
    const html::Messages* messages = nullptr;
    const html::Templates* templates = nullptr;
    files::Store* files = nullptr;
    /// Opens secrets that the database holds sealed.
    const auth::SecretBox* secrets = nullptr;
    const Navigation* navigation = nullptr;
    const Assets* assets = nullptr;
    /// Set by wiring; without it public pages have the district's name only.
    PublicFrame public_frame = nullptr;
    /// "https://belltower.example.org", without a slash at the end; for links in mail and labels.
    std::string public_url;
    std::vector<Store> stores;
    /// A folder of this district, in which rooms keep what can be made again, each under its own word.
    std::string workspace;

    /// Throws std::logic_error when the room has none.
    const Store& store(std::string_view room) const;
};

/// One problem with one field of a form, in the reader's words.
struct FieldProblem {
    std::string field;
    std::string message;
};

/// What one call knows besides its request; made by the Dispatcher.
struct Circumstances {
    std::vector<std::pair<std::string, std::string>> parameters;  // named parts of the path
    std::string form_token;
    std::string notice;
    std::string district;
    std::string live_version;  // of the snapshot that a page shows; empty when it shows none
    bool for_everybody = false;  // a public page
};

/// The common part of all calls.
class Call {
public:
    const Request& request;
    const auth::Viewer& viewer;
    const Services& services;
    base::Instant now;
    base::TimeZone zone;  // of the district
    html::Language language;

    base::Day today() const { return zone.day_of(now); }

    /// A part of the path, `{request}` in the pattern. id() throws base::NotFound when it is not a positive whole number.
    std::string_view path(std::string_view name) const;
    std::int64_t id(std::string_view name) const;
    template <typename Id>
    Id id_as(std::string_view name) const {
        return Id{id(name)};
    }

    /// A message in the reader's language.
    std::string text(std::string_view key, std::initializer_list<html::Argument> arguments = {}) const;

    /// A whole page: the template inside the layout, with the title of the window, in the reader's words.
    Response page(std::string_view template_name, std::string_view title, html::View view) const;
    Response page(Status status, std::string_view template_name, std::string_view title, html::View view) const;
    /// The template alone, for live fragments, letters and labels.
    Response fragment(std::string_view template_name, html::View view) const;
    Response json(const boost::json::value& value) const;
    Response json(Status status, const boost::json::value& value) const;
    /// RFC 9457 application/problem+json for the API, an error page for people; `detail` is for people.
    Response problem(Status status, std::string_view title, std::string_view detail) const;
    /// For the API: 422 with one entry a field.
    Response invalid(const std::vector<FieldProblem>& problems) const;
    /// A download with this name.
    Response download(std::string_view file_name, std::string_view content_type, std::string body) const;
    /// 303 to a path of ours.
    Response redirect(std::string_view path) const;
    /// Adds a sentence that the next page of this person shows once (kept in a cookie that only this session can have written).
    Response redirect_with_notice(std::string_view path, std::string_view notice) const;

    /// The address of a public page in the reader's language: "/es/menu" for "/menu" in Spanish.
    std::string public_path(std::string_view path) const;

    bool wants_json() const;
    /// Hidden field value for forms of this session.
    std::string form_token() const;

    const std::string& district() const { return circumstances_.district; }

protected:
    friend struct Work;
    Call(const Request& asked, const auth::Viewer& who, const Services& shared, base::Instant at, base::TimeZone here, html::Language reader,
         const Circumstances& circumstances)
        : request(asked), viewer(who), services(shared), now(at), zone(here), language(reader), circumstances_(circumstances) {}

private:
    html::View framed(const std::string& body, std::string_view title) const;
    const Circumstances& circumstances_;
};

/// What a public page says of itself.
struct PublicHead {
    std::string description;          // a sentence; empty: none
    std::string_view feed;            // address of its Atom feed, as public_path() gives it; empty: none
    bool wide = false;                // no reading column: the front page
};

class ReadCall : public Call {
public:
    db::Read& db;
    /// The district's own database: the same as `db`, but for a route that works in a store of its own.
    db::Read& main;

    /// A page for everybody, in the district's public layout. `head` is said to search engines and to whoever shares a link.
    Response public_page(std::string_view template_name, std::string_view title, html::View view, const PublicHead& head = {});
    Response public_page(Status status, std::string_view template_name, std::string_view title, html::View view, const PublicHead& head = {});
    /// A bare page that other sites may show in a frame: no cookies, no forms. It tells its height to the page around it, and loads itself anew
    /// after `refresh`, without script; 0 never.
    Response embed_page(std::string_view template_name, std::string_view title, html::View view, std::chrono::seconds refresh = std::chrono::seconds(0));

    /// The answer shows records of this student (or other audited person): it leaves only after the note is durable.
    void note_access(std::string_view subject_kind, std::int64_t subject_id, std::string_view purpose);

private:
    friend struct Work;
    ReadCall(const Call& base, db::Read& read, db::Read& district, std::vector<auth::AccessNote>& notes)
        : Call(base), db(read), main(district), notes_(notes) {}
    std::vector<auth::AccessNote>& notes_;
};

class PrepareCall : public Call {
private:
    friend struct Work;
    explicit PrepareCall(const Call& base) : Call(base) {}
};

class WriteCall : public Call {
public:
    db::Write& db;
    /// The district's own database, as for ReadCall. A route in a store of its own changes nothing in it.
    db::Read& main;

private:
    friend struct Work;
    WriteCall(const Call& base, db::Write& write, db::Read& district) : Call(base), db(write), main(district) {}
};

}  // namespace http
