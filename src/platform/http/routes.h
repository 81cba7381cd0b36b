/// The addresses of the house: one readable block of routes per room, the permission on the line.
///
///     void routes(http::Routes& routes) {
///         routes.get("/queue", may_work, show_queue);
///         routes.post("/requests", http::signed_in, prepare_request, create_request).body_limit(25 * http::mebibyte);
///     }
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.h"

namespace http {

constexpr std::size_t kibibyte = 1024;
constexpr std::size_t mebibyte = 1024 * kibibyte;

/// Who may come in at the door. What they may see inside is decided by the store functions.
struct Access {
    enum class Kind { anyone, signed_in, permission, permission_everywhere, any_everywhere } kind;
    auth::Permission permission{};
    std::span<const auth::Permission> permissions{};
    constexpr Access(auth::Permission needed) : kind(Kind::permission), permission(needed) {}  // NOLINT: a permission is an access
    constexpr explicit Access(Kind what) : kind(what) {}
    constexpr Access(Kind what, auth::Permission needed) : kind(what), permission(needed) {}
    constexpr explicit Access(std::span<const auth::Permission> needed) : kind(Kind::any_everywhere), permissions(needed) {}
};
constexpr Access anyone{Access::Kind::anyone};
constexpr Access signed_in{Access::Kind::signed_in};
/// Held for the whole district, not for single schools.
constexpr Access everywhere(auth::Permission needed) { return {Access::Kind::permission_everywhere, needed}; }
/// One of these held for the whole district is enough. The list outlives the routes.
constexpr Access any_of(std::span<const auth::Permission> needed) { return Access(needed); }

bool opens(const Access& access, const auth::Viewer& viewer);

/// For OpenAPI: what an API route is for. Schemas are JSON texts ("{...}") or names of schemas of the room ("Request").
struct Operation {
    std::string summary;
    std::string scope;            // token scope that opens it: "requests:read"
    std::string request_schema;
    std::string response_schema;
    std::vector<std::string> query_parameters;
};

using ReadHandler = Response (*)(ReadCall&);
using WriteHandler = Response (*)(WriteCall&);

struct Route {
    Method method;
    std::string pattern;
    Access access;
    ReadHandler read = nullptr;
    std::function<std::any(PrepareCall&)> prepare;
    std::function<Response(WriteCall&, std::any&)> write;
    std::size_t most_body = 256 * kibibyte;
    std::optional<Operation> operation;
    /// Forms from other places (mail links, webhooks) that carry their own secret: no session token is asked for.
    bool own_secret = false;
    /// The room whose own database the handler works in; empty: the district's.
    std::string_view store = {};
    bool for_everybody = false;
    bool asks = false;

    Route& body_limit(std::size_t bytes) { most_body = bytes; return *this; }
    Route& describe(Operation what) { operation = std::move(what); return *this; }
    Route& with_own_secret() { own_secret = true; return *this; }
    /// The call's `db` is that room's own database, and `main` a snapshot of the district's (Services::store).
    Route& in_store(std::string_view room) { store = room; return *this; }
    /// The same answer for everybody: asked as nobody, in the language that the address says ("/menu" is English, "/es/menu" Spanish), and kept
    /// in memory while nothing is committed anywhere (http/public_pages.h), until local midnight or the answer's `valid_until`.
    Route& public_page() { for_everybody = true; return *this; }
    /// A public page that reads what stands behind "?": such answers are made each time. Of all others the question is left out, so that the marks
    /// which newsletters and networks put on links cost nothing.
    Route& public_question() { asks = true; return public_page(); }
};

class Routes {
public:
    Route& get(std::string pattern, Access access, ReadHandler handler);
    Route& post(std::string pattern, Access access, WriteHandler handler) { return change(Method::post, std::move(pattern), access, handler); }
    Route& put(std::string pattern, Access access, WriteHandler handler) { return change(Method::put, std::move(pattern), access, handler); }
    Route& patch(std::string pattern, Access access, WriteHandler handler) { return change(Method::patch, std::move(pattern), access, handler); }
    Route& del(std::string pattern, Access access, WriteHandler handler) { return change(Method::del, std::move(pattern), access, handler); }

    /// With slow work first: `Prepared prepare(PrepareCall&)` runs once on a worker, `Response apply(WriteCall&, Prepared&)` in the
    /// transaction, perhaps twice.
    template <typename Prepared>
    Route& post(std::string pattern, Access access, Prepared (*prepare)(PrepareCall&), Response (*apply)(WriteCall&, Prepared&)) {
        Route& route = change(Method::post, std::move(pattern), access, nullptr);
        route.prepare = [prepare](PrepareCall& call) -> std::any { return std::make_shared<Prepared>(prepare(call)); };
        route.write = [apply](WriteCall& call, std::any& prepared) {
            return apply(call, *std::any_cast<std::shared_ptr<Prepared>&>(prepared));
        };
        return route;
    }

    /// The route for a path, with its `{name}` parts. Literal parts win over named ones.
    struct Match {
        const Route* route = nullptr;
        std::vector<std::pair<std::string, std::string>> parameters;
        bool path_exists = false;  // another method would have matched: 405
    };
    Match find(Method method, std::string_view path) const;
    /// What a GET of an address without a route is asked of, as a public page: pages whose addresses people choose, and old addresses that lead
    /// elsewhere. It throws base::NotFound for all others. Once.
    Route& otherwise(ReadHandler handler);
    /// Null when there is none.
    const Route* otherwise() const;
    /// In the order they were added. References stay valid while routes are added.
    std::vector<const Route*> all() const;

    Routes();
    ~Routes();
    Routes(const Routes&) = delete;
    Routes& operator=(const Routes&) = delete;

private:
    Route& change(Method method, std::string pattern, Access access, WriteHandler handler);
    Route& add(Route route);
    struct Table;
    std::unique_ptr<Table> table_;
};

/// An entry of the navigation, shown to those who may use it.
struct NavigationItem {
    std::string label_key;  // message key
    std::string path;
    Access access;
    int order = 100;
    /// Addresses below it are its pages too, and mark it in the menu.
    bool with_all_below = true;
};

/// The list that the layout shows; rooms add to it in app/wire.cpp. An address that stands in it several times, because several permissions
/// open it, is shown once.
class Navigation {
public:
    void add(NavigationItem item);
    std::vector<NavigationItem> for_viewer(const auth::Viewer& viewer) const;
    /// The one thing that most people come for: a button on every page of who is signed in. None until it is set.
    void set_main_action(std::string label_key, std::string path);
    struct MainAction {
        std::string label_key;
        std::string path;
    };
    const std::optional<MainAction>& main_action() const { return main_action_; }

private:
    std::vector<NavigationItem> items_;
    std::optional<MainAction> main_action_;
};

}  // namespace http
