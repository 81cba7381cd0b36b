/// Who is asking, and what that person may do where.
///
/// Every store function that returns something not public takes a Viewer right after the database and joins on what it may see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace auth {

struct AccountId {
    std::int64_t value = 0;
    auto operator<=>(const AccountId&) const = default;
};

/// A word such as "helpdesk.work", declared as a constant in the room that owns it and registered in its `permissions()` list.
struct Permission {
    std::string_view name;
};

/// Where a grant holds. A school scope's id is the roster's org id.
enum class ScopeKind { everywhere, school };

struct Grant {
    std::string permission;
    ScopeKind scope = ScopeKind::everywhere;
    std::int64_t scope_id = 0;
    auto operator<=>(const Grant&) const = default;
};

/// The schools in which a permission holds: all, or these (sorted; empty means nowhere).
struct Reach {
    bool everywhere = false;
    std::vector<std::int64_t> schools;
    bool nowhere() const { return !everywhere && schools.empty(); }
    bool covers(std::int64_t school) const;
};

/// How the request proved who asks. Tokens are narrower than the person: their scopes cut the grants down.
enum class Proof { none, session, token, command_line, system };

class Viewer {
public:
    /// Nobody: not signed in.
    Viewer() = default;
    Viewer(AccountId account, std::string name, std::vector<Grant> grants, Proof proof);
    /// The program itself (jobs) and the person at the command line; may do everything, and is named so in events.
    static Viewer system();
    static Viewer command_line();

    bool signed_in() const { return account_.value != 0; }
    AccountId account() const { return account_; }
    /// As shown to others: "Dana Reyes".
    const std::string& name() const { return name_; }
    Proof proof() const { return proof_; }

    /// Somewhere at all.
    bool may(Permission permission) const;
    bool may(Permission permission, std::int64_t school) const;
    bool may_everywhere(Permission permission) const;
    Reach reach(Permission permission) const;
    /// Throws base::Forbidden when not.
    void require(Permission permission, std::int64_t school) const;

private:
    bool unlimited() const { return proof_ == Proof::system || proof_ == Proof::command_line; }
    AccountId account_;
    std::string name_;
    std::vector<Grant> grants_;  // sorted
    Proof proof_ = Proof::none;
};

}  // namespace auth
